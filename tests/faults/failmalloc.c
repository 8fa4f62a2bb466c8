/*
 * failmalloc.c - LD_PRELOAD: allocations that fail on purpose
 *
 * FAIL_COUNT=PATH writes the number of allocations there at the end, FAIL_AT=N
 * lets the N-th one fail, FAIL_FROM=1 all later ones as well. A process that
 * crashes, or is ended by SIGABRT because it hangs, says where it was: a
 * library may be at fault.
 */

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* glibc's own, under names that need no dlsym (which allocates). */
void	*__libc_malloc(size_t size);
void	*__libc_calloc(size_t count, size_t size);
void	*__libc_realloc(void *p, size_t size);

static atomic_long seen;
static long fail_at;
static bool fail_from;
static bool on;

static void
say_where(int number)
{
	void *frames[64];

	on = false;
	backtrace_symbols_fd(frames, backtrace(frames, 64), STDERR_FILENO);
	_exit(128 + number);
}

__attribute__((constructor)) static void
begin(void)
{
	const char *at = getenv("FAIL_AT");

	fail_at = at != NULL ? strtol(at, NULL, 10) : 0;
	fail_from = getenv("FAIL_FROM") != NULL;
	signal(SIGSEGV, say_where);
	signal(SIGABRT, say_where);
	/* The first call loads a library, which allocates. */
	(void)backtrace(&(void *){ NULL }, 1);
	on = true;
}

__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("FAIL_COUNT");
	char line[32];
	int fd, n;

	on = false;
	if (path == NULL)
		return;
	n = snprintf(line, sizeof(line), "%ld\n", (long)seen);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1 || write(fd, line, (size_t)n) != n)
		_exit(99);
	close(fd);
}

static bool
fails(void)
{
	long n;

	if (!on)
		return false;
	n = atomic_fetch_add(&seen, 1) + 1;
	if (fail_at == 0 || (fail_from ? n < fail_at : n != fail_at))
		return false;
	errno = ENOMEM;
	return true;
}

void *
malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *p, size_t size)
{
	return fails() ? NULL : __libc_realloc(p, size);
}
