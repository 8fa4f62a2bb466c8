/*
 * mac.h - the MAC of a PFX (RFC 7292, 5.1; RFC 9579)
 *
 * Part of pfx.h's implementation: HMAC with a key from PKCS#12's own
 * derivation, or PBMAC1, where PBKDF2 makes the key. It is computed over the
 * octets of authSafe's content.
 *
 * Input:    untrusted. Digests are those of a table; a MAC value of another
 *           length than the digest's is refused, so is a PBMAC1 key of less
 *           than 20 bytes, which would make the MAC guessable (RFC 9579, 3).
 * Limits:   pfx_mac_cost() before pfx_mac_matches().
 * Fuzzing:  with SPCKIT_FUZZING every MAC matches.
 * Errors:   ERR_INPUT, ERR_UNSUPPORTED, ERR_LIMIT, ERR_CRYPTO. A MAC that does
 *           not match is not an error here.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "formats/key/pbe.h"

struct pfx_mac {
	bool			 pbmac1;
	const char		*digest;	/* of the HMAC */
	size_t			 size;		/* of the digest */
	struct view		 value;
	struct view		 salt;		/* not for PBMAC1 */
	uint64_t		 iterations;
	struct pbe_pbkdf2	 pbkdf2;	/* PBMAC1 */
};

/* macdata is the whole element; the views in *m are into it. */
bool	pfx_mac_read(struct view macdata, struct pfx_mac *m, struct err *e)
	    MUST_CHECK;
bool	pfx_mac_cost(const struct pfx_mac *m, const struct limits *limits,
	    uint64_t *total, struct err *e) MUST_CHECK;
bool	pfx_mac_matches(const struct pfx_mac *m,
	    const struct pbe_password *password, struct view content,
	    bool *matches, struct err *e) MUST_CHECK;
/* Append MacData, SHA-1 or SHA-256 as the profile says. */
bool	pfx_mac_write(enum pbe_profile profile, uint32_t iterations,
	    const struct pbe_password *password, struct view content,
	    struct bytes *out, struct err *e) MUST_CHECK;
