#include "chain/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "cert/certname.h"

/* Smaller is tried earlier. */
static unsigned
rank(const struct certscan *child, const struct chain_pooled *issuer)
{
	const struct certscan *s = &issuer->cert->scan;
	unsigned n = 3;

	if (child->akid.len != 0 && s->skid.len != 0)
		n = view_equal(child->akid, s->skid) ? 0 : FIND_OTHER_KEY;
	if (issuer->standing == CHAIN_ANCHOR)
		return n;
	if (!certscan_self_signed(s))
		return n + 2;
	return issuer->standing == CHAIN_TRUSTED ? n : n + 1;
}

static bool
has_step(const struct chain *path, const struct cert *c)
{
	for (size_t i = 0; i < path->count; i++) {
		const struct cert *step = path->steps[i].cert;

		if (cert_same(step, c) || (step->scanned &&
		    view_equal(step->scan.spki, c->scan.spki) &&
		    view_equal(step->scan.subject, c->scan.subject)))
			return true;
	}
	return false;
}

/* In order of rank; of the same certificate the better standing counts. */
static bool
insert_candidate(struct candidates *c, const struct cert *cert, unsigned r,
    struct err *e)
{
	size_t at;

	for (size_t i = 0; i < c->count; i++)
		if (cert_same(c->items[i].cert, cert)) {
			if (c->items[i].rank <= r)
				return true;
			memmove(c->items + i, c->items + i + 1,
			    (--c->count - i) * sizeof(*c->items));
			break;
		}
	if (c->count == CHAIN_BREADTH) {
		c->cut_short = true;
		return true;
	}
	if (!array_room(&c->items, c->count, sizeof(*c->items), e))
		return false;
	for (at = c->count; at > 0 && c->items[at - 1].rank > r; at--)
		c->items[at] = c->items[at - 1];
	c->items[at] = (struct candidate){ cert, r };
	c->count++;
	return true;
}

bool
find_issuers(const struct chain_pool *pool, const struct chain *path,
    struct candidates *c, struct err *e)
{
	const struct cert *child = path->steps[path->count - 1].cert;

	for (size_t i = 0; i < pool->count; i++) {
		const struct chain_pooled *p = &pool->items[i];

		if (!p->cert->scanned || p->standing == CHAIN_FORBIDDEN ||
		    !certname_same(p->cert->scan.subject, child->scan.issuer))
			continue;
		if (has_step(path, p->cert))
			c->any_below |= !cert_same(p->cert, child);
		else if (!insert_candidate(c, p->cert, rank(&child->scan, p),
		    e))
			return false;
	}
	return true;
}

void
find_clear(struct candidates *c)
{
	free(c->items);
	c->items = NULL;
	c->count = 0;
}

bool
find_is_anchor(const struct chain_pool *pool, const struct cert *c)
{
	return chain_pool_has(pool, c, CHAIN_ANCHOR) ||
	    (cert_is_root(c) && chain_pool_has(pool, c, CHAIN_TRUSTED));
}
