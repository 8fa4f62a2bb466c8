/*
 * limits.h - every bound on hostile input, by name, in one place
 *
 * A refusal names the value, the limit and the option that raises it:
 * "2147483647 iterations, more than the limit of 5000000
 * (-limit iterations=N raises it)".
 *
 * Units are in the table in limits.c and in the manual pages.
 */

#pragma once

#include <stdint.h>

#include "base/err.h"

enum limit {
	LIMIT_KEY_FILE,		/* bytes of a file that holds a private key */
	LIMIT_CONTAINER,	/* bytes of a certificate container or PFX */
	LIMIT_SST,		/* bytes of a serialized store */
	LIMIT_SIGNED_FILE,	/* bytes of a signed PE or catalogue */
	LIMIT_ITERATIONS,	/* of one key derivation */
	LIMIT_TOTAL_ITERATIONS,	/* of all derivations of a file */
	LIMIT_BAGS,		/* bags or certificates in one file */
	LIMIT_DEPTH,		/* nesting of ASN.1 elements */
	LIMIT_RSA_MIN,		/* bits of an RSA modulus */
	LIMIT_RSA_MAX,
	LIMIT_TRUST_RSA,	/* bits of RSA and DSA keys in a path, at least */
	LIMIT_TRUST_EC,		/*	and of EC keys */
	LIMIT_DOWNLOAD,		/* bytes of an answer, and of a zip's content */
	LIMIT_COUNT
};

struct limits {
	uint64_t	value[LIMIT_COUNT];
};

void		limits_default(struct limits *l);
/* "NAME=N": sets one limit. */
bool		limits_set(struct limits *l, const char *assignment,
		    struct err *e) MUST_CHECK;
const char	*limit_name(enum limit which);
uint64_t	limit_of(const struct limits *l, enum limit which);
/* False when value is above the limit. `what` follows the number: "iterations of
 * the MAC". */
bool		limit_check(const struct limits *l, enum limit which,
		    uint64_t value, const char *what, struct err *e)
		    MUST_CHECK;
