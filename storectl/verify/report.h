/*
 * report.h - a verification in SignTool's words
 *
 * What was found goes to standard output in SignTool's layout, with /v with the
 * chains; "SignTool Error: ..." and then our sentence go to standard error.
 * Names and words of files go through text_add_printable().
 *
 * Errors: ERR_MEMORY, ERR_IO.
 */

#pragma once

#include <jansson.h>

#include "base/err.h"
#include "options.h"
#include "verified.h"

struct verify_counts {
	size_t	files;		/* verified */
	size_t	signatures;
	size_t	warnings;
	size_t	errors;
};

/* One file, before and after its signatures. `nth` counts files. */
bool	verify_report_begin(const struct verify_options *o,
	    const struct verified *f, size_t nth, struct err *e) MUST_CHECK;
bool	verify_report_signature(const struct verify_options *o,
	    const struct verified *f, const struct judged *j, struct err *e)
	    MUST_CHECK;
bool	verify_report_good(const struct verify_options *o,
	    const struct verified *f, struct err *e) MUST_CHECK;
/* SignTool's error, then ours. */
void	verify_report_finding(const char *file, enum finding finding,
	    const struct err *why);
/* What could not be looked at. */
void	verify_report_error(const struct verified *f, const struct err *e);
/* No file was named; a thumbprint is none. */
void	verify_report_refused(const struct verify_options *o);
void	verify_report_warning(const char *file, const char *text);
void	verify_report_counts(const struct verify_options *o,
	    const struct verify_counts *n);

/* ---- for json.h ---- */

/* The digest, and its name: "sha256"; "" when it is not known. */
#define VERIFY_HASH_NAME	16
const char	*verify_report_hash(const struct verified *f,
		    const struct judged *j, struct view *value,
		    char name[VERIFY_HASH_NAME]);
/* "RFC3161", "Authenticode", "None" */
const char	*verify_report_stamp(enum stamp_kind kind);
/* {"code":...,"name":...,"message":...}; NULL: out of memory. */
json_t		*verify_report_cause(enum finding finding,
		    const struct err *why);
