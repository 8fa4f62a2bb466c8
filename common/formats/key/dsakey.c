#include "formats/key/dsakey.h"

#include <stdio.h>

#include <openssl/bn.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "base/osslctx.h"

/* libcrypto refuses a larger p, and nobody made a q outside 160 to 256 bits;
 * the room around that costs nothing, as both bound the two powers below. */
enum {
	P_BITS_MIN	= 512,
	P_BITS_MAX	= 10000,
	Q_BITS_MIN	= 128,
	Q_BITS_MAX	= 512,
};

struct check {
	BN_CTX	*ctx;
	BIGNUM	*p, *q, *g, *x, *y;
	BIGNUM	*t, *r;
};

static bool
failed(struct err *e)
{
	return osslctx_err(e, ERR_CRYPTO, "cannot check the DSA key");
}

static bool
load_all(struct check *c, const struct dsa_numbers *d)
{
	return (c->p = osslctx_number(c->ctx, d->p)) != NULL &&
	    (c->q = osslctx_number(c->ctx, d->q)) != NULL &&
	    (c->g = osslctx_number(c->ctx, d->g)) != NULL &&
	    (c->x = osslctx_number(c->ctx, d->x)) != NULL &&
	    (c->y = osslctx_number(c->ctx, d->y)) != NULL &&
	    (c->t = BN_CTX_get(c->ctx)) != NULL &&
	    (c->r = BN_CTX_get(c->ctx)) != NULL;
}

/* Bytes first: nothing is turned into a number that could not be one. */
static bool
check_lengths(const struct dsa_numbers *d, struct err *e)
{
	const struct view all[] = { d->p, d->q, d->g, d->x, d->y };

	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (all[i].len > (P_BITS_MAX + 7) / 8)
			return err_set(e, ERR_LIMIT, "a number of the DSA key "
			    "has %zu bytes, at most %d bits are accepted",
			    all[i].len, P_BITS_MAX);
	return true;
}

static bool
check_sizes(const struct check *c, struct err *e)
{
	int p = BN_num_bits(c->p), q = BN_num_bits(c->q);

	if (p < P_BITS_MIN || p > P_BITS_MAX)
		return err_set(e, ERR_LIMIT, "DSA prime p of %d bits, accepted "
		    "are %d to %d", p, P_BITS_MIN, P_BITS_MAX);
	if (q < Q_BITS_MIN || q > Q_BITS_MAX || q >= p)
		return err_set(e, ERR_INPUT, "DSA prime q of %d bits, expected "
		    "160, 224 or 256", q);
	if (!BN_is_odd(c->p) || !BN_is_odd(c->q))
		return err_set(e, ERR_INPUT, "a prime of the DSA key is even");
	if (BN_is_zero(c->g) || BN_is_one(c->g) || BN_cmp(c->g, c->p) >= 0)
		return err_set(e, ERR_INPUT, "generator g of the DSA key is "
		    "not between 1 and p");
	if (BN_is_zero(c->x) || BN_cmp(c->x, c->q) >= 0)
		return err_set(e, ERR_INPUT, "private key x of the DSA key is "
		    "not between 0 and q");
	return true;
}

/* q divides p-1, and g generates the group of order q. */
static bool
check_group(const struct check *c, struct err *e)
{
	if (!BN_mod(c->t, c->p, c->q, c->ctx))
		return failed(e);
	if (!BN_is_one(c->t))
		return err_set(e, ERR_INPUT, "prime q of the DSA key does not "
		    "divide p-1");
	if (!BN_mod_exp_mont(c->t, c->g, c->q, c->p, c->ctx, NULL))
		return failed(e);
	if (!BN_is_one(c->t))
		return err_set(e, ERR_INPUT, "generator g of the DSA key is "
		    "not of order q");
	return true;
}

/* c->r = g^x mod p */
static bool
raise_to_x(const struct check *c, struct err *e)
{
	if (!BN_mod_exp_mont_consttime(c->r, c->g, c->x, c->p, c->ctx, NULL))
		return failed(e);
	return true;
}

static bool
begin(struct check *c, const struct dsa_numbers *d, struct err *e)
{
	if (!check_lengths(d, e))
		return false;
	c->ctx = BN_CTX_new_ex(osslctx_lib());
	if (c->ctx == NULL)
		return failed(e);
	BN_CTX_start(c->ctx);
	if (!load_all(c, d))
		return failed(e);
	return check_sizes(c, e);
}

static void
end(struct check *c)
{
	if (c->ctx != NULL)
		BN_CTX_end(c->ctx);
	BN_CTX_free(c->ctx);	/* wipes the numbers it gave out */
}

bool
dsakey_check(const struct dsa_numbers *d, struct err *e)
{
	struct check c = { 0 };
	bool ok = false;

	if (!begin(&c, d, e) || !check_group(&c, e) || !raise_to_x(&c, e))
		goto out;
	if (BN_cmp(c.r, c.y) != 0) {
		err_set(e, ERR_INPUT, "public key y of the DSA key is not g^x "
		    "mod p");
		goto out;
	}
	ok = true;
 out:
	end(&c);
	return ok;
}

bool
dsakey_public(const struct dsa_numbers *d, struct bytes *y, struct err *e)
{
	struct dsa_numbers given = *d;
	struct check c = { 0 };
	unsigned char *room;
	bool ok = false;
	size_t len;

	bytes_clear(y);
	given.y = view_of(NULL, 0);
	if (!begin(&c, &given, e) || !raise_to_x(&c, e))
		goto out;
	len = (size_t)BN_num_bytes(c.r);
	room = bytes_reserve(y, len);
	if (room != NULL)
		y->len += (size_t)BN_bn2bin(c.r, room);
	ok = bytes_ok(y, e);
 out:
	end(&c);
	return ok;
}

/* ---- numbers -> key ---- */

static void
put_algorithm(struct bytes *b, const struct dsa_numbers *d)
{
	size_t seq, params;

	seq = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_DSA);
	params = der_begin(b, DER_SEQUENCE);
	der_put_magnitude(b, d->p);
	der_put_magnitude(b, d->q);
	der_put_magnitude(b, d->g);
	der_end(b, params);
	der_end(b, seq);
}

static void
put_private(struct bytes *b, const struct dsa_numbers *d)
{
	size_t info, octets;

	info = der_begin(b, DER_SEQUENCE);
	der_put_uint(b, 0);
	put_algorithm(b, d);
	octets = der_begin(b, DER_OCTET_STRING);
	der_put_magnitude(b, d->x);
	der_end(b, octets);
	der_end(b, info);
}

static void
put_public(struct bytes *b, const struct dsa_numbers *d)
{
	size_t info, bits;

	info = der_begin(b, DER_SEQUENCE);
	put_algorithm(b, d);
	bits = der_begin(b, DER_BIT_STRING);
	bytes_add_u8(b, 0);
	der_put_magnitude(b, d->y);
	der_end(b, bits);
	der_end(b, info);
}

static unsigned
bits_of(struct view v)
{
	while (v.len > 0 && v.data[0] == 0)
		v = view_sub(v, 1, v.len - 1);
	if (v.len == 0)
		return 0;
	return (unsigned)v.len * 8 -
	    ((unsigned)__builtin_clz((unsigned)v.data[0]) - 24);
}

struct key *
dsakey_make(const struct dsa_numbers *d, struct err *e)
{
	struct bytes private = BYTES_INIT;
	struct key *k = NULL;

	if (!dsakey_check(d, e) || (k = key_new(e)) == NULL)
		return NULL;
	put_private(&private, d);
	put_public(&k->spki, d);
	if (!bytes_ok(&private, e) || !bytes_ok(&k->spki, e) ||
	    !secret_set(&k->pkcs8, view_bytes(&private), e)) {
		key_free(k);
		k = NULL;
		goto out;
	}
	k->algorithm = KEY_DSA;
	snprintf(k->algorithm_name, sizeof(k->algorithm_name), "DSA");
	k->bits = bits_of(d->p);
 out:
	bytes_clear(&private);
	return k;
}

/* ---- key -> numbers ---- */

static bool
take_magnitude(struct der *d, struct view *m)
{
	struct tlv t;

	return der_take(d, DER_INTEGER, &t) && der_magnitude(t.body, m);
}

/* The structures are our own, written by dsakey_make(). */
static bool
open_private(struct view pkcs8, struct dsa_numbers *d)
{
	struct der top = der_open(pkcs8), info, alg, params, octets;
	struct tlv t;

	return der_enter(&top, DER_SEQUENCE, &info) &&
	    der_take(&info, DER_INTEGER, &t) &&
	    der_enter(&info, DER_SEQUENCE, &alg) &&
	    der_take(&alg, DER_OID, &t) &&
	    der_enter(&alg, DER_SEQUENCE, &params) &&
	    take_magnitude(&params, &d->p) &&
	    take_magnitude(&params, &d->q) &&
	    take_magnitude(&params, &d->g) &&
	    der_enter(&info, DER_OCTET_STRING, &octets) &&
	    take_magnitude(&octets, &d->x);
}

static bool
open_public(struct view spki, struct view *y)
{
	struct der top = der_open(spki), info, bits;
	struct tlv t;

	if (!der_enter(&top, DER_SEQUENCE, &info) ||
	    !der_take(&info, DER_SEQUENCE, &t) ||
	    !der_take(&info, DER_BIT_STRING, &t) || t.body.len == 0)
		return false;
	bits = der_open(view_sub(t.body, 1, t.body.len - 1));
	return take_magnitude(&bits, y);
}

bool
dsakey_numbers(const struct key *k, struct dsa_numbers *d, struct bytes *y,
    struct err *e)
{
	struct view public;

	if (k->algorithm != KEY_DSA ||
	    !open_private(secret_view(&k->pkcs8), d) ||
	    !open_public(view_bytes(&k->spki), &public))
		return err_set(e, ERR_UNSUPPORTED, "%s key where a DSA key is "
		    "needed", k->algorithm_name);
	if (!bytes_set(y, public, e))
		return false;
	d->y = view_bytes(y);
	return true;
}
