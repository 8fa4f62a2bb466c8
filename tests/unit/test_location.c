#include <sys/file.h>
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "teststore.h"

/* ---- where ---- */

static const struct {
	const char	*what;
	const char	*home, *data, *own;
	const char	*path;
} places[] = {
	{ "SPCKIT_HOME wins",		"/h", "/d", "/s", "/s" },
	{ "then XDG_DATA_HOME",		"/h", "/d", NULL, "/d/spckit" },
	{ "an empty one is none",	"/h", "/d", "", "/d/spckit" },
	{ "a relative one is ignored",	"/h", "d", NULL,
	    "/h/.local/share/spckit" },
	{ "then HOME",			"/h", NULL, NULL,
	    "/h/.local/share/spckit" },
};

static void
set_or_not(const char *name, const char *value)
{
	if (value != NULL)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

START_TEST(location_is_found_in_order)
{
	struct err e = ERR_INIT;
	struct location l;

	set_or_not("HOME", places[_i].home);
	set_or_not("XDG_DATA_HOME", places[_i].data);
	set_or_not("SPCKIT_HOME", places[_i].own);
	ASSERT_WORKS(location_open(&l, PLACE_USER, LOCATION_READ, &e), &e);
	ck_assert_str_eq(l.path, places[_i].path);
	location_close(&l);
}
END_TEST

START_TEST(location_of_a_user_without_home_is_that_of_the_account)
{
	struct err e = ERR_INIT;
	struct location l;

	unsetenv("HOME");
	unsetenv("SPCKIT_HOME");
	if (location_open(&l, PLACE_USER, LOCATION_READ, &e)) {
		ck_assert_ptr_nonnull(strstr(l.path, "/.local/share/spckit"));
		location_close(&l);
	} else
		ASSERT_SAYS(&e, "SPCKIT_HOME");
}
END_TEST

START_TEST(location_that_is_not_there_is_empty)
{
	struct err e = ERR_INIT;
	struct location l;
	char **names;
	size_t count;
	int fd;

	open_user(&l, LOCATION_READ);
	ck_assert_int_eq(l.fd, -1);
	ASSERT_WORKS(location_open_store(&l, "My", false, &fd, &e), &e);
	ck_assert_int_eq(fd, -1);
	ASSERT_WORKS(location_open_keys(&l, false, &fd, &e), &e);
	ck_assert_int_eq(fd, -1);
	ASSERT_WORKS(location_list_stores(&l, &names, &count, &e), &e);
	ck_assert_uint_eq(count, 0);
	location_close(&l);
	location_close(&l);
	ck_assert_int_eq(scratch_count("."), 0);
}
END_TEST

START_TEST(location_reading_makes_nothing)
{
	struct location l;

	mkdir("user", 0700);
	open_user(&l, LOCATION_READ);
	location_close(&l);
	ck_assert_int_eq(scratch_count("user"), 0);
}
END_TEST

/* ---- modes ---- */

static const mode_t umasks[] = { 0, 022, 077, 0777 };

static void
make_all(enum place place)
{
	struct err e = ERR_INIT;
	struct location l;
	int fd;

	ASSERT_WORKS(location_open(&l, place, LOCATION_WRITE, &e), &e);
	ASSERT_WORKS(location_open_store(&l, "My", true, &fd, &e), &e);
	close(fd);
	ASSERT_WORKS(location_open_keys(&l, true, &fd, &e), &e);
	close(fd);
	ASSERT_WORKS(location_open_temp(&l, true, &fd, &e), &e);
	close(fd);
	location_close(&l);
}

START_TEST(location_of_the_user_is_closed_under_any_umask)
{
	setenv("SPCKIT_HOME", "a/b//user", 1);
	umask(umasks[_i]);
	make_all(PLACE_USER);
	ck_assert_uint_eq(mode_of("a"), 0700);
	ck_assert_uint_eq(mode_of("a/b"), 0700);
	ck_assert_uint_eq(mode_of("a/b/user"), 0700);
	ck_assert_uint_eq(mode_of("a/b/user/.lock"), 0600);
	ck_assert_uint_eq(mode_of("a/b/user/.tmp"), 0700);
	ck_assert_uint_eq(mode_of("a/b/user/Keys"), 0700);
	ck_assert_uint_eq(mode_of("a/b/user/SystemCertificates"), 0700);
	ck_assert_uint_eq(mode_of("a/b/user/SystemCertificates/My"), 0700);
	ck_assert_uint_eq(mode_of("a/b/user/SystemCertificates/My/"
	    "Certificates"), 0700);
}
END_TEST

START_TEST(location_of_the_machine_is_readable_under_any_umask)
{
	mode_t keys;

	umask(umasks[_i]);
	make_all(PLACE_MACHINE);
	ck_assert_uint_eq(mode_of("machine"), 0755);
	ck_assert_uint_eq(mode_of("machine/.tmp"), 0700);
	ck_assert_uint_eq(mode_of("machine/SystemCertificates"), 0755);
	ck_assert_uint_eq(mode_of("machine/SystemCertificates/My"), 0755);
	ck_assert_uint_eq(mode_of("machine/SystemCertificates/My/"
	    "Certificates"), 0755);
	/* Where there is the group: it. */
	keys = mode_of("machine/Keys");
	ck_assert(keys == 0700 || keys == 02750);
	ck_assert_uint_eq(mode_of("machine/.lock"), keys == 0700 ? 0600 : 0640);
}
END_TEST

START_TEST(location_of_somebody_else_is_refused)
{
	struct err e = ERR_INIT;
	struct location l;

	if (geteuid() != 0)
		return;
	mkdir("user", 0755);
	ck_assert_int_eq(chown("user", 12345, 12345), 0);
	ASSERT_REFUSED(location_open(&l, PLACE_USER, _i == 0 ? LOCATION_READ :
	    LOCATION_WRITE, &e), &e, ERR_ACCESS);
	ASSERT_SAYS(&e, "user 12345");
	ck_assert_int_eq(scratch_count("user"), 0);
}
END_TEST

START_TEST(location_that_everybody_may_write_is_refused)
{
	struct err e = ERR_INIT;
	struct location l;

	mkdir("user", 0700);
	chmod("user", 0777);
	ASSERT_REFUSED(location_open(&l, PLACE_USER, LOCATION_READ, &e), &e,
	    ERR_ACCESS);
	ASSERT_SAYS(&e, "run chmod -R go-w ");
}
END_TEST

START_TEST(location_keys_that_everybody_may_write_are_refused)
{
	struct err e = ERR_INIT;
	struct location l;
	int fd;

	mkdir("user", 0700);
	mkdir("user/Keys", 0700);
	chmod("user/Keys", 0777);
	open_user(&l, LOCATION_READ);
	ASSERT_REFUSED(location_open_keys(&l, false, &fd, &e), &e, ERR_ACCESS);
	ck_assert_int_eq(fd, -1);
	location_close(&l);
}
END_TEST

/* Who plants a root there decides what is trusted; inside a location that is
 * closed to others it cannot be done. */
START_TEST(location_folder_that_everybody_may_write_is_refused)
{
	static const char *const folders[] = { "SystemCertificates",
	    "SystemCertificates/Root", "SystemCertificates/Root/Certificates" };
	enum place place = _i < 3 ? PLACE_MACHINE : PLACE_USER;
	const char *top = place == PLACE_MACHINE ? "machine" : "user";
	struct err e = ERR_INIT;
	struct location l;
	char path[128];
	int fd = -1;

	ASSERT_WORKS(location_open(&l, place, LOCATION_WRITE, &e), &e);
	ASSERT_WORKS(location_open_store(&l, "Root", true, &fd, &e), &e);
	close(fd);
	snprintf(path, sizeof(path), "%s/%s", top, folders[_i % 3]);
	ck_assert_int_eq(chmod(path, 0777), 0);
	if (place == PLACE_USER) {
		ASSERT_WORKS(location_open_store(&l, "Root", false, &fd, &e),
		    &e);
		close(fd);
	} else {
		ASSERT_REFUSED(location_open_store(&l, "Root", false, &fd,
		    &e), &e, ERR_ACCESS);
		ck_assert_int_eq(fd, -1);
		ASSERT_SAYS(&e, "run chmod -R go-w ");
	}
	location_close(&l);
}
END_TEST

/* Restored by another user, or with another group: as root only, who can make
 * it so. */
START_TEST(location_of_other_owners_is_refused)
{
	static const struct {
		const char	*path;
		bool		 group;
	} rows[] = {
		{ "machine", false },
		{ "machine/SystemCertificates", false },
		{ "machine/SystemCertificates/Root", false },
		{ "machine/SystemCertificates/Root/Certificates", false },
		{ "machine", true },
		{ "machine/SystemCertificates/Root", true },
	};
	struct err e = ERR_INIT;
	struct location l;
	int fd = -1;
	bool ok;

	if (geteuid() != 0)
		return;
	ASSERT_WORKS(location_open(&l, PLACE_MACHINE, LOCATION_WRITE, &e),
	    &e);
	ASSERT_WORKS(location_open_store(&l, "Root", true, &fd, &e), &e);
	close(fd);
	location_close(&l);
	if (rows[_i].group) {
		ck_assert_int_eq(chown(rows[_i].path, 0, 12345), 0);
		ck_assert_int_eq(chmod(rows[_i].path, 0775), 0);
	} else
		ck_assert_int_eq(chown(rows[_i].path, 12345, 0), 0);
	ok = location_open(&l, PLACE_MACHINE, LOCATION_READ, &e) &&
	    location_open_store(&l, "Root", false, &fd, &e);
	ASSERT_REFUSED(ok, &e, ERR_ACCESS);
	ASSERT_SAYS(&e, rows[_i].group ? "run chmod -R go-w " :
	    "run chown -R 0 ");
	ASSERT_SAYS(&e, rows[_i].group ? "group 12345" : "user 12345");
	location_close(&l);
}
END_TEST

/* Files are renamed from it into the stores. */
START_TEST(location_temp_that_others_write_to_is_refused)
{
	struct err e = ERR_INIT;
	struct location l;
	int fd;

	ASSERT_WORKS(location_open(&l, PLACE_MACHINE, LOCATION_WRITE, &e),
	    &e);
	ASSERT_WORKS(location_open_temp(&l, true, &fd, &e), &e);
	close(fd);
	ck_assert_int_eq(chmod("machine/.tmp", 0777), 0);
	ASSERT_REFUSED(location_open_temp(&l, true, &fd, &e), &e, ERR_ACCESS);
	ck_assert_int_eq(fd, -1);
	ASSERT_SAYS(&e, "machine/.tmp: world-writable");
	location_close(&l);
}
END_TEST

START_TEST(location_takes_roots_own_group)
{
	struct err e = ERR_INIT;
	struct location l;

	if (geteuid() != 0)
		return;
	mkdir("machine", 0755);
	ck_assert_int_eq(chmod("machine", 0775), 0);
	ASSERT_WORKS(location_open(&l, PLACE_MACHINE, LOCATION_READ, &e), &e);
	location_close(&l);
}
END_TEST

START_TEST(location_quotes_its_path_for_the_shell)
{
	struct err e = ERR_INIT;
	struct location l = LOCATION_INIT;
	struct stat st = { .st_uid = 12345 };
	char path[] = "/a b/it's";

	l.path = path;
	ASSERT_REFUSED(location_check_access(&l, &st, &e), &e, ERR_ACCESS);
	ASSERT_SAYS(&e, " '/a b/it'\\''s'");
}
END_TEST

/* As a user of this number, who has no account: is `works` true? */
static void
as_stranger(bool (*works)(void))
{
	int status;
	pid_t pid;

	if (geteuid() != 0)
		return;
	chmod(scratch, 0755);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		if (setgid(12345) != 0 || setuid(12345) != 0)
			_exit(2);
		_exit(!works());
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
}

static bool
names_the_way_out(void)
{
	struct err e = ERR_INIT;
	struct location l;

	return !location_open(&l, PLACE_MACHINE, LOCATION_WRITE, &e) &&
	    e.code == ERR_ACCESS && strstr(e.msg, "-user") != NULL;
}

START_TEST(location_of_the_machine_names_the_way_out)
{
	mkdir("machine", 0755);
	as_stranger(names_the_way_out);
}
END_TEST

static bool
reads_nothing_and_writes_nothing(void)
{
	struct err e = ERR_INIT;
	struct location l;

	unsetenv("HOME");
	unsetenv("SPCKIT_HOME");
	unsetenv("XDG_DATA_HOME");
	if (!location_open(&l, PLACE_USER, LOCATION_READ, &e) || l.fd != -1)
		return false;
	location_close(&l);
	return !location_open(&l, PLACE_USER, LOCATION_WRITE, &e) &&
	    e.code == ERR_NOT_FOUND && strstr(e.msg, "SPCKIT_HOME") != NULL;
}

START_TEST(location_of_nobody_is_empty)
{
	as_stranger(reads_nothing_and_writes_nothing);
}
END_TEST

static bool
says_who_may_read_keys(void)
{
	struct err e = ERR_INIT;
	struct location l;

	return location_open(&l, PLACE_MACHINE, LOCATION_READ, &e) &&
	    !keyvault_is_open(&l, &e) && e.code == ERR_ACCESS &&
	    strstr(e.msg, "machine/Keys is for members of the group 54321") !=
	    NULL;
}

static bool
says_that_the_owner_may(void)
{
	struct err e = ERR_INIT;
	struct location l;

	return location_open(&l, PLACE_MACHINE, LOCATION_READ, &e) &&
	    !keyvault_is_open(&l, &e) && e.code == ERR_ACCESS &&
	    strstr(e.msg, "for its owner alone (user 0)") != NULL;
}

static bool
may_look(void)
{
	struct err e = ERR_INIT;
	struct location l;

	return location_open(&l, PLACE_MACHINE, LOCATION_READ, &e) &&
	    keyvault_is_open(&l, &e);
}

START_TEST(location_says_whom_keys_are_for)
{
	mkdir("machine", 0755);
	as_stranger(may_look);
	mkdir("machine/Keys", 0700);
	as_stranger(says_that_the_owner_may);
	ck_assert(geteuid() != 0 || chown("machine/Keys", 0, 54321) == 0);
	chmod("machine/Keys", 02750);
	as_stranger(says_who_may_read_keys);
}
END_TEST

/* ---- links ---- */

START_TEST(location_may_itself_be_behind_a_link)
{
	struct location l;

	mkdir("real", 0700);
	ck_assert_int_eq(symlink("real", "user"), 0);
	open_user(&l, LOCATION_WRITE);
	location_close(&l);
	ck_assert(is_there("real/.lock"));
}
END_TEST

static const struct {
	const char	*at;
	const char	*parents[3];
} links[] = {
	{ "user/SystemCertificates", { NULL } },
	{ "user/SystemCertificates/My", { "user/SystemCertificates", NULL } },
	{ "user/SystemCertificates/My/Certificates",
	    { "user/SystemCertificates", "user/SystemCertificates/My", NULL } },
	{ "user/Keys", { NULL } },
	{ "user/.tmp", { NULL } },
};

START_TEST(location_goes_through_no_link_inside)
{
	struct err e = ERR_INIT;
	struct location l;
	bool ok = true;
	int fd = -1;

	mkdir("elsewhere", 0700);
	mkdir("user", 0700);
	for (size_t i = 0; links[_i].parents[i] != NULL; i++)
		mkdir(links[_i].parents[i], 0700);
	ck_assert_int_eq(symlink("/", links[_i].at), 0);
	open_user(&l, LOCATION_WRITE);
	for (int make = 0; make < 2; make++) {
		if (strstr(links[_i].at, "Keys") != NULL)
			ok = location_open_keys(&l, make, &fd, &e);
		else if (strstr(links[_i].at, ".tmp") != NULL)
			ok = location_open_temp(&l, make, &fd, &e);
		else
			ok = location_open_store(&l, "My", make, &fd, &e);
		ASSERT_REFUSED(ok, &e, ERR_ACCESS);
		ck_assert_int_eq(fd, -1);
	}
	location_close(&l);
}
END_TEST

START_TEST(location_takes_no_lock_that_is_none)
{
	struct err e = ERR_INIT;
	struct location l;

	mkdir("user", 0700);
	if (_i < 2)
		ck_assert_int_eq(symlink("target", "user/.lock"), 0);
	else
		ck_assert_int_eq(mkfifo("user/.lock", 0600), 0);
	ASSERT_REFUSED(location_open(&l, PLACE_USER, _i % 2 == 0 ?
	    LOCATION_READ : LOCATION_WRITE, &e), &e, ERR_ACCESS);
	ck_assert(!is_there("user/target"));
}
END_TEST

/* ---- the lock ---- */

/* What another process could get of the lock now. */
static bool
could_lock(int how)
{
	int fd = open("user/.lock", O_RDWR), r;

	ck_assert_int_ge(fd, 0);
	r = flock(fd, how | LOCK_NB);
	close(fd);
	return r == 0;
}

START_TEST(location_readers_share_the_lock)
{
	struct location w, a, b;

	open_user(&w, LOCATION_WRITE);
	ck_assert(!could_lock(LOCK_SH));
	location_close(&w);
	open_user(&a, LOCATION_READ);
	open_user(&b, LOCATION_READ);
	ck_assert(could_lock(LOCK_SH));
	ck_assert(!could_lock(LOCK_EX));
	location_close(&a);
	location_close(&b);
	ck_assert(could_lock(LOCK_EX));
}
END_TEST

START_TEST(location_lock_ends_with_its_holder)
{
	struct location l;
	int ready[2];
	pid_t pid;
	char c;

	ck_assert_int_eq(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		open_user(&l, LOCATION_WRITE);
		c = (char)write(ready[1], "x", 1);
		pause();
		_exit(c);
	}
	ck_assert_int_eq(read(ready[0], &c, 1), 1);
	ck_assert(!could_lock(LOCK_SH));
	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	open_user(&l, LOCATION_WRITE);
	location_close(&l);
}
END_TEST

static _Noreturn void
read_again_and_again(void)
{
	struct timespec t = { 0, 5000000 };
	struct err e = ERR_INIT;
	struct location l;

	for (;;) {
		if (!location_open(&l, PLACE_USER, LOCATION_READ, &e))
			_exit(1);
		nanosleep(&t, NULL);
		location_close(&l);
	}
}

/* There is no moment at which nobody reads. */
START_TEST(location_readers_do_not_keep_a_writer_out)
{
	struct location l;
	pid_t readers[6];

	open_user(&l, LOCATION_WRITE);
	location_close(&l);
	for (size_t i = 0; i < COUNT_OF(readers); i++) {
		readers[i] = fork();
		if (readers[i] == 0)
			read_again_and_again();
	}
	alarm(10);
	for (int i = 0; i < 20; i++) {
		open_user(&l, LOCATION_WRITE);
		location_close(&l);
	}
	alarm(0);
	for (size_t i = 0; i < COUNT_OF(readers); i++) {
		kill(readers[i], SIGKILL);
		waitpid(readers[i], NULL, 0);
	}
}
END_TEST

static bool
gate_is_held(void)
{
	struct flock f = { .l_type = F_RDLCK, .l_start = 1, .l_len = 1 };
	int fd = open("user/.lock", O_RDONLY);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fcntl(fd, F_OFD_GETLK, &f), 0);
	close(fd);
	return f.l_type == F_WRLCK;
}

/* A writer waits for a reader: who comes now does not get in before it. */
START_TEST(location_reader_lets_a_waiting_writer_pass)
{
	struct timespec t = { 0, 5000000 };
	struct location l, r, late;
	bool held = false;
	pid_t pid;

	open_user(&l, LOCATION_WRITE);
	location_close(&l);
	open_user(&r, LOCATION_READ);
	pid = fork();
	if (pid == 0) {
		/* The lock is the file's that both have open. */
		close(r.lock);
		open_user(&l, LOCATION_WRITE);
		_exit(0);
	}
	for (int i = 0; i < 2000 && !(held = gate_is_held()); i++)
		nanosleep(&t, NULL);
	ck_assert(held);
	open_user(&late, LOCATION_READ);
	ck_assert_int_eq(late.lock, -1);
	location_close(&late);
	location_close(&r);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	ck_assert(!gate_is_held());
}
END_TEST

/* Returns when the child has the lock. */
static pid_t
write_for(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };
	struct location l;
	int fds[2];
	pid_t pid;
	char c;

	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		open_user(&l, LOCATION_WRITE);
		close(fds[0]);
		close(fds[1]);
		nanosleep(&t, NULL);
		_exit(0);
	}
	close(fds[1]);
	ck_assert_int_eq(read(fds[0], &c, 1), 0);
	close(fds[0]);
	return pid;
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

START_TEST(location_reader_waits_for_a_writer)
{
	double start = seconds();
	pid_t pid = write_for(300);
	struct location l;

	open_user(&l, LOCATION_READ);
	ck_assert_int_ne(l.lock, -1);
	ck_assert(seconds() - start > 0.25);
	waitpid(pid, NULL, 0);
	location_close(&l);
}
END_TEST

START_TEST(location_reader_does_not_wait_for_ever)
{
	pid_t pid = write_for(30000);
	double start = seconds();
	struct location l;

	open_user(&l, LOCATION_READ);
	ck_assert_int_eq(l.lock, -1);
	ck_assert(l.fd != -1);
	ck_assert(seconds() - start > 1.9 && seconds() - start < 10);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	location_close(&l);
}
END_TEST

START_TEST(location_can_be_read_without_a_lock_file)
{
	struct location l;

	mkdir("user", 0700);
	open_user(&l, LOCATION_READ);
	ck_assert_int_ge(l.fd, 0);
	ck_assert_int_eq(l.lock, -1);
	location_close(&l);
}
END_TEST

/* ---- names ---- */

static const struct {
	const char	*given;
	const char	*canonical;
} names[] = {
	{ "my", "My" }, { "MY", "My" }, { "ca", "CA" }, { "ROOT", "Root" },
	{ "trustedpublisher", "TrustedPublisher" },
	{ "DISALLOWED", "Disallowed" }, { "addressbook", "AddressBook" },
	{ "PrivateCertStore", "PrivateCertStore" },
	{ "privatecertSTORE", "PrivateCertStore" },
	{ "Another One", "Another One" },
	{ "G\xc3\xbcltig", "G\xc3\xbcltig" },
};

START_TEST(location_knows_stores_in_any_case)
{
	struct err e = ERR_INIT;
	struct location l;
	char *name;
	int fd;

	open_user(&l, LOCATION_WRITE);
	ASSERT_WORKS(location_open_store(&l, "PrivateCertStore", true, &fd,
	    &e), &e);
	close(fd);
	ASSERT_WORKS(location_store_name(&l, names[_i].given, &name, &e), &e);
	ck_assert_str_eq(name, names[_i].canonical);
	free(name);
	location_close(&l);
}
END_TEST

static const char *const bad_names[] = {
	"", ".", "..", ".hidden", "a/b", "/", "../My", "a\\b", "a\nb",
	"\x7f", "\xff\xfe", "\x01",
};

START_TEST(location_refuses_names_that_are_none)
{
	struct err e = ERR_INIT;
	char *name, longer[300];
	struct location l;
	int fd;

	open_user(&l, LOCATION_WRITE);
	ASSERT_REFUSED(location_store_name(&l, bad_names[_i], &name, &e), &e,
	    ERR_USAGE);
	ck_assert_ptr_null(name);
	ASSERT_REFUSED(location_open_store(&l, bad_names[_i], true, &fd, &e),
	    &e, ERR_USAGE);
	memset(longer, 'x', sizeof(longer));
	longer[256] = '\0';
	ASSERT_REFUSED(location_store_name(&l, longer, &name, &e), &e,
	    ERR_USAGE);
	location_close(&l);
}
END_TEST

START_TEST(location_opens_folders_in_any_case)
{
	struct err e = ERR_INIT;
	struct location l;
	int fd;

	mkdir("user", 0700);
	mkdir("user/systemcertificates", 0700);
	mkdir("user/systemcertificates/MY", 0700);
	mkdir("user/systemcertificates/MY/certificates", 0700);
	open_user(&l, LOCATION_WRITE);
	ASSERT_WORKS(location_open_store(&l, "My", true, &fd, &e), &e);
	ck_assert_int_ge(fd, 0);
	close(fd);
	location_close(&l);
	ck_assert_int_eq(scratch_count("user"), 2);	/* and .lock */
	ck_assert_int_eq(scratch_count("user/systemcertificates"), 1);
	ck_assert_int_eq(scratch_count("user/systemcertificates/MY"), 1);
}
END_TEST

START_TEST(location_lists_its_stores)
{
	static const char *const expected[] = { "AddressBook", "CA", "My",
	    "zebra" };
	struct err e = ERR_INIT;
	struct location l;
	char **list;
	size_t count;

	mkdir("user", 0700);
	mkdir("user/SystemCertificates", 0700);
	mkdir("user/SystemCertificates/zebra", 0700);
	mkdir("user/SystemCertificates/MY", 0700);
	mkdir("user/SystemCertificates/ca", 0700);
	mkdir("user/SystemCertificates/CA", 0700);
	mkdir("user/SystemCertificates/AddressBook", 0700);
	mkdir("user/SystemCertificates/.git", 0700);
	scratch_put("user/SystemCertificates/file", "x", 1);
	ck_assert_int_eq(symlink("/", "user/SystemCertificates/link"), 0);
	open_user(&l, LOCATION_READ);
	ASSERT_WORKS(location_list_stores(&l, &list, &count, &e), &e);
	ck_assert_uint_eq(count, COUNT_OF(expected));
	for (size_t i = 0; i < count; i++) {
		ck_assert_str_eq(list[i], expected[i]);
		free(list[i]);
	}
	free(list);
	location_close(&l);
}
END_TEST

START_TEST(location_has_words_for_stores)
{
	ck_assert_str_eq(location_display_name("my"), "Personal");
	ck_assert_str_eq(location_display_name("CA"),
	    "Intermediate Certification Authorities");
	ck_assert_ptr_null(location_display_name("PrivateCertStore"));
	ck_assert_str_eq(location_name(PLACE_USER), "user");
	ck_assert_str_eq(location_name(PLACE_MACHINE), "machine");
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, store_setup, scratch_leave);
	tcase_add_loop_test(tc, location_is_found_in_order, 0,
	    COUNT_OF(places));
	tcase_add_test(tc,
	    location_of_a_user_without_home_is_that_of_the_account);
	tcase_add_test(tc, location_that_is_not_there_is_empty);
	tcase_add_test(tc, location_reading_makes_nothing);
	tcase_add_loop_test(tc, location_of_the_user_is_closed_under_any_umask,
	    0, COUNT_OF(umasks));
	tcase_add_loop_test(tc,
	    location_of_the_machine_is_readable_under_any_umask, 0,
	    COUNT_OF(umasks));
	tcase_add_loop_test(tc, location_of_somebody_else_is_refused, 0, 2);
	tcase_add_test(tc, location_that_everybody_may_write_is_refused);
	tcase_add_test(tc, location_keys_that_everybody_may_write_are_refused);
	tcase_add_loop_test(tc,
	    location_folder_that_everybody_may_write_is_refused, 0, 6);
	tcase_add_loop_test(tc, location_of_other_owners_is_refused, 0, 6);
	tcase_add_test(tc, location_temp_that_others_write_to_is_refused);
	tcase_add_test(tc, location_takes_roots_own_group);
	tcase_add_test(tc, location_quotes_its_path_for_the_shell);
	tcase_add_test(tc, location_of_the_machine_names_the_way_out);
	tcase_add_test(tc, location_of_nobody_is_empty);
	tcase_add_test(tc, location_says_whom_keys_are_for);
	tcase_add_test(tc, location_may_itself_be_behind_a_link);
	tcase_add_loop_test(tc, location_goes_through_no_link_inside, 0,
	    COUNT_OF(links));
	tcase_add_loop_test(tc, location_takes_no_lock_that_is_none, 0, 4);
	tcase_add_test(tc, location_readers_share_the_lock);
	tcase_add_test(tc, location_lock_ends_with_its_holder);
	tcase_add_test(tc, location_readers_do_not_keep_a_writer_out);
	tcase_add_test(tc, location_reader_lets_a_waiting_writer_pass);
	tcase_add_test(tc, location_reader_waits_for_a_writer);
	tcase_add_test(tc, location_reader_does_not_wait_for_ever);
	tcase_add_test(tc, location_can_be_read_without_a_lock_file);
	tcase_add_loop_test(tc, location_knows_stores_in_any_case, 0,
	    COUNT_OF(names));
	tcase_add_loop_test(tc, location_refuses_names_that_are_none, 0,
	    COUNT_OF(bad_names));
	tcase_add_test(tc, location_opens_folders_in_any_case);
	tcase_add_test(tc, location_lists_its_stores);
	tcase_add_test(tc, location_has_words_for_stores);
}

UNIT_MAIN("location", add)
