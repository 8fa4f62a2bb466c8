/*
 * workers.h - the same work on many items, by several threads
 *
 * workers_run() calls work(arg, i) once for every i below count and returns when
 * all are done. The calling thread works too; where no thread can be had, it
 * does everything.
 *
 * A batch goes in rounds that take a fraction of a second: few items at a time
 * where each takes long (key derivations), many where what counts is the one
 * sync for all of them. workers_next_round() says how many the next one has.
 */

#pragma once

#include <stddef.h>

enum {
	WORKERS_JOBS_MAX = 64,
	WORKERS_ROUND_MAX = 64,	/* items, and their temporary files, at once */
};

typedef void	workers_work(void *arg, size_t i);

void		workers_run(size_t count, unsigned jobs, workers_work *work,
		    void *arg);
/* Milliseconds of a clock that never goes back. */
long long	workers_clock(void);
size_t		workers_next_round(size_t size, unsigned jobs, long long took_ms);
