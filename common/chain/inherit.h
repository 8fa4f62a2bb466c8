/*
 * inherit.h - DSA keys without parameters, which are their issuer's
 *
 * RFC 3279, 2.3.2: a certificate whose DSA key states no parameters has those
 * of the key that signed it. libcrypto cannot read such a key, so the
 * certificate gets a whole one, in memory. Its own signature is only right for
 * what stood there before, so it has to be verified first.
 */

#pragma once

#include <openssl/types.h>

#include "base/err.h"
#include "cert/cert.h"

bool	inherit_lacks_parameters(const struct cert *c);
/* Nothing happens where the issuer has none either, or is of another kind. */
bool	inherit_parameters(X509 *issuer, X509 *x, struct err *e) MUST_CHECK;
