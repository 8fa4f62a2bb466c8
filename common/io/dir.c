#include "io/dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum { SMALL = 8192 };

int
dir_openat(int dir, const char *name, int flags, mode_t mode)
{
	return RETRY(openat(dir, name, flags | O_NOFOLLOW | O_CLOEXEC |
	    O_NONBLOCK | O_NOCTTY, mode));
}

int
dir_open_path(const char *path, int flags)
{
	return RETRY(open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
}

/* ---- folders ---- */

bool
dir_open(int dir, const char *name, int *fd, struct err *e)
{
	*fd = dir_openat(dir, name, O_RDONLY | O_DIRECTORY, 0);
	if (*fd != -1 || errno == ENOENT)
		return true;
	if (errno == ENOTDIR || errno == ELOOP)
		return err_set(e, ERR_ACCESS, "not a directory (symbolic "
		    "links are not followed)");
	return err_errno(e, errno, "cannot open the directory");
}

bool
dir_set_access(int fd, mode_t mode, gid_t group, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_errno(e, errno, "cannot stat");
	if (group != DIR_NO_GROUP && st.st_gid != group &&
	    fchown(fd, (uid_t)-1, group) == -1)
		return err_errno(e, errno, "cannot set the group");
	/* After the group, whose change clears the set-group-ID bit. */
	if ((st.st_mode & 07777) == mode &&
	    (group == DIR_NO_GROUP || st.st_gid == group))
		return true;
	if (fchmod(fd, mode) == -1)
		return err_errno(e, errno, "cannot set the mode");
	return true;
}

bool
dir_sync(int dir, struct err *e)
{
	/* Some file systems cannot sync a directory. */
	if (RETRY(fsync(dir)) == -1 && errno != EINVAL && errno != ENOTSUP)
		return err_errno(e, errno, "cannot sync the directory");
	return true;
}

bool
dir_make(int dir, const char *name, mode_t mode, gid_t group, bool *made,
    int *fd, struct err *e)
{
	int r;

	*made = false;
	if (!dir_open(dir, name, fd, e) || *fd != -1)
		return *fd != -1;
	r = RETRY(mkdirat(dir, name, 0700));
	if (r == -1 && errno != EEXIST)
		return err_errno(e, errno, "cannot create the directory");
	*made = r == 0;
	/* A umask of 0777 leaves a folder that only root could open. */
	if (*made && fchmodat(dir, name, 0700, 0) == -1)
		return err_errno(e, errno, "cannot set the mode");
	if (!dir_open(dir, name, fd, e))
		return false;
	if (*fd == -1)
		return err_set(e, ERR_IO, "another process keeps "
		    "removing the directory");
	if (*made && (!dir_set_access(*fd, mode, group, e) ||
	    !dir_sync(dir, e))) {
		close(*fd);
		*fd = -1;
		return false;
	}
	return true;
}

/* ---- reading a file ---- */

/* One byte more is asked for, so that a file that grew is noticed. A regular
 * file gives less than was asked for only at its end. */
static bool
read_all(int fd, size_t size, struct bytes *out, struct err *e)
{
	unsigned char *p;
	ssize_t n;

	bytes_init(out, size + 1);
	p = bytes_reserve(out, size + 1);
	if (p == NULL)
		return bytes_ok(out, e);
	n = RETRY(read(fd, p, size + 1));
	if (n == -1)
		return err_errno(e, errno, "cannot read");
	out->len = (size_t)n;
	if (out->len != size)
		return err_set(e, ERR_IO, "read only %zu of %zu bytes",
		    out->len, size);
	return true;
}

bool
dir_read_fd(int fd, size_t max, struct bytes *out, struct stat *st,
    struct err *e)
{
	if (fstat(fd, st) == -1)
		return err_errno(e, errno, "cannot stat");
	if (!S_ISREG(st->st_mode))
		return err_set(e, ERR_ACCESS, "not a regular file");
	if (st->st_size < 0 || (uintmax_t)st->st_size > max)
		return err_set(e, ERR_LIMIT, "%jd bytes, more than %zu",
		    (intmax_t)st->st_size, max);
	return read_all(fd, (size_t)st->st_size, out, e);
}

/* Entries are small, and there may be 100 000 of them: one short read saves
 * the stat(). Anything else is left to dir_read_fd(). */
static bool
read_small(int fd, size_t max, struct bytes *out, bool *done, struct err *e)
{
	unsigned char buf[SMALL];
	ssize_t n;

	n = pread(fd, buf, sizeof(buf), 0);
	*done = n > 0 && (size_t)n < sizeof(buf) && (size_t)n <= max;
	return !*done || bytes_set(out, view_of(buf, (size_t)n), e);
}

bool
dir_read(int dir, const char *name, size_t max, struct bytes *out,
    bool *found, struct stat *st, struct err *e)
{
	struct stat unused;
	bool ok = true, done = false;
	int fd;

	*found = false;
	fd = dir_openat(dir, name, O_RDONLY, 0);
	if (fd == -1 && errno == ENOENT)
		return true;
	if (fd == -1 && errno == ELOOP)
		return err_set(e, ERR_ACCESS, "a symbolic link, which is "
		    "not followed");
	if (fd == -1)
		return err_errno(e, errno, "cannot open");
	*found = true;
	if (st == NULL)
		ok = read_small(fd, max, out, &done, e);
	if (ok && !done)
		ok = dir_read_fd(fd, max, out, st != NULL ? st : &unused, e);
	close(fd);
	return ok;
}

static bool
walk(DIR *d, dir_each *each, void *arg, struct err *e)
{
	const struct dirent *ent;

	for (;;) {
		errno = 0;
		ent = readdir(d);
		if (ent == NULL && errno == EINTR)
			continue;
		if (ent == NULL)
			break;
		if (strcmp(ent->d_name, ".") == 0 ||
		    strcmp(ent->d_name, "..") == 0)
			continue;
		if (!each(ent->d_name, ent->d_type, arg, e))
			return false;
	}
	if (errno != 0)
		return err_errno(e, errno, "cannot read the directory");
	return true;
}

bool
dir_walk(int dir, dir_each *each, void *arg, struct err *e)
{
	bool ok;
	DIR *d;
	int fd;

	/* Not dup(2): a duplicate shares the position. */
	fd = dir_openat(dir, ".", O_RDONLY | O_DIRECTORY, 0);
	if (fd == -1)
		return err_errno(e, errno, "cannot read the directory");
	d = fdopendir(fd);
	if (d == NULL) {
		close(fd);
		return err_errno(e, errno, "cannot read the directory");
	}
	ok = walk(d, each, arg, e);
	closedir(d);
	return ok;
}
