/*
 * fault.h - what may be wrong with a certificate of a path, and how it is told
 *
 * Most of these are libcrypto's verdicts (path.h); some are ours (rules.h).
 * Each has words, and the rule that is broken where a document states it.
 */

#pragma once

#include "base/bytes.h"

/* Bits. */
enum chain_fault {
	CHAIN_UNREADABLE	= 1 << 0, /* cannot be parsed */
	CHAIN_EXPIRED		= 1 << 1,
	CHAIN_NOT_YET_VALID	= 1 << 2,
	CHAIN_NO_VALIDITY	= 1 << 3, /* its times cannot be read */
	CHAIN_BAD_SIGNATURE	= 1 << 4, /* not made by the step above */
	CHAIN_UNVERIFIABLE	= 1 << 5, /* unknown algorithm */
	CHAIN_NOT_A_CA		= 1 << 6, /* but it issued the step below */
	CHAIN_PATH_TOO_LONG	= 1 << 7, /* for its path length */
	CHAIN_DISALLOWED	= 1 << 8, /* in a Disallowed store */
	CHAIN_UNTRUSTED_ROOT	= 1 << 9, /* self-signed, not in Root */
	CHAIN_ISSUER_MISSING	= 1 << 10,
	CHAIN_LOOP		= 1 << 11, /* only issuers from below */
	CHAIN_TOO_DEEP		= 1 << 12,
	CHAIN_NOT_DER		= 1 << 13,
	CHAIN_MALFORMED		= 1 << 14, /* the step's detail says how */
	CHAIN_CRITICAL		= 1 << 15, /* an extension not evaluated */
	CHAIN_WEAK_SIGNATURE	= 1 << 16,
	CHAIN_WEAK_KEY		= 1 << 17,
	CHAIN_NAME_CONSTRAINTS	= 1 << 18,
	CHAIN_POLICY		= 1 << 19,
	CHAIN_REVOKED		= 1 << 20,
	CHAIN_REVOCATION_UNKNOWN = 1 << 21,
	CHAIN_REFUSED		= 1 << 22, /* detail: libcrypto's reason */
	CHAIN_ROOT_LIMITED	= 1 << 23, /* by its properties; detail */
};
#define CHAIN_FAULTS	24

/* The faults of a step as words: "expired", "issuer missing"; the n-th of
 * them, NULL after the last. */
const char	*chain_fault_text(unsigned faults, size_t n);
/* All of them appended, with a step's detail (NULL: none), and with `rule` the
 * document and section that each breaks, where there is one to name. */
void		 chain_fault_list(unsigned faults, const char *detail,
		    bool rule, struct bytes *out);
