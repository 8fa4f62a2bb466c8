/*
 * pick_in_files.h - which certificates of some files are meant
 *
 *   criteria given    those that meet them; with -a the one of them that is
 *                     valid longest
 *   private keys      the certificate of each
 *   neither           the one that issued none of the others; where several
 *                     issued none, all are meant
 *
 * Where one is needed, of several that issued none one is meant that is not
 * only a time stamper's, as a signed program has them. The same certificate in
 * two files is one.
 *
 * Ownership: borrows everything; *leaf belongs to the contents.
 * Errors:    ERR_NO_CERT, ERR_AMBIGUOUS (the candidates are listed), and those
 *            of select_meets().
 */

#pragma once

#include "base/err.h"
#include "cert/contents.h"
#include "chain/select.h"

bool	pick_in_files_one(const struct contents *c,
	    const struct select *criteria, const struct cert **leaf,
	    struct err *e) MUST_CHECK;
/* chosen[i] for every certificate; *n of them. */
bool	pick_in_files_all(const struct contents *c,
	    const struct select *criteria, bool *chosen, size_t *n,
	    struct err *e) MUST_CHECK;
/* The place of the key that belongs to a certificate, or -1. */
long	pick_in_files_key(const struct contents *c, const struct cert *cert);
