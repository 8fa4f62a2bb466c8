/*
 * verbs.h - certutil's verbs, as Windows spells them
 *
 * They are found anywhere on the line, with - or /, in any letter case, by
 * whatever name we were started (the link `certutil`, or storectl).
 */

#pragma once

#include "cli/command.h"

extern const struct command_table certutil_verbs;

/* The verb on this line, and where it stands; NULL: none. */
const struct command	*certutil_verbs_find(int argc, char **argv, int *at);
/* The verb that is meant when `certutil FILE` names none. */
const struct command	*certutil_verbs_default(void);
/* Refuse what looks like a verb of certutil's and is neither one here nor an
 * option. True when there is nothing like that. */
bool	certutil_verbs_check(int argc, char **argv, struct err *e) MUST_CHECK;
/* Refuse only what is like a verb of certutil's, and more so than like an option:
 * storectl -stroe. */
bool	certutil_verbs_suggest(int argc, char **argv, struct err *e)
	    MUST_CHECK;
/* All that `certutil -?` says. */
void	certutil_verbs_help(FILE *to);

command_run	certutil_delstore;
command_run	certutil_dump;
command_run	certutil_enumstore;
command_run	certutil_exportpfx;
command_run	certutil_generate_sst;
command_run	certutil_store;
command_run	certutil_sync;
command_run	certutil_verifystore;
