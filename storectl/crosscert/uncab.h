/*
 * uncab.h - the files in a cabinet, into memory
 *
 * Nothing is written anywhere: the names in a cabinet are only compared. The
 * only module that knows libmspack.
 *
 * Input:      untrusted. At most UNCAB_ENTRIES entries, and max_bytes for all
 *             that they unpack to, whatever sizes the cabinet claims. A
 *             cabinet that is one of a set is refused.
 * Ownership:  name and content are valid during the call of `visit`.
 * Errors:     ERR_INPUT (damaged, truncated), ERR_LIMIT, ERR_UNSUPPORTED,
 *             ERR_MEMORY, and those of `visit`.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

enum { UNCAB_ENTRIES = 64 };

/* Does it start like a cabinet? */
bool	uncab_is_cab(struct view file);
/* Stops when `visit` returns false. */
typedef bool	uncab_visit(const char *name, struct view content, void *arg,
		    struct err *e);
bool	uncab(struct view file, size_t max_bytes, uncab_visit *visit,
	    void *arg, struct err *e) MUST_CHECK;
