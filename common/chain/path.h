/*
 * path.h - libcrypto's verdict on one path
 *
 * X509_verify_cert() gets a trust store that holds the last certificate alone,
 * and is told at each step that the next one is the issuer, so that it judges
 * this path and no other (RFC 5280, 6.1: names, name constraints, policies,
 * basicConstraints, key usage, signatures, times). Everything it objects to is
 * kept for the step that it objects to.
 *
 * Revocation: each certificate below the anchor is asked about in turn, as the
 * leaf of the path from it upwards (X509_V_FLAG_CRL_CHECK): lists that cover
 * one kind of certificate alone are not refused for the others then, as they
 * would be with CRL_CHECK_ALL. Delta and indirect lists are libcrypto's too.
 *
 * Where libcrypto is not followed:
 *   - what it misses of the anchor (basicConstraints) is not missed;
 *   - a time without seconds is read (certscan.h);
 *   - critical extensions are the business of rules.h.
 *
 * Ownership:  everything is borrowed, but for the copies that a path has of
 *             certificates whose key it completes (inherit.h): what completes
 *             one key is of this path, and must not leak into another.
 * Errors:     ERR_MEMORY, ERR_CRYPTO. What is wrong with the path is a result.
 */

#pragma once

#include <openssl/types.h>

#include "base/err.h"
#include "chain/chain.h"
#include "chain/issued.h"

struct path {
	X509			*x[CHAIN_DEPTH];	/* leaf first, none NULL */
	bool			 completed[CHAIN_DEPTH];	/* a copy */
	enum signature		 signed_by[CHAIN_DEPTH];	/* of those, by the next */
	size_t			 count;
};

/* Adds faults to the steps of `chain`, which are those of the path. */
bool	path_verify(const struct path *p, const struct chain_options *o,
	    struct chain *chain, struct err *e) MUST_CHECK;
/* Asks for the certificate `at` of the path; *state is CRLS_GOOD, _REVOKED or
 * _UNKNOWN. `signers` may have signed lists besides the path's own. */
bool	path_revocation(const struct path *p, size_t at,
	    const struct chain_options *o, STACK_OF(X509) *signers,
	    enum crls_state *state, struct err *e) MUST_CHECK;
