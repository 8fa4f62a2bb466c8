/*
 * row.h - a row of the catalogue, for people and for scripts
 *
 * Errors: sticky, in *out (bytes.h), where a function returns nothing.
 */

#ifndef SPCKIT_CROSSCERT_ROW_H
#define SPCKIT_CROSSCERT_ROW_H

#include <jansson.h>

#include "base/bytes.h"
#include "base/err.h"
#include "catalog.h"

/* {"ca","crossSha1","expires","state","link","have","location","roots"}; a new
 * reference, NULL: out of memory. */
json_t	*row_json(const struct catalog *c, const struct crosscat_row *r,
	    struct err *e) MUST_CHECK;

/* "57534ccc..." */
void	row_add_pin(struct bytes *out, const struct crosscat_row *r);
/* What one of Microsoft's that expired on `day` still serves for, and what came
 * after: a paragraph. NULL: of all of them. */
void	row_add_lore(struct bytes *out, const char *day);
/* Is it one of those that Windows knew? */
bool	row_is_microsofts(const struct crosscat_row *r);

#endif
