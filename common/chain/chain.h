/*
 * chain.h - a certificate and everything known -> the path to its root
 *
 * chain_build() walks from the leaf upwards through the certificates of a pool.
 * Of several issuers of one name those whose key identifier matches come first,
 * and the signature decides. Of several paths the best one wins (judge.h): one
 * that ends in a trusted root and has no fault, then the one with the fewest
 * faults; a self-signed root before a cross-certificate. With `kernel` a path
 * to Microsoft Code Verification Root comes before all others.
 *
 * What is judged: signatures, validity at a time, basicConstraints (CA, path
 * length), keyCertSign, the root's trust, Disallowed. What is not: revocation
 * (no server is ever asked), name constraints, policies.
 *
 * A chain with faults is a result, not an error: every step says what is wrong
 * with it, and chain->missing names the issuer that is not there.
 *
 * Input:      untrusted. Depth, breadth and the number of signatures verified
 *             are bounded: names can be chosen so that everything seems to
 *             have issued everything. `cut_short` says that a bound was met.
 * Ownership:  the pool and the chain borrow certificates.
 * Errors:     ERR_MEMORY, ERR_CRYPTO.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"
#include "chain/pool.h"

enum {
	CHAIN_DEPTH = 32,	/* certificates in a path */
	CHAIN_BREADTH = 16,	/* issuers tried for one certificate */
	CHAIN_WALKS = 1024,	/* steps taken in all paths */
};

#define CHAIN_CODE_VERIFICATION_ROOT	"Microsoft Code Verification Root"

/* What may be wrong with a step; bits. */
enum chain_fault {
	CHAIN_UNREADABLE	= 1 << 0, /* cannot be parsed */
	CHAIN_EXPIRED		= 1 << 1,
	CHAIN_NOT_YET_VALID	= 1 << 2,
	CHAIN_NO_VALIDITY	= 1 << 3, /* its times cannot be read */
	CHAIN_BAD_SIGNATURE	= 1 << 4, /* not made by the step above */
	CHAIN_UNVERIFIABLE	= 1 << 5, /* unknown algorithm */
	CHAIN_NOT_A_CA		= 1 << 6, /* but it issued the step below */
	CHAIN_PATH_TOO_LONG	= 1 << 7, /* for its path length */
	CHAIN_DISALLOWED	= 1 << 8, /* in a Disallowed store */
	CHAIN_UNTRUSTED_ROOT	= 1 << 9, /* self-signed, not in Root */
	CHAIN_ISSUER_MISSING	= 1 << 10,
	CHAIN_LOOP		= 1 << 11, /* only issuers from below */
	CHAIN_TOO_DEEP		= 1 << 12,
};

struct chain_step {
	const struct cert	*cert;
	unsigned		 faults;
};

struct chain {
	struct chain_step	 steps[CHAIN_DEPTH];	/* leaf first */
	size_t			 count;
	bool			 complete;	/* ends in a self-signed root */
	bool			 trusted;	/* which is in a Root store */
	bool			 to_code_verification_root;
	bool			 cut_short;
	unsigned		 faults;	/* of all steps */
	/* With CHAIN_ISSUER_MISSING, of the last step; views into it: */
	struct {
		struct view	 name;		/* whole Name */
		struct view	 key_id;	/* empty: not given */
		struct view	 url;		/* where it may be fetched */
	} missing;
};

struct chain_options {
	int64_t	 when;		/* seconds since 1970 */
	bool	 kernel;
};

bool	chain_build(const struct chain_pool *pool, const struct cert *leaf,
	    const struct chain_options *o, struct chain *chain,
	    struct err *e) MUST_CHECK;
/* Is this the name (whole Name) of that root? */
bool	chain_names_code_verification_root(struct view name);
/* The faults of a step as words: "expired", "issuer missing"; the n-th of
 * them, NULL after the last. */
const char *chain_fault_text(unsigned faults, size_t n);
