/*
 * criteria.h - several certificates meet the criteria, and one is needed: the
 * sentence that lists them
 */

#ifndef SPCKIT_QUERY_CRITERIA_H
#define SPCKIT_QUERY_CRITERIA_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"

enum { CRITERIA_LISTED = 10 };	/* candidates named in a refusal */

struct criteria_names {
	struct bytes	text;
	size_t		count;
};
#define CRITERIA_NAMES_INIT { BYTES_INIT, 0 }

/* One of several: the first ones are listed, all are counted. */
void	criteria_name(struct criteria_names *n, const struct cert *c);
/* ERR_AMBIGUOUS with the list; clears it. */
bool	criteria_refuse_several(struct criteria_names *n, struct err *e);

#endif
