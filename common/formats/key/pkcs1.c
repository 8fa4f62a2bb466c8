#include "formats/key/pkcs1.h"

#include "asn1/der.h"
#include "asn1/oids.h"
#include "asn1/schema.h"
#include "formats/key/dsakey.h"
#include "formats/key/eckey.h"
#include "formats/key/pkcs8_parts.h"
#include "formats/key/rsakey.h"

static struct key *
read_traditional_rsa(struct view der, const struct limits *limits,
    struct err *e)
{
	struct rsa_numbers n;

	if (!rsakey_numbers(der, &n, e))
		return NULL;
	return rsakey_make(&n, limits, e);
}

static struct key *
read_traditional_dsa(struct view der, struct err *e)
{
	struct dsa_numbers n = { 0 };
	struct asn a = ASN_INIT;
	struct key *k = NULL;
	uint64_t version;

	if (!asn_decode(&a, "DSAPrivateKey", der, "DSA private key", e))
		return NULL;
	if (!asn_uint(&a, "version", &version) || version != 0)
		err_set(e, ERR_VERSION, "DSA private key of an unknown "
		    "version, expected 0");
	else if (!der_magnitude(asn_body(&a, "p"), &n.p) ||
	    !der_magnitude(asn_body(&a, "q"), &n.q) ||
	    !der_magnitude(asn_body(&a, "g"), &n.g) ||
	    !der_magnitude(asn_body(&a, "y"), &n.y) ||
	    !der_magnitude(asn_body(&a, "x"), &n.x))
		err_set(e, ERR_INPUT, "a number of the DSA private key is "
		    "negative or empty");
	else
		k = dsakey_make(&n, e);
	asn_clear(&a);
	return k;
}

/* A curve that libcrypto does not know is kept as PKCS#8 all the same. */
static struct key *
read_traditional_ec(struct view der, struct err *e)
{
	struct pkcs8_info i = { .octets = der };
	struct bytes alg = BYTES_INIT;
	struct key *k = NULL;
	struct ec_numbers n;
	size_t seq;

	if (!eckey_numbers(der, &n, e))
		return NULL;
	if (n.params.len == 0) {
		err_set(e, ERR_INPUT, "EC private key without a curve");
		return NULL;
	}
	seq = der_begin(&alg, DER_SEQUENCE);
	der_put_oid(&alg, OID_EC);
	bytes_add_view(&alg, n.params);
	der_end(&alg, seq);
	if (!bytes_ok(&alg, e))
		goto out;
	i.algorithm = view_bytes(&alg);
	i.oid = view_of(OID_EC, sizeof(OID_EC) - 1);
	i.params = n.params;
	k = pkcs8_read_ec(&i, e);
 out:
	bytes_clear(&alg);
	return k;
}

struct key *
pkcs1_read(struct view der, const struct limits *limits,
    struct err *e)
{
	struct der d = der_open(der), seq;
	size_t integers = 0;
	struct tlv t;

	if (!der_enter(&d, DER_SEQUENCE, &seq)) {
		err_set(e, ERR_INPUT, "truncated or malformed private key");
		return NULL;
	}
	while (der_take(&seq, DER_INTEGER, &t))
		integers++;
	if (integers == 1 && der_peek(&seq) == DER_OCTET_STRING)
		return read_traditional_ec(der, e);
	if (integers == 6)
		return read_traditional_dsa(der, e);
	return read_traditional_rsa(der, limits, e);
}
