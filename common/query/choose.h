/*
 * choose.h - which certificates of some files are meant
 *
 *   criteria given    those that meet them; with -a the one of them that is
 *                     valid for the longest
 *   private keys      the certificate of each
 *   neither           the one that issued none of the others; where several
 *                     issued none, all are meant
 *
 * Ownership: borrows everything.
 * Errors:    what select_meets() gives.
 */

#ifndef SPCKIT_QUERY_CHOOSE_H
#define SPCKIT_QUERY_CHOOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "cert/contents.h"
#include "chain/select.h"

/* chosen[i] for every certificate; *n of them. */
bool	export_choose(const struct contents *c, const struct select *criteria,
	    bool *chosen, size_t *n, struct err *e) MUST_CHECK;
/* Those that issued none of the others; returns how many: none, too, where there
 * are too many certificates to look. */
size_t	export_ends(const struct certlist *certs, bool *ends);
/* The place of the key that belongs to a certificate, or -1. */
long	export_key_of(const struct contents *c, const struct cert *cert);

#endif
