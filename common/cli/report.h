/*
 * report.h - a failure in storectl's words, or in certutil's
 *
 * Of storectl and of crosscert, which share the codes; report_program is the
 * name in front of a sentence.
 *
 * storectl's own verbs have no Windows counterpart to imitate: they print one
 * sentence. In JSON the cause is named by the code that certutil gives it, so
 * that a wrong password, damage and what is not supported stay apart:
 * {"error":{"code":"0x80070056","name":"ERROR_INVALID_PASSWORD",...}}.
 *
 * certutil's verbs end as certutil does, on standard output; a failure's
 * sentence of ours follows on standard error.
 */

#ifndef SPCKIT_CLI_REPORT_H
#define SPCKIT_CLI_REPORT_H

#include <stdbool.h>

#include <jansson.h>

#include "base/err.h"

/* The program's own name: "storectl", unless its main() says otherwise. */
extern const char *report_program;

/* On standard error, and with `json` a document on standard output; `file` may
 * be NULL. */
void	report_error(const struct err *e, const char *file, bool json);
/* What is behind "error" in it; NULL: out of memory. */
json_t	*report_json(const struct err *e, const char *file);
/* "CertUtil: -VERB command FAILED: ..." and the sentence. */
void	report_certutil_failed(const char *verb, const struct err *e);
void	report_certutil_done(const char *verb);
/* certutil's words and number for a cause, as in "FAILED: " lines. */
#define REPORT_CODE_MAX		80
const char *report_code(enum err_code cause, char buf[REPORT_CODE_MAX]);
/* A line of ours on standard error: "storectl: ..." or "crosscert: ...". */
void	report_note(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* A document to standard output; dropped, also on failure. NULL: out of
 * memory. */
bool	report_doc(json_t *doc, struct err *e) MUST_CHECK;

#endif
