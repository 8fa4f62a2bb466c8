/*
 * import.h - one file -> the store
 *
 * import_load()    the file -> contents; asks for the file's password where one
 *                  is needed and may_ask is set
 * import_plan()    contents -> a plan
 * import_read()    both
 * import_apply()   the plan -> a change of a location
 * import_undo()    when what import_apply() did is not committed: keys that it
 *                  put on a token are taken from there
 * import_write()   apply, commit and the notes (notes.h), for one file
 *
 * Reading and writing are apart because passphrases are asked for between the
 * two, and because a batch reads many files at once and commits them together.
 *
 * Passwords: a PFX without a password and one with the empty password open
 *            without a question. What was typed and does not fit is asked for
 *            again (passin.h); what was given is ERR_PASSWORD; damage is
 *            another error.
 * Ownership: strings and options are borrowed; import_clear() wipes and frees
 *            the rest, results included.
 * Errors:    those of readfile.h, load.h, plan.h and change.h; ERR_FORMAT for
 *            a file of another kind, with what takes it; ERR_NO_KEY when NoRoot
 *            leaves nothing of a file of certificates. Sentences begin with
 *            the file where it is to blame.
 */

#pragma once

#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "cert/contents.h"
#include "formats/sniff.h"
#include "modifiers.h"
#include "plan.h"
#include "store/change.h"
#include "store/location.h"
#include "token/token.h"

enum verb { VERB_IMPORT_PFX, VERB_ADD_STORE };

/* The same for all rows of a batch. */
struct import_options {
	enum place		 place;
	bool			 force;		/* replace what is there */
	bool			 may_ask;	/* for the file's password */
	const char		*ask_instead;	/* where not: what gives it */
	const char		*encoding;	/* of passwords of files; NULL */
	const char		*csp;		/* as given, or NULL */
	const struct secret	*passphrase;	/* of protected keys, or NULL */
	struct token		*token;		/* for keys, or NULL */
	const struct limits	*limits;
};

struct import {
	enum verb	 verb;
	const struct import_options *options;
	const char	*store;		/* NULL: not named */
	const char	*file;
	struct modifiers modifiers;
	struct secret	 password;	/* of the file */
	struct secret	 key_password;	/* of keys with one of their own */
	bool		 single_store;	/* the chain goes there, too */
	bool		 no_properties;	/* names are dropped */
	/* results */
	enum kind	 kind;
	struct contents	 contents;	/* its warnings are the notes */
	struct plan	 plan;
	char		*canonical;	/* `store` as it is spelled on disk */
};

void	import_init(struct import *i, enum verb verb,
	    const struct import_options *options);
bool	import_load(struct import *i, struct err *e) MUST_CHECK;
bool	import_plan(struct import *i, struct err *e) MUST_CHECK;
bool	import_read(struct import *i, struct err *e) MUST_CHECK;
bool	import_apply(struct import *i, const struct location *l,
	    struct change *c, struct err *e) MUST_CHECK;
void	import_undo(struct import *i);
bool	import_write(struct import *i, struct err *e) MUST_CHECK;
void	import_clear(struct import *i);

/* Does it need a passphrase for a key that is to be protected? After
 * import_read(). */
bool	import_protects(const struct import *i);
