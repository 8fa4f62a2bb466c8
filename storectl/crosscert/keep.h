/*
 * keep.h - certificates into the CA store, all of them or none, and what is
 * said of it
 *
 * Into the user's, or with -sm the machine's. Adding what is there already
 * changes nothing.
 *
 * Ownership: borrows the certificates.
 * Errors:    those of change.h and location.h.
 */

#pragma once

#include "base/err.h"
#include "catalog.h"
#include "cert/cert.h"
#include "options.h"
#include "store/change.h"

struct keep {
	const struct crosscat_row	*row;	/* NULL: in none */
	const char			*url;	/* NULL: from a file */
	struct cert			*cert;	/* NULL: not got, */
	struct err			 err;	/* which says why */
	bool				 held;	/* before */
	enum change_state		 state;
};

/* Those that were got and are not held; sets their states. */
bool	keep(const struct cmdline *o, struct keep *items, size_t count,
	    struct err *e) MUST_CHECK;
/* What was done with each, as a line (unless it failed), or as JSON:
 * {"ca","crossSha1","pinned","state":"added|present|replaced","url"} or
 * {"ca","crossSha1","state":"failed","message","url"}. */
bool	keep_print(const struct catalog *c, const struct keep *items,
	    size_t count, struct err *e) MUST_CHECK;
