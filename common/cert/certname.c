#include "cert/certname.h"

#include <stdio.h>
#include <string.h>

#include <openssl/x509.h>

#include "asn1/der.h"
#include "base/osslctx.h"
#include "base/text.h"
#include "cert/algname.h"

#define AT(n)	"\x55\x04" n

static const struct {
	const char	*oid;
	size_t		 len;
	const char	*label;
} types[] = {
#define TYPE(oid, label)	{ (oid), sizeof(oid) - 1, (label) }
	TYPE(AT("\x03"), "CN"),
	TYPE(AT("\x0b"), "OU"),
	TYPE(AT("\x0a"), "O"),
	TYPE("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01", "E"),
	TYPE(AT("\x06"), "C"),
	TYPE(AT("\x07"), "L"),
	TYPE(AT("\x08"), "S"),
	TYPE(AT("\x09"), "STREET"),
	TYPE(AT("\x04"), "SN"),
	TYPE(AT("\x05"), "SERIALNUMBER"),
	TYPE(AT("\x0c"), "T"),
	TYPE(AT("\x0d"), "Description"),
	TYPE(AT("\x11"), "PostalCode"),
	TYPE(AT("\x14"), "Phone"),
	TYPE(AT("\x2a"), "G"),
	TYPE(AT("\x2b"), "I"),
	TYPE(AT("\x2e"), "dnQualifier"),
	TYPE("\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19", "DC"),
	TYPE("\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01", "UID"),
#undef TYPE
};
/* The first four, in this order, are what certname_display() looks for. */
enum { DISPLAY_TYPES = 4, RDN_MAX = 256 };

/* Valid UTF-8 stays; of anything else each bad octet becomes U+FFFD. */
static void
add_utf8(struct bytes *out, struct view v)
{
	size_t n, i = 0;

	while (i < v.len) {
		for (n = 1; n <= 4 && n <= v.len - i; n++)
			if (text_is_utf8(view_sub(v, i, n)))
				break;
		if (n <= 4 && n <= v.len - i) {
			bytes_add(out, v.data + i, n);
			i += n;
		} else {
			bytes_add_str(out, "\xef\xbf\xbd");
			i++;
		}
	}
}

/* UniversalString: four octets a character, of which two are enough. */
static void
add_universal(struct bytes *out, struct view v)
{
	for (size_t i = 0; i + 4 <= v.len; i += 4) {
		if (v.data[i] == 0 && v.data[i + 1] == 0)
			text_from_utf16(view_sub(v, i + 2, 2), TEXT_BE, false,
			    out);
		else
			bytes_add_str(out, "\xef\xbf\xbd");
	}
}

/* False if the value is not a string of a known type. */
static bool
add_name_string(struct bytes *out, const struct tlv *value)
{
	switch (value->tag) {
	case DER_BMP_STRING:
		text_from_utf16(value->body, TEXT_BE, false, out);
		return true;
	case DER_UNIVERSAL_STRING:
		add_universal(out, value->body);
		return true;
	case DER_T61_STRING:
		/* T.61 on paper; UTF-8 or Latin-1 in every real file. */
		if (text_is_utf8(value->body))
			bytes_add_view(out, value->body);
		else
			text_from_latin1(value->body, out);
		return true;
	case DER_UTF8_STRING:
	case DER_PRINTABLE_STRING:
	case DER_IA5_STRING:
	case 0x12:		/* NumericString */
	case 0x1a:		/* VisibleString */
		add_utf8(out, value->body);
		return true;
	default:
		return false;
	}
}

static bool
needs_quotes(struct view v)
{
	if (v.len == 0 || v.data[0] == ' ' || v.data[v.len - 1] == ' ')
		return true;
	for (size_t i = 0; i < v.len; i++)
		if (strchr(",+=\"\n<>#;", v.data[i]) != NULL)
			return true;
	return false;
}

static void
add_value(struct bytes *out, const struct tlv *value)
{
	struct bytes text = BYTES_INIT;

	if (!add_name_string(&text, value)) {
		bytes_add_str(out, "#");
		text_add_hex(out, value->whole);
	} else if (!needs_quotes(view_bytes(&text)))
		bytes_add_view(out, view_bytes(&text));
	else {
		bytes_add_str(out, "\"");
		for (size_t i = 0; i < text.len; i++) {
			if (text.data[i] == '"')
				bytes_add_str(out, "\"");
			bytes_add_u8(out, text.data[i]);
		}
		bytes_add_str(out, "\"");
	}
	out->failed |= text.failed;
	bytes_clear(&text);
}

static void
add_type(struct bytes *out, struct view oid)
{
	char buf[ALGNAME_MAX];

	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (view_equal(oid, view_of(types[i].oid, types[i].len))) {
			bytes_add_str(out, types[i].label);
			return;
		}
	bytes_addf(out, "OID.%s", algname_dotted(oid, buf));
}

static bool
next_atv(struct der *set, struct tlv *oid, struct tlv *value)
{
	struct der atv;

	return der_enter(set, DER_SEQUENCE, &atv) &&
	    der_take(&atv, DER_OID, oid) && der_next(&atv, value);
}

static void
add_rdn(struct bytes *out, struct view body)
{
	struct der set = der_open(body);
	struct tlv oid, value;

	for (bool first = true; next_atv(&set, &oid, &value); first = false) {
		if (!first)
			bytes_add_str(out, " + ");
		add_type(out, oid.body);
		bytes_add_str(out, "=");
		add_value(out, &value);
	}
}

void
certname_text(struct view name, struct bytes *out)
{
	struct view rdns[RDN_MAX];
	struct der d = der_open(name), list;
	struct tlv t;
	size_t n = 0;

	if (!der_enter(&d, DER_SEQUENCE, &list))
		return;
	while (n < RDN_MAX && der_take(&list, DER_SET, &t))
		rdns[n++] = t.body;
	while (n-- > 0) {
		add_rdn(out, rdns[n]);
		if (n != 0)
			bytes_add_str(out, ", ");
	}
}

/* The last value of this type: the most specific one. */
static bool
find_last_value(struct view name, size_t type, struct tlv *found)
{
	struct der d = der_open(name), list, set;
	struct tlv oid, value;
	bool have = false;

	if (!der_enter(&d, DER_SEQUENCE, &list))
		return false;
	while (der_enter(&list, DER_SET, &set))
		while (next_atv(&set, &oid, &value))
			if (view_equal(oid.body, view_of(types[type].oid,
			    types[type].len))) {
				*found = value;
				have = true;
			}
	return have;
}

void
certname_display(struct view name, struct bytes *out)
{
	struct tlv value;

	for (size_t i = 0; i < DISPLAY_TYPES; i++)
		if (find_last_value(name, i, &value) && value.body.len != 0 &&
		    add_name_string(out, &value))
			return;
	certname_text(name, out);
}

void
certname_show(struct view name, struct bytes *out)
{
	struct bytes text = BYTES_INIT;

	certname_display(name, &text);
	text_add_printable(out, view_bytes(&text));
	out->failed |= text.failed;
	bytes_clear(&text);
}

void
certname_quote(struct view name, struct bytes *out)
{
	bytes_add_str(out, "\"");
	certname_show(name, out);
	bytes_add_str(out, "\"");
}

const char *
certname_brief(struct view name, char buf[CERTNAME_MAX])
{
	struct bytes text = BYTES_INIT;
	size_t n;

	certname_show(name, &text);
	n = text.len;
	if (n >= CERTNAME_MAX) {
		n = CERTNAME_MAX - 1;
		/* Not within a character. */
		while (n != 0 && (text.data[n] & 0xc0) == 0x80)
			n--;
	}
	snprintf(buf, CERTNAME_MAX, "%.*s", (int)n, n != 0 ?
	    (const char *)text.data : "");
	bytes_clear(&text);
	return buf;
}

/* ---- comparison ---- */

/* How many octets a character takes in these string types. */
static size_t
octets_per_character(unsigned tag)
{
	return tag == DER_BMP_STRING ? 2 : tag == DER_UNIVERSAL_STRING ? 4 : 1;
}

/* The ASCII letters and digits of a value, which all string types share. */
static uint64_t
hash_loosely(uint64_t h, const struct tlv *value)
{
	const size_t width = octets_per_character(value->tag);
	const struct view v = value->body;

	for (size_t i = 0; i + width <= v.len; i += width) {
		uint32_t c = 0;

		for (size_t k = 0; k < width; k++)
			c = c << 8 | v.data[i + k];
		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			h = (h ^ c) * 0x100000001b3;
	}
	return h;
}

/*
 * Names that are the same have the same number, whatever their string types,
 * case and spaces: most of the others are told apart without building anything.
 */
static uint64_t
loose_hash(struct view name)
{
	struct der d = der_open(name), rdns, rdn, atv;
	uint64_t sum = 0, h;
	struct tlv oid, value;

	if (!der_enter(&d, DER_SEQUENCE, &rdns))
		return 0;
	while (der_enter(&rdns, DER_SET, &rdn)) {
		sum *= 31;
		while (der_enter(&rdn, DER_SEQUENCE, &atv)) {
			if (!der_next(&atv, &oid) || !der_next(&atv, &value))
				return 0;
			h = hash_loosely(0xcbf29ce484222325, &value);
			/* A SET has no order. */
			sum += h + oid.body.len;
		}
	}
	return sum;
}

static X509_NAME *
parse_name(struct view name)
{
	const unsigned char *p = name.data;
	X509_NAME *x = d2i_X509_NAME(NULL, &p, (long)name.len);
	struct err ignored = ERR_INIT;

	if (x == NULL)
		osslctx_err(&ignored, ERR_INPUT, "");
	return x;
}

bool
certname_same(struct view a, struct view b)
{
	X509_NAME *x, *y;
	bool same;

	if (view_equal(a, b))
		return true;
	if (a.len == 0 || b.len == 0 || loose_hash(a) != loose_hash(b))
		return false;
	x = parse_name(a);
	y = parse_name(b);
	same = x != NULL && y != NULL && X509_NAME_cmp(x, y) == 0;
	X509_NAME_free(x);
	X509_NAME_free(y);
	return same;
}
