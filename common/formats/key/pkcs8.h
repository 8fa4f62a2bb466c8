/*
 * pkcs8.h - private keys in PKCS#8 <-> struct key
 *
 * Reads PrivateKeyInfo / OneAsymmetricKey (RFC 5208, RFC 5958) and
 * EncryptedPrivateKeyInfo; writing is in pkcs8_write.c.
 *
 * Every key is checked by arithmetic on its parts before it is returned: for
 * RSA n = pq, the CRT values and d against e; for DSA y = g^x mod p; for EC and
 * the rest libcrypto computes the public key from the private one and a public
 * key that the file holds must equal it. No primality tests (27 ms).
 *
 * Input:    untrusted DER, definite lengths, one element, no trailing bytes.
 * Secrets:  plain keys in struct secret only.
 * Errors:   ERR_INPUT names the part that contradicts another; ERR_LIMIT for
 *           RSA sizes; ERR_PASSWORD, ERR_PASSWORD_NEEDED.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "cert/key.h"
#include "formats/key/pbe.h"

/* PrivateKeyInfo. Its keyUsage attribute, when there, gives key->spec: key or
 * data encipherment = AT_KEYEXCHANGE, digitalSignature, keyCertSign or cRLSign
 * alone = AT_SIGNATURE. */
struct key	*pkcs8_read(struct view der, const struct limits *limits,
		    struct err *e) MUST_CHECK;
/* EncryptedPrivateKeyInfo. *total as in pbe_cost(). `password` NULL: none was
 * given, ERR_PASSWORD_NEEDED. */
struct key	*pkcs8_read_encrypted(struct view der,
		    const struct pbe_password *password,
		    const struct limits *limits, uint64_t *total,
		    struct err *e) MUST_CHECK;

/* Append PrivateKeyInfo; with spec != KEY_SPEC_NONE the keyUsage attribute
 * that Windows imports it by (0x80 AT_SIGNATURE, 0x10 AT_KEYEXCHANGE). */
bool		pkcs8_write(const struct key *k, enum key_spec spec,
		    struct bytes *out, struct err *e) MUST_CHECK;
/* What is inside a key's own PKCS#8: views into it of the algorithm's
 * parameters (a whole element; empty where absent) and of the private key, in
 * the algorithm's own form. */
bool		pkcs8_parts(const struct key *k, struct view *params,
		    struct view *private_key, struct err *e) MUST_CHECK;
/* Append EncryptedPrivateKeyInfo. */
bool		pkcs8_write_encrypted(const struct key *k, enum key_spec spec,
		    enum pbe_profile profile, uint32_t iterations,
		    const struct pbe_password *password, struct bytes *out,
		    struct err *e) MUST_CHECK;
