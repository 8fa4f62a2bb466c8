/*
 * find.h - who may have issued a certificate?
 *
 * Candidates of a pool, by name (certname_same()), in the order in which they
 * are worth trying: those whose key identifier fits, then those that end the
 * path, a trusted root before one that is not. The same certificate of two
 * stores is one candidate. A name with its key that is in the path already is
 * none: nothing is gained by going round.
 *
 * Input:      untrusted: at most CHAIN_BREADTH candidates; `cut_short` says
 *             that there were more.
 * Ownership:  find_clear(); the certificates are the pool's.
 * Errors:     ERR_MEMORY.
 */

#pragma once

#include "base/err.h"
#include "chain/chain.h"
#include "chain/pool.h"

struct candidates {
	struct candidate {
		const struct cert	*cert;
		unsigned		 rank;
	}	*items;
	size_t	 count;
	bool	 any_below;	/* one is in the path */
	bool	 cut_short;
};
#define CANDIDATES_INIT { NULL, 0, false, false }

/* Its key identifier is not the one that the certificate names. */
#define FIND_OTHER_KEY	6

/* Issuers of the uppermost step. */
bool	find_issuers(const struct chain_pool *pool, const struct chain *path,
	    struct candidates *c, struct err *e) MUST_CHECK;
void	find_clear(struct candidates *c);
/* Does trust begin here? A root of a Root store, or an anchor by itself. */
bool	find_is_anchor(const struct chain_pool *pool, const struct cert *c);
