/*
 * passforms.h - the forms that programs gave to one password
 *
 * A password is typed as text, and a file is opened with bytes. Which bytes,
 * each program decided for itself: PEM and PBES2 take what the terminal gave
 * (UTF-8 today, Latin-1 or cp1252 in many old files), PKCS#12's own derivation
 * takes UTF-16 of it, and one PFX may have its MAC under one form and its
 * content under another. So what opens a file is looked for among:
 *
 *   text          as it is; in `encoding` (first, where it is given), else in
 *                 cp1252
 *   other bytes   as they are, taken for cp1252 (or `encoding`) where UTF-16
 *                 is asked for; then as UTF-8 of the same text
 *
 * ASCII has one form, so that nothing is derived twice for it. PFX files have
 * more variants: formats/pfx/read.c adds them.
 *
 * Secrets:  every form is wiped by passforms_clear().
 * Errors:   ERR_USAGE for an unknown encoding, ERR_INPUT for a password that
 *           it cannot write.
 */

#pragma once

#include "base/err.h"
#include "base/secret.h"
#include "formats/key/pbe.h"

enum { PASSFORMS_MAX = 8 };

struct passforms {
	struct pbe_password	 form[PASSFORMS_MAX];
	size_t			 count;		/* 0: no password was given */
};
#define PASSFORMS_INIT	{ .count = 0 }

/* Starts anew. `password` may be NULL or not given; `encoding` may be NULL. */
bool	passforms_make(struct passforms *f, const struct secret *password,
	    const char *encoding, struct err *e) MUST_CHECK;
/* One form more, unless it is there. */
bool	passforms_add(struct passforms *f, struct view raw, struct view bmp,
	    struct err *e) MUST_CHECK;
void	passforms_clear(struct passforms *f);
