/*
 * pool.h - the certificates that a path may go through
 *
 * Each comes with what its store says about it: trusted (in a Root store),
 * forbidden (Disallowed), or an anchor: trusted for its
 * thumbprint, root or not.
 *
 * Ownership:  a pool borrows its certificates.
 * Errors:     ERR_MEMORY.
 */

#pragma once

#include "base/err.h"
#include "cert/cert.h"

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
};
#define CHAIN_POOL_INIT { NULL, 0, { 0 } }

bool	chain_pool_add(struct chain_pool *p, const struct cert *c,
	    enum chain_standing standing, struct err *e) MUST_CHECK;
bool	chain_pool_add_all(struct chain_pool *p, const struct chain_pool *from,
	    struct err *e) MUST_CHECK;
bool	chain_pool_add_list(struct chain_pool *p, const struct certlist *l,
	    enum chain_standing standing, struct err *e) MUST_CHECK;
/* With this standing: it may be there with another as well. */
bool	chain_pool_has(const struct chain_pool *p, const struct cert *c,
	    enum chain_standing standing);
/* Is it, in whatever encoding, in a Disallowed store? */
bool	chain_pool_forbids(const struct chain_pool *p, const struct cert *c);
void	chain_pool_clear(struct chain_pool *p);
