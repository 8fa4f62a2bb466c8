/*
 * rsakey.h - the eight numbers of an RSA private key
 *
 * RSAPrivateKey (RFC 8017, A.1.2) <-> numbers <-> struct key, and the check
 * that the numbers agree. dsakey.h does the same for DSA.
 *
 * Ownership:  the views point into memory of the caller's (a secret). Numbers
 *             are big-endian without leading zeros.
 * Errors:     ERR_INPUT, ERR_LIMIT (rsa-min, rsa-max), ERR_VERSION,
 *             ERR_UNSUPPORTED (more than two primes).
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/key.h"

struct rsa_numbers {
	struct view	n, e, d, p, q, dp, dq, qinv;
};

/* Views into der, which must be one whole RSAPrivateKey of version 0. */
bool		rsakey_numbers(struct view der, struct rsa_numbers *r,
		    struct err *e) MUST_CHECK;
/* n = pq; ed = 1 mod p-1 and q-1; dp, dq, qinv. The sentence names the value
 * that contradicts the others. No primality tests. */
bool		rsakey_check(const struct rsa_numbers *r,
		    const struct limits *limits, struct err *e) MUST_CHECK;
/* Checked numbers -> a key: PKCS#8 and SubjectPublicKeyInfo are made. */
struct key	*rsakey_make(const struct rsa_numbers *r,
		    const struct limits *limits, struct err *e) MUST_CHECK;
/* The same under another AlgorithmIdentifier (a whole element; RSASSA-PSS),
 * which both structures then carry. */
struct key	*rsakey_make_as(const struct rsa_numbers *r,
		    struct view algorithm, const struct limits *limits,
		    struct err *e) MUST_CHECK;
