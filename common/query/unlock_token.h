/*
 * unlock_token.h - the private key of a certificate, where that is on a token
 *
 * For removing it: the token is opened, with its PIN, before anything is taken
 * out of the store, so that a wrong PIN or a token that is not there leaves all
 * as it was.
 *
 * PIN: what the key's URI says (pin-source), else -kp-from, else a question.
 * Ownership: tokenkey_close() after whatever the others returned.
 * Errors: those of store/token.h.
 */

#ifndef SPCKIT_QUERY_UNLOCK_TOKEN_H
#define SPCKIT_QUERY_UNLOCK_TOKEN_H

#include "base/err.h"
#include "cert/cert.h"
#include "store/location.h"
#include "token/token.h"

struct tokenkey {
	struct token	*token;		/* NULL: the key is on none */
	char		*uri;
};
#define TOKENKEY_INIT { NULL, NULL }

/* True without a token when the certificate's key is somewhere else. */
bool	tokenkey_open(struct tokenkey *k, const struct location *l,
	    const struct cert *c, const char *pin_from, struct err *e)
	    MUST_CHECK;
/* One that is gone already is no failure. */
bool	tokenkey_remove(struct tokenkey *k, struct err *e) MUST_CHECK;
void	tokenkey_close(struct tokenkey *k);

#endif
