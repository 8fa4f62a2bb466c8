#include "chain/pair.h"

#include "chain/choose.h"
#include "chain/order.h"

bool
pair_belongs(const struct key *k, const struct cert *c)
{
	if (k->algorithm == KEY_UNKNOWN)
		return k->local_key_id.len != 0 &&
		    view_equal(view_bytes(&k->local_key_id),
		    view_bytes(&c->local_key_id));
	return c->scanned && key_matches_spki(k, c->scan.spki);
}

long
pair_find(const struct key *k, const struct certlist *certs)
{
	long best = -1;

	for (size_t i = 0; i < certs->count; i++)
		if (pair_belongs(k, certs->items[i]) && (best < 0 ||
		    choose_longer(certs->items[i], certs->items[best])))
			best = (long)i;
	return best;
}

struct identity *
pair_take(struct contents *c, size_t key_index, struct err *e)
{
	struct identity *id;
	long i;

	i = pair_find(c->keys.items[key_index], &c->certs);
	if (i < 0) {
		err_set(e, ERR_NO_MATCH, "no certificate belongs to the key "
		    "(%zu checked)", c->certs.count);
		return NULL;
	}
	id = identity_new(keylist_take(&c->keys, key_index),
	    certlist_take(&c->certs, (size_t)i), e);
	if (id == NULL)
		return NULL;
	if (!order_chain(id->leaf, &c->certs, &id->chain, &id->unrelated, e)) {
		identity_free(id);
		return NULL;
	}
	return id;
}
