/*
 * options.h - the options of `signtool sign`, and a few of ours
 *
 * SignTool's letters mean other things than storectl's (/f is a file, /d a
 * description), so its commands have a table of their own. What SignTool has and
 * we do not offer is refused by name, with what to use instead.
 *
 * Ours beside them: -user, -kernel, -p-from, -kp-from, -retries, -limit.
 *
 * Ownership: strings point into argv. sign_options_clear() wipes the password.
 */

#pragma once

#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "cli/opt.h"
#include "query/selection.h"

enum { SIGN_RETRIES = 2, SIGN_RETRIES_MAX = 10 };

struct sign_options {
	struct selection selection;
	bool		 windows_usage;		/* /uw */
	/* Instead of a store. */
	const char	*file;
	struct secret	 password;
	const char	*password_from;
	const char	*password_encoding;
	const char	*key_password_from;
	const char	*csp;
	const char	*container;
	/* What goes into the signature, and how. */
	struct opt_list	 cross;			/* /ac */
	bool		 kernel;
	const char	*digest;		/* in small letters, or certHash */
	bool		 append;
	bool		 page_hashes;
	bool		 no_page_hashes;
	const char	*description;
	const char	*url;
	const char	*stamp;			/* /t */
	const char	*rfc_stamp;		/* /tr */
	const char	*stamp_digest;
	struct opt_uint	 retries;
	bool		 verbose;
	bool		 quiet;
	bool		 debug;
	struct limits	 limits;
	bool		 bad_digest;		/* what is wrong with the line */
	bool		 bad_hash;
	/* The files. */
	enum opt_special special;
	int		 file_count;
	char		**files;
};

extern const struct opt_table sign_options_table;

/* argv[0] is the command's name. */
bool	sign_options_parse(int argc, char **argv, struct sign_options *o,
	    struct err *e) MUST_CHECK;
void	sign_options_clear(struct sign_options *o);
/* "sha256RSA" -> "sha256", as osslsigncode has it; NULL: another digest. */
const char *sign_options_digest(const char *name);
