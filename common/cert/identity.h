/*
 * identity.h - one private key, its certificate, and the chain that needs
 *
 * Judged: there is no way to build half of one. identity_new() takes the key
 * and the leaf out of their lists and refuses a pair that does not match.
 *
 * chain is ordered from the leaf's issuer upwards; unrelated certificates of
 * the same file are kept behind it, never dropped.
 *
 * Ownership: heap memory, owns everything in it.
 */

#ifndef SPCKIT_CERT_IDENTITY_H
#define SPCKIT_CERT_IDENTITY_H

#include <stdbool.h>

#include "base/err.h"
#include "cert/cert.h"
#include "cert/key.h"

struct identity {
	struct key	*key;
	struct cert	*leaf;
	struct certlist	 chain;
	struct certlist	 unrelated;
};

/* Takes ownership of key and leaf, also on failure. */
struct identity	*identity_new(struct key *key, struct cert *leaf,
		    struct err *e) MUST_CHECK;
void		 identity_free(struct identity *id);

#endif
