/*
 * issued.h - did this certificate issue that one?
 *
 * Names, key identifiers and the signature itself, for a certificate that
 * came from somewhere and claims to be the issuer. Dates are not looked at:
 * what has expired did sign.
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

#endif
