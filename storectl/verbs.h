/*
 * verbs.h - what storectl can do, one function a verb
 *
 * A verb gets the parsed command line and returns false with a struct err; it
 * prints its own result. The exit status is main's business.
 */

#ifndef SPCKIT_STORECTL_VERBS_H
#define SPCKIT_STORECTL_VERBS_H

#include <stdbool.h>

#include "base/err.h"
#include "cmdline.h"

struct verb {
	const char	*name;
	bool		(*run)(const struct cmdline *c, struct err *e);
	const char	*synopsis;
	const char	*help;
};

bool	verb_dump(const struct cmdline *c, struct err *e) MUST_CHECK;

#endif
