/*
 * options.h - crosscert's options
 *
 * One const table for all verbs; a verb says which it takes (verbs.h). What
 * selects a certificate in a store, and where, fills storectl's own struct
 * cmdline, so that `crosscert find -n NAME` means what `storectl show -n NAME`
 * means (storectl/gather.h).
 *
 * Ownership: strings point into argv. options_clear() wipes the passwords.
 */

#ifndef SPCKIT_CROSSCERT_OPTIONS_H
#define SPCKIT_CROSSCERT_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "cli/opt.h"
#include "storectl/cmdline.h"

struct options {
	const char	*verb;
	struct cmdline	 which;		/* selection, place, -f, -json, -v,
					   -limit, -p */
	struct opt_list	 files;		/* -cert, -spc, -in */
	const char	*catalog;
	const char	*root;		/* Microsoft Code Verification Root */
	bool		 all;
	const char	*url;
	const char	*folder;	/* -o */
	const char	*proxy;
	const char	*ca_file;
	struct opt_uint	 timeout;
	struct opt_uint	 retries;
	bool		 list_options;	/* --options, for completion */
	bool		 list_verbs;	/* --verbs, the same */
	enum opt_special special;
	bool		*part_undone;
	int		 operand_count;
	char		**operands;
};

/* o->which.json is right also after a refusal. */
bool	options_parse(int argc, char **argv, struct options *o,
	    struct err *e) MUST_CHECK;
void	options_clear(struct options *o);
/* Refuse what is not among the blank-separated names in `takes`. */
bool	options_check(const struct options *o, const char *takes,
	    struct err *e) MUST_CHECK;
/* Is a certificate selected, by criteria or files? */
bool	options_select(const struct options *o);
void	options_usage(FILE *to);
/* Those in `takes`, or all (NULL). */
void	options_names(const char *takes, FILE *to);

#endif
