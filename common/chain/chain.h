/*
 * chain.h - a certificate and everything known -> the path to its root
 *
 * chain_build() walks from the leaf upwards through the certificates of a pool
 * (find.h) and has every path that it finds judged (judge.h). Of several paths
 * the best one wins: one that is valid, else one that ends in a trusted root,
 * then the one with the fewest faults; a self-signed root before a
 * cross-certificate. With `kernel` a path to Microsoft Code Verification Root
 * comes before all others.
 *
 * libcrypto judges paths (path.h); what it does not see is in rules.h. Without
 * revocation lists `valid` says nothing about revocation. What a certificate is
 * used for is not judged here.
 *
 * A chain with faults is a result, not an error: every step says what is wrong
 * with it, and chain->missing names the issuer that is not there.
 *
 * Input:      untrusted. Depth, breadth, the number of signatures verified and
 *             of paths judged are bounded: names can be chosen so that
 *             everything seems to have issued everything. `cut_short` says that
 *             a bound was met.
 * Ownership:  the pool and the chain borrow certificates.
 * Errors:     ERR_MEMORY, ERR_CRYPTO.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/cert.h"
#include "chain/crl.h"
#include "chain/fault.h"
#include "chain/pool.h"

enum {
	CHAIN_DEPTH = 100,	/* certificates in a path */
	CHAIN_BREADTH = 1024,	/* issuers tried for one certificate */
	CHAIN_WALKS = 4096,	/* steps taken in all paths */
	CHAIN_JUDGED = 2048,	/* certificates in all paths judged */
};

#define CHAIN_CODE_VERIFICATION_ROOT	"Microsoft Code Verification Root"

struct chain_step {
	const struct cert	*cert;
	unsigned		 faults;	/* enum chain_fault */
	const char		*detail;	/* of some faults; static */
};

struct chain {
	struct chain_step	 steps[CHAIN_DEPTH];	/* leaf first */
	size_t			 count;
	bool			 complete;	/* ends in a self-signed root */
	bool			 trusted;	/* ends in an anchor */
	bool			 valid;		/* and there is no fault */
	enum crls_state		 revocation;
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
	int64_t			 when;		/* seconds since 1970 */
	bool			 kernel;
	const struct limits	*limits;	/* NULL: the usual ones */
	/* The policies wanted, as dotted numbers; none: any. */
	const char *const	*policies;
	size_t			 policy_count;
	bool			 explicit_policy;
	/* What the root has to be trusted for, where its properties limit that
	 * (rootuse.h): the body of an OID; empty: anything. */
	struct view		 usage;
	/* Every certificate below the anchor has to be covered by one of these,
	 * which is current at crls_when. NULL: revocation is not checked. */
	const struct crls	*crls;
	int64_t			 crls_when;
};

bool	chain_build(const struct chain_pool *pool, const struct cert *leaf,
	    const struct chain_options *o, struct chain *chain,
	    struct err *e) MUST_CHECK;
/* Is this the name (whole Name) of that root? */
bool	chain_names_code_verification_root(struct view name);
