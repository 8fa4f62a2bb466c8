/* cert.c - a certificate, as its description says */

#include "forge.h"

#include <string.h>

void
forge_put_name(struct bytes *out, const char *cn)
{
	size_t name = der_begin(out, DER_SEQUENCE);
	size_t rdn = der_begin(out, DER_SET);
	size_t atv = der_begin(out, DER_SEQUENCE);

	der_put_oid(out, "\x55\x04\x0a");
	der_put(out, DER_UTF8_STRING, view_str("spckit test"));
	der_end(out, atv);
	der_end(out, rdn);
	rdn = der_begin(out, DER_SET);
	atv = der_begin(out, DER_SEQUENCE);
	der_put_oid(out, "\x55\x04\x03");
	der_put(out, DER_UTF8_STRING, view_str(cn));
	der_end(out, atv);
	der_end(out, rdn);
	der_end(out, name);
}

static void
put_time(struct bytes *out, const char *t)
{
	/* YYYYMMDDhhmmssZ is longer than any UTCTime in Z. */
	der_put(out, strlen(t) == 15 ? DER_GENERALIZED_TIME : DER_UTC_TIME,
	    view_str(t));
}

static void
put_extension(struct bytes *out, const struct forge_ext *x)
{
	static const unsigned char values[] = { 0, 0xff, 1, 0 };
	size_t mark = der_begin(out, DER_SEQUENCE);

	der_put(out, DER_OID, view_of(x->oid, x->oid_len));
	if (x->critical != NOT_CRITICAL)
		der_put(out, DER_BOOLEAN, view_of(&values[x->critical], 1));
	der_put(out, DER_OCTET_STRING, view_of(x->value, x->value_len));
	der_end(out, mark);
}

static void
put_extensions(struct bytes *out, const struct forge_cert *c)
{
	size_t mark, list;

	if (c->ext_count == 0)
		return;
	mark = der_begin(out, DER_CONTEXT(3));
	list = der_begin(out, DER_SEQUENCE);
	for (size_t i = 0; i < c->ext_count; i++)
		put_extension(out, &c->exts[i]);
	der_end(out, list);
	der_end(out, mark);
}

static void
put_tbs(struct bytes *out, const struct forge_cert *c)
{
	size_t tbs = der_begin(out, DER_SEQUENCE), mark;

	if (c->version >= 0) {
		mark = der_begin(out, DER_CONTEXT(0));
		der_put_uint(out, (uint64_t)c->version);
		der_end(out, mark);
	}
	der_put(out, DER_INTEGER, view_of(c->serial, c->serial_len));
	forge_put_algorithm(out, c->inner_alg_differs ? ALG_RSA_SHA1 : c->alg);
	forge_put_name(out, c->issuer);
	mark = der_begin(out, DER_SEQUENCE);
	put_time(out, c->from);
	put_time(out, c->to);
	der_end(out, mark);
	forge_put_name(out, c->subject);
	forge_put_spki(out, c->key);
	if (c->unique_ids) {
		der_put(out, DER_CONTEXT_PRIM(1), view_of("\0\1\2", 3));
		der_put(out, DER_CONTEXT_PRIM(2), view_of("\0\3\4", 3));
	}
	put_extensions(out, c);
	der_end(out, tbs);
}

/* A length of one octet more than is needed: 81 for a short one, 82 and so on
 * with a leading zero for others. */
static void
put_long(struct bytes *out, unsigned tag, struct view body)
{
	bytes_add_u8(out, tag);
	bytes_add_u8(out, 0x83);
	bytes_add_u8(out, (unsigned)(body.len >> 16));
	bytes_add_u8(out, (unsigned)(body.len >> 8) & 0xff);
	bytes_add_u8(out, (unsigned)body.len & 0xff);
	bytes_add_view(out, body);
}

static void
put_outer_algorithm(struct bytes *out, const struct forge_cert *c)
{
	struct bytes alg = BYTES_INIT, body = BYTES_INIT;
	size_t mark;

	forge_put_algorithm(&alg, c->alg);
	if (!c->long_null) {
		bytes_add_view(out, view_bytes(&alg));
	} else {
		/* The NULL is its last two octets. */
		bytes_add_view(&body, view_sub(view_bytes(&alg), 2,
		    alg.len - 4));
		bytes_add(&body, "\x05\x81\x00", 3);
		mark = der_begin(out, DER_SEQUENCE);
		bytes_add_view(out, view_bytes(&body));
		der_end(out, mark);
	}
	bytes_clear(&alg);
	bytes_clear(&body);
}

static void
put_signature(struct bytes *out, const struct forge_cert *c,
    struct view signature)
{
	struct bytes bits = BYTES_INIT;

	bytes_add_u8(&bits, c->unused_bits ? 1 : 0);
	if (c->leading_zero)
		bytes_add_u8(&bits, 0);
	bytes_add_view(&bits, signature);
	if (c->unused_bits)
		bits.data[bits.len - 1] |= 1;
	if (c->long_signature)
		put_long(out, DER_BIT_STRING, view_bytes(&bits));
	else
		der_put(out, DER_BIT_STRING, view_bytes(&bits));
	bytes_clear(&bits);
}

void
forge_make_cert(const struct forge_cert *c, struct bytes *out)
{
	struct bytes body = BYTES_INIT, signature = BYTES_INIT;

	put_tbs(&body, c);
	forge_sign(&signature, c->signer, c->alg, view_bytes(&body));
	if (c->second_form)
		forge_second_form(&signature);
	if (c->null_signature) {
		bytes_truncate(&signature, 0);
		bytes_add(&signature, FORGE_NULL_ECDSA, 8);
	}
	put_outer_algorithm(&body, c);
	put_signature(&body, c, view_bytes(&signature));
	if (c->long_length)
		put_long(out, DER_SEQUENCE, view_bytes(&body));
	else
		der_put(out, DER_SEQUENCE, view_bytes(&body));
	bytes_clear(&signature);
	bytes_clear(&body);
	FORGE(!out->failed);
}
