#include "formats/key/kdf.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

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
kdf_run(const char *algorithm, const OSSL_PARAM *params, unsigned char *out,
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

bool
kdf_pbkdf2(const char *digest, struct view password, struct view salt,
    uint64_t iterations, unsigned char *out, size_t outlen, struct err *e)
{
	/* 1: leave out the lower bounds of SP 800-132. */
	int pkcs5 = 1;
	OSSL_PARAM params[6];

	iterations = affordable(iterations);
	params[0] = name(OSSL_KDF_PARAM_DIGEST, digest);
	params[1] = octets(OSSL_KDF_PARAM_PASSWORD, password);
	params[2] = octets(OSSL_KDF_PARAM_SALT, salt);
	params[3] = OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_ITER,
	    &iterations);
	params[4] = OSSL_PARAM_construct_int(OSSL_KDF_PARAM_PKCS5, &pkcs5);
	params[5] = OSSL_PARAM_construct_end();
	return kdf_run("PBKDF2", params, out, outlen, e);
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
	return kdf_run("PKCS12KDF", params, out, outlen, e);
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
	return kdf_run("SCRYPT", params, out, outlen, e);
}
