/* keys.c - the keys of the fixtures, and what they sign */

#include "forge.h"

#include <stdio.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "asn1/oids.h"

static EVP_PKEY *keys[FORGE_KEY_COUNT];

static EVP_PKEY *
read_key(const char *fixtures, const char *name)
{
	char path[4096];
	EVP_PKEY *key;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", fixtures, name);
	f = fopen(path, "r");
	FORGE(f != NULL);
	key = PEM_read_PrivateKey(f, NULL, NULL, NULL);
	if (key == NULL) {
		rewind(f);
		key = d2i_PrivateKey_fp(f, NULL);
	}
	fclose(f);
	FORGE(key != NULL);
	return key;
}

/* Of a modulus of the fixtures: with an exponent of 1 every signature is its
 * own message, and with 3 nobody needs the key who finds a cube. */
static EVP_PKEY *
with_exponent(EVP_PKEY *from, BN_ULONG exponent)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
	BIGNUM *n = NULL, *e = BN_new();
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	FORGE(EVP_PKEY_get_bn_param(from, OSSL_PKEY_PARAM_RSA_N, &n) == 1);
	FORGE(BN_set_word(e, exponent) == 1);
	OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_N, n);
	OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_E, e);
	params = OSSL_PARAM_BLD_to_param(b);
	FORGE(EVP_PKEY_fromdata_init(ctx) == 1);
	FORGE(EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) == 1);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(b);
	BN_free(n);
	BN_free(e);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

void
forge_keys_load(const char *fixtures)
{
	static const char *const names[FORGE_KEY_COUNT] = {
		[FORGE_KEY_ROOT] = "pki/root.key", [FORGE_KEY_CA] = "pki/ca.key",
		[FORGE_KEY_LEAF] = "pki/leaf.key", [FORGE_KEY_TSA] = "signed/stamper.key",
		[FORGE_KEY_OTHER] = "pki/other.key", [FORGE_KEY_RSA512] = "keys/rsa512.p8",
		[FORGE_KEY_RSA1031] = "keys/rsa1031.p8", [FORGE_KEY_EC] = "pki/ec.key",
		[FORGE_KEY_EC_EXPLICIT] = "keys/ec-explicit.p8",
	};

	for (size_t i = 0; i < FORGE_KEY_COUNT; i++)
		if (names[i] != NULL)
			keys[i] = read_key(fixtures, names[i]);
	keys[FORGE_KEY_EC112] = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "secp112r1");
	keys[FORGE_KEY_E1] = with_exponent(keys[FORGE_KEY_OTHER], 1);
	keys[FORGE_KEY_E3] = with_exponent(keys[FORGE_KEY_OTHER], 3);
	keys[FORGE_KEY_RSA1023] = EVP_PKEY_Q_keygen(NULL, NULL, "RSA",
	    (size_t)1023);
	keys[FORGE_KEY_RSA1024] = EVP_PKEY_Q_keygen(NULL, NULL, "RSA",
	    (size_t)1024);
}

EVP_PKEY *
forge_key(enum forge_key which)
{
	FORGE(keys[which] != NULL);
	return keys[which];
}

void
forge_put_spki(struct bytes *out, enum forge_key which)
{
	unsigned char *der = NULL;
	int len = i2d_PUBKEY(forge_key(which), &der);

	FORGE(len > 0);
	bytes_add(out, der, (size_t)len);
	OPENSSL_free(der);
}

/* ---- algorithms ---- */

#define OID_RSA_SHA256	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"
#define OID_RSA_SHA1	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05"
#define OID_RSA_MD5	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04"
#define OID_OIW_MD5	"\x2b\x0e\x03\x02\x03"
#define OID_ECDSA	"\x2a\x86\x48\xce\x3d\x04\x03\x02"
#define OID_MGF1	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08"
#define OID_MD5_	"\x2a\x86\x48\x86\xf7\x0d\x02\x05"

const char *
forge_digest_of(enum forge_alg alg)
{
	switch (alg) {
	case ALG_RSA_SHA1:	return "SHA1";
	case ALG_RSA_MD5:
	case ALG_OIW_MD5:
	case ALG_PSS_MD5:	return "MD5";
	default:		return "SHA256";
	}
}

static void
put_digest_algorithm(struct bytes *out, bool md5)
{
	size_t mark = der_begin(out, DER_SEQUENCE);

	if (md5)
		der_put_oid(out, OID_MD5_);
	else
		der_put_oid(out, OID_SHA256);
	der_put_null(out);
	der_end(out, mark);
}

/* RSASSA-PSS-params, with a salt as long as the digest. */
static void
put_pss_parameters(struct bytes *out, bool md5, bool mask_md5)
{
	size_t params = der_begin(out, DER_SEQUENCE);
	size_t hash = der_begin(out, DER_CONTEXT(0)), mask, mgf, salt;

	put_digest_algorithm(out, md5);
	der_end(out, hash);
	mask = der_begin(out, DER_CONTEXT(1));
	mgf = der_begin(out, DER_SEQUENCE);
	der_put_oid(out, OID_MGF1);
	put_digest_algorithm(out, mask_md5);
	der_end(out, mgf);
	der_end(out, mask);
	salt = der_begin(out, DER_CONTEXT(2));
	der_put_uint(out, md5 ? 16 : 32);
	der_end(out, salt);
	der_end(out, params);
}

static bool
is_pss(enum forge_alg alg)
{
	return alg == ALG_PSS_SHA256 || alg == ALG_PSS_MD5 ||
	    alg == ALG_PSS_MASK_MD5;
}

void
forge_put_algorithm(struct bytes *out, enum forge_alg alg)
{
	size_t mark = der_begin(out, DER_SEQUENCE);

	switch (alg) {
	case ALG_RSA_SHA256:	der_put_oid(out, OID_RSA_SHA256); break;
	case ALG_RSA_SHA1:	der_put_oid(out, OID_RSA_SHA1); break;
	case ALG_RSA_MD5:	der_put_oid(out, OID_RSA_MD5); break;
	case ALG_OIW_MD5:	der_put_oid(out, OID_OIW_MD5); break;
	case ALG_ECDSA_SHA256:	der_put_oid(out, OID_ECDSA); break;
	default:		der_put_oid(out, OID_RSA_PSS); break;
	}
	if (is_pss(alg))
		put_pss_parameters(out, alg == ALG_PSS_MD5,
		    alg != ALG_PSS_SHA256);
	else if (alg != ALG_ECDSA_SHA256)
		der_put_null(out);
	der_end(out, mark);
}

/* ---- signing ---- */

static const unsigned char digest_info[] = {
	0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
	0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
};

/* PKCS#1's padding of `fill` octets, SHA-256's DigestInfo and the digest. */
static void
put_padded(struct bytes *out, size_t fill, struct view content)
{
	bytes_add(out, "\0\1", 2);
	for (size_t i = 0; i < fill; i++)
		bytes_add_u8(out, 0xff);
	bytes_add_u8(out, 0);
	bytes_add(out, digest_info, sizeof(digest_info));
	forge_hash(out, "SHA256", content);
}

enum { PADDED_MIN = 3 + sizeof(digest_info) + 32 };

/* With an exponent of 1 the padded digest is the signature. */
static void
sign_with_one(struct bytes *out, struct view content)
{
	const size_t size = (size_t)EVP_PKEY_get_size(keys[FORGE_KEY_E1]);

	put_padded(out, size - PADDED_MIN, content);
}

/* What follows the digest, of a modulus of 2048 bits. */
enum { TAIL_BITS = 2048 - 8 * (PADDED_MIN + 8) };

/* The largest whose cube is not above n, bit by bit. */
static void
find_cube_root(BIGNUM *root, const BIGNUM *n)
{
	BN_CTX *ctx = BN_CTX_new();
	BIGNUM *cube = BN_new(), *begin = BN_new();

	FORGE(ctx != NULL && cube != NULL && begin != NULL);
	for (int bit = BN_num_bits(n) / 3 + 1; bit >= 0; bit--) {
		FORGE(BN_set_bit(root, bit) == 1 &&
		    BN_sqr(cube, root, ctx) == 1 &&
		    BN_mul(cube, cube, root, ctx) == 1);
		if (BN_cmp(cube, n) > 0)
			FORGE(BN_clear_bit(root, bit) == 1);
	}
	/* It begins as n does, or nobody would be taken in. */
	FORGE(BN_sqr(cube, root, ctx) == 1 &&
	    BN_mul(cube, cube, root, ctx) == 1 &&
	    BN_rshift(cube, cube, TAIL_BITS) == 1 &&
	    BN_rshift(begin, n, TAIL_BITS) == 1 && BN_cmp(cube, begin) == 0);
	BN_free(begin);
	BN_free(cube);
	BN_CTX_free(ctx);
}

/* Bleichenbacher, 2006: eight octets of padding, the digest, and behind it
 * whatever makes a cube. */
static void
sign_with_three(struct bytes *out, struct view content)
{
	const size_t size = (size_t)EVP_PKEY_get_size(keys[FORGE_KEY_E3]);
	struct bytes wanted = BYTES_INIT;
	unsigned char signature[1024];
	BIGNUM *root = BN_new(), *n;

	put_padded(&wanted, 8, content);
	while (wanted.len < size)
		bytes_add_u8(&wanted, 0xff);
	n = BN_bin2bn(wanted.data, (int)wanted.len, NULL);
	FORGE(root != NULL && n != NULL);
	BN_zero(root);
	find_cube_root(root, n);
	FORGE(BN_bn2binpad(root, signature, (int)size) == (int)size);
	bytes_add(out, signature, size);
	BN_free(n);
	BN_free(root);
	bytes_clear(&wanted);
}

static void
sign_as_owner(struct bytes *out, enum forge_key key, enum forge_alg alg,
    struct view content)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *params = NULL;
	unsigned char signature[1024];
	size_t len = sizeof(signature);

	FORGE(EVP_DigestSignInit_ex(ctx, &params, forge_digest_of(alg), NULL,
	    NULL, forge_key(key), NULL) == 1);
	if (is_pss(alg))
		FORGE(EVP_PKEY_CTX_set_rsa_padding(params,
		    RSA_PKCS1_PSS_PADDING) == 1 &&
		    EVP_PKEY_CTX_set_rsa_pss_saltlen(params,
		    RSA_PSS_SALTLEN_DIGEST) == 1 &&
		    EVP_PKEY_CTX_set_rsa_mgf1_md_name(params,
		    alg == ALG_PSS_SHA256 ? "SHA256" : "MD5", NULL) == 1);
	FORGE(EVP_DigestSign(ctx, signature, &len, content.data,
	    content.len) == 1);
	EVP_MD_CTX_free(ctx);
	bytes_add(out, signature, len);
}

void
forge_sign(struct bytes *out, enum forge_key key, enum forge_alg alg,
    struct view content)
{
	if (key == FORGE_KEY_E1)
		sign_with_one(out, content);
	else if (key == FORGE_KEY_E3)
		sign_with_three(out, content);
	else
		sign_as_owner(out, key, alg, content);
}

void
forge_sign_bare(struct bytes *out, enum forge_key key, const char *digest,
    struct view content)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(forge_key(key), NULL);
	unsigned char signature[1024];
	size_t len = sizeof(signature);
	struct bytes hash = BYTES_INIT;

	forge_hash(&hash, digest, content);
	FORGE(EVP_PKEY_sign_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) == 1 &&
	    EVP_PKEY_sign(ctx, signature, &len, hash.data, hash.len) == 1);
	bytes_add(out, signature, len);
	bytes_clear(&hash);
	EVP_PKEY_CTX_free(ctx);
}

void
forge_hash(struct bytes *out, const char *digest, struct view content)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	size_t len = 0;

	FORGE(EVP_Q_digest(NULL, digest, NULL, content.data, content.len,
	    hash, &len) == 1);
	bytes_add(out, hash, len);
}

void
forge_second_form(struct bytes *signature)
{
	const unsigned char *p = signature->data;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &p, (long)signature->len);
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
	unsigned char *der = NULL;
	const BIGNUM *r, *s;
	BIGNUM *other = BN_new();
	int len;

	FORGE(sig != NULL && group != NULL);
	ECDSA_SIG_get0(sig, &r, &s);
	FORGE(BN_sub(other, EC_GROUP_get0_order(group), s) == 1);
	FORGE(ECDSA_SIG_set0(sig, BN_dup(r), other) == 1);
	len = i2d_ECDSA_SIG(sig, &der);
	FORGE(len > 0);
	bytes_truncate(signature, 0);
	bytes_add(signature, der, (size_t)len);
	OPENSSL_free(der);
	ECDSA_SIG_free(sig);
	EC_GROUP_free(group);
}
