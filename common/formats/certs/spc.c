#include "formats/certs/spc.h"

#include "asn1/der.h"
#include "asn1/oids.h"
#include "asn1/schema.h"

/* ---- reading ---- */

/* [0] holds certificates, and by RFC 5652 10.2.2 may hold what was meant to
 * replace them: PKCS#6, attribute certificates, others. No key belongs to those. */
static bool
is_other_certificate(unsigned tag)
{
	return tag >= DER_CONTEXT(0) && tag <= DER_CONTEXT(3);
}

static bool
add_certificate(struct view der, struct contents *c, struct err *e)
{
	struct cert *cert = cert_new(der, e);

	return cert != NULL && certlist_add(&c->certs, cert, e);
}

static bool
read_certificates(struct view body, const struct limits *limits,
    struct contents *c, struct err *e)
{
	struct der d = der_open(body);
	size_t n = 0, others = 0;
	struct tlv t;

	while (der_next(&d, &t)) {
		n++;
		if (!limit_check(limits, LIMIT_BAGS, n, "certificates", e))
			return false;
		if (is_other_certificate(t.tag))
			others++;
		else if (!add_certificate(t.whole, c, e))
			return err_in(e, "certificate %zu", n);
	}
	if (der_bad(&d))
		return err_set(e, ERR_INPUT, "certificate %zu does not fit "
		    "into the container", n + 1);
	c->others += others;
	return others == 0 || contents_warn(c, e, "%zu attribute or extended "
	    "certificate%s skipped", others, others == 1 ? " was" : "s were");
}

static bool
count_crls(struct view body, struct contents *c, struct err *e)
{
	struct der d = der_open(body);
	size_t crls = 0, others = 0;
	struct tlv t;

	while (der_next(&d, &t)) {
		if (t.tag == DER_SEQUENCE)
			crls++;
		else
			others++;
	}
	c->crls += crls;
	c->others += others;
	if (crls != 0 && !contents_warn(c, e, "%zu CRL%s skipped", crls,
	    crls == 1 ? " was" : "s were"))
		return false;
	return others == 0 || contents_warn(c, e, "%zu revocation answer%s "
	    "skipped", others, others == 1 ? " was" : "s were");
}

static bool
read_signed(struct view der, const struct limits *limits, struct contents *c,
    struct err *e)
{
	struct asn sd = ASN_INIT;
	bool ok = false;

	if (!asn_decode(&sd, "SignedData", der, "PKCS#7 SignedData", e))
		goto out;
	ok = read_certificates(asn_body(&sd, "certificates"), limits, c, e) &&
	    count_crls(asn_body(&sd, "crls"), c, e);
 out:
	asn_clear(&sd);
	return ok;
}

/* A container of another kind is a good one, without certificates. */
static bool
note_other_type(struct view oid, struct contents *c, struct err *e)
{
	char text[128];

	if (!der_oid_text(oid, text, sizeof(text)))
		return err_set(e, ERR_INPUT, "the content type of the PKCS#7 "
		    "container is not an object identifier");
	c->others++;
	if (der_oid_is(oid, OID_DATA))
		return contents_warn(c, e, "PKCS#7 of type data holds no "
		    "certificates");
	if (der_oid_is(oid, OID_ENVELOPED_DATA))
		return contents_warn(c, e, "PKCS#7 of type envelopedData "
		    "holds no certificates");
	if (der_oid_is(oid, OID_ENCRYPTED_DATA))
		return contents_warn(c, e, "PKCS#7 of type encryptedData "
		    "holds no certificates");
	return contents_warn(c, e, "PKCS#7 of type %s holds no certificates",
	    text);
}

static bool
read_content_info(struct view der, const struct limits *limits,
    struct contents *c, struct err *e)
{
	struct asn ci = ASN_INIT;
	struct view type;
	bool ok = false;

	if (!asn_decode(&ci, "ContentInfo", der, "PKCS#7 container", e))
		goto out;
	type = asn_body(&ci, "contentType");
	if (!der_oid_is(type, OID_SIGNED_DATA)) {
		ok = note_other_type(type, c, e);
		goto out;
	}
	if (!asn_present(&ci, "content")) {
		err_set(e, ERR_INPUT, "the PKCS#7 container is of type "
		    "signedData but has no content");
		goto out;
	}
	ok = read_signed(asn_body(&ci, "content"), limits, c, e);
 out:
	asn_clear(&ci);
	return ok;
}

/* Some programs write the SignedData alone, as RFC 2315 section 9.1 has it,
 * without the ContentInfo that says so. It begins with a version. */
static bool
is_bare_signed(struct view der)
{
	struct der d = der_open(der), inner;

	return der_enter(&d, DER_SEQUENCE, &inner) &&
	    der_peek(&inner) == DER_INTEGER;
}

bool
spc_read(struct view in, const struct limits *limits, struct contents *c,
    struct err *e)
{
	struct bytes mem = BYTES_INIT;
	struct view der;
	bool ok = false;
	size_t used;

	if (!ber_definite(in, (unsigned)limit_of(limits, LIMIT_DEPTH), &mem,
	    &der, &used, e)) {
		err_in(e, "truncated or malformed PKCS#7 container");
		goto out;
	}
	if (used != in.len) {
		err_set(e, ERR_INPUT, "%zu bytes after the end of the PKCS#7 "
		    "container at offset %zu", in.len - used, used);
		goto out;
	}
	if (is_bare_signed(der))
		ok = read_signed(der, limits, c, e);
	else
		ok = read_content_info(der, limits, c, e);
 out:
	bytes_clear(&mem);
	return ok;
}

static void
put_certificates(const struct cert *leaf, const struct certlist *more,
    struct bytes *out)
{
	size_t set = der_begin(out, DER_CONTEXT(0));

	if (leaf != NULL)
		bytes_add_view(out, view_bytes(&leaf->der));
	for (size_t i = 0; more != NULL && i < more->count; i++)
		bytes_add_view(out, view_bytes(&more->items[i]->der));
	der_end(out, set);
}

bool
spc_write(const struct cert *leaf, const struct certlist *more,
    struct bytes *out, struct err *e)
{
	size_t info, wrap, sd, content;

	info = der_begin(out, DER_SEQUENCE);
	der_put_oid(out, OID_SIGNED_DATA);
	wrap = der_begin(out, DER_CONTEXT(0));
	sd = der_begin(out, DER_SEQUENCE);
	der_put_uint(out, 1);
	der_put(out, DER_SET, view_of(NULL, 0));	/* no digests */
	content = der_begin(out, DER_SEQUENCE);
	der_put_oid(out, OID_DATA);
	der_end(out, content);
	put_certificates(leaf, more, out);
	der_put(out, DER_SET, view_of(NULL, 0));	/* no signers */
	der_end(out, sd);
	der_end(out, wrap);
	der_end(out, info);
	return bytes_ok(out, e);
}
