/*
 * keptlists.h - how long a kept revocation list or OCSP answer is of use, and
 * the removal of those that are not
 *
 * Input:   untrusted.
 * Errors:  those of dir.h.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "store/location.h"

/* nextUpdate; false if it is not there (its end is unknown then) or the list does
 * not read. */
bool	keptlists_list_until(struct view der, int64_t *t);
/* Remove those that are out of date or do not read, and what is beyond
 * REVCACHE_FILES or REVCACHE_ALL, of these the ones that end first. The location is open for
 * LOCATION_WRITE. */
bool	keptlists_sweep(const struct location *l, int64_t now,
	    struct err *e) MUST_CHECK;
