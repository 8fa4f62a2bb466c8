#include "asn1/strict.h"

#include "asn1/der.h"

enum {
	CLASS_MASK	= 0xc0,
	CONSTRUCTED	= 0x20,
	NUMBER_MASK	= 0x1f,
	LONG_TAG	= 0x1f,
	LAST_UNIVERSAL	= 0x1e,		/* BMPString */
};

/* The shortest form of tag and length is as long as this. */
static bool
header_is_shortest(const struct tlv *t)
{
	size_t want = 2, header = t->whole.len - t->body.len;

	if ((t->tag & NUMBER_MASK) == LONG_TAG) {
		if (t->whole.data[1] < LONG_TAG)
			return false;
		want++;
	}
	if (t->body.len >= 0x80)
		for (size_t n = t->body.len; n != 0; n >>= 8)
			want++;
	return header == want;
}

/* Base 128 without leading zeros, the last octet below 0x80. */
bool
strict_is_oid(struct view body)
{
	bool start = true;

	if (body.len == 0 || (body.data[body.len - 1] & 0x80) != 0)
		return false;
	for (size_t i = 0; i < body.len; i++) {
		if (start && body.data[i] == 0x80)
			return false;
		start = (body.data[i] & 0x80) == 0;
	}
	return true;
}

static bool
integer_is_shortest(struct view body)
{
	if (body.len < 2)
		return body.len == 1;
	return (body.data[0] != 0 || (body.data[1] & 0x80) != 0) &&
	    (body.data[0] != 0xff || (body.data[1] & 0x80) == 0);
}

static bool
unused_bits_are_zero(struct view body)
{
	unsigned unused = body.len != 0 ? body.data[0] : 8;

	if (unused > 7 || (body.len == 1 && unused != 0))
		return false;
	return (body.data[body.len - 1] & ((1u << unused) - 1)) == 0 ||
	    body.len == 1;
}

static bool
primitive_is_strict(const struct tlv *t)
{
	switch (t->tag) {
	case DER_BOOLEAN:
		return t->body.len == 1 && (t->body.data[0] == 0 ||
		    t->body.data[0] == 0xff);
	case DER_INTEGER:
	case DER_ENUMERATED:
		return integer_is_shortest(t->body);
	case DER_BIT_STRING:
		return unused_bits_are_zero(t->body);
	case DER_OID:
		return strict_is_oid(t->body);
	case DER_NULL:
		return t->body.len == 0;
	/* SEQUENCE and SET are never primitive; 0 ends indefinite lengths. */
	case DER_SEQUENCE & ~(unsigned)CONSTRUCTED:
	case DER_SET & ~(unsigned)CONSTRUCTED:
	case 0:
		return false;
	default:
		return true;
	}
}

static bool
is_strict(struct view v, unsigned depth, bool one)
{
	struct der d = der_open(v);
	struct tlv t;
	size_t n = 0;

	while (der_next(&d, &t)) {
		const bool universal = (t.tag & CLASS_MASK) == 0;

		if (++n > 1 && one)
			return false;
		if (!header_is_shortest(&t) || (universal &&
		    (t.tag & NUMBER_MASK) > LAST_UNIVERSAL))
			return false;
		if ((t.tag & CONSTRUCTED) == 0) {
			if (!primitive_is_strict(&t))
				return false;
			continue;
		}
		if ((universal && t.tag != DER_SEQUENCE && t.tag != DER_SET) ||
		    depth == 0 || !is_strict(t.body, depth - 1, false))
			return false;
	}
	return der_end_reached(&d) && (n != 0 || !one);
}

bool
strict_is_der(struct view v)
{
	return is_strict(v, STRICT_DEPTH, true);
}
