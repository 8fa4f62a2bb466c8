#include <stdio.h>

#include "base/limits.h"
#include "unit.h"

START_TEST(limits_have_the_defaults_of_the_design)
{
	struct limits l;

	limits_default(&l);
	ck_assert_uint_eq(limit_of(&l, LIMIT_KEY_FILE), 65536);
	ck_assert_uint_eq(limit_of(&l, LIMIT_CONTAINER), 16u << 20);
	ck_assert_uint_eq(limit_of(&l, LIMIT_SST), 1u << 30);
	ck_assert_uint_eq(limit_of(&l, LIMIT_SIGNED_FILE), 2147483648u);
	ck_assert_uint_eq(limit_of(&l, LIMIT_ITERATIONS), 5000000);
	ck_assert_uint_eq(limit_of(&l, LIMIT_TOTAL_ITERATIONS), 10000000);
	ck_assert_uint_eq(limit_of(&l, LIMIT_BAGS), 1024);
	ck_assert_uint_eq(limit_of(&l, LIMIT_DEPTH), 32);
	ck_assert_uint_eq(limit_of(&l, LIMIT_RSA_MIN), 512);
	ck_assert_uint_eq(limit_of(&l, LIMIT_RSA_MAX), 16384);
}
END_TEST

START_TEST(limit_check_allows_the_limit_and_refuses_one_more)
{
	struct err e = ERR_INIT;
	struct limits l;

	limits_default(&l);
	ASSERT_WORKS(limit_check(&l, LIMIT_BAGS, 1023, "bags", &e), &e);
	ASSERT_WORKS(limit_check(&l, LIMIT_BAGS, 1024, "bags", &e), &e);
	ASSERT_REFUSED(limit_check(&l, LIMIT_BAGS, 1025, "bags", &e), &e,
	    ERR_LIMIT);
	ck_assert_str_eq(e.msg, "more than 1024 bags (-limit bags=N "
	    "raises the limit)");
}
END_TEST

START_TEST(limits_set_changes_one)
{
	struct err e = ERR_INIT;
	struct limits l;

	limits_default(&l);
	ASSERT_WORKS(limits_set(&l, "iterations=7", &e), &e);
	ck_assert_uint_eq(limit_of(&l, LIMIT_ITERATIONS), 7);
	ck_assert_uint_eq(limit_of(&l, LIMIT_TOTAL_ITERATIONS), 10000000);
}
END_TEST

static const char *const wrong[] = {
	"", "iterations", "=5", "iteration=5", "iterations=", "iterations=x",
	"iterations=-1", "iterations= 5", "iterations=5x",
	"iterations=99999999999999999999999", "iterationss=5",
};

START_TEST(limits_set_refuses_other_text)
{
	struct err e = ERR_INIT;
	struct limits l;

	limits_default(&l);
	ASSERT_REFUSED(limits_set(&l, wrong[_i], &e), &e, ERR_USAGE);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, limits_have_the_defaults_of_the_design);
	tcase_add_test(tc, limit_check_allows_the_limit_and_refuses_one_more);
	tcase_add_test(tc, limits_set_changes_one);
	tcase_add_loop_test(tc, limits_set_refuses_other_text, 0,
	    COUNT_OF(wrong));
}

UNIT_MAIN("limits", add)
