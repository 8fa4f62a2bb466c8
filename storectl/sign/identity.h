/*
 * identity.h - who signs: the certificate, and its key or where that is
 *
 *   sign_identity_choose()  from the store, or from the file of /f, as SignTool
 *                           chooses; no key is opened
 *   sign_identity_open()    the key: out of the store or the file into memory,
 *                           or the token it is on and its PIN
 *   sign_identity_clear()   always, at the end
 *
 * A key that is NoExport signs like any other: it leaves the store only for the
 * memory of a program that we start.
 *
 * Ownership: everything is its own; certificates and the pool live as long.
 * Errors:    ERR_NO_CERT, ERR_AMBIGUOUS (both with s->pick filled in),
 *            ERR_UNSUPPORTED (a key that cannot sign Authenticode),
 *            ERR_PASSWORD, ERR_PASSWORD_NEEDED, those of gather.h and
 *            load_identity.h.
 */

#pragma once

#include "base/err.h"
#include "base/secret.h"
#include "cert/contents.h"
#include "cert/key.h"
#include "chain/chain.h"
#include "options.h"
#include "query/gather.h"
#include "query/pick.h"

struct sign_identity {
	const struct cert	*leaf;
	/* One of the two, once it is open. */
	struct key		*key;
	char			*token;		/* URI without its PIN */
	struct secret		 pin;
	struct pick		 pick;
	/* Everything a chain may go through: the stores, the file. */
	struct chain_pool	 pool;
	/* private: */
	const struct selection	*selection;
	struct gather		 gather;
	bool			 have_gather;
	const struct gathered	*gathered;
	struct contents		 file;
};

void	sign_identity_init(struct sign_identity *s);
bool	sign_identity_choose(struct sign_identity *s,
	    const struct sign_options *o, struct err *e) MUST_CHECK;
bool	sign_identity_open(struct sign_identity *s,
	    const struct sign_options *o, struct err *e) MUST_CHECK;
void	sign_identity_clear(struct sign_identity *s);
