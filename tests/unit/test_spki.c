#include "asn1/der.h"
#include "cert/spki.h"
#include "testkeys.h"
#include "unit.h"

#define RSA	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"
#define OAEP	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x07"
#define PSS	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"
#define EC	"\x2a\x86\x48\xce\x3d\x02\x01"

static struct bytes
canonical(struct view in)
{
	struct bytes out = BYTES_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(spki_canonical(in, &out, &e), &e);
	return out;
}

static void
ck_becomes(struct view in, struct view expected)
{
	struct bytes out = canonical(in);

	ck_assert(view_equal(view_bytes(&out), expected));
	bytes_clear(&out);
}

/* The bits of a SubjectPublicKeyInfo, with the octet of unused bits, and the
 * parameters' whole element. */
static void
open_spki(struct view spki, struct view *params, struct view *bits)
{
	struct der d = der_open(spki), seq, alg;
	struct tlv t;

	ck_assert(der_enter(&d, DER_SEQUENCE, &seq));
	ck_assert(der_enter(&seq, DER_SEQUENCE, &alg));
	ck_assert(der_take(&alg, DER_OID, &t));
	*params = alg.rest;
	ck_assert(der_take(&seq, DER_BIT_STRING, &t));
	*bits = t.body;
}

static struct bytes
build(struct view oid, struct view params, struct view bits)
{
	struct bytes b = BYTES_INIT;
	size_t seq = der_begin(&b, DER_SEQUENCE);
	size_t alg = der_begin(&b, DER_SEQUENCE);

	der_put(&b, DER_OID, oid);
	bytes_add_view(&b, params);
	der_end(&b, alg);
	der_put(&b, DER_BIT_STRING, bits);
	der_end(&b, seq);
	return b;
}

/* ---- RSA ---- */

static const struct {
	const char	*what;
	const char	*oid;
	const char	*params;
	size_t		 len;
} labels[] = {
	{ "rsaEncryption with NULL",	RSA,	"\x05\x00", 2 },
	{ "rsaEncryption without",	RSA,	"", 0 },
	{ "RSAES-OAEP, defaults",	OAEP,	"\x30\x00", 2 },
	{ "RSAES-OAEP without",		OAEP,	"", 0 },
	{ "RSASSA-PSS, defaults",	PSS,	"\x30\x00", 2 },
	{ "RSASSA-PSS without",		PSS,	"", 0 },
};

START_TEST(spki_gives_rsa_keys_of_any_label_one_form)
{
	struct bytes rsa = fixture("rsa512.spki"), other;
	struct view params, bits;

	open_spki(view_bytes(&rsa), &params, &bits);
	other = build(view_of(labels[_i].oid, 9), view_of(labels[_i].params,
	    labels[_i].len), bits);
	ck_becomes(view_bytes(&other), view_bytes(&rsa));
	bytes_clear(&rsa);
	bytes_clear(&other);
}
END_TEST

START_TEST(spki_shortens_rsa_integers)
{
	static const char padded[] = "\0\x30\x0a\x02\x03\x00\x00\x91"
	    "\x02\x03\x00\x00\x03";
	static const char expected[] = "\x30\x1b\x30\x0d\x06\x09" RSA
	    "\x05\x00\x03\x0a\x00\x30\x07\x02\x02\x00\x91\x02\x01\x03";
	struct bytes in = build(view_of(RSA, 9), view_of("\x05\x00", 2),
	    view_of(padded, sizeof(padded) - 1));

	ck_becomes(view_bytes(&in), view_of(expected, sizeof(expected) - 1));
	bytes_clear(&in);
}
END_TEST

/* ---- EC ---- */

static const unsigned char forms[] = { 0x02, 0x04, 0x06 };

START_TEST(spki_writes_points_uncompressed)
{
	struct bytes ec = fixture("ec.spki"), other, written = BYTES_INIT;
	struct view params, bits;
	unsigned parity;

	open_spki(view_bytes(&ec), &params, &bits);
	ck_assert_uint_eq(bits.data[1], 0x04);
	parity = forms[_i] != 0x04 ? bits.data[bits.len - 1] & 1u : 0;
	bytes_add_u8(&written, 0);
	bytes_add_u8(&written, forms[_i] + parity);
	bytes_add_view(&written, view_sub(bits, 2, forms[_i] == 0x02 ?
	    (bits.len - 2) / 2 : bits.len - 2));
	other = build(view_of(EC, 7), params, view_bytes(&written));
	ck_becomes(view_bytes(&other), view_bytes(&ec));
	bytes_clear(&ec);
	bytes_clear(&other);
	bytes_clear(&written);
}
END_TEST

START_TEST(spki_keeps_a_point_that_is_not_on_its_curve)
{
	struct bytes ec = fixture("ec.spki"), other, written = BYTES_INIT;
	struct view params, bits;

	open_spki(view_bytes(&ec), &params, &bits);
	bytes_add_u8(&written, 0);
	bytes_add_u8(&written, 0x02);
	for (size_t i = 0; i < (bits.len - 2) / 2; i++)
		bytes_add_u8(&written, 0xff);
	other = build(view_of(EC, 7), params, view_bytes(&written));
	ck_becomes(view_bytes(&other), view_bytes(&other));
	bytes_clear(&ec);
	bytes_clear(&other);
	bytes_clear(&written);
}
END_TEST

START_TEST(spki_keeps_an_unknown_curve)
{
	struct bytes in = build(view_of(EC, 7), view_of("\x06\x03\x2a\x03\x04",
	    5), view_of("\0\x02\x01\x02", 4));

	ck_becomes(view_bytes(&in), view_bytes(&in));
	bytes_clear(&in);
}
END_TEST

START_TEST(spki_keeps_a_curve_that_the_issuer_has)
{
	struct bytes in = build(view_of(EC, 7), view_of("\x05\x00", 2),
	    view_of("\0\x02\x01\x02", 4));

	ck_becomes(view_bytes(&in), view_bytes(&in));
	bytes_clear(&in);
}
END_TEST

START_TEST(spki_gives_a_curve_of_numbers_its_name)
{
	struct bytes p8 = fixture("ec-explicit.p8"), other;
	struct bytes named = fixture("ec-explicit.spki");
	struct der d = der_open(view_bytes(&p8)), info, alg;
	struct view params, bits;
	struct tlv t;

	ck_assert(der_enter(&d, DER_SEQUENCE, &info));
	ck_assert(der_take(&info, DER_INTEGER, &t));
	ck_assert(der_enter(&info, DER_SEQUENCE, &alg));
	ck_assert(der_take(&alg, DER_OID, &t));
	ck_assert_uint_eq(der_peek(&alg), DER_SEQUENCE);
	open_spki(view_bytes(&named), &params, &bits);
	other = build(view_of(EC, 7), alg.rest, bits);
	ck_becomes(view_bytes(&other), view_bytes(&named));
	bytes_clear(&p8);
	bytes_clear(&named);
	bytes_clear(&other);
}
END_TEST

/* ---- the rest ---- */

static const char *const others[] = {
	"dsa.spki", "ed25519.spki", "x25519.spki", "rsa512.spki", "ec.spki",
	"rsa1031.spki",
};

START_TEST(spki_keeps_what_is_in_its_one_form)
{
	struct bytes in = fixture(others[_i]);

	ck_becomes(view_bytes(&in), view_bytes(&in));
	bytes_clear(&in);
}
END_TEST

START_TEST(spki_keeps_what_is_cut_off)
{
	struct bytes in = fixture(others[_i]);

	for (size_t len = 0; len < in.len; len++) {
		unsigned char *copy = malloc(len + 1);

		ck_assert(copy != NULL);
		memcpy(copy, in.data, len);
		copy = realloc(copy, len != 0 ? len : 1);
		ck_becomes(view_of(copy, len), view_of(copy, len));
		free(copy);
	}
	bytes_clear(&in);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, spki_gives_rsa_keys_of_any_label_one_form, 0,
	    COUNT_OF(labels));
	tcase_add_test(tc, spki_shortens_rsa_integers);
	tcase_add_loop_test(tc, spki_writes_points_uncompressed, 0,
	    COUNT_OF(forms));
	tcase_add_test(tc, spki_keeps_a_point_that_is_not_on_its_curve);
	tcase_add_test(tc, spki_keeps_an_unknown_curve);
	tcase_add_test(tc, spki_keeps_a_curve_that_the_issuer_has);
	tcase_add_test(tc, spki_gives_a_curve_of_numbers_its_name);
	tcase_add_loop_test(tc, spki_keeps_what_is_in_its_one_form, 0,
	    COUNT_OF(others));
	tcase_add_loop_test(tc, spki_keeps_what_is_cut_off, 0,
	    COUNT_OF(others));
}

UNIT_MAIN("spki", add)
