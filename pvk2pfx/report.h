/*
 * report.h - what pvk2pfx says: in the words of the Windows program, in ours,
 * or as JSON
 *
 * A failure is two lines on standard error exactly as the Windows program
 * writes them (a table in report.c, one row a cause), then our sentence. With
 * -json the same is a document on standard output too.
 *
 * A success prints nothing but a warning for an empty password; -v lists what
 * was matched and written, on standard output or, where that carries JSON or
 * the PFX itself, on standard error.
 */

#pragma once

#include "cli/report.h"
#include "convert.h"

struct report {
	bool		json;
	bool		verbose;
	unsigned long	row;		/* line of the batch; 0: no batch */
};

extern const struct report_program convert_report_program;

bool	convert_report(const struct report *r, const struct conversion *c,
	    struct err *e) MUST_CHECK;
void	convert_report_failed(const struct report *r, const struct failure *f);
