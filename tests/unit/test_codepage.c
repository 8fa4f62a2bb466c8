#include <stdio.h>

#include "base/codepage.h"
#include "unit.h"

#define LIT(s)	{ s, sizeof(s) - 1 }

struct lit {
	const char	*s;
	size_t		 len;
};

static struct view
v(struct lit l)
{
	return view_of(l.s, l.len);
}

static const struct {
	const char	*encoding;
	struct lit	 utf8;
	struct lit	 coded;
} pages[] = {
	{ "cp1252", LIT("p\xc3\xa4ssw\xc3\xb6rd \xe2\x82\xac"),
	  LIT("p\xe4ssw\xf6rd \x80") },
	{ "CP1251", LIT("\xd0\xbf\xd0\xb0"), LIT("\xef\xe0") },
	{ "cp932", LIT("\xe3\x83\x86"), LIT("\x83\x65") },
	{ "utf-8", LIT("\xc3\xa4"), LIT("\xc3\xa4") },
	{ "cp1252", LIT(""), LIT("") },
};

START_TEST(codepages_go_both_ways)
{
	struct secret in = SECRET_INIT, out = SECRET_INIT, back = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&in, v(pages[_i].utf8), &e), &e);
	ASSERT_WORKS(codepage_encode(&in, pages[_i].encoding, &out, &e), &e);
	ck_assert(view_equal(secret_view(&out), v(pages[_i].coded)));
	ck_assert(out.given);
	ck_assert_uint_eq(out.data[out.len], 0);
	ASSERT_WORKS(codepage_decode(&out, pages[_i].encoding, &back, &e), &e);
	ck_assert(secret_equal(&in, &back));
	secret_clear(&in);
	secret_clear(&out);
	secret_clear(&back);
}
END_TEST

static const char *const no_encodings[] = {
	"", "no-such-page", "cp1252//TRANSLIT", "/",
};

START_TEST(codepage_encode_refuses_unknown_encodings)
{
	struct secret in = SECRET_INIT, out = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&in, view_str("x"), &e), &e);
	ASSERT_REFUSED(codepage_encode(&in, no_encodings[_i], &out, &e), &e,
	    ERR_USAGE);
	ASSERT_SAYS(&e, no_encodings[_i]);
	secret_clear(&in);
}
END_TEST

START_TEST(codepage_encode_refuses_letters_outside_the_page)
{
	struct secret in = SECRET_INIT, out = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&in, view_str("\xe4\xb8\xad"), &e), &e);
	ASSERT_REFUSED(codepage_encode(&in, "cp1252", &out, &e), &e, ERR_INPUT);
	ck_assert(!out.given);
	ASSERT_WORKS(secret_set(&in, view_str("\x81"), &e), &e);
	ASSERT_REFUSED(codepage_decode(&in, "cp1252", &out, &e), &e, ERR_INPUT);
	/* Cut inside a character of two bytes. */
	ASSERT_WORKS(secret_set(&in, view_str("\x83"), &e), &e);
	ASSERT_REFUSED(codepage_decode(&in, "cp932", &out, &e), &e, ERR_INPUT);
	/* UTF-8 of five bytes, as it was before 2003. */
	ASSERT_WORKS(secret_set(&in, view_str("\xf8\x88\x80\xb1\x80"), &e),
	    &e);
	ASSERT_REFUSED(codepage_decode(&in, "utf-8", &out, &e), &e, ERR_INPUT);
	ASSERT_REFUSED(codepage_encode(&in, "utf-8", &out, &e), &e, ERR_INPUT);
	secret_clear(&in);
}
END_TEST

START_TEST(codepage_encode_takes_the_longest_password_and_no_longer)
{
	struct secret in = SECRET_INIT, out = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_alloc(&in, SECRET_MAX, &e), &e);
	memset(in.data, 'p', in.len);
	ASSERT_WORKS(codepage_encode(&in, "cp1252", &out, &e), &e);
	ck_assert(secret_equal(&in, &out));
	ASSERT_WORKS(secret_alloc(&in, SECRET_MAX + 1, &e), &e);
	memset(in.data, 'p', in.len);
	ASSERT_REFUSED(codepage_encode(&in, "cp1252", &out, &e), &e, ERR_INPUT);
	secret_clear(&in);
	secret_clear(&out);
}
END_TEST

START_TEST(codepage_to_utf16_keeps_bytes_without_a_character)
{
	struct bytes out = BYTES_INIT;

	ck_assert(codepage_to_utf16(view_str("a\x80\x81"), "CP1252", &out));
	ck_assert(view_equal(view_bytes(&out),
	    view_of("a\0\xac\x20\x81\0", 6)));
	ck_assert(!codepage_to_utf16(view_str("a"), "CP0815", &out));
	bytes_clear(&out);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, codepages_go_both_ways, 0,
	    COUNT_OF(pages));
	tcase_add_loop_test(tc, codepage_encode_refuses_unknown_encodings, 0,
	    COUNT_OF(no_encodings));
	tcase_add_test(tc, codepage_encode_refuses_letters_outside_the_page);
	tcase_add_test(tc, codepage_to_utf16_keeps_bytes_without_a_character);
	tcase_add_test(tc,
	    codepage_encode_takes_the_longest_password_and_no_longer);
}

UNIT_MAIN("codepage", add)
