#include "formats/key/rsakey.h"

#include <inttypes.h>
#include <stddef.h>

#include <openssl/bn.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "asn1/schema.h"
#include "base/osslctx.h"
#include "formats/key/make.h"

/* In the order of RSAPrivateKey. */
static const struct part {
	const char	*path;
	const char	*name;
	size_t		 offset;
} parts[] = {
	{ "n",    "modulus n",		offsetof(struct rsa_numbers, n) },
	{ "e",    "public exponent e",	offsetof(struct rsa_numbers, e) },
	{ "d",    "private exponent d",	offsetof(struct rsa_numbers, d) },
	{ "p",    "prime p",		offsetof(struct rsa_numbers, p) },
	{ "q",    "prime q",		offsetof(struct rsa_numbers, q) },
	{ "dp",   "CRT exponent dp",	offsetof(struct rsa_numbers, dp) },
	{ "dq",   "CRT exponent dq",	offsetof(struct rsa_numbers, dq) },
	{ "qinv", "CRT coefficient qinv", offsetof(struct rsa_numbers, qinv) },
};

static struct view *
number(struct rsa_numbers *r, const struct part *part)
{
	return (struct view *)((char *)r + part->offset);
}

static struct view
number_of(const struct rsa_numbers *r, const struct part *part)
{
	return *(const struct view *)((const char *)r + part->offset);
}

/* Version 1 has more fields than our grammar: it is told apart before. */
static bool
check_version(struct view der, struct err *e)
{
	struct der d = der_open(der), seq;
	uint64_t version;
	struct tlv t;

	if (!der_enter(&d, DER_SEQUENCE, &seq) ||
	    !der_take(&seq, DER_INTEGER, &t))
		return err_set(e, ERR_INPUT, "truncated or malformed RSA private key (it "
		    "does not begin with a version)");
	if (!der_uint(t.body, &version) || version > 1)
		return err_set(e, ERR_VERSION, "RSA private key of an unknown "
		    "version, expected 0");
	if (version == 1)
		return err_set(e, ERR_UNSUPPORTED, "RSA private key of more "
		    "than two primes; only keys of two primes are supported");
	return true;
}

bool
rsakey_numbers(struct view der, struct rsa_numbers *r, struct err *e)
{
	struct asn a = ASN_INIT;
	bool ok = false;

	if (!check_version(der, e))
		return false;
	if (!asn_decode(&a, "RSAPrivateKey", der, "RSA private key", e))
		return false;
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		struct view body = asn_body(&a, parts[i].path);

		if (der_magnitude(body, number(r, &parts[i])))
			continue;
		err_set(e, ERR_INPUT, "%s of the RSA private key (offset %zu) "
		    "is negative or empty", parts[i].name,
		    asn_offset(&a, body));
		goto out;
	}
	ok = true;
 out:
	asn_clear(&a);
	return ok;
}

/* ---- do the numbers agree? ---- */

struct check {
	BN_CTX	*ctx;
	BIGNUM	*n, *e, *d, *p, *q, *dp, *dq, *qinv;
	BIGNUM	*p1, *q1;		/* p-1, q-1 */
	BIGNUM	*t;
};

static bool
rsa_failed(struct err *e)
{
	return osslctx_err(e, ERR_CRYPTO, "cannot check the RSA key");
}

/* Everything that is bounded or odd by definition, before any arithmetic. */
static bool
check_rsa_sizes(const struct rsa_numbers *r, const struct limits *limits,
    struct err *e)
{
	unsigned bits = der_magnitude_bits(r->n);

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		struct view v = number_of(r, &parts[i]);

		if (v.len == 0)
			return err_set(e, ERR_INPUT, "%s of the RSA key is "
			    "zero", parts[i].name);
		if (v.len > r->n.len)
			return err_set(e, ERR_INPUT, "%s of the RSA key has "
			    "%zu bytes, more than the %zu of the modulus",
			    parts[i].name, v.len, r->n.len);
	}
	if (!limit_check(limits, LIMIT_RSA_MAX, bits, "bits of an RSA modulus",
	    e))
		return false;
	if (bits < limit_of(limits, LIMIT_RSA_MIN))
		return err_set(e, ERR_LIMIT, "%u bits of an RSA modulus, less "
		    "than the limit of %" PRIu64 " (-limit %s=N lowers it)",
		    bits, limit_of(limits, LIMIT_RSA_MIN),
		    limit_name(LIMIT_RSA_MIN));
	return true;
}

static bool
load_rsa(struct check *c, const struct rsa_numbers *r)
{
	return (c->n = osslctx_number(c->ctx, r->n)) != NULL &&
	    (c->e = osslctx_number(c->ctx, r->e)) != NULL &&
	    (c->d = osslctx_number(c->ctx, r->d)) != NULL &&
	    (c->p = osslctx_number(c->ctx, r->p)) != NULL &&
	    (c->q = osslctx_number(c->ctx, r->q)) != NULL &&
	    (c->dp = osslctx_number(c->ctx, r->dp)) != NULL &&
	    (c->dq = osslctx_number(c->ctx, r->dq)) != NULL &&
	    (c->qinv = osslctx_number(c->ctx, r->qinv)) != NULL &&
	    (c->p1 = osslctx_number(c->ctx, r->p)) != NULL && BN_sub_word(c->p1, 1) &&
	    (c->q1 = osslctx_number(c->ctx, r->q)) != NULL && BN_sub_word(c->q1, 1) &&
	    (c->t = BN_CTX_get(c->ctx)) != NULL;
}

static bool
check_ranges(const struct check *c, struct err *e)
{
	if (!BN_is_odd(c->n))
		return err_set(e, ERR_INPUT, "modulus n of the RSA key is "
		    "even");
	if (!BN_is_odd(c->e) || BN_is_one(c->e))
		return err_set(e, ERR_INPUT, "public exponent e of the RSA key "
		    "is even or 1, expected an odd number from 3 up");
	if (BN_is_one(c->p) || BN_is_one(c->q))
		return err_set(e, ERR_INPUT, "a prime of the RSA key is 1");
	if (BN_cmp(c->e, c->n) >= 0 || BN_cmp(c->d, c->n) >= 0)
		return err_set(e, ERR_INPUT, "an exponent of the RSA key is "
		    "not below its modulus");
	if (BN_cmp(c->qinv, c->p) >= 0)
		return err_set(e, ERR_INPUT, "CRT coefficient qinv of the RSA "
		    "key is not below prime p");
	return true;
}

static bool
check_product(const struct check *c, struct err *e)
{
	if (!BN_mul(c->t, c->p, c->q, c->ctx))
		return rsa_failed(e);
	if (BN_cmp(c->t, c->n) != 0)
		return err_set(e, ERR_INPUT, "modulus n of the RSA key is not "
		    "the product of p and q");
	return true;
}

/* a * b = 1 mod m */
static bool
check_inverse(const struct check *c, const BIGNUM *a, const BIGNUM *b,
    const BIGNUM *m, const char *otherwise, struct err *e)
{
	if (!BN_mod_mul(c->t, a, b, m, c->ctx))
		return rsa_failed(e);
	if (!BN_is_one(c->t))
		return err_set(e, ERR_INPUT, "%s", otherwise);
	return true;
}

/* part = d mod m */
static bool
check_remainder(const struct check *c, const BIGNUM *part, const BIGNUM *m,
    const char *otherwise, struct err *e)
{
	if (!BN_mod(c->t, c->d, m, c->ctx))
		return rsa_failed(e);
	if (BN_cmp(c->t, part) != 0)
		return err_set(e, ERR_INPUT, "%s", otherwise);
	return true;
}

/* d is tested modulo p-1 and q-1, which holds for both habits: d modulo
 * (p-1)(q-1) and modulo their least common multiple. */
static bool
check_exponents(const struct check *c, struct err *e)
{
	return check_inverse(c, c->d, c->e, c->p1, "private exponent d of the "
	    "RSA key is not the inverse of e modulo p-1", e) &&
	    check_inverse(c, c->d, c->e, c->q1, "private exponent d of the "
	    "RSA key is not the inverse of e modulo q-1", e) &&
	    check_remainder(c, c->dp, c->p1, "CRT exponent dp of the RSA key "
	    "is not d modulo p-1", e) &&
	    check_remainder(c, c->dq, c->q1, "CRT exponent dq of the RSA key "
	    "is not d modulo q-1", e) &&
	    check_inverse(c, c->qinv, c->q, c->p, "CRT coefficient qinv of "
	    "the RSA key is not the inverse of q modulo p", e);
}

bool
rsakey_check(const struct rsa_numbers *r, const struct limits *limits,
    struct err *e)
{
	struct check c = { 0 };
	bool ok = false;

	if (!check_rsa_sizes(r, limits, e))
		return false;
	c.ctx = BN_CTX_new_ex(osslctx_lib());
	if (c.ctx == NULL)
		return rsa_failed(e);
	BN_CTX_start(c.ctx);
	if (!load_rsa(&c, r)) {
		rsa_failed(e);
		goto out;
	}
	ok = check_ranges(&c, e) && check_product(&c, e) &&
	    check_exponents(&c, e);
 out:
	BN_CTX_end(c.ctx);
	BN_CTX_free(c.ctx);	/* wipes the numbers it gave out */
	return ok;
}

/* ---- numbers -> key ---- */

static void
put_rsa_algorithm(struct bytes *b, struct view algorithm)
{
	size_t seq;

	if (algorithm.len != 0) {
		bytes_add_view(b, algorithm);
		return;
	}
	seq = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_RSA);
	der_put_null(b);
	der_end(b, seq);
}

struct key *
rsakey_make(const struct rsa_numbers *r, const struct limits *limits,
    struct err *e)
{
	return rsakey_make_as(r, view_of(NULL, 0), limits, e);
}

struct key *
rsakey_make_as(const struct rsa_numbers *r, struct view algorithm,
    const struct limits *limits, struct err *e)
{
	struct key_parts k = KEY_PARTS_INIT;
	size_t seq;

	if (!rsakey_check(r, limits, e))
		return NULL;
	put_rsa_algorithm(&k.algorithm, algorithm);
	seq = der_begin(&k.private_key, DER_SEQUENCE);
	der_put_uint(&k.private_key, 0);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		der_put_magnitude(&k.private_key, number_of(r, &parts[i]));
	der_end(&k.private_key, seq);
	seq = der_begin(&k.public_key, DER_SEQUENCE);
	der_put_magnitude(&k.public_key, r->n);
	der_put_magnitude(&k.public_key, r->e);
	der_end(&k.public_key, seq);
	return key_make(KEY_RSA, "RSA", der_magnitude_bits(r->n), &k, e);
}
