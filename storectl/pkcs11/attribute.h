/*
 * attribute.h - an object's attributes (PKCS#11 2.40, 4.4 to 4.9)
 *
 * Attributes of the certificate, of its public key, and the public ones of its
 * private key. The private key itself is CKR_ATTRIBUTE_SENSITIVE, always. No
 * object is CKA_TRUSTED: programs would trust our roots for everything.
 *
 * Ownership: values are views into the entry, or into the struct's own room.
 */

#pragma once

#include "inventory.h"

enum { ATTRIBUTE_ROOM = 64 };

struct attribute {
	struct view	value;
	unsigned char	room[ATTRIBUTE_ROOM];
};

/* CKR_OK, CKR_ATTRIBUTE_SENSITIVE or CKR_ATTRIBUTE_TYPE_INVALID. */
CK_RV	attribute_get(const struct object *o, CK_ATTRIBUTE_TYPE type,
	    struct attribute *a);
