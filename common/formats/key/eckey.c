#include "formats/key/eckey.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/objects.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "asn1/schema.h"
#include "base/osslctx.h"
#include "cert/spki.h"
#include "formats/key/make.h"

enum {
	POINT_MAX	= 1 + 2 * 72,	/* uncompressed, libcrypto's largest
					   curve (571 bits) */
};

/* A BIT STRING, without its octet of unused bits. */
static bool
open_point(struct view element, struct view *point, struct err *e)
{
	struct der d = der_open(element);
	struct tlv t;

	if (!der_take(&d, DER_BIT_STRING, &t) || t.body.len < 2 ||
	    t.body.data[0] != 0)
		return err_set(e, ERR_INPUT, "public point of the EC private "
		    "key is empty or not of whole bytes");
	*point = view_sub(t.body, 1, t.body.len - 1);
	return true;
}

bool
eckey_numbers(struct view der, struct ec_numbers *n, struct err *e)
{
	struct view none = VIEW_INIT, point;
	struct asn a = ASN_INIT;
	uint64_t version;
	bool ok = false;

	n->params = n->x = n->point = none;
	if (!asn_decode(&a, "ECPrivateKey", der, "EC private key", e))
		return false;
	if (!asn_uint(&a, "version", &version) || version != 1) {
		err_set(e, ERR_VERSION, "EC private key of an unknown "
		    "version, expected 1");
		goto out;
	}
	n->x = asn_body(&a, "privateKey");
	/* The content of an EXPLICIT tag is the element inside. */
	n->params = asn_body(&a, "parameters");
	point = asn_body(&a, "publicKey");
	ok = point.len == 0 || open_point(point, &n->point, e);
 out:
	asn_clear(&a);
	return ok;
}

/* ---- curves ---- */

static bool
ec_failed(struct err *e)
{
	return osslctx_err(e, ERR_CRYPTO, "cannot compute the EC public key");
}

static int
curve_of_numbers(struct view params, struct err *e)
{
	const unsigned char *p = params.data;
	int nid = NID_undef;
	EC_GROUP *group;

	group = d2i_ECPKParameters(NULL, &p, (long)params.len);
	if (group != NULL)
		nid = EC_GROUP_get_curve_name(group);
	EC_GROUP_free(group);
	if (nid == NID_undef)
		osslctx_err(e, ERR_UNSUPPORTED, "EC key on a curve of numbers "
		    "that belong to none of libcrypto's");
	return nid;
}

/* NID_undef with a sentence when it is none. */
static int
curve_of(struct view params, struct err *e)
{
	struct der d = der_open(params);
	struct tlv name;
	int nid;

	if (!der_take(&d, DER_OID, &name))
		return curve_of_numbers(params, e);
	nid = spki_curve(name.body);
	if (nid == NID_undef)
		err_set(e, ERR_UNSUPPORTED, "EC key on a curve that libcrypto "
		    "does not have");
	return nid;
}

bool
eckey_knows(struct view params)
{
	struct der d = der_open(params);
	struct tlv name;

	return !der_take(&d, DER_OID, &name) ||
	    spki_curve(name.body) != NID_undef;
}

/* ---- numbers -> key ---- */

struct ec {
	EC_GROUP	*group;
	EC_POINT	*point;
	BN_CTX		*ctx;
	BIGNUM		*x;
	int		 nid;
};

static bool
ec_begin(struct ec *c, const struct ec_numbers *n, struct err *e)
{
	c->nid = curve_of(n->params, e);
	if (c->nid == NID_undef)
		return false;
	c->group = EC_GROUP_new_by_curve_name_ex(osslctx_lib(), NULL, c->nid);
	if (c->group == NULL)
		return ec_failed(e);
	c->point = EC_POINT_new(c->group);
	c->ctx = BN_CTX_new_ex(osslctx_lib());
	c->x = BN_new();
	if (c->point == NULL || c->ctx == NULL || c->x == NULL)
		return ec_failed(e);
	return true;
}

static void
ec_end(struct ec *c)
{
	EC_GROUP_free(c->group);
	EC_POINT_free(c->point);
	BN_CTX_free(c->ctx);
	BN_clear_free(c->x);
}

/* c->point = x * generator */
static bool
compute_point(struct ec *c, struct view x, struct err *e)
{
	const BIGNUM *order = EC_GROUP_get0_order(c->group);

	/* Some programs pad the number, but none to twice its length. */
	if (x.len > 2 * POINT_MAX)
		return err_set(e, ERR_INPUT, "private number of the EC key of "
		    "%zu bytes", x.len);
	if (BN_bin2bn(x.data, (int)x.len, c->x) == NULL)
		return ec_failed(e);
	BN_set_flags(c->x, BN_FLG_CONSTTIME);
	if (BN_is_zero(c->x) || BN_cmp(c->x, order) >= 0)
		return err_set(e, ERR_INPUT, "private number of the EC key is "
		    "not between 0 and the order of its curve");
	if (EC_POINT_mul(c->group, c->point, c->x, NULL, NULL, c->ctx) != 1)
		return ec_failed(e);
	return true;
}

/* A point that the file holds, in whatever form, must be the computed one. */
static bool
check_point(const struct ec *c, struct view written, struct err *e)
{
	struct err why = ERR_INIT;
	EC_POINT *other;
	bool same;

	if (written.len == 0)
		return true;
	other = EC_POINT_new(c->group);
	if (other == NULL)
		return ec_failed(e);
	same = EC_POINT_oct2point(c->group, other, written.data, written.len,
	    c->ctx) == 1 &&
	    EC_POINT_cmp(c->group, other, c->point, c->ctx) == 0;
	EC_POINT_free(other);
	if (same)
		return true;
	osslctx_err(&why, ERR_INPUT, "no point");
	if (why.code == ERR_MEMORY)
		return err_memory(e);
	return err_set(e, ERR_INPUT, "public point of the EC key does not "
	    "belong to its private number");
}

static void
put_ec_algorithm(struct bytes *b, struct view curve)
{
	size_t seq = der_begin(b, DER_SEQUENCE);

	der_put_oid(b, OID_EC);
	der_put(b, DER_OID, curve);
	der_end(b, seq);
}

/* The curve is in the AlgorithmIdentifier and not repeated inside (RFC 5915,
 * section 1); the point is repeated, as is usual. */
static void
put_ec_private(struct bytes *b, struct view x, struct view point)
{
	size_t seq, outer;

	seq = der_begin(b, DER_SEQUENCE);
	der_put_uint(b, 1);
	der_put(b, DER_OCTET_STRING, x);
	outer = der_begin(b, DER_CONTEXT(1));
	der_put_bits(b, point);
	der_end(b, outer);
	der_end(b, seq);
}

static bool
put_ec_parts(struct key_parts *p, const struct ec *c, struct err *e)
{
	int width = (EC_GROUP_order_bits(c->group) + 7) / 8;
	const ASN1_OBJECT *name = OBJ_nid2obj(c->nid);
	struct secret x = SECRET_INIT;
	unsigned char buf[POINT_MAX];
	struct view point;
	bool ok;

	point = view_of(buf, EC_POINT_point2oct(c->group, c->point,
	    POINT_CONVERSION_UNCOMPRESSED, buf, sizeof(buf), c->ctx));
	if (!secret_alloc(&x, (size_t)width, e))
		return false;
	ok = (point.len != 0 && BN_bn2binpad(c->x, x.data, width) == width) ||
	    ec_failed(e);
	put_ec_algorithm(&p->algorithm, view_of(OBJ_get0_data(name),
	    OBJ_length(name)));
	put_ec_private(&p->private_key, secret_view(&x), point);
	bytes_add_view(&p->public_key, point);
	secret_clear(&x);
	return ok;
}

struct key *
eckey_make(const struct ec_numbers *n, struct err *e)
{
	struct key_parts parts = KEY_PARTS_INIT;
	struct key *k = NULL;
	struct ec c = { 0 };

	if (ec_begin(&c, n, e) && compute_point(&c, n->x, e) &&
	    check_point(&c, n->point, e) && put_ec_parts(&parts, &c, e))
		k = key_make(KEY_EC, "EC",
		    (unsigned)EC_GROUP_get_degree(c.group), &parts, e);
	key_parts_clear(&parts);
	ec_end(&c);
	return k;
}
