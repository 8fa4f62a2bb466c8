/*
 * memfile.h - a file in memory for a program that only reads files
 *
 * memfd_create(2), filled, sealed against every change, and handed over as
 * /proc/self/fd/N: a program that inherits the descriptor (process.h) opens that
 * path as often as it likes, each time from the beginning, unlike a pipe.
 * Nothing is on a disk, and nothing is left when we and the program are gone.
 *
 * Secrets:  locked in memory as long as we hold it, so that it is never in
 *           swap. This counts against `ulimit -l`.
 * Errors:   ERR_LIMIT (cannot be locked), ERR_IO, ERR_MEMORY.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

enum { MEMFILE_PATH = 32 };

struct memfile {
	int	 fd;		/* -1: none */
	void	*map;		/* NULL: not locked */
	size_t	 len;
	char	 path[MEMFILE_PATH];
};
#define MEMFILE_INIT { -1, NULL, 0, "" }

enum memfile_kind { MEMFILE_PUBLIC, MEMFILE_SECRET };

/* /proc shows `name`. */
bool	memfile_make(struct memfile *m, const char *name, struct view content,
	    enum memfile_kind kind, struct err *e) MUST_CHECK;
/* May be called twice. */
void	memfile_close(struct memfile *m);
