/*
 * atomicfile_parts.h - what files that are replaced whole have in common
 *
 * Private to base/atomicfile.c and base/workfile.c: names that a signal has to
 * remove, temporary names, the folder of a path.
 */

#ifndef SPCKIT_IO_ATOMICFILE_PARTS_H
#define SPCKIT_IO_ATOMICFILE_PARTS_H

#include <stdbool.h>

#include "base/err.h"

enum { ATOMICFILE_TEMP_NAME = 32 };

/* A file, or a folder that is empty once the files are gone. First remembered,
 * then made: no signal falls between. */
enum atomicfile_what { ATOMICFILE_FILE, ATOMICFILE_FOLDER };
void	atomicfile_remember(int dirfd, const char *name,
	    enum atomicfile_what what);
void	atomicfile_forget(int dirfd, const char *name);

bool	atomicfile_temp_name(char name[ATOMICFILE_TEMP_NAME], struct err *e)
	    MUST_CHECK;
/* *dir is new and the caller's, *name points into path. */
bool	atomicfile_split(const char *path, char **dir, const char **name,
	    struct err *e) MUST_CHECK;
bool	atomicfile_open_folder(const char *dir, int *fd, struct err *e)
	    MUST_CHECK;

#endif
