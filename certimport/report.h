/*
 * report.h - what certimport says: in certutil's words, in ours, or as JSON
 *
 * certutil's lines go to standard output, as certutil prints them; then
 * a sentence of ours on standard error, with the file, what happened and what
 * would help. With -json standard output carries one document, and certutil's
 * lines of a failure go to standard error.
 *
 *   {"file":…, "location":"user", "imported":[{"store":…, "sha1":…,
 *    "subject":…, "state":"added|present|replaced", "hasPrivateKey":bool}],
 *    "keys":[{"algorithm":…, "spkiSha256":…, "keySpec":…, "state":…,
 *    "hasCertificate":bool}], "changed":bool, "notes":[…]}
 *
 * Field names are a contract with scripts: new ones may be added, none is
 * renamed.
 */

#pragma once

#include "base/err.h"
#include "cli/report.h"
#include "import.h"

struct report {
	enum verb	 verb;
	bool		 json;
	bool		 verbose;
	bool		 wizard;
	unsigned long	 row;		/* line of the batch; 0: no batch */
};

extern const struct report_program import_report_program;

bool	import_report(const struct report *r, const struct import *i,
	    struct err *e) MUST_CHECK;
/* `file` may be NULL. */
void	import_report_failed(const struct report *r, const char *file,
	    const struct err *e);
