#include <sys/resource.h>
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>

#include "io/atomicfile.h"
#include "io/tempfiles.h"
#include "journal.h"
#include "scratch.h"
#include "unit.h"

static void
setup(void)
{
	scratch_enter();
	umask(022);
}

static bool
put(const char *path, const char *text, bool replace, struct err *e)
{
	return atomicfile_put(path, view_str(text), 0600, replace, e);
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	ck_assert_int_eq(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

/* ---- writing ---- */

START_TEST(atomicfile_writes_a_new_file)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(put("file", "content", false, &e), &e);
	ck_assert(scratch_holds("file", "content"));
	ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(atomicfile_joins_several_writes)
{
	struct atomicfile f = ATOMICFILE_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(atomicfile_begin(&f, "file", 0600, &e), &e);
	ASSERT_WORKS(atomicfile_write(&f, view_str("one "), &e), &e);
	ASSERT_WORKS(atomicfile_write(&f, view_str(""), &e), &e);
	ASSERT_WORKS(atomicfile_write(&f, view_str("two"), &e), &e);
	ck_assert_int_ne(access("file", F_OK), 0);
	ASSERT_WORKS(atomicfile_commit(&f, false, &e), &e);
	ck_assert(scratch_holds("file", "one two"));
	atomicfile_abort(&f);
	ck_assert(scratch_holds("file", "one two"));
}
END_TEST

START_TEST(atomicfile_abort_leaves_nothing)
{
	struct atomicfile f = ATOMICFILE_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(atomicfile_begin(&f, "file", 0600, &e), &e);
	ASSERT_WORKS(atomicfile_write(&f, view_str("x"), &e), &e);
	ck_assert_int_eq(scratch_count("."), 1);
	atomicfile_abort(&f);
	atomicfile_abort(&f);
	ck_assert_int_eq(scratch_count("."), 0);
}
END_TEST

static const struct {
	mode_t	mask, mode, want;
} modes[] = {
	{ 0, 0600, 0600 }, { 022, 0600, 0600 }, { 077, 0600, 0600 },
	{ 0777, 0600, 0600 }, { 0, 0644, 0644 }, { 022, 0644, 0644 },
	{ 077, 0644, 0600 }, { 0777, 0644, 0600 }, { 0027, 0640, 0640 },
};

START_TEST(atomicfile_mode_is_never_wider_than_asked)
{
	struct atomicfile f = ATOMICFILE_INIT;
	struct err e = ERR_INIT;
	struct stat st;

	umask(modes[_i].mask);
	ASSERT_WORKS(atomicfile_begin(&f, "file", modes[_i].mode, &e), &e);
	ck_assert_int_eq(fstat(f.fd, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, modes[_i].want);
	ASSERT_WORKS(atomicfile_commit(&f, false, &e), &e);
	ck_assert_uint_eq(mode_of("file"), modes[_i].want);
}
END_TEST

/* ---- a name that is taken ---- */

START_TEST(atomicfile_refuses_an_existing_name)
{
	struct err e = ERR_INIT;

	scratch_put("file", "old", 3);
	ASSERT_REFUSED(atomicfile_check("file", false, &e), &e, ERR_EXISTS);
	ASSERT_REFUSED(put("file", "new", false, &e), &e, ERR_EXISTS);
	ASSERT_SAYS(&e, "file: exists");
	ck_assert(scratch_holds("file", "old"));
	ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(atomicfile_replaces_a_file_when_told_to)
{
	struct err e = ERR_INIT;

	scratch_put("file", "a much longer old content", 25);
	ASSERT_WORKS(atomicfile_check("file", true, &e), &e);
	ASSERT_WORKS(put("file", "new", true, &e), &e);
	ck_assert(scratch_holds("file", "new"));
	ck_assert_uint_eq(mode_of("file"), 0600);
	ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(atomicfile_replace_leaves_other_hard_links_alone)
{
	struct err e = ERR_INIT;

	scratch_put("file", "old", 3);
	ck_assert_int_eq(link("file", "other"), 0);
	ASSERT_WORKS(put("file", "new", true, &e), &e);
	ck_assert(scratch_holds("other", "old"));
	ck_assert(scratch_holds("file", "new"));
}
END_TEST

START_TEST(atomicfile_replace_takes_a_free_name_too)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(put("file", "new", true, &e), &e);
	ck_assert(scratch_holds("file", "new"));
}
END_TEST

static void make_link(void) { ck_assert_int_eq(symlink("target", "it"), 0); }
static void make_loop(void) { ck_assert_int_eq(symlink("it", "it"), 0); }
static void make_fifo(void) { ck_assert_int_eq(mkfifo("it", 0600), 0); }
static void make_folder(void) { ck_assert_int_eq(mkdir("it", 0700), 0); }

static const struct {
	void		(*make)(void);
	const char	*says;
} others[] = {
	{ make_link, "is a symbolic link" },
	{ make_loop, "is a symbolic link" },
	{ make_fifo, "is a FIFO" },
	{ make_folder, "is a directory" },
};

START_TEST(atomicfile_replaces_nothing_but_files)
{
	struct err e = ERR_INIT;
	struct stat before, after;

	scratch_put("target", "victim", 6);
	others[_i].make();
	ck_assert_int_eq(lstat("it", &before), 0);
	ASSERT_REFUSED(atomicfile_check("it", true, &e), &e, ERR_EXISTS);
	ASSERT_REFUSED(put("it", "new", true, &e), &e, ERR_EXISTS);
	ASSERT_SAYS(&e, others[_i].says);
	ASSERT_REFUSED(put("it", "new", false, &e), &e, ERR_EXISTS);
	ck_assert_int_eq(lstat("it", &after), 0);
	ck_assert_uint_eq(before.st_ino, after.st_ino);
	ck_assert_uint_eq(before.st_mode, after.st_mode);
	ck_assert(scratch_holds("target", "victim"));
	ck_assert_int_eq(scratch_count("."), 2);
}
END_TEST

START_TEST(atomicfile_refuses_a_link_planted_after_the_check)
{
	struct atomicfile f = ATOMICFILE_INIT;
	struct err e = ERR_INIT;

	scratch_put("target", "victim", 6);
	ASSERT_WORKS(atomicfile_check("it", true, &e), &e);
	ASSERT_WORKS(atomicfile_begin(&f, "it", 0600, &e), &e);
	make_link();
	ASSERT_REFUSED(atomicfile_commit(&f, true, &e), &e, ERR_EXISTS);
	ck_assert(scratch_holds("target", "victim"));
	ck_assert_int_eq(scratch_count("."), 2);
}
END_TEST

START_TEST(atomicfile_stays_in_the_folder_it_began_in)
{
	struct atomicfile f = ATOMICFILE_INIT;
	struct err e = ERR_INIT;

	ck_assert_int_eq(mkdir("dir", 0700), 0);
	ck_assert_int_eq(mkdir("evil", 0700), 0);
	ASSERT_WORKS(atomicfile_begin(&f, "dir/file", 0600, &e), &e);
	ck_assert_int_eq(rename("dir", "moved"), 0);
	ck_assert_int_eq(symlink("evil", "dir"), 0);
	ASSERT_WORKS(atomicfile_commit(&f, false, &e), &e);
	ck_assert_int_eq(scratch_count("evil"), 0);
	ck_assert_int_eq(access("moved/file", F_OK), 0);
}
END_TEST

/* ---- names and folders ---- */

static const struct {
	const char	*path;
	enum err_code	 code;
} bad_names[] = {
	{ "", ERR_USAGE }, { "/", ERR_USAGE }, { "dir/", ERR_USAGE },
	{ ".", ERR_USAGE }, { "..", ERR_USAGE }, { "x/..", ERR_USAGE },
	{ "missing/file", ERR_NOT_FOUND }, { "plain/file", ERR_NOT_FOUND },
};

START_TEST(atomicfile_refuses_bad_names)
{
	struct err e = ERR_INIT;

	scratch_put("plain", "", 0);
	ASSERT_REFUSED(atomicfile_check(bad_names[_i].path, true, &e), &e,
	    bad_names[_i].code);
	ASSERT_REFUSED(put(bad_names[_i].path, "x", true, &e), &e,
	    bad_names[_i].code);
	ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

static const char *const odd_names[] = {
	"-f", "with\nnewline", ".hidden", "../up", "a b", "./dot",
};

START_TEST(atomicfile_takes_odd_names)
{
	struct err e = ERR_INIT;

	ck_assert_int_eq(mkdir("in", 0700), 0);
	ck_assert_int_eq(chdir("in"), 0);
	ASSERT_WORKS(put(odd_names[_i], "x", false, &e), &e);
	ck_assert(scratch_holds(odd_names[_i], "x"));
}
END_TEST

START_TEST(atomicfile_takes_a_name_of_255_bytes_and_no_longer)
{
	struct err e = ERR_INIT;
	char name[257];

	memset(name, 'n', sizeof(name));
	name[255] = '\0';
	ASSERT_WORKS(put(name, "x", false, &e), &e);
	ASSERT_WORKS(put(name, "y", true, &e), &e);
	ck_assert(scratch_holds(name, "y"));
	name[255] = 'n';
	name[256] = '\0';
	ASSERT_REFUSED(put(name, "x", false, &e), &e, ERR_IO);
	ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

/* ---- failures on the way ---- */

START_TEST(atomicfile_leaves_the_old_file_when_writing_fails)
{
	const struct rlimit small = { 4, 4 };
	struct err e = ERR_INIT;

	scratch_put("file", "old", 3);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	ASSERT_REFUSED(put("file", "longer than four", true, &e), &e, ERR_IO);
	ASSERT_SAYS(&e, "file: cannot write");
	ck_assert(scratch_holds("file", "old"));
	ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT };

START_TEST(atomicfile_is_removed_by_a_signal)
{
	int status;
	pid_t pid;

	scratch_put("file", "old", 3);
	pid = fork();
	if (pid == 0) {
		struct atomicfile f = ATOMICFILE_INIT;
		struct err e = ERR_INIT;

		signal(signals[_i], SIG_DFL);
		tempfiles_cleanup_on_signals();
		if (!atomicfile_begin(&f, "file", 0600, &e) ||
		    scratch_count(".") != 2)
			_exit(9);
		raise(signals[_i]);
		_exit(8);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), signals[_i]);
	ck_assert(scratch_holds("file", "old"));
	ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(atomicfile_leaves_an_ignored_signal_ignored)
{
	struct sigaction act;

	signal(SIGHUP, SIG_IGN);
	tempfiles_cleanup_on_signals();
	ck_assert_int_eq(sigaction(SIGHUP, NULL, &act), 0);
	ck_assert(act.sa_handler == SIG_IGN);
}
END_TEST

/* ---- many at once ---- */

enum { GROUP = 5 };

static void
begin_group(struct atomicfile *files, struct atomicfile_item *items,
    const char *const *names, bool replace)
{
	struct err e = ERR_INIT;

	memset(items, 0, GROUP * sizeof(*items));
	for (int i = 0; i < GROUP; i++) {
		char text[2] = { (char)('0' + i), '\0' };

		ASSERT_WORKS(atomicfile_begin(&files[i], names[i], 0600, &e),
		    &e);
		ASSERT_WORKS(atomicfile_write(&files[i], view_str(text), &e),
		    &e);
		items[i].file = &files[i];
		items[i].replace = replace;
	}
}

START_TEST(atomicfile_group_stands_each_for_itself)
{
	static const char *const names[GROUP] = { "a", "b", "dup", "dup",
	    "sub/e" };
	struct atomicfile files[GROUP];
	struct atomicfile_item items[GROUP];

	ck_assert_int_eq(mkdir("sub", 0700), 0);
	scratch_put("b", "old", 3);
	begin_group(files, items, names, false);
	atomicfile_commit_group(items, GROUP);
	ck_assert(items[0].ok && items[2].ok && items[4].ok);
	ck_assert(!items[1].ok && !items[3].ok);
	ck_assert_int_eq(items[1].err.code, ERR_EXISTS);
	ck_assert_int_eq(items[3].err.code, ERR_EXISTS);
	ASSERT_SAYS(&items[1].err, "b: exists");
	ck_assert(scratch_holds("a", "0"));
	ck_assert(scratch_holds("b", "old"));
	ck_assert(scratch_holds("dup", "2"));
	ck_assert(scratch_holds("sub/e", "4"));
	ck_assert_int_eq(scratch_count("."), 4);
	ck_assert_int_eq(scratch_count("sub"), 1);
}
END_TEST

START_TEST(atomicfile_group_replaces_in_order)
{
	static const char *const names[GROUP] = { "a", "a", "a", "b", "b" };
	struct atomicfile files[GROUP];
	struct atomicfile_item items[GROUP];

	scratch_put("a", "old", 3);
	begin_group(files, items, names, true);
	atomicfile_commit_group(items, GROUP);
	for (int i = 0; i < GROUP; i++)
		ck_assert_msg(items[i].ok, "%s", items[i].err.msg);
	ck_assert(scratch_holds("a", "2"));
	ck_assert(scratch_holds("b", "4"));
	ck_assert_int_eq(scratch_count("."), 2);
}
END_TEST

START_TEST(atomicfile_group_of_one_and_of_none)
{
	struct atomicfile f;
	struct atomicfile_item item = { .file = &f };
	struct err e = ERR_INIT;

	ASSERT_WORKS(atomicfile_begin(&f, "one", 0600, &e), &e);
	atomicfile_commit_group(&item, 1);
	ck_assert(item.ok);
	atomicfile_commit_group(NULL, 0);
	ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

/* ---- what a crash would leave ---- */

START_TEST(atomicfile_is_synced_before_it_has_its_name)
{
	struct err e = ERR_INIT;

	journal_begin();
	ASSERT_WORKS(put("file", "content", false, &e), &e);
	ck_assert_str_eq(journal, "FRD");
	journal_begin();
	ASSERT_WORKS(put("file", "another", true, &e), &e);
	ck_assert_str_eq(journal, "FRD");
}
END_TEST

START_TEST(atomicfile_group_is_synced_before_and_after)
{
	static const char *const names[GROUP] = { "a", "b", "c", "d", "e" };
	struct atomicfile files[GROUP];
	struct atomicfile_item items[GROUP];

	begin_group(files, items, names, false);
	journal_begin();
	atomicfile_commit_group(items, GROUP);
	ck_assert_str_eq(journal, "SRRRRRS");
}
END_TEST

/* Nobody's file, nobody's link, and nobody's to read. */
START_TEST(atomicfile_makes_a_file_of_its_own)
{
	const int flags = O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	struct err e = ERR_INIT;

	journal_begin();
	ASSERT_WORKS(put("file", "content", false, &e), &e);
	ck_assert_int_eq(created & flags, flags);
	ck_assert_uint_eq(created_mode, 0600);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, scratch_leave);
	tcase_add_test(tc, atomicfile_writes_a_new_file);
	tcase_add_test(tc, atomicfile_joins_several_writes);
	tcase_add_test(tc, atomicfile_is_synced_before_it_has_its_name);
	tcase_add_test(tc, atomicfile_group_is_synced_before_and_after);
	tcase_add_test(tc, atomicfile_makes_a_file_of_its_own);
	tcase_add_test(tc, atomicfile_abort_leaves_nothing);
	tcase_add_loop_test(tc, atomicfile_mode_is_never_wider_than_asked, 0,
	    COUNT_OF(modes));
	tcase_add_test(tc, atomicfile_refuses_an_existing_name);
	tcase_add_test(tc, atomicfile_replaces_a_file_when_told_to);
	tcase_add_test(tc, atomicfile_replace_leaves_other_hard_links_alone);
	tcase_add_test(tc, atomicfile_replace_takes_a_free_name_too);
	tcase_add_loop_test(tc, atomicfile_replaces_nothing_but_files, 0,
	    COUNT_OF(others));
	tcase_add_test(tc, atomicfile_refuses_a_link_planted_after_the_check);
	tcase_add_test(tc, atomicfile_stays_in_the_folder_it_began_in);
	tcase_add_loop_test(tc, atomicfile_refuses_bad_names, 0,
	    COUNT_OF(bad_names));
	tcase_add_loop_test(tc, atomicfile_takes_odd_names, 0,
	    COUNT_OF(odd_names));
	tcase_add_test(tc,
	    atomicfile_takes_a_name_of_255_bytes_and_no_longer);
	tcase_add_test(tc, atomicfile_leaves_the_old_file_when_writing_fails);
	tcase_add_loop_test(tc, atomicfile_is_removed_by_a_signal, 0,
	    COUNT_OF(signals));
	tcase_add_test(tc, atomicfile_leaves_an_ignored_signal_ignored);
	tcase_add_test(tc, atomicfile_group_stands_each_for_itself);
	tcase_add_test(tc, atomicfile_group_replaces_in_order);
	tcase_add_test(tc, atomicfile_group_of_one_and_of_none);
}

UNIT_MAIN("atomicfile", add)
