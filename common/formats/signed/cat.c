#include "formats/signed/cat.h"

#include <string.h>

#include "asn1/oids.h"
#include "asn1/schema.h"
#include "base/text.h"

/* ---- the list ---- */

static void
skip_optional(struct der *d, unsigned tag)
{
	struct tlv t;
	bool there = der_take(d, tag, &t);

	(void)there;
}

static bool
is_time(unsigned tag)
{
	return tag == DER_UTC_TIME || tag == DER_GENERALIZED_TIME;
}

/*
 * CertificateTrustList: version, identifier, sequence number, a second time,
 * members and extensions may be left out. The members are not counted: a
 * catalogue of Windows itself has more than libtasn1 should build nodes for.
 */
static bool
read_list(struct der *d, struct cat *c)
{
	struct der algorithm;
	struct tlv t;

	skip_optional(d, DER_INTEGER);
	if (!der_take(d, DER_SEQUENCE, &t))	/* what the list is for */
		return false;
	skip_optional(d, DER_OCTET_STRING);
	skip_optional(d, DER_INTEGER);
	if (!is_time(der_peek(d)) || !der_next(d, &t))
		return false;
	skip_optional(d, DER_UTC_TIME);
	skip_optional(d, DER_GENERALIZED_TIME);
	if (!der_enter(d, DER_SEQUENCE, &algorithm) ||
	    !der_take(&algorithm, DER_OID, &t))
		return false;
	if (der_take(d, DER_SEQUENCE, &t))
		c->members = t.body;
	skip_optional(d, DER_CONTEXT(0));
	return der_end_reached(d);
}

bool
cat_open(struct cat *c, struct view ctl, struct err *e)
{
	struct der d = der_open(ctl), list;

	memset(c, 0, sizeof(*c));
	if (!der_enter(&d, DER_SEQUENCE, &list) || !der_end_reached(&d) ||
	    !read_list(&list, c)) {
		memset(c, 0, sizeof(*c));
		return err_set(e, ERR_INPUT, "the catalogue's content is a "
		    "truncated or malformed certificate trust list");
	}
	return true;
}

/* ---- members ---- */

/* Its first value, when `attribute` is of this type. */
static bool
attribute_value(struct view attribute, struct view type, struct tlv *value)
{
	struct der d = der_open(attribute), fields, values;
	struct tlv t;

	return der_enter(&d, DER_SEQUENCE, &fields) &&
	    der_take(&fields, DER_OID, &t) && view_equal(t.body, type) &&
	    der_enter(&fields, DER_SET, &values) && der_next(&values, value);
}

static bool
read_indirect(struct view der, struct cat_member *m, struct err *e)
{
	struct asn a = ASN_INIT;
	bool ok = asn_decode(&a, "SpcIndirectData", der,
	    "digest of a catalogue's member", e);

	if (ok) {
		m->digest_oid = asn_body(&a,
		    "messageDigest.digestAlgorithm.algorithm");
		m->digest = asn_body(&a, "messageDigest.digest");
	}
	asn_clear(&a);
	return ok;
}

static bool
find_digest(struct cat_member *m, struct err *e)
{
	struct der d = der_open(m->attributes);
	struct tlv t, value;

	while (der_next(&d, &t))
		if (attribute_value(t.whole, view_of(OID_SPC_INDIRECT_DATA,
		    sizeof(OID_SPC_INDIRECT_DATA) - 1), &value))
			return read_indirect(value.whole, m, e);
	if (m->identifier.len <= 64 && m->identifier.len % 4 == 0)
		m->digest = m->identifier;
	return true;
}

static bool
read_member(struct view der, struct cat_member *m, struct err *e)
{
	struct asn a = ASN_INIT;
	bool ok;

	memset(m, 0, sizeof(*m));
	ok = asn_decode(&a, "TrustedSubject", der, "member of a catalogue", e);
	if (ok) {
		m->identifier = asn_body(&a, "identifier");
		m->attributes = asn_body(&a, "attributes");
	}
	asn_clear(&a);
	return ok && find_digest(m, e);
}

bool
cat_next(struct der *rest, size_t *n, struct cat_member *m, bool *end,
    struct err *e)
{
	struct tlv t;

	*end = false;
	if (!der_next(rest, &t)) {
		*end = true;
		return !der_bad(rest) || err_set(e, ERR_INPUT,
		    "member %zu does not fit into the catalogue", *n + 1);
	}
	++*n;
	return read_member(t.whole, m, e) || err_in(e, "member %zu", *n);
}

/* Hex digits in UTF-16LE, with or without a terminator. */
static bool
spells(struct view identifier, struct view digest)
{
	size_t len = identifier.len;

	if (len == 4 * digest.len + 2 && identifier.data[len - 1] == 0 &&
	    identifier.data[len - 2] == 0)
		len -= 2;
	if (len != 4 * digest.len)
		return false;
	for (size_t i = 0; i < len / 2; i++) {
		int nibble = digest.data[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15;

		if (identifier.data[2 * i + 1] != 0 ||
		    text_hex_value(identifier.data[2 * i]) != nibble)
			return false;
	}
	return true;
}

bool
cat_find(const struct cat *c, struct view digest, bool *found,
    struct cat_member *m, struct err *e)
{
	struct der rest = der_open(c->members);
	size_t n = 0;
	bool end;

	*found = false;
	if (digest.len == 0)
		return true;
	for (;;) {
		if (!cat_next(&rest, &n, m, &end, e))
			return false;
		if (end)
			return true;
		*found = view_equal(m->digest, digest) ||
		    (m->digest_oid.len == 0 && spells(m->identifier, digest));
		if (*found)
			return true;
	}
}
