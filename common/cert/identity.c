#include "cert/identity.h"

#include <stdlib.h>

bool
identity_pairs(const struct key *key, const struct cert *leaf)
{
	if (!leaf->scanned)
		return false;
	if (key->algorithm != KEY_UNKNOWN || key->spki.len != 0)
		return key_matches_spki(key, leaf->scan.spki);
	return key->local_key_id.len != 0 &&
	    view_equal(view_bytes(&key->local_key_id),
	    view_bytes(&leaf->local_key_id)) &&
	    key_has_algorithm_of(key, leaf->scan.spki);
}

struct identity *
identity_new(struct key *key, struct cert *leaf, struct err *e)
{
	struct identity *id = NULL;

	if (!identity_pairs(key, leaf))
		err_set(e, ERR_NO_MATCH, "the certificate does not belong to "
		    "the key");
	else if (key_take_label(key, leaf->scan.spki, e) &&
	    (id = calloc(1, sizeof(*id))) == NULL)
		err_memory(e);
	if (id == NULL) {
		key_free(key);
		cert_free(leaf);
		return NULL;
	}
	id->key = key;
	id->leaf = leaf;
	return id;
}

void
identity_free(struct identity *id)
{
	if (id == NULL)
		return;
	key_free(id->key);
	cert_free(id->leaf);
	certlist_clear(&id->chain);
	certlist_clear(&id->unrelated);
	free(id);
}
