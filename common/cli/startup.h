/*
 * startup.h - what every program does first, and what it does last
 *
 * startup() makes the process safe to hold secrets in: descriptors 0 to 2 are
 * open (else the first file written would be "standard output"), no core dump
 * and no debugger of the same user (PR_SET_DUMPABLE, RLIMIT_CORE), temporary
 * files are removed when a signal ends it, a file size limit is an error
 * instead of a signal. It starts nothing that costs time: libcrypto is
 * osslctx_init()'s.
 *
 * startup_flush() is for the end, with stdout: what was printed has arrived, or
 * it says that it has not. A program whose output is lost must not exit 0.
 *
 * startup_end() is the very last: it hands the exit status back, unless a prompt
 * was answered with Ctrl-C. Then all has been said, and SIGINT ends the process,
 * so that a shell's loop over files ends with it and does not ask on.
 *
 * A build with SPCKIT_ALLOW_CORES, or with a sanitizer (whose leak check needs
 * to look at the process), stays dumpable.
 */

#pragma once

#include <stdio.h>

#include "base/err.h"

bool	startup(struct err *e) MUST_CHECK;
bool	startup_flush(FILE *out, struct err *e) MUST_CHECK;
int	startup_end(int status);
