/*
 * err.h - a failure as a value: a cause and one sentence
 *
 * The place that knows what is wrong writes the sentence (lower case, no full
 * stop: what is wrong, then what was expected or would fix it). A caller only
 * puts a subject in front with err_in(): "old.pvk: salt of 4000 bytes ...".
 * Codes name causes, not programs; each tool's report.c turns them into the
 * words of its Windows counterpart.
 *
 * What there is to choose from may follow, a line each (err_list()).
 *
 * Ownership:  struct err is a plain value, usually on the caller's stack.
 * Limits:     the sentence is cut at ERR_MSG_MAX bytes; the tail is lost first.
 * Secrets:    never in a message, and never a whole blob.
 *
 * Every function that takes a struct err returns false (or NULL) when it set
 * one and leaves it alone otherwise. err_set() returns false so that a refusal
 * is one statement: return err_set(e, ERR_INPUT, "...").
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"

#define ERR_MSG_MAX	2048

enum err_code {
	ERR_NONE = 0,
	ERR_USAGE,		/* the command line makes no sense */
	ERR_NOT_FOUND,		/* a file that is not there */
	ERR_ACCESS,		/* permission denied, not owned by the caller */
	ERR_IO,			/* reading or writing failed: EIO, ENOSPC, ... */
	ERR_EXISTS,		/* the output exists and may not be replaced */
	ERR_FORMAT,		/* not a file of the wanted kind */
	ERR_INPUT,		/* of the wanted kind, but damaged */
	ERR_VERSION,		/* of the wanted kind, but an unknown version */
	ERR_UNSUPPORTED,	/* intact, but not supported */
	ERR_LIMIT,		/* over a limit */
	ERR_PASSWORD,		/* wrong password (or damaged where the two
				   cannot be told apart; the sentence says so) */
	ERR_PASSWORD_NEEDED,	/* encrypted, and no password was given */
	ERR_NO_MATCH,		/* no certificate belongs to the key */
	ERR_NO_KEY,		/* no private key where one is needed */
	ERR_KEY_STATE,		/* there is one, but not for this use */
	ERR_NO_CERT,		/* no certificate meets the criteria */
	ERR_UNTRUSTED,		/* the certificate chain is not trusted */
	ERR_INCOMPLETE,		/* the certificate chain lacks an issuer */
	ERR_EXPIRED,		/* nothing but the validity is wrong */
	ERR_AMBIGUOUS,		/* several candidates where one is needed */
	ERR_CANCELLED,		/* by the user */
	ERR_CRYPTO,		/* libcrypto failed where it should not */
	ERR_MEMORY,		/* out of memory */
};

struct err {
	enum err_code	code;
	char		msg[ERR_MSG_MAX];
	size_t		list;	/* where in msg the lines begin; 0: none */
};
#define ERR_INIT { ERR_NONE, "", 0 }

/* Set code and sentence, replacing any earlier one. Returns false. */
bool	err_set(struct err *e, enum err_code code, const char *fmt, ...)
	    PRINTF_LIKE(3, 4);

/* As err_set, with strerror(errnum) after the sentence; the code follows errnum
 * (ENOENT, EACCES, EEXIST, ENOMEM), else ERR_IO. */
bool	err_errno(struct err *e, int errnum, const char *fmt, ...)
	    PRINTF_LIKE(3, 4);

/* Out of memory. Returns false. */
bool	err_memory(struct err *e);

/* Put a subject in front: "SUBJECT: sentence". Returns false. */
bool	err_in(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Add a cure that only the caller knows. */
bool	err_add(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Add a line after the sentence; the text has no line ends (it went through
 * text_add_printable()). One that does not fit is left out. Returns false. */
bool	err_list(struct err *e, const char *text);

/* Forget the error, before another attempt. */
void	err_clear(struct err *e);
