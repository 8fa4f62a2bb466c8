/*
 * batch.h - thousands of pairs in one process
 *
 * The list holds a line for each: pvk, pi-from, spc, pfx, po-from (io/tsv.h).
 * Nothing is asked for. The files of a round are committed with one sync
 * (cli/batch.h).
 */

#pragma once

#include "convert.h"
#include "report.h"

/* The exit status; a failure of the batch itself is in *f. */
int	convert_batch(const char *list, unsigned jobs,
	    const struct convert_options *options, const struct report *r,
	    struct failure *f) MUST_CHECK;
