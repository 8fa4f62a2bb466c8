#define OPENSSL_SUPPRESS_DEPRECATED	/* see pbkdf2_sha256() */
#include "formats/kdf.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include "base/osslctx.h"

static uint64_t
affordable(uint64_t iterations)
{
#ifdef SPCKIT_FUZZING
	return iterations < 4 ? iterations : 4;
#else
	return iterations;
#endif
}

static OSSL_PARAM
octets(const char *key, struct view v)
{
	/* libcrypto takes an empty string for "" but not for NULL. */
	return OSSL_PARAM_construct_octet_string(key,
	    v.len != 0 ? (void *)(uintptr_t)v.data : (void *)(uintptr_t)"",
	    v.len);
}

static OSSL_PARAM
name(const char *key, const char *value)
{
	return OSSL_PARAM_construct_utf8_string(key,
	    (char *)(uintptr_t)value, 0);
}

static bool
derive(const char *algorithm, const OSSL_PARAM *params, unsigned char *out,
    size_t outlen, struct err *e)
{
	EVP_KDF_CTX *ctx = NULL;
	EVP_KDF *kdf;
	bool ok = false;

	kdf = osslctx_kdf(algorithm, e);
	if (kdf == NULL)
		return false;
	ctx = EVP_KDF_CTX_new(kdf);
	if (ctx == NULL || EVP_KDF_derive(ctx, out, outlen, params) != 1) {
		osslctx_err(e, ERR_CRYPTO, algorithm);
		goto out;
	}
	ok = true;
 out:
	EVP_KDF_CTX_free(ctx);
	return ok;
}

/* ---- PBKDF2 with HMAC-SHA256 ---- */

/*
 * EVP_KDF copies two digest contexts for each HMAC: 0.25 us an iteration, of
 * which 0.1 us are SHA-256. A PFX of 100 000 iterations with two encrypted
 * parts is 50 ms that way and 20 ms with the compression function called
 * directly, as PBKDF2 was meant to be computed. The calls are old and public;
 * OpenSSL has no other that reaches the compression function.
 */
struct hmac_state {
	SHA256_CTX	inner;		/* after the padded key */
	SHA256_CTX	outer;
	SHA256_CTX	work;
	unsigned char	block[SHA256_CBLOCK];
};

static void
hmac_key(struct hmac_state *h, struct view key)
{
	memset(h->block, 0, sizeof(h->block));
	if (key.len > sizeof(h->block)) {
		SHA256_Init(&h->work);
		SHA256_Update(&h->work, key.data, key.len);
		SHA256_Final(h->block, &h->work);
	} else if (key.len != 0)
		memcpy(h->block, key.data, key.len);
	for (size_t i = 0; i < sizeof(h->block); i++)
		h->block[i] ^= 0x36;
	SHA256_Init(&h->inner);
	SHA256_Update(&h->inner, h->block, sizeof(h->block));
	for (size_t i = 0; i < sizeof(h->block); i++)
		h->block[i] ^= 0x36 ^ 0x5c;
	SHA256_Init(&h->outer);
	SHA256_Update(&h->outer, h->block, sizeof(h->block));
}

/* U1 of block `index` into h->block, and behind it the padding of a message
 * that is one block of key and one digest: what all later rounds hash. */
static void
hmac_first(struct hmac_state *h, struct view salt, uint32_t index)
{
	const unsigned bits = (SHA256_CBLOCK + SHA256_DIGEST_LENGTH) * 8;
	unsigned char be[4];

	for (size_t i = 0; i < sizeof(be); i++)
		be[i] = (unsigned char)(index >> (8 * (3 - i)));
	h->work = h->inner;
	SHA256_Update(&h->work, salt.data, salt.len);
	SHA256_Update(&h->work, be, sizeof(be));
	SHA256_Final(h->block, &h->work);
	h->work = h->outer;
	SHA256_Update(&h->work, h->block, SHA256_DIGEST_LENGTH);
	SHA256_Final(h->block, &h->work);

	memset(h->block + SHA256_DIGEST_LENGTH, 0,
	    sizeof(h->block) - SHA256_DIGEST_LENGTH);
	h->block[SHA256_DIGEST_LENGTH] = 0x80;
	h->block[SHA256_CBLOCK - 2] = (unsigned char)(bits >> 8);
	h->block[SHA256_CBLOCK - 1] = (unsigned char)bits;
}

static void
compress_from(struct hmac_state *h, const SHA256_CTX *start)
{
	memcpy(h->work.h, start->h, sizeof(h->work.h));
	SHA256_Transform(&h->work, h->block);
	for (size_t i = 0; i < 8; i++) {
		SHA_LONG w = h->work.h[i];

		h->block[4 * i] = (unsigned char)(w >> 24);
		h->block[4 * i + 1] = (unsigned char)(w >> 16);
		h->block[4 * i + 2] = (unsigned char)(w >> 8);
		h->block[4 * i + 3] = (unsigned char)w;
	}
}

static void
pbkdf2_sha256(struct view password, struct view salt, uint64_t iterations,
    unsigned char *out, size_t outlen)
{
	unsigned char sum[SHA256_DIGEST_LENGTH];
	struct hmac_state h;
	uint32_t index = 0;
	size_t n;

	hmac_key(&h, password);
	for (; outlen > 0; out += n, outlen -= n) {
		hmac_first(&h, salt, ++index);
		memcpy(sum, h.block, sizeof(sum));
		for (uint64_t i = 1; i < iterations; i++) {
			compress_from(&h, &h.inner);
			compress_from(&h, &h.outer);
			for (size_t k = 0; k < sizeof(sum); k++)
				sum[k] ^= h.block[k];
		}
		n = outlen < sizeof(sum) ? outlen : sizeof(sum);
		memcpy(out, sum, n);
	}
	explicit_bzero(&h, sizeof(h));
	explicit_bzero(sum, sizeof(sum));
}

bool
kdf_pbkdf2(const char *digest, struct view password, struct view salt,
    uint64_t iterations, unsigned char *out, size_t outlen, struct err *e)
{
	/* 1: leave out the lower bounds of SP 800-132. */
	int pkcs5 = 1;
	OSSL_PARAM params[6];

	iterations = affordable(iterations);
	if (strcmp(digest, "SHA256") == 0) {
		pbkdf2_sha256(password, salt, iterations, out, outlen);
		return true;
	}
	params[0] = name(OSSL_KDF_PARAM_DIGEST, digest);
	params[1] = octets(OSSL_KDF_PARAM_PASSWORD, password);
	params[2] = octets(OSSL_KDF_PARAM_SALT, salt);
	params[3] = OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_ITER,
	    &iterations);
	params[4] = OSSL_PARAM_construct_int(OSSL_KDF_PARAM_PKCS5, &pkcs5);
	params[5] = OSSL_PARAM_construct_end();
	return derive("PBKDF2", params, out, outlen, e);
}

bool
kdf_pkcs12(const char *digest, struct view bmp, struct view salt,
    uint64_t iterations, enum kdf_purpose purpose, unsigned char *out,
    size_t outlen, struct err *e)
{
	OSSL_PARAM params[6];
	int id = (int)purpose;

	iterations = affordable(iterations);
	params[0] = name(OSSL_KDF_PARAM_DIGEST, digest);
	params[1] = octets(OSSL_KDF_PARAM_PASSWORD, bmp);
	params[2] = octets(OSSL_KDF_PARAM_SALT, salt);
	params[3] = OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_ITER,
	    &iterations);
	params[4] = OSSL_PARAM_construct_int(OSSL_KDF_PARAM_PKCS12_ID, &id);
	params[5] = OSSL_PARAM_construct_end();
	return derive("PKCS12KDF", params, out, outlen, e);
}

bool
kdf_scrypt(struct view password, struct view salt, uint64_t n, uint32_t r,
    uint32_t p, unsigned char *out, size_t outlen, struct err *e)
{
	/* The caller bounded the memory; libcrypto's own bound is lower. */
	uint64_t mem = UINT64_MAX;
	OSSL_PARAM params[7];

	n = affordable(n);
	params[0] = octets(OSSL_KDF_PARAM_PASSWORD, password);
	params[1] = octets(OSSL_KDF_PARAM_SALT, salt);
	params[2] = OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n);
	params[3] = OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r);
	params[4] = OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p);
	params[5] = OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM,
	    &mem);
	params[6] = OSSL_PARAM_construct_end();
	return derive("SCRYPT", params, out, outlen, e);
}
