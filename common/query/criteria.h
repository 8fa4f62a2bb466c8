/*
 * criteria.h - what the command line says about the certificates it means
 *
 * The options -n, -i, -r, -sha1, -u, -c, -a and a CertId as the criteria of
 * chain/select.h, and the sentence for several certificates where one is
 * needed. Stores (gather.h) and files (export_files.h) select alike.
 *
 * Ownership: criteria borrow the command line's strings.
 * Errors:    ERR_USAGE for values that are empty or no hash.
 */

#ifndef SPCKIT_QUERY_CRITERIA_H
#define SPCKIT_QUERY_CRITERIA_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"
#include "chain/select.h"
#include "storectl/cmdline.h"

/* `id` is the CertId, or NULL. */
bool	criteria_set(struct select *s, const struct cmdline *c, const char *id,
	    struct err *e) MUST_CHECK;

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
