#include "io/readfile.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

enum { START = 64, CHUNK = 65536 };

const char *
readfile_name(const char *operand)
{
	return strcmp(operand, "-") == 0 ? "standard input" : operand;
}

static bool
read_some(int fd, struct bytes *out, size_t want, size_t *got, struct err *e)
{
	unsigned char *p;
	ssize_t n;

	p = bytes_reserve(out, want);
	if (p == NULL)
		return bytes_ok(out, e);
	n = RETRY(read(fd, p, want));
	if (n == -1)
		return err_errno(e, errno, "cannot read");
	out->len += (size_t)n;
	*got = (size_t)n;
	return true;
}

/* Up to `until` bytes in all; fewer only at the end of the file. */
static bool
read_until(int fd, struct bytes *out, size_t until, struct err *e)
{
	size_t got = 0, want;

	while (out->len < until) {
		want = until - out->len;
		if (!read_some(fd, out, want < CHUNK ? want : CHUNK, &got, e))
			return false;
		if (got == 0)
			return true;
	}
	return true;
}

static enum limit
limit_for(const struct bytes *out, readfile_cap *cap)
{
	return cap(view_of(out->data, out->len < START ? out->len : START));
}

static bool
too_large(enum limit which, uint64_t max, struct err *e)
{
	return err_set(e, ERR_LIMIT, "more than the limit of %llu bytes "
	    "(-limit %s=N raises it)", (unsigned long long)max,
	    limit_name(which));
}

/* A pipe, a terminal, a file of /proc: of unknown size. */
static bool
read_stream(int fd, readfile_cap *cap, const struct limits *limits,
    struct bytes *out, struct err *e)
{
	enum limit which;
	uint64_t max;

	bytes_init(out, START);
	if (!read_until(fd, out, START, e))
		return false;
	which = limit_for(out, cap);
	max = limit_of(limits, which);
	if (max > SIZE_MAX / 2)
		max = SIZE_MAX / 2;
	out->max = (size_t)max + 1 > START ? (size_t)max + 1 : START;
	if (!read_until(fd, out, (size_t)max + 1, e))
		return false;
	if (out->len > max)
		return too_large(which, max, e);
	return true;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* The limit is checked against the size, before reading. One byte more is asked
 * for: a file that grows must not pass. */
static bool
read_regular(int fd, uint64_t left, const struct stat *before,
    readfile_cap *cap, const struct limits *limits, struct bytes *out,
    struct err *e)
{
	struct stat after;

	if (left >= SIZE_MAX / 2)
		return err_set(e, ERR_LIMIT, "%llu bytes do not fit in memory",
		    (unsigned long long)left);
	bytes_init(out, (size_t)left + 1);
	if (!read_until(fd, out, left < START ? (size_t)left : START, e) ||
	    !limit_check(limits, limit_for(out, cap), left, "bytes", e))
		return false;
	/* All at once, so that growing does not hold the file twice. */
	if (bytes_reserve(out, (size_t)left + 1 - out->len) == NULL)
		return bytes_ok(out, e);
	if (!read_until(fd, out, (size_t)left + 1, e))
		return false;
	if (fstat(fd, &after) == -1)
		return err_errno(e, errno, "cannot stat");
	if (out->len != left || !same_file(before, &after))
		return err_set(e, ERR_IO, "the file changed while it was read; "
		    "try again once it is complete");
	return true;
}

static bool
read_fd(int fd, readfile_cap *cap, const struct limits *limits,
    struct bytes *out, struct err *e)
{
	struct stat st;
	off_t at;

	if (fstat(fd, &st) == -1)
		return err_errno(e, errno, "cannot read");
	if (S_ISDIR(st.st_mode))
		return err_set(e, ERR_IO, "is a directory");
	at = S_ISREG(st.st_mode) ? lseek(fd, 0, SEEK_CUR) : -1;
	/* Files of /proc have size 0 and content all the same. */
	if (at == -1 || st.st_size <= at)
		return read_stream(fd, cap, limits, out, e);
	return read_regular(fd, (uint64_t)(st.st_size - at), &st, cap, limits,
	    out, e);
}

int
readfile_open(const char *path, struct err *e)
{
	int fd = RETRY(open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY));

	if (fd == -1)
		err_errno(e, errno, "cannot open");
	return fd;
}

bool
readfile_number(const char *digits, int *fd, struct err *e)
{
	unsigned long n;
	char *end;

	errno = 0;
	n = strtoul(digits, &end, 10);
	if (*digits < '0' || *digits > '9' || *end != '\0' || errno != 0 ||
	    n > INT_MAX)
		return err_set(e, ERR_USAGE, "expected the number of an open "
		    "file descriptor after fd:");
	*fd = (int)n;
	return true;
}

static bool
read_path(const char *path, readfile_cap *cap, const struct limits *limits,
    struct bytes *out, struct err *e)
{
	int fd = readfile_open(path, e);
	bool ok;

	if (fd == -1)
		return false;
	ok = read_fd(fd, cap, limits, out, e);
	close(fd);
	return ok;
}

static bool
read_number(const char *digits, readfile_cap *cap,
    const struct limits *limits, struct bytes *out, struct err *e)
{
	int fd = -1;

	return readfile_number(digits, &fd, e) &&
	    read_fd(fd, cap, limits, out, e);
}

static bool
read_variable(const char *name, readfile_cap *cap,
    const struct limits *limits, struct bytes *out, struct err *e)
{
	const char *value = getenv(name);
	size_t len;

	if (value == NULL)
		return err_set(e, ERR_NOT_FOUND,
		    "no such variable in the environment");
	len = strlen(value);
	bytes_init(out, len + 1);
	bytes_add(out, value, len);
	return bytes_ok(out, e) &&
	    limit_check(limits, limit_for(out, cap), len, "bytes", e);
}

bool
readfile(const char *operand, readfile_cap *cap, const struct limits *limits,
    struct bytes *out, struct err *e)
{
	struct bytes fresh = BYTES_INIT;
	bool ok;

	if (strcmp(operand, "-") == 0)
		ok = read_fd(STDIN_FILENO, cap, limits, &fresh, e);
	else if (text_starts(operand, "fd:"))
		ok = read_number(operand + 3, cap, limits, &fresh, e);
	else if (text_starts(operand, "env:"))
		ok = read_variable(operand + 4, cap, limits, &fresh, e);
	else
		ok = read_path(operand, cap, limits, &fresh, e);
	if (ok)
		bytes_move(out, &fresh);
	else
		err_in(e, "%s", readfile_name(operand));
	bytes_clear(&fresh);
	return ok;
}

static bool
read_if_regular(int fd, readfile_cap *cap, const struct limits *limits,
    struct bytes *out, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_errno(e, errno, "cannot stat it");
	if (S_ISDIR(st.st_mode))
		return err_set(e, ERR_IO, "is a directory");
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_EXISTS, "not a regular file");
	return read_fd(fd, cap, limits, out, e);
}

bool
readfile_regular(const char *path, readfile_cap *cap,
    const struct limits *limits, struct bytes *out, struct err *e)
{
	struct bytes fresh = BYTES_INIT;
	int fd = RETRY(open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY |
	    O_NONBLOCK));
	bool ok;

	if (fd == -1)
		return err_errno(e, errno, "%s: cannot open", path);
	ok = read_if_regular(fd, cap, limits, &fresh, e) ||
	    err_in(e, "%s", path);
	close(fd);
	if (ok)
		bytes_move(out, &fresh);
	bytes_clear(&fresh);
	return ok;
}
