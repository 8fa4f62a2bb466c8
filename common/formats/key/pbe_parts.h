/*
 * pbe_parts.h - what pbe.c and pbe_encrypt.c share: a scheme, and using it
 */

#pragma once

#include <openssl/types.h>

#include "formats/key/pbe.h"

enum kdf_kind { KDF_PKCS12, KDF_PBES1, KDF_PBKDF2, KDF_SCRYPT };

/* What an AlgorithmIdentifier asks for. Views are into it. */
struct pbe_scheme {
	enum kdf_kind	 kdf;
	const char	*digest;	/* of the derivation */
	struct view	 salt;
	uint64_t	 iterations;	/* scrypt: n */
	uint64_t	 scrypt_r, scrypt_p;
	uint64_t	 asked_keylen;	/* PBES2; 0: not said */

	EVP_CIPHER	*cipher;
	size_t		 keylen;
	unsigned	 rc2_bits;	/* effective key bits; 0: no RC2 */
	struct view	 iv;		/* PBES2 only */
};

/* iv has room for EVP_MAX_IV_LENGTH bytes, key for s->keylen. */
bool	pbe_derive(const struct pbe_scheme *s,
	    const struct pbe_password *password, unsigned char *key,
	    unsigned char *iv, struct err *e) MUST_CHECK;
bool	pbe_cipher_start(EVP_CIPHER_CTX *ctx, const struct pbe_scheme *s,
	    const unsigned char *key, const unsigned char *iv, int encrypt,
	    struct err *e) MUST_CHECK;
