/*
 * identity.h - one private key, its certificate, and their chain
 *
 * There is no way to build half of one, or one whose certificate is not the
 * key's. chain is ordered from the leaf's issuer upwards; other certificates of
 * the same file are kept in `unrelated`, never dropped.
 *
 * Ownership: heap memory, owns everything in it.
 */

#pragma once

#include "base/err.h"
#include "cert/cert.h"
#include "cert/key.h"

struct identity {
	struct key	*key;
	struct cert	*leaf;
	struct certlist	 chain;
	struct certlist	 unrelated;
};

/* By public key; a key whose public key cannot be computed belongs to a
 * certificate of its algorithm with its local key id. */
bool		 identity_pairs(const struct key *key,
		    const struct cert *leaf);
/* Takes ownership of key and leaf, also on failure. */
struct identity	*identity_new(struct key *key, struct cert *leaf,
		    struct err *e) MUST_CHECK;
void		 identity_free(struct identity *id);
