/*
 * osslsigncode.h - the program that signs and verifies: found, asked, run
 *
 * Versions from 2.5 (Debian 12's) work; what one cannot do, its usage text
 * tells:
 *
 *   osslsigncode_find()    $SPCKIT_OSSLSIGNCODE, else PATH; starts nothing
 *   osslsigncode_takes()   does `osslsigncode COMMAND` have this option? Runs
 *                          it for its usage text, once a command
 *   osslsigncode_run()     a job of process.h whose argv[0] is to be o->path
 *   osslsigncode_said()    the lines of an output that mean something to people,
 *                          joined by "; "
 *
 * Asking costs a start of the program (5 to 15 ms): sign asks only where it
 * matters.
 *
 * Ownership: osslsigncode_clear().
 * Errors:    ERR_NOT_FOUND (the message says how to install it), and those of
 *            process_run().
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "io/process.h"

struct osslsigncode {
	char		*path;
	const char	*asked;		/* the command of `usage` */
	struct bytes	 usage;
};
#define OSSLSIGNCODE_INIT { NULL, NULL, BYTES_INIT }

bool	osslsigncode_find(struct osslsigncode *o, struct err *e) MUST_CHECK;
void	osslsigncode_clear(struct osslsigncode *o);

/* `command` is a string that stays: "sign", "verify". `option` with its
 * dash. */
bool	osslsigncode_takes(struct osslsigncode *o, const char *command,
	    const char *option, bool *yes, struct err *e) MUST_CHECK;
/* Sets path and argv[0], and collects what it says. */
bool	osslsigncode_run(const struct osslsigncode *o, struct process_job *j,
	    struct process_result *r, struct err *e) MUST_CHECK;
/* Without libcrypto's error queue, progress, and the verdict itself. */
void	osslsigncode_said(struct view output, struct bytes *out);
