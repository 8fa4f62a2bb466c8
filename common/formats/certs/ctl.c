#include "formats/certs/ctl.h"

#include <string.h>

#include "asn1/oids.h"
#include "asn1/schema.h"
#include "cert/certscan.h"

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
 * Version, identifier, sequence number, a second time, entries and extensions
 * may be left out. The entries are not counted: a catalogue of Windows itself
 * has more than libtasn1 should build nodes for.
 */
static bool
read_ctl(struct der *d, struct ctl *c)
{
	struct der algorithm;
	struct tlv t;

	skip_optional(d, DER_INTEGER);
	if (!der_take(d, DER_SEQUENCE, &t))
		return false;
	c->usages = t.body;
	skip_optional(d, DER_OCTET_STRING);
	if (der_take(d, DER_INTEGER, &t))
		c->sequence = t.body;
	if (!is_time(der_peek(d)) || !der_next(d, &t))
		return false;
	c->dated = certscan_time(t.tag, t.body, &c->this_update);
	skip_optional(d, DER_UTC_TIME);
	skip_optional(d, DER_GENERALIZED_TIME);
	if (!der_enter(d, DER_SEQUENCE, &algorithm) ||
	    !der_take(&algorithm, DER_OID, &t))
		return false;
	c->algorithm = t.body;
	if (der_take(d, DER_SEQUENCE, &t))
		c->entries = t.body;
	skip_optional(d, DER_CONTEXT(0));
	return der_end_reached(d);
}

bool
ctl_open(struct ctl *c, struct view der, struct err *e)
{
	struct der d = der_open(der), list;

	memset(c, 0, sizeof(*c));
	if (!der_enter(&d, DER_SEQUENCE, &list) || !der_end_reached(&d) ||
	    !read_ctl(&list, c)) {
		memset(c, 0, sizeof(*c));
		return err_set(e, ERR_INPUT, "truncated or malformed "
		    "certificate trust list");
	}
	return true;
}

bool
ctl_is_for(const struct ctl *c, struct view usage)
{
	struct der d = der_open(c->usages);
	struct tlv t;

	return der_take(&d, DER_OID, &t) && view_equal(t.body, usage) &&
	    der_end_reached(&d);
}

/* ---- entries ---- */

bool
ctl_next(struct der *rest, size_t *n, struct ctl_entry *x, bool *end,
    struct err *e)
{
	struct asn a = ASN_INIT;
	struct tlv t;
	bool ok;

	memset(x, 0, sizeof(*x));
	*end = false;
	if (!der_next(rest, &t)) {
		*end = true;
		return !der_bad(rest) || err_set(e, ERR_INPUT,
		    "entry %zu does not fit into the list", *n + 1);
	}
	++*n;
	ok = asn_decode(&a, "TrustedSubject", t.whole, "entry of a "
	    "certificate trust list", e);
	if (ok) {
		x->identifier = asn_body(&a, "identifier");
		x->attributes = asn_body(&a, "attributes");
	}
	asn_clear(&a);
	return ok || err_in(e, "entry %zu", *n);
}

/* 1.3.6.1.4.1.311.10.11.N */
static bool
is_property_oid(struct view oid, uint32_t *id)
{
	const size_t arc = sizeof(OID_CERT_PROPERTIES) - 1;

	if (oid.len <= arc || oid.len > arc + 4 || oid.data[arc] == 0x80 ||
	    memcmp(oid.data, OID_CERT_PROPERTIES, arc) != 0)
		return false;
	*id = 0;
	for (size_t i = arc; i < oid.len; i++) {
		bool last = i + 1 == oid.len;

		if (last != ((oid.data[i] & 0x80) == 0))
			return false;
		*id = *id << 7 | (oid.data[i] & 0x7f);
	}
	return true;
}

/* One OCTET STRING. */
static bool
read_property(struct der *attribute, struct view *value)
{
	struct der values;
	struct tlv t;

	if (!der_enter(attribute, DER_SET, &values) ||
	    !der_take(&values, DER_OCTET_STRING, &t))
		return false;
	*value = t.body;
	return der_end_reached(&values) && der_end_reached(attribute);
}

bool
ctl_property(struct der *rest, uint32_t *id, struct view *value,
    struct err *e)
{
	struct der attribute;
	struct tlv oid;

	while (der_enter(rest, DER_SEQUENCE, &attribute)) {
		if (!der_take(&attribute, DER_OID, &oid) ||
		    !is_property_oid(oid.body, id))
			continue;
		return read_property(&attribute, value) || err_set(e,
		    ERR_INPUT, "property %u is malformed", (unsigned)*id);
	}
	return false;
}
