/*
 * test_passforms.c - one password, and the bytes that programs made of it
 */

#include <stdio.h>

#include "formats/key/passforms.h"
#include "unit.h"

struct expected {
	const char	*raw;		/* NULL: no more */
	struct view	 bmp;
};

#define V(lit)	{ (const unsigned char *)(lit), sizeof(lit) - 1 }

static const struct {
	const char	*what, *password, *encoding;
	struct expected	 form[3];
} rows[] = {
	{ "ASCII has one", "pw", NULL, { { "pw", V("\0p\0w\0\0") } } },
	{ "the empty one, too", "", NULL, { { "", V("\0\0") } } },
	{ "Latin-1", "\xc3\xa4", NULL, { { "\xc3\xa4", V("\0\xe4\0\0") },
	    { "\xe4", V("\0\xe4\0\0") } } },
	{ "cp1252's own", "\xe2\x82\xac", NULL, {
	    { "\xe2\x82\xac", V("\x20\xac\0\0") }, { "\x80",
	    V("\x20\xac\0\0") } } },
	{ "what cp1252 has not", "\xe3\x81\x82", NULL, {
	    { "\xe3\x81\x82", V("\x30\x42\0\0") } } },
	{ "a code page by name", "\xe3\x81\x82", "cp932", {
	    { "\x82\xa0", V("\x30\x42\0\0") }, { "\xe3\x81\x82",
	    V("\x30\x42\0\0") } } },
	{ "bytes that are no UTF-8", "\xe4", NULL, { { "\xe4",
	    V("\0\xe4\0\0") }, { "\xc3\xa4", V("\0\xe4\0\0") } } },
	{ "bytes that cp1252 has not", "\xe4\x81", NULL, { { "\xe4\x81",
	    V("\0\xe4\0\x81\0\0") }, { "\xc3\xa4\xc2\x81",
	    V("\0\xe4\0\x81\0\0") } } },
	{ "bytes of a code page", "\x82\xa0", "cp932", { { "\x82\xa0",
	    V("\x30\x42\0\0") }, { "\xe3\x81\x82", V("\x30\x42\0\0") } } },
};

static bool
make(struct passforms *f, const char *password, const char *encoding,
    struct err *e)
{
	struct secret s = SECRET_INIT;
	bool ok;

	ASSERT_WORKS(secret_set(&s, view_str(password), e), e);
	ok = passforms_make(f, &s, encoding, e);
	secret_clear(&s);
	return ok;
}

START_TEST(password_has_the_forms_that_programs_gave_it)
{
	const struct expected *x = rows[_i].form;
	struct passforms f = PASSFORMS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(make(&f, rows[_i].password, rows[_i].encoding, &e), &e);
	for (size_t i = 0; i < f.count; i++) {
		ck_assert_msg(i < 3 && x[i].raw != NULL, "%s: %zu forms",
		    rows[_i].what, f.count);
		ck_assert_msg(view_equal(secret_view(&f.form[i].raw),
		    view_str(x[i].raw)), "%s: bytes %zu", rows[_i].what, i);
		ck_assert_msg(view_equal(secret_view(&f.form[i].bmp),
		    x[i].bmp), "%s: UTF-16 %zu", rows[_i].what, i);
	}
	ck_assert_msg(x[f.count].raw == NULL, "%s: %zu forms", rows[_i].what,
	    f.count);
	passforms_clear(&f);
}
END_TEST

START_TEST(password_that_is_not_given_has_none)
{
	const struct secret none = SECRET_INIT;
	struct passforms f = PASSFORMS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(passforms_make(&f, &none, "cp1252", &e), &e);
	ck_assert_uint_eq(f.count, 0);
	ASSERT_WORKS(passforms_make(&f, NULL, NULL, &e), &e);
	ck_assert_uint_eq(f.count, 0);
}
END_TEST

START_TEST(encoding_that_cannot_write_it_is_refused)
{
	struct passforms f = PASSFORMS_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(make(&f, "\xe3\x81\x82", "cp1252", &e), &e, ERR_INPUT);
	passforms_clear(&f);
	err_clear(&e);
	ASSERT_REFUSED(make(&f, "pw", "nonsense", &e), &e, ERR_USAGE);
	passforms_clear(&f);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, password_has_the_forms_that_programs_gave_it,
	    0, (int)COUNT_OF(rows));
	tcase_add_test(tc, password_that_is_not_given_has_none);
	tcase_add_test(tc, encoding_that_cannot_write_it_is_refused);
}

UNIT_MAIN("passforms", add)
