#include "asn1/der.h"

#include <stdio.h>
#include <string.h>

/* One TLV at the start of v: fills *t, leaves judgement of the tag to the
 * caller. Indefinite lengths are told apart from bad ones for ber.c's sake. */
enum tlv_kind { TLV_BAD, TLV_DEFINITE, TLV_INDEFINITE };

static enum tlv_kind
read_header(struct view v, unsigned *tag, size_t *header, size_t *length)
{
	size_t pos = 1, n, len = 0;

	if (v.len < 2)
		return TLV_BAD;
	*tag = v.data[0];
	if ((*tag & 0x1f) == 0x1f) {
		/* Long form of the tag: one more byte is all we accept. */
		if ((v.data[1] & 0x80) != 0 || v.len < 3)
			return TLV_BAD;
		pos = 2;
	}
	n = v.data[pos++];
	if (n == 0x80) {
		*header = pos;
		*length = 0;
		/* Only a constructed element may be indefinite. */
		return (*tag & 0x20) != 0 ? TLV_INDEFINITE : TLV_BAD;
	}
	if (n > 0x80) {
		n &= 0x7f;
		if (n > 4 || n > v.len - pos)
			return TLV_BAD;
		while (n-- > 0)
			len = len << 8 | v.data[pos++];
	} else
		len = n;
	if (len > v.len - pos)
		return TLV_BAD;
	*header = pos;
	*length = len;
	return TLV_DEFINITE;
}

struct der
der_open(struct view v)
{
	struct der d = { v, false };

	return d;
}

bool
der_next(struct der *d, struct tlv *t)
{
	size_t header, length;

	if (d->bad || d->rest.len == 0)
		return false;
	if (read_header(d->rest, &t->tag, &header, &length) != TLV_DEFINITE) {
		d->bad = true;
		return false;
	}
	t->whole = view_of(d->rest.data, header + length);
	t->body = view_of(d->rest.data + header, length);
	d->rest.data += header + length;
	d->rest.len -= header + length;
	return true;
}

bool
der_take(struct der *d, unsigned tag, struct tlv *t)
{
	return der_peek(d) == tag && der_next(d, t);
}

bool
der_enter(struct der *d, unsigned tag, struct der *inner)
{
	struct tlv t;

	if (!der_take(d, tag, &t))
		return false;
	*inner = der_open(t.body);
	return true;
}

unsigned
der_peek(const struct der *d)
{
	return d->bad || d->rest.len == 0 ? 0 : d->rest.data[0];
}

bool
der_end_reached(const struct der *d)
{
	return !d->bad && d->rest.len == 0;
}

bool
der_bad(const struct der *d)
{
	return d->bad;
}

bool
der_magnitude(struct view body, struct view *m)
{
	if (body.len == 0 || (body.data[0] & 0x80) != 0)
		return false;
	while (body.len > 0 && body.data[0] == 0) {
		body.data++;
		body.len--;
	}
	*m = body;
	return true;
}

bool
der_take_magnitude(struct der *d, struct view *m)
{
	struct tlv t;

	return der_take(d, DER_INTEGER, &t) && der_magnitude(t.body, m);
}

unsigned
der_magnitude_bits(struct view m)
{
	while (m.len > 0 && m.data[0] == 0)
		m = view_sub(m, 1, m.len - 1);
	if (m.len == 0)
		return 0;
	return (unsigned)m.len * 8 -
	    ((unsigned)__builtin_clz((unsigned)m.data[0]) - 24);
}

bool
der_uint(struct view body, uint64_t *n)
{
	struct view m;

	if (!der_magnitude(body, &m) || m.len > 8)
		return false;
	*n = 0;
	for (size_t i = 0; i < m.len; i++)
		*n = *n << 8 | m.data[i];
	return true;
}

bool
der_oid_text(struct view body, char *buf, size_t size)
{
	uint64_t arc = 0;
	size_t used = 0;
	bool first = true, open = false;
	int n;

	for (size_t i = 0; i < body.len; i++) {
		if (arc > UINT64_MAX >> 7)
			return false;
		arc = arc << 7 | (body.data[i] & 0x7f);
		open = (body.data[i] & 0x80) != 0;
		if (open)
			continue;
		if (first) {
			unsigned top = arc < 40 ? 0 : arc < 80 ? 1 : 2;

			n = snprintf(buf + used, size - used, "%u.%llu", top,
			    (unsigned long long)(arc - 40 * top));
			first = false;
		} else
			n = snprintf(buf + used, size - used, ".%llu",
			    (unsigned long long)arc);
		if (n < 0 || (size_t)n >= size - used)
			return false;
		used += (size_t)n;
		arc = 0;
	}
	return !first && !open;
}

bool
der_count(struct view body, size_t max, size_t *n)
{
	struct der d = der_open(body);
	struct tlv t;

	for (*n = 0; *n <= max && der_next(&d, &t); (*n)++)
		;
	return !der_bad(&d);
}

bool
der_count_levels(struct view v, unsigned levels, size_t max, size_t *n)
{
	struct der d = der_open(v);
	struct tlv t;

	while (*n <= max && der_next(&d, &t)) {
		(*n)++;
		if ((t.tag & 0x20) != 0 && levels > 1 &&
		    !der_count_levels(t.body, levels - 1, max, n))
			return false;
	}
	return !der_bad(&d);
}

/* ---- BER ---- */

/* True when an indefinite length occurs anywhere inside the elements of v that
 * can be walked; a malformed tail is left to the pass that converts. */
static bool
is_indefinite(struct view v, unsigned depth)
{
	size_t header, length;
	unsigned tag;

	while (v.len != 0) {
		switch (read_header(v, &tag, &header, &length)) {
		case TLV_INDEFINITE:
			return true;
		case TLV_BAD:
			return false;
		case TLV_DEFINITE:
			break;
		}
		if ((tag & 0x20) != 0 && depth > 0 && is_indefinite(
		    view_sub(v, header, length), depth - 1))
			return true;
		v = view_sub(v, header + length, v.len - header - length);
	}
	return false;
}

static bool	make_all_definite(struct view v, unsigned depth, bool until_eoc,
    struct bytes *out, size_t *used, struct err *e);

/* Convert one element at v; *used is what it took there. */
static bool
make_definite(struct view v, unsigned depth, struct bytes *out, size_t *used,
    struct err *e)
{
	size_t header, length, inner = 0, mark;
	enum tlv_kind kind;
	struct view body;
	unsigned tag;

	kind = read_header(v, &tag, &header, &length);
	if (kind == TLV_BAD)
		return err_set(e, ERR_INPUT, "a length that does not fit "
		    "its surroundings");
	if (kind == TLV_DEFINITE) {
		*used = header + length;
		body = view_sub(v, header, length);
		if ((tag & 0x20) == 0 || !is_indefinite(body, depth)) {
			bytes_add(out, v.data, *used);
			return true;
		}
	} else
		body = view_sub(v, header, v.len - header);
	if (depth == 0)
		return err_set(e, ERR_LIMIT, "nested too deeply");
	if ((tag & 0x1f) == 0x1f)
		return err_set(e, ERR_INPUT, "a long tag with a length that "
		    "is not definite");

	mark = der_begin(out, tag);
	if (!make_all_definite(body, depth - 1, kind == TLV_INDEFINITE, out, &inner,
	    e))
		return false;
	der_end(out, mark);
	if (kind == TLV_INDEFINITE)
		*used = header + inner;
	return true;
}

/* The elements of v, to its end or to the end-of-contents octets. */
static bool
make_all_definite(struct view v, unsigned depth, bool until_eoc, struct bytes *out,
    size_t *used, struct err *e)
{
	size_t n, pos = 0;

	while (pos < v.len) {
		if (until_eoc && v.len - pos >= 2 && v.data[pos] == 0 &&
		    v.data[pos + 1] == 0) {
			*used = pos + 2;
			return true;
		}
		if (!make_definite(view_sub(v, pos, v.len - pos), depth, out, &n, e))
			return false;
		pos += n;
	}
	if (until_eoc)
		return err_set(e, ERR_INPUT, "an element of indefinite length "
		    "that never ends");
	*used = pos;
	return true;
}

bool
ber_definite(struct view in, unsigned depth, struct bytes *mem,
    struct view *out, size_t *used, struct err *e)
{
	size_t header, length;
	enum tlv_kind kind;
	unsigned tag;

	kind = read_header(in, &tag, &header, &length);
	if (kind == TLV_BAD)
		return err_set(e, ERR_INPUT, "%s", in.len < 2 ? "too short" :
		    "its length reaches past the end of the data");
	if (kind == TLV_DEFINITE && ((tag & 0x20) == 0 ||
	    !is_indefinite(view_sub(in, header, length), depth))) {
		*used = header + length;
		*out = view_of(in.data, *used);
		return true;
	}
	bytes_clear(mem);
	if (!make_definite(in, depth, mem, used, e) || !bytes_ok(mem, e))
		return false;
	*out = view_bytes(mem);
	return true;
}

static bool
join_segments(struct view body, unsigned depth, struct bytes *mem,
    struct err *e)
{
	struct der d = der_open(body);
	struct tlv t;

	while (der_next(&d, &t)) {
		if ((t.tag & 0x20) == 0) {
			bytes_add_view(mem, t.body);
			continue;
		}
		if (depth == 0)
			return err_set(e, ERR_LIMIT, "a string nested too "
			    "deeply");
		if (!join_segments(t.body, depth - 1, mem, e))
			return false;
	}
	if (der_bad(&d))
		return err_set(e, ERR_INPUT, "a string whose segments do not "
		    "fit into it");
	return bytes_ok(mem, e);
}

bool
ber_string(const struct tlv *t, struct bytes *mem, struct view *out,
    struct err *e)
{
	/* Segments of segments are legal BER and never seen; 4 is plenty. */
	enum { SEGMENT_DEPTH = 4 };

	if ((t->tag & 0x20) == 0) {
		*out = t->body;
		return true;
	}
	bytes_clear(mem);
	if (!join_segments(t->body, SEGMENT_DEPTH, mem, e))
		return false;
	*out = view_bytes(mem);
	return true;
}

/* ---- writing ---- */

size_t
der_begin(struct bytes *b, unsigned tag)
{
	bytes_add_u8(b, tag);
	return b->len;
}

void
der_end(struct bytes *b, size_t mark)
{
	unsigned char head[5];
	size_t len, n = 0;

	if (b->failed)
		return;
	len = b->len - mark;
	if (len < 0x80)
		head[n++] = (unsigned char)len;
	else {
		size_t octets = len > 0xffffff ? 4 : len > 0xffff ? 3 :
		    len > 0xff ? 2 : 1;

		head[n++] = (unsigned char)(0x80 | octets);
		while (octets-- > 0)
			head[n++] = (unsigned char)(len >> (8 * octets));
	}
	bytes_insert(b, mark, head, n);
}

void
der_put(struct bytes *b, unsigned tag, struct view body)
{
	size_t mark = der_begin(b, tag);

	bytes_add_view(b, body);
	der_end(b, mark);
}

void
der_put_bits(struct bytes *b, struct view octets)
{
	size_t mark = der_begin(b, DER_BIT_STRING);

	bytes_add_u8(b, 0);
	bytes_add_view(b, octets);
	der_end(b, mark);
}

void
der_put_magnitude(struct bytes *b, struct view m)
{
	size_t mark;

	while (m.len > 0 && m.data[0] == 0) {
		m.data++;
		m.len--;
	}
	mark = der_begin(b, DER_INTEGER);
	if (m.len == 0 || (m.data[0] & 0x80) != 0)
		bytes_add_u8(b, 0);
	bytes_add_view(b, m);
	der_end(b, mark);
}

void
der_put_uint(struct bytes *b, uint64_t n)
{
	unsigned char be[8];

	for (size_t i = 0; i < sizeof(be); i++)
		be[i] = (unsigned char)(n >> (8 * (sizeof(be) - 1 - i)));
	der_put_magnitude(b, view_of(be, sizeof(be)));
}

void
der_put_null(struct bytes *b)
{
	der_put(b, DER_NULL, view_of(NULL, 0));
}
