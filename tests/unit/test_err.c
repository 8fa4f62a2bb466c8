#include <errno.h>
#include <stdio.h>

#include "unit.h"

START_TEST(err_set_writes_code_and_sentence_and_returns_false)
{
	struct err e = ERR_INIT;

	ck_assert(!err_set(&e, ERR_INPUT, "salt of %d bytes", 7));
	ck_assert_int_eq(e.code, ERR_INPUT);
	ck_assert_str_eq(e.msg, "salt of 7 bytes");
}
END_TEST

START_TEST(err_in_puts_the_subject_in_front)
{
	struct err e = ERR_INIT;

	err_set(&e, ERR_INPUT, "too short");
	ck_assert(!err_in(&e, "%s", "old.pvk"));
	ck_assert_str_eq(e.msg, "old.pvk: too short");
	ck_assert_int_eq(e.code, ERR_INPUT);
}
END_TEST

START_TEST(err_add_appends)
{
	struct err e = ERR_INIT;

	err_set(&e, ERR_PASSWORD, "wrong password");
	ck_assert(!err_add(&e, " (%s)", "or damaged"));
	ck_assert_str_eq(e.msg, "wrong password (or damaged)");
}
END_TEST

START_TEST(err_in_keeps_the_sentence_when_the_path_is_too_long)
{
	char path[3 * ERR_MSG_MAX];
	struct err e = ERR_INIT;

	memset(path, 'p', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	err_set(&e, ERR_INPUT, "what is wrong");
	err_in(&e, "%s", path);
	ck_assert(strlen(e.msg) == ERR_MSG_MAX - 1);
	ck_assert(strncmp(e.msg, "pppp", 4) == 0);
	ck_assert_str_eq(e.msg + strlen(e.msg) - 15, ": what is wrong");
}
END_TEST

START_TEST(err_in_shares_the_room_between_two_long_texts)
{
	char path[3 * ERR_MSG_MAX];
	struct err e = ERR_INIT;

	memset(path, 'p', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	err_set(&e, ERR_INPUT, "%s", path);
	memset(path, 's', sizeof(path) - 1);
	err_in(&e, "%s", path);
	ck_assert(strlen(e.msg) == ERR_MSG_MAX - 1);
	ck_assert(e.msg[0] == 's' && strchr(e.msg, 'p') != NULL);
}
END_TEST

START_TEST(err_list_adds_lines_of_its_own)
{
	struct err e = ERR_INIT;

	err_set(&e, ERR_AMBIGUOUS, "2 match:");
	ck_assert_uint_eq(e.list, 0);
	ck_assert(!err_list(&e, "one"));
	err_list(&e, "two");
	err_in(&e, "subject");
	ck_assert_str_eq(e.msg, "subject: 2 match:\n  one\n  two");
	ck_assert_str_eq(e.msg + e.list, "\n  one\n  two");
	err_set(&e, ERR_INPUT, "another\nfile");
	ck_assert_uint_eq(e.list, 0);
}
END_TEST

START_TEST(err_list_leaves_out_what_does_not_fit)
{
	struct err e = ERR_INIT;
	char line[ERR_MSG_MAX / 2];

	memset(line, 'l', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	err_set(&e, ERR_AMBIGUOUS, "several:");
	err_list(&e, line);
	err_list(&e, line);
	ck_assert_uint_lt(strlen(e.msg), 2 * sizeof(line));
	err_list(&e, "short");
	ck_assert_str_eq(e.msg + strlen(e.msg) - 8, "\n  short");
	/* A subject that leaves no room for it takes the list with it. */
	memset(line, 's', sizeof(line) - 1);
	err_in(&e, "%s", line);
	ck_assert_uint_lt(e.list, sizeof(e.msg));
}
END_TEST

static const struct {
	int		errnum;
	enum err_code	code;
} errnos[] = {
	{ ENOENT, ERR_NOT_FOUND },
	{ EACCES, ERR_ACCESS },
	{ EEXIST, ERR_EXISTS },
	{ ENOMEM, ERR_MEMORY },
	{ ENOSPC, ERR_IO },
};

START_TEST(err_errno_takes_the_code_from_errno)
{
	struct err e = ERR_INIT;

	err_errno(&e, errnos[_i].errnum, "cannot open");
	ck_assert_int_eq(e.code, errnos[_i].code);
	ASSERT_SAYS(&e, "cannot open: ");
	ASSERT_SAYS(&e, strerror(errnos[_i].errnum));
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, err_set_writes_code_and_sentence_and_returns_false);
	tcase_add_test(tc, err_in_puts_the_subject_in_front);
	tcase_add_test(tc, err_add_appends);
	tcase_add_test(tc, err_list_adds_lines_of_its_own);
	tcase_add_test(tc, err_list_leaves_out_what_does_not_fit);
	tcase_add_test(tc,
	    err_in_keeps_the_sentence_when_the_path_is_too_long);
	tcase_add_test(tc, err_in_shares_the_room_between_two_long_texts);
	tcase_add_loop_test(tc, err_errno_takes_the_code_from_errno, 0,
	    COUNT_OF(errnos));
}

UNIT_MAIN("err", add)
