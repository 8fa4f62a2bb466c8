/*
 * dsakey.h - the five numbers of a DSA private key
 *
 * As rsakey.h. The check: q divides p-1, 1 < g < p, g^q = 1 mod p,
 * 0 < x < q, y = g^x mod p. p has 512 to 10 000 bits, as in libcrypto.
 */

#pragma once

#include "asn1/der.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/secret.h"
#include "cert/key.h"

struct dsa_numbers {
	struct view	p, q, g, y, x;
};

/* Checks the numbers. y is computed where the format leaves it out (its data
 * is NULL then: key blob, PKCS#8). */
struct key	*dsakey_make(const struct dsa_numbers *d, struct err *e)
		    MUST_CHECK;
/* Take SEQUENCE { p, q, g }. */
bool		dsakey_params(struct der *d, struct dsa_numbers *n) MUST_CHECK;
/* Out of a key's PKCS#8; the views point into k, y into *y. */
bool		dsakey_numbers(const struct key *k, struct dsa_numbers *d,
		    struct bytes *y, struct err *e) MUST_CHECK;
