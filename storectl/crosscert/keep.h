/*
 * keep.h - certificates into the CA store: all of them, or none
 *
 * Into the user's, or with -sm the machine's. Adding what is there already
 * changes nothing.
 *
 * Ownership: borrows the certificates.
 * Errors:    those of change.h and location.h.
 */

#ifndef SPCKIT_CROSSCERT_KEEP_H
#define SPCKIT_CROSSCERT_KEEP_H

#include <stdbool.h>

#include "base/err.h"
#include "cert/cert.h"
#include "options.h"
#include "store/change.h"

/* states[i] of certs->items[i]. */
bool	keep(const struct options *o, const struct certlist *certs,
	    enum change_state *states, struct err *e) MUST_CHECK;
/* "added", "present", "replaced" */
const char	*keep_word(enum change_state state);

#endif
