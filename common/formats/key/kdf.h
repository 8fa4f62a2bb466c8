/*
 * kdf.h - keys from passwords: PBKDF2, PKCS#12 appendix B, scrypt
 *
 * The derivations alone. What algorithm identifiers ask for, and whether the
 * iterations are affordable, is pbe.h's business: nothing here is bounded, so
 * no count of a file gets here before pbe_cost() or limit_check() saw it.
 *
 * Digests are named as libcrypto names them ("SHA256", "BLAKE2B-512").
 *
 * Fuzzing:  with SPCKIT_FUZZING no more than 4 iterations are done.
 * Secrets:  intermediate values are wiped; `out` is the caller's to wipe.
 * Errors:   ERR_UNSUPPORTED (libcrypto lacks the digest), ERR_CRYPTO.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

/* RFC 8018, 5.2, without any lower bound on salt, iterations or length. */
bool	kdf_pbkdf2(const char *digest, struct view password, struct view salt,
	    uint64_t iterations, unsigned char *out, size_t outlen,
	    struct err *e) MUST_CHECK;

/* RFC 7292, appendix B. `bmp` is UTF-16BE with its terminator, where it has
 * one. */
enum kdf_purpose { KDF_KEY = 1, KDF_IV = 2, KDF_MAC = 3 };
bool	kdf_pkcs12(const char *digest, struct view bmp, struct view salt,
	    uint64_t iterations, enum kdf_purpose purpose, unsigned char *out,
	    size_t outlen, struct err *e) MUST_CHECK;

/* RFC 7914. Takes 128 * n * r bytes of memory. */
bool	kdf_scrypt(struct view password, struct view salt, uint64_t n,
	    uint32_t r, uint32_t p, unsigned char *out, size_t outlen,
	    struct err *e) MUST_CHECK;
