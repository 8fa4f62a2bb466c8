/*
 * load_identity.h - a certificate selected in a store -> its identity
 *
 * The first moment at which a private key is in memory: it is read only after
 * it is known that it may be used so. A key that is NoExport is not exported,
 * one that is on a token stays there, a protected one needs its passphrase.
 * The chain is built over both locations' My, CA and Root.
 *
 * Ownership: what is handed out is new and the caller's.
 * Secrets:   the passphrase is the caller's to clear. One from a source is kept
 *            in it for further keys; one that was asked for is not.
 * Errors:    ERR_NO_KEY, ERR_KEY_STATE (NoExport, on a token), and those of
 *            keyvault_load(), with the certificate's name in front.
 */

#pragma once

#include "base/err.h"
#include "base/secret.h"
#include "cert/identity.h"
#include "chain/chain.h"
#include "query/gather.h"

enum load_identity_use {
	LOAD_IDENTITY_EXPORT,		/* the key leaves the store */
	LOAD_IDENTITY_SIGN,
};

struct load_identity {
	struct gather	*g;
	enum load_identity_use	 use;
	const char	*passphrase_from;	/* -kp-from; NULL: ask */
	struct secret	 passphrase;
};

/* encrypted_only: it may be exported, but not in the clear. */
bool	load_identity_key(struct load_identity *l, const struct gathered *x,
	    struct key **k,
	    bool *encrypted_only, struct err *e) MUST_CHECK;
/* Copies of the steps above the leaf, the root last. What is wrong with them is
 * in *built, whose certificates are the pool's. */
bool	load_identity_chain(struct gather *g, const struct cert *leaf,
	    struct certlist *chain, struct chain *built, struct err *e)
	    MUST_CHECK;
/* Key, certificate and chain. With `built` NULL the chain stays empty. */
struct identity *load_identity(struct load_identity *l, const struct gathered *x,
	    struct chain *built, bool *encrypted_only, struct err *e)
	    MUST_CHECK;
