/*
 * catalog.h - the catalogue as the command line has it, and what of it is held
 *
 * Microsoft's rows, with those of -catalog FILE; for each row whether its
 * cross-certificate is in a CA store, the user's or the machine's. A location
 * that cannot be read counts as empty.
 *
 * Errors: those of readfile.h and crosscat.h with the file's name in front.
 */

#pragma once

#include <jansson.h>

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"
#include "crosscat/crosscat.h"
#include "options.h"

struct catalog {
	const struct cmdline	*o;
	struct crosscat		 rows;
	struct certlist		 held;		/* the user's, then the
						   machine's */
	size_t			 held_by_user;
	struct cert		*root;		/* Microsoft Code Verification
						   Root; NULL: not at hand */
	int64_t			 now;
};

/* Also to be cleared when it fails. */
bool	catalog_open(struct catalog *c, const struct cmdline *o,
	    struct err *e) MUST_CHECK;
void	catalog_clear(struct catalog *c);

/* Its cross-certificate in that CA store, and the location that has it, for
 * messages and JSON. NULL: not held. */
const struct cert *catalog_held(const struct catalog *c,
	    const struct crosscat_row *r, enum place place);
const char *catalog_held_in(const struct catalog *c,
	    const struct crosscat_row *r);
bool	catalog_expired(const struct catalog *c,
	    const struct crosscat_row *r);

/*
 * Is it really the row's? Its SHA-1 is the pin, its issuer the row's, and
 * where the root is at hand, that signed it. ERR_UNTRUSTED with both values.
 */
bool	catalog_check(const struct catalog *c, const struct crosscat_row *r,
	    const struct cert *cert, struct err *e) MUST_CHECK;

/* {"ca","crossSha1","expires","state","link","have","location","roots"}, and
 * "match" unless it is NULL; a new reference, NULL: out of memory. */
json_t	*catalog_json(const struct catalog *c, const struct crosscat_row *r,
	    const char *match);
/* Is it one of those that Windows knew, and has it expired? */
bool	catalog_is_history(const struct catalog *c,
	    const struct crosscat_row *r);
/* What one of these is still needed for, and what came after: a paragraph.
 * NULL: of all of them. */
void	catalog_add_lore(struct bytes *out, const struct crosscat_row *r);
#define CATALOG_STORY	"Microsoft signs new drivers itself (Hardware Dev " \
	"Center); see crosscert(7).\n"
