/*
 * verbs.h - what crosscert can do, one function a verb
 *
 * As storectl's verbs.h: a verb prints its own result; what it did not do
 * although asked to is a note and *o->part_undone.
 */

#ifndef SPCKIT_CROSSCERT_VERBS_H
#define SPCKIT_CROSSCERT_VERBS_H

#include <stdbool.h>

#include "base/err.h"
#include "options.h"

struct verb {
	const char	*name;
	bool		(*run)(const struct options *o, struct err *e);
	const char	*takes;		/* options, blanks between */
	const char	*synopsis;
	const char	*help;
};

bool	crosscert_add(const struct options *o, struct err *e) MUST_CHECK;
bool	crosscert_aia(const struct options *o, struct err *e) MUST_CHECK;
bool	crosscert_fetch(const struct options *o, struct err *e) MUST_CHECK;
bool	crosscert_find(const struct options *o, struct err *e) MUST_CHECK;
bool	crosscert_list(const struct options *o, struct err *e) MUST_CHECK;

#endif
