/*
 * cmdline.h - storectl's options, for all verbs
 *
 * One const table serves every verb; a verb says which options it takes, and
 * any other one on its command line is refused by name.
 *
 * Ownership: strings point into argv. cmdline_clear() wipes the password.
 */

#ifndef SPCKIT_STORECTL_CMDLINE_H
#define SPCKIT_STORECTL_CMDLINE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/opt.h"
#include "base/secret.h"

struct cmdline {
	const char	 *verb;
	bool		  json;
	bool		  verbose;
	struct secret	  password;
	const char	 *password_from;
	struct limits	  limits;
	enum opt_special  special;
	int		  operand_count;
	char		**operands;
};

bool	cmdline_parse(int argc, char **argv, struct cmdline *c, struct err *e)
	    MUST_CHECK;
void	cmdline_clear(struct cmdline *c);
void	cmdline_usage(FILE *to);
void	cmdline_names(FILE *to);

#endif
