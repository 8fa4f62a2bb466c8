/*
 * order.h - put the certificates of a file into the order of a chain
 *
 * By names and key identifiers, without verifying signatures (that is
 * chain.h's, when trust is asked for). Several certificates may answer to one
 * issuer name (a root and a cross-certificate of the same key): all of them
 * belong to the chain, the self-signed one last.
 */

#pragma once

#include "base/err.h"
#include "cert/cert.h"

/* Could `issuer` have issued `c`? Names equal, and where both key identifiers
 * are there, they agree. */
bool	order_is_issuer(const struct cert *issuer, const struct cert *c);
/* Move everything out of *from: what leaf needs, in order, to *chain; the rest
 * in its old order to *unrelated. */
bool	order_chain(const struct cert *leaf, struct certlist *from,
	    struct certlist *chain, struct certlist *unrelated,
	    struct err *e) MUST_CHECK;
