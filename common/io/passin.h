/*
 * passin.h - where a password comes from
 *
 * SOURCE is env:NAME, file:PATH, fd:N, stdin (the first line of each; BOM and
 * CR/LF dropped) or prompt. An empty file is the empty password where an
 * existing one is wanted; as a new password it is refused, as is a descriptor
 * at its end, and a variable that is empty: it is more often one that was not set.
 * The only module that touches a terminal: /dev/tty, echo off,
 * signals caught and the terminal restored before the signal is raised again,
 * over-long lines drained and refused.
 *
 * Secrets:  an environment variable stays in the environment of this process
 *           (callers hide it from children).
 * Errors:   ERR_NOT_FOUND, ERR_IO, ERR_USAGE (unknown kind of source; no such
 *           variable), ERR_CANCELLED (Ctrl-C, Ctrl-D, two entries that differ
 *           three times), ERR_PASSWORD_NEEDED (no terminal; the message names
 *           `option`, the -...-from option to use instead).
 */

#pragma once

#include "base/err.h"
#include "base/secret.h"

enum passin_how {
	PASSIN_ONCE,		/* an existing password */
	PASSIN_CONFIRM,		/* a new one: asked twice */
};

bool	passin_source(const char *source, const char *prompt,
	    enum passin_how how, const char *option, struct secret *out,
	    struct err *e) MUST_CHECK;
/* Ask on the terminal. */
bool	passin_prompt(const char *prompt, enum passin_how how,
	    const char *option, struct secret *out, struct err *e) MUST_CHECK;
/* After a failure *e with the password `tried`: is there another try? One that
 * was needed and not given is asked for; one that was typed and is wrong is asked
 * for again, PASSIN_TRIES times in all, after the sentence of the failure. Then
 * *out has it and *e is clear. False with *e as it was when there is none, or
 * with that of asking. `out` may be `tried`. */
enum { PASSIN_TRIES = 3 };
bool	passin_retry(const char *prompt, const char *option,
	    const struct secret *tried, struct secret *out, struct err *e)
	    MUST_CHECK;
/* Ask for an ordinary line (wizards); an empty answer means `preset`, shown in
 * brackets, unless NULL. *line is new and the caller's. */
bool	passin_line(const char *prompt, const char *preset, char **line,
	    struct err *e) MUST_CHECK;
bool	passin_have_terminal(void);
/* Was a question answered with Ctrl-C? */
bool	passin_interrupted(void);
