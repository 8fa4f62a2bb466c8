/*
 * args.h - SignTool's response files
 *
 * `@FILE` among the arguments stands for those in the file, one a line; quotes
 * around a line are dropped. Where the command should stand, the file holds
 * whole command lines, with an empty line between two of them:
 *
 *   signtool @release.rsp
 *
 * A file whose name begins with @ is written ./@name.
 *
 * Ownership: lines own their arguments: they may hold passwords and are wiped.
 * Limits:    SIGNTOOL_ARGS in all lines, RESPONSE_FILE bytes in a file; a
 *            response file does not name another one.
 */

#pragma once

#include "base/err.h"
#include "cli/opt.h"

enum { SIGNTOOL_ARGS = 65536, SIGNTOOL_RESPONSE_FILE = 4 << 20 };

/* Command lines: argv[0] of each is the command's name. */
struct signtool_line {
	int	 argc;
	char	**argv;		/* NULL after the last */
};

struct signtool_lines {
	struct signtool_line	*lines;
	size_t			 count;
	size_t			 total;		/* arguments in all of them */
};
#define SIGNTOOL_LINES_INIT { NULL, 0, 0 }

/* argv[0] is the command, or @FILE; `t` are the command's options (a value may
 * begin with @), or NULL. Everything is copied: what is in argv is the caller's
 * to blank. */
bool	signtool_args_expand(int argc, char **argv,
	    const struct opt_table *t, struct signtool_lines *l,
	    struct err *e) MUST_CHECK;
/* The passwords in argv itself. */
void	signtool_args_blank(int argc, char **argv,
	    const struct opt_table *t);
void	signtool_lines_clear(struct signtool_lines *l);
