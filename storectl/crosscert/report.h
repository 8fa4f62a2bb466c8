/*
 * report.h - a failure in crosscert's words
 *
 * One sentence on standard error; with -json also a document on standard
 * output, in which the cause has the code that certutil gives it. Progress is
 * a line that overwrites itself, on a terminal only.
 */

#ifndef SPCKIT_CROSSCERT_REPORT_H
#define SPCKIT_CROSSCERT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/err.h"

void	report_error(const struct err *e, bool json);
/* A line of ours on standard error: "crosscert: ...". */
void	report_note(const char *fmt, ...) PRINTF_LIKE(1, 2);

void	report_progress_begin(void);
void	report_progress(const char *url, size_t bytes, unsigned attempt);
void	report_progress_end(void);

/* Everything to standard output. */
bool	report_print(const struct bytes *out, struct err *e) MUST_CHECK;

#endif
