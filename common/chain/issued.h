/*
 * issued.h - did this certificate issue that one?
 *
 * Names, key identifiers and the signature itself. Dates are not looked at: an
 * expired certificate did sign.
 *
 * Input:  untrusted.
 * Errors: ERR_MEMORY, ERR_CRYPTO.
 */

#ifndef SPCKIT_CHAIN_ISSUED_H
#define SPCKIT_CHAIN_ISSUED_H

#include <stdbool.h>

#include "base/err.h"
#include "cert/cert.h"

bool	issued_by(const struct cert *c, const struct cert *issuer, bool *yes,
	    struct err *e) MUST_CHECK;
/* Is it really self-signed? Its names alone (cert_is_root()) prove nothing. */
bool	issued_itself(const struct cert *c, bool *yes, struct err *e)
	    MUST_CHECK;

#endif
