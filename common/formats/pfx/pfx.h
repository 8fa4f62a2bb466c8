/*
 * pfx.h - PKCS#12 / PFX (RFC 7292, RFC 9579) <-> contents, identity
 *
 * Reading: DER or BER; MAC SHA-1, SHA-2, BLAKE2 or none, PBMAC1; bags
 * encrypted with anything pbe.h knows, in any order and nesting up to 4; keys,
 * certificates, friendly names, local key ids, CSP names, key usage; CRL,
 * secret and unknown bags are counted and skipped, with a warning.
 *
 * Passwords: none and empty are different things, and a file of either kind
 * opens without a question: with no password given both forms are tried, then
 * ERR_PASSWORD_NEEDED. With one given: the forms of passforms.h; the form cut at
 * 32 characters without terminator of old CryptoAPI; each byte widened to a
 * character of its own (OpenSSL before 1.1); for PBES2 also BMP (old NSS). The
 * content may be under another form than the MAC, and a key under a password
 * of its own.
 *
 * Checks before the first hash: structure, every iteration count of the MAC
 * and of every encrypted part (the sum too), number of bags. PBMAC1 keys under
 * 20 bytes are refused.
 *
 * Writing: two profiles, named as in certutil -exportPFX. TripleDES-SHA1 has
 * the structure that Pvk2Pfx itself writes, attribute by attribute:
 *
 *   authSafe[0] data: one pkcs8ShroudedKeyBag; attributes localKeyId
 *               (01 00 00 00), CSP name, friendlyName, sorted as DER wants;
 *               PKCS#8 keyUsage
 *   authSafe[1] encryptedData: the certificates, leaf first with localKeyId;
 *               plain data when the password is empty, or when asked for
 *   MAC         SHA-1 without NULL parameters, 20 bytes of salt
 *
 * AES256-SHA256 is the same with PBES2 (PBKDF2-HMAC-SHA256, AES-256-CBC) for
 * both parts and a SHA-256 MAC.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "cert/contents.h"
#include "cert/identity.h"
#include "formats/key/passforms.h"
#include "formats/key/pbe.h"

struct pfx_passwords {
	const struct passforms	*file;	/* none in it: no password is given */
	const struct passforms	*key;	/* of keys with one of their own */
	/* No password: what is not encrypted, with a warning that counts the
	 * rest. ERR_PASSWORD_NEEDED when that is all. */
	bool			 public_only;
};
/* der is one whole definite PFX or BER. */
bool	pfx_read(struct view der, const struct pfx_passwords *passwords,
	    const struct limits *limits, struct contents *c, struct err *e)
	    MUST_CHECK;

enum { PFX_ITER_AES = 100000, PFX_ITER_3DES = 2000 };

struct pfx_options {
	enum pbe_profile profile;
	uint32_t	 iterations;
	const char	*friendly_name;	/* of key and leaf. NULL: each keeps its
					   own; a key without one gets
					   PvkTmp:<random GUID> in the 3DES
					   profile */
	const char	*csp_name;	/* NULL: the default of the profile and
					   the key's algorithm */
	bool		 plain_certs;	/* the certificates not encrypted */
};

/* The CSP name that pfx_write uses for a NULL csp_name (DSA keys of more than
 * 1024 bits: the enhanced DSS provider); NULL: none. */
const char *pfx_default_csp(enum pbe_profile profile,
	    enum key_algorithm algorithm);
/* The key spec is the key's own (none: no keyUsage attribute). password not
 * given is written as empty, as Pvk2Pfx does. UTF-8, else ERR_INPUT. */
bool	pfx_write(const struct identity *id, const struct secret *password,
	    const struct pfx_options *options, struct bytes *out,
	    struct err *e) MUST_CHECK;
/* The same of certificates alone, each with its own friendly name. */
bool	pfx_write_certs(const struct certlist *certs,
	    const struct secret *password, const struct pfx_options *options,
	    struct bytes *out, struct err *e) MUST_CHECK;
