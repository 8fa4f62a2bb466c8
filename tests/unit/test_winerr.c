#include <stdio.h>

#include "cli/winerr.h"
#include "unit.h"

static const struct {
	uint32_t	 code;
	const char	*line;		/* as certutil was seen to print it */
} lines[] = {
	{ WIN_ERROR_INVALID_PASSWORD,
	  "0x80070056 (WIN32: 86 ERROR_INVALID_PASSWORD)" },
	{ WIN_ERROR_FILE_NOT_FOUND,
	  "0x80070002 (WIN32: 2 ERROR_FILE_NOT_FOUND)" },
	{ WIN_CRYPT_E_SELF_SIGNED,
	  "0x80092007 (-2146885625 CRYPT_E_SELF_SIGNED)" },
	{ WIN_NTE_INVALID_PARAMETER,
	  "0x80090027 (-2146893785 NTE_INVALID_PARAMETER)" },
	{ WIN_NTE_NOT_FOUND, "0x80090011 (-2146893807 NTE_NOT_FOUND)" },
	{ 0x80071234, "0x80071234 (WIN32: 4660)" },
	{ 0x80091234, "0x80091234 (-2146889164)" },
};

START_TEST(winerr_format_follows_certutil)
{
	char buf[WINERR_MAX];

	ck_assert_str_eq(winerr_format(lines[_i].code, buf), lines[_i].line);
}
END_TEST

START_TEST(winerr_knows_windows_words)
{
	ck_assert_str_eq(winerr_text(WIN_ERROR_INVALID_PASSWORD),
	    "The specified network password is not correct.");
	ck_assert_str_eq(winerr_name(WIN_NTE_BAD_DATA), "NTE_BAD_DATA");
	ck_assert_str_eq(winerr_text(WIN_ERROR_CANCELLED),
	    "The operation was canceled by the user.");
}
END_TEST

START_TEST(winerr_says_so_when_it_does_not_know)
{
	ck_assert_ptr_null(winerr_find(0x12345678));
	ck_assert_str_eq(winerr_name(0x12345678), "?");
	ck_assert_str_eq(winerr_text(0x12345678), "");
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, winerr_format_follows_certutil, 0,
	    COUNT_OF(lines));
	tcase_add_test(tc, winerr_knows_windows_words);
	tcase_add_test(tc, winerr_says_so_when_it_does_not_know);
}

UNIT_MAIN("winerr", add)
