/*
 * store.h - certificates selected in a store -> bundles
 *
 * Each with its chain where the form takes one; a certificate that the form
 * wants alone must be the only one that meets the criteria (gather.h). Private
 * keys are read only for forms that hold them.
 *
 * Errors: those of gather.h and loadid.h.
 */

#ifndef SPCKIT_STORECTL_EXPORT_STORE_H
#define SPCKIT_STORECTL_EXPORT_STORE_H

#include <stdbool.h>

#include "base/err.h"
#include "bundle.h"
#include "format.h"
#include "query/gather.h"
#include "query/load_identity.h"

struct export_store {
	struct loadid			*load;	/* its gather is open */
	const struct export_format	*format;
	bool				 with_key;
	bool				 with_chain;
};

bool	export_from_store(const struct export_store *s, struct bundles *out,
	    struct err *e) MUST_CHECK;
/* One that has been found already. */
bool	export_from_found(const struct export_store *s,
	    const struct gathered *x, struct bundles *out, struct err *e)
	    MUST_CHECK;

#endif
