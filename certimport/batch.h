/*
 * batch.h - many PFX files in one process
 *
 * The list holds a line for each file: file, p-from, store, modifiers
 * (io/tsv.h). Nothing is asked for.
 *
 * A round (cli/batch.h) is one change of the location, committed with one sync
 * for all its files. The location is locked while a round is written, not
 * while files are read. A round that cannot be committed as a whole is tried
 * line by line.
 */

#pragma once

#include "import.h"
#include "report.h"

/* The exit status; a failure of the batch itself is in *e. */
int	import_batch(const char *list, unsigned jobs,
	    const struct import_options *options, const struct report *r,
	    struct err *e) MUST_CHECK;
