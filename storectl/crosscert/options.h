/*
 * options.h - crosscert's options
 *
 * One const table for all verbs; a verb says which it takes (verbs.h). Which
 * certificate is meant, and in which store, is said as to storectl
 * (query/selection.h).
 *
 * Ownership: strings point into argv. The password is to be
 *            cleared.
 */

#pragma once

#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "cli/opt.h"
#include "query/selection.h"

struct cmdline {
	const char	*verb;
	struct selection selection;
	struct opt_list	 files;		/* -cert, -spc */
	struct secret	 password;
	const char	*password_from;
	const char	*catalog;
	const char	*root;		/* Microsoft Code Verification Root */
	bool		 all;
	const char	*url;
	const char	*folder;	/* -o */
	/* roots */
	struct opt_list	 in;
	bool		 disallowed;
	const char	*signer_root;	/* file or thumbprint */
	const char	*sst;
	const char	*proxy;
	struct secret	 proxy_url;	/* where -proxy names a source */
	const char	*ca_file;
	struct opt_uint	 timeout;
	struct opt_uint	 retries;
	bool		 force;
	bool		 json;
	bool		 verbose;
	struct limits	 limits;
	enum opt_special special;
	bool		*part_undone;
	int		 operand_count;
	char		**operands;
};

extern const struct opt_table options_table;

/* o->json is right also after a refusal. */
bool	options_parse(int argc, char **argv, struct cmdline *o,
	    struct err *e) MUST_CHECK;
void	options_clear(struct cmdline *o);
/* -user (also without either) or -sm. */
enum place options_place(const struct cmdline *o);
/* Is a certificate selected, by criteria or files? */
bool	options_select(const struct cmdline *o);
