/*
 * spki.h - the one form of a public key that names it
 *
 * A SubjectPublicKeyInfo can be written in several ways for the same key. Here
 * it is brought into one of them, so that its hash names the key, and a renewed
 * certificate finds it again:
 *
 *   RSA (rsaEncryption, RSAES-OAEP, RSASSA-PSS): rsaEncryption with NULL, the
 *        shortest INTEGERs
 *   EC:  the curve by its name, the point uncompressed
 *
 * DSA and all others stay as they are, as do malformed ones.
 *
 * Input:      untrusted.
 * libcrypto:  only asked about compressed points and curves written out as
 *             numbers; osslctx_init() need not have been called.
 * Errors:     ERR_MEMORY.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

struct spki {
	struct view	oid;		/* body of the algorithm's */
	struct view	params;		/* whole element, or empty */
	struct view	bits;		/* without the octet of unused bits */
};

/* False if it is malformed. */
bool	spki_open(struct view whole, struct spki *s);
/* The numbers of an RSA key, from its bits; without leading zeros. */
bool	spki_rsa(struct view bits, struct view *modulus, struct view *exponent);
/* Append the one form to out. */
bool	spki_canonical(struct view spki, struct bytes *out, struct err *e)
	    MUST_CHECK;
/* NID of the curve of this name (OID body), NID_undef for one that libcrypto
 * does not have. Without an allocation that could fail: a known curve must
 * never look like an unknown one. */
int	spki_curve(struct view oid);
