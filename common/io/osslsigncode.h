/*
 * osslsigncode.h - the program that signs and verifies: found and run
 *
 * Versions from 2.5 (Debian 12's) work:
 *
 *   osslsigncode_find()    $SPCKIT_OSSLSIGNCODE, else PATH; starts nothing
 *   osslsigncode_run()     a job of process.h whose argv[0] is to be o->path
 *   osslsigncode_said()    the lines of its output that mean something to people,
 *                          joined by "; "
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
	char	*path;
};
#define OSSLSIGNCODE_INIT { NULL }

bool	osslsigncode_find(struct osslsigncode *o, struct err *e) MUST_CHECK;
void	osslsigncode_clear(struct osslsigncode *o);

/* Sets path and argv[0], and collects what it says. */
bool	osslsigncode_run(const struct osslsigncode *o, struct process_job *j,
	    struct process_result *r, struct err *e) MUST_CHECK;
/* Without libcrypto's error queue, progress, and the verdict itself. Its errors
 * come first. */
void	osslsigncode_said(const struct process_result *r, struct bytes *out);
