/*
 * report.h - failures, notes and documents, of every program
 *
 * A failure is one sentence on standard error, after the program's name. With
 * -json it is a document on standard output as well, in which the cause has
 * Windows' code and name, so that a wrong password, damage and what is not
 * supported stay apart:
 * {"error":{"code":"0x80070056","name":"ERROR_INVALID_PASSWORD",...}}.
 *
 * Which cause has which code is a table in report.c; a program's own rows
 * (struct report_program) come before it. What the Windows program prints on
 * a failure, byte for byte, is the program's own report.c's.
 *
 * A line of a batch has a number: sentences begin with "line N: ", documents
 * with "row", and a document is one line. 0: no batch.
 */

#pragma once

#include <stdint.h>
#include <stdio.h>

#include <jansson.h>

#include "base/err.h"

struct report_code {
	enum err_code	 cause;
	uint32_t	 code;
	unsigned	 parts;		/* of the work; a mask, 0: any */
	const char	*words;		/* NULL: Windows' for the code */
};

struct report_program {
	const char			*name;
	const struct report_code	*codes;	/* before the common ones */
	size_t				 count;
};

/* "storectl", unless cli/main.h says otherwise. */
extern const struct report_program *report_program;

struct report_failure {
	const struct err *err;
	const char	*file;		/* NULL: none */
	unsigned	 part;		/* a bit of report_code.parts, or 0 */
	unsigned long	 row;
	bool		 json;
};

/* Code and words for a cause in a part of the work; words is never NULL. */
struct report_code report_find(enum err_code cause, unsigned part);
/* The sentence, and the document. */
void	report_failed(const struct report_failure *f);
/* The same without part and row; `file` may be NULL. */
void	report_error(const struct err *e, const char *file, bool json);
/* The value of "error" in it; NULL: out of memory. */
json_t	*report_json(const struct err *e, const char *file);

/* "line 3: ", for lines that other programs' words are: nothing where row is
 * 0. */
void	report_put_row(FILE *to, unsigned long row);
/* "CertUtil: -VERB command FAILED: ..." on `to`. */
void	report_certutil_words(FILE *to, unsigned long row, const char *verb,
	    const struct err *e);
/* That on standard output, and the sentence. */
void	report_certutil_failed(const char *verb, const struct err *e);
void	report_certutil_done(const char *verb);
/* certutil's words and number for a cause, as in "FAILED: " lines. */
#define REPORT_CODE_MAX		80
const char *report_code(enum err_code cause, char buf[REPORT_CODE_MAX]);

/* A sentence on standard error: "storectl: ...". */
void	report_note(const char *fmt, ...) PRINTF_LIKE(1, 2);
void	report_note_row(unsigned long row, const char *text);
/* A new document; NULL: out of memory (cli/json.h). */
json_t	*report_begin(unsigned long row);
/* A document to standard output; dropped, also on failure. NULL is out of
 * memory. */
bool	report_end(unsigned long row, json_t *doc, struct err *e) MUST_CHECK;
bool	report_doc(json_t *doc, struct err *e) MUST_CHECK;
