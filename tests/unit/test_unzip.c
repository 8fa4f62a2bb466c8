#include <stdio.h>

#include "storectl/crosscert/unzip.h"
#include "testzip.h"
#include "unit.h"

enum { MAX = 100000 };

struct seen {
	char	names[2048];
	size_t	bytes;
	bool	refuse;
};

static bool
see(const char *name, struct view content, void *arg, struct err *e)
{
	struct seen *s = arg;
	size_t at = strlen(s->names);

	snprintf(s->names + at, sizeof(s->names) - at, "%s;", name);
	s->bytes += content.len;
	return !s->refuse || err_set(e, ERR_EXISTS, "enough");
}

static const unsigned char data[MAX];

START_TEST(every_file_is_shown_whatever_its_name)
{
	struct testzip z = TESTZIP_INIT;
	struct seen s = { .bytes = 0 };
	struct err e = ERR_INIT;

	testzip_add(&z, "a.cer", view_of(data, 10));
	testzip_add(&z, "folder/", view_of(data, 0));
	testzip_add(&z, "../../x", view_of(data, 20));
	testzip_add(&z, "/etc/passwd", view_of(data, 0));
	ASSERT_WORKS(unzip(testzip_end(&z), MAX, see, &s, &e), &e);
	ck_assert_str_eq(s.names, "a.cer;../../x;/etc/passwd;");
	ck_assert_uint_eq(s.bytes, 30);
	testzip_clear(&z);
}
END_TEST

START_TEST(a_zip_may_be_empty)
{
	struct testzip z = TESTZIP_INIT;
	struct seen s = { .bytes = 0 };
	struct err e = ERR_INIT;
	struct view v = testzip_end(&z);

	ck_assert(unzip_is_zip(v));
	ASSERT_WORKS(unzip(v, MAX, see, &s, &e), &e);
	ck_assert_str_eq(s.names, "");
	testzip_clear(&z);
}
END_TEST

START_TEST(what_all_files_unpack_to_is_bounded)
{
	static const struct { size_t first, second; bool fits; } cases[] = {
		{ MAX, 0, true }, { MAX - 1, 1, true }, { 1, MAX - 1, true },
		{ MAX, 1, false }, { MAX / 2, MAX / 2 + 1, false },
	};
	struct testzip z = TESTZIP_INIT;
	struct seen s = { .bytes = 0 };
	struct err e = ERR_INIT;

	testzip_add(&z, "a", view_of(data, cases[_i].first));
	testzip_add(&z, "b", view_of(data, cases[_i].second));
	if (cases[_i].fits) {
		ASSERT_WORKS(unzip(testzip_end(&z), MAX, see, &s, &e), &e);
		ck_assert_uint_eq(s.bytes, MAX);
	} else {
		ASSERT_REFUSED(unzip(testzip_end(&z), MAX, see, &s, &e), &e,
		    ERR_LIMIT);
		ASSERT_SAYS(&e, "100000");
		ASSERT_SAYS(&e, "-limit download=");
	}
	testzip_clear(&z);
}
END_TEST

START_TEST(the_number_of_files_is_bounded)
{
	struct testzip z = TESTZIP_INIT;
	struct seen s = { .bytes = 0 };
	struct err e = ERR_INIT;
	bool too_many = _i == 1;

	for (int i = 0; i < UNZIP_ENTRIES + _i; i++)
		testzip_add(&z, "x", view_of(data, 1));
	if (too_many)
		ASSERT_REFUSED(unzip(testzip_end(&z), MAX, see, &s, &e), &e,
		    ERR_LIMIT);
	else
		ASSERT_WORKS(unzip(testzip_end(&z), MAX, see, &s, &e), &e);
	ck_assert_uint_eq(s.bytes, too_many ? 0 : UNZIP_ENTRIES);
	testzip_clear(&z);
}
END_TEST

START_TEST(a_damaged_zip_is_damaged)
{
	struct testzip z = TESTZIP_INIT;
	struct seen s = { .bytes = 0 };
	struct err e = ERR_INIT;
	struct view v;

	testzip_add(&z, "a.cer", view_of("content", 7));
	v = testzip_end(&z);
	/* Cut at every length, and a byte of the content turned. */
	for (size_t n = 22; n < v.len; n++) {
		err_clear(&e);
		ASSERT_REFUSED(unzip(view_sub(v, 0, n), MAX, see, &s, &e), &e,
		    ERR_INPUT);
	}
	z.local.data[30 + 5] ^= 1;
	err_clear(&e);
	ASSERT_REFUSED(unzip(v, MAX, see, &s, &e), &e, ERR_INPUT);
	ck_assert_uint_eq(s.bytes, 0);
	testzip_clear(&z);
}
END_TEST

START_TEST(two_methods_are_unpacked_and_no_other)
{
	static const unsigned char methods[] = { 9, 12, 14, 93, 95 };
	struct testzip z = TESTZIP_INIT;
	struct seen s = { .bytes = 0 };
	struct err e = ERR_INIT;

	testzip_add(&z, "a", view_of(data, 10));
	testzip_add(&z, "b", view_of(data, 1));
	z.local.data[8] = z.central.data[10] = methods[_i];
	ASSERT_REFUSED(unzip(testzip_end(&z), MAX, see, &s, &e), &e,
	    ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, "a: compressed by method");
	ck_assert_str_eq(s.names, "");
	testzip_clear(&z);
}
END_TEST

START_TEST(a_visitor_may_stop)
{
	struct testzip z = TESTZIP_INIT;
	struct seen s = { .refuse = true };
	struct err e = ERR_INIT;

	testzip_add(&z, "a", view_of(data, 1));
	testzip_add(&z, "b", view_of(data, 1));
	ASSERT_REFUSED(unzip(testzip_end(&z), MAX, see, &s, &e), &e,
	    ERR_EXISTS);
	ck_assert_str_eq(s.names, "a;");
	testzip_clear(&z);
}
END_TEST

START_TEST(only_a_zip_looks_like_one)
{
	ck_assert(!unzip_is_zip(view_of(NULL, 0)));
	ck_assert(!unzip_is_zip(view_of("PK\3\4", 4)));
	ck_assert(!unzip_is_zip(view_of("PK\3\3                      ", 26)));
	ck_assert(unzip_is_zip(view_of("PK\3\4                      ", 26)));
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, every_file_is_shown_whatever_its_name);
	tcase_add_test(tc, a_zip_may_be_empty);
	tcase_add_loop_test(tc, what_all_files_unpack_to_is_bounded, 0, 5);
	tcase_add_loop_test(tc, the_number_of_files_is_bounded, 0, 2);
	tcase_add_test(tc, a_damaged_zip_is_damaged);
	tcase_add_loop_test(tc, two_methods_are_unpacked_and_no_other, 0, 5);
	tcase_add_test(tc, a_visitor_may_stop);
	tcase_add_test(tc, only_a_zip_looks_like_one);
}

UNIT_MAIN("unzip", add)
