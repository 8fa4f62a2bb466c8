#include "formats/signed/signed.h"

#include <string.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "asn1/schema.h"
#include "formats/certs/spc.h"

enum { DER_CONSTRUCTED = 0x20 };

/* ---- the container ---- */

static bool
read_content(struct signed_data *s, struct view der, struct err *e)
{
	struct asn sd = ASN_INIT;
	bool ok = asn_decode(&sd, "SignedData", der, "PKCS#7 SignedData", e);

	if (ok) {
		s->digests = asn_body(&sd, "digestAlgorithms");
		s->content_type = asn_body(&sd, "contentInfo.contentType");
		s->content = asn_body(&sd, "contentInfo.content");
		s->signers = asn_body(&sd, "signerInfos");
	}
	asn_clear(&sd);
	return ok;
}

/* Data and timestamps are octets; what Authenticode signs is a SEQUENCE. Only
 * what is in it is signed, so its tag has to be right as well. */
static bool
has_right_tag(const struct signed_data *s, unsigned tag)
{
	if (der_oid_is(s->content_type, OID_DATA) ||
	    der_oid_is(s->content_type, OID_TST_INFO))
		return tag == DER_OCTET_STRING ||
		    tag == (DER_OCTET_STRING | DER_CONSTRUCTED);
	if (der_oid_is(s->content_type, OID_SPC_INDIRECT_DATA) ||
	    der_oid_is(s->content_type, OID_CTL))
		return tag == DER_SEQUENCE;
	return true;
}

/* The content without its tag and length. */
static bool
find_content_value(struct signed_data *s, struct err *e)
{
	struct der d = der_open(s->content);
	struct tlv t;

	if (!der_next(&d, &t))
		return true;
	if (!has_right_tag(s, t.tag))
		return err_set(e, ERR_INPUT, "the content of the PKCS#7 is "
		    "not of its type (tag 0x%02x)", t.tag);
	s->value = t.body;
	bytes_init(&s->joined, t.body.len);
	return t.tag != (DER_OCTET_STRING | DER_CONSTRUCTED) ||
	    ber_string(&t, &s->joined, &s->value, e);
}

static bool
open_container(struct signed_data *s, struct err *e)
{
	struct view der = view_bytes(&s->der);
	struct asn ci = ASN_INIT;
	bool ok = false;

	if (!asn_decode(&ci, "ContentInfo", der, "PKCS#7 container", e))
		goto out;
	ok = !der_oid_is(asn_body(&ci, "contentType"), OID_SIGNED_DATA) ||
	    !asn_present(&ci, "content") ||
	    (read_content(s, asn_body(&ci, "content"), e) &&
	    find_content_value(s, e));
 out:
	asn_clear(&ci);
	return ok;
}

bool
signed_read(struct view in, const struct limits *limits, struct signed_data *s,
    struct err *e)
{
	struct bytes mem = BYTES_INIT;
	struct view der;
	size_t used;
	bool ok;

	signed_clear(s);
	bytes_init(&mem, in.len);
	ok = ber_definite(in, (unsigned)limit_of(limits, LIMIT_DEPTH), &mem,
	    &der, &used, e);
	if (!ok)
		err_in(e, "truncated or malformed PKCS#7 container");
	bytes_init(&s->der, der.len);
	ok = ok && bytes_set(&s->der, der, e) &&
	    spc_read(view_bytes(&s->der), limits, &s->contents, e) &&
	    open_container(s, e);
	bytes_clear(&mem);
	return ok;
}

void
signed_clear(struct signed_data *s)
{
	bytes_clear(&s->der);
	contents_clear(&s->contents);
	bytes_clear(&s->joined);
	s->digests = s->content_type = s->content = s->value = s->signers =
	    view_of(NULL, 0);
}

bool
signed_signer(const struct signed_data *s, size_t n, struct signer *signer,
    struct err *e)
{
	struct der d = der_open(s->signers);
	struct tlv t;

	for (size_t i = 0; der_next(&d, &t); i++)
		if (i == n)
			return signer_read(t.whole, signer, e) ||
			    err_in(e, "signer %zu", n + 1);
	return false;
}

bool
signed_announces(const struct signed_data *s, const struct signer *signer)
{
	struct der d = der_open(s->digests), algorithm;
	struct tlv oid;

	while (der_enter(&d, DER_SEQUENCE, &algorithm))
		if (der_take(&algorithm, DER_OID, &oid) &&
		    view_equal(oid.body, signer->digest_oid))
			return true;
	return false;
}

/* ---- one signer ---- */

/* IssuerAndSerialNumber, or [0] subjectKeyIdentifier. */
static bool
read_identifier(struct view sid, struct signer *s)
{
	struct der d = der_open(sid), inner;
	struct tlv t;

	if (der_take(&d, DER_CONTEXT_PRIM(0), &t)) {
		s->key_id = t.body;
		return true;
	}
	if (!der_enter(&d, DER_SEQUENCE, &inner) ||
	    !der_take(&inner, DER_SEQUENCE, &t))
		return false;
	s->issuer = t.whole;
	if (!der_take(&inner, DER_INTEGER, &t))
		return false;
	s->serial = t.body;
	return true;
}

bool
signer_read(struct view der, struct signer *s, struct err *e)
{
	struct asn a = ASN_INIT;
	bool ok = false;

	memset(s, 0, sizeof(*s));
	if (!asn_decode(&a, "SignerInfo", der, "signature", e))
		goto out;
	s->digest_oid = asn_body(&a, "digestAlgorithm.algorithm");
	s->signed_attrs = asn_whole(&a, "signedAttrs");
	s->signature_oid = asn_body(&a, "signatureAlgorithm.algorithm");
	s->signature = asn_body(&a, "signature");
	s->unsigned_attrs = asn_body(&a, "unsignedAttrs");
	ok = read_identifier(asn_whole(&a, "sid"), s) || err_set(e, ERR_INPUT,
	    "a signature that does not say whose it is");
 out:
	asn_clear(&a);
	return ok;
}

bool
signer_attribute(const struct signer *s, bool is_signed, struct view type,
    size_t n, struct view *value)
{
	struct der d = der_open(s->unsigned_attrs), fields, values;
	struct tlv t, oid;

	if (is_signed) {
		struct der whole = der_open(s->signed_attrs);

		if (!der_next(&whole, &t))
			return false;
		d = der_open(t.body);
	}
	while (der_next(&d, &t)) {
		struct der one = der_open(t.whole);

		if (!der_enter(&one, DER_SEQUENCE, &fields) ||
		    !der_take(&fields, DER_OID, &oid) ||
		    !view_equal(oid.body, type) ||
		    !der_enter(&fields, DER_SET, &values))
			continue;
		while (der_next(&values, &t))
			if (n-- == 0) {
				*value = t.whole;
				return true;
			}
	}
	return false;
}

const struct cert *
signer_cert(const struct signer *s, const struct certlist *certs)
{
	for (size_t i = 0; i < certs->count; i++) {
		const struct cert *c = certs->items[i];

		if (!c->scanned)
			continue;
		if (s->key_id.len != 0 ? view_equal(s->key_id, c->scan.skid) :
		    view_equal(s->serial, c->scan.serial) &&
		    view_equal(s->issuer, c->scan.issuer))
			return c;
	}
	return NULL;
}
