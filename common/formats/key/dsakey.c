#include "formats/key/dsakey.h"

#include <openssl/bn.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "base/osslctx.h"
#include "formats/key/make.h"
#include "formats/key/pkcs8.h"

/* libcrypto refuses a larger p, and none is a q outside 160 to 256 bits;
 * the room around that costs nothing, as both bound the two powers below. */
enum {
	P_BITS_MIN	= 512,
	P_BITS_MAX	= 10000,
	Q_BITS_MIN	= 128,
	Q_BITS_MAX	= 512,
};

struct dsa_check {
	BN_CTX	*ctx;
	BIGNUM	*p, *q, *g, *x, *y;
	BIGNUM	*t, *r;
};

static bool
dsa_failed(struct err *e)
{
	return osslctx_err(e, ERR_CRYPTO, "cannot check the DSA key");
}

static bool
load_dsa(struct dsa_check *c, const struct dsa_numbers *d)
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
check_dsa_sizes(const struct dsa_check *c, struct err *e)
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
check_group(const struct dsa_check *c, struct err *e)
{
	if (!BN_mod(c->t, c->p, c->q, c->ctx))
		return dsa_failed(e);
	if (!BN_is_one(c->t))
		return err_set(e, ERR_INPUT, "prime q of the DSA key does not "
		    "divide p-1");
	if (!BN_mod_exp_mont(c->t, c->g, c->q, c->p, c->ctx, NULL))
		return dsa_failed(e);
	if (!BN_is_one(c->t))
		return err_set(e, ERR_INPUT, "generator g of the DSA key is "
		    "not of order q");
	return true;
}

/* c->r = g^x mod p */
static bool
raise_to_x(const struct dsa_check *c, struct err *e)
{
	if (!BN_mod_exp_mont_consttime(c->r, c->g, c->x, c->p, c->ctx, NULL))
		return dsa_failed(e);
	return true;
}

static bool
begin_check(struct dsa_check *c, const struct dsa_numbers *d, struct err *e)
{
	if (!check_lengths(d, e))
		return false;
	c->ctx = BN_CTX_new_ex(osslctx_lib());
	if (c->ctx == NULL)
		return dsa_failed(e);
	BN_CTX_start(c->ctx);
	if (!load_dsa(c, d))
		return dsa_failed(e);
	return check_dsa_sizes(c, e);
}

static void
end_check(struct dsa_check *c)
{
	if (c->ctx != NULL)
		BN_CTX_end(c->ctx);
	BN_CTX_free(c->ctx);	/* wipes the numbers it gave out */
}

/* Append y; one that was given must be the same. */
static bool
check_dsa(const struct dsa_numbers *d, struct bytes *y, struct err *e)
{
	struct dsa_check c = { 0 };
	unsigned char *room;
	bool ok = false;

	if (!begin_check(&c, d, e) || !check_group(&c, e) ||
	    !raise_to_x(&c, e))
		goto out;
	if (d->y.data != NULL && BN_cmp(c.r, c.y) != 0) {
		err_set(e, ERR_INPUT, "public key y of the DSA key is not g^x "
		    "mod p");
		goto out;
	}
	room = bytes_reserve(y, (size_t)BN_num_bytes(c.r));
	if (room != NULL)
		y->len += (size_t)BN_bn2bin(c.r, room);
	ok = bytes_ok(y, e);
 out:
	end_check(&c);
	return ok;
}

static void
put_dsa_algorithm(struct bytes *b, const struct dsa_numbers *d)
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

struct key *
dsakey_make(const struct dsa_numbers *d, struct err *e)
{
	struct key_parts parts = KEY_PARTS_INIT;
	struct bytes y = BYTES_INIT;
	struct key *k = NULL;

	if (check_dsa(d, &y, e)) {
		put_dsa_algorithm(&parts.algorithm, d);
		der_put_magnitude(&parts.private_key, d->x);
		der_put_magnitude(&parts.public_key, view_bytes(&y));
		k = key_make(KEY_DSA, "DSA", der_magnitude_bits(d->p), &parts,
		    e);
	}
	bytes_clear(&y);
	return k;
}

/* ---- key -> numbers ---- */

bool
dsakey_params(struct der *d, struct dsa_numbers *n)
{
	struct der params;

	return der_enter(d, DER_SEQUENCE, &params) &&
	    der_take_magnitude(&params, &n->p) &&
	    der_take_magnitude(&params, &n->q) &&
	    der_take_magnitude(&params, &n->g) && der_end_reached(&params);
}

/* The structures are our own, written by dsakey_make(). */
static bool
open_dsa(const struct key *k, struct dsa_numbers *d)
{
	struct err ignored = ERR_INIT;
	struct view params, octets;
	struct der p, x;

	if (!pkcs8_parts(k, &params, &octets, &ignored))
		return false;
	p = der_open(params);
	x = der_open(octets);
	return dsakey_params(&p, d) && der_take_magnitude(&x, &d->x);
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
	return der_take_magnitude(&bits, y);
}

bool
dsakey_numbers(const struct key *k, struct dsa_numbers *d, struct bytes *y,
    struct err *e)
{
	struct view public;

	if (k->algorithm != KEY_DSA || !open_dsa(k, d) ||
	    !open_public(view_bytes(&k->spki), &public))
		return err_set(e, ERR_UNSUPPORTED, "%s key where a DSA key is "
		    "needed", k->algorithm_name);
	if (!bytes_set(y, public, e))
		return false;
	d->y = view_bytes(y);
	return true;
}
