#include "asn1/strict.h"

#include <stdio.h>

#include "unit.h"

static const struct {
	const char	*what;
	const char	*hex;
	bool		 strict;
} rows[] = {
	{ "a sequence",			"30030201 05", true },
	{ "nothing",			"", false },
	{ "two elements",		"0500 0500", false },
	{ "cut",			"300302", false },
	{ "a long length for a short one", "3081030201 05", false },
	{ "the same inside",		"3004028101 05", false },
	{ "an indefinite length",	"3080020105 0000", false },
	{ "TRUE",			"0101ff", true },
	{ "FALSE written out",		"010100", true },
	{ "TRUE as one",		"010101", false },
	{ "a padded number",		"02020001", false },
	{ "a number that needs its zero", "02020080", true },
	{ "a padded negative number",	"0202ff80", false },
	{ "a negative number",		"020180", true },
	{ "an empty number",		"0200", false },
	{ "unused bits that are zero",	"03020780", true },
	{ "unused bits that are not",	"03020781", false },
	{ "eight unused bits",		"03020800", false },
	{ "an empty bit string",	"030100", true },
	{ "one with unused bits",	"030101", false },
	{ "untrimmed bits",		"03020080", true },
	{ "NULL with content",		"050100", false },
	{ "a padded identifier",	"0602 8001", false },
	{ "an identifier cut short",	"0602 2a86", false },
	{ "a string in pieces",		"2404 04020102", false },
	{ "a primitive sequence",	"1000", false },
	{ "a long tag for a short one",	"9f0100", false },
	{ "a long tag",			"9f1f00", true },
	{ "a context tag, entered",	"a0048102 0001", true },
	{ "an end of contents",		"0000", false },
};

START_TEST(strict_is_der_and_nothing_else)
{
	unsigned char der[64];
	size_t n = 0;

	for (const char *p = rows[_i].hex; *p != '\0'; p++) {
		unsigned v;

		if (*p == ' ')
			continue;
		ck_assert_int_eq(sscanf(p, "%2x", &v), 1);
		der[n++] = (unsigned char)v;
		p++;
	}
	ck_assert_msg(strict_is_der(view_of(der, n)) == rows[_i].strict, "%s",
	    rows[_i].what);
}
END_TEST

START_TEST(strict_bounds_its_depth)
{
	unsigned char der[200];

	for (size_t depth = 1; depth < 40; depth++) {
		for (size_t i = 0; i < depth; i++) {
			der[2 * i] = 0x30;
			der[2 * i + 1] = (unsigned char)(2 *
			    (depth - 1 - i));
		}
		ck_assert(strict_is_der(view_of(der, 2 * depth)) ==
		    (depth <= STRICT_DEPTH));
	}
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, strict_is_der_and_nothing_else, 0,
	    (int)COUNT_OF(rows));
	tcase_add_test(tc, strict_bounds_its_depth);
}

UNIT_MAIN("strict", add)
