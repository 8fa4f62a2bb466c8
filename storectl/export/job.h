/*
 * job.h - one export from its bundles to the file it becomes
 *
 * What `storectl export` and certutil's -exportPFX have in common: the bundles
 * are trimmed, checked against the form, given their password and written. A
 * file that holds a private key is 0600; any other is 0644 as the umask has it.
 * It appears whole or not at all, replaces only a regular file and that only
 * with `replace`; "-" is standard output.
 *
 * Passwords: `password` as it was given; `ask` is called for one where the form
 *            needs one and none was given.
 * Notes:     printed as they arise (report_note()), and kept in the bundles for
 *            JSON.
 */

#pragma once

#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "bundle.h"
#include "cli/opt.h"
#include "folder.h"
#include "format.h"

struct export_job {
	const struct export_format *format;
	struct export_options	 options;
	struct secret		 password;	/* options.password is this */
	bool			 clear_meant;	/* "in the clear" is wanted */
	bool			 with_chain;
	bool			 with_roots;
	const struct opt_list	*cross;		/* NULL: none */
	enum key_spec		 key_spec;	/* NONE: each key's own */
	const struct limits	*limits;
	const char		*out;
	bool			 replace;
	char			*store;		/* of what was selected */
	struct bundles		 bundles;
	struct export_folder	 folder;	/* results of a form of many */
};

typedef bool	export_ask(struct export_job *j, struct err *e);

void	export_job_init(struct export_job *j);
/* Would the output be refused? A look before anything is asked. */
bool	export_job_look(const struct export_job *j, struct err *e) MUST_CHECK;
/* The bundles are there: are they what the form needs, and their chains whole?
 * The cross-certificate goes in here. */
bool	export_job_check(struct export_job *j, struct err *e) MUST_CHECK;
/* The password is there, or it is asked for. */
bool	export_job_write(struct export_job *j, export_ask *ask, struct err *e)
	    MUST_CHECK;
void	export_job_clear(struct export_job *j);
/* What it writes to, for messages. */
const char *export_job_output(const struct export_job *j);
