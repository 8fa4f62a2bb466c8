/*
 * caveat.h - what a signer would miss in a certificate and its chain, in words
 *
 *   the certificate "X" expired on 2026-01-31
 *   the certificate "X" is not valid before 2027-01-31
 *   the chain of "X" is incomplete: the certificate of "Y" is missing
 *
 * By names alone: whether a chain is good is chain.h's.
 *
 * Errors: sticky, in *out (bytes.h).
 */

#pragma once

#include "base/bytes.h"
#include "cert/cert.h"

/* Nothing is added where nothing is amiss. */
void	caveat_validity(struct bytes *out, const struct cert *c);
/* `chain` in its order, the root last. */
void	caveat_chain(struct bytes *out, const struct cert *leaf,
	    const struct certlist *chain);
