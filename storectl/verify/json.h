/*
 * json.h - a verification as JSON
 *
 *   {"files":[...],"verified":n,"warnings":n,"errors":n}
 *   file:      file verified catalog signatures[] error
 *   signature: index verified hash{algorithm,value} signer (a certificate)
 *              chain timestamp{kind,time,chain} crossChain revocationChecked
 *              error
 *
 * Chains are as `storectl chain -json` has them (tree.h); an error has the code
 * and the name that Windows gives it, and our sentence.
 *
 * Ownership: new references, the caller's. NULL: out of memory.
 */

#pragma once

#include <jansson.h>

#include "base/err.h"
#include "options.h"
#include "report.h"
#include "verified.h"

json_t	*verify_json_file(const struct verify_options *o,
	    const struct verified *f, struct err *e) MUST_CHECK;
/* A file that could not be looked at. */
json_t	*verify_json_unread(const char *file, const struct err *why,
	    struct err *e) MUST_CHECK;
/* The document; takes `files` in any case. */
json_t	*verify_json(json_t *files, const struct verify_counts *n,
	    struct err *e) MUST_CHECK;
