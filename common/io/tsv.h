/*
 * tsv.h - the list of a batch: lines of columns separated by tabs
 *
 * Empty lines and lines that begin with # are skipped, a BOM and CR before LF
 * are dropped. A column that is empty, "-" or left out at the end is not
 * given.
 *
 * Ownership: lines and columns point into the text and live as long as it.
 * Errors:    those of readfile.h; ERR_FORMAT for NUL characters; ERR_USAGE for
 *            too many columns and for "prompt"; those of passin.h.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "io/passin.h"
#include "io/readfile.h"

struct tsv {
	struct bytes	 text;
	char		*at;		/* NULL: at the end */
	unsigned long	 number;	/* of the last line, from 1 */
};
#define TSV_INIT { BYTES_INIT, NULL, 0 }

bool	tsv_open(struct tsv *r, const char *operand, readfile_cap *cap,
	    const struct limits *limits, struct err *e) MUST_CHECK;
/* The same from text in memory. */
bool	tsv_text(struct tsv *r, struct view text, struct err *e) MUST_CHECK;
/* The next line with content; false at the end. */
bool	tsv_next(struct tsv *r, char **line);
/* columns[0..count): NULL where not given. Modifies the line. */
bool	tsv_split(char *line, const char **columns, size_t count,
	    struct err *e) MUST_CHECK;
/* A column that says where a password comes from; "prompt" is refused. Call in
 * the order of the lines, which may share one descriptor. `out` is left alone
 * when the column is not given. */
bool	tsv_password(const char *column, enum passin_how how,
	    const char *name, struct secret *out, struct err *e) MUST_CHECK;
void	tsv_clear(struct tsv *r);
