/*
 * catalog.h - the catalogue as the command line has it, and what of it is held
 *
 * Microsoft's rows, with those of -catalog FILE; for each row whether its
 * cross-certificate is in a CA store, the user's or the machine's. A location
 * that cannot be read counts as empty.
 *
 * Errors: those of readfile.h and crosscat.h with the file's name in front.
 */

#ifndef SPCKIT_CROSSCERT_CATALOG_H
#define SPCKIT_CROSSCERT_CATALOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "cert/cert.h"
#include "crosscat/crosscat.h"
#include "options.h"
#include "store/location.h"

struct catalog {
	struct crosscat	 rows;
	struct certlist	 held;
	struct certlist	 in_user;	/* the same, by location */
	struct certlist	 in_machine;
	struct cert	*root;		/* Microsoft Code Verification Root;
					   NULL: not at hand */
	int64_t		 now;
};

/* Also to be cleared when it fails. */
bool	catalog_open(struct catalog *c, const struct options *o,
	    struct err *e) MUST_CHECK;
void	catalog_clear(struct catalog *c);

/* NULL: not held. */
const struct cert *catalog_held(const struct catalog *c,
	    const struct crosscat_row *r, enum place *place);
bool	catalog_expired(const struct catalog *c,
	    const struct crosscat_row *r);

/*
 * Is it really the row's? Its SHA-1 is the pin, its issuer the row's, and
 * where the root is at hand, that signed it. ERR_UNTRUSTED with both values.
 */
bool	catalog_check(const struct catalog *c, const struct crosscat_row *r,
	    const struct cert *cert, struct err *e) MUST_CHECK;

#endif
