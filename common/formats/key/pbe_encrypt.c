#include "formats/key/pbe.h"

#include <string.h>

#include <openssl/evp.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "base/osslctx.h"
#include "base/random.h"
#include "formats/key/pbe_parts.h"

enum {
	AES_KEY		= 32,
	AES_BLOCK	= 16,
	DES3_KEY	= 24,
	SALT_AES	= 16,
	SALT_3DES	= 8,
};

static void
put_prf_sha256(struct bytes *b)
{
	size_t prf = der_begin(b, DER_SEQUENCE);

	der_put_oid(b, OID_HMAC_SHA256);
	der_put_null(b);
	der_end(b, prf);
}

static void
put_pbes2(struct bytes *b, const struct pbe_scheme *s)
{
	size_t alg, params, func, kdf, enc;

	alg = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_PBES2);
	params = der_begin(b, DER_SEQUENCE);
	func = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_PBKDF2);
	kdf = der_begin(b, DER_SEQUENCE);
	der_put(b, DER_OCTET_STRING, s->salt);
	der_put_uint(b, s->iterations);
	put_prf_sha256(b);
	der_end(b, kdf);
	der_end(b, func);
	enc = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_AES256_CBC);
	der_put(b, DER_OCTET_STRING, s->iv);
	der_end(b, enc);
	der_end(b, params);
	der_end(b, alg);
}

static void
put_pkcs12(struct bytes *b, const struct pbe_scheme *s)
{
	size_t alg = der_begin(b, DER_SEQUENCE), params;

	der_put_oid(b, OID_PBE_SHA1_3DES);
	params = der_begin(b, DER_SEQUENCE);
	der_put(b, DER_OCTET_STRING, s->salt);
	der_put_uint(b, s->iterations);
	der_end(b, params);
	der_end(b, alg);
}

/* What pbe_encrypt() writes: random has SALT_AES + AES_BLOCK bytes. */
static bool
choose_scheme(enum pbe_profile profile, uint32_t iterations,
    const unsigned char *random, struct pbe_scheme *s, struct err *e)
{
	memset(s, 0, sizeof(*s));
	s->iterations = iterations;
	switch (profile) {
	case PBE_AES256_SHA256:
		s->kdf = KDF_PBKDF2;
		s->digest = "SHA256";
		s->cipher = osslctx_cipher("AES-256-CBC", e);
		s->keylen = AES_KEY;
		s->salt = view_of(random, SALT_AES);
		s->iv = view_of(random + SALT_AES, AES_BLOCK);
		break;
	case PBE_SHA1_3DES:
		s->kdf = KDF_PKCS12;
		s->digest = "SHA1";
		s->cipher = osslctx_cipher("DES-EDE3-CBC", e);
		s->keylen = DES3_KEY;
		s->salt = view_of(random, SALT_3DES);
		break;
	}
	return s->cipher != NULL;
}

static bool
encrypt_with(const struct pbe_scheme *s, const unsigned char *key,
    const unsigned char *iv, struct view plain, struct bytes *out,
    struct err *e)
{
	EVP_CIPHER_CTX *ctx = NULL;
	int len = 0, last = 0;
	unsigned char *to;
	bool ok = false;

	if (plain.len > INT32_MAX - EVP_MAX_BLOCK_LENGTH)
		return err_set(e, ERR_LIMIT, "%zu bytes to encrypt", plain.len);
	ctx = EVP_CIPHER_CTX_new();
	to = bytes_reserve(out, plain.len + EVP_MAX_BLOCK_LENGTH);
	if (ctx == NULL || to == NULL) {
		err_memory(e);
		goto out;
	}
	if (!pbe_cipher_start(ctx, s, key, iv, 1, e))
		goto out;
	if (EVP_EncryptUpdate(ctx, to, &len, plain.data, (int)plain.len) != 1 ||
	    EVP_EncryptFinal_ex(ctx, to + len, &last) != 1) {
		osslctx_err(e, ERR_CRYPTO, "encryption failed");
		goto out;
	}
	out->len += (size_t)len + (size_t)last;
	ok = true;
 out:
	EVP_CIPHER_CTX_free(ctx);
	return ok;
}

bool
pbe_encrypt(enum pbe_profile profile, uint32_t iterations, struct view plain,
    const struct pbe_password *password, struct bytes *algorithm,
    struct bytes *out, struct err *e)
{
	unsigned char random[SALT_AES + AES_BLOCK];
	unsigned char iv[EVP_MAX_IV_LENGTH] = { 0 };
	struct secret key = SECRET_INIT;
	struct pbe_scheme s;
	bool ok = false;

	if (iterations == 0)
		return err_set(e, ERR_USAGE, "an iteration count of 0");
	if (!random_bytes(random, sizeof(random), e) ||
	    !choose_scheme(profile, iterations, random, &s, e) ||
	    !secret_alloc(&key, s.keylen, e) ||
	    !pbe_derive(&s, password, key.data, iv, e) ||
	    !encrypt_with(&s, key.data, iv, plain, out, e))
		goto out;
	if (profile == PBE_AES256_SHA256)
		put_pbes2(algorithm, &s);
	else
		put_pkcs12(algorithm, &s);
	ok = bytes_ok(algorithm, e) && bytes_ok(out, e);
 out:
	explicit_bzero(iv, sizeof(iv));
	secret_clear(&key);
	return ok;
}
