/*
 * crl.h - revocation lists that were given: is a step of a chain revoked?
 *
 * Nothing is downloaded. A list counts for the certificates of its issuer, the
 * step above, when that issuer's key signed it. A certificate that was revoked
 * after `when`, the time of a timestamp, was still good then, except where its
 * key was compromised: that counts from the beginning.
 *
 * Input:      untrusted DER. At most CRLS_MAX lists.
 * Ownership:  crls_clear().
 * Errors:     ERR_INPUT (not a revocation list), ERR_LIMIT, ERR_MEMORY,
 *             ERR_CRYPTO.
 */

#pragma once

#include <openssl/types.h>

#include "base/bytes.h"
#include "base/err.h"
#include "chain/chain.h"

enum { CRLS_MAX = 64 };

struct crls {
	X509_CRL	*items[CRLS_MAX];
	size_t		 count;
};

bool	crls_add(struct crls *l, struct view der, struct err *e) MUST_CHECK;
void	crls_clear(struct crls *l);

struct crls_result {
	size_t	revoked;	/* the lowest step that is; SIZE_MAX: none */
	size_t	checked;	/* steps there is a good list for */
};

/* The steps below the last one, each against the lists of the step above. */
bool	crls_check(const struct crls *l, const struct chain *chain,
	    int64_t when, struct crls_result *r, struct err *e) MUST_CHECK;
