/*
 * ask.h - a question on the terminal, asked until it is answered
 *
 * An answer that makes no sense is never taken for the preset: the question comes
 * again, with what was expected in front of it. Spaces around an answer do not
 * count.
 *
 * Errors: those of passin.h: ERR_CANCELLED for Ctrl-C and Ctrl-D.
 */

#pragma once

#include "base/err.h"

bool	ask_yes(const char *question, bool preset, bool *yes, struct err *e)
	    MUST_CHECK;
/* `why`, where it is set, is what was wrong with the answer before. */
/* One of 1 to `most`; the preset is 1. */
bool	ask_number(const char *question, unsigned most,
	    const struct err *why, unsigned *n, struct err *e) MUST_CHECK;
/* A line of text; NULL: no preset. *answer is new and the caller's. */
bool	ask_text(const char *question, const char *preset,
	    const struct err *why, char **answer, struct err *e) MUST_CHECK;
