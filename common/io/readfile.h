/*
 * readfile.h - an input operand -> its bytes
 *
 * Operands: a path, `-` for standard input, `fd:N` for an open descriptor,
 * `env:NAME` for the value of an environment variable. (A path that begins
 * with one of these is written ./env:NAME.)
 *
 * Ownership:  *out is filled; the caller clears it.
 * Limits:     the cap is looked up after the first bytes are known, because a
 *             key file, a container and a serialized store have different
 *             ones: `cap` says which limit applies given the first bytes.
 *             A file over its cap is refused with its size and the switch.
 * Errors:     ERR_NOT_FOUND, ERR_ACCESS, ERR_IO, ERR_LIMIT; a file that
 *             changes size while being read is refused (ERR_IO), as is a
 *             directory. Messages start with the operand. EINTR is retried.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"

/* Which limit governs a file that begins like this (at most 64 bytes are
 * shown). Callers pass load_cap_key, load_cap_any, ... of formats/load.h. */
typedef enum limit readfile_cap(struct view start);

/* The name for messages: "standard input" for "-", else the operand. */
const char	*readfile_name(const char *operand);
bool		readfile(const char *operand, readfile_cap *cap,
		    const struct limits *limits, struct bytes *out,
		    struct err *e) MUST_CHECK;

/* A regular file and nothing else, without waiting: a pipe would keep us until
 * somebody writes to it. */
bool		readfile_regular(const char *path, readfile_cap *cap,
		    const struct limits *limits, struct bytes *out,
		    struct err *e) MUST_CHECK;

/* For sources of passwords as well: a path opened for reading (-1 with an
 * error), and the N of fd:N. */
int		readfile_open(const char *path, struct err *e);
bool		readfile_number(const char *digits, int *fd, struct err *e)
		    MUST_CHECK;
