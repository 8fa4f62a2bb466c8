/*
 * material.h - everything osslsigncode needs, as files in memory
 *
 * Made once for all files.
 *
 * Ownership: sign_material_clear().
 * Secrets:   key and PIN are in locked memory (memfile.h).
 * Errors:    ERR_UNSUPPORTED (digests or a key that osslsigncode cannot use),
 *            those of memfile.h.
 */

#pragma once

#include "base/err.h"
#include "chain.h"
#include "identity.h"
#include "io/memfile.h"
#include "options.h"

struct sign_material {
	struct memfile	 certs;		/* PEM, the leaf first */
	struct memfile	 cross;		/* PEM, or none */
	struct memfile	 key;		/* PEM; or the token's: */
	struct memfile	 pin;
	char		*key_uri;	/* what osslsigncode takes */
	char		*module;
	const char	*digest;	/* "sha256" */
};
#define SIGN_MATERIAL_INIT { MEMFILE_INIT, MEMFILE_INIT, MEMFILE_INIT,	\
			     MEMFILE_INIT, NULL, NULL, NULL }

/* `id` is open. */
bool	sign_material_make(struct sign_material *m,
	    const struct sign_identity *id, const struct sign_chain *chain,
	    const struct sign_options *o, struct err *e) MUST_CHECK;
void	sign_material_clear(struct sign_material *m);
