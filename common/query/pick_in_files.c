#include "query/pick_in_files.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "asn1/der.h"
#include "chain/choose.h"
#include "chain/order.h"
#include "chain/pair.h"

/* Looking for the one that issued no other is quadratic. */
enum { LEAF_SEARCH_MAX = 4096 };

long
pick_in_files_key(const struct contents *c, const struct cert *cert)
{
	for (size_t i = 0; i < c->keys.count; i++)
		if (identity_pairs(c->keys.items[i], cert))
			return (long)i;
	return -1;
}

static size_t
choose_by_keys(const struct contents *c, bool *chosen)
{
	size_t n = 0;

	for (size_t i = 0; i < c->keys.count; i++) {
		long at = pair_find(c->keys.items[i], &c->certs);

		if (at >= 0 && !chosen[at]) {
			chosen[at] = true;
			n++;
		}
	}
	return n;
}

static bool
issued_another(const struct certlist *certs, size_t i)
{
	for (size_t j = 0; j < certs->count; j++)
		if (j != i && order_is_issuer(certs->items[i],
		    certs->items[j]))
			return true;
	return false;
}

/* Those that issued none of the others; returns how many: none if there are too
 * many certificates to look. */
static size_t
find_ends(const struct certlist *certs, bool *ends)
{
	size_t n = 0;

	memset(ends, 0, certs->count * sizeof(*ends));
	for (size_t i = 0; certs->count <= LEAF_SEARCH_MAX && i < certs->count;
	    i++) {
		ends[i] = !issued_another(certs, i);
		n += ends[i];
	}
	return n;
}

static size_t
choose_leaf(const struct certlist *certs, bool *chosen)
{
	if (find_ends(certs, chosen) == 1)
		return 1;
	for (size_t i = 0; i < certs->count; i++)
		chosen[i] = true;
	return certs->count;
}

/* ---- by criteria ---- */

static bool
meet_all(const struct contents *c, const struct select *criteria,
    const struct chain_pool *pool, bool *chosen, size_t *n, struct err *e)
{
	for (size_t i = 0; i < c->certs.count; i++) {
		const struct cert *cert = c->certs.items[i];
		struct select_candidate x = { cert,
		    pick_in_files_key(c, cert) >= 0, i };

		if (!select_meets(criteria, &x, pool, &chosen[i], e))
			return false;
		*n += chosen[i];
	}
	return true;
}

/* Only the one that is valid longest stays. */
static void
keep_longest(const struct contents *c, bool *chosen)
{
	struct cert *const *certs = c->certs.items;
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < c->certs.count; i++) {
		if (chosen[i] && (best == SIZE_MAX ||
		    choose_longer(certs[i], certs[best])))
			best = i;
		chosen[i] = false;
	}
	chosen[best] = true;
}

static bool
choose_by_criteria(const struct contents *c, const struct select *criteria,
    bool *chosen, size_t *n, struct err *e)
{
	struct chain_pool pool = CHAIN_POOL_INIT;
	bool ok;

	ok = (criteria->root.len == 0 || chain_pool_add_list(&pool, &c->certs,
	    CHAIN_KNOWN, e)) &&
	    meet_all(c, criteria, &pool, chosen, n, e);
	if (ok && criteria->longest && *n > 1) {
		keep_longest(c, chosen);
		*n = 1;
	}
	chain_pool_clear(&pool);
	return ok;
}

bool
pick_in_files_all(const struct contents *c, const struct select *criteria,
    bool *chosen, size_t *n, struct err *e)
{
	*n = 0;
	memset(chosen, 0, c->certs.count * sizeof(*chosen));
	if (criteria != NULL)
		return choose_by_criteria(c, criteria, chosen, n, e);
	*n = choose_by_keys(c, chosen);
	if (*n == 0)
		*n = choose_leaf(&c->certs, chosen);
	return true;
}

/* ---- exactly one ---- */

static bool
is_repeated(const struct certlist *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cert_same(l->items[i], l->items[n]))
			return true;
	return false;
}

/* Its one usage is 1.3.6.1.5.5.7.3.8, that of timestamps. */
static bool
stamps_time(const struct cert *c)
{
	return c->scanned && c->scan.has_eku &&
	    der_oid_is(c->scan.eku, "\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x08");
}

/* Keeps what is kept by both, unless that is nothing. */
static void
keep_both(bool *chosen, const bool *those, size_t count)
{
	bool any = false;

	for (size_t i = 0; i < count; i++)
		any |= chosen[i] && those[i];
	for (size_t i = 0; any && i < count; i++)
		chosen[i] &= those[i];
}

/* Of several, those at the end of a chain, and the signer of a program rather
 * than its time stamper, which must be asked for. */
static bool
drop_others(const struct certlist *l, bool *chosen, struct err *e)
{
	bool *those = calloc(l->count, sizeof(*those));

	if (those == NULL)
		return err_memory(e);
	find_ends(l, those);
	keep_both(chosen, those, l->count);
	for (size_t i = 0; i < l->count; i++)
		those[i] = !stamps_time(l->items[i]);
	keep_both(chosen, those, l->count);
	free(those);
	return true;
}

static bool
take_one(const struct certlist *l, const bool *chosen, bool longest,
    const struct cert **leaf, struct err *e)
{
	struct choose_several several = CHOOSE_SEVERAL_INIT;

	for (size_t i = 0; i < l->count; i++)
		if (chosen[i] && !is_repeated(l, i)) {
			if (*leaf == NULL || choose_longer(l->items[i], *leaf))
				*leaf = l->items[i];
			choose_list(&several, l->items[i]);
		}
	if (several.count > 1 && !longest)
		return choose_refuse_several(&several, CHOOSE_CURE, e);
	return *leaf != NULL || err_set(e, ERR_NO_CERT, "no certificate of the "
	    "files fits");
}

bool
pick_in_files_one(const struct contents *c, const struct select *criteria,
    const struct cert **leaf, struct err *e)
{
	const bool asked = !select_is_empty(criteria);
	const struct certlist *l = &c->certs;
	bool *chosen, ok;
	size_t n;

	*leaf = NULL;
	if (l->count == 0)
		return err_set(e, ERR_NO_CERT, "no certificate in the files");
	chosen = calloc(l->count, sizeof(*chosen));
	if (chosen == NULL)
		return err_memory(e);
	ok = pick_in_files_all(c, asked ? criteria : NULL, chosen, &n, e) &&
	    (asked || n <= 1 || drop_others(l, chosen, e)) &&
	    take_one(l, chosen, criteria->longest, leaf, e);
	free(chosen);
	return ok;
}
