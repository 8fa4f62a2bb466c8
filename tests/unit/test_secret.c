#include <stdio.h>

#include "base/secret.h"
#include "unit.h"
#include "wipes.h"

START_TEST(secret_keeps_none_apart_from_empty)
{
	struct secret none = SECRET_INIT, empty = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&empty, view_str(""), &e), &e);
	ck_assert(empty.given && empty.len == 0);
	ck_assert(!none.given);
	ck_assert(!secret_equal(&none, &empty));
	ck_assert(secret_equal(&none, &none));
	secret_clear(&empty);
	ck_assert(!empty.given);
}
END_TEST

START_TEST(secret_take_arg_clears_the_argument)
{
	char arg[] = "hunter2";
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_take_arg(&s, arg, &e), &e);
	ck_assert_str_eq((char *)s.data, "hunter2");
	for (size_t i = 0; i < sizeof(arg); i++)
		ck_assert_int_eq(arg[i], 0);
	secret_clear(&s);
}
END_TEST

START_TEST(secret_set_may_take_a_part_of_itself)
{
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&s, view_str("abcdef"), &e), &e);
	ASSERT_WORKS(secret_set(&s, view_sub(secret_view(&s), 2, 3), &e), &e);
	ck_assert_str_eq((char *)s.data, "cde");
	secret_clear(&s);
}
END_TEST

START_TEST(secret_copy_and_move_follow_given)
{
	struct secret a = SECRET_INIT, b = SECRET_INIT, none = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&a, view_str("pw"), &e), &e);
	ASSERT_WORKS(secret_copy(&b, &a, &e), &e);
	ck_assert(secret_equal(&a, &b));
	ASSERT_WORKS(secret_copy(&b, &none, &e), &e);
	ck_assert(!b.given);
	secret_move(&b, &a);
	ck_assert(b.given && !a.given && a.data == NULL);
	secret_move(&b, &b);
	ck_assert(b.given);
	secret_clear(&b);
}
END_TEST

START_TEST(secret_is_wiped_before_it_is_freed)
{
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&s, view_str("hunter2"), &e), &e);
	ASSERT_WORKS(secret_set(&s, view_str("hunter3"), &e), &e);
	ck_assert(wiped("hunter2"));
	ck_assert(!wiped("hunter3"));
	secret_clear(&s);
	ck_assert(wiped("hunter3"));
}
END_TEST

START_TEST(secret_compares_every_byte)
{
	struct secret a = SECRET_INIT, b = SECRET_INIT;
	struct err e = ERR_INIT;
	char text[] = "password";

	ASSERT_WORKS(secret_set(&a, view_str(text), &e), &e);
	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		text[i] ^= 1;
		ASSERT_WORKS(secret_set(&b, view_str(text), &e), &e);
		ck_assert(!secret_equal(&a, &b));
		text[i] ^= 1;
	}
	ASSERT_WORKS(secret_set(&b, view_of(text, 7), &e), &e);
	ck_assert(!secret_equal(&a, &b));
	secret_clear(&a);
	secret_clear(&b);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, secret_keeps_none_apart_from_empty);
	tcase_add_test(tc, secret_take_arg_clears_the_argument);
	tcase_add_test(tc, secret_set_may_take_a_part_of_itself);
	tcase_add_test(tc, secret_copy_and_move_follow_given);
	tcase_add_test(tc, secret_is_wiped_before_it_is_freed);
	tcase_add_test(tc, secret_compares_every_byte);
}

UNIT_MAIN("secret", add)
