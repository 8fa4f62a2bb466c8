/*
 * issuers.h - does the chain of a certificate end in a root that we know?
 *
 * issuers_last() goes by names and key identifiers, as chain/order.h;
 * issuers_judge() has the chain judged (chain/chain.h), every root being taken
 * for trusted: whether it is, is not for the file to say.
 * Looks in the file first, then in CA and Root of the location at hand, then in
 * those of the other one. An import is to cost the same however full the stores
 * are: at most ISSUERS_LOOK entries are read, and a store whose folder has more
 * than ISSUERS_FOLDER bytes (some thousand names) is not even listed. Then
 * nothing is claimed to be missing.
 *
 * Stores are read once: an import of many files asks for all of them.
 *
 * Ownership: the file's certificates and the location are borrowed; what was
 *            read from stores is freed by issuers_clear().
 * Errors:    ERR_MEMORY. A store that cannot be read is an empty one.
 */

#pragma once

#include "base/err.h"
#include "cert/cert.h"
#include "chain/chain.h"
#include "store/location.h"
#include "store/store.h"

enum {
	ISSUERS_LOOK = 256,
	ISSUERS_FOLDER = 64 * 1024,
	ISSUERS_DEPTH = 32,
};

struct issuers {
	const struct location	*location;
	struct certlist		 stored;
	unsigned		 places;	/* looked into so far */
	bool			 too_many;
};

void	issuers_init(struct issuers *s, const struct location *l);
/* *last is the uppermost certificate whose issuer is not there; NULL: the
 * chain is complete, or it cannot be told. */
bool	issuers_last(struct issuers *s, const struct certlist *file,
	    const struct cert *leaf, const struct cert **last, struct err *e)
	    MUST_CHECK;
/* Of one that is complete, as of now; the chain borrows from all of them. */
bool	issuers_judge(struct issuers *s, const struct certlist *file,
	    const struct cert *leaf, struct chain *chain, struct err *e)
	    MUST_CHECK;
void	issuers_clear(struct issuers *s);

/* Is the store's folder one that an import may read? */
bool	issuers_is_small(const struct store *store);
