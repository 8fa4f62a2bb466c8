/*
 * batch.h - many PFX files in one process
 *
 * The list holds a line for each file: file, p-from, store, modifiers (rows.h).
 * A line that fails is reported and stops nothing. Nobody is asked for
 * anything.
 *
 * Files are read by `jobs` threads, in rounds that end after a fraction of a
 * second; a round is one change of the location, committed with one sync for
 * all its files, then reported in the order of the lines. What has been
 * reported is on the disk. The location is locked while a round is written,
 * not while files are read. A round that cannot be committed as a whole is
 * tried line by line.
 */

#ifndef SPCKIT_CERTIMPORT_BATCH_H
#define SPCKIT_CERTIMPORT_BATCH_H

#include <stdbool.h>

#include "import.h"
#include "report.h"

struct batch_counts {
	unsigned long	done;
	unsigned long	failed;
};

/* False only when the batch itself cannot be read, written or reported. */
bool	batch(const char *operand, unsigned jobs,
	    const struct import_options *options, const struct report *r,
	    struct batch_counts *counts, struct err *e) MUST_CHECK;

#endif
