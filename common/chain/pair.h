/*
 * pair.h - contents -> identities, by public key only
 *
 * The certificate that belongs to a key is found by its public key, whatever
 * its place in the file. Where several certificates have the key (a renewal),
 * the one valid longest wins, then the first in the file; the others
 * stay among the certificates. A key of unknown algorithm is paired by local
 * key id (identity_pairs()); where that stands on every certificate of the
 * file, its own is the one that issued none of the others.
 */

#pragma once

#include "base/err.h"
#include "cert/contents.h"
#include "cert/identity.h"

/* Index of the certificate of this key in the list, or -1. */
long		 pair_find(const struct key *k, const struct certlist *certs);
/* Why there is none: ERR_NO_MATCH, or ERR_UNSUPPORTED for a key whose public key
 * cannot be computed. */
bool		 pair_refuse(const struct key *k, size_t checked,
		    struct err *e);
/* Take key i and its certificate out of c; chain and unrelated are filled from
 * all certificates left in c, ordered by order_chain(). NULL with
 * ERR_NO_MATCH when no certificate belongs to the key. */
struct identity	*pair_take(struct contents *c, size_t key_index,
		    struct err *e) MUST_CHECK;
