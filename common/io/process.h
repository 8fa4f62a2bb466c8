/*
 * process.h - run another program and collect its output
 *
 * It gets
 *
 *   its arguments      the path is looked up by the caller or in PATH
 *   descriptors        those in `keep`; all others are closed
 *   the environment    without the variables in `hidden`, where our passwords
 *                      came from
 *   no core dumps      startup() has disabled them, and that is inherited
 *
 * and is killed when we are, so that no key outlives us.
 *
 * `confined` is for a program that reads a stranger's file, which may take it
 * over: it gains no privileges, starts no others, has no network where the
 * kernel gives us a namespace for that, and PROCESS_SECONDS of CPU,
 * PROCESS_MEMORY and files of PROCESS_FILE bytes at most.
 *
 * Signals. While it runs, what would end us is passed on to it (from a terminal
 * it has it already), and we wait. Afterwards `caught` is that signal;
 * process_raise() lets it end us, once the caller has cleaned up. A program that
 * runs for more than PROCESS_GRACE seconds after a signal, or for more than
 * `seconds` in all, is killed, unless `patient`.
 *
 * Output: with `collect` standard output goes to result->output and standard
 *         error to result->errors, at most PROCESS_OUTPUT_MAX bytes of each;
 *         the rest is read and dropped. In one pipe a line of one would land
 *         inside a line of the other. Its standard input is then empty.
 * Ownership: the job borrows everything. process_result_clear() in any case.
 * Errors: ERR_NOT_FOUND, ERR_ACCESS: no such program; ERR_IO, ERR_LIMIT (a
 *         timeout). Messages begin with argv[0].
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

enum {
	PROCESS_KEEP = 16,
	PROCESS_HIDDEN = 8,
	PROCESS_OUTPUT_MAX = 1 << 20,
	PROCESS_GRACE = 5,		/* seconds */
	PROCESS_SECONDS = 120,
	PROCESS_FILE = 16 << 20,
};
#define PROCESS_MEMORY	((uint64_t)8 << 30)

struct process_job {
	const char	*path;		/* NULL: argv[0], looked for in PATH */
	char		**argv;
	int		 keep[PROCESS_KEEP];
	size_t		 keep_count;
	const char	*hidden[PROCESS_HIDDEN];
	size_t		 hidden_count;
	bool		 collect;
	bool		 patient;
	bool		 confined;
	unsigned	 seconds;	/* 0: no limit */
};

struct process_result {
	int		 status;	/* exit status; 128 and more: a signal */
	int		 ended_by;	/* the signal that ended it, or 0 */
	int		 caught;	/* the last one that we got, or 0 */
	struct bytes	 output;
	struct bytes	 errors;
};
#define PROCESS_RESULT_INIT { 0, 0, 0, BYTES_INIT, BYTES_INIT }

/* Let it inherit this descriptor. */
void	process_keep(struct process_job *j, int fd);
/* Hide the variable that a SOURCE names ("env:NAME"). */
void	process_hide(struct process_job *j, const char *source);
bool	process_run(const struct process_job *j, struct process_result *r,
	    struct err *e) MUST_CHECK;
void	process_result_clear(struct process_result *r);
/* End as by this signal; returns if it is 0 or ignored. */
void	process_raise(int sig);
