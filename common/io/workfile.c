#include "io/workfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/atomicfile.h"
#include "io/dir.h"

#define OUTPUT	"signed"

/* ---- the folder ---- */

static bool
look_at_old(struct workfile *w, struct err *e)
{
	if (fstatat(w->parent, w->name, &w->old, AT_SYMLINK_NOFOLLOW) == -1)
		return err_errno(e, errno, "cannot be read");
	return atomicfile_may_replace(w->old.st_mode, e);
}

static bool
make_folder(struct workfile *w, struct err *e)
{
	if (!tempfiles_name(w->temp, e)) {
		w->temp[0] = '\0';
		return false;
	}
	tempfiles_remember(w->parent, w->temp, TEMPFILES_FOLDER);
	if (mkdirat(w->parent, w->temp, 0700) == -1) {
		tempfiles_forget(w->parent, w->temp);
		w->temp[0] = '\0';
		return err_errno(e, errno, "cannot create a directory beside it");
	}
	/* Despite the umask. */
	if (fchmodat(w->parent, w->temp, 0700, 0) == 0)
		w->folder = dir_openat(w->parent, w->temp,
		    O_RDONLY | O_DIRECTORY, 0);
	if (w->folder == -1)
		return err_errno(e, errno, "cannot open the directory beside it");
	tempfiles_remember(w->folder, OUTPUT, TEMPFILES_FILE);
	snprintf(w->output, sizeof(w->output), "/proc/self/fd/%d/" OUTPUT,
	    w->folder);
	return true;
}

bool
workfile_begin(struct workfile *w, const char *path, struct err *e)
{
	const struct workfile none = WORKFILE_INIT;
	const char *name;
	char *dir = NULL;
	bool ok = false;

	*w = none;
	if (!atomicfile_split(path, &dir, &name, e))
		goto out;
	w->path = strdup(path);
	w->name = strdup(name);
	if (w->path == NULL || w->name == NULL)
		err_memory(e);
	else
		ok = atomicfile_open_folder(dir, &w->parent, e) &&
		    look_at_old(w, e) && make_folder(w, e);
 out:
	if (!ok) {
		err_in(e, "%s", path);
		workfile_abort(w);
	}
	free(dir);
	return ok;
}

void
workfile_empty(const struct workfile *w)
{
	unlinkat(w->folder, OUTPUT, 0);
}

void
workfile_abort(struct workfile *w)
{
	const struct workfile none = WORKFILE_INIT;

	if (w->folder != -1) {
		workfile_empty(w);
		tempfiles_forget(w->folder, OUTPUT);
		close(w->folder);
	}
	if (w->temp[0] != '\0') {
		unlinkat(w->parent, w->temp, AT_REMOVEDIR);
		tempfiles_forget(w->parent, w->temp);
	}
	if (w->parent != -1)
		close(w->parent);
	free(w->path);
	free(w->name);
	*w = none;
}

/* ---- into place ---- */

static bool
open_output(const struct workfile *w, int *fd, struct err *e)
{
	struct stat st;

	*fd = dir_openat(w->folder, OUTPUT, O_RDONLY, 0);
	if (*fd == -1)
		return err_errno(e, errno, "the new file is missing");
	if (fstat(*fd, &st) == -1)
		return err_errno(e, errno, "cannot stat the new file");
	return S_ISREG(st.st_mode) || err_set(e, ERR_IO, "what was written is "
	    "not a regular file");
}

/* The owner first: chown(2) clears set-user-ID, which the mode then restores,
 * but only for the old owner. */
static bool
set_access(const struct workfile *w, int fd, struct err *e)
{
	mode_t mode = w->old.st_mode & 07777;
	struct stat st;

	if (fchown(fd, w->old.st_uid, w->old.st_gid) == -1 && errno != EPERM)
		return err_errno(e, errno, "cannot set the owner");
	if (fstat(fd, &st) == -1)
		return err_errno(e, errno, "cannot stat the new file");
	if (st.st_uid != w->old.st_uid || st.st_gid != w->old.st_gid)
		mode &= 0777;
	if (fchmod(fd, mode) == -1)
		return err_errno(e, errno, "cannot set the mode");
	return true;
}

static bool
same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static bool
check_unchanged(const struct workfile *w, struct err *e)
{
	struct stat st;

	if (fstatat(w->parent, w->name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return err_errno(e, errno, "cannot be read anymore");
	return (st.st_dev == w->old.st_dev && st.st_ino == w->old.st_ino &&
	    st.st_size == w->old.st_size &&
	    same_time(&st.st_mtim, &w->old.st_mtim) &&
	    same_time(&st.st_ctim, &w->old.st_ctim)) ||
	    err_set(e, ERR_IO, "changed in the meantime");
}

/* The open file becomes an atomicfile, which owns the descriptor. */
static bool
adopt(const struct workfile *w, struct atomicfile *f, int fd, struct err *e)
{
	const struct atomicfile empty = ATOMICFILE_INIT;

	*f = empty;
	f->fd = fd;
	f->tempfd = w->folder;
	f->dirfd = w->parent;
	f->borrowed = true;
	f->name = strdup(w->name);
	f->path = strdup(w->path);
	f->temp = strdup(OUTPUT);
	f->dev = w->old.st_dev;
	if (f->name != NULL && f->path != NULL && f->temp != NULL)
		return true;
	atomicfile_abort(f);
	return err_memory(e);
}

bool
workfile_commit(struct workfile *w, struct err *e)
{
	struct atomicfile f;
	int fd = -1;
	bool ok;

	ok = open_output(w, &fd, e) && set_access(w, fd, e) &&
	    check_unchanged(w, e);
	if (!ok) {
		if (fd != -1)
			close(fd);
	} else {
		ok = adopt(w, &f, fd, e);
	}
	if (!ok)
		err_in(e, "%s", w->path);
	else
		ok = atomicfile_commit(&f, true, e);
	workfile_abort(w);
	return ok;
}
