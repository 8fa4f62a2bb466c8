/*
 * cmdline.h - certimport's options and operands
 *
 * One const table: the options of certutil -importPFX first, then ours. The
 * verb is an option like the others, wherever it stands; without one it is
 * -importPFX.
 *
 *   -importPFX [Store] FILE [Modifiers]
 *   -addstore Store FILE
 *   -batch LIST
 *
 * The last operand is Modifiers when every comma-separated part of it is one;
 * then one operand is FILE, two are Store FILE. A single operand is FILE.
 *
 * Ownership: strings point into argv. import_cmdline_clear() wipes the password, and a
 *            URI with a PIN in it, whose argv bytes are blanked, too.
 */

#pragma once

#include "base/limits.h"
#include "base/secret.h"
#include "cli/opt.h"
#include "import.h"

struct cmdline {
	bool		 import_pfx;
	bool		 add_store;
	const char	*batch;
	bool		 user;
	bool		 force;
	bool		 silent;
	struct secret	 password;
	const char	*password_from;
	const char	*password_encoding;
	const char	*key_password_from;
	const char	*csp;
	struct secret	 csp_pin;	/* what csp points to, if a PIN is in it */
	const char	*protect_from;
	const char	*pin_from;
	struct opt_uint	 jobs;
	bool		 json;
	bool		 verbose;
	struct limits	 limits;
	enum opt_special special;
	enum verb	 verb;
	const char	*store;		/* operands; NULL: not given */
	const char	*file;
	const char	*modifiers;
};

/* c->json and c->verb are right also after a refusal. */
bool	import_cmdline_parse(int argc, char **argv, struct cmdline *c,
	    struct err *e) MUST_CHECK;
void	import_cmdline_clear(struct cmdline *c);
void	import_cmdline_usage(FILE *to);
void	import_cmdline_names(FILE *to);
