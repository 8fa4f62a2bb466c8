/*
 * eckey.h - an EC private key: a curve and a number
 *
 * ECPrivateKey (RFC 5915) <-> parts <-> struct key. libcrypto computes the
 * public point from the number; a point that the file holds must equal it.
 * A curve written out as numbers is taken when it is one that has a name, and
 * is then stored under its name.
 *
 * Ownership:  the views point into memory of the caller's (a secret).
 * Errors:     ERR_INPUT, ERR_VERSION, ERR_UNSUPPORTED (the curve).
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "cert/key.h"

struct ec_numbers {
	struct view	params;		/* whole element; empty where absent */
	struct view	x;		/* the private number, big-endian */
	struct view	point;		/* as written; empty where absent */
};

/* Views into der, which must be one whole ECPrivateKey. */
bool		eckey_numbers(struct view der, struct ec_numbers *n,
		    struct err *e) MUST_CHECK;
/* False for the name of a curve that libcrypto does not have. Of a curve
 * written out as numbers eckey_make() finds out. */
bool		eckey_knows(struct view params);
struct key	*eckey_make(const struct ec_numbers *n, struct err *e)
		    MUST_CHECK;
