/*
 * report.h - what certimport says: in certutil's words, in ours, or as JSON
 *
 * certutil's lines go to standard output, as certutil prints them; behind them
 * a sentence of ours on standard error, with the file, what happened and what
 * would help. With -json standard output carries one document, and certutil's
 * lines of a failure go to standard error.
 *
 * Which cause has which of Windows' codes is a table in report.c.
 */

#ifndef SPCKIT_CERTIMPORT_REPORT_H
#define SPCKIT_CERTIMPORT_REPORT_H

#include <stdbool.h>

#include "base/err.h"
#include "import.h"

struct report {
	enum verb	 verb;
	bool		 json;
	bool		 verbose;
	bool		 wizard;
	unsigned long	 row;		/* line of the batch; 0: no batch */
};

bool	report_success(const struct report *r, const struct import *i,
	    struct err *e) MUST_CHECK;
/* `file` may be NULL. */
void	report_failure(const struct report *r, const char *file,
	    const struct err *e);
/* A line of ours on standard error: "certimport: ...". */
void	report_note(const char *fmt, ...) PRINTF_LIKE(1, 2);

#endif
