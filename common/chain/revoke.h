/*
 * revoke.h - the certificates of a path, each against the revocation lists
 *
 * Every certificate below the anchor needs a list that covers it. A list that
 * its issuer did not sign with the key of the path counts when its signer's
 * own path is good (RFC 5280, 6.3.3 f); signers are looked for in the pool, for
 * the issuers of the path and for lists that speak of other issuers'
 * certificates.
 *
 * Errors: ERR_MEMORY, ERR_CRYPTO.
 */

#pragma once

#include "chain/judge.h"
#include "chain/path.h"

enum {				/* for one path */
	REVOKE_NAMES = 256,	/* of issuers of lists */
	REVOKE_SIGNERS = 32,
};

/* Sets c->revocation, and the faults of the steps. */
bool	revoke_check(struct judging *j, const struct path *p,
	    struct chain *c, struct err *e) MUST_CHECK;
