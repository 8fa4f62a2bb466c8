#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "scratch.h"
#include "io/memfile.h"
#include "io/osslsigncode.h"
#include "io/process.h"
#include "unit.h"

/* ---- files in memory ---- */

START_TEST(memfile_is_read_again_and_again)
{
	struct memfile m;
	struct err e = ERR_INIT;

	ASSERT_WORKS(memfile_make(&m, "x", view_str("content"), MEMFILE_SECRET,
	    &e), &e);
	ck_assert(scratch_holds(m.path, "content"));
	ck_assert(scratch_holds(m.path, "content"));
	memfile_close(&m);
	memfile_close(&m);
	ck_assert(!scratch_holds(m.path, "content"));
}
END_TEST

START_TEST(memfile_cannot_be_changed)
{
	const enum memfile_kind kind = _i == 0 ? MEMFILE_PUBLIC :
	    MEMFILE_SECRET;
	struct memfile m;
	struct err e = ERR_INIT;

	ASSERT_WORKS(memfile_make(&m, "x", view_str("content"), kind, &e), &e);
	ck_assert_int_eq(write(m.fd, "y", 1), -1);
	ck_assert_int_eq(ftruncate(m.fd, 0), -1);
	ck_assert_int_eq(ftruncate(m.fd, 100), -1);
	ck_assert_int_eq(fcntl(m.fd, F_ADD_SEALS, F_SEAL_WRITE), -1);
	ck_assert_ptr_eq(mmap(NULL, 7, PROT_READ | PROT_WRITE, MAP_SHARED,
	    m.fd, 0), MAP_FAILED);
	memfile_close(&m);
}
END_TEST

START_TEST(memfile_may_be_empty)
{
	struct memfile m;
	struct err e = ERR_INIT;

	ASSERT_WORKS(memfile_make(&m, "x", view_of(NULL, 0), MEMFILE_SECRET,
	    &e), &e);
	ck_assert(scratch_holds(m.path, ""));
	memfile_close(&m);
}
END_TEST

/* The pages are in no swap: /proc says so of the mapping. */
START_TEST(memfile_of_a_secret_is_locked)
{
	struct memfile m;
	struct err e = ERR_INIT;
	char line[256];
	bool in_it = false, locked = false;
	char from[32];
	FILE *f;

	ASSERT_WORKS(memfile_make(&m, "x", view_str("content"), MEMFILE_SECRET,
	    &e), &e);
	snprintf(from, sizeof(from), "%08lx-", (unsigned long)m.map);
	f = fopen("/proc/self/smaps", "r");
	ck_assert_ptr_nonnull(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		unsigned long n;

		if (strncmp(line, from, strlen(from)) == 0)
			in_it = true;
		if (in_it && sscanf(line, "Locked: %lu kB", &n) == 1) {
			locked = n > 0;
			break;
		}
	}
	fclose(f);
	/* Some sanitizers make mlock() do nothing. */
#if !defined(__SANITIZE_ADDRESS__)
	ck_assert(locked);
#else
	(void)locked;
#endif
	memfile_close(&m);
}
END_TEST

/* ---- programs ---- */

struct shell {
	char			*argv[4];
	struct process_job	 job;
	struct process_result	 r;
	struct err		 e;
};

static char sh[] = "sh", minus_c[] = "-c";

static void
shell_init(struct shell *s, char *script)
{
	memset(s, 0, sizeof(*s));
	s->argv[0] = sh;
	s->argv[1] = minus_c;
	s->argv[2] = script;
	s->job.argv = s->argv;
	s->job.collect = true;
}

static bool
said(const struct shell *s, const char *text)
{
	return view_equal(view_bytes(&s->r.output), view_str(text));
}

#define SHELL(s, script)						\
	char script_[] = script;					\
	struct shell s;							\
	shell_init(&s, script_)

START_TEST(process_collects_both_outputs)
{
	SHELL(s, "printf ou; echo err >&2; echo t; head -c 3000000 /dev/zero "
	    ">&2; exit 7");

	ASSERT_WORKS(process_run(&s.job, &s.r, &s.e), &s.e);
	ck_assert_int_eq(s.r.status, 7);
	ck_assert(said(&s, "out\n"));
	ck_assert_uint_eq(s.r.errors.len, PROCESS_OUTPUT_MAX);
	ck_assert_int_eq(memcmp(s.r.errors.data, "err\n", 4), 0);
	process_result_clear(&s.r);
}
END_TEST

START_TEST(process_gives_an_empty_input)
{
	SHELL(s, "cat; echo end");

	ASSERT_WORKS(process_run(&s.job, &s.r, &s.e), &s.e);
	ck_assert(said(&s, "end\n"));
	process_result_clear(&s.r);
}
END_TEST

START_TEST(process_says_which_signal_ended_it)
{
	SHELL(s, "kill -9 $$");

	ASSERT_WORKS(process_run(&s.job, &s.r, &s.e), &s.e);
	ck_assert_int_eq(s.r.ended_by, SIGKILL);
	ck_assert_int_eq(s.r.status, 128 + SIGKILL);
	process_result_clear(&s.r);
}
END_TEST

START_TEST(process_hands_over_what_is_kept_and_nothing_else)
{
	SHELL(s, "exec 2>&1; cat $KEPT; cat $OTHER && echo leaked");
	struct memfile kept, other;

	ASSERT_WORKS(memfile_make(&kept, "k", view_str("kept\n"),
	    MEMFILE_PUBLIC, &s.e), &s.e);
	ASSERT_WORKS(memfile_make(&other, "o", view_str("other\n"),
	    MEMFILE_PUBLIC, &s.e), &s.e);
	setenv("KEPT", kept.path, 1);
	setenv("OTHER", other.path, 1);
	process_keep(&s.job, kept.fd);
	ASSERT_WORKS(process_run(&s.job, &s.r, &s.e), &s.e);
	ck_assert_int_ne(s.r.status, 0);
	ck_assert(s.r.output.len > 5 &&
	    memcmp(s.r.output.data, "kept\ncat: ", 10) == 0);
	process_result_clear(&s.r);
	memfile_close(&kept);
	memfile_close(&other);
}
END_TEST

START_TEST(process_hides_variables)
{
	SHELL(s, "echo ${SECRET-gone} ${SECRETS-gone}");

	setenv("SECRET", "a", 1);
	setenv("SECRETS", "b", 1);
	process_hide(&s.job, "ENV:SECRET");
	process_hide(&s.job, "file:SECRETS");
	process_hide(&s.job, NULL);
	ASSERT_WORKS(process_run(&s.job, &s.r, &s.e), &s.e);
	ck_assert(said(&s, "gone b\n"));
	ck_assert_str_eq(getenv("SECRET"), "a");
	process_result_clear(&s.r);
}
END_TEST

START_TEST(process_refuses_what_cannot_start)
{
	SHELL(s, "");
	char none[] = "/nowhere/at/all";

	s.argv[0] = none;
	ck_assert(!process_run(&s.job, &s.r, &s.e));
	ck_assert_int_eq(s.e.code, ERR_NOT_FOUND);
	ck_assert_str_eq(s.e.msg,
	    "/nowhere/at/all: cannot start: No such file or directory");
	process_result_clear(&s.r);
}
END_TEST

START_TEST(process_ends_what_takes_too_long)
{
	SHELL(s, "exec sleep 20");

	s.job.seconds = 1;
	ck_assert(!process_run(&s.job, &s.r, &s.e));
	ck_assert_int_eq(s.e.code, ERR_LIMIT);
	process_result_clear(&s.r);
}
END_TEST

START_TEST(process_bounds_what_it_collects)
{
	SHELL(s, "head -c 3000000 /dev/zero; exit 3");

	ASSERT_WORKS(process_run(&s.job, &s.r, &s.e), &s.e);
	ck_assert_int_eq(s.r.status, 3);
	ck_assert_uint_eq(s.r.output.len, PROCESS_OUTPUT_MAX);
	process_result_clear(&s.r);
}
END_TEST

/* What would end us ends the program, and we are still here to tidy up. */
START_TEST(process_passes_signals_on)
{
	SHELL(s, "trap 'echo got it; exit 5' TERM; kill -TERM $PPID; sleep 9 & "
	    "wait");

	ASSERT_WORKS(process_run(&s.job, &s.r, &s.e), &s.e);
	ck_assert_int_eq(s.r.caught, SIGTERM);
	ck_assert_int_eq(s.r.status, 5);
	ck_assert(said(&s, "got it\n"));
	process_result_clear(&s.r);
}
END_TEST

START_TEST(process_lets_a_signal_end_us_afterwards)
{
	process_raise(SIGTERM);
}
END_TEST

/* With children ignored the kernel would throw the status away. */
START_TEST(process_knows_the_status_when_children_are_ignored)
{
	SHELL(s, "exit 9");

	signal(SIGCHLD, SIG_IGN);
	ASSERT_WORKS(process_run(&s.job, &s.r, &s.e), &s.e);
	ck_assert_int_eq(s.r.status, 9);
	signal(SIGCHLD, SIG_DFL);
	process_result_clear(&s.r);
}
END_TEST

static const struct {
	const char	*argv[4];
	const char	*says;
} confined[] = {
	{ { "sh", "-c", "ulimit -t", NULL }, "120\n" },
	{ { "grep", "NoNewPrivs", "/proc/self/status", NULL },
	  "NoNewPrivs:\t1\n" },
};

START_TEST(process_confines_what_reads_a_strangers_file)
{
	char *argv[4];
	struct process_job job = { .argv = argv, .collect = true,
	    .confined = true };
	struct process_result r = PROCESS_RESULT_INIT;
	struct err e = ERR_INIT;

	for (size_t i = 0; i < COUNT_OF(argv); i++)
		argv[i] = (char *)(uintptr_t)confined[_i].argv[i];
	ASSERT_WORKS(process_run(&job, &r, &e), &e);
	ck_assert(view_equal(view_bytes(&r.output),
	    view_str(confined[_i].says)));
	process_result_clear(&r);
}
END_TEST

/* ---- osslsigncode ---- */

static void
put_program(const char *path, const char *script)
{
	scratch_put(path, script, strlen(script));
	ck_assert_int_eq(chmod(path, 0755), 0);
}

START_TEST(osslsigncode_is_found_by_its_variable)
{
	struct osslsigncode o;
	struct err e = ERR_INIT;

	put_program("mine", "#!/bin/sh\n");
	setenv("SPCKIT_OSSLSIGNCODE", "./mine", 1);
	ASSERT_WORKS(osslsigncode_find(&o, &e), &e);
	ck_assert_str_eq(o.path, "./mine");
	osslsigncode_clear(&o);
}
END_TEST

START_TEST(osslsigncode_is_not_looked_for_in_the_current_folder)
{
	struct osslsigncode o;
	struct err e = ERR_INIT;

	put_program("osslsigncode", "#!/bin/sh\n");
	unsetenv("SPCKIT_OSSLSIGNCODE");
	setenv("PATH", "/nowhere:", 1);
	ck_assert(!osslsigncode_find(&o, &e));
	ck_assert_int_eq(e.code, ERR_NOT_FOUND);
	setenv("PATH", "/nowhere::.", 1);
	ASSERT_WORKS(osslsigncode_find(&o, &e), &e);
	ck_assert_str_eq(o.path, "./osslsigncode");
	osslsigncode_clear(&o);
}
END_TEST

START_TEST(osslsigncode_said_leaves_out_the_noise)
{
	struct process_result r = PROCESS_RESULT_INIT;
	struct bytes out = BYTES_INIT;

	bytes_add_str(&r.output, "Connecting to http://x\n\n"
	    "RFC 3161 timestamping failed\nFailed\n");
	bytes_add_str(&r.errors,
	    "40D97859487F0000:error:1E08010C:DECODER routines::unsupported\n"
	    "Unable to\x1b[2J set\nUnable to\x1b[2J set\n");
	osslsigncode_said(&r, &out);
	ck_assert(view_equal(view_bytes(&out), view_str(
	    "Unable to\\x1b[2J set; RFC 3161 timestamping failed")));
	bytes_clear(&out);
	process_result_clear(&r);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, scratch_enter, scratch_leave);
	tcase_add_test(tc, memfile_is_read_again_and_again);
	tcase_add_loop_test(tc, memfile_cannot_be_changed, 0, 2);
	tcase_add_test(tc, memfile_may_be_empty);
	tcase_add_test(tc, memfile_of_a_secret_is_locked);
	tcase_add_test(tc, process_collects_both_outputs);
	tcase_add_test(tc, process_gives_an_empty_input);
	tcase_add_test(tc, process_says_which_signal_ended_it);
	tcase_add_test(tc, process_hands_over_what_is_kept_and_nothing_else);
	tcase_add_test(tc, process_hides_variables);
	tcase_add_test(tc, process_refuses_what_cannot_start);
	tcase_add_test(tc, process_ends_what_takes_too_long);
	tcase_add_test(tc, process_bounds_what_it_collects);
	tcase_add_test(tc, process_passes_signals_on);
	tcase_add_test_raise_signal(tc, process_lets_a_signal_end_us_afterwards,
	    SIGTERM);
	tcase_add_test(tc, process_knows_the_status_when_children_are_ignored);
	tcase_add_loop_test(tc, process_confines_what_reads_a_strangers_file,
	    0, COUNT_OF(confined));
	tcase_add_test(tc, osslsigncode_is_found_by_its_variable);
	tcase_add_test(tc, osslsigncode_is_not_looked_for_in_the_current_folder);
	tcase_add_test(tc, osslsigncode_said_leaves_out_the_noise);
}

UNIT_MAIN("process", add)
