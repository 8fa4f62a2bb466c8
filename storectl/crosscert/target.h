/*
 * target.h - the certificate that is meant, and the chain above it
 *
 * From the files of -cert, -spc and -in: that of their private key, or the one
 * that issued none of the others, or the one that the criteria choose. Without
 * files from a store, as storectl selects. The chain goes through the files'
 * certificates and both locations' stores.
 *
 * Ownership: everything is the target's until target_close().
 * Errors:    those of storectl's gather.h and anyfile.h; ERR_AMBIGUOUS.
 */

#pragma once

#include "base/err.h"
#include "catalog.h"
#include "cert/contents.h"
#include "chain/chain.h"
#include "crosscat/crosscat.h"
#include "options.h"
#include "query/gather.h"

struct target {
	struct contents		 files;
	struct gather		 g;
	struct chain_pool	 pool;
	const struct cert	*leaf;
	struct chain		 chain;
};

/* An operand is the CertId. Also to be closed when it fails. */
bool	target_open(struct target *t, const struct cmdline *o, struct err *e)
	    MUST_CHECK;
/* Build the chain (again), after something was added to the pool. */
bool	target_build(struct target *t, struct err *e) MUST_CHECK;
void	target_close(struct target *t);

/* Adds to a refusal of `name` what was meant, if it is a file's. False. */
bool	target_hint(const char *name, struct err *e);

/* The uppermost certificate of the chain. */
const struct cert *target_top(const struct target *t);
/* The rows that fit the chain's root. *matches is the caller's (free()). */
bool	target_rows(const struct target *t, const struct catalog *c,
	    struct crosscat_match **matches, size_t *count, struct err *e)
	    MUST_CHECK;
