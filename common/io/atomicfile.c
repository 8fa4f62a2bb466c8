#include "io/atomicfile.h"

#include <sys/stat.h>
#include <sys/syscall.h>

#include <linux/fs.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/tempfiles.h"

enum { TRIES = 16 };

/* ---- the folder and the name ---- */

bool
atomicfile_split(const char *path, char **dir, const char **name,
    struct err *e)
{
	const char *slash = strrchr(path, '/');

	*name = slash != NULL ? slash + 1 : path;
	*dir = NULL;
	if (**name == '\0' || strcmp(*name, ".") == 0 ||
	    strcmp(*name, "..") == 0)
		return err_set(e, ERR_USAGE, "\"%s\" is not a file name", path);
	if (slash == NULL)
		*dir = strdup(".");
	else if (slash == path)
		*dir = strdup("/");
	else
		*dir = strndup(path, (size_t)(slash - path));
	return *dir != NULL || err_memory(e);
}

/* A directory that may be written but not read: O_PATH does for everything but
 * fsync. */
bool
atomicfile_open_folder(const char *dir, int *fd, struct err *e)
{
	*fd = RETRY(open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	if (*fd == -1 && errno == EACCES)
		*fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (*fd == -1)
		return err_errno(e, errno, "cannot open the directory \"%s\"",
		    dir);
	return true;
}

static const char *
type_name(mode_t mode)
{
	if (S_ISLNK(mode))
		return "a symbolic link";
	if (S_ISDIR(mode))
		return "a directory";
	if (S_ISFIFO(mode))
		return "a FIFO";
	if (S_ISSOCK(mode))
		return "a socket";
	return "a device";
}

bool
atomicfile_may_replace(mode_t mode, struct err *e)
{
	return S_ISREG(mode) || err_set(e, ERR_EXISTS, "is %s; only a regular file is "
	    "replaced", type_name(mode));
}

static bool
refuse_existing(struct err *e)
{
	return err_set(e, ERR_EXISTS, "exists (-f replaces it)");
}

static bool
may_take_name(int dirfd, const char *name, bool replace, struct err *e)
{
	struct stat st;

	if (fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT || err_errno(e, errno, "cannot stat");
	return atomicfile_may_replace(st.st_mode, e) &&
	    (replace || refuse_existing(e));
}

bool
atomicfile_check(const char *path, bool replace, struct err *e)
{
	const char *name;
	char *dir = NULL;
	int dirfd = -1;
	bool ok = false;

	if (!atomicfile_split(path, &dir, &name, e) ||
	    !atomicfile_open_folder(dir, &dirfd, e) ||
	    !may_take_name(dirfd, name, replace, e))
		goto out;
	/* EROFS, ENOSPC and the like show when it is written. */
	if (faccessat(dirfd, ".", W_OK | X_OK, AT_EACCESS) == -1 &&
	    errno == EACCES) {
		err_errno(e, errno, "cannot write to the directory \"%s\"", dir);
		goto out;
	}
	ok = true;
 out:
	if (!ok)
		err_in(e, "%s", path);
	if (dirfd != -1)
		close(dirfd);
	free(dir);
	return ok;
}

/* ---- the temporary file ---- */

/*
 * The owner's bits hold whatever the umask is (0777 would leave a file that
 * cannot be opened); for group and others the umask applies. Never wider than
 * `mode`, from the first instant.
 */
static bool
fix_mode(struct atomicfile *f, mode_t mode, struct err *e)
{
	struct stat st;

	if (fstat(f->fd, &st) == -1)
		return err_errno(e, errno, "cannot stat the temporary file");
	f->dev = st.st_dev;
	if ((st.st_mode & 0700) == (mode & 0700))
		return true;
	if (fchmod(f->fd, (st.st_mode & 0077) | (mode & 0700)) == -1)
		return err_errno(e, errno, "cannot set the mode");
	return true;
}

static bool
open_temp(struct atomicfile *f, mode_t mode, struct err *e)
{
	char name[TEMPFILES_NAME];

	for (int i = 0; i < TRIES; i++) {
		if (!tempfiles_name(name, e))
			return false;
		/* Remembered first: a signal may come at any time. */
		tempfiles_remember(f->tempfd, name, TEMPFILES_FILE);
		f->fd = openat(f->tempfd, name, O_WRONLY | O_CREAT | O_EXCL |
		    O_NOFOLLOW | O_CLOEXEC, mode);
		if (f->fd != -1)
			break;
		tempfiles_forget(f->tempfd, name);
		if (errno != EEXIST && errno != EINTR)
			break;
	}
	if (f->fd == -1)
		return err_errno(e, errno, "cannot create a file there");
	f->temp = strdup(name);
	if (f->temp == NULL) {
		unlinkat(f->tempfd, name, 0);
		tempfiles_forget(f->tempfd, name);
		return err_memory(e);
	}
	return fix_mode(f, mode, e);
}

static bool
begin(struct atomicfile *f, const char *name, const char *path, mode_t mode,
    struct err *e)
{
	f->name = strdup(name);
	f->path = strdup(path);
	if (f->name == NULL || f->path == NULL)
		return err_memory(e);
	return open_temp(f, mode, e);
}

bool
atomicfile_begin(struct atomicfile *f, const char *path, mode_t mode,
    struct err *e)
{
	const struct atomicfile empty = ATOMICFILE_INIT;
	const char *name;
	char *dir = NULL;
	bool ok = false;

	*f = empty;
	if (!atomicfile_split(path, &dir, &name, e) ||
	    !atomicfile_open_folder(dir, &f->dirfd, e))
		goto out;
	f->tempfd = f->dirfd;
	ok = begin(f, name, path, mode, e);
 out:
	if (!ok) {
		err_in(e, "%s", path);
		atomicfile_abort(f);
	}
	free(dir);
	return ok;
}

bool
atomicfile_begin_at(struct atomicfile *f, int tempfd, int dirfd,
    const char *name, const char *path, mode_t mode, struct err *e)
{
	const struct atomicfile empty = ATOMICFILE_INIT;

	*f = empty;
	f->tempfd = tempfd;
	f->dirfd = dirfd;
	f->borrowed = true;
	if (begin(f, name, path, mode, e))
		return true;
	err_in(e, "%s", path);
	atomicfile_abort(f);
	return false;
}

bool
atomicfile_write(struct atomicfile *f, struct view v, struct err *e)
{
	ssize_t n;

	while (v.len != 0) {
		n = write(f->fd, v.data, v.len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0) {
			err_errno(e, n == 0 ? ENOSPC : errno, "cannot write");
			return err_in(e, "%s", f->path);
		}
		v = view_sub(v, (size_t)n, v.len - (size_t)n);
	}
	return true;
}

/* ---- into place ---- */

bool
atomicfile_close(struct atomicfile *f, struct err *e)
{
	int fd = f->fd;

	f->fd = -1;
	/* Some file systems write only now; EINTR has closed it all the same. */
	if (fd == -1 || close(fd) == 0 || errno == EINTR)
		return true;
	err_errno(e, errno, "cannot write");
	return err_in(e, "%s", f->path);
}

static bool
sync_file(const struct atomicfile *f, struct err *e)
{
	return RETRY(fsync(f->fd)) != -1 || err_errno(e, errno, "cannot sync");
}

/* Some file systems cannot sync a directory. */
static bool
sync_folder(const struct atomicfile *f, struct err *e)
{
	int r = RETRY(fsync(f->dirfd));

	if (r == -1 && errno == EBADF)	/* O_PATH */
		r = syncfs(f->fd);
	if (r == -1 && errno != EINVAL && errno != ENOTSUP)
		return err_errno(e, errno, "cannot sync the directory");
	return true;
}

static int
rename_flags(const struct atomicfile *f, unsigned flags)
{
#ifdef __GLIBC__
	return RETRY(renameat2(f->tempfd, f->temp, f->dirfd, f->name, flags));
#else
	return (int)RETRY(syscall(SYS_renameat2, f->tempfd, f->temp, f->dirfd,
	    f->name, flags));
#endif
}

static bool
not_offered(int errnum)
{
	return errnum == EINVAL || errnum == ENOSYS || errnum == ENOTSUP;
}

/* 0, or -1 with errno EEXIST when the name is taken. */
static int
place_new(const struct atomicfile *f)
{
	int r = rename_flags(f, RENAME_NOREPLACE);

	if (r == 0 || !not_offered(errno))
		return r;
	/* Not on this file system: link(2) does not replace either. */
	r = linkat(f->tempfd, f->temp, f->dirfd, f->name, 0);
	if (r == 0)
		unlinkat(f->tempfd, f->temp, 0);
	return r;
}

static void
swap_back(struct atomicfile *f)
{
	rename_flags(f, RENAME_EXCHANGE);
	f->state = ATOMICFILE_OPEN;
}

/*
 * Exchange, then look at what was there: a link or device that appeared between
 * the check and the rename is found and put back. It also keeps the old file
 * until the new one is on the disk.
 */
static bool
place_over(struct atomicfile *f, bool *again, struct err *e)
{
	struct stat st;

	*again = false;
	if (rename_flags(f, RENAME_EXCHANGE) == 0) {
		f->state = ATOMICFILE_SWAPPED;
		if (fstatat(f->tempfd, f->temp, &st,
		    AT_SYMLINK_NOFOLLOW) == -1) {
			err_errno(e, errno, "cannot stat the old file");
			swap_back(f);
			return false;
		}
		if (atomicfile_may_replace(st.st_mode, e))
			return true;
		swap_back(f);
		return false;
	}
	if (errno == ENOENT) {
		*again = true;
		return true;
	}
	if (!not_offered(errno))
		return err_errno(e, errno, "cannot replace");
	if (!may_take_name(f->dirfd, f->name, true, e))
		return false;
	if (renameat(f->tempfd, f->temp, f->dirfd, f->name) == -1)
		return err_errno(e, errno, "cannot replace");
	f->state = ATOMICFILE_PLACED;
	return true;
}

static bool
place(struct atomicfile *f, bool replace, struct err *e)
{
	bool again = true;

	for (int i = 0; again && i < TRIES; i++) {
		if (place_new(f) == 0) {
			f->state = ATOMICFILE_NEW;
			return true;
		}
		if (errno != EEXIST)
			return err_errno(e, errno, "cannot create");
		if (!replace)
			return may_take_name(f->dirfd, f->name, false, e) ?
			    refuse_existing(e) : false;
		if (!place_over(f, &again, e))
			return false;
	}
	return !again || err_set(e, ERR_IO, "another process keeps changing "
	    "this name");
}

/* The directory could not be synced: back to how it was. */
static void
undo(struct atomicfile *f)
{
	if (f->state == ATOMICFILE_NEW)
		unlinkat(f->dirfd, f->name, 0);
	else if (f->state == ATOMICFILE_SWAPPED)
		swap_back(f);
}

void
atomicfile_settle(struct atomicfile *f)
{
	if (f->state == ATOMICFILE_SWAPPED)
		unlinkat(f->tempfd, f->temp, 0);
	if (f->state != ATOMICFILE_OPEN) {
		tempfiles_forget(f->tempfd, f->temp);
		free(f->temp);
		f->temp = NULL;
	}
	atomicfile_abort(f);
}

/* Is an earlier item of the group on the same file system? */
static bool
seen_before(const struct atomicfile_item *items, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (items[k].ok && items[k].file->dev == items[i].file->dev)
			return true;
	return false;
}

static void
fail_all_on(dev_t dev, int errnum, struct atomicfile_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].ok && items[i].file->dev == dev)
			items[i].ok = err_errno(&items[i].err, errnum,
			    "cannot sync");
}

/*
 * One syncfs(2) instead of an fsync(2) per file: a tenth of the time for 64
 * small files. Its errors (Linux 5.8) do not name the file, so all files of
 * that file system have failed.
 */
static void
sync_group(struct atomicfile_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (items[i].ok && !seen_before(items, i) &&
		    RETRY(syncfs(items[i].file->fd)) == -1)
			fail_all_on(items[i].file->dev, errno, items, n);
	}
}

void
atomicfile_commit_group(struct atomicfile_item *items, size_t n)
{
	if (n == 1) {
		items->ok = atomicfile_commit(items->file, items->replace,
		    &items->err);
		return;
	}
	for (size_t i = 0; i < n; i++)
		items[i].ok = true;
	sync_group(items, n);
	for (size_t i = 0; i < n; i++)
		if (items[i].ok)
			items[i].ok = place(items[i].file, items[i].replace,
			    &items[i].err);
	sync_group(items, n);
	/* In reverse: two of them may have the same name. */
	for (size_t i = n; i-- > 0; ) {
		if (!items[i].ok) {
			undo(items[i].file);
			err_in(&items[i].err, "%s", items[i].file->path);
		}
		atomicfile_settle(items[i].file);
	}
}

bool
atomicfile_sync(const struct atomicfile *f, struct err *e)
{
	return sync_file(f, e) || err_in(e, "%s", f->path);
}

bool
atomicfile_place(struct atomicfile *f, bool replace, struct err *e)
{
	return place(f, replace, e) || err_in(e, "%s", f->path);
}

void
atomicfile_take_back(struct atomicfile *f)
{
	undo(f);
	atomicfile_settle(f);
}

bool
atomicfile_commit(struct atomicfile *f, bool replace, struct err *e)
{
	bool ok = sync_file(f, e) && place(f, replace, e);

	if (ok && !sync_folder(f, e)) {
		undo(f);
		ok = false;
	}
	if (!ok)
		err_in(e, "%s", f->path);
	atomicfile_settle(f);
	return ok;
}

void
atomicfile_abort(struct atomicfile *f)
{
	const struct atomicfile empty = ATOMICFILE_INIT;

	if (f->fd != -1)
		close(f->fd);
	if (f->temp != NULL) {
		unlinkat(f->tempfd, f->temp, 0);
		tempfiles_forget(f->tempfd, f->temp);
	}
	if (f->dirfd != -1 && !f->borrowed)
		close(f->dirfd);
	free(f->temp);
	free(f->name);
	free(f->path);
	*f = empty;
}

bool
atomicfile_put(const char *path, struct view v, mode_t mode, bool replace,
    struct err *e)
{
	struct atomicfile f = ATOMICFILE_INIT;

	if (!atomicfile_begin(&f, path, mode, e))
		return false;
	if (!atomicfile_write(&f, v, e)) {
		atomicfile_abort(&f);
		return false;
	}
	return atomicfile_commit(&f, replace, e);
}
