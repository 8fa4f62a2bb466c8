/*
 * sibling.h - the names of our programs, and another one found beside this
 *
 * In the directory of our executable, whatever link was called: an installed
 * program never starts one from PATH.
 *
 * argv[0] is the name it is started by; the program inherits what is open.
 *
 * Errors: ERR_NOT_FOUND, ERR_ACCESS, ERR_IO; messages begin with the path.
 */

#pragma once

#include <limits.h>

#include "base/err.h"

/* The path of a file relative to our own directory; it need not exist. */
bool	sibling_path(const char *name, char path[PATH_MAX], struct err *e)
	    MUST_CHECK;
/* Were we started by this name, in any directory and letter case, with or
 * without .exe? */
bool	sibling_called(const char *argv0, const char *name);
/* exec(2): returns only on failure. */
bool	sibling_become(const char *program, char **argv, struct err *e);
/* Runs it and waits: *status is its exit status, 128 and the number of the
 * signal that ended it. */
bool	sibling_run(const char *program, char **argv, int *status,
	    struct err *e) MUST_CHECK;
