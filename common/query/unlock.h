/*
 * unlock.h - what an import needs besides the file: passphrase and token
 *
 * unlock_protect()  the passphrase for keys with the modifier Protect: from
 *                   -protect-from, else asked for twice
 * unlock_token()    the token that -csp "pkcs11:..." means, logged in: PIN from
 *                   -pin-from, the URI, else asked for
 *
 * Both are the same for all rows of a batch. Nothing happens where nothing was
 * asked for.
 *
 * Ownership: unlock_clear() wipes the passphrase and logs out.
 * Errors:    those of passin.h and token.h; ERR_PASSWORD_NEEDED names the
 *            option; ERR_USAGE for an empty passphrase.
 */

#ifndef SPCKIT_QUERY_UNLOCK_H
#define SPCKIT_QUERY_UNLOCK_H

#include <stdbool.h>

#include "base/err.h"
#include "base/secret.h"
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

#endif
