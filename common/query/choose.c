#include "query/choose.h"

#include <stdint.h>
#include <string.h>

#include "chain/choose.h"
#include "chain/order.h"
#include "chain/pair.h"

/* Looking for the one that issued no other is quadratic. */
enum { LEAF_SEARCH_MAX = 4096 };

long
export_key_of(const struct contents *c, const struct cert *cert)
{
	for (size_t i = 0; i < c->keys.count; i++)
		if (pair_belongs(c->keys.items[i], cert))
			return (long)i;
	return -1;
}

/* ---- by keys ---- */

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

/* ---- by chains ---- */

static bool
issued_another(const struct certlist *certs, size_t i)
{
	for (size_t j = 0; j < certs->count; j++)
		if (j != i && order_is_issuer(certs->items[i],
		    certs->items[j]))
			return true;
	return false;
}

size_t
export_ends(const struct certlist *certs, bool *ends)
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
	if (export_ends(certs, chosen) == 1)
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
		    export_key_of(c, cert) >= 0, i };

		if (!select_meets(criteria, &x, pool, &chosen[i], e))
			return false;
		*n += chosen[i];
	}
	return true;
}

/* Only the one that is valid for the longest stays. */
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
export_choose(const struct contents *c, const struct select *criteria,
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
