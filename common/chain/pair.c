#include "chain/pair.h"

#include <openssl/crypto.h>

#include "cert/identity.h"
#include "chain/choose.h"
#include "chain/order.h"

static bool
issued_some(const struct cert *c, const struct certlist *certs)
{
	for (size_t i = 0; i < certs->count; i++)
		if (certs->items[i] != c &&
		    order_is_issuer(c, certs->items[i]))
			return true;
	return false;
}

/* Both may be the key's. Where only the file said so, a leaf is before what
 * issued it. */
static bool
is_better(const struct key *k, const struct cert *c, const struct cert *than,
    const struct certlist *certs)
{
	if (k->spki.len == 0 && issued_some(c, certs) !=
	    issued_some(than, certs))
		return issued_some(than, certs);
	return choose_longer(c, than);
}

long
pair_find(const struct key *k, const struct certlist *certs)
{
	long best = -1;

	for (size_t i = 0; i < certs->count; i++)
		if (identity_pairs(k, certs->items[i]) && (best < 0 ||
		    is_better(k, certs->items[i], certs->items[best], certs)))
			best = (long)i;
	return best;
}

bool
pair_refuse(const struct key *k, size_t checked, struct err *e)
{
	if (k->algorithm == KEY_UNKNOWN && k->spki.len == 0)
		return err_set(e, ERR_UNSUPPORTED, "the public key of a "
		    "private key of the algorithm %s cannot be computed with "
		    "this OpenSSL (%s), and no certificate has its local key "
		    "ID, so nothing says which is its own; OpenSSL 3.5 or "
		    "later knows more algorithms", k->algorithm_name,
		    OpenSSL_version(OPENSSL_VERSION_STRING));
	return err_set(e, ERR_NO_MATCH, "no certificate belongs to the key "
	    "(%zu checked)", checked);
}

struct identity *
pair_take(struct contents *c, size_t key_index, struct err *e)
{
	struct identity *id;
	long i;

	i = pair_find(c->keys.items[key_index], &c->certs);
	if (i < 0) {
		pair_refuse(c->keys.items[key_index], c->certs.count, e);
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
