/*
 * file.h - one file signed by osslsigncode and replaced whole
 *
 * PE (.exe, .dll, .sys), .cat, .msi and .cab, told apart by content. What the
 * program needs is in memory (sign_material), prepared once for all files; it
 * writes beside the file, and what it has written takes the file's place when
 * it is complete (base/workfile.h). After any failure, a failed time stamp
 * too, the file is byte for byte what it was.
 *
 * A time stamp that fails is tried again, a little later each time.
 *
 * Signals: *caught is set, the file is as it was, and the caller ends.
 * Errors:  ERR_NOT_FOUND, ERR_FORMAT (nothing that can be signed), ERR_LIMIT,
 *          ERR_EXISTS (no regular file), ERR_UNSUPPORTED, ERR_IO (osslsigncode
 *          failed; the sentence is its own), and SIGN_STAMP_FAILED in *how.
 */

#ifndef SPCKIT_STORECTL_SIGN_FILE_H
#define SPCKIT_STORECTL_SIGN_FILE_H

#include <stdbool.h>

#include "base/err.h"
#include "chain.h"
#include "identity.h"
#include "io/memfile.h"
#include "io/osslsigncode.h"
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

/* Everything in memory. `id` is open. */
bool	sign_material_make(struct sign_material *m,
	    const struct sign_identity *id, const struct sign_chain *chain,
	    const struct sign_options *o, struct err *e) MUST_CHECK;
void	sign_material_clear(struct sign_material *m);

enum sign_how {
	SIGN_DONE,
	SIGN_FAILED,
	SIGN_UNKNOWN_FORMAT,
	SIGN_STAMP_FAILED,
	SIGN_INTERRUPTED,
	SIGN_AGAIN,		/* private to sign_file.c */
};

struct sign_job {
	const struct osslsigncode	*program;
	const struct sign_material	*material;
	const struct sign_options	*options;
	int				 caught;
};

/* SIGN_DONE, or the error says why not. */
enum sign_how	sign_file(struct sign_job *j, const char *path,
		    struct err *e);

#endif
