/*
 * verbs.h - what storectl can do, one function a verb
 *
 * A verb gets the parsed command line and returns false with a struct err; it
 * prints its own result. What it did not do although asked to is a note and
 * *c->part_undone (cmdline.h). The exit status is main's business, and so are
 * the last lines of certutil's verbs ("CertUtil: -store command completed
 * successfully.").
 *
 * Our verbs are listed in main.c, those of Windows in winverb.c.
 */

#ifndef SPCKIT_STORECTL_VERBS_VERBS_H
#define SPCKIT_STORECTL_VERBS_VERBS_H

#include <stdbool.h>

#include "base/err.h"
#include "storectl/cmdline.h"

typedef bool	verb_run(const struct cmdline *c, struct err *e);

struct verb {
	const char	*name;
	verb_run	*run;		/* NULL: a program of that name */
	const char	*takes;		/* options, blanks between */
	bool		 on_file;	/* its first operand is a file */
	const char	*synopsis;
	const char	*help;
};

/* The options that say which certificates are meant, and where. */
#define VERB_SELECTION	"s user sm n i r sha1 u c a"

bool	verb_chain(const struct cmdline *c, struct err *e) MUST_CHECK;
bool	verb_delete(const struct cmdline *c, struct err *e) MUST_CHECK;
bool	verb_dump(const struct cmdline *c, struct err *e) MUST_CHECK;
bool	verb_export(const struct cmdline *c, struct err *e) MUST_CHECK;
bool	verb_list(const struct cmdline *c, struct err *e) MUST_CHECK;
bool	verb_pkcs11(const struct cmdline *c, struct err *e) MUST_CHECK;
bool	verb_run_program(const struct cmdline *c, struct err *e) MUST_CHECK;
bool	verb_show(const struct cmdline *c, struct err *e) MUST_CHECK;

bool	certutil_delstore(const struct cmdline *c, struct err *e) MUST_CHECK;
bool	certutil_dump(const struct cmdline *c, struct err *e) MUST_CHECK;
bool	certutil_enumstore(const struct cmdline *c, struct err *e) MUST_CHECK;
bool	certutil_exportpfx(const struct cmdline *c, struct err *e) MUST_CHECK;
bool	certutil_store(const struct cmdline *c, struct err *e) MUST_CHECK;
bool	certutil_verifystore(const struct cmdline *c, struct err *e)
	    MUST_CHECK;

#endif
