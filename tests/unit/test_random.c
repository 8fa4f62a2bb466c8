#include <stdio.h>
#include <stdlib.h>

#include "base/random.h"
#include "unit.h"

START_TEST(random_bytes_differ_and_fill_the_buffer)
{
	unsigned char a[600] = { 0 }, b[600] = { 0 }, none[64] = { 0 };
	struct err e = ERR_INIT;

	/* More than the kernel hands out at once without a signal's leave. */
	ASSERT_WORKS(random_bytes(a, sizeof(a), &e), &e);
	ASSERT_WORKS(random_bytes(b, sizeof(b), &e), &e);
	ck_assert_mem_ne(a, b, sizeof(a));
	ck_assert_mem_ne(a, b, 64);
	ck_assert_mem_ne(a + sizeof(a) - 64, none, 64);
}
END_TEST

START_TEST(random_bytes_of_none_touch_nothing)
{
	unsigned char a = 7;
	struct err e = ERR_INIT;

	ASSERT_WORKS(random_bytes(&a, 0, &e), &e);
	ck_assert_uint_eq(a, 7);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, random_bytes_differ_and_fill_the_buffer);
	tcase_add_test(tc, random_bytes_of_none_touch_nothing);
}

UNIT_MAIN("random", add)
