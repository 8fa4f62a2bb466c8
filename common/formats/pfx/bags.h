/*
 * bags.h - SafeContents of a PFX (RFC 7292, 4.2) -> contents
 *
 * Part of pfx.h's implementation. Every SafeContents is looked through twice:
 * pfx_bags_survey() counts bags and adds up what decrypting the keys inside
 * would cost, so that a file can be refused before the first hash;
 * pfx_bags_read() then turns bags into keys and certificates.
 *
 * Input:      untrusted, definite lengths (ber_definite() first). Bags are
 *             named in refusals by their place in the part, from 1.
 * Ownership:  everything in struct pfx_reading is borrowed.
 * Errors:     as pfx.h; ERR_PASSWORD names the bag whose key has another
 *             password.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "cert/contents.h"
#include "formats/key/passforms.h"

/* What adds up over the parts of one file. */
struct pfx_tally {
	size_t		 bags;
	size_t		 encrypted;	/* parts and keys */
	uint64_t	 iterations;
	struct pbe_oddity odd;		/* the last one */
	bool		 for_principal;	/* protected to one of Windows */
};

struct pfx_reading {
	const struct limits		*limits;
	const struct passforms		*forms;		/* of the password */
	const struct passforms		*key_forms;	/* of the keys' own */
	const struct pbe_password	*password;	/* what fits, or is tried */
	bool				 mac_fits;	/* with that password */
	bool				 public_only;	/* what is encrypted is
							   left out */
	struct pfx_tally		 tally;
	struct contents			*contents;
};

/* What decrypting with this AlgorithmIdentifier will cost, added up. */
bool	pfx_survey_encryption(struct pfx_reading *r, struct view algorithm,
	    struct err *e) MUST_CHECK;

bool	pfx_bags_survey(struct pfx_reading *r, struct view safe_contents,
	    struct err *e) MUST_CHECK;
bool	pfx_bags_read(struct pfx_reading *r, struct view safe_contents,
	    struct err *e) MUST_CHECK;

/*
 * Decrypt one part or key. ERR_PASSWORD also when what comes out is not ASN.1
 * at all. Odd forms of the password that old programs used are tried after
 * the proper one, and where the MAC fits, its other forms. The sentence says
 * then that this part alone has another password.
 */
bool	pfx_decrypt(const struct pfx_reading *r, struct view algorithm,
	    struct view data, struct secret *plain, struct err *e) MUST_CHECK;

/* The octets of an OCTET STRING, be it in one piece or in segments (then
 * joined in mem), and be it in an EXPLICIT tag or not. */
bool	pfx_octets(struct view element, struct bytes *mem, struct view *out,
	    struct err *e) MUST_CHECK;
