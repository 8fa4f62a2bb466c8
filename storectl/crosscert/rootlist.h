/*
 * rootlist.h - a list of roots, or of disallowed certificates, verified
 *
 * A list counts when
 *
 *   - it is for that use: 1.3.6.1.4.1.311.10.3.9 (roots), .10.3.30 (disallowed);
 *   - one signer signed it, whose certificate is for signing such lists
 *     (1.3.6.1.4.1.311.10.3.9; for disallowed ones also .10.3.19 and .10.3.30);
 *   - the signer's chain is valid at the list's date and ends in Microsoft Root
 *     Certificate Authority 2010 or Microsoft Root Certificate Authority, by
 *     their SHA-256, or in the root that -signer-root names;
 *   - its date is not in the future, and of a list of roots that was fetched
 *     not more than a year ago;
 *   - no newer list of that root was taken before (Microsoft's two count as
 *     one): date and number only grow. lists.txt in the location remembers
 *     them.
 *
 * The signer's chain is judged at the list's date and not today: a signer's
 * certificate lives for a year, and a list is good until the next one.
 *
 * Errors:  ERR_INPUT, ERR_UNTRUSTED, ERR_EXPIRED (an older list), and those of
 *          signed.h, chain.h and rootsource.h.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "formats/certs/ctl.h"
#include "formats/signed/authenticode.h"
#include "rootsource.h"
#include "store/location.h"

struct rootlist {
	enum rootlist_kind	 kind;
	struct authenticode	 data;
	struct ctl		 ctl;
	unsigned char		 anchor[SHA256_LEN];	/* the signer's root */
	unsigned char		 sha256[SHA256_LEN];	/* of the list */
};

/* Verifies what the source has. To be closed also when it fails. */
bool	rootlist_open(struct rootlist *l, struct rootsource *s,
	    struct err *e) MUST_CHECK;
void	rootlist_close(struct rootlist *l);
/* "Microsoft's list of roots", "... of disallowed certificates" of DATE
 * (number N), or that of another signer: for sentences. */
void	rootlist_describe(const struct rootlist *l, struct bytes *out);

/*
 * Refuses a list that is older than the last one of its kind and root that the
 * location took, or another one of the same date. *known: it is that one. With
 * `text` not NULL, *text becomes lists.txt with this list in it.
 */
bool	rootlist_check_newer(const struct rootlist *l,
	    const struct location *where, bool *known, struct bytes *text,
	    struct err *e) MUST_CHECK;
