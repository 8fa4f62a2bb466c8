/*
 * batch.h - the same work for every line of a list (io/tsv.h)
 *
 * Lines are taken in rounds that last a fraction of a second (workers.h). In a
 * round every row begins, in the order of the lines; `jobs` threads work on
 * them; the good ones are finished together, so that one sync serves all of
 * their files; then each is reported, in the order of the lines. What has been
 * reported is on the disk. A line that fails stops nothing.
 *
 * At the end a sentence on standard error counts the lines: done (for those that
 * had nothing to change, unchanged) and failed.
 *
 * Exit status: EXIT_PART when lines failed.
 * Ownership:   rows are allocated here, and all that began are cleared.
 */

#pragma once

#include "base/err.h"
#include "base/limits.h"
#include "cli/opt.h"
#include "io/readfile.h"

/* A program's row begins with this. */
struct batch_row {
	unsigned long	 line;
	bool		 ok;
	bool		 unchanged;	/* ok, and all was there already */
};

struct batch {
	const char		*list;
	unsigned		 jobs;
	readfile_cap		*cap;		/* of the list */
	const struct limits	*limits;
	size_t			 row_size;
	void			*arg;
	/* The line cut up: sets ok. The row is all zero before. */
	void	(*begin)(void *arg, struct batch_row *row, char *line);
	/* By threads; only rows that are ok. */
	void	(*work)(void *arg, struct batch_row *row);
	/* Those that are still ok, at least one. False: the batch ends. */
	bool	(*finish)(void *arg, struct batch_row *const *rows,
		    size_t count, struct err *e);
	bool	(*report)(void *arg, const struct batch_row *row,
		    struct err *e);
	void	(*clear)(struct batch_row *row);
};

/* The exit status; with EXIT_FAILED the batch itself could not be read,
 * finished or reported, and *e says why. The same with EXIT_PART and *e set
 * when earlier rounds are done. */
int	batch_run(const struct batch *b, struct err *e) MUST_CHECK;

/* -jobs: how many, 1 without it. It needs -batch. */
bool	batch_check_jobs(const struct opt_uint *jobs, const char *list,
	    struct err *e) MUST_CHECK;
unsigned batch_jobs(const struct opt_uint *jobs);
