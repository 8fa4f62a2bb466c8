/*
 * dir.h - directories and files inside a location, relative to descriptors
 *
 * Symbolic links are not followed, nothing blocks (a FIFO is opened and then
 * refused), descriptors are closed on exec, EINTR is retried. Modes are exactly
 * as asked for, whatever the umask is, and never wider, even for an instant.
 *
 * Names are single components. Callers put the path in front of a message.
 *
 * Errors: ERR_ACCESS (also for a link instead of a directory), ERR_IO,
 *         ERR_LIMIT, ERR_MEMORY.
 */

#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include "base/bytes.h"
#include "base/err.h"

#define DIR_NO_GROUP	((gid_t)-1)

/* -1 and errno. */
int	dir_openat(int dir, const char *name, int flags, mode_t mode);
/* A whole path, as the environment names it: links are followed. */
int	dir_open_path(const char *path, int flags);
/* The directory of that name; *fd is -1 when there is none. */
bool	dir_open(int dir, const char *name, int *fd, struct err *e) MUST_CHECK;
/* The same, created and synced if missing. */
bool	dir_make(int dir, const char *name, mode_t mode, gid_t group,
	    bool *made, int *fd, struct err *e) MUST_CHECK;
/* Exactly this mode and, unless DIR_NO_GROUP, this group. */
bool	dir_set_access(int fd, mode_t mode, gid_t group, struct err *e)
	    MUST_CHECK;
bool	dir_sync(int dir, struct err *e) MUST_CHECK;

/* All of a regular file, of at most max bytes. *found is false when there is
 * none of that name. `st`, when not NULL, is what the open file was. */
bool	dir_read(int dir, const char *name, size_t max, struct bytes *out,
	    bool *found, struct stat *st, struct err *e) MUST_CHECK;
bool	dir_read_fd(int fd, size_t max, struct bytes *out, struct stat *st,
	    struct err *e) MUST_CHECK;

/* Every name but . and .. with its d_type, in the order of the disk. Stops when
 * `each` returns false, which is then what dir_walk() returns. */
typedef bool	dir_each(const char *name, unsigned char type, void *arg,
		    struct err *e);
bool	dir_walk(int dir, dir_each *each, void *arg, struct err *e) MUST_CHECK;
