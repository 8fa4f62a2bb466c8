/*
 * keys.c - keys that are the same in every run: made of their names
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/sha.h>

#include "make.h"

enum { KEYS_MAX = 1024 };

static struct {
	char		*name;
	EVP_PKEY	*key;
} keys[KEYS_MAX];
static size_t key_count;

/* `len` octets that follow from the name and n. */
static void
stretch(const char *name, unsigned n, unsigned char *out, size_t len)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	char text[160];

	for (size_t i = 0; i < len; i += sizeof(digest)) {
		size_t part = len - i < sizeof(digest) ? len - i :
		    sizeof(digest);

		snprintf(text, sizeof(text), "%s/%u/%zu", name, n, i);
		SHA256((const unsigned char *)text, strlen(text), digest);
		memcpy(out + i, digest, part);
	}
}

static EVP_PKEY *
key_of(const char *type, OSSL_PARAM_BLD *bld)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(bld);
	EVP_PKEY *key = NULL;

	if (ctx == NULL || params == NULL ||
	    EVP_PKEY_fromdata_init(ctx) != 1 ||
	    EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params) != 1)
		spec_die("cannot make a key", type);
	OSSL_PARAM_free(params);
	EVP_PKEY_CTX_free(ctx);
	OSSL_PARAM_BLD_free(bld);
	return key;
}

static EVP_PKEY *
ec_key(const char *name, int nid)
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name(nid);
	EC_POINT *point = EC_POINT_new(group);
	OSSL_PARAM_BLD *bld = OSSL_PARAM_BLD_new();
	unsigned char d[32], pub[160];
	BIGNUM *secret;
	EVP_PKEY *key;
	size_t len;

	stretch(name, 0, d, sizeof(d));
	d[0] &= 0x7f;
	secret = BN_bin2bn(d, sizeof(d), NULL);
	EC_POINT_mul(group, point, secret, NULL, NULL, NULL);
	len = EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED,
	    pub, sizeof(pub), NULL);
	OSSL_PARAM_BLD_push_utf8_string(bld, OSSL_PKEY_PARAM_GROUP_NAME,
	    OBJ_nid2sn(nid), 0);
	OSSL_PARAM_BLD_push_octet_string(bld, OSSL_PKEY_PARAM_PUB_KEY, pub,
	    len);
	OSSL_PARAM_BLD_push_BN(bld, OSSL_PKEY_PARAM_PRIV_KEY, secret);
	key = key_of("EC", bld);
	BN_free(secret);
	EC_POINT_free(point);
	EC_GROUP_free(group);
	return key;
}

/* The first prime after a number of `bits` bits that follows from the name. */
static BIGNUM *
prime_of(const char *name, unsigned n, unsigned bits, BN_CTX *ctx)
{
	unsigned char start[128];
	BIGNUM *p;

	stretch(name, n, start, bits / 8);
	start[0] |= 0xc0;
	start[bits / 8 - 1] |= 1;
	p = BN_bin2bn(start, (int)(bits / 8), NULL);
	/* 65537 must not divide p - 1. */
	while (BN_check_prime(p, ctx, NULL) != 1 ||
	    BN_mod_word(p, 65537) == 1)
		BN_add_word(p, 2);
	return p;
}

static EVP_PKEY *
rsa_key(const char *name, unsigned bits)
{
	OSSL_PARAM_BLD *bld = OSSL_PARAM_BLD_new();
	BN_CTX *ctx = BN_CTX_new();
	BIGNUM *p, *q, *n = BN_new(), *e = BN_new(), *d, *phi = BN_new();
	EVP_PKEY *key;

	BN_CTX_start(ctx);
	p = prime_of(name, 1, bits / 2, ctx);
	q = prime_of(name, 2, bits / 2, ctx);
	BN_set_word(e, 65537);
	BN_mul(n, p, q, ctx);
	BN_sub(phi, n, p);
	BN_sub(phi, phi, q);
	BN_add_word(phi, 1);
	d = BN_mod_inverse(NULL, e, phi, ctx);
	OSSL_PARAM_BLD_push_BN(bld, OSSL_PKEY_PARAM_RSA_N, n);
	OSSL_PARAM_BLD_push_BN(bld, OSSL_PKEY_PARAM_RSA_E, e);
	OSSL_PARAM_BLD_push_BN(bld, OSSL_PKEY_PARAM_RSA_D, d);
	key = key_of("RSA", bld);
	BN_CTX_end(ctx);
	BN_CTX_free(ctx);
	BN_free(p);
	BN_free(q);
	BN_free(n);
	BN_free(e);
	BN_free(d);
	BN_free(phi);
	return key;
}

static EVP_PKEY *
new_key(const char *name)
{
	unsigned char seed[32];

	if (strncmp(name, "p256:", 5) == 0)
		return ec_key(name, NID_X9_62_prime256v1);
	if (strncmp(name, "p384:", 5) == 0)
		return ec_key(name, NID_secp384r1);
	if (strncmp(name, "rsa512:", 7) == 0)
		return rsa_key(name, 512);
	if (strncmp(name, "rsa1024:", 8) == 0)
		return rsa_key(name, 1024);
	if (strncmp(name, "rsa2048:", 8) == 0)
		return rsa_key(name, 2048);
	if (strncmp(name, "ed:", 3) != 0)
		spec_die("unknown kind of key", name);
	stretch(name, 0, seed, sizeof(seed));
	return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed,
	    sizeof(seed));
}

EVP_PKEY *
keys_get(const char *name)
{
	for (size_t i = 0; i < key_count; i++)
		if (strcmp(keys[i].name, name) == 0)
			return keys[i].key;
	if (key_count == KEYS_MAX)
		spec_die("too many keys", name);
	keys[key_count].name = strdup(name);
	keys[key_count].key = new_key(name);
	if (keys[key_count].name == NULL || keys[key_count].key == NULL)
		spec_die("cannot make a key", name);
	return keys[key_count++].key;
}
