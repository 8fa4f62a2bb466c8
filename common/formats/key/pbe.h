/*
 * pbe.h - password based encryption and MACs, as keys and PFX files use them
 *
 * PKCS#12 PBE (RFC 7292, appendix B and C: SHA-1 with 3DES, 2DES, RC2-40/128,
 * RC4-40/128), PBES1 (RFC 8018 6.1: MD5/SHA-1 with DES, RC2), PBES2 (PBKDF2
 * with any HMAC-SHA, scrypt; AES, 3DES, DES, RC2 and any CBC cipher libcrypto
 * knows by its OID). The derivations themselves are in kdf.h.
 *
 * A password is given in both forms that exist: PKCS#12's own derivation
 * takes UTF-16BE with a terminator, PBES2 takes bytes. pbe_password_make()
 * computes them from UTF-8; pfx_read.c makes the odd variants that old
 * programs wrote.
 *
 * Limits:   iteration counts are checked (limits, and a running total) before
 *           the first hash: pbe_cost() before pbe_decrypt(). scrypt's memory is
 *           bounded to 64 MiB and its cost counted in the same unit.
 * Secrets:  keys and plain text in struct secret; nothing stays on the stack.
 * Errors:   ERR_UNSUPPORTED names the algorithm (dotted OID), ERR_INPUT names
 *           the parameter, ERR_LIMIT, and ERR_PASSWORD when the padding is
 *           wrong (wrong password, or damaged).
 */

#pragma once

#include <inttypes.h>

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"

struct pbe_password {
	struct secret	raw;		/* UTF-8 bytes, for PBES1 and PBES2 */
	struct secret	bmp;		/* UTF-16BE + 00 00, for PKCS#12 */
};
#define PBE_PASSWORD_INIT { SECRET_INIT, SECRET_INIT }

/* From UTF-8; "not given" becomes a zero-length bmp without terminator. Text
 * that is not valid UTF-8 is refused (ERR_INPUT, naming none of its bytes). */
bool	pbe_password_make(struct pbe_password *p, const struct secret *utf8,
	    struct err *e) MUST_CHECK;
void	pbe_password_clear(struct pbe_password *p);

/* Iterations the AlgorithmIdentifier asks for, checked against the limit of
 * one derivation and added to *total, checked against the limit of a file. */
bool	pbe_cost(struct view algorithm, const struct limits *limits,
	    uint64_t *total, struct err *e) MUST_CHECK;
/* A length of key that the cipher does not take: its own is taken then, and
 * the user is to be told. */
struct pbe_oddity {
	uint64_t	asked;		/* 0: nothing odd */
	size_t		taken;
};
#define PBE_ODDITY	"the file asks for a key of %" PRIu64 " bytes for a " \
			"cipher that takes %zu, as old NSS does; the "	      \
			"cipher's length was taken"
/* *odd is left alone when there is nothing odd about this one. */
bool	pbe_find_oddity(struct view algorithm, struct pbe_oddity *odd,
	    struct err *e) MUST_CHECK;
/* Decrypt data with the AlgorithmIdentifier (whole element). */
bool	pbe_decrypt(struct view algorithm, struct view data,
	    const struct pbe_password *password, struct secret *plain,
	    struct err *e) MUST_CHECK;

/* What is written. PBE_AES256_SHA256: PBES2, PBKDF2-HMAC-SHA256, AES-256-CBC.
 * PBE_SHA1_3DES: pbeWithSHA1And3-KeyTripleDES-CBC, 8 bytes of salt. */
enum pbe_profile { PBE_AES256_SHA256, PBE_SHA1_3DES };

/* Append the AlgorithmIdentifier to *algorithm and the encrypted plain text to
 * *out; salt and IV are fresh random bytes. */
bool	pbe_encrypt(enum pbe_profile profile, uint32_t iterations,
	    struct view plain, const struct pbe_password *password,
	    struct bytes *algorithm, struct bytes *out, struct err *e)
	    MUST_CHECK;

/* For the MACs of a PFX, which are made of the same parts: */

/* PBKDF2 parameters (whole element). Views are into them; keylen 0: absent. */
struct pbe_pbkdf2 {
	const char	*digest;
	struct view	 salt;
	uint64_t	 iterations;
	uint64_t	 keylen;
};
bool	pbe_pbkdf2_parse(struct view params, struct pbe_pbkdf2 *k,
	    struct err *e) MUST_CHECK;
/* The digest of an HMAC's OID body ("SHA256" for hmacWithSHA256). */
bool	pbe_hmac_digest(struct view oid, const char **digest, struct err *e)
	    MUST_CHECK;
/* Check iterations against the limit of one derivation (`what` as in
 * limit_check()) and, with *total, of a file. */
bool	pbe_charge(uint64_t iterations, const char *what,
	    const struct limits *limits, uint64_t *total, struct err *e)
	    MUST_CHECK;
