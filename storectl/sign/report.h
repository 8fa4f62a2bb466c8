/*
 * report.h - what `signtool sign` prints
 *
 * Standard output has SignTool's words, standard error its errors and, after
 * each, a sentence of ours. With /q only errors are printed; the chosen
 * certificate, the chain and the counts with /v alone.
 */

#pragma once

#include "base/err.h"
#include "chain.h"
#include "file.h"
#include "options.h"
#include "query/pick.h"

struct sign_report {
	const struct sign_options	*o;
	unsigned			 signed_files;
	unsigned			 errors;
};

/* The certificate, its key: nothing can be signed. */
void	sign_report_refused(const struct sign_report *r, const struct pick *p,
	    const struct err *e);
void	sign_report_filters(const struct sign_report *r,
	    const struct pick *p);
void	sign_report_identity(const struct sign_report *r,
	    const struct cert *leaf, const struct sign_chain *chain);
/* Counts it. */
void	sign_report_file(struct sign_report *r, const char *path,
	    enum sign_how how, const struct err *e);
void	sign_report_end(const struct sign_report *r);
