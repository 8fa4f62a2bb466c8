/*
 * atomicfile.h - files that are either old or new, never half
 *
 * atomicfile_begin()   a temporary file beside the target, mode as given from
 *                      the first open (0600 for anything that holds a key)
 * atomicfile_write()   any number of times
 * atomicfile_commit()  sync the file, rename it into place, sync the folder
 * atomicfile_commit_group()  the same for many at once, with one sync for all
 * atomicfile_abort()   remove the temporary file; harmless after commit
 *
 * The folder is opened once and everything happens relative to it. Without
 * `replace` the commit itself refuses an existing name (RENAME_NOREPLACE, or
 * link() where the file system lacks it): checking early is a courtesy to the
 * caller, atomicfile_check(), not the guard. With `replace` only a regular
 * file is replaced: a symbolic link, device, FIFO or folder at the name is
 * refused (old and new are exchanged, and what came out is looked at, so that
 * no race gets past it; the old file is removed when the new one is on the
 * disk). Nothing is ever opened or written through a link at the name.
 *
 * After any failure the old file is byte for byte as it was and no temporary
 * file is left; a signal that ends the process removes it too, as long as
 * tempfiles_cleanup_on_signals() was called in main.
 *
 * After commit, worked or not, the struct is as if never begun. Sentences start
 * with the path.
 *
 * Errors: ERR_EXISTS, ERR_ACCESS, ERR_NOT_FOUND (the folder), ERR_IO.
 */

#ifndef SPCKIT_IO_ATOMICFILE_H
#define SPCKIT_IO_ATOMICFILE_H

#include <sys/types.h>

#include <stdbool.h>

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
	int	 tempfd;	/* folder of the temporary file: dirfd, or
				   another of the same file system */
	bool	 borrowed;	/* both are the caller's */
	int	 fd;
	char	*name;		/* final name inside the folder */
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

/* Would commit refuse this name? A look before asking for passwords. */
bool	atomicfile_check(const char *path, bool replace, struct err *e)
	    MUST_CHECK;
bool	atomicfile_begin(struct atomicfile *f, const char *path, mode_t mode,
	    struct err *e) MUST_CHECK;
bool	atomicfile_write(struct atomicfile *f, struct view v, struct err *e)
	    MUST_CHECK;
bool	atomicfile_commit(struct atomicfile *f, bool replace, struct err *e)
	    MUST_CHECK;
/* Every item stands for itself: one that fails leaves the others alone. */
void	atomicfile_commit_group(struct atomicfile_item *items, size_t n);
void	atomicfile_abort(struct atomicfile *f);

/*
 * For a caller that commits several files as one (store/change.c). Folders are
 * its own descriptors, borrowed until the end; `path` is for messages. Then the
 * steps of a commit, one by one: sync every file (or the file system), place
 * them in order, sync their folders; at the end settle each, or take back, the
 * last one first, those that have been placed. A file may be closed when it is
 * written, to save descriptors; only a file system can be synced then.
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

/* All four at once. */
bool	atomicfile_put(const char *path, struct view v, mode_t mode,
	    bool replace, struct err *e) MUST_CHECK;

/* What workfile.h needs as well. *dir is new and the caller's, *name points
 * into path. */
bool	atomicfile_split(const char *path, char **dir, const char **name,
	    struct err *e) MUST_CHECK;
bool	atomicfile_open_folder(const char *dir, int *fd, struct err *e)
	    MUST_CHECK;

#endif
