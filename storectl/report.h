/*
 * report.h - a failure in storectl's words
 *
 * storectl's own verbs have no Windows counterpart to imitate: they print one
 * sentence. In JSON the cause is named by the code that certutil gives it, so
 * that a wrong password, damage and what is not supported stay apart:
 * {"error":{"code":"0x80070056","name":"ERROR_INVALID_PASSWORD",...}}.
 */

#ifndef SPCKIT_STORECTL_REPORT_H
#define SPCKIT_STORECTL_REPORT_H

#include <stdbool.h>

#include "base/err.h"

/* On standard error, and with `json` a document on standard output; `file` may
 * be NULL. */
void	report_error(const struct err *e, const char *file, bool json);

#endif
