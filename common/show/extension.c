#include "show/extension.h"

#include <arpa/inet.h>
#include <inttypes.h>

#include "base/text.h"
#include "cert/certname.h"

#define OID_OCSP	"\x2b\x06\x01\x05\x05\x07\x30\x01"
#define OID_CA_ISSUERS	"\x2b\x06\x01\x05\x05\x07\x30\x02"
#define OID_UPN		"\x2b\x06\x01\x04\x01\x82\x37\x14\x02\x03"

enum {
	HEX_MAX = 64,		/* octets of an unknown value */
	LIST_MAX = 64,		/* names, usages, addresses shown */
	URL_DEPTH = 6,		/* of a CRL distribution point: 5 */
};

typedef bool	value_form(struct view value, struct bytes *out);

static value_form add_key_usage, add_basic, add_key_purposes, add_skid, add_akid,
    add_names, add_urls, add_access, add_policies, add_plain_text, add_template_id,
    add_version;

static const struct {
	const char	*oid;
	size_t		 len;
	const char	*name;
	value_form	*form;
} known[] = {
#define KNOWN(oid, name, form)	{ (oid), sizeof(oid) - 1, (name), (form) }
	KNOWN(OID_EXT_SKID, "Subject Key Identifier", add_skid),
	KNOWN(OID_EXT_KEY_USAGE, "Key Usage", add_key_usage),
	KNOWN(OID_EXT_ALT_NAME, "Subject Alternative Name", add_names),
	KNOWN(OID_EXT_ISSUER_ALT_NAME, "Issuer Alternative Name", add_names),
	KNOWN(OID_EXT_BASIC, "Basic Constraints", add_basic),
	KNOWN(OID_EXT_CRL_POINTS, "CRL Distribution Points", add_urls),
	KNOWN(OID_EXT_POLICIES, "Certificate Policies", add_policies),
	KNOWN(OID_EXT_AKID, "Authority Key Identifier", add_akid),
	KNOWN(OID_EXT_EKU, "Enhanced Key Usage", add_key_purposes),
	KNOWN(OID_EXT_FRESHEST_CRL, "Freshest CRL", add_urls),
	KNOWN(OID_EXT_AIA, "Authority Information Access", add_access),
	KNOWN(OID_EXT_MS_TEMPLATE_NAME, "Certificate Template Name", add_plain_text),
	KNOWN(OID_EXT_MS_TEMPLATE, "Certificate Template Information",
	    add_template_id),
	KNOWN(OID_EXT_MS_CA_VERSION, "CA Version", add_version),
	KNOWN(OID_EXT_MS_POLICIES, "Application Policies", add_policies),
#undef KNOWN
};

/* ---- small ones ---- */

static bool
open_sequence(struct view value, struct der *seq)
{
	struct der d = der_open(value);

	return der_enter(&d, DER_SEQUENCE, seq) && der_end_reached(&d);
}

static bool
add_skid(struct view value, struct bytes *out)
{
	struct der d = der_open(value);
	struct tlv t;

	if (!der_take(&d, DER_OCTET_STRING, &t))
		return false;
	text_add_hex(out, t.body);
	return true;
}

static bool
add_akid(struct view value, struct bytes *out)
{
	struct der seq;
	struct tlv t;

	if (!open_sequence(value, &seq) || !der_take(&seq, DER_CONTEXT_PRIM(0), &t))
		return false;
	bytes_add_str(out, "KeyID=");
	text_add_hex(out, t.body);
	return true;
}

static bool
add_basic(struct view value, struct bytes *out)
{
	bool ca = false;
	struct der seq;
	uint64_t length;
	struct tlv t;

	if (!open_sequence(value, &seq))
		return false;
	if (der_take(&seq, DER_BOOLEAN, &t))
		ca = t.body.len == 1 && t.body.data[0] != 0;
	bytes_addf(out, "Subject Type=%s, Path Length Constraint=",
	    ca ? "CA" : "End Entity");
	if (der_take(&seq, DER_INTEGER, &t) && der_uint(t.body, &length))
		bytes_addf(out, "%" PRIu64, length);
	else
		bytes_add_str(out, "None");
	return true;
}

static bool
add_version(struct view value, struct bytes *out)
{
	struct der d = der_open(value);
	struct tlv t;
	uint64_t n;

	if (!der_take(&d, DER_INTEGER, &t) || !der_uint(t.body, &n))
		return false;
	bytes_addf(out, "V%u.%u", (unsigned)(n & 0xffff),
	    (unsigned)(n >> 16 & 0xffff));
	return true;
}

static bool
add_plain_text(struct view value, struct bytes *out)
{
	struct der d = der_open(value);
	struct tlv t;

	if (!der_next(&d, &t))
		return false;
	if (t.tag == DER_BMP_STRING)
		text_from_utf16(t.body, TEXT_BE, false, out);
	else if (text_is_utf8(t.body))
		bytes_add_view(out, t.body);
	else
		return false;
	return true;
}

static bool
add_key_usage(struct view value, struct bytes *out)
{
	static const char *const names[] = {
		"Digital Signature", "Non-Repudiation", "Key Encipherment",
		"Data Encipherment", "Key Agreement", "Certificate Signing",
		"Off-line CRL Signing, CRL Signing", "Encipher Only",
	};
	struct der d = der_open(value);
	const char *sep = "";
	struct tlv t;

	if (!der_take(&d, DER_BIT_STRING, &t) || t.body.len < 2)
		return false;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if ((t.body.data[1] & 0x80u >> i) != 0) {
			bytes_addf(out, "%s%s", sep, names[i]);
			sep = ", ";
		}
	if (t.body.len > 2 && (t.body.data[2] & 0x80) != 0)
		bytes_addf(out, "%sDecipher Only", sep);
	bytes_add_str(out, " (");
	text_add_hex(out, view_sub(t.body, 1, t.body.len - 1));
	bytes_add_str(out, ")");
	return true;
}

/* ---- lists ---- */

static bool
add_key_purposes(struct view value, struct bytes *out)
{
	char name[ALGNAME_MAX], number[ALGNAME_MAX];
	const char *sep = "", *word;
	struct der seq;
	struct tlv t;

	if (!open_sequence(value, &seq))
		return false;
	for (size_t n = 0; n < LIST_MAX && der_take(&seq, DER_OID, &t); n++) {
		word = algname_usage(t.body, name);
		algname_dotted(t.body, number);
		bytes_addf(out, word == name ? "%s%s" : "%s%s (%s)", sep,
		    word, number);
		sep = ", ";
	}
	return *sep != '\0';
}

/* Of each policy its number; where its statement is. */
static bool
add_policies(struct view value, struct bytes *out)
{
	char number[ALGNAME_MAX];
	struct der seq, policy;
	const char *sep = "";
	struct tlv t;

	if (!open_sequence(value, &seq))
		return false;
	for (size_t n = 0; n < LIST_MAX &&
	    der_enter(&seq, DER_SEQUENCE, &policy) &&
	    der_take(&policy, DER_OID, &t); n++) {
		bytes_addf(out, "%sPolicy Identifier=%s", sep,
		    algname_dotted(t.body, number));
		sep = ", ";
	}
	return *sep != '\0';
}

static bool
add_template_id(struct view value, struct bytes *out)
{
	char number[ALGNAME_MAX];
	struct der seq;
	struct tlv t;

	if (!open_sequence(value, &seq) || !der_take(&seq, DER_OID, &t))
		return false;
	bytes_addf(out, "Template=%s", algname_dotted(t.body, number));
	return true;
}

/* Every address in it, however deep CRL distribution points hide them. */
static void
gather_urls(struct view v, unsigned depth, size_t *n, struct bytes *out)
{
	struct der d = der_open(v);
	struct tlv t;

	while (*n < LIST_MAX && der_next(&d, &t))
		if (t.tag == DER_CONTEXT_PRIM(6)) {
			bytes_addf(out, "%sURL=", (*n)++ != 0 ? ", " : "");
			bytes_add_view(out, t.body);
		} else if ((t.tag & 0x20) != 0 && depth != 0) {
			gather_urls(t.body, depth - 1, n, out);
		}
}

static bool
add_urls(struct view value, struct bytes *out)
{
	size_t n = 0;

	gather_urls(value, URL_DEPTH, &n, out);
	return n != 0;
}

static bool
add_access(struct view value, struct bytes *out)
{
	struct der seq, access;
	const char *sep = "";
	struct tlv oid, t;

	if (!open_sequence(value, &seq))
		return false;
	for (size_t n = 0; n < LIST_MAX &&
	    der_enter(&seq, DER_SEQUENCE, &access) &&
	    der_take(&access, DER_OID, &oid); n++) {
		if (!der_take(&access, DER_CONTEXT_PRIM(6), &t))
			continue;
		bytes_addf(out, "%s%s: URL=", sep, der_oid_is(oid.body,
		    OID_OCSP) ? "OCSP" : der_oid_is(oid.body,
		    OID_CA_ISSUERS) ? "CA Issuers" : "Other");
		bytes_add_view(out, t.body);
		sep = ", ";
	}
	return *sep != '\0';
}

static void
add_address(struct view v, struct bytes *out)
{
	char text[INET6_ADDRSTRLEN];
	int family = v.len == 4 ? AF_INET : AF_INET6;

	if ((v.len == 4 || v.len == 16) &&
	    inet_ntop(family, v.data, text, sizeof(text)) != NULL)
		bytes_add_str(out, text);
	else
		text_add_hex(out, v);
}

static void
add_other_name(struct view v, struct bytes *out)
{
	char number[ALGNAME_MAX];
	struct der d = der_open(v), wrap;
	struct tlv oid, t;

	if (!der_take(&d, DER_OID, &oid) ||
	    !der_enter(&d, DER_CONTEXT(0), &wrap) || !der_next(&wrap, &t)) {
		text_add_hex(out, v);
		return;
	}
	bytes_addf(out, "%s=", der_oid_is(oid.body, OID_UPN) ?
	    "Principal Name" : algname_dotted(oid.body, number));
	if (t.tag == DER_UTF8_STRING)
		bytes_add_view(out, t.body);
	else
		text_add_hex(out, t.whole);
}

static void
add_one_name(const struct tlv *t, struct bytes *out)
{
	char number[ALGNAME_MAX];

	switch (t->tag) {
	case DER_CONTEXT(0):
		bytes_add_str(out, "Other Name: ");
		add_other_name(t->body, out);
		break;
	case DER_CONTEXT_PRIM(1):
		bytes_add_str(out, "RFC822 Name=");
		bytes_add_view(out, t->body);
		break;
	case DER_CONTEXT_PRIM(2):
		bytes_add_str(out, "DNS Name=");
		bytes_add_view(out, t->body);
		break;
	case DER_CONTEXT(4):
		bytes_add_str(out, "Directory Address: ");
		certname_text(t->body, out);
		break;
	case DER_CONTEXT_PRIM(6):
		bytes_add_str(out, "URL=");
		bytes_add_view(out, t->body);
		break;
	case DER_CONTEXT_PRIM(7):
		bytes_add_str(out, "IP Address=");
		add_address(t->body, out);
		break;
	case DER_CONTEXT_PRIM(8):
		bytes_add_str(out, "Registered ID=");
		bytes_add_str(out, algname_dotted(t->body, number));
		break;
	default:
		text_add_hex(out, t->whole);
		break;
	}
}

static bool
add_names(struct view value, struct bytes *out)
{
	struct der seq;
	struct tlv t;
	size_t n;

	if (!open_sequence(value, &seq))
		return false;
	for (n = 0; n < LIST_MAX && der_next(&seq, &t); n++) {
		bytes_add_str(out, n != 0 ? ", " : "");
		add_one_name(&t, out);
	}
	return n != 0;
}

/* ---- all ---- */

const char *
extension_name(struct view oid, char buf[ALGNAME_MAX])
{
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (view_equal(oid, view_of(known[i].oid, known[i].len)))
			return known[i].name;
	return algname_dotted(oid, buf);
}

static void
add_raw(struct view value, struct bytes *out)
{
	text_add_hex(out, view_sub(value, 0, value.len < HEX_MAX ? value.len :
	    HEX_MAX));
	if (value.len > HEX_MAX)
		bytes_addf(out, "... (%zu bytes)", value.len);
}

void
extension_value(const struct certext *x, struct bytes *out)
{
	size_t before = out->len;

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (view_equal(x->oid, view_of(known[i].oid, known[i].len))) {
			if (known[i].form(x->value, out))
				return;
			break;
		}
	bytes_truncate(out, before);
	add_raw(x->value, out);
}
