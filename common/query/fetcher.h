/*
 * fetcher.h - has crosscert, which alone reaches the network, fetch something
 *
 * The certificates go to it in memory, the options as they were given to us.
 * It writes what it got into the store: no lock may be held here, and
 * what was printed must have been flushed.
 *
 * Errors: those of sibling.h, ERR_MEMORY. What could not be fetched it says
 *         itself; *status is its exit status.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "store/location.h"

struct fetcher {
	enum place		 place;
	const char		*proxy;		/* NULL: not given */
	const char		*ca_file;
	const char		*timeout;
	const char		*retries;
	const struct limits	*limits;
};

/* `verb` on these certificates (PEM), with -sha1 unless `sha1` is NULL. */
bool	fetcher_run(const struct fetcher *f, const char *verb,
	    const unsigned char *sha1, struct view pem, int *status,
	    struct err *e) MUST_CHECK;

/* The value of crosscert's -proxy: a URL that holds a password is handed over in
 * memory, because arguments are visible to other users. The descriptor is the
 * caller's; -1: none is needed. */
enum { FETCHER_WORD = 32 };
bool	fetcher_proxy(const char **proxy, char word[FETCHER_WORD], int *fd,
	    struct err *e) MUST_CHECK;
