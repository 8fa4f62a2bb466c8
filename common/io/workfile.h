/*
 * workfile.h - a file that another program writes anew, replaced whole
 *
 * The program writes a new file somewhere else; once that is complete it takes
 * the old one's place, with its mode and, where we may set it, its owner.
 *
 * workfile_begin()   an empty directory (0700) beside the file
 * w.output           where the program is to write: a path through a descriptor
 *                    (w.folder) that it must inherit. Nothing is there yet;
 *                    some programs refuse an existing file.
 * workfile_empty()   remove what a failed program left, for another attempt
 * workfile_commit()  put the output in place, synced before and after
 * workfile_abort()   remove it all; harmless after commit
 *
 * A signal that ends us removes the directory (tempfiles.h); after SIGKILL it
 * stays. The old file is untouched either way.
 *
 * Refused: anything but a regular file (symbolic links are not followed), and a
 * file that has changed since workfile_begin().
 *
 * Errors: ERR_NOT_FOUND, ERR_ACCESS, ERR_EXISTS (not a regular file), ERR_IO.
 *         Messages begin with the path.
 */

#pragma once

#include <sys/stat.h>

#include "base/err.h"
#include "io/tempfiles.h"

enum { WORKFILE_OUTPUT = 48 };

struct workfile {
	int		 folder;	/* ours; -1 when not begun */
	char		 output[WORKFILE_OUTPUT];
	/* private: */
	int		 parent;
	char		 temp[TEMPFILES_NAME];
	char		*path;
	char		*name;
	struct stat	 old;
};
#define WORKFILE_INIT { .folder = -1, .parent = -1 }

bool	workfile_begin(struct workfile *w, const char *path, struct err *e)
	    MUST_CHECK;
void	workfile_empty(const struct workfile *w);
bool	workfile_commit(struct workfile *w, struct err *e) MUST_CHECK;
void	workfile_abort(struct workfile *w);
