/*
 * contents.h - what a file holds, as found, without judgement
 *
 * Every reader produces contents; pairing (chain/pair.h) turns them into
 * identities. A reader adds to what is there, so that a key file and a
 * certificate file become one contents.
 *
 * Warnings are sentences about what was skipped or tolerated ("2 CRLs were
 * skipped", "4 zero bytes after the end"); they never change the outcome.
 */

#pragma once

#include "base/err.h"
#include "cert/cert.h"
#include "cert/key.h"

struct contents {
	struct keylist	  keys;
	struct certlist	  certs;
	size_t		  crls;		/* skipped, but counted */
	size_t		  others;	/* secret bags, CTLs, requests, ... */
	bool		  encrypted;	/* a password was needed for a part */
	bool		  password_unchecked; /* no MAC and nothing encrypted */
	char		**warnings;
	size_t		  warning_count;
};
#define CONTENTS_INIT { KEYLIST_INIT, CERTLIST_INIT, 0, 0, false, false, NULL, 0 }

bool	contents_warn(struct contents *c, struct err *e, const char *fmt, ...)
	    PRINTF_LIKE(3, 4) MUST_CHECK;
/* Append all of *from to *to; *from is empty afterwards, also on failure. */
bool	contents_merge(struct contents *to, struct contents *from,
	    struct err *e) MUST_CHECK;
void	contents_clear(struct contents *c);
