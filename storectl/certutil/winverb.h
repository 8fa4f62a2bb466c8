/*
 * winverb.h - the verbs as Windows spells them
 *
 * One table maps each of certutil's verbs to what does it here: a function of
 * ours, or another program of ours, or a sentence that says what to use
 * instead. They are found anywhere on the line, with - or /, in any letter
 * case, by whatever name we were started (the link `certutil` or storectl).
 */

#ifndef SPCKIT_STORECTL_CERTUTIL_WINVERB_H
#define SPCKIT_STORECTL_CERTUTIL_WINVERB_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "storectl/verbs/verbs.h"

struct winverb {
	const char	*name;		/* without dash, as Windows writes it */
	verb_run	*run;
	const char	*program;	/* ours that does it, when run is NULL */
	const char	*instead;	/* a sentence, when both are NULL */
	const char	*takes;		/* as struct verb */
	const char	*synopsis;
};

/* The verb on this line, and where it stands; NULL: none. */
const struct winverb	*winverb_find(int argc, char **argv, int *at);
/* The verb that is meant when `certutil FILE` names none. */
const struct winverb	*winverb_default(void);
/* Refuse what looks like a verb of certutil's and is neither one here nor an
 * option. True when there is nothing like that. */
bool	winverb_check(int argc, char **argv, struct err *e) MUST_CHECK;
/* Were we started as certutil? */
bool	winverb_is_certutil(const char *argv0);
void	winverb_usage(FILE *to);
/* All that `certutil -?` says. */
void	winverb_help(FILE *to);
/* "-store", one a line, for completion. */
void	winverb_names(FILE *to);

#endif
