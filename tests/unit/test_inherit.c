#include "chain/inherit.h"

#include <stdio.h>
#include <time.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/dsa.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "chain/chain.h"
#include "unit.h"

enum { DAY = 86400 };

/* p, q, g of the fixture's key; a key is a number below q. */
struct group {
	BIGNUM	*p, *q, *g;
	BN_CTX	*ctx;
};

static void
group_read(struct group *d)
{
	FILE *f = fopen("tests/fixtures/pki/dsa.key", "r");
	EVP_PKEY *key;

	ck_assert_ptr_nonnull(f);
	key = PEM_read_PrivateKey(f, NULL, NULL, NULL);
	fclose(f);
	d->p = d->q = d->g = NULL;
	d->ctx = BN_CTX_new();
	ck_assert(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_FFC_P, &d->p) &&
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_FFC_Q, &d->q) &&
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_FFC_G, &d->g));
	EVP_PKEY_free(key);
}

static void
group_clear(struct group *d)
{
	BN_free(d->p);
	BN_free(d->q);
	BN_free(d->g);
	BN_CTX_free(d->ctx);
}

static EVP_PKEY *
key_of(const struct group *d, const BIGNUM *g, unsigned long secret)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "DSA", NULL);
	OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
	BIGNUM *x = BN_new(), *y = BN_new();
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	BN_set_word(x, secret);
	BN_mod_exp(y, g, x, d->p, d->ctx);
	OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_FFC_P, d->p);
	OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_FFC_Q, d->q);
	OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_FFC_G, g);
	OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_PUB_KEY, y);
	OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_PRIV_KEY, x);
	params = OSSL_PARAM_BLD_to_param(b);
	ck_assert(EVP_PKEY_fromdata_init(ctx) == 1 &&
	    EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params) == 1);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(b);
	EVP_PKEY_CTX_free(ctx);
	BN_free(x);
	BN_free(y);
	return key;
}

/* What `key` makes of a group: one in which `secret` belongs to its public
 * half. Anybody can, who does not have to keep to a group. */
static BIGNUM *
false_generator(const struct group *d, EVP_PKEY *key, unsigned long secret)
{
	BIGNUM *g = BN_new(), *x = BN_new(), *y = NULL;

	BN_set_word(x, secret);
	ck_assert(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PUB_KEY, &y));
	ck_assert_ptr_nonnull(BN_mod_inverse(x, x, d->q, d->ctx));
	BN_mod_exp(g, y, x, d->p, d->ctx);
	BN_free(x);
	BN_free(y);
	return g;
}

/* ---- certificates ---- */

static void
drop_parameters(X509 *x)
{
	X509_PUBKEY *key = X509_get_X509_PUBKEY(x);
	const unsigned char *bits;
	int len;

	ck_assert_int_eq(X509_PUBKEY_get0_param(NULL, &bits, &len, NULL,
	    key), 1);
	ck_assert_int_eq(X509_PUBKEY_set0_param(key, OBJ_nid2obj(NID_dsa),
	    V_ASN1_UNDEF, NULL, OPENSSL_memdup(bits, (size_t)len), len), 1);
}

struct wanted {
	const char	*subject, *issuer;
	EVP_PKEY	*key, *by;
	bool		 whole;		/* with parameters */
	bool		 leaf;
};

static void
put_name(X509_NAME *name, const char *cn)
{
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
	    (const unsigned char *)cn, -1, -1, 0);
}

static struct cert *
issue(const struct wanted *w)
{
	static long serial;
	unsigned char *der = NULL;
	X509 *x = X509_new();
	struct err e = ERR_INIT;
	X509_EXTENSION *ext;
	struct cert *c;
	int len;

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
	put_name(X509_get_subject_name(x), w->subject);
	put_name(X509_get_issuer_name(x), w->issuer);
	X509_gmtime_adj(X509_getm_notBefore(x), -DAY);
	X509_gmtime_adj(X509_getm_notAfter(x), DAY);
	X509_set_pubkey(x, w->key);
	if (!w->whole)
		drop_parameters(x);
	if (!w->leaf) {
		ext = X509V3_EXT_conf_nid(NULL, NULL, NID_basic_constraints,
		    "critical,CA:TRUE");
		X509_add_ext(x, ext, -1);
		X509_EXTENSION_free(ext);
	}
	ck_assert_int_gt(X509_sign(x, w->by, EVP_sha256()), 0);
	len = i2d_X509(x, &der);
	c = cert_new(view_of(der, (size_t)len), &e);
	ASSERT_WORKS(c != NULL, &e);
	ck_assert(inherit_lacks_parameters(c) == !w->whole);
	OPENSSL_free(der);
	X509_free(x);
	return c;
}

/* Root, G and I as they are; the leaf is the last of `others`. */
static struct chain
judged(struct cert *const *own, struct cert *const *others, size_t n)
{
	struct chain_pool pool = CHAIN_POOL_INIT;
	struct chain_options o = { .when = time(NULL) };
	struct err e = ERR_INIT;
	struct chain c;

	for (size_t i = 0; i + 1 < n; i++)
		ASSERT_WORKS(chain_pool_add(&pool, others[i], CHAIN_KNOWN,
		    &e), &e);
	for (size_t i = 0; i < 3; i++)
		ASSERT_WORKS(chain_pool_add(&pool, own[i], i == 0 ?
		    CHAIN_TRUSTED : CHAIN_KNOWN, &e), &e);
	ASSERT_WORKS(chain_build(&pool, others[n - 1], &o, &c, &e), &e);
	chain_pool_clear(&pool);
	return c;
}

enum { KEYS = 4 };

struct pki {
	struct group	 d;
	EVP_PKEY	*keys[KEYS];
	struct cert	*own[3];
};

static void
pki_make(struct pki *k)
{
	group_read(&k->d);
	for (size_t i = 0; i < KEYS; i++)
		k->keys[i] = key_of(&k->d, k->d.g, 1000003 + i);
	k->own[0] = issue(&(struct wanted){ "R", "R", k->keys[0], k->keys[0],
	    .whole = true });
	k->own[1] = issue(&(struct wanted){ "G", "R", k->keys[1],
	    k->keys[0], .whole = false });
	k->own[2] = issue(&(struct wanted){ "I", "G", k->keys[2],
	    k->keys[1], .whole = false });
}

static void
pki_clear(struct pki *k)
{
	for (size_t i = 0; i < KEYS; i++)
		EVP_PKEY_free(k->keys[i]);
	for (size_t i = 0; i < 3; i++)
		cert_free(k->own[i]);
	group_clear(&k->d);
}

START_TEST(inherit_goes_down_a_path)
{
	struct cert *leaf;
	struct chain c;
	struct pki k;

	pki_make(&k);
	for (int whole = 0; whole < 2; whole++) {
		leaf = issue(&(struct wanted){ "L", "I", k.keys[3],
		    k.keys[2], .whole = whole != 0, .leaf = true });
		c = judged(k.own, &leaf, 1);
		ck_assert_uint_eq(c.faults, 0);
		ck_assert(c.valid);
		ck_assert_uint_eq(c.count, 4);
		cert_free(leaf);
	}
	pki_clear(&k);
}
END_TEST

START_TEST(inherit_makes_no_signature_good)
{
	struct cert *leaf;
	struct chain c;
	struct pki k;

	pki_make(&k);
	for (int whole = 0; whole < 2; whole++) {
		leaf = issue(&(struct wanted){ "L", "I", k.keys[3],
		    k.keys[3], .whole = whole != 0, .leaf = true });
		c = judged(k.own, &leaf, 1);
		ck_assert(!c.valid);
		cert_free(leaf);
	}
	pki_clear(&k);
}
END_TEST

/*
 * A CA of the name G with parameters of its own choice: with them the
 * attacker's number is the secret of I's key. What is found on the path through
 * it must not count on the path through the real G.
 */
START_TEST(inherit_stays_on_its_path)
{
	struct cert *others[3];
	EVP_PKEY *all, *false_i, *false_g;
	struct chain c;
	struct pki k;
	BIGNUM *g;

	pki_make(&k);
	g = false_generator(&k.d, k.keys[2], 77);
	all = key_of(&k.d, g, 55);
	false_g = key_of(&k.d, g, 66);
	false_i = key_of(&k.d, g, 77);
	others[0] = issue(&(struct wanted){ "A", "A", all, all,
	    .whole = true });
	others[1] = issue(&(struct wanted){ "G", "A", false_g, all,
	    .whole = false });
	for (int whole = 0; whole < 2; whole++) {
		others[2] = issue(&(struct wanted){ "L", "I", k.keys[3],
		    false_i, .whole = whole != 0, .leaf = true });
		c = judged(k.own, others, 3);
		ck_assert(!c.valid);
		cert_free(others[2]);
	}
	cert_free(others[0]);
	cert_free(others[1]);
	EVP_PKEY_free(all);
	EVP_PKEY_free(false_g);
	EVP_PKEY_free(false_i);
	BN_free(g);
	pki_clear(&k);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, inherit_goes_down_a_path);
	tcase_add_test(tc, inherit_makes_no_signature_good);
	tcase_add_test(tc, inherit_stays_on_its_path);
}

UNIT_MAIN("inherit", add)
