/*
 * secret.h - passwords and plain private keys: memory that wipes itself
 *
 * `given` keeps "no password" apart from "empty password": PFX and PVK treat
 * the two differently. The data is always followed by a NUL that is not
 * counted, so that a textual secret can be handed to a C interface. `typed` goes
 * along with copies: what a person typed may be asked for again (passin.h).
 *
 * Ownership:  the struct owns its memory; secret_clear() wipes and frees it and
 *             may be called twice. There is no realloc of secret memory.
 * Limits:     SECRET_MAX bytes for anything a person types.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

#define SECRET_MAX	4096

struct secret {
	unsigned char	*data;
	size_t		 len;
	bool		 given;
	unsigned char	 typed;		/* how often it was asked for */
};
#define SECRET_INIT { NULL, 0, false, 0 }

/* Replace the content with a copy of v; `given` becomes true. */
bool		secret_set(struct secret *s, struct view v, struct err *e)
		    MUST_CHECK;
bool		secret_copy(struct secret *to, const struct secret *from,
		    struct err *e) MUST_CHECK;
/* len zero bytes, given, to be filled by the caller. */
bool		secret_alloc(struct secret *s, size_t len, struct err *e)
		    MUST_CHECK;
/* Copy a command line argument, then clear it so that ps does not show it. */
bool		secret_take_arg(struct secret *s, char *arg, struct err *e)
		    MUST_CHECK;
/* Move; *from becomes "not given". */
void		secret_move(struct secret *to, struct secret *from);
/* Compared in constant time for equal lengths; "not given" equals only
 * itself. */
bool		secret_equal(const struct secret *a, const struct secret *b);
struct view	secret_view(const struct secret *s);
void		secret_clear(struct secret *s);
