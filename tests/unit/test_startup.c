#include <sys/prctl.h>
#include <sys/resource.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/startup.h"
#include "unit.h"

START_TEST(startup_opens_closed_standard_descriptors)
{
	struct err e = ERR_INIT;
	int fd;

	for (fd = 0; fd < 3; fd++)
		if (_i == fd || _i == 3)
			close(fd);
	ASSERT_WORKS(startup(&e), &e);
	for (fd = 0; fd < 3; fd++)
		ck_assert_int_ne(fcntl(fd, F_GETFD), -1);
	/* The next file gets none of their numbers. */
	fd = open("/dev/null", O_RDONLY);
	ck_assert_int_gt(fd, 2);
	close(fd);
}
END_TEST

START_TEST(startup_ignores_the_signal_of_the_file_size_limit)
{
	struct sigaction act;
	struct err e = ERR_INIT;

	ASSERT_WORKS(startup(&e), &e);
	ck_assert_int_eq(sigaction(SIGXFSZ, NULL, &act), 0);
	ck_assert(act.sa_handler == SIG_IGN);
}
END_TEST

/* Sanitizer builds stay dumpable: startup.h says why. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(SPCKIT_ALLOW_CORES) && \
    !defined(__clang__)
START_TEST(startup_forbids_core_dumps)
{
	struct rlimit limit;
	struct err e = ERR_INIT;

	ASSERT_WORKS(startup(&e), &e);
	ck_assert_int_eq(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
	ck_assert_int_eq(getrlimit(RLIMIT_CORE, &limit), 0);
	ck_assert_uint_eq(limit.rlim_max, 0);
}
END_TEST
#define TEST_CORES
#endif

START_TEST(startup_flush_is_content_when_all_has_arrived)
{
	struct err e = ERR_INIT;
	FILE *f = fopen("/dev/null", "w");

	ck_assert_int_ge(fputs("text", f), 0);
	ASSERT_WORKS(startup_flush(f, &e), &e);
	fclose(f);
}
END_TEST

START_TEST(startup_flush_tells_when_the_device_is_full)
{
	struct err e = ERR_INIT;
	FILE *f = fopen("/dev/full", "w");

	/* Once when it shows at the end, once when it has shown before. */
	fputs("text", f);
	if (_i == 1)
		fflush(f);
	ASSERT_REFUSED(startup_flush(f, &e), &e, ERR_IO);
	ASSERT_SAYS(&e, "standard output");
	fclose(f);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, startup_opens_closed_standard_descriptors, 0,
	    4);
	tcase_add_test(tc,
	    startup_ignores_the_signal_of_the_file_size_limit);
#ifdef TEST_CORES
	tcase_add_test(tc, startup_forbids_core_dumps);
#endif
	tcase_add_test(tc, startup_flush_is_content_when_all_has_arrived);
	tcase_add_loop_test(tc, startup_flush_tells_when_the_device_is_full,
	    0, 2);
}

UNIT_MAIN("startup", add)
