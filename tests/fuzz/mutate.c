#include "mutate.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "asn1/der.h"

enum { NODES_MAX = 4096, DEPTH_MAX = 24 };

struct node {
	unsigned	 tag;
	struct view	 body;		/* of one without children */
	size_t		 first;		/* child, or 0 */
	size_t		 next;		/* sibling, or 0 */
	bool		 long_form;
	bool		 in_string;	/* its child lies in an OCTET STRING */
};

struct tree {
	struct node	 nodes[NODES_MAX];
	size_t		 count;		/* node 0 is no node */
	size_t		 root;		/* the first of the top level */
	struct bytes	 changed[8];	/* bodies that are our own */
	size_t		 changed_count;
};

uint32_t
mutate_below(struct mutate_random *r, uint32_t n)
{
	r->state ^= r->state << 13;
	r->state ^= r->state >> 7;
	r->state ^= r->state << 17;
	return n == 0 ? 0 : (uint32_t)(r->state >> 32) % n;
}

/* ---- reading ---- */

static size_t	read_level(struct tree *t, struct view v, unsigned depth);

static bool
is_der(struct view v)
{
	struct der d = der_open(v);
	struct tlv t;
	size_t n = 0;

	while (der_next(&d, &t))
		n++;
	return n != 0 && der_end_reached(&d);
}

static size_t
add_node(struct tree *t, const struct tlv *tlv, unsigned depth)
{
	struct node *n;
	size_t at;

	if (t->count + 1 >= NODES_MAX)
		return 0;
	at = ++t->count;
	n = &t->nodes[at];
	memset(n, 0, sizeof(*n));
	n->tag = tlv->tag;
	n->body = tlv->body;
	n->in_string = tlv->tag == DER_OCTET_STRING && is_der(tlv->body);
	if (((tlv->tag & 0x20) != 0 || n->in_string) && depth != 0)
		t->nodes[at].first = read_level(t, tlv->body, depth - 1);
	return at;
}

/* The first element; 0 when there is none. */
static size_t
read_level(struct tree *t, struct view v, unsigned depth)
{
	struct der d = der_open(v);
	size_t first = 0, last = 0, at;
	struct tlv tlv;

	while (der_next(&d, &tlv)) {
		at = add_node(t, &tlv, depth);
		if (at == 0)
			break;
		if (last == 0)
			first = at;
		else
			t->nodes[last].next = at;
		last = at;
	}
	return first;
}

/* ---- writing ---- */

static void
put_header(struct bytes *out, unsigned tag, size_t len, bool long_form)
{
	bytes_add_u8(out, tag & 0xff);
	if ((tag & 0x1f) == 0x1f)
		bytes_add_u8(out, 0x21);
	if (long_form) {
		bytes_add_u8(out, 0x84);
		bytes_add_u8(out, (unsigned)(len >> 24) & 0xff);
		bytes_add_u8(out, (unsigned)(len >> 16) & 0xff);
		bytes_add_u8(out, (unsigned)(len >> 8) & 0xff);
		bytes_add_u8(out, (unsigned)len & 0xff);
	} else if (len >= 0x10000) {
		bytes_add_u8(out, 0x83);
		bytes_add_u8(out, (unsigned)(len >> 16) & 0xff);
		bytes_add_u8(out, (unsigned)(len >> 8) & 0xff);
		bytes_add_u8(out, (unsigned)len & 0xff);
	} else if (len >= 0x100) {
		bytes_add_u8(out, 0x82);
		bytes_add_u8(out, (unsigned)(len >> 8) & 0xff);
		bytes_add_u8(out, (unsigned)len & 0xff);
	} else {
		if (len >= 0x80)
			bytes_add_u8(out, 0x81);
		bytes_add_u8(out, (unsigned)len);
	}
}

/* Exchanges may make it grow: never without end. */
static void
write_level(const struct tree *t, size_t at, unsigned depth,
    struct bytes *out)
{
	struct bytes body = BYTES_INIT;

	for (; at != 0 && depth != 0 && out->len < 1 << 20;
	    at = t->nodes[at].next) {
		const struct node *n = &t->nodes[at];

		bytes_truncate(&body, 0);
		if (n->first != 0)
			write_level(t, n->first, depth - 1, &body);
		else
			bytes_add_view(&body, n->body);
		put_header(out, n->tag, body.len, n->long_form);
		bytes_add_view(out, view_bytes(&body));
	}
	bytes_clear(&body);
}

/* ---- changes ---- */

static size_t
pick(const struct tree *t, struct mutate_random *r)
{
	return 1 + mutate_below(r, (uint32_t)t->count);
}

/* What points at it. */
static size_t *
link_to(struct tree *t, size_t at)
{
	if (t->root == at)
		return &t->root;
	for (size_t i = 1; i <= t->count; i++) {
		if (t->nodes[i].first == at)
			return &t->nodes[i].first;
		if (t->nodes[i].next == at)
			return &t->nodes[i].next;
	}
	return NULL;
}

static void
drop(struct tree *t, size_t at)
{
	size_t *link = link_to(t, at);

	if (link != NULL)
		*link = t->nodes[at].next;
}

static void
double_it(struct tree *t, size_t at)
{
	size_t copy;

	if (t->count + 1 >= NODES_MAX)
		return;
	copy = ++t->count;
	t->nodes[copy] = t->nodes[at];
	t->nodes[at].next = copy;
}

static void
swap_with_next(struct tree *t, size_t at)
{
	size_t *link = link_to(t, at), next = t->nodes[at].next;

	if (link == NULL || next == 0)
		return;
	t->nodes[at].next = t->nodes[next].next;
	t->nodes[next].next = at;
	*link = next;
}

/* The content of one for that of another: it stays where it is. */
static void
exchange(struct tree *t, size_t at, size_t from)
{
	const size_t next = t->nodes[at].next;

	/* Not for something that it lies in: that would be a circle. */
	if (t->nodes[from].first != 0 && from < at)
		return;
	t->nodes[at] = t->nodes[from];
	t->nodes[at].next = next;
}

static void
borrow(struct tree *t, size_t at, struct view other, struct mutate_random *r)
{
	const size_t before = t->count, next = t->nodes[at].next;
	size_t lent;

	read_level(t, other, DEPTH_MAX);
	if (t->count == before)
		return;
	for (int tries = 0; tries < 64; tries++) {
		lent = before + 1 + mutate_below(r,
		    (uint32_t)(t->count - before));
		if (t->nodes[lent].tag == t->nodes[at].tag || tries == 63) {
			t->nodes[at] = t->nodes[lent];
			t->nodes[at].next = next;
			return;
		}
	}
}

static void
change_octets(struct tree *t, size_t at, struct mutate_random *r)
{
	struct node *n = &t->nodes[at];
	struct bytes *b;

	if (n->first != 0 || t->changed_count == COUNT_OF(t->changed))
		return;
	b = &t->changed[t->changed_count++];
	mutate_bytes(n->body, r, b);
	n->body = view_bytes(b);
}

static void
change_once(struct tree *t, struct view other, struct mutate_random *r)
{
	static const unsigned tags[] = {
		DER_BOOLEAN, DER_INTEGER, DER_BIT_STRING, DER_OCTET_STRING,
		DER_NULL, DER_OID, DER_UTF8_STRING, DER_UTC_TIME,
		DER_GENERALIZED_TIME, DER_SEQUENCE, DER_SET, DER_CONTEXT(0),
		DER_CONTEXT(1), DER_CONTEXT_PRIM(0), DER_CONTEXT_PRIM(1),
	};
	const size_t at = pick(t, r);

	switch (mutate_below(r, 10)) {
	case 0:	drop(t, at); break;
	case 1:	double_it(t, at); break;
	case 2:	swap_with_next(t, at); break;
	case 3:	exchange(t, at, pick(t, r)); break;
	case 4:	borrow(t, at, other, r); break;
	case 5:	t->nodes[at].long_form = true; break;
	case 6:	t->nodes[at].tag = tags[mutate_below(r,
		    (uint32_t)COUNT_OF(tags))]; break;
	default: change_octets(t, at, r); break;
	}
}

void
mutate_der(struct view in, struct view other, struct mutate_random *r,
    struct bytes *out)
{
	struct tree *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return;
	t->root = read_level(t, in, DEPTH_MAX);
	if (t->count == 0)
		mutate_bytes(in, r, out);
	for (uint32_t n = mutate_below(r, 4) + 1; n != 0 && t->count != 0; n--)
		change_once(t, other, r);
	write_level(t, t->root, 2 * DEPTH_MAX, out);
	for (size_t i = 0; i < t->changed_count; i++)
		bytes_clear(&t->changed[i]);
	free(t);
}

void
mutate_bytes(struct view in, struct mutate_random *r, struct bytes *out)
{
	size_t at = mutate_below(r, (uint32_t)in.len);
	size_t n = 1 + mutate_below(r, 8);

	if (n > in.len - at)
		n = in.len - at;
	bytes_add_view(out, view_sub(in, 0, at));
	switch (in.len == 0 ? 3 : mutate_below(r, 5)) {
	case 0:	/* A bit. */
		bytes_add_u8(out, in.data[at] ^ 1u << mutate_below(r, 8));
		at++;
		break;
	case 1:	/* A byte. */
		bytes_add_u8(out, mutate_below(r, 256));
		at++;
		break;
	case 2:	/* Some are dropped, */
		at += n;
		break;
	case 3:	/* or put in, */
		while (n-- > 0)
			bytes_add_u8(out, mutate_below(r, 256));
		break;
	default: /* or doubled. */
		bytes_add_view(out, view_sub(in, at, n));
		break;
	}
	bytes_add_view(out, view_sub(in, at, in.len - at));
}
