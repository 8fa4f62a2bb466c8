#include "chain/order.h"

#include <string.h>

#include "cert/certname.h"

bool
order_is_issuer(const struct cert *issuer, const struct cert *c)
{
	if (!issuer->scanned || !c->scanned ||
	    !certname_same(issuer->scan.subject, c->scan.issuer))
		return false;
	return c->scan.akid.len == 0 || issuer->scan.skid.len == 0 ||
	    view_equal(c->scan.akid, issuer->scan.skid);
}

/* Move the issuers of c that are left in *from; a self-signed one (a root) is
 * left for the end when `roots` is false. */
static bool
move_issuers(const struct cert *c, bool roots, struct certlist *from,
    struct certlist *chain, struct err *e)
{
	for (size_t i = 0; i < from->count; ) {
		struct cert *candidate = from->items[i];

		if (!order_is_issuer(candidate, c) ||
		    certscan_self_signed(&candidate->scan) != roots)
			i++;
		else if (!certlist_add_new(chain, certlist_take(from, i), e))
			return false;
	}
	return true;
}

/*
 * Breadth first: the issuers of the leaf, then theirs. Every certificate
 * moves at most once, so a loop of two that issued each other ends.
 */
static bool
move_level(const struct cert *leaf, bool roots, struct certlist *from,
    struct certlist *chain, struct err *e)
{
	if (!move_issuers(leaf, roots, from, chain, e))
		return false;
	for (size_t i = 0; i < chain->count; i++)
		if (!move_issuers(chain->items[i], roots, from, chain, e))
			return false;
	return true;
}

/* A container may hold the leaf twice; one is enough. */
static void
drop_leaf(const struct cert *leaf, struct certlist *from)
{
	for (size_t i = 0; i < from->count; )
		if (cert_same(from->items[i], leaf))
			cert_free(certlist_take(from, i));
		else
			i++;
}

/* Not one by one from the front: of a long list that is quadratic. */
static bool
move_rest(struct certlist *from, struct certlist *to, struct err *e)
{
	bool ok = true;

	for (size_t i = 0; i < from->count; i++) {
		if (ok)
			ok = certlist_add_new(to, from->items[i], e);
		else
			cert_free(from->items[i]);
	}
	from->count = 0;
	return ok;
}

bool
order_chain(const struct cert *leaf, struct certlist *from,
    struct certlist *chain, struct certlist *unrelated, struct err *e)
{
	drop_leaf(leaf, from);
	return move_level(leaf, false, from, chain, e) &&
	    move_level(leaf, true, from, chain, e) &&
	    move_rest(from, unrelated, e);
}
