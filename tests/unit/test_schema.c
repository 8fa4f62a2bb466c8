#include <stdio.h>

#include "asn1/der.h"
#include "unit.h"

#define LIT(s)	view_of((s), sizeof(s) - 1)

/* EncryptedPrivateKeyInfo { { 1.2.3, NULL }, OCTET STRING "data" } */
#define WHOLE	"\x30\x0e\x30\x06\x06\x02\x2a\x03\x05\x00\x04\x04" "data"

START_TEST(schema_finds_the_parts_in_the_bytes_given)
{
	struct asn a = ASN_INIT;
	struct err e = ERR_INIT;
	struct view der = LIT(WHOLE), alg;

	ASSERT_WORKS(asn_decode(&a, "EncryptedPrivateKeyInfo", der,
	    "encrypted key", &e), &e);
	alg = asn_whole(&a, "algorithm");
	ck_assert_uint_eq(alg.len, 8);
	ck_assert_ptr_eq(alg.data, der.data + 2);
	ck_assert_uint_eq(asn_offset(&a, alg), 2);
	ck_assert(view_equal(asn_body(&a, "data"), view_str("data")));
	ck_assert(asn_present(&a, "algorithm.parameters"));
	ck_assert(view_equal(asn_body(&a, "algorithm.algorithm"),
	    LIT("\x2a\x03")));
	asn_clear(&a);
	asn_clear(&a);
}
END_TEST

START_TEST(schema_refuses_every_truncation_and_a_trailing_byte)
{
	struct asn a = ASN_INIT;
	struct err e = ERR_INIT;

	for (size_t n = 0; n < sizeof(WHOLE) - 1; n++)
		ASSERT_REFUSED(asn_decode(&a, "EncryptedPrivateKeyInfo",
		    view_of(WHOLE, n), "encrypted key", &e), &e, ERR_INPUT);
	ASSERT_REFUSED(asn_decode(&a, "EncryptedPrivateKeyInfo",
	    view_of(WHOLE, sizeof(WHOLE)), "encrypted key", &e), &e,
	    ERR_INPUT);
	ASSERT_SAYS(&e, "encrypted key");
	asn_clear(&a);
}
END_TEST

START_TEST(schema_tells_absent_from_present)
{
	struct asn a = ASN_INIT;
	struct err e = ERR_INIT;
	uint64_t n;

	/* PBKDF2Params { salt "x", iterationCount 300 } */
	ASSERT_WORKS(asn_decode(&a, "PBKDF2Params",
	    LIT("\x30\x07\x04\x01x\x02\x02\x01\x2c"), "parameters", &e), &e);
	ck_assert(!asn_present(&a, "keyLength"));
	ck_assert(!asn_uint(&a, "keyLength", &n));
	ck_assert(asn_uint(&a, "iterationCount", &n));
	ck_assert_uint_eq(n, 300);
	asn_clear(&a);
}
END_TEST

START_TEST(schema_counts_and_finds_elements_of_a_sequence)
{
	struct bytes b = BYTES_INIT;
	struct asn a = ASN_INIT;
	struct err e = ERR_INIT;
	size_t list, m;

	list = der_begin(&b, DER_SEQUENCE);
	for (int i = 0; i < 3; i++) {
		m = der_begin(&b, DER_SEQUENCE);
		der_put(&b, DER_OID, LIT("\x2a\x03"));
		der_put(&b, DER_CONTEXT(0), LIT("\x04\x01" "0"));
		der_end(&b, m);
	}
	der_end(&b, list);
	ASSERT_WORKS(asn_decode(&a, "AuthenticatedSafe", view_bytes(&b),
	    "list", &e), &e);
	ck_assert(asn_present(&a, "?3") && !asn_present(&a, "?4"));
	ck_assert_uint_eq(asn_whole(&a, "?2").len, 11);
	ck_assert_uint_eq(asn_offset(&a, asn_whole(&a, "?2")), 13);
	asn_clear(&a);
	bytes_clear(&b);
}
END_TEST

/* A few megabytes of two-byte elements would be gigabytes of nodes. */
START_TEST(schema_refuses_too_many_elements_before_building_any)
{
	struct bytes b = BYTES_INIT;
	struct asn a = ASN_INIT;
	struct err e = ERR_INIT;
	size_t list;

	list = der_begin(&b, DER_SEQUENCE);
	for (int i = 0; i < 2000000; i++)
		bytes_add(&b, "\x05\x00", 2);
	der_end(&b, list);
	ASSERT_REFUSED(asn_decode(&a, "AuthenticatedSafe", view_bytes(&b),
	    "list", &e), &e, ERR_LIMIT);
	bytes_clear(&b);
}
END_TEST

START_TEST(schema_refuses_deep_nesting)
{
	struct bytes b = BYTES_INIT;
	struct asn a = ASN_INIT;
	struct err e = ERR_INIT;

	for (int i = 0; i < 1000; i++)
		bytes_insert(&b, 0, b.len < 128 ? "\x30\x00" : "\x30\x82", 2);
	ck_assert(!asn_decode(&a, "AuthenticatedSafe", view_bytes(&b), "list",
	    &e));
	bytes_clear(&b);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, schema_finds_the_parts_in_the_bytes_given);
	tcase_add_test(tc,
	    schema_refuses_every_truncation_and_a_trailing_byte);
	tcase_add_test(tc, schema_tells_absent_from_present);
	tcase_add_test(tc, schema_counts_and_finds_elements_of_a_sequence);
	tcase_add_test(tc,
	    schema_refuses_too_many_elements_before_building_any);
	tcase_add_test(tc, schema_refuses_deep_nesting);
}

UNIT_MAIN("schema", add)
