/*
 * scratch.h - an empty folder for a test, and what it takes to look at files
 *
 * scratch_enter() makes a folder and goes there; scratch_leave() removes it
 * with everything in it. Each test runs in a process of its own.
 */

#ifndef SPCKIT_TESTS_SCRATCH_H
#define SPCKIT_TESTS_SCRATCH_H

#include <sys/stat.h>

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

static char scratch[64];

static inline void
scratch_enter(void)
{
	snprintf(scratch, sizeof(scratch), "/tmp/spckit-unit-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(scratch));
	ck_assert_int_eq(chdir(scratch), 0);
}

static inline int
scratch_remove(const char *path, const struct stat *st, int type,
    struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static inline void
scratch_leave(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	nftw(scratch, scratch_remove, 8, FTW_DEPTH | FTW_PHYS);
}

static inline void
scratch_put(const char *path, const void *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, data, len), (ssize_t)len);
	close(fd);
}

/* The file holds this text and nothing else. */
static inline bool
scratch_holds(const char *path, const char *text)
{
	char buf[4096];
	int fd = open(path, O_RDONLY);
	ssize_t n;

	if (fd == -1)
		return false;
	n = read(fd, buf, sizeof(buf));
	close(fd);
	return n == (ssize_t)strlen(text) &&
	    memcmp(buf, text, (size_t)n) == 0;
}

/* Number of names in the folder. */
static inline int
scratch_count(const char *dir)
{
	DIR *d = opendir(dir);
	int n = 0;

	ck_assert_ptr_nonnull(d);
	for (struct dirent *e; (e = readdir(d)) != NULL; )
		n += strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0;
	closedir(d);
	return n;
}

#endif
