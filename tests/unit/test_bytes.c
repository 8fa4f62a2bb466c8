#include <stdio.h>

#include "unit.h"

START_TEST(bytes_append_grows_and_keeps_content)
{
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;

	for (unsigned i = 0; i < 5000; i++)
		bytes_add_u8(&b, i);
	ASSERT_WORKS(bytes_ok(&b, &e), &e);
	ck_assert_uint_eq(b.len, 5000);
	for (unsigned i = 0; i < 5000; i++)
		ck_assert_uint_eq(b.data[i], i & 0xff);
	bytes_clear(&b);
	bytes_clear(&b);
	ck_assert_ptr_null(b.data);
}
END_TEST

/* maximum - 1, maximum, maximum + 1 */
START_TEST(bytes_refuses_to_pass_its_maximum)
{
	struct bytes b;
	struct err e = ERR_INIT;

	bytes_init(&b, 1000);
	for (int i = 0; i < 999 + _i; i++)
		bytes_add_u8(&b, 'x');
	if (_i <= 1)
		ASSERT_WORKS(bytes_ok(&b, &e), &e);
	else
		ASSERT_REFUSED(bytes_ok(&b, &e), &e, ERR_LIMIT);
	bytes_clear(&b);
}
END_TEST

START_TEST(bytes_stays_failed_until_cleared)
{
	struct bytes b;
	struct err e = ERR_INIT;

	bytes_init(&b, 10);
	bytes_add_str(&b, "0123456789");
	bytes_add_str(&b, "x");
	bytes_add_str(&b, "");
	ck_assert(!bytes_ok(&b, &e));
	ck_assert_uint_eq(b.len, 10);
	bytes_clear(&b);
	bytes_add_str(&b, "fine");
	ASSERT_WORKS(bytes_ok(&b, &e), &e);
	bytes_clear(&b);
}
END_TEST

START_TEST(bytes_wipes_what_truncate_cuts_off)
{
	struct bytes b = BYTES_INIT;

	bytes_add_str(&b, "secret tail");
	bytes_truncate(&b, 6);
	ck_assert(memcmp(b.data, "secret\0\0\0\0\0", 11) == 0);
	bytes_clear(&b);
}
END_TEST

START_TEST(bytes_insert_opens_a_gap)
{
	struct bytes b = BYTES_INIT;

	bytes_add_str(&b, "ad");
	bytes_insert(&b, 1, "bc", 2);
	bytes_insert(&b, 4, "e", 1);
	ck_assert(view_equal(view_bytes(&b), view_str("abcde")));
	bytes_insert(&b, 6, "x", 1);
	ck_assert(b.failed);
	bytes_clear(&b);
}
END_TEST

START_TEST(bytes_addf_and_numbers_write_what_they_say)
{
	struct bytes b = BYTES_INIT;

	bytes_addf(&b, "%d-%s", 42, "x");
	bytes_add_le16(&b, 0x0102);
	bytes_add_le32(&b, 0x03040506);
	ck_assert(view_equal(view_bytes(&b),
	    view_of("42-x\x02\x01\x06\x05\x04\x03", 10)));
	bytes_clear(&b);
}
END_TEST

START_TEST(bytes_move_empties_the_source)
{
	struct bytes a = BYTES_INIT, b = BYTES_INIT;

	bytes_add_str(&a, "old");
	bytes_add_str(&b, "new");
	bytes_move(&a, &b);
	ck_assert(view_equal(view_bytes(&a), view_str("new")));
	ck_assert_ptr_null(b.data);
	bytes_move(&a, &a);
	ck_assert(view_equal(view_bytes(&a), view_str("new")));
	bytes_clear(&a);
	bytes_clear(&b);
}
END_TEST

START_TEST(view_sub_is_empty_outside)
{
	struct view v = view_str("0123");

	ck_assert_uint_eq(view_sub(v, 1, 3).len, 3);
	ck_assert_uint_eq(view_sub(v, 4, 0).len, 0);
	ck_assert_uint_eq(view_sub(v, 2, 3).len, 0);
	ck_assert_uint_eq(view_sub(v, 5, 0).len, 0);
	ck_assert_uint_eq(view_sub(v, 1, SIZE_MAX).len, 0);
}
END_TEST

START_TEST(view_numbers_are_little_endian_and_0_outside)
{
	struct view v = view_of("\x01\x82\x03\x84\x05", 5);

	ck_assert_uint_eq(view_le16(v, 0), 0x8201);
	ck_assert_uint_eq(view_le16(v, 3), 0x0584);
	ck_assert_uint_eq(view_le16(v, 4), 0);
	ck_assert_uint_eq(view_le32(v, 0), 0x84038201);
	ck_assert_uint_eq(view_le32(v, 1), 0x05840382);
	ck_assert_uint_eq(view_le32(v, 2), 0);
	ck_assert_uint_eq(view_le32(v, SIZE_MAX), 0);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, bytes_append_grows_and_keeps_content);
	tcase_add_loop_test(tc, bytes_refuses_to_pass_its_maximum, 0, 3);
	tcase_add_test(tc, bytes_stays_failed_until_cleared);
	tcase_add_test(tc, bytes_wipes_what_truncate_cuts_off);
	tcase_add_test(tc, bytes_insert_opens_a_gap);
	tcase_add_test(tc, bytes_addf_and_numbers_write_what_they_say);
	tcase_add_test(tc, bytes_move_empties_the_source);
	tcase_add_test(tc, view_sub_is_empty_outside);
	tcase_add_test(tc, view_numbers_are_little_endian_and_0_outside);
}

UNIT_MAIN("bytes", add)
