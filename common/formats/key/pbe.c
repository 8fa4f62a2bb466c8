#include "formats/key/pbe.h"

#include <inttypes.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "asn1/schema.h"
#include "base/osslctx.h"
#include "base/text.h"
#include "formats/key/kdf.h"
#include "formats/key/pbe_parts.h"

enum {
	SCRYPT_MEMORY	= 64 << 20,
	RC2_BITS_MAX	= 1024,
	DES_BLOCK	= 8,
};

bool
pbe_password_make(struct pbe_password *p, const struct secret *utf8,
    struct err *e)
{
	struct secret wide = SECRET_INIT;
	bool ok = false;

	pbe_password_clear(p);
	if (utf8 == NULL || !utf8->given) {
		ok = secret_alloc(&p->raw, 0, e) && secret_alloc(&p->bmp, 0, e);
		goto out;
	}
	if (!text_secret_to_utf16be(secret_view(utf8), &wide, e) ||
	    !secret_alloc(&p->bmp, wide.len + 2, e))
		goto out;
	if (wide.len != 0)
		memcpy(p->bmp.data, wide.data, wide.len);
	ok = secret_copy(&p->raw, utf8, e);
 out:
	secret_clear(&wide);
	if (!ok)
		pbe_password_clear(p);
	return ok;
}

void
pbe_password_clear(struct pbe_password *p)
{
	secret_clear(&p->raw);
	secret_clear(&p->bmp);
}

#define OID(lit)	{ (const unsigned char *)(lit), sizeof(lit) - 1 }

/* Schemes that name digest and cipher at once. RC2 and RC4 take any length of
 * key; the others say theirs again, to be checked against libcrypto's. */
static const struct whole {
	struct view	 oid;
	enum kdf_kind	 kdf;
	const char	*digest;
	const char	*cipher;
	size_t		 keylen;
	unsigned	 rc2_bits;
} wholes[] = {
	{ OID(OID_PBE_SHA1_3DES),	KDF_PKCS12, "SHA1", "DES-EDE3-CBC", 24, 0 },
	{ OID(OID_PBE_SHA1_2DES),	KDF_PKCS12, "SHA1", "DES-EDE-CBC", 16, 0 },
	{ OID(OID_PBE_SHA1_RC2_40),	KDF_PKCS12, "SHA1", "RC2-CBC", 5, 40 },
	{ OID(OID_PBE_SHA1_RC2_128),	KDF_PKCS12, "SHA1", "RC2-CBC", 16, 128 },
	{ OID(OID_PBE_SHA1_RC4_40),	KDF_PKCS12, "SHA1", "RC4", 5, 0 },
	{ OID(OID_PBE_SHA1_RC4_128),	KDF_PKCS12, "SHA1", "RC4", 16, 0 },
	{ OID(OID_PBE_MD5_DES),		KDF_PBES1, "MD5", "DES-CBC", 8, 0 },
	{ OID(OID_PBE_MD5_RC2),		KDF_PBES1, "MD5", "RC2-CBC", 8, 64 },
	{ OID(OID_PBE_SHA1_DES),	KDF_PBES1, "SHA1", "DES-CBC", 8, 0 },
	{ OID(OID_PBE_SHA1_RC2),	KDF_PBES1, "SHA1", "RC2-CBC", 8, 64 },
};

static const struct prf {
	struct view	 oid;
	const char	*digest;
} prfs[] = {
	{ OID(OID_HMAC_SHA1),		"SHA1" },
	{ OID(OID_HMAC_SHA224),		"SHA224" },
	{ OID(OID_HMAC_SHA256),		"SHA256" },
	{ OID(OID_HMAC_SHA384),		"SHA384" },
	{ OID(OID_HMAC_SHA512),		"SHA512" },
	{ OID(OID_HMAC_SHA512_224),	"SHA512-224" },
	{ OID(OID_HMAC_SHA512_256),	"SHA512-256" },
	{ OID(OID_HMAC_SHA3_224),	"SHA3-224" },
	{ OID(OID_HMAC_SHA3_256),	"SHA3-256" },
	{ OID(OID_HMAC_SHA3_384),	"SHA3-384" },
	{ OID(OID_HMAC_SHA3_512),	"SHA3-512" },
	{ OID(OID_HMAC_SM3),		"SM3" },
	{ OID(OID_HMAC_MD5),		"MD5" },
};

/* A table and not libcrypto's own list of OIDs: files must not be able to fill
 * osslctx.h's cache with algorithms that are never used. */
static const struct named {
	struct view	 oid;
	const char	*cipher;
} ciphers[] = {
	{ OID(OID_AES128_CBC),		"AES-128-CBC" },
	{ OID(OID_AES192_CBC),		"AES-192-CBC" },
	{ OID(OID_AES256_CBC),		"AES-256-CBC" },
	{ OID(OID_DES_EDE3_CBC),	"DES-EDE3-CBC" },
	{ OID(OID_DES_CBC),		"DES-CBC" },
	{ OID(OID_RC2_CBC),		"RC2-CBC" },
	{ OID(OID_CAMELLIA128_CBC),	"CAMELLIA-128-CBC" },
	{ OID(OID_CAMELLIA192_CBC),	"CAMELLIA-192-CBC" },
	{ OID(OID_CAMELLIA256_CBC),	"CAMELLIA-256-CBC" },
	{ OID(OID_ARIA128_CBC),		"ARIA-128-CBC" },
	{ OID(OID_ARIA192_CBC),		"ARIA-192-CBC" },
	{ OID(OID_ARIA256_CBC),		"ARIA-256-CBC" },
	{ OID(OID_SM4_CBC),		"SM4-CBC" },
	{ OID(OID_SEED_CBC),		"SEED-CBC" },
	{ OID(OID_BF_CBC),		"BF-CBC" },
};

static bool
unsupported(struct err *e, const char *what, struct view oid)
{
	char buf[128];

	return err_set(e, ERR_UNSUPPORTED, "%s %s is not supported", what,
	    der_oid_text(oid, buf, sizeof(buf)) ? buf : "(a malformed OID)");
}

bool
pbe_hmac_digest(struct view oid, const char **digest, struct err *e)
{
	for (size_t i = 0; i < COUNT_OF(prfs); i++)
		if (view_equal(prfs[i].oid, oid)) {
			*digest = prfs[i].digest;
			return true;
		}
	return unsupported(e, "key derivation with the MAC", oid);
}

/* ---- what is asked for ---- */

static bool
need_iterations(const struct asn *a, const char *path, uint64_t *n,
    struct err *e)
{
	if (!asn_uint(a, path, n) || *n == 0)
		return err_set(e, ERR_INPUT, "an iteration count that is not "
		    "a positive 64-bit number");
	return true;
}

static bool
parse_whole(const struct whole *w, struct view params, struct pbe_scheme *s,
    struct err *e)
{
	struct asn a = ASN_INIT;
	bool ok = false;

	if (!asn_decode(&a, "PBEParameter", params, "parameters of a password "
	    "based encryption", e) ||
	    !need_iterations(&a, "iterations", &s->iterations, e))
		goto out;
	s->kdf = w->kdf;
	s->digest = w->digest;
	s->salt = asn_body(&a, "salt");
	s->keylen = w->keylen;
	s->rc2_bits = w->rc2_bits;
	s->cipher = osslctx_cipher(w->cipher, e);
	ok = s->cipher != NULL;
 out:
	asn_clear(&a);
	return ok;
}

/* An optional INTEGER, 0 when absent. */
static bool
optional_uint(const struct asn *a, const char *path, uint64_t *n,
    const char *what, struct err *e)
{
	*n = 0;
	if (asn_present(a, path) && !asn_uint(a, path, n))
		return err_set(e, ERR_INPUT, "%s that is not a 64-bit number",
		    what);
	return true;
}

bool
pbe_pbkdf2_parse(struct view params, struct pbe_pbkdf2 *k, struct err *e)
{
	struct asn a = ASN_INIT;
	bool ok = false;

	if (!asn_decode(&a, "PBKDF2Params", params, "PBKDF2 parameters", e) ||
	    !need_iterations(&a, "iterationCount", &k->iterations, e) ||
	    !optional_uint(&a, "keyLength", &k->keylen, "a PBKDF2 key length",
	    e))
		goto out;
	k->salt = asn_body(&a, "salt");
	k->digest = "SHA1";
	if (asn_present(&a, "prf") && !pbe_hmac_digest(asn_body(&a,
	    "prf.algorithm"), &k->digest, e))
		goto out;
	ok = true;
 out:
	asn_clear(&a);
	return ok;
}

static bool
parse_scrypt(struct view params, struct pbe_scheme *s, struct err *e)
{
	struct asn a = ASN_INIT;
	bool ok = false;

	if (!asn_decode(&a, "ScryptParams", params, "scrypt parameters", e) ||
	    !optional_uint(&a, "keyLength", &s->asked_keylen,
	    "a scrypt key length", e))
		goto out;
	s->kdf = KDF_SCRYPT;
	s->salt = asn_body(&a, "salt");
	if (!asn_uint(&a, "costParameter", &s->iterations) ||
	    !asn_uint(&a, "blockSize", &s->scrypt_r) ||
	    !asn_uint(&a, "parallelizationParameter", &s->scrypt_p) ||
	    s->iterations < 2 || s->scrypt_r == 0 || s->scrypt_p == 0 ||
	    (s->iterations & (s->iterations - 1)) != 0) {
		err_set(e, ERR_INPUT, "scrypt parameters out of range: the "
		    "cost is a power of two, the others are not zero");
		goto out;
	}
	if (s->iterations > SCRYPT_MEMORY / 128 || s->scrypt_r >
	    SCRYPT_MEMORY / 128 / s->iterations || s->scrypt_p >
	    SCRYPT_MEMORY / 128 / s->scrypt_r) {
		err_set(e, ERR_LIMIT, "scrypt with cost %" PRIu64 ", block "
		    "size %" PRIu64 " and parallelization %" PRIu64 " needs "
		    "more than the %d MiB of memory it may take",
		    s->iterations, s->scrypt_r, s->scrypt_p,
		    SCRYPT_MEMORY >> 20);
		goto out;
	}
	ok = true;
 out:
	asn_clear(&a);
	return ok;
}

static bool
parse_kdf(const struct asn *pbes2, struct pbe_scheme *s, struct err *e)
{
	struct view oid = asn_body(pbes2, "keyDerivationFunc.algorithm");
	struct view params = asn_whole(pbes2, "keyDerivationFunc.parameters");
	struct pbe_pbkdf2 k;

	if (der_oid_is(oid, OID_SCRYPT))
		return parse_scrypt(params, s, e);
	if (!der_oid_is(oid, OID_PBKDF2))
		return unsupported(e, "the key derivation", oid);
	if (!pbe_pbkdf2_parse(params, &k, e))
		return false;
	s->kdf = KDF_PBKDF2;
	s->digest = k.digest;
	s->salt = k.salt;
	s->iterations = k.iterations;
	s->asked_keylen = k.keylen;
	return true;
}

static EVP_CIPHER *
cipher_of(struct view oid, struct err *e)
{
	for (size_t i = 0; i < COUNT_OF(ciphers); i++)
		if (view_equal(ciphers[i].oid, oid))
			return osslctx_cipher(ciphers[i].cipher, e);
	unsupported(e, "the cipher", oid);
	return NULL;
}

/* RFC 8018, B.2.3: the "version" encodes the effective bits of short keys by
 * a table, and is the number itself from 256 on. */
static bool
rc2_bits_of(const struct asn *a, unsigned *bits, struct err *e)
{
	uint64_t version;

	if (!asn_present(a, "version")) {
		*bits = 32;
		return true;
	}
	if (!asn_uint(a, "version", &version))
		version = 0;
	switch (version) {
	case 160:
		*bits = 40;
		return true;
	case 120:
		*bits = 64;
		return true;
	case 58:
		*bits = 128;
		return true;
	}
	if (version < 256 || version > RC2_BITS_MAX)
		return err_set(e, ERR_UNSUPPORTED, "RC2 with the key size "
		    "code %" PRIu64 " (160, 120, 58 or 256 to 1024 are "
		    "known)", version);
	*bits = (unsigned)version;
	return true;
}

static bool
parse_rc2(struct view params, struct pbe_scheme *s, struct err *e)
{
	struct asn a = ASN_INIT;
	bool ok = false;

	if (!asn_decode(&a, "RC2CBCParameter", params, "RC2 parameters", e) ||
	    !rc2_bits_of(&a, &s->rc2_bits, e))
		goto out;
	s->iv = asn_body(&a, "iv");
	s->keylen = s->asked_keylen != 0 ? (size_t)s->asked_keylen :
	    s->rc2_bits / 8;
	if (s->asked_keylen > RC2_BITS_MAX / 8) {
		err_set(e, ERR_INPUT, "an RC2 key of %" PRIu64 " bytes",
		    s->asked_keylen);
		goto out;
	}
	ok = true;
 out:
	asn_clear(&a);
	return ok;
}

static bool
parse_cipher(const struct asn *pbes2, struct pbe_scheme *s, struct err *e)
{
	struct view oid = asn_body(pbes2, "encryptionScheme.algorithm");
	struct view params = asn_whole(pbes2, "encryptionScheme.parameters");
	struct der d = der_open(params);
	struct tlv t;

	s->cipher = cipher_of(oid, e);
	if (s->cipher == NULL)
		return false;
	if (der_oid_is(oid, OID_RC2_CBC)) {
		if (!parse_rc2(params, s, e))
			return false;
	} else {
		s->keylen = (size_t)EVP_CIPHER_get_key_length(s->cipher);
		if (der_take(&d, DER_OCTET_STRING, &t))
			s->iv = t.body;
		/* asked_keylen may contradict: old NSS wrote 32 for AES-128.
		 * Every reader goes by the cipher. */
	}
	if (s->iv.len != (size_t)EVP_CIPHER_get_iv_length(s->cipher))
		return err_set(e, ERR_INPUT, "an initialization vector of %zu "
		    "bytes for a cipher that takes %d", s->iv.len,
		    EVP_CIPHER_get_iv_length(s->cipher));
	return true;
}

static bool
parse_pbes2(struct view params, struct pbe_scheme *s, struct err *e)
{
	struct asn a = ASN_INIT;
	bool ok;

	ok = asn_decode(&a, "PBES2Params", params, "PBES2 parameters", e) &&
	    parse_kdf(&a, s, e) && parse_cipher(&a, s, e);
	asn_clear(&a);
	return ok;
}

static bool
parse_scheme(struct view algorithm, struct pbe_scheme *s, struct err *e)
{
	struct asn a = ASN_INIT;
	struct view oid, params;
	bool ok = false;

	memset(s, 0, sizeof(*s));
	if (!asn_decode(&a, "AlgorithmIdentifier", algorithm,
	    "algorithm of an encryption", e))
		goto out;
	oid = asn_body(&a, "algorithm");
	params = asn_whole(&a, "parameters");
	if (der_oid_is(oid, OID_PBES2)) {
		ok = parse_pbes2(params, s, e);
		goto out;
	}
	for (size_t i = 0; i < COUNT_OF(wholes); i++)
		if (view_equal(wholes[i].oid, oid)) {
			ok = parse_whole(&wholes[i], params, s, e);
			goto out;
		}
	unsupported(e, "the encryption", oid);
 out:
	asn_clear(&a);
	return ok;
}

bool
pbe_find_oddity(struct view algorithm, struct pbe_oddity *odd,
    struct err *e)
{
	struct pbe_scheme s;

	if (!parse_scheme(algorithm, &s, e))
		return false;
	if (s.rc2_bits == 0 && s.asked_keylen != 0 &&
	    s.asked_keylen != s.keylen) {
		odd->asked = s.asked_keylen;
		odd->taken = s.keylen;
	}
	return true;
}

bool
pbe_charge(uint64_t iterations, const char *what, const struct limits *limits,
    uint64_t *total, struct err *e)
{
	if (!limit_check(limits, LIMIT_ITERATIONS, iterations, what, e))
		return false;
	*total = *total > UINT64_MAX - iterations ? UINT64_MAX :
	    *total + iterations;
	return limit_check(limits, LIMIT_TOTAL_ITERATIONS, *total,
	    "iterations in one file", e);
}

bool
pbe_cost(struct view algorithm, const struct limits *limits, uint64_t *total,
    struct err *e)
{
	struct pbe_scheme s;
	uint64_t n;

	if (!parse_scheme(algorithm, &s, e))
		return false;
	n = s.iterations;
	/* A block of scrypt is read and written once, at half the price of a
	 * PBKDF2 iteration each time. n, r and p are small: parse_scrypt(). */
	if (s.kdf == KDF_SCRYPT)
		n *= 2 * s.scrypt_r * s.scrypt_p;
	return pbe_charge(n, "iterations of a key derivation", limits, total,
	    e);
}

/* RFC 8018, 5.1 and 6.1: one hash, iterated; 8 bytes of key, 8 of IV. */
static bool
derive_pbes1(const struct pbe_scheme *s, struct view password,
    unsigned char *key, unsigned char *iv, struct err *e)
{
	unsigned char t[EVP_MAX_MD_SIZE];
	uint64_t n = s->iterations;
	EVP_MD_CTX *ctx = NULL;
	unsigned len = 0;
	bool ok = false;
	EVP_MD *md;

#ifdef SPCKIT_FUZZING
	n = n < 4 ? n : 4;
#endif
	md = osslctx_digest(s->digest, e);
	if (md == NULL)
		return false;
	ctx = EVP_MD_CTX_new();
	if (ctx == NULL || EVP_DigestInit_ex2(ctx, md, NULL) != 1 ||
	    EVP_DigestUpdate(ctx, password.data, password.len) != 1 ||
	    EVP_DigestUpdate(ctx, s->salt.data, s->salt.len) != 1 ||
	    EVP_DigestFinal_ex(ctx, t, &len) != 1)
		goto fail;
	while (--n > 0)
		if (EVP_DigestInit_ex2(ctx, NULL, NULL) != 1 ||
		    EVP_DigestUpdate(ctx, t, len) != 1 ||
		    EVP_DigestFinal_ex(ctx, t, &len) != 1)
			goto fail;
	memcpy(key, t, DES_BLOCK);
	memcpy(iv, t + DES_BLOCK, DES_BLOCK);
	ok = true;
	goto out;
 fail:
	osslctx_err(e, ERR_CRYPTO, s->digest);
 out:
	explicit_bzero(t, sizeof(t));
	EVP_MD_CTX_free(ctx);
	return ok;
}

bool
pbe_derive(const struct pbe_scheme *s, const struct pbe_password *password,
    unsigned char *key, unsigned char *iv, struct err *e)
{
	size_t ivlen = (size_t)EVP_CIPHER_get_iv_length(s->cipher);
	struct view raw = secret_view(&password->raw);
	struct view bmp = secret_view(&password->bmp);

	if (s->iv.len != 0)
		memcpy(iv, s->iv.data, s->iv.len);
	switch (s->kdf) {
	case KDF_PKCS12:
		if (!kdf_pkcs12(s->digest, bmp, s->salt, s->iterations,
		    KDF_KEY, key, s->keylen, e))
			return false;
		return ivlen == 0 || kdf_pkcs12(s->digest, bmp, s->salt,
		    s->iterations, KDF_IV, iv, ivlen, e);
	case KDF_PBES1:
		return derive_pbes1(s, raw, key, iv, e);
	case KDF_PBKDF2:
		return kdf_pbkdf2(s->digest, raw, s->salt, s->iterations, key,
		    s->keylen, e);
	case KDF_SCRYPT:
		return kdf_scrypt(raw, s->salt, s->iterations,
		    (uint32_t)s->scrypt_r, (uint32_t)s->scrypt_p, key,
		    s->keylen, e);
	}
	return err_set(e, ERR_CRYPTO, "no such key derivation");
}

/* ---- ciphers ---- */

bool
pbe_cipher_start(EVP_CIPHER_CTX *ctx, const struct pbe_scheme *s,
    const unsigned char *key, const unsigned char *iv, int encrypt,
    struct err *e)
{
	size_t bits = s->rc2_bits;
	OSSL_PARAM params[2] = {
		OSSL_PARAM_construct_size_t(OSSL_CIPHER_PARAM_RC2_KEYBITS,
		    &bits),
		OSSL_PARAM_construct_end()
	};

	/* RC2 and RC4 want to know the length before they see the key. */
	if (EVP_CipherInit_ex2(ctx, s->cipher, NULL, NULL, encrypt, NULL) != 1)
		goto fail;
	if ((size_t)EVP_CIPHER_CTX_get_key_length(ctx) != s->keylen &&
	    EVP_CIPHER_CTX_set_key_length(ctx, (int)s->keylen) != 1)
		goto fail;
	if (bits != 0 && EVP_CIPHER_CTX_set_params(ctx, params) != 1)
		goto fail;
	if (EVP_CipherInit_ex2(ctx, NULL, key, iv, encrypt, NULL) != 1)
		goto fail;
	return true;
 fail:
	return osslctx_err(e, ERR_CRYPTO, "cannot start the cipher");
}

static bool
decrypt_with(const struct pbe_scheme *s, const unsigned char *key,
    const unsigned char *iv, struct view data, struct secret *plain,
    struct err *e)
{
	EVP_CIPHER_CTX *ctx = NULL;
	int len = 0, last = 0;
	bool ok = false;

	ctx = EVP_CIPHER_CTX_new();
	if (ctx == NULL) {
		err_memory(e);
		goto out;
	}
	if (!pbe_cipher_start(ctx, s, key, iv, 0, e) ||
	    !secret_alloc(plain, data.len + EVP_MAX_BLOCK_LENGTH, e))
		goto out;
	if (EVP_DecryptUpdate(ctx, plain->data, &len, data.data,
	    (int)data.len) != 1) {
		osslctx_err(e, ERR_CRYPTO, "decryption failed");
		goto out;
	}
	if (EVP_DecryptFinal_ex(ctx, plain->data + len, &last) != 1) {
		osslctx_err(e, ERR_PASSWORD, "decryption failed");
		if (e->code == ERR_PASSWORD)
			err_set(e, ERR_PASSWORD, "wrong password, or damaged "
			    "(the padding of the decrypted data is wrong)");
		goto out;
	}
	/* The tail is block padding that was never written: zeros. */
	plain->len = (size_t)len + (size_t)last;
	ok = true;
 out:
	EVP_CIPHER_CTX_free(ctx);
	if (!ok)
		secret_clear(plain);
	return ok;
}

static bool
whole_blocks(const struct pbe_scheme *s, struct view data, struct err *e)
{
	size_t block = (size_t)EVP_CIPHER_get_block_size(s->cipher);

	if (data.len > INT32_MAX - EVP_MAX_BLOCK_LENGTH)
		return err_set(e, ERR_LIMIT, "encrypted data of %zu bytes",
		    data.len);
	if (block > 1 && (data.len == 0 || data.len % block != 0))
		return err_set(e, ERR_INPUT, "encrypted data of %zu bytes, "
		    "expected a multiple of %zu", data.len, block);
	return true;
}

bool
pbe_decrypt(struct view algorithm, struct view data,
    const struct pbe_password *password, struct secret *plain, struct err *e)
{
	unsigned char iv[EVP_MAX_IV_LENGTH] = { 0 };
	struct secret key = SECRET_INIT;
	struct pbe_scheme s;
	bool ok = false;

	secret_clear(plain);
	if (!parse_scheme(algorithm, &s, e) || !whole_blocks(&s, data, e) ||
	    !secret_alloc(&key, s.keylen, e) ||
	    !pbe_derive(&s, password, key.data, iv, e) ||
	    !decrypt_with(&s, key.data, iv, data, plain, e))
		goto out;
	ok = true;
 out:
	explicit_bzero(iv, sizeof(iv));
	secret_clear(&key);
	return ok;
}
