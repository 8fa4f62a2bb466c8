#include "cert/identity.h"

#include <stdlib.h>

struct identity *
identity_new(struct key *key, struct cert *leaf, struct err *e)
{
	struct identity *id = NULL;
	bool match;

	/* A key of an unknown algorithm has no public key to compare, only the
	 * file's own pairing. */
	if (key->algorithm == KEY_UNKNOWN)
		match = key->local_key_id.len != 0 &&
		    view_equal(view_bytes(&key->local_key_id),
		    view_bytes(&leaf->local_key_id));
	else
		match = leaf->scanned && key_matches_spki(key,
		    leaf->scan.spki);
	if (!match)
		err_set(e, ERR_NO_MATCH, "the certificate does not belong to "
		    "the key");
	else if ((id = calloc(1, sizeof(*id))) == NULL)
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
