#include "formats/sniff.h"

#include "asn1/der.h"
#include "asn1/oids.h"

enum {
	/* How deep an element of indefinite length is followed. */
	SKIP_DEPTH	= 8,
	SHAPE_DEPTH	= 6,
};

/*
 * der.h wants whole elements of definite length. A look must also recognise a
 * file that was cut off (its reader then says what is missing) and BER, so
 * here is a cursor that forgives both: the content of an element is what is
 * there of it.
 */
struct look {
	struct view	rest;
};

struct found {
	unsigned	tag;		/* 0: nothing there */
	struct look	body;
	bool		indefinite;
};

static bool
read_found(struct look *l, struct found *f)
{
	size_t n, len = 0, pos = 2;

	f->tag = 0;
	if (l->rest.len < 2 || (l->rest.data[0] & 0x1f) == 0x1f)
		return false;
	n = l->rest.data[1];
	f->indefinite = n == 0x80;
	if (n > 0x80) {
		n &= 0x7f;
		if (n > 4 || n > l->rest.len - pos)
			return false;
		while (n-- > 0)
			len = len << 8 | l->rest.data[pos++];
	} else if (!f->indefinite)
		len = n;
	if (f->indefinite || len > l->rest.len - pos)
		len = l->rest.len - pos;
	f->tag = l->rest.data[0];
	f->body.rest = view_sub(l->rest, pos, len);
	return true;
}

static bool	skip_element(struct look *l, unsigned depth);

/* Past the content of an indefinite element, its end mark included. */
static bool
skip_indefinite(struct look *l, unsigned depth)
{
	while (l->rest.len >= 2) {
		if (l->rest.data[0] == 0 && l->rest.data[1] == 0) {
			l->rest = view_sub(l->rest, 2, l->rest.len - 2);
			return true;
		}
		if (depth == 0 || !skip_element(l, depth - 1))
			return false;
	}
	return false;
}

static bool
skip_element(struct look *l, unsigned depth)
{
	struct found f;
	size_t used;

	if (!read_found(l, &f))
		return false;
	if (f.indefinite) {
		*l = f.body;
		return skip_indefinite(l, depth);
	}
	used = (size_t)(f.body.rest.data - l->rest.data) + f.body.rest.len;
	l->rest = view_sub(l->rest, used, l->rest.len - used);
	return true;
}

/* The tag of the next element; *l moves past it. An indefinite one that cannot
 * be passed leaves nothing after it. */
static unsigned
next_element(struct look *l, struct look *body)
{
	struct found f;

	if (!read_found(l, &f))
		return 0;
	*body = f.body;
	if (!skip_element(l, SKIP_DEPTH))
		l->rest = view_of(NULL, 0);
	return f.tag;
}

/* ---- shapes ---- */

static bool
begins_with_oid(const struct look *l)
{
	return l->rest.len != 0 && l->rest.data[0] == DER_OID;
}

/* Any type of pkcs-7 (1.2.840.113549.1.7). */
static bool
is_pkcs7_type(struct view oid)
{
	const size_t len = sizeof(OID_DATA) - 2;

	return view_equal(view_sub(oid, 0, len), view_of(OID_DATA, len));
}

static bool
is_letter(char letter, unsigned tag, const struct look *body)
{
	switch (letter) {
	case '(':
	case 's':
		return tag == DER_SEQUENCE;
	case 'n':
		return tag == DER_SEQUENCE && !begins_with_oid(body);
	case 't':
		return tag == DER_SET;
	case '<':
	case '0':
		return tag == DER_CONTEXT(0);
	case 'v':
		return tag == DER_INTEGER && body->rest.len == 1;
	case 'i':
		return tag == DER_INTEGER;
	case 'o':
		return tag == DER_OCTET_STRING;
	case 'c':
		return tag == (DER_OCTET_STRING | 0x20);
	case 'b':
		return tag == DER_BIT_STRING;
	case 'd':
		return tag == DER_UTC_TIME || tag == DER_GENERALIZED_TIME;
	case 'P':
		return tag == DER_OID && is_pkcs7_type(body->rest);
	case 'S':
		return tag == DER_OID && der_oid_is(body->rest,
		    OID_SIGNED_DATA);
	case 'C':
		return tag == DER_OID && der_oid_is(body->rest, OID_CTL);
	default:
		return tag == DER_OID;
	}
}

static bool
has_shape(struct view in, const char *shape)
{
	struct look at[SHAPE_DEPTH] = { { in } }, *l = at, body;

	for (; *shape != '\0'; shape++) {
		if (*shape == ')') {
			l--;
			continue;
		}
		if (!is_letter(*shape, next_element(l, &body), &body))
			return false;
		if (*shape == '(' || *shape == '<')
			*++l = body;
	}
	return true;
}

static bool
is_kind(struct view in, const struct kind_row *row)
{
	if (row->is != NULL)
		return row->is(in);
	for (size_t i = 0; i < COUNT_OF(row->shapes); i++)
		if (row->shapes[i] != NULL && has_shape(in, row->shapes[i]))
			return true;
	return false;
}

enum kind
sniff(struct view in)
{
	for (enum kind k = KIND_UNKNOWN + 1; k < KIND_COUNT; k++)
		if (is_kind(in, kind_row(k)))
			return k;
	return KIND_UNKNOWN;
}
