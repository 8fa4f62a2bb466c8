/*
 * der.h - the smallest possible reading and writing of TLVs (X.690)
 *
 * Reading is a bounds-checked cursor over a view: it steps over elements and
 * into them, and judges nothing but lengths. It serves the scan of
 * certificates, where building an ASN.1 tree is 30 times too slow, and the
 * counting that keeps hostile files away from libtasn1. Whether a whole
 * structure is well formed is libtasn1's question (formats/schema.h).
 *
 * Writing is nested der_begin()/der_end() on a struct bytes, so that a writer
 * reads like the grammar it follows; errors are the sticky ones of bytes.h.
 *
 * Input:   untrusted. Definite lengths only, at most 4 length bytes, one-byte
 *          tags and tag numbers up to 0x7f in the long form.
 * Errors:  der_next() returns false at the end and on a bad TLV; der_bad()
 *          tells which. There are no sentences here: only callers know what
 *          the bytes were meant to be.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

enum der_tag {
	DER_BOOLEAN = 0x01, DER_INTEGER = 0x02, DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04, DER_NULL = 0x05, DER_OID = 0x06,
	DER_ENUMERATED = 0x0a, DER_UTF8_STRING = 0x0c,
	DER_PRINTABLE_STRING = 0x13, DER_T61_STRING = 0x14,
	DER_IA5_STRING = 0x16, DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18, DER_UNIVERSAL_STRING = 0x1c,
	DER_BMP_STRING = 0x1e, DER_SEQUENCE = 0x30, DER_SET = 0x31,
};
/* Context tags: constructed (EXPLICIT, or IMPLICIT of a constructed type) and
 * primitive (IMPLICIT of a primitive one). */
#define DER_CONTEXT(n)		(0xa0u | (n))
#define DER_CONTEXT_PRIM(n)	(0x80u | (n))

struct der {
	struct view	rest;
	bool		bad;
};

struct tlv {
	unsigned	tag;		/* identifier octet */
	struct view	whole;		/* tag, length and content */
	struct view	body;		/* the content */
};

struct der	der_open(struct view v);
/* The next element. False at the end, or when the bytes are not a TLV. */
bool		der_next(struct der *d, struct tlv *t) MUST_CHECK;
/* The next element, which must have this tag; on false the cursor has not
 * moved, so an OPTIONAL element is simply tried. */
bool		der_take(struct der *d, unsigned tag, struct tlv *t) MUST_CHECK;
/* As der_take, then a cursor over its content. */
bool		der_enter(struct der *d, unsigned tag, struct der *inner)
		    MUST_CHECK;
/* Tag of the next element, 0 when there is none. */
unsigned	der_peek(const struct der *d);
bool		der_end_reached(const struct der *d);
bool		der_bad(const struct der *d);

/* A non-negative INTEGER body as a number; false when negative, empty or
 * larger than 64 bits. */
bool		der_uint(struct view body, uint64_t *n) MUST_CHECK;
/* INTEGER body without its leading zero octets; a negative one is refused. */
bool		der_magnitude(struct view body, struct view *m) MUST_CHECK;
/* An INTEGER that is not negative. */
bool		der_take_magnitude(struct der *d, struct view *m) MUST_CHECK;
unsigned	der_magnitude_bits(struct view m);
/* OBJECT IDENTIFIER body as dotted text. False when malformed or too long. */
bool		der_oid_text(struct view body, char *buf, size_t size)
		    MUST_CHECK;
/* True when the OID body is exactly the bytes of this encoded OID. */
#define der_oid_is(body, lit)	\
	view_equal((body), view_of((lit), sizeof(lit) - 1))

/*
 * Make the first BER element of `in` definite: indefinite lengths become
 * definite ones at every depth. Elements without an indefinite length inside
 * are kept byte for byte, and when there is none at all *out is `in` cut to
 * its first element and `mem` stays empty. Constructed strings stay
 * constructed: only the grammar's user knows which implicit tags are strings;
 * ber_string() joins them.
 *
 * *used is the number of bytes of `in` that the element took. Depth is bounded
 * by `depth`; a file that is not BER, or deeper, is refused with a sentence.
 */
bool		ber_definite(struct view in, unsigned depth, struct bytes *mem,
		    struct view *out, size_t *used, struct err *e) MUST_CHECK;
/* The octets of a string element: its body when primitive; when constructed,
 * its primitive segments joined in `mem`. */
bool		ber_string(const struct tlv *t, struct bytes *mem,
		    struct view *out, struct err *e) MUST_CHECK;
/* Number of elements directly inside a body, counting no further than max+1.
 * False when it is not a sequence of TLVs. */
bool		der_count(struct view body, size_t max, size_t *n) MUST_CHECK;
/* Number of elements in the first `levels` levels, bounded in the same way and
 * added to *n: what libtasn1 would have to build nodes for. */
bool		der_count_levels(struct view v, unsigned levels, size_t max,
		    size_t *n) MUST_CHECK;

/* ---- writing ---- */

/* Start an element; returns the mark that der_end() takes. */
size_t		der_begin(struct bytes *b, unsigned tag);
void		der_end(struct bytes *b, size_t mark);
/* A whole primitive (or already encoded constructed) element. */
void		der_put(struct bytes *b, unsigned tag, struct view body);
/* BIT STRING of whole octets. */
void		der_put_bits(struct bytes *b, struct view octets);
void		der_put_uint(struct bytes *b, uint64_t n);
/* INTEGER from a big-endian magnitude; adds or drops leading zeros. */
void		der_put_magnitude(struct bytes *b, struct view m);
/* OID from its encoded bytes, a string literal of OID_... */
#define der_put_oid(b, lit)	\
	der_put((b), DER_OID, view_of((lit), sizeof(lit) - 1))
void		der_put_null(struct bytes *b);
