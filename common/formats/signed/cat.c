#include "formats/signed/cat.h"

#include <string.h>

#include "asn1/oids.h"
#include "asn1/schema.h"
#include "base/text.h"
#include "formats/certs/ctl.h"

bool
cat_open(struct cat *c, struct view ctl, struct err *e)
{
	struct ctl list;

	memset(c, 0, sizeof(*c));
	if (!ctl_open(&list, ctl, e))
		return err_in(e, "the catalogue's content");
	c->members = list.entries;
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

bool
cat_next(struct der *rest, size_t *n, struct cat_member *m, bool *end,
    struct err *e)
{
	struct ctl_entry x;

	memset(m, 0, sizeof(*m));
	if (!ctl_next(rest, n, &x, end, e))
		return false;
	if (*end)
		return true;
	m->identifier = x.identifier;
	m->attributes = x.attributes;
	return find_digest(m, e) || err_in(e, "entry %zu", *n);
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
