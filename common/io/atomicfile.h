/*
 * atomicfile.h - files that are either old or new, never half
 *
 * atomicfile_begin()   a temporary file beside the target, with its mode from
 *                      the first open (0600 for anything that holds a key)
 * atomicfile_write()   any number of times
 * atomicfile_commit()  sync the file, rename it into place, sync the directory
 * atomicfile_commit_group()  the same for many at once, with one sync for all
 * atomicfile_abort()   remove the temporary file; harmless after commit
 *
 * The directory is opened once and everything happens relative to it. Without
 * `replace` the commit itself refuses an existing name (RENAME_NOREPLACE, or
 * link() where the file system lacks it); atomicfile_check() is a courtesy, not
 * the guard. With `replace` only a regular file is replaced: old and new are
 * exchanged and a symbolic link, device, FIFO or directory that comes out is
 * put back, so that no race gets past it. Links at the name are not followed.
 *
 * After any failure the old file is untouched and no temporary file is left;
 * tempfiles.h removes it when a signal ends the process.
 *
 * After commit, successful or not, the struct is as if never begun. Messages
 * start with the path.
 *
 * Errors: ERR_EXISTS, ERR_ACCESS, ERR_NOT_FOUND (the directory), ERR_IO.
 */

#pragma once

#include <sys/types.h>

#include "base/bytes.h"
#include "base/err.h"

enum atomicfile_state {
	ATOMICFILE_OPEN,	/* nothing at the final name is ours */
	ATOMICFILE_NEW,		/* renamed to a name that was free */
	ATOMICFILE_SWAPPED,	/* exchanged: the old file has the temp name */
	ATOMICFILE_PLACED,	/* renamed over the old file */
};

struct atomicfile {
	int	 dirfd;		/* -1 when not begun */
	int	 tempfd;	/* of the temporary file: dirfd, or another
				   directory of the same file system */
	bool	 borrowed;	/* both are the caller's */
	int	 fd;
	char	*name;		/* final name in the directory */
	char	*temp;		/* temporary name there; NULL when none */
	char	*path;		/* as given, for messages */
	dev_t	 dev;		/* the file system it is on */
	enum atomicfile_state state;
};
#define ATOMICFILE_INIT { -1, -1, false, -1, NULL, NULL, NULL, 0, \
			  ATOMICFILE_OPEN }

/* One of a group: file is written and open; ok and err are the result. */
struct atomicfile_item {
	struct atomicfile	*file;
	bool			 replace;
	bool			 ok;
	struct err		 err;
};

/* Would commit refuse this name? Checked before asking for passwords. */
bool	atomicfile_check(const char *path, bool replace, struct err *e)
	    MUST_CHECK;
bool	atomicfile_begin(struct atomicfile *f, const char *path, mode_t mode,
	    struct err *e) MUST_CHECK;
bool	atomicfile_write(struct atomicfile *f, struct view v, struct err *e)
	    MUST_CHECK;
bool	atomicfile_commit(struct atomicfile *f, bool replace, struct err *e)
	    MUST_CHECK;
/* An item that fails leaves the others alone. */
void	atomicfile_commit_group(struct atomicfile_item *items, size_t n);
void	atomicfile_abort(struct atomicfile *f);

/*
 * For a caller that commits several files as one (store/change.c). Directories
 * are its own descriptors, borrowed until the end; `path` is for messages. Then
 * the steps of a commit: sync every file (or the file system), place them in
 * order, sync their directories; at the end settle each, or take back those
 * that were placed, last one first. A written file may be closed to save
 * descriptors; then only the file system can be synced.
 */
bool	atomicfile_begin_at(struct atomicfile *f, int tempfd, int dirfd,
	    const char *name, const char *path, mode_t mode, struct err *e)
	    MUST_CHECK;
bool	atomicfile_close(struct atomicfile *f, struct err *e) MUST_CHECK;
bool	atomicfile_sync(const struct atomicfile *f, struct err *e) MUST_CHECK;
bool	atomicfile_place(struct atomicfile *f, bool replace, struct err *e)
	    MUST_CHECK;
void	atomicfile_settle(struct atomicfile *f);
void	atomicfile_take_back(struct atomicfile *f);

/* Begin, write and commit. */
bool	atomicfile_put(const char *path, struct view v, mode_t mode,
	    bool replace, struct err *e) MUST_CHECK;

/* What workfile.h needs as well. *dir is new and the caller's, *name points
 * into path. */
bool	atomicfile_split(const char *path, char **dir, const char **name,
	    struct err *e) MUST_CHECK;
/* Only regular files are replaced. */
bool	atomicfile_may_replace(mode_t mode, struct err *e) MUST_CHECK;
bool	atomicfile_open_folder(const char *dir, int *fd, struct err *e)
	    MUST_CHECK;
