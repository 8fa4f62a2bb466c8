/*
 * chain_words.h - a chain as a table, where it ends, and which other paths there
 * are, in words for people
 *
 * Errors: sticky, in *out (bytes.h).
 */

#pragma once

#include "base/bytes.h"
#include "chain/chain.h"

/* A line a step, the leaf first. */
void	chain_words_table(struct bytes *out, const struct chain *chain);
/* Is it whole, and what ends it? `pinned`: the uppermost certificate is one of
 * Microsoft's cross-certificates, by thumbprint. `kernel`: a path to Microsoft
 * Code Verification Root was wanted. */
void	chain_words_end(struct bytes *out, const struct chain *chain,
	    bool pinned, bool kernel);
/* Certificates of the pool that stand for another path: the root where there is
 * a cross-certificate of its name, and the other way round. */
void	chain_words_others(struct bytes *out, const struct chain *chain,
	    const struct chain_pool *pool);
