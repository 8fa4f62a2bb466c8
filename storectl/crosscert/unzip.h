/*
 * unzip.h - the files in a downloaded zip, into memory
 *
 * Nothing is written anywhere: the names in a zip are only shown, so "../../x"
 * is a name like any other. The only module that knows libzip.
 *
 * Input:      untrusted. At most UNZIP_ENTRIES entries, and max_bytes for all
 *             that they unpack to, whatever sizes the zip claims.
 * Ownership:  name and content are valid during the call of `visit`.
 * Errors:     ERR_INPUT (damaged), ERR_LIMIT, ERR_UNSUPPORTED (encrypted, or
 *             compressed other than by "deflate"), ERR_MEMORY, and those
 *             of `visit`.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

enum { UNZIP_ENTRIES = 64 };

/* Does it start like a zip? */
bool	unzip_is_zip(struct view file);
/* Folders are left out. Stops when `visit` returns false. */
typedef bool	unzip_visit(const char *name, struct view content, void *arg,
		    struct err *e);
bool	unzip(struct view file, size_t max_bytes, unzip_visit *visit,
	    void *arg, struct err *e) MUST_CHECK;
