/*
 * pick.h - the one certificate to sign with, chosen as SignTool does
 *
 * SignTool's filters in SignTool's order (chain/select.h); exactly one must be
 * left, or /a takes the one valid longest. What was considered and what
 * was left stays here for those who print it.
 *
 * Ownership: certificates are the caller's, and stay.
 * Errors:    ERR_NO_CERT: our sentence says at which filter the last ones fell
 *            out, and why; ERR_AMBIGUOUS; ERR_MEMORY.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "chain/select.h"
#include "query/gather.h"

struct pick {
	struct select_candidate	*considered;
	size_t			 considered_count;
	struct select_candidate	*left;
	size_t			 left_count;
	struct select_trail	 trail;
	const struct cert	*chosen;	/* NULL: none */
	struct err		 closed;	/* why no key can be seen */
};
#define PICK_INIT { NULL, 0, NULL, 0, { 0, 0, { { 0, 0 } } }, NULL, \
		    ERR_INIT }

/* From these candidates; `where` is for the sentence: "the user's store My".
 * criteria->signing is taken to be set. */
bool	pick_from(struct pick *p, const struct select *criteria,
	    const struct select_candidate *items, size_t count,
	    const struct chain_pool *pool, const char *where, struct err *e)
	    MUST_CHECK;
/* From an open store, by its own criteria; *x is in g->found. With `all` every
 * certificate of the store is considered (for /debug), else a whole thumbprint
 * opens one file. */
bool	pick_gathered(struct pick *p, struct gather *g, bool all,
	    const struct gathered **x, struct err *e) MUST_CHECK;
void	pick_clear(struct pick *p);
