#include "cert/spki.h"

#include <limits.h>

#include <openssl/ec.h>
#include <openssl/objects.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "base/osslctx.h"

enum {
	POINT_MAX	= 1 + 2 * 72,	/* libcrypto's largest curve: 571 bits */
	PARAMS_MAX	= 4096,		/* a curve written out as numbers */
	CURVES_MAX	= 256,		/* libcrypto has 82 */
};

bool
spki_open(struct view whole, struct spki *s)
{
	struct der d = der_open(whole), seq, alg;
	struct tlv t;

	s->params = view_of(NULL, 0);
	if (!der_enter(&d, DER_SEQUENCE, &seq) || !der_end_reached(&d) ||
	    !der_enter(&seq, DER_SEQUENCE, &alg) ||
	    !der_take(&alg, DER_OID, &t))
		return false;
	s->oid = t.body;
	if (der_next(&alg, &t))
		s->params = t.whole;
	if (!der_end_reached(&alg) || !der_take(&seq, DER_BIT_STRING, &t) ||
	    !der_end_reached(&seq) || t.body.len < 2 || t.body.data[0] != 0)
		return false;
	s->bits = view_sub(t.body, 1, t.body.len - 1);
	return true;
}

bool
spki_rsa(struct view bits, struct view *n, struct view *exponent)
{
	struct der d = der_open(bits), seq;
	struct tlv t;

	return der_enter(&d, DER_SEQUENCE, &seq) && der_end_reached(&d) &&
	    der_take(&seq, DER_INTEGER, &t) && der_magnitude(t.body, n) &&
	    der_take(&seq, DER_INTEGER, &t) &&
	    der_magnitude(t.body, exponent) && der_end_reached(&seq);
}

static bool
put_rsa(const struct spki *p, struct bytes *out)
{
	size_t spki, alg, bits, key;
	struct view n, exponent;

	if (!spki_rsa(p->bits, &n, &exponent))
		return false;
	spki = der_begin(out, DER_SEQUENCE);
	alg = der_begin(out, DER_SEQUENCE);
	der_put_oid(out, OID_RSA);
	der_put_null(out);
	der_end(out, alg);
	bits = der_begin(out, DER_BIT_STRING);
	bytes_add_u8(out, 0);
	key = der_begin(out, DER_SEQUENCE);
	der_put_magnitude(out, n);
	der_put_magnitude(out, exponent);
	der_end(out, key);
	der_end(out, bits);
	der_end(out, spki);
	return true;
}

/* ---- EC ---- */

int
spki_curve(struct view oid)
{
	EC_builtin_curve all[CURVES_MAX];
	size_t count = EC_get_builtin_curves(all, COUNT_OF(all));

	for (size_t i = 0; i < count && i < COUNT_OF(all); i++) {
		const ASN1_OBJECT *name = OBJ_nid2obj(all[i].nid);

		if (view_equal(oid, view_of(OBJ_get0_data(name),
		    OBJ_length(name))))
			return all[i].nid;
	}
	return NID_undef;
}

static int
curve_of_params(struct view params)
{
	const unsigned char *p = params.data;
	int nid = NID_undef;
	EC_GROUP *group;

	if (params.len > PARAMS_MAX)
		return NID_undef;
	group = d2i_ECPKParameters(NULL, &p, (long)params.len);
	if (group != NULL)
		nid = EC_GROUP_get_curve_name(group);
	EC_GROUP_free(group);
	return nid;
}

/* Any form of point -> 04 X Y in buf; its length, 0 if it is malformed. */
static size_t
expand_point(int nid, struct view written, unsigned char buf[POINT_MAX])
{
	EC_GROUP *group;
	EC_POINT *point = NULL;
	size_t len = 0;

	group = EC_GROUP_new_by_curve_name_ex(osslctx_lib(), NULL, nid);
	if (group != NULL)
		point = EC_POINT_new(group);
	if (point != NULL && EC_POINT_oct2point(group, point, written.data,
	    written.len, NULL) == 1)
		len = EC_POINT_point2oct(group, point,
		    POINT_CONVERSION_UNCOMPRESSED, buf, POINT_MAX, NULL);
	EC_POINT_free(point);
	EC_GROUP_free(group);
	return len;
}

/* Only lack of memory matters among libcrypto's errors: it would give the key
 * another name. */
static bool
had_memory(struct err *e)
{
	struct err why = ERR_INIT;

	osslctx_err(&why, ERR_CRYPTO, "no curve");
	return why.code != ERR_MEMORY || err_memory(e);
}

static void
put_ec(struct view curve, struct view point, struct bytes *out)
{
	size_t spki = der_begin(out, DER_SEQUENCE);
	size_t alg = der_begin(out, DER_SEQUENCE);

	der_put_oid(out, OID_EC);
	der_put(out, DER_OID, curve);
	der_end(out, alg);
	der_put_bits(out, point);
	der_end(out, spki);
}

/* The forms that need libcrypto. */
static bool
put_ec_other(const struct spki *p, bool *done, struct bytes *out,
    struct err *e)
{
	struct der d = der_open(p->params);
	unsigned char buf[POINT_MAX];
	const ASN1_OBJECT *name;
	struct tlv t;
	size_t len;
	int nid;

	/* May be the first use of libcrypto. */
	if (!osslctx_start(e))
		return false;
	nid = der_take(&d, DER_OID, &t) ? spki_curve(t.body) :
	    curve_of_params(p->params);
	if (nid == NID_undef)
		return had_memory(e);
	len = expand_point(nid, p->bits, buf);
	if (len == 0)
		return had_memory(e);
	name = OBJ_nid2obj(nid);
	put_ec(view_of(OBJ_get0_data(name), OBJ_length(name)),
	    view_of(buf, len), out);
	*done = true;
	return true;
}

/* The usual form, a named curve and an uncompressed point, needs no
 * arithmetic. */
static bool
put_ec_plain(const struct spki *p, struct bytes *out)
{
	struct der d = der_open(p->params);
	struct tlv t;

	if (p->bits.data[0] != 0x04 || !der_take(&d, DER_OID, &t))
		return false;
	put_ec(t.body, p->bits, out);
	return true;
}

bool
spki_canonical(struct view spki, struct bytes *out, struct err *e)
{
	bool done = false;
	struct spki p;

	if (!spki_open(spki, &p))
		;
	else if (der_oid_is(p.oid, OID_RSA) ||
	    der_oid_is(p.oid, OID_X500_RSA) ||
	    der_oid_is(p.oid, OID_RSA_OAEP) || der_oid_is(p.oid, OID_RSA_PSS))
		done = put_rsa(&p, out);
	else if (der_oid_is(p.oid, OID_EC) && p.params.len != 0) {
		done = put_ec_plain(&p, out);
		if (!done && p.params.data[0] != DER_NULL &&
		    !put_ec_other(&p, &done, out, e))
			return false;
	}
	if (!done)
		bytes_add_view(out, spki);
	return bytes_ok(out, e);
}
