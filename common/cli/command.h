/*
 * command.h - what can be said to a program, a row each
 *
 * Our verbs, certutil's verbs, SignTool's commands and crosscert's verbs are
 * tables of these rows. A command is done by a function, or by another program
 * of ours, or not at all: then its row has the sentence that says what to use
 * instead.
 *
 * The function gets the program's own parsed command line and prints its own
 * result; false comes with a struct err. What it did not do although asked to
 * is a note and the line's part_undone.
 */

#pragma once

#include "base/err.h"
#include "base/nearest.h"
#include "cli/opt.h"

struct cmdline;		/* each program has one of its own */

typedef bool	command_run(const struct cmdline *c, struct err *e);

struct command {
	const char		*name;		/* as it is listed, without dash */
	command_run		*run;
	const char		*program;	/* of ours that does it */
	const char		*instead;	/* not supported: "use ..." */
	const char		*takes;		/* options; NULL: all */
	const struct opt_table	*options;	/* NULL: those of the program */
	bool			 on_file;	/* its first operand is a file */
	const char		*synopsis;	/* NULL: not listed */
	const char		*help;		/* may be NULL */
};

struct command_table {
	const struct command	*rows;
	size_t			 count;
	const char		*dash;		/* before names: "" or "-" */
};
#define COMMAND_TABLE(rows, dash) { (rows), COUNT_OF(rows), (dash) }

/* In any letter case; NULL: none of that name. */
const struct command *command_find(const struct command_table *t,
	    const char *name);
/* For a name that is none of them: those that are listed. */
void	command_consider(const struct command_table *t, struct nearest *n);
/* Always false: the sentence for one that is not supported. */
bool	command_refuse(const struct command_table *t, const struct command *k,
	    struct err *e);
/* What is listed: "  PROGRAM SYNOPSIS" with the help below, for a usage text. */
void	command_usage(const struct command_table *t, const char *program,
	    FILE *to);
/* The names alone, one a line, for completion. */
void	command_names(const struct command_table *t, FILE *to);
