/*
 * workfile.h - a file that another program writes anew, replaced whole
 *
 * The program reads the file and writes a new one somewhere else; only when
 * that is complete does it take the old one's place, with its mode and, where we
 * may set it, its owner. Until then the old file is not touched.
 *
 * workfile_begin()   a folder of our own (0700) beside the file, empty
 * w.output           what the program is to write: a path through a descriptor
 *                    (w.folder) that it must inherit. Nothing is there yet, as
 *                    some programs want it; nobody else can put anything there.
 * workfile_empty()   takes away what a program has left that failed, for another
 *                    attempt
 * workfile_commit()  what is there takes the place of the file, synced before
 *                    and after, as in atomicfile.h
 * workfile_abort()   removes it all; harmless after commit
 *
 * A signal that ends us removes what there is (atomicfile.h), and the file stays
 * what it was; so it does after SIGKILL, which leaves the folder behind.
 *
 * Refused: what is no regular file, and a file that somebody has changed since
 * workfile_begin(). A symbolic link is not followed, here as everywhere.
 *
 * Errors: ERR_NOT_FOUND, ERR_ACCESS, ERR_EXISTS (no regular file), ERR_IO.
 *         Sentences begin with the path.
 */

#ifndef SPCKIT_IO_WORKFILE_H
#define SPCKIT_IO_WORKFILE_H

#include <sys/stat.h>

#include <stdbool.h>

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

#endif
