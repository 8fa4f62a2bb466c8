/*
 * unlock.h - passphrases and tokens that a change of the store needs
 *
 * For an import, the same for all rows of a batch:
 *
 * unlock_protect()  the passphrase for keys with the modifier Protect: from
 *                   -protect-from, else asked for twice
 * unlock_token()    the token that -csp "pkcs11:..." means, logged in: PIN from
 *                   -pin-from, the URI, else asked for
 *
 * For removing a certificate whose key is on a token, unlock_key_open() logs in
 * before anything is taken out of the store, so that a wrong PIN or a missing
 * token leaves all as it was. The PIN is what the key's URI says (pin-source),
 * else -kp-from, else asked for.
 *
 * Ownership: unlock_clear() wipes the passphrase and logs out;
 *            unlock_key_close() after whatever the others returned.
 * Errors:    those of passin.h and token.h; ERR_PASSWORD_NEEDED names the
 *            option; ERR_USAGE for an empty passphrase.
 */

#pragma once

#include "base/err.h"
#include "base/secret.h"
#include "cert/cert.h"
#include "store/location.h"
#include "token/token.h"

struct unlock {
	struct secret	 passphrase;
	struct token	*token;
};
#define UNLOCK_INIT { SECRET_INIT, NULL }

/* `source` may be NULL. */
bool	unlock_protect(struct unlock *u, const char *source, bool may_ask,
	    struct err *e) MUST_CHECK;
bool	unlock_token(struct unlock *u, const char *uri, const char *pin_source,
	    bool may_ask, struct err *e) MUST_CHECK;
void	unlock_clear(struct unlock *u);
/* A PIN that was typed, for another program: tried on the token, so that a wrong
 * one can be typed again. A token that cannot be opened for another reason is
 * that program's to report. */
bool	unlock_try_pin(const char *uri, const char *prompt, const char *option,
	    struct secret *pin, struct err *e) MUST_CHECK;

struct unlock_key {
	struct token	*token;		/* NULL: the key is on none */
	char		*uri;
};
#define UNLOCK_KEY_INIT { NULL, NULL }

/* True without a token when the certificate's key is somewhere else. */
bool	unlock_key_open(struct unlock_key *k, const struct location *l,
	    const struct cert *c, const char *pin_from, struct err *e)
	    MUST_CHECK;
/* A key that is gone already is not a failure. */
bool	unlock_key_remove(struct unlock_key *k, struct err *e) MUST_CHECK;
void	unlock_key_close(struct unlock_key *k);
