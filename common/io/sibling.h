/*
 * sibling.h - the names of our programs, and another one found beside this
 *
 * In the folder of the file we are, whatever link was called: an installed
 * program never starts one that PATH names.
 *
 * argv[0] is the name it is started by; the program inherits what is open.
 *
 * Errors: ERR_NOT_FOUND, ERR_ACCESS, ERR_IO; sentences begin with the path.
 */

#ifndef SPCKIT_IO_SIBLING_H
#define SPCKIT_IO_SIBLING_H

#include <limits.h>
#include <stdbool.h>

#include "base/err.h"

/* The path of a file in our own folder, or relative to it; it need not be
 * there. */
bool	sibling_path(const char *name, char path[PATH_MAX], struct err *e)
	    MUST_CHECK;
/* Were we started by this name, in any folder and letter case, perhaps with
 * Windows' .exe behind it? */
bool	sibling_called(const char *argv0, const char *name);
/* It takes our place; we return only when it cannot be started. */
bool	sibling_become(const char *program, char **argv, struct err *e);
/* Runs it and waits: *status is its exit status, 128 and the number of the
 * signal that ended it. */
bool	sibling_run(const char *program, char **argv, int *status,
	    struct err *e) MUST_CHECK;

#endif
