/*
 * make.h - a struct key out of the encodings of its parts
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "cert/key.h"

struct key_parts {
	struct bytes	algorithm;	/* whole AlgorithmIdentifier */
	struct bytes	private_key;	/* what PKCS#8's OCTET STRING holds */
	struct bytes	public_key;	/* what the BIT STRING of the
					   SubjectPublicKeyInfo holds */
};
#define KEY_PARTS_INIT { BYTES_INIT, BYTES_INIT, BYTES_INIT }

void		 key_parts_clear(struct key_parts *p);
/* Clears the parts, also on failure. */
struct key	*key_make(enum key_algorithm algorithm, const char *name,
		    unsigned bits, struct key_parts *p, struct err *e)
		    MUST_CHECK;
