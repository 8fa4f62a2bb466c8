/*
 * pkcs8_parts.h - what pkcs8.c and pkcs1.c share: PrivateKeyInfo, opened
 */

#pragma once

#include "formats/key/pkcs8.h"

struct pkcs8_info {
	struct view	algorithm;	/* whole AlgorithmIdentifier */
	struct view	oid;		/* its body */
	struct view	params;		/* whole element, or empty */
	struct view	octets;		/* what privateKey holds */
	struct view	attributes;	/* the elements, or empty */
	struct view	public_key;	/* whole [1], or empty */
};

/* An EC key; one on a curve that libcrypto does not know is kept as it came. */
struct key	*pkcs8_read_ec(const struct pkcs8_info *i, struct err *e)
		    MUST_CHECK;
