#include <stdlib.h>

#include "io/typedpath.h"
#include "scratch.h"
#include "unit.h"

static const struct {
	const char	*typed;
	const char	*path;
} names[] = {
	{ "a.pfx", "a.pfx" },
	{ "", "" },
	{ "with space.pfx", "with space.pfx" },
	{ "O'Brien.pfx", "O'Brien.pfx" },
	/* As terminals drop them. */
	{ "'/tmp/with space.pfx'", "/tmp/with space.pfx" },
	{ "\"/tmp/with space.pfx\"", "/tmp/with space.pfx" },
	{ "'it'\\''s.pfx'", "it's.pfx" },
	{ "\"a\\\"b\"", "a\"b" },
	{ "with\\ space\\(1\\).pfx", "with space(1).pfx" },
	{ "it\\'s.pfx", "it's.pfx" },
	{ "\xe2\x80\x9c" "a.pfx\xe2\x80\x9d", "a.pfx" },
	/* Not quotes. */
	{ "'open.pfx", "'open.pfx" },
	{ "'", "'" },
	{ "C:\\keys\\a.pfx", "C:\\keys\\a.pfx" },
	{ "a\\", "a\\" },
	/* Home. */
	{ "~", "/home/u" },
	{ "~/a.pfx", "/home/u/a.pfx" },
	{ "'~/a b.pfx'", "/home/u/a b.pfx" },
	{ "~nobody-of-this-name/a.pfx", "~nobody-of-this-name/a.pfx" },
	{ "a~b", "a~b" },
	/* URIs. */
	{ "file:///tmp/a.pfx", "/tmp/a.pfx" },
	{ "FILE:///tmp/a%20b%c3%A4.pfx", "/tmp/a b\xc3\xa4.pfx" },
	{ "file://localhost/tmp/a.pfx", "/tmp/a.pfx" },
	{ "file:/tmp/a.pfx", "/tmp/a.pfx" },
	{ "'file:///tmp/a.pfx'", "/tmp/a.pfx" },
	{ "file://elsewhere/tmp/a.pfx", "file://elsewhere/tmp/a.pfx" },
	{ "file://", "file://" },
	{ "file:a.pfx", "file:a.pfx" },
	{ "file:///a%00b%zz%2", "/a%00b%zz%2" },
	/* Operands of readfile.h stay. */
	{ "env:PFX", "env:PFX" },
	{ "fd:3", "fd:3" },
};

START_TEST(typedpath_reads_what_people_type)
{
	struct err e = ERR_INIT;
	char *path;

	setenv("HOME", "/home/u", 1);
	ASSERT_WORKS(typedpath(names[_i].typed, &path, &e), &e);
	ck_assert_str_eq(path, names[_i].path);
	free(path);
}
END_TEST

START_TEST(typedpath_of_a_user)
{
	struct err e = ERR_INIT;
	char *path;

	ASSERT_WORKS(typedpath("~root/a.pfx", &path, &e), &e);
	ck_assert_str_eq(path, "/root/a.pfx");
	free(path);
	unsetenv("HOME");
	ASSERT_WORKS(typedpath("~/a.pfx", &path, &e), &e);
	ck_assert_int_eq(path[0], '/');
	free(path);
}
END_TEST

static const char *const there[] = {
	"'a'", "~", "a\\ b", "file:x", "\"q\"",
};

START_TEST(typedpath_that_is_there_is_meant)
{
	struct err e = ERR_INIT;
	char *path;

	scratch_put(there[_i], "x", 1);
	ASSERT_WORKS(typedpath(there[_i], &path, &e), &e);
	ck_assert_str_eq(path, there[_i]);
	free(path);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, scratch_enter, scratch_leave);
	tcase_add_loop_test(tc, typedpath_reads_what_people_type, 0,
	    COUNT_OF(names));
	tcase_add_test(tc, typedpath_of_a_user);
	tcase_add_loop_test(tc, typedpath_that_is_there_is_meant, 0,
	    COUNT_OF(there));
}

UNIT_MAIN("typedpath", add)
