#include "chain/pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

bool
chain_pool_add(struct chain_pool *p, const struct cert *c,
    enum chain_standing standing, struct err *e)
{
	if (!array_room(&p->items, p->count, sizeof(*p->items), e))
		return false;
	p->items[p->count].cert = c;
	p->items[p->count++].standing = standing;
	p->of_standing[standing]++;
	return true;
}

bool
chain_pool_add_list(struct chain_pool *p, const struct certlist *l,
    enum chain_standing standing, struct err *e)
{
	for (size_t i = 0; i < l->count; i++)
		if (!chain_pool_add(p, l->items[i], standing, e))
			return false;
	return true;
}

bool
chain_pool_add_all(struct chain_pool *p, const struct chain_pool *from,
    struct err *e)
{
	p->disallowed = from->disallowed;
	for (size_t i = 0; i < from->count; i++)
		if (!chain_pool_add(p, from->items[i].cert,
		    from->items[i].standing, e))
			return false;
	return true;
}

void
chain_pool_clear(struct chain_pool *p)
{
	free(p->items);
	memset(p, 0, sizeof(*p));
}

bool
chain_pool_has(const struct chain_pool *p, const struct cert *c,
    enum chain_standing standing)
{
	for (size_t i = 0; p->of_standing[standing] != 0 && i < p->count; i++)
		if (p->items[i].standing == standing &&
		    cert_same(p->items[i].cert, c))
			return true;
	return false;
}

bool
chain_pool_forbids(const struct chain_pool *p, const struct cert *c,
    bool *yes, struct err *e)
{
	*yes = false;
	for (size_t i = 0; p->of_standing[CHAIN_FORBIDDEN] != 0 && !*yes &&
	    i < p->count; i++)
		*yes = p->items[i].standing == CHAIN_FORBIDDEN &&
		    cert_is_twin(p->items[i].cert, c);
	return *yes || p->disallowed == NULL ||
	    disallowed_has(p->disallowed, c, yes, e);
}
