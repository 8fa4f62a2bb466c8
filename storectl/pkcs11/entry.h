/*
 * entry.h - a certificate made ready to be shown
 *
 * Everything that attributes are made of is computed once, when the inventory
 * is read, so that answering is copying.
 *
 * Ownership: entry_new() takes the certificate, also when it fails.
 */

#ifndef SPCKIT_PKCS11_ENTRY_H
#define SPCKIT_PKCS11_ENTRY_H

#include "inventory.h"

struct entry	*entry_new(struct cert *c, enum shelf shelf, struct err *e)
		    MUST_CHECK;
void		 entry_free(struct entry *x);
/* The private key is there. One of an algorithm that is not shown changes
 * nothing. */
bool		 entry_add_key(struct entry *x, const struct keyname *name,
		    bool is_protected, struct err *e) MUST_CHECK;

#endif
