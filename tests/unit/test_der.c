#include <stdio.h>

#include "asn1/der.h"
#include "unit.h"

#define V(lit)	\
	((struct view){ (const unsigned char *)(lit), sizeof(lit) - 1 })

static const struct {
	const char	*what;
	struct view	 in;
} bad_tlvs[] = {
	{ "a lone tag", V("\x04") },
	{ "a length past the end", V("\x04\x02\x00") },
	{ "a long length past the end", V("\x04\x82\x01\x00") },
	{ "length bytes cut off", V("\x04\x84\x00\x00") },
	{ "five length bytes", V("\x04\x85\x00\x00\x00\x00\x01\x00") },
	{ "126 length bytes", V("\x04\xfe\x00") },
	{ "an indefinite length", V("\x30\x80\x00\x00") },
	{ "a tag number of two bytes", V("\x1f\x81\x01\x00") },
	{ "4 GiB - 1", V("\x04\x84\xff\xff\xff\xff\x00") },
};

START_TEST(der_next_refuses)
{
	struct der d = der_open(bad_tlvs[_i].in);
	struct tlv t;

	ck_assert_msg(!der_next(&d, &t), "%s", bad_tlvs[_i].what);
	ck_assert_msg(der_bad(&d), "%s", bad_tlvs[_i].what);
}
END_TEST

START_TEST(der_walks_nested_elements)
{
	/* SEQUENCE { INTEGER 5, [0] { NULL }, OCTET STRING "ab" } */
	struct der d = der_open(V("\x30\x0b\x02\x01\x05\xa0\x02\x05\x00"
	    "\x04\x02" "ab")), seq, in;
	struct tlv t;
	uint64_t n;

	ck_assert(der_enter(&d, DER_SEQUENCE, &seq));
	ck_assert(der_end_reached(&d));
	ck_assert(!der_take(&seq, DER_NULL, &t));
	ck_assert(der_take(&seq, DER_INTEGER, &t) && der_uint(t.body, &n));
	ck_assert_uint_eq(n, 5);
	ck_assert_uint_eq(der_peek(&seq), DER_CONTEXT(0));
	ck_assert(der_enter(&seq, DER_CONTEXT(0), &in));
	ck_assert(der_take(&in, DER_NULL, &t) && der_end_reached(&in));
	ck_assert(der_take(&seq, DER_OCTET_STRING, &t));
	ck_assert(view_equal(t.body, view_str("ab")));
	ck_assert_uint_eq(t.whole.len, 4);
	ck_assert(der_end_reached(&seq) && !der_next(&seq, &t));
	ck_assert(!der_bad(&seq));
}
END_TEST

static const struct {
	struct view	body;
	bool		ok;
	uint64_t	n;
} uints[] = {
	{ V("\x00"), true, 0 },
	{ V("\x7f"), true, 127 },
	{ V("\x00\x80"), true, 128 },
	{ V("\x00\xff\xff\xff\xff\xff\xff\xff\xff"), true, UINT64_MAX },
	{ V("\x01\x00\x00\x00\x00\x00\x00\x00\x00"), false, 0 },
	{ V("\x80"), false, 0 },
	{ V("\xff\xff"), false, 0 },
	{ V(""), false, 0 },
};

START_TEST(der_uint_reads_what_fits_and_refuses_the_rest)
{
	uint64_t n = 0;

	ck_assert(der_uint(uints[_i].body, &n) == uints[_i].ok);
	if (uints[_i].ok)
		ck_assert_uint_eq(n, uints[_i].n);
}
END_TEST

static const struct {
	struct view	 body;
	const char	*text;		/* NULL: refused */
} oids[] = {
	{ V("\x55\x04\x03"), "2.5.4.3" },
	{ V("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"), "1.2.840.113549.1.1.1" },
	{ V("\x00"), "0.0" },
	{ V("\x88\x37\x03"), "2.999.3" },
	{ V(""), NULL },
	{ V("\x2a\x86"), NULL },
	{ V("\x2a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), NULL },
};

START_TEST(der_oid_text_writes_dots)
{
	char buf[64];

	ck_assert(der_oid_text(oids[_i].body, buf, sizeof(buf)) ==
	    (oids[_i].text != NULL));
	if (oids[_i].text != NULL)
		ck_assert_str_eq(buf, oids[_i].text);
}
END_TEST

START_TEST(der_oid_text_refuses_a_small_buffer)
{
	char buf[7];

	ck_assert(!der_oid_text(V("\x55\x04\x03"), buf, sizeof(buf)));
}
END_TEST

START_TEST(der_writes_lengths_of_every_size)
{
	static const size_t sizes[] = { 0, 127, 128, 255, 256, 65535, 65536 };
	static const size_t heads[] = { 2, 2, 3, 3, 4, 4, 5 };
	static unsigned char zeros[65536];

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct bytes b = BYTES_INIT;
		struct der d;
		struct tlv t;

		der_put(&b, DER_OCTET_STRING, view_of(zeros, sizes[i]));
		ck_assert_uint_eq(b.len, sizes[i] + heads[i]);
		d = der_open(view_bytes(&b));
		ck_assert(der_take(&d, DER_OCTET_STRING, &t));
		ck_assert_uint_eq(t.body.len, sizes[i]);
		ck_assert(der_end_reached(&d));
		bytes_clear(&b);
	}
}
END_TEST

START_TEST(der_writes_integers_positive_and_shortest)
{
	struct bytes b = BYTES_INIT;

	der_put_uint(&b, 0);
	der_put_uint(&b, 127);
	der_put_uint(&b, 128);
	der_put_magnitude(&b, V("\x00\x00\x01"));
	der_put_magnitude(&b, V("\xff"));
	ck_assert(view_equal(view_bytes(&b), V("\x02\x01\x00\x02\x01\x7f"
	    "\x02\x02\x00\x80\x02\x01\x01\x02\x02\x00\xff")));
	bytes_clear(&b);
}
END_TEST

static const struct {
	const char	*what;
	struct view	 in;
	struct view	 out;		/* empty: refused */
	size_t		 used;
} bers[] = {
	{ "definite is kept", V("\x30\x03\x02\x01\x05"),
	  V("\x30\x03\x02\x01\x05"), 5 },
	{ "what follows is left alone", V("\x30\x03\x02\x01\x05zz"),
	  V("\x30\x03\x02\x01\x05"), 5 },
	{ "non-minimal lengths are kept", V("\x30\x81\x03\x02\x01\x05"),
	  V("\x30\x81\x03\x02\x01\x05"), 6 },
	{ "indefinite", V("\x30\x80\x02\x01\x05\x00\x00"),
	  V("\x30\x03\x02\x01\x05"), 7 },
	{ "indefinite inside indefinite",
	  V("\x30\x80\xa0\x80\x05\x00\x00\x00\x02\x01\x07\x00\x00!"),
	  V("\x30\x07\xa0\x02\x05\x00\x02\x01\x07"), 13 },
	{ "indefinite inside definite",
	  V("\x30\x06\xa0\x80\x05\x00\x00\x00"), V("\x30\x04\xa0\x02\x05\x00"),
	  8 },
	{ "definite inside indefinite is kept byte for byte",
	  V("\x30\x80\x30\x81\x02\x05\x00\x00\x00"),
	  V("\x30\x05\x30\x81\x02\x05\x00"), 9 },
	{ "empty indefinite", V("\x30\x80\x00\x00"), V("\x30\x00"), 4 },
	{ "never ends", V("\x30\x80\x02\x01\x05"), V(""), 0 },
	{ "half an end", V("\x30\x80\x02\x01\x05\x00"), V(""), 0 },
	{ "primitive indefinite", V("\x04\x80\x00\x00"), V(""), 0 },
	{ "inner one too long", V("\x30\x80\x02\x05\x05\x00\x00"), V(""), 0 },
	{ "empty", V(""), V(""), 0 },
};

START_TEST(ber_definite_makes_lengths_definite)
{
	struct bytes mem = BYTES_INIT;
	struct err e = ERR_INIT;
	struct view out;
	size_t used;
	bool ok;

	ok = ber_definite(bers[_i].in, 32, &mem, &out, &used, &e);
	ck_assert_msg(ok == (bers[_i].out.len != 0), "%s: %s", bers[_i].what,
	    e.msg);
	if (ok) {
		ck_assert_msg(view_equal(out, bers[_i].out), "%s",
		    bers[_i].what);
		ck_assert_uint_eq(used, bers[_i].used);
	} else
		ck_assert(e.msg[0] != '\0');
	bytes_clear(&mem);
}
END_TEST

/* depth - 1, depth, depth + 1 levels of nesting */
START_TEST(ber_definite_bounds_the_depth)
{
	struct bytes in = BYTES_INIT, mem = BYTES_INIT;
	struct err e = ERR_INIT;
	struct view out;
	size_t used;
	int levels = 31 + _i;

	for (int i = 0; i < levels; i++)
		bytes_add(&in, "\x30\x80", 2);
	for (int i = 0; i < levels; i++)
		bytes_add(&in, "\x00\x00", 2);
	if (_i <= 1)
		ASSERT_WORKS(ber_definite(view_bytes(&in), 32, &mem, &out,
		    &used, &e), &e);
	else
		ASSERT_REFUSED(ber_definite(view_bytes(&in), 32, &mem, &out,
		    &used, &e), &e, ERR_LIMIT);
	bytes_clear(&in);
	bytes_clear(&mem);
}
END_TEST

START_TEST(ber_definite_ends_on_ten_thousand_levels)
{
	struct bytes in = BYTES_INIT, mem = BYTES_INIT;
	struct err e = ERR_INIT;
	struct view out;
	size_t used;

	for (int i = 0; i < 10000; i++)
		bytes_add(&in, "\x30\x80", 2);
	ck_assert(!ber_definite(view_bytes(&in), 32, &mem, &out, &used, &e));
	bytes_clear(&in);
	bytes_clear(&mem);
}
END_TEST

START_TEST(ber_string_joins_segments)
{
	struct der d = der_open(V("\x24\x0c\x04\x02" "ab\x24\x03\x04\x01"
	    "c\x04\x01" "d"));
	struct bytes mem = BYTES_INIT;
	struct err e = ERR_INIT;
	struct view out;
	struct tlv t;

	ck_assert(der_next(&d, &t));
	ASSERT_WORKS(ber_string(&t, &mem, &out, &e), &e);
	ck_assert(view_equal(out, view_str("abcd")));
	bytes_clear(&mem);
	d = der_open(V("\x04\x02xy"));
	ck_assert(der_next(&d, &t));
	ASSERT_WORKS(ber_string(&t, &mem, &out, &e), &e);
	ck_assert(view_equal(out, view_str("xy")) && mem.len == 0);
}
END_TEST

START_TEST(der_count_stops_one_past_the_maximum)
{
	struct bytes b = BYTES_INIT;
	size_t n, mark;

	mark = der_begin(&b, DER_SEQUENCE);
	for (int i = 0; i < 100; i++)
		der_put_null(&b);
	der_end(&b, mark);
	ck_assert(der_count(view_sub(view_bytes(&b), 3, b.len - 3), 1000, &n));
	ck_assert_uint_eq(n, 100);
	ck_assert(der_count(view_sub(view_bytes(&b), 3, b.len - 3), 10, &n));
	ck_assert_uint_eq(n, 11);
	n = 0;
	ck_assert(der_count_levels(view_bytes(&b), 1, 1000, &n));
	ck_assert_uint_eq(n, 1);
	n = 0;
	ck_assert(der_count_levels(view_bytes(&b), 2, 1000, &n));
	ck_assert_uint_eq(n, 101);
	n = 0;
	ck_assert(der_count_levels(view_bytes(&b), 2, 50, &n));
	ck_assert_uint_eq(n, 51);
	bytes_clear(&b);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, der_next_refuses, 0, COUNT_OF(bad_tlvs));
	tcase_add_test(tc, der_walks_nested_elements);
	tcase_add_loop_test(tc, der_uint_reads_what_fits_and_refuses_the_rest,
	    0, COUNT_OF(uints));
	tcase_add_loop_test(tc, der_oid_text_writes_dots, 0, COUNT_OF(oids));
	tcase_add_test(tc, der_oid_text_refuses_a_small_buffer);
	tcase_add_test(tc, der_writes_lengths_of_every_size);
	tcase_add_test(tc, der_writes_integers_positive_and_shortest);
	tcase_add_loop_test(tc, ber_definite_makes_lengths_definite, 0,
	    COUNT_OF(bers));
	tcase_add_loop_test(tc, ber_definite_bounds_the_depth, 0, 3);
	tcase_add_test(tc, ber_definite_ends_on_ten_thousand_levels);
	tcase_add_test(tc, ber_string_joins_segments);
	tcase_add_test(tc, der_count_stops_one_past_the_maximum);
}

UNIT_MAIN("der", add)
