/*
 * batch.h - thousands of pairs in one process
 *
 * The file holds a line for each: pvk, pi-from, spc, pfx, po-from, separated
 * by tabs; a column that is empty, "-" or left out at the end is not given.
 * Empty lines and lines that begin with # are skipped. A line that fails is
 * reported and stops nothing. Nobody is asked for anything.
 *
 * Lines are converted by `jobs` threads, in rounds that end after a fraction
 * of a second; a round is committed with one sync for all its files, then
 * reported in the order of the lines. What has been reported is on the disk.
 */

#ifndef SPCKIT_PVK2PFX_BATCH_H
#define SPCKIT_PVK2PFX_BATCH_H

#include <stdbool.h>

#include "convert.h"
#include "report.h"

struct batch_counts {
	unsigned long	done;
	unsigned long	failed;
};

/* False only when the batch itself cannot be read or reported. */
bool	batch(const char *operand, unsigned jobs,
	    const struct convert_options *options, const struct report *r,
	    struct batch_counts *counts, struct failure *f) MUST_CHECK;

#endif
