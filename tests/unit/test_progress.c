#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/progress.h"
#include "unit.h"

enum { LONG_AGO = 2000 };

START_TEST(progress_is_for_terminals)
{
	FILE *to = tmpfile();
	struct progress p;

	ck_assert_ptr_nonnull(to);
	progress_begin(&p, to);
	p.begun -= LONG_AGO;
	progress_show(&p, "%d done", 7);
	progress_hide(&p);
	ck_assert_int_eq(ftell(to), 0);
	fclose(to);
}
END_TEST

START_TEST(progress_comes_late_and_goes_away)
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY);
	struct progress p;
	char got[64] = "";
	size_t len = 0;
	ssize_t n;
	FILE *to;

	if (fd == -1 || grantpt(fd) == -1 || unlockpt(fd) == -1)
		return;		/* a machine without terminals */
	to = fopen(ptsname(fd), "w");
	ck_assert_ptr_nonnull(to);
	progress_begin(&p, to);
	progress_show(&p, "too early");
	p.begun -= LONG_AGO;
	progress_show(&p, "%d done", 7);
	progress_show(&p, "%d done", 8);
	progress_hide(&p);
	progress_hide(&p);
	fputs("end", to);
	fflush(to);
	/* A terminal gives what it has, a part at a time. */
	while (strstr(got, "end") == NULL) {
		n = read(fd, got + len, sizeof(got) - 1 - len);
		ck_assert_int_gt(n, 0);
		len += (size_t)n;
		got[len] = '\0';
	}
	ck_assert_str_eq(got, "7 done\r\033[K8 done\r\033[Kend");
	fclose(to);
	close(fd);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, progress_is_for_terminals);
	tcase_add_test(tc, progress_comes_late_and_goes_away);
}

UNIT_MAIN("progress", add)
