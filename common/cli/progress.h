/*
 * progress.h - a line on a terminal that says how far something is
 *
 * For what takes longer than a second, and only where `to` is a terminal. The
 * line is overwritten by the next one and taken away before anything else is
 * printed.
 */

#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "base/compiler.h"

struct progress {
	FILE		*to;
	bool		 wanted;
	bool		 shown;
	long long	 begun;		/* workers_clock() */
};

void	progress_begin(struct progress *p, FILE *to);
/* Of less than one line; what is not printable is the caller's to mask. */
void	progress_show(struct progress *p, const char *fmt, ...)
	    PRINTF_LIKE(2, 3);
void	progress_hide(struct progress *p);
