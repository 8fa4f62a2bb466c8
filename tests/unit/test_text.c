#include <stdio.h>

#include "base/text.h"
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

static void
ck_bytes(const struct bytes *b, struct lit want, const char *what)
{
	ck_assert_msg(!b->failed, "%s", what);
	ck_assert_msg(view_equal(view_bytes(b), v(want)), "%s: \"%.*s\"",
	    what, (int)b->len, b->data != NULL ? (const char *)b->data : "");
}

/* ---- hex ---- */

START_TEST(text_hex_writes_lower_case)
{
	char buf[16];

	text_hex(view_of("\x00\xab\xFF", 3), buf, sizeof(buf));
	ck_assert_str_eq(buf, "00abff");
}
END_TEST

START_TEST(text_hex_is_cut_to_whole_octets)
{
	char buf[6] = "zzzzz";

	text_hex(view_of("\x01\x02\x03", 3), buf, sizeof(buf));
	ck_assert_str_eq(buf, "0102");
	text_hex(view_of("\x01", 1), buf, 1);
	ck_assert_str_eq(buf, "");
}
END_TEST

static const struct {
	const char	*in;
	bool		 ok;
	struct lit	 out;
} unhex[] = {
	{ "00ff", true, LIT("\x00\xff") },
	{ "0A:0b:0C", true, LIT("\x0a\x0b\x0c") },
	{ "0a 0b  0c ", true, LIT("\x0a\x0b\x0c") },
	{ "", false, LIT("") },
	{ ": :", false, LIT("") },
	{ "0", false, LIT("") },
	{ "0 a", false, LIT("") },
	{ "0x0a", false, LIT("") },
	{ "0g", false, LIT("") },
	{ "0102030405", false, LIT("") },	/* over the size of 4 */
};

START_TEST(text_unhex_takes_octets_with_spaces_and_colons_between)
{
	unsigned char buf[4];
	size_t len;

	ck_assert_int_eq(text_unhex(unhex[_i].in, buf, sizeof(buf), &len),
	    unhex[_i].ok);
	if (unhex[_i].ok)
		ck_assert(view_equal(view_of(buf, len), v(unhex[_i].out)));
	else
		ck_assert_uint_eq(len, 0);
}
END_TEST

/* ---- case ---- */

START_TEST(text_same_ignores_ascii_case_alone)
{
	ck_assert(text_same("PVK", "pvk"));
	ck_assert(text_same("", ""));
	ck_assert(!text_same("pv", "pvk"));
	ck_assert(!text_same("pvk", "pv"));
	ck_assert(!text_same("[", "{"));
	ck_assert(!text_same("\xc3\x84", "\xc3\xa4"));
}
END_TEST

/* ---- UTF-8 ---- */

static const struct {
	const char	*what;
	struct lit	 in;
	bool		 ok;
} utf8[] = {
	{ "nothing", LIT(""), true },
	{ "ASCII and NUL", LIT("a\0b"), true },
	{ "U+0080", LIT("\xc2\x80"), true },
	{ "U+07FF", LIT("\xdf\xbf"), true },
	{ "U+0800", LIT("\xe0\xa0\x80"), true },
	{ "U+FFFF", LIT("\xef\xbf\xbf"), true },
	{ "U+10000", LIT("\xf0\x90\x80\x80"), true },
	{ "U+10FFFF", LIT("\xf4\x8f\xbf\xbf"), true },
	{ "a continuation alone", LIT("\x80"), false },
	{ "cut after the first of two", LIT("\xc3"), false },
	{ "cut after the second of three", LIT("\xe2\x82"), false },
	{ "cut after the third of four", LIT("\xf0\x9f\x98"), false },
	{ "ASCII instead of a continuation", LIT("\xc3" "a"), false },
	{ "over-long slash", LIT("\xc0\xaf"), false },
	{ "over-long in three", LIT("\xe0\x80\xaf"), false },
	{ "over-long in four", LIT("\xf0\x80\x80\xaf"), false },
	{ "a surrogate", LIT("\xed\xa0\x80"), false },
	{ "above U+10FFFF", LIT("\xf4\x90\x80\x80"), false },
	{ "five bytes", LIT("\xf8\x88\x80\x80\x80"), false },
	{ "0xff", LIT("\xff"), false },
};

START_TEST(text_is_utf8_tells)
{
	struct bytes b = BYTES_INIT;

	ck_assert_msg(text_is_utf8(v(utf8[_i].in)) == utf8[_i].ok, "%s",
	    utf8[_i].what);
	ck_assert_int_eq(text_to_utf16be(v(utf8[_i].in), &b), utf8[_i].ok);
	bytes_clear(&b);
}
END_TEST

START_TEST(text_is_ascii_tells)
{
	ck_assert(text_is_ascii(view_of("a\0~", 3)));
	ck_assert(!text_is_ascii(view_of("a\x80", 2)));
}
END_TEST

START_TEST(quote_of_a_web_page_comes_first)
{
	ck_assert(text_begins_with_quote(view_str("\xe2\x80\x98")));
	ck_assert(text_begins_with_quote(view_str("\xe2\x80\x9f" "a")));
	ck_assert(!text_begins_with_quote(view_str("\xe2\x80\x97" "a")));
	ck_assert(!text_begins_with_quote(view_str("\xe2\x80\xa0")));
	ck_assert(!text_begins_with_quote(view_str("a\xe2\x80\x9c")));
	ck_assert(!text_begins_with_quote(view_str("\"")));
	ck_assert(!text_begins_with_quote(view_of("\xe2\x80\x9c", 2)));
}
END_TEST

static const struct {
	struct lit	utf8;
	struct lit	be;
} wide[] = {
	{ LIT(""), LIT("") },
	{ LIT("a"), LIT("\0a") },
	{ LIT("\xc3\xa4\xe4\xb8\xad"), LIT("\x00\xe4\x4e\x2d") },
	{ LIT("\xf0\x9f\x98\x80"), LIT("\xd8\x3d\xde\x00") },
	{ LIT("\xf4\x8f\xbf\xbf"), LIT("\xdb\xff\xdf\xff") },
};

START_TEST(text_goes_to_utf16_and_back)
{
	struct bytes be = BYTES_INIT, back = BYTES_INIT, le = BYTES_INIT;
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;

	ck_assert(text_to_utf16be(v(wide[_i].utf8), &be));
	ck_bytes(&be, wide[_i].be, "to UTF-16BE");
	text_from_utf16(view_bytes(&be), TEXT_BE, false, &back);
	ck_bytes(&back, wide[_i].utf8, "back");
	for (size_t i = 0; i < be.len; i += 2) {
		bytes_add_u8(&le, be.data[i + 1]);
		bytes_add_u8(&le, be.data[i]);
	}
	bytes_truncate(&back, 0);
	text_from_utf16(view_bytes(&le), TEXT_LE, false, &back);
	ck_bytes(&back, wide[_i].utf8, "from UTF-16LE");
	ASSERT_WORKS(text_secret_to_utf16be(v(wide[_i].utf8), &s, &e), &e);
	ck_assert(view_equal(secret_view(&s), v(wide[_i].be)));
	ck_assert(s.given);
	secret_clear(&s);
	bytes_clear(&be);
	bytes_clear(&le);
	bytes_clear(&back);
}
END_TEST

static const struct {
	const char	*what;
	struct lit	 be;
	bool		 stop;
	struct lit	 utf8;
} odd[] = {
	{ "a lone high surrogate", LIT("\xd8\x3d\x00\x41"), false,
	  LIT("\xef\xbf\xbd" "A") },
	{ "a lone low surrogate", LIT("\xde\x00"), false,
	  LIT("\xef\xbf\xbd") },
	{ "a high surrogate at the end", LIT("\xd8\x3d"), false,
	  LIT("\xef\xbf\xbd") },
	{ "two high surrogates, then a low one",
	  LIT("\xd8\x3d\xd8\x3d\xde\x00"), false,
	  LIT("\xef\xbf\xbd\xf0\x9f\x98\x80") },
	{ "an odd last byte", LIT("\x00\x41\x00"), false,
	  LIT("A\xef\xbf\xbd") },
	{ "one byte", LIT("\x41"), false, LIT("\xef\xbf\xbd") },
	{ "a terminator, asked for", LIT("\0A\0\0\0B"), true, LIT("A") },
	{ "a NUL, not asked for", LIT("\0A\0\0\0B"), false, LIT("A\0B") },
};

START_TEST(text_from_utf16_marks_what_is_broken)
{
	struct bytes b = BYTES_INIT;

	text_from_utf16(v(odd[_i].be), TEXT_BE, odd[_i].stop, &b);
	ck_bytes(&b, odd[_i].utf8, odd[_i].what);
	bytes_clear(&b);
}
END_TEST

START_TEST(text_secret_to_utf16be_refuses_invalid_utf8)
{
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(text_secret_to_utf16be(view_of("p\xe4ss", 4), &s, &e),
	    &e, ERR_INPUT);
	ck_assert_ptr_null(strstr(e.msg, "ss\""));
	ck_assert(!s.given);
}
END_TEST

START_TEST(text_from_latin1_keeps_every_letter)
{
	struct bytes b = BYTES_INIT;

	text_from_latin1(view_of("a\x80\xe4\xff", 4), &b);
	ck_bytes(&b, (struct lit)LIT("a\xc2\x80\xc3\xa4\xc3\xbf"), "latin1");
	bytes_clear(&b);
}
END_TEST

/* ---- for a terminal ---- */

static const struct {
	struct lit	 in;
	struct lit	 out;
} printable[] = {
	{ LIT("plain \xc3\xa4 \xf0\x9f\x98\x80"),
	  LIT("plain \xc3\xa4 \xf0\x9f\x98\x80") },
	{ LIT("\x1b[2J"), LIT("\\x1b[2J") },
	{ LIT("a\nb\r\t\x7f"), LIT("a\\x0ab\\x0d\\x09\\x7f") },
	{ LIT("a\0b"), LIT("a\\x00b") },
	{ LIT("\xff\xc3"), LIT("\\xff\\xc3") },
	{ LIT("\xc2\x9b" "2J"), LIT("\\xc2\\x9b2J") },		/* C1 CSI */
	{ LIT("\xe2\x80\xae" "x"), LIT("\\xe2\\x80\\xaex") },	/* U+202E */
	{ LIT("\xe2\x80\xa6"), LIT("\xe2\x80\xa6") },		/* ellipsis */
};

START_TEST(text_add_printable_leaves_nothing_that_moves_the_cursor)
{
	struct bytes b = BYTES_INIT;

	text_add_printable(&b, v(printable[_i].in));
	ck_bytes(&b, printable[_i].out, "printable");
	bytes_clear(&b);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, text_hex_writes_lower_case);
	tcase_add_test(tc, text_hex_is_cut_to_whole_octets);
	tcase_add_loop_test(tc,
	    text_unhex_takes_octets_with_spaces_and_colons_between, 0,
	    COUNT_OF(unhex));
	tcase_add_test(tc, text_same_ignores_ascii_case_alone);
	tcase_add_loop_test(tc, text_is_utf8_tells, 0, COUNT_OF(utf8));
	tcase_add_test(tc, text_is_ascii_tells);
	tcase_add_test(tc, quote_of_a_web_page_comes_first);
	tcase_add_loop_test(tc, text_goes_to_utf16_and_back, 0,
	    COUNT_OF(wide));
	tcase_add_loop_test(tc, text_from_utf16_marks_what_is_broken, 0,
	    COUNT_OF(odd));
	tcase_add_test(tc, text_secret_to_utf16be_refuses_invalid_utf8);
	tcase_add_test(tc, text_from_latin1_keeps_every_letter);
	tcase_add_loop_test(tc,
	    text_add_printable_leaves_nothing_that_moves_the_cursor, 0,
	    COUNT_OF(printable));
}

UNIT_MAIN("text", add)
