/*
 * crossfault.h - why the cross-certificates that are there lead nowhere
 *
 * For /kp, when no valid path was found: of the certificates above the signer
 * that the wanted root issued, the one that comes nearest, and what is wrong
 * with it.
 *
 * Errors: of *why, ERR_UNTRUSTED; the sentence names the certificate.
 */

#pragma once

#include "verify.h"

/* False when there is none. */
bool	verify_cross_fault(const struct verify *v, const struct judged *j,
	    struct err *why);
