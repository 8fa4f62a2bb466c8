/*
 * signtool.h - SignTool's commands
 *
 * `storectl sign ...`, and everything when we are started as `signtool` (a link
 * in lib/spckit/windows). One table maps each command of SignTool's to what does
 * it here, or to a sentence that says what to use instead. SignTool's options
 * are not storectl's, so its commands parse their lines themselves.
 *
 * Exit status, as SignTool's: 0 done, 1 failed, 2 done with warnings.
 */

#ifndef SPCKIT_STORECTL_SIGNTOOL_SIGNTOOL_H
#define SPCKIT_STORECTL_SIGNTOOL_SIGNTOOL_H

#include <stdbool.h>
#include <stdio.h>

#include "args.h"

enum { SIGNTOOL_DONE = 0, SIGNTOOL_FAILED = 1, SIGNTOOL_WARNED = 2 };

/* argv[0] is the command. The arguments may be changed: passwords are blanked.
 * Prints everything itself. *caught: a signal that should end us now. */
typedef int	signtool_run(int argc, char **argv, int *caught);

struct signtool_command {
	const char		*name;
	signtool_run		*run;		/* NULL: not offered */
	const char		*instead;	/* the sentence then */
	const char		*synopsis;
	const char		*help;
	bool			 storectl_too;	/* `storectl NAME`, too */
	struct signtool_syntax	 syntax;
};

/* NULL: none of that name. */
const struct signtool_command *signtool_find(const char *name);
/* Were we started as signtool? */
bool	signtool_is(const char *argv0);
/* A whole line without the program's name: the command, or @FILE, first. */
int	signtool_main(int argc, char **argv, int *caught);
/* "  storectl sign ..." for those that are ours as well. */
void	signtool_usage(FILE *to);
/* Their names, one a line, for completion. */
void	signtool_names(FILE *to);

/* ---- the commands ---- */

signtool_run	signtool_sign;
signtool_run	signtool_verify;

#endif
