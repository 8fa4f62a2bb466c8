/*
 * keep.h - certificates into the CA store: all of them, or none; and what is
 * said of it
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

#include <jansson.h>

#include "base/bytes.h"
#include "base/err.h"
#include "catalog.h"
#include "cert/cert.h"
#include "options.h"
#include "store/change.h"

/* states[i] of certs->items[i]. */
bool	keep(const struct options *o, const struct certlist *certs,
	    enum change_state *states, struct err *e) MUST_CHECK;
/* What was done, as a line and as JSON (a new reference; NULL: out of memory):
 * {"ca","crossSha1","pinned","state":"added|present|replaced"}. */
void	keep_add_line(struct bytes *out, const struct options *o,
	    const struct catalog *c, const struct cert *cert,
	    enum change_state state);
json_t	*keep_json(const struct catalog *c, const struct cert *cert,
	    enum change_state state);

#endif
