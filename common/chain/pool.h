/*
 * pool.h - the certificates that a path may go through
 *
 * Each comes with what its store says about it: trusted (in a Root store),
 * forbidden (Disallowed), or an anchor: trusted for its
 * thumbprint, root or not.
 *
 * What a location disallows by a hash alone (disallowed.h) goes with it.
 *
 * Ownership:  a pool borrows its certificates and the hashes.
 * Errors:     ERR_MEMORY.
 */

#pragma once

#include "base/err.h"
#include "cert/cert.h"
#include "chain/disallowed.h"

/* What the store a certificate comes from says about it. */
enum chain_standing {
	CHAIN_KNOWN, CHAIN_TRUSTED, CHAIN_ANCHOR, CHAIN_FORBIDDEN
};

struct chain_pooled {
	const struct cert	*cert;
	enum chain_standing	 standing;
};

struct chain_pool {
	struct chain_pooled	*items;
	size_t			 count;
	size_t			 of_standing[CHAIN_FORBIDDEN + 1];
	struct disallowed	*disallowed;	/* by hash; NULL: none */
};
#define CHAIN_POOL_INIT { NULL, 0, { 0 }, NULL }

bool	chain_pool_add(struct chain_pool *p, const struct cert *c,
	    enum chain_standing standing, struct err *e) MUST_CHECK;
/* With the hashes. */
bool	chain_pool_add_all(struct chain_pool *p, const struct chain_pool *from,
	    struct err *e) MUST_CHECK;
bool	chain_pool_add_list(struct chain_pool *p, const struct certlist *l,
	    enum chain_standing standing, struct err *e) MUST_CHECK;
/* With this standing: it may be there with another as well. */
bool	chain_pool_has(const struct chain_pool *p, const struct cert *c,
	    enum chain_standing standing);
/* Is it, in whatever encoding, in a Disallowed store, or disallowed by a
 * hash? */
bool	chain_pool_forbids(const struct chain_pool *p, const struct cert *c,
	    bool *yes, struct err *e) MUST_CHECK;
void	chain_pool_clear(struct chain_pool *p);
