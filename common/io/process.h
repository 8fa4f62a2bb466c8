/*
 * process.h - another program: started, waited for, its output collected
 *
 * What a code signer needs from us, and no more. It gets
 *
 *   its arguments      the path is looked up by the caller or in PATH
 *   descriptors        those in `keep`; everything else of ours is closed
 *   the environment    without the variables in `hidden`, where our passwords
 *                      came from
 *   no core dumps      startup() has forbidden them, and that is inherited
 *
 * and is killed when we are: nobody is left behind with a key.
 *
 * Signals. While it runs, what would end us does not: the program gets it (from
 * a terminal it has it already), and we wait. Afterwards `caught` says which
 * signal that was; process_raise() lets it end us, once the caller has tidied
 * up. A program that goes on for more than PROCESS_GRACE seconds after a signal,
 * or for more than `seconds` at all, is killed, unless `patient`: then it alone
 * decides when it ends.
 *
 * Output: with `collect` standard output and error come together into
 *         result->output, at most PROCESS_OUTPUT_MAX bytes; what is beyond is
 *         read and dropped. Its standard input is then /dev/null.
 * Ownership: the job borrows everything. process_result_clear() in any case.
 * Errors: ERR_NOT_FOUND, ERR_ACCESS: no such program; ERR_IO, ERR_LIMIT (it
 *         took too long). Sentences begin with argv[0].
 */

#ifndef SPCKIT_IO_PROCESS_H
#define SPCKIT_IO_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/err.h"

enum {
	PROCESS_KEEP = 16,
	PROCESS_HIDDEN = 8,
	PROCESS_OUTPUT_MAX = 1 << 20,
	PROCESS_GRACE = 5,		/* seconds */
};

struct process_job {
	const char	*path;		/* NULL: argv[0], looked for in PATH */
	char		**argv;
	int		 keep[PROCESS_KEEP];
	size_t		 keep_count;
	const char	*hidden[PROCESS_HIDDEN];
	size_t		 hidden_count;
	bool		 collect;
	bool		 patient;
	unsigned	 seconds;	/* 0: no limit */
};

struct process_result {
	int		 status;	/* exit status; 128 and more: a signal */
	int		 ended_by;	/* the signal that ended it, or 0 */
	int		 caught;	/* the last one that we got, or 0 */
	struct bytes	 output;
};
#define PROCESS_RESULT_INIT { 0, 0, 0, BYTES_INIT }

/* It is started with this descriptor. */
void	process_keep(struct process_job *j, int fd);
/* The variable that a SOURCE names ("env:NAME"); others hide nothing. */
void	process_hide(struct process_job *j, const char *source);
bool	process_run(const struct process_job *j, struct process_result *r,
	    struct err *e) MUST_CHECK;
void	process_result_clear(struct process_result *r);
/* End as this signal ends a program; comes back when it is 0, or ignored. */
void	process_raise(int sig);

#endif
