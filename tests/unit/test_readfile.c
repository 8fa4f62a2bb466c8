#include <sys/wait.h>

#include <stdio.h>

#include "base/limits.h"
#include "io/readfile.h"
#include "scratch.h"
#include "unit.h"

enum { SMALL = 100, LARGE = 300 };

/* What begins with L has the larger limit. */
static enum limit
cap(struct view start)
{
	ck_assert_uint_le(start.len, 64);
	return start.len != 0 && start.data[0] == 'L' ? LIMIT_CONTAINER :
	    LIMIT_KEY_FILE;
}

static struct limits limits;
static struct bytes out;
static char text[LARGE + 2];

static void
setup(void)
{
	scratch_enter();
	limits_default(&limits);
	limits.value[LIMIT_KEY_FILE] = SMALL;
	limits.value[LIMIT_CONTAINER] = LARGE;
	bytes_init(&out, 0);
	memset(text, 'x', sizeof(text));
}

static void
teardown(void)
{
	bytes_clear(&out);
	scratch_leave();
}

static bool
get(const char *operand, struct err *e)
{
	return readfile(operand, cap, &limits, &out, e);
}

static const struct {
	char	first;
	size_t	len;
	bool	ok;
} sizes[] = {
	{ 'x', 0, true }, { 'x', 1, true }, { 'x', 63, true },
	{ 'x', 64, true }, { 'x', 65, true }, { 'x', SMALL - 1, true },
	{ 'x', SMALL, true }, { 'x', SMALL + 1, false },
	{ 'x', LARGE, false }, { 'L', SMALL + 1, true },
	{ 'L', LARGE, true }, { 'L', LARGE + 1, false },
};

static void
check_size(bool worked, int i, struct err *e)
{
	if (sizes[i].ok) {
		ASSERT_WORKS(worked, e);
		ck_assert_uint_eq(out.len, sizes[i].len);
		ck_assert(view_equal(view_bytes(&out), view_of(text, out.len)));
		return;
	}
	ASSERT_REFUSED(worked, e, ERR_LIMIT);
	ASSERT_SAYS(e, sizes[i].first == 'L' ? "-limit container=N" :
	    "-limit key-file=N");
	ck_assert_uint_eq(out.len, 0);
}

START_TEST(readfile_holds_the_limit_of_a_file)
{
	struct err e = ERR_INIT;

	text[0] = sizes[_i].first;
	scratch_put("file", text, sizes[_i].len);
	check_size(get("file", &e), _i, &e);
}
END_TEST

START_TEST(readfile_holds_the_limit_of_a_stream)
{
	struct err e = ERR_INIT;
	int fds[2];

	text[0] = sizes[_i].first;
	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(write(fds[1], text, sizes[_i].len),
	    (ssize_t)sizes[_i].len);
	close(fds[1]);
	ck_assert_int_eq(dup2(fds[0], STDIN_FILENO), STDIN_FILENO);
	check_size(get("-", &e), _i, &e);
}
END_TEST

START_TEST(readfile_holds_the_limit_of_a_variable)
{
	struct err e = ERR_INIT;

	text[0] = sizes[_i].first;
	if (sizes[_i].len < sizeof(text))
		text[sizes[_i].len] = '\0';
	setenv("SPCKIT_TEST", text, 1);
	check_size(get("env:SPCKIT_TEST", &e), _i, &e);
}
END_TEST

START_TEST(readfile_takes_what_a_descriptor_has_left)
{
	struct err e = ERR_INIT;
	char operand[16];
	int fd;

	scratch_put("file", "0123456789", 10);
	fd = open("file", O_RDONLY);
	ck_assert_int_eq(lseek(fd, 4, SEEK_SET), 4);
	snprintf(operand, sizeof(operand), "fd:%d", fd);
	ASSERT_WORKS(get(operand, &e), &e);
	ck_assert(view_equal(view_bytes(&out), view_str("456789")));
	ck_assert_int_ne(fcntl(fd, F_GETFD), -1);
}
END_TEST

START_TEST(readfile_reads_files_whose_size_is_not_known)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(get("/proc/self/comm", &e), &e);
	ck_assert_uint_gt(out.len, 1);
}
END_TEST

START_TEST(readfile_stops_an_endless_stream)
{
	struct err e = ERR_INIT;

	ASSERT_REFUSED(get("/dev/zero", &e), &e, ERR_LIMIT);
	ASSERT_SAYS(&e, "/dev/zero: more than the limit of 100 bytes");
}
END_TEST

static const struct {
	const char	*operand;
	enum err_code	 code;
	const char	*says;
} refusals[] = {
	{ "missing", ERR_NOT_FOUND, "missing: cannot open" },
	{ "missing/file", ERR_NOT_FOUND, "missing/file: cannot open" },
	{ ".", ERR_IO, ".: is a directory" },
	{ "fd:", ERR_USAGE, "fd:: expected the number" },
	{ "fd:x", ERR_USAGE, "expected the number" },
	{ "fd:-1", ERR_USAGE, "expected the number" },
	{ "fd:99999999999", ERR_USAGE, "expected the number" },
	{ "fd:987", ERR_IO, "fd:987: cannot read" },
	{ "env:SPCKIT_NOT_THERE", ERR_NOT_FOUND, "no such variable" },
};

START_TEST(readfile_refuses_and_names_the_operand)
{
	struct err e = ERR_INIT;

	ASSERT_REFUSED(get(refusals[_i].operand, &e), &e, refusals[_i].code);
	ASSERT_SAYS(&e, refusals[_i].says);
}
END_TEST

START_TEST(readfile_takes_a_path_that_looks_like_something_else)
{
	struct err e = ERR_INIT;

	scratch_put("env:NAME", "abc", 3);
	ASSERT_WORKS(get("./env:NAME", &e), &e);
	ck_assert_uint_eq(out.len, 3);
}
END_TEST

/* The limit is looked up between the first bytes and the rest: what changes
 * the file there comes in the middle of the reading. */
static bool grow;

static enum limit
meddling_cap(struct view start)
{
	(void)start;
	if (grow)
		scratch_put("file", text, 80);
	else
		ck_assert_int_eq(truncate("file", 66), 0);
	return LIMIT_KEY_FILE;
}

START_TEST(readfile_refuses_a_file_that_changes_meanwhile)
{
	struct err e = ERR_INIT;

	grow = _i == 1;
	scratch_put("file", text, 70);
	ASSERT_REFUSED(readfile("file", meddling_cap, &limits, &out, &e), &e,
	    ERR_IO);
	ASSERT_SAYS(&e, "changed while it was read");
	ck_assert_uint_eq(out.len, 0);
}
END_TEST

START_TEST(readfile_keeps_the_old_content_after_a_refusal)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(bytes_set(&out, view_str("old"), &e), &e);
	ASSERT_REFUSED(get("missing", &e), &e, ERR_NOT_FOUND);
	ck_assert(view_equal(view_bytes(&out), view_str("old")));
	scratch_put("file", "new one", 7);
	ASSERT_WORKS(get("file", &e), &e);
	ck_assert(view_equal(view_bytes(&out), view_str("new one")));
}
END_TEST

START_TEST(readfile_name_is_for_people)
{
	ck_assert_str_eq(readfile_name("-"), "standard input");
	ck_assert_str_eq(readfile_name("env:A"), "env:A");
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, readfile_holds_the_limit_of_a_file, 0,
	    COUNT_OF(sizes));
	tcase_add_loop_test(tc, readfile_holds_the_limit_of_a_stream, 0,
	    COUNT_OF(sizes));
	tcase_add_loop_test(tc, readfile_holds_the_limit_of_a_variable, 0,
	    COUNT_OF(sizes));
	tcase_add_test(tc, readfile_takes_what_a_descriptor_has_left);
	tcase_add_test(tc, readfile_reads_files_whose_size_is_not_known);
	tcase_add_test(tc, readfile_stops_an_endless_stream);
	tcase_add_loop_test(tc, readfile_refuses_and_names_the_operand, 0,
	    COUNT_OF(refusals));
	tcase_add_test(tc,
	    readfile_takes_a_path_that_looks_like_something_else);
	tcase_add_loop_test(tc,
	    readfile_refuses_a_file_that_changes_meanwhile, 0, 2);
	tcase_add_test(tc, readfile_keeps_the_old_content_after_a_refusal);
	tcase_add_test(tc, readfile_name_is_for_people);
}

UNIT_MAIN("readfile", add)
