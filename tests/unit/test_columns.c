#include <stdio.h>

#include "show/columns.h"
#include "unit.h"

static const struct {
	const char	*what;
	const char	*text;
	size_t		 width;
} widths[] = {
	{ "nothing", "", 0 },
	{ "ASCII", "spckit", 6 },
	{ "Latin", "Z\xc3\xbcrich", 6 },
	{ "two columns each", "\xe8\xa8\xbc\xe6\x98\x8e", 4 },
	{ "a combining accent", "e\xcc\x81", 1 },
	{ "an emoji", "\xf0\x9f\x94\x91", 2 },
	{ "Hangul", "\xed\x95\x9c", 2 },
	{ "half-width katakana", "\xef\xbd\xb1", 1 },
	{ "octets that are no UTF-8", "a\xff\xfe" "b", 4 },
	{ "a character cut off", "a\xe8\xa8", 3 },
};

START_TEST(columns_are_those_of_a_terminal)
{
	ck_assert_msg(columns_of(view_str(widths[_i].text)) ==
	    widths[_i].width, "%s: %zu", widths[_i].what,
	    columns_of(view_str(widths[_i].text)));
}
END_TEST

static const struct {
	const char	*text;
	size_t		 width;
	const char	*cell;
} cells[] = {
	{ "abc", 5, "abc  " },
	{ "abc", 3, "abc" },
	{ "abcd", 3, "ab\xe2\x80\xa6" },
	{ "abc", 1, "\xe2\x80\xa6" },
	{ "abc", 0, "" },
	{ "", 2, "  " },
	/* A wide character that does not fit leaves a blank. */
	{ "\xe8\xa8\xbc\xe6\x98\x8e", 3, "\xe8\xa8\xbc\xe2\x80\xa6" },
	{ "a\xe8\xa8\xbc\xe6\x98\x8e", 3, "a\xe2\x80\xa6 " },
	/* Accents stay with their letter. */
	{ "e\xcc\x81" "e\xcc\x81", 1, "\xe2\x80\xa6" },
	{ "e\xcc\x81" "e\xcc\x81", 2, "e\xcc\x81" "e\xcc\x81" },
	{ "xe\xcc\x81z", 2, "x\xe2\x80\xa6" },
};

START_TEST(columns_pad_or_cut_to_the_width)
{
	struct bytes out = BYTES_INIT;

	columns_add(&out, view_str(cells[_i].text), cells[_i].width);
	ck_assert(!out.failed);
	ck_assert_msg(view_equal(view_bytes(&out), view_str(cells[_i].cell)),
	    "\"%s\" in %zu: \"%.*s\"", cells[_i].text, cells[_i].width,
	    (int)out.len, out.len != 0 ? (char *)out.data : "");
	bytes_clear(&out);
}
END_TEST

START_TEST(columns_of_no_terminal_are_none)
{
	/* Check captures nothing: standard output may be one. */
	ck_assert_ptr_nonnull(freopen("/dev/null", "w", stdout));
	ck_assert_uint_eq(columns_of_terminal(), 0);
	ck_assert(!columns_coloured());
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, columns_are_those_of_a_terminal, 0,
	    COUNT_OF(widths));
	tcase_add_loop_test(tc, columns_pad_or_cut_to_the_width, 0,
	    COUNT_OF(cells));
	tcase_add_test(tc, columns_of_no_terminal_are_none);
}

UNIT_MAIN("columns", add)
