/*
 * renewed.h - is a certificate of the same name there already, with its key?
 *
 * Then -n matches both, and what chose one by its name yesterday refuses today.
 * A name is what a list shows of a subject: a renewal may come with another
 * address. As in issuers.h a large store is not read for this.
 *
 * Rows are read once for a store, after the commit.
 *
 * Ownership: the location is borrowed; renewed_clear().
 * Errors:    ERR_MEMORY. A store that cannot be read has no such certificate.
 */

#pragma once

#include "base/err.h"
#include "cert/cert.h"
#include "store/location.h"
#include "store/summary.h"

struct renewed {
	const struct location	*location;
	char			*store;		/* whose rows these are */
	struct summary		 rows;
};

void	renewed_init(struct renewed *r, const struct location *l);
/* The next one from row *at on; false in *found when there is none. `row` is
 * good until another store is asked about. */
bool	renewed_next(struct renewed *r, const char *store,
	    const struct cert *leaf, size_t *at, struct summary_row *row,
	    bool *found, struct err *e) MUST_CHECK;
void	renewed_clear(struct renewed *r);
