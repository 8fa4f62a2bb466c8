/*
 * main.h - the start and the end of every program
 *
 * main_run() makes the process safe (startup.h), runs the program's own part,
 * and ends: what was printed has arrived, or the failure to write it is
 * reported and the status is EXIT_FAILED; then the signal that ended a
 * program run for the user, or a prompt, ends this one too.
 *
 * The program's part parses, works, reports its own failures and cleans up.
 */

#pragma once

#include "base/err.h"
#include "cli/report.h"

enum exit_status {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_PART = 2,		/* a part of what was asked was done */
};

struct main_program {
	struct report_program	 report;
	/* The exit status. */
	int			(*run)(int argc, char **argv, void *arg);
	/* The start or the end failed. NULL: report_error(). */
	void			(*failed)(const struct err *e, void *arg);
};

/* What main() returns. `arg` is handed on. */
int	main_run(const struct main_program *p, int argc, char **argv,
	    void *arg);
/* Only the end, for a program that starts by itself; `p` may be NULL,
 * `ended_by` is a signal, or 0. */
int	main_end(const struct main_program *p, int status, int ended_by,
	    void *arg);
