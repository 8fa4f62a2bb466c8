#include <sys/resource.h>
#include <sys/wait.h>

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>

#include "io/tempfiles.h"
#include "io/workfile.h"
#include "scratch.h"
#include "unit.h"

static void
setup(void)
{
	scratch_enter();
	umask(022);
	scratch_put("file", "old", 3);
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	ck_assert_int_eq(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

static void
begin(struct workfile *w)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(workfile_begin(w, "file", &e), &e);
	ck_assert_int_ne(access(w->output, F_OK), 0);
}

START_TEST(workfile_replaces_the_file_and_leaves_nothing)
{
	struct workfile w;
	struct err e = ERR_INIT;

	begin(&w);
	scratch_put(w.output, "new", 3);
	ck_assert(scratch_holds("file", "old"));
	ASSERT_WORKS(workfile_commit(&w, &e), &e);
	ck_assert(scratch_holds("file", "new"));
	ck_assert_int_eq(scratch_count("."), 1);
	workfile_abort(&w);
	ck_assert(scratch_holds("file", "new"));
}
END_TEST

static const mode_t modes[] = { 0644, 0600, 0755, 0400, 0666, 04755, 0 };

START_TEST(workfile_keeps_the_mode)
{
	struct workfile w;
	struct err e = ERR_INIT;

	ck_assert_int_eq(chmod("file", modes[_i]), 0);
	umask(0777);
	begin(&w);
	umask(022);
	scratch_put(w.output, "new", 3);
	ASSERT_WORKS(workfile_commit(&w, &e), &e);
	ck_assert_uint_eq(mode_of("file"), modes[_i]);
}
END_TEST

START_TEST(workfile_keeps_the_owner_where_it_may)
{
	struct workfile w;
	struct err e = ERR_INIT;
	struct stat st;

	if (geteuid() != 0)
		return;
	ck_assert_int_eq(chown("file", 12, 34), 0);
	begin(&w);
	scratch_put(w.output, "new", 3);
	ASSERT_WORKS(workfile_commit(&w, &e), &e);
	ck_assert_int_eq(stat("file", &st), 0);
	ck_assert_uint_eq(st.st_uid, 12);
	ck_assert_uint_eq(st.st_gid, 34);
}
END_TEST

START_TEST(workfile_without_a_result_changes_nothing)
{
	struct workfile w;
	struct err e = ERR_INIT;

	begin(&w);
	ASSERT_REFUSED(workfile_commit(&w, &e), &e, ERR_NOT_FOUND);
	ASSERT_SAYS(&e, "file: the new file is missing");
	ck_assert(scratch_holds("file", "old"));
	ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(workfile_aborted_changes_nothing)
{
	struct workfile w;

	begin(&w);
	scratch_put(w.output, "new", 3);
	workfile_abort(&w);
	workfile_abort(&w);
	ck_assert(scratch_holds("file", "old"));
	ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(workfile_does_not_go_through_links)
{
	struct workfile w;
	struct err e = ERR_INIT;

	ck_assert_int_eq(symlink("file", "link"), 0);
	ASSERT_REFUSED(workfile_begin(&w, "link", &e), &e, ERR_EXISTS);
	ASSERT_SAYS(&e, "a symbolic link");
	/* Nor through one that the program left. */
	begin(&w);
	ck_assert_int_eq(symlinkat("/etc/passwd", w.folder, "signed"), 0);
	ck_assert(!workfile_commit(&w, &e));
	ck_assert(scratch_holds("file", "old"));
	ck_assert_int_eq(scratch_count("."), 2);
}
END_TEST

START_TEST(workfile_refuses_all_but_files)
{
	struct workfile w;
	struct err e = ERR_INIT;

	ck_assert_int_eq(mkdir("folder", 0755), 0);
	ASSERT_REFUSED(workfile_begin(&w, "folder", &e), &e, ERR_EXISTS);
	ASSERT_REFUSED(workfile_begin(&w, "none", &e), &e, ERR_NOT_FOUND);
	ASSERT_REFUSED(workfile_begin(&w, "none/file", &e), &e,
	    ERR_NOT_FOUND);
	ASSERT_REFUSED(workfile_begin(&w, "folder/", &e), &e, ERR_USAGE);
	ck_assert_int_eq(scratch_count("."), 2);
}
END_TEST

START_TEST(workfile_refuses_a_file_that_somebody_changed)
{
	struct workfile w;
	struct err e = ERR_INIT;

	begin(&w);
	scratch_put(w.output, "new", 3);
	scratch_put("file", "theirs", 6);
	ASSERT_REFUSED(workfile_commit(&w, &e), &e, ERR_IO);
	ASSERT_SAYS(&e, "changed in the meantime");
	ck_assert(scratch_holds("file", "theirs"));
	ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(workfile_is_removed_by_a_signal)
{
	pid_t pid = fork();
	struct workfile w;
	int how;

	if (pid == 0) {
		tempfiles_cleanup_on_signals();
		begin(&w);
		scratch_put(w.output, "new", 3);
		raise(SIGTERM);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &how, 0), pid);
	ck_assert(WIFSIGNALED(how) && WTERMSIG(how) == SIGTERM);
	ck_assert(scratch_holds("file", "old"));
	ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, scratch_leave);
	tcase_add_test(tc, workfile_replaces_the_file_and_leaves_nothing);
	tcase_add_loop_test(tc, workfile_keeps_the_mode, 0, COUNT_OF(modes));
	tcase_add_test(tc, workfile_keeps_the_owner_where_it_may);
	tcase_add_test(tc, workfile_without_a_result_changes_nothing);
	tcase_add_test(tc, workfile_aborted_changes_nothing);
	tcase_add_test(tc, workfile_does_not_go_through_links);
	tcase_add_test(tc, workfile_refuses_all_but_files);
	tcase_add_test(tc, workfile_refuses_a_file_that_somebody_changed);
	tcase_add_test(tc, workfile_is_removed_by_a_signal);
}

UNIT_MAIN("workfile", add)
