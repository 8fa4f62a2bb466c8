/*
 * journal.h - the calls that make a file last, in the order in which they come
 *
 * The linker sends these calls of the library to the functions here (--wrap,
 * tests.mk), which note and make them. What is noted is a letter each:
 *
 *   F  a file is synced		D  a folder is
 *   S  a whole file system is		R  a file gets its name (or swaps it)
 *   V  so does a vault.key		K  so does a key (*.pem)
 *
 * Calls that fail are not noted. The flags of the last file that was created are
 * in `created`.
 */

#ifndef SPCKIT_TESTS_JOURNAL_H
#define SPCKIT_TESTS_JOURNAL_H

#include <sys/stat.h>
#include <sys/syscall.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

static char	journal[256];
static int	created;
static mode_t	created_mode;

static inline void
journal_begin(void)
{
	memset(journal, 0, sizeof(journal));
	created = 0;
}

static inline void
journal_note(char what)
{
	size_t n = strlen(journal);

	if (n + 1 < sizeof(journal))
		journal[n] = what;
}

static inline int
journal_rename(long r, const char *name)
{
	size_t len = strlen(name);

	if (r == 0)
		journal_note(strcmp(name, "vault.key") == 0 ? 'V' :
		    len > 4 && strcmp(name + len - 4, ".pem") == 0 ? 'K' :
		    'R');
	return (int)r;
}

int	__wrap_fsync(int fd);
int	__wrap_syncfs(int fd);
int	__wrap_renameat2(int from, const char *old, int to, const char *name,
	    unsigned flags);
int	__wrap_renameat(int from, const char *old, int to, const char *name);
int	__wrap_openat(int dir, const char *name, int flags, ...);
int	__wrap_openat64(int dir, const char *name, int flags, ...);

int
__wrap_fsync(int fd)
{
	struct stat st;
	long r = syscall(SYS_fsync, fd);

	if (r == 0 && fstat(fd, &st) == 0)
		journal_note(S_ISDIR(st.st_mode) ? 'D' : 'F');
	return (int)r;
}

int
__wrap_syncfs(int fd)
{
	long r = syscall(SYS_syncfs, fd);

	if (r == 0)
		journal_note('S');
	return (int)r;
}

int
__wrap_renameat2(int from, const char *old, int to, const char *name,
    unsigned flags)
{
	return journal_rename(syscall(SYS_renameat2, from, old, to, name,
	    flags), name);
}

int
__wrap_renameat(int from, const char *old, int to, const char *name)
{
	return journal_rename(syscall(SYS_renameat2, from, old, to, name, 0),
	    name);
}

static inline int
journal_open(int dir, const char *name, int flags, mode_t mode)
{
	if ((flags & O_CREAT) != 0) {
		created = flags;
		created_mode = mode;
	}
	return (int)syscall(SYS_openat, dir, name, flags, mode);
}

/* Also as it is called where offsets have 64 bits. */
int
__wrap_openat(int dir, const char *name, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if ((flags & O_CREAT) != 0)
		mode = va_arg(args, mode_t);
	va_end(args);
	return journal_open(dir, name, flags, mode);
}

int
__wrap_openat64(int dir, const char *name, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if ((flags & O_CREAT) != 0)
		mode = va_arg(args, mode_t);
	va_end(args);
	return journal_open(dir, name, flags | O_LARGEFILE, mode);
}

#endif
