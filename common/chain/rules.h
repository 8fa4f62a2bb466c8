/*
 * rules.h - what a path may not go through, beyond what libcrypto refuses
 *
 *   - a certificate that is not DER (asn1/strict.h), has an extension twice,
 *     one that decides about paths and cannot be read, extensions before
 *     version 3, or an unknown version;
 *   - a critical extension other than those that libcrypto or the rules for
 *     usages evaluate, by exact object identifier;
 *   - a signature with MD2, MD4 or MD5, in any form;
 *   - an RSA or DSA key under 1024 bits or an EC key under 160 (the limits
 *     trust-rsa and trust-ec), RSA with an exponent of 1, and EC parameters
 *     that are spelled out (RFC 5480, 2.1.1: a key then need not be the one of
 *     the curve it seems to be of);
 *   - an issuer without basicConstraints that say it is a CA.
 *
 * An anchor is a name and a key (RFC 5280, 6.1.1 d): of it only the key and
 * what its extensions forbid are judged.
 */

#pragma once

#include <openssl/types.h>

#include "base/limits.h"
#include "cert/cert.h"
#include "chain/fault.h"

enum rules_place { RULES_LEAF, RULES_ISSUER, RULES_ANCHOR };

/* Faults; *detail is set with CHAIN_MALFORMED and CHAIN_WEAK_KEY. */
unsigned	rules_faults(const struct cert *c, X509 *x,
		    enum rules_place place, const struct limits *limits,
		    const char **detail);
/* MD2, MD4 or MD5, alone, in PSS parameters or in the mask's. */
bool		rules_is_weak_algorithm(const X509_ALGOR *algorithm);
