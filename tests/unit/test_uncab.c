#include <stdio.h>

#include "storectl/crosscert/uncab.h"
#include "testcab.h"
#include "unit.h"

enum { MAX = 100000 };

struct seen {
	char	names[4096];
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
	struct testcab c = TESTCAB_INIT;
	struct seen s = { .bytes = 0 };
	struct err e = ERR_INIT;
	struct view v;

	testcab_add(&c, "authroot.stl", view_of(data, 10));
	testcab_add(&c, "..\\..\\x", view_of(data, 20));
	testcab_add(&c, "/etc/passwd", view_of(data, 0));
	v = testcab_end(&c);
	ck_assert(uncab_is_cab(v));
	ASSERT_WORKS(uncab(v, MAX, see, &s, &e), &e);
	ck_assert_str_eq(s.names, "authroot.stl;..\\..\\x;/etc/passwd;");
	ck_assert_uint_eq(s.bytes, 30);
	testcab_clear(&c);
}
END_TEST

START_TEST(every_truncation_is_refused)
{
	struct testcab c = TESTCAB_INIT;
	struct seen s = { .bytes = 0 };
	struct err e = ERR_INIT;
	struct view v;

	testcab_add(&c, "a", view_of(data, 100));
	v = testcab_end(&c);
	for (size_t n = 0; n < v.len; n++) {
		err_clear(&e);
		ASSERT_REFUSED(uncab(view_of(v.data, n), MAX, see, &s, &e),
		    &e, ERR_INPUT);
		ASSERT_SAYS(&e, "truncated or damaged");
	}
	testcab_clear(&c);
}
END_TEST

START_TEST(a_file_longer_than_what_is_there_is_refused)
{
	struct testcab c = TESTCAB_INIT;
	struct seen s = { .bytes = 0 };
	struct err e = ERR_INIT;

	testcab_add_as(&c, "a", view_of(data, 100), 0x40000000);
	ASSERT_REFUSED(uncab(testcab_end(&c), MAX, see, &s, &e), &e,
	    ERR_INPUT);
	testcab_clear(&c);
}
END_TEST

START_TEST(what_all_files_unpack_to_is_bounded)
{
	struct testcab c = TESTCAB_INIT;
	struct seen s = { .bytes = 0 };
	struct err e = ERR_INIT;

	testcab_add(&c, "a", view_of(data, 600));
	testcab_add(&c, "b", view_of(data, 400));
	ASSERT_WORKS(uncab(testcab_end(&c), 1000, see, &s, &e), &e);
	ASSERT_REFUSED(uncab(view_bytes(&c.whole), 999, see, &s, &e), &e,
	    ERR_LIMIT);
	testcab_clear(&c);
}
END_TEST

START_TEST(the_number_of_files_is_bounded)
{
	struct testcab c = TESTCAB_INIT;
	struct seen s = { .bytes = 0 };
	struct err e = ERR_INIT;

	for (int i = 0; i < UNCAB_ENTRIES; i++)
		testcab_add(&c, "a", view_of(data, 1));
	ASSERT_WORKS(uncab(testcab_end(&c), MAX, see, &s, &e), &e);
	bytes_clear(&c.whole);
	testcab_add(&c, "a", view_of(data, 1));
	ASSERT_REFUSED(uncab(testcab_end(&c), MAX, see, &s, &e), &e,
	    ERR_LIMIT);
	testcab_clear(&c);
}
END_TEST

START_TEST(one_of_a_set_is_refused)
{
	struct testcab c = TESTCAB_INIT;
	struct seen s = { .bytes = 0 };
	struct err e = ERR_INIT;

	c.flags = _i == 0 ? 1 : 2;
	testcab_add(&c, "a", view_of(data, 1));
	ASSERT_REFUSED(uncab(testcab_end(&c), MAX, see, &s, &e), &e,
	    ERR_UNSUPPORTED);
	testcab_clear(&c);
}
END_TEST

START_TEST(it_stops_when_nobody_wants_more)
{
	struct testcab c = TESTCAB_INIT;
	struct seen s = { .refuse = true };
	struct err e = ERR_INIT;

	testcab_add(&c, "a", view_of(data, 1));
	testcab_add(&c, "b", view_of(data, 1));
	ASSERT_REFUSED(uncab(testcab_end(&c), MAX, see, &s, &e), &e,
	    ERR_EXISTS);
	ck_assert_str_eq(s.names, "a;");
	testcab_clear(&c);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, every_file_is_shown_whatever_its_name);
	tcase_add_test(tc, every_truncation_is_refused);
	tcase_add_test(tc, a_file_longer_than_what_is_there_is_refused);
	tcase_add_test(tc, what_all_files_unpack_to_is_bounded);
	tcase_add_test(tc, the_number_of_files_is_bounded);
	tcase_add_loop_test(tc, one_of_a_set_is_refused, 0, 2);
	tcase_add_test(tc, it_stops_when_nobody_wants_more);
}

UNIT_MAIN("uncab", add)
