/*
 * entry.h - a certificate and what its attributes are made of
 *
 * Computed once, when the inventory is read.
 *
 * Ownership: entry_new() takes the certificate, also when it fails.
 */

#pragma once

#include "inventory.h"

struct entry	*entry_new(struct cert *c, enum shelf shelf, struct err *e)
		    MUST_CHECK;
void		 entry_free(struct entry *x);
/* Add its private key; does nothing for an algorithm that is not shown. */
bool		 entry_add_key(struct entry *x, const struct keyname *name,
		    bool is_protected, struct err *e) MUST_CHECK;
