#include <stdio.h>

#include "io/tsv.h"
#include "formats/load.h"
#include "unit.h"

static struct tsv rows;

static void
open_rows(const char *text)
{
	struct limits limits;
	struct err e = ERR_INIT;

	limits_default(&limits);
	ck_assert_int_eq(setenv("ROWS", text, 1), 0);
	ck_assert_msg(tsv_open(&rows, "env:ROWS", load_cap_any, &limits, &e),
	    "%s", e.msg);
}

START_TEST(lines_without_columns_are_skipped_and_counted)
{
	char *line;

	open_rows("\xef\xbb\xbfone\r\n\n# a remark\n\r\ntwo");
	ck_assert(tsv_next(&rows, &line));
	ck_assert_str_eq(line, "one");
	ck_assert_uint_eq(rows.number, 1);
	ck_assert(tsv_next(&rows, &line));
	ck_assert_str_eq(line, "two");
	ck_assert_uint_eq(rows.number, 5);
	ck_assert(!tsv_next(&rows, &line));
	ck_assert(!tsv_next(&rows, &line));
	tsv_clear(&rows);
}
END_TEST

START_TEST(lines_are_split_into_columns)
{
	const char *column[3];
	struct err e = ERR_INIT;
	char *line;

	open_rows("a\t-\tc\nonly\na\t\tc\t\t\na\tb\tc\td\n");
	ck_assert(tsv_next(&rows, &line));
	ck_assert(tsv_split(line, column, 3, &e));
	ck_assert_str_eq(column[0], "a");
	ck_assert_ptr_null(column[1]);
	ck_assert_str_eq(column[2], "c");
	ck_assert(tsv_next(&rows, &line));
	ck_assert(tsv_split(line, column, 3, &e));
	ck_assert_str_eq(column[0], "only");
	ck_assert_ptr_null(column[1]);
	ck_assert_ptr_null(column[2]);
	/* Tabs at the end are what spreadsheets write. */
	ck_assert(tsv_next(&rows, &line));
	ck_assert(tsv_split(line, column, 3, &e));
	ck_assert_str_eq(column[2], "c");
	ck_assert(tsv_next(&rows, &line));
	ck_assert(!tsv_split(line, column, 3, &e));
	ck_assert_int_eq(e.code, ERR_USAGE);
	tsv_clear(&rows);
}
END_TEST

START_TEST(binary_files_are_refused)
{
	struct limits limits;
	struct err e = ERR_INIT;

	limits_default(&limits);
	ASSERT_REFUSED(tsv_open(&rows, "/dev/null/x", load_cap_any, &limits,
	    &e), &e, ERR_NOT_FOUND);
	ASSERT_REFUSED(tsv_open(&rows, "/proc/self/cmdline", load_cap_any,
	    &limits, &e), &e, ERR_FORMAT);
	ASSERT_SAYS(&e, "NUL");
}
END_TEST

START_TEST(passwords_are_taken_without_a_prompt)
{
	struct secret out = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(tsv_password(NULL, PASSIN_ONCE, "p-from", &out, &e), &e);
	ck_assert(out.data == NULL);
	ck_assert_int_eq(setenv("PW", "sesame", 1), 0);
	ASSERT_WORKS(tsv_password("env:PW", PASSIN_ONCE, "p-from", &out, &e),
	    &e);
	ck_assert_str_eq((const char *)out.data, "sesame");
	secret_clear(&out);
	ASSERT_REFUSED(tsv_password("prompt", PASSIN_ONCE, "p-from", &out,
	    &e), &e, ERR_USAGE);
	ASSERT_SAYS(&e, "batch");
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, lines_without_columns_are_skipped_and_counted);
	tcase_add_test(tc, lines_are_split_into_columns);
	tcase_add_test(tc, binary_files_are_refused);
	tcase_add_test(tc, passwords_are_taken_without_a_prompt);
}

UNIT_MAIN("tsv", add)
