/*
 * cmdline.h - storectl's options, for all verbs
 *
 * One const table serves every verb, ours and those that are spelled as on
 * Windows; a verb says which options it takes (cli/command.h), and any other one on
 * its line is refused by name.
 *
 * Operands are what is left without a dash: for our verbs first the verb, which
 * is not counted among them. What they mean is the verb's:
 *
 *   list, show, delete   [CertId]
 *   export, chain        [CertId], or with -in: more FILEs
 *   dump                 FILE
 *   run                  [CertId] -- PROGRAM ARGUMENTS
 *   certutil's           as on Windows: [Store [CertId [File]]]
 *
 * Inputs: -in FILE may be given several times, and with it every operand is an
 * input too, so that `-in *.cer` works as a shell expands it. cmdline_input()
 * counts through both, first those of -in.
 *
 * Exit status: a verb that did a part of what was asked sets *part_undone,
 * says with report_note() what was not done, and returns true: main exits 2.
 *
 * A program that a verb ran for the user decides how we end: c->program.
 *
 * Ownership: strings point into argv. cmdline_clear() wipes the passwords.
 */

#pragma once

#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "cert/contents.h"
#include "cli/command.h"
#include "cli/opt.h"
#include "query/gather.h"
#include "query/selection.h"
#include "store/location.h"

/* How the program of `run` ended, or one of SignTool's commands, which have exit
 * statuses of their own. */
struct program_end {
	int		  status;	/* -1: none was run */
	int		  ended_by;	/* a signal, or 0 */
};
enum { SIGNTOOL_DONE = 0, SIGNTOOL_FAILED = 1, SIGNTOOL_WARNED = 2 };

struct cmdline {
	/* Of our verbs the name as it was typed; of certutil's the one in
	 * winverb's table. */
	const char	 *verb;
	bool		  windows;	/* spelled as on Windows */

	struct selection  selection;	/* where, and which certificates */

	/* Passwords: of a file read, of a protected key, of a file written. */
	struct secret	  password;
	const char	 *password_from;
	const char	 *password_encoding;
	const char	 *key_password_from;
	struct secret	  out_password;
	const char	 *out_password_from;

	/* What is written, and how. */
	struct opt_list	  in;
	const char	 *format;
	const char	 *out;
	const char	 *crypto;
	struct opt_uint	  iter;
	const char	 *name;
	const char	 *csp;
	const char	 *key_spec;
	const char	 *form;		/* der, pem */
	struct opt_list	  cross;
	bool		  no_key;
	bool		  no_chain;
	bool		  no_root;

	/* chain, and what it hands to crosscert */
	bool		  tree;
	bool		  kernel;
	const char	 *at;
	struct opt_list	  crl;
	const char	 *revocation;	/* online */
	struct opt_list	  policies;
	bool		  explicit_policy;
	bool		  fetch;
	const char	 *proxy;
	const char	 *ca_file;
	const char	 *fetch_seconds;
	const char	 *retries;
	/* certutil -generateSSTFromWU, -syncWithWU: for crosscert as well */
	const char	 *url;
	const char	 *signer_root;

	bool		  delete_key;
	bool		  force;
	bool		  json;
	bool		  verbose;
	struct limits	  limits;

	/* Only certutil's verbs. */
	bool		  gmt;
	bool		  seconds;
	bool		  silent;
	const char	 *timeout;

	enum opt_special  special;
	bool		 *part_undone;
	struct program_end *program;
	/* After the first -- of run; of SignTool's commands the line. */
	int		  command_count;
	char		**command;
	int		  operand_count;
	char		**operands;
};

extern const struct opt_table cmdline_options;

/* Everything but a verb's own rules, or that there is one where options or verbs
 * are to be listed. c->json is right also after a refusal.
 * With `windows` no operand is the verb. */
bool	cmdline_parse(int argc, char **argv, bool windows, struct cmdline *c,
	    struct err *e) MUST_CHECK;
void	cmdline_clear(struct cmdline *c);
/* Refuse options that are not named in `takes`. */
bool	cmdline_check(const struct cmdline *c, const char *takes,
	    struct err *e) MUST_CHECK;

/* Our verbs' one: of the user's My where nothing else is said, with the operand
 * as the CertId unless it is an input. */
struct selection cmdline_selection(const struct cmdline *c);
/* The same opened, for verbs that take one operand. To be closed in any case. */
bool	cmdline_gather(const struct cmdline *c, struct gather *g,
	    struct err *e) MUST_CHECK;
/* The same, opened for one function and closed after it. */
bool	cmdline_in_store(const struct cmdline *c, bool (*verb)(struct gather *g,
	    const struct cmdline *c, struct err *e), struct err *e) MUST_CHECK;
/* Of the files that are read: -p, or where -p-from says; of keys in them with
 * one of their own, where -kp-from says. Not given without. */
struct cmdline_passwords {
	struct secret	file;
	struct secret	key;
};
#define CMDLINE_PASSWORDS_INIT { SECRET_INIT, SECRET_INIT }
bool	cmdline_passwords(const struct cmdline *c, struct cmdline_passwords *p,
	    struct err *e) MUST_CHECK;
void	cmdline_passwords_clear(struct cmdline_passwords *p);
/* load_file() with them. */
bool	cmdline_load(const struct cmdline *c, const struct cmdline_passwords *p,
	    const char *operand, struct contents *contents, struct err *e)
	    MUST_CHECK;
/* Standard input is read once: as one of the files, which are those of -in and
 * -cross and, if not NULL, `file`, or for passwords, a line each. */
bool	cmdline_check_stdin(const struct cmdline *c, const char *file,
	    struct err *e) MUST_CHECK;
size_t	cmdline_inputs(const struct cmdline *c);
const char	*cmdline_input(const struct cmdline *c, size_t n);

/* The verbs that have a folder of their own. */
command_run	verb_export;
command_run	verb_run_program;
command_run	signtool_sign;
command_run	signtool_verify;
