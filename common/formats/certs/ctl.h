/*
 * ctl.h - certificate trust lists: Windows' lists of roots, of what it
 * disallows, and of the files in a catalogue
 *
 * CertificateTrustList ([MS-CAESO] 4.4.5.3, CTL_INFO): what the list is for,
 * its number and dates, the algorithm that entries are named by, and the
 * entries: an identifier each, with attributes. It is the content
 * (1.3.6.1.4.1.311.10.1) of a signed PKCS#7; signed.h reads and verifies that.
 *
 * Microsoft's list of roots (authroot.stl) names certificates by their SHA-1
 * and gives each the properties that Windows keeps with it: attributes
 * 1.3.6.1.4.1.311.10.11.N with one OCTET STRING, where N is the property's
 * number in a store (cert/certprop.h).
 *
 * Input:      untrusted, with definite lengths (ber_definite()). The list is
 *             walked, nothing is kept: memory does not grow with it. libtasn1
 *             judges each entry.
 * Ownership:  everything is a view into the list.
 * Errors:     ERR_INPUT, with the number of the entry; ERR_MEMORY.
 */

#pragma once

#include "asn1/der.h"
#include "base/bytes.h"
#include "base/err.h"

struct ctl {
	struct view	usages;		/* body of the SEQUENCE OF OID */
	struct view	sequence;	/* INTEGER body; empty: not numbered */
	bool		dated;		/* this_update could be read */
	int64_t		this_update;	/* seconds since 1970, UTC */
	struct view	algorithm;	/* OID body: of the identifiers */
	struct view	entries;	/* body of their SEQUENCE */
};

struct ctl_entry {
	struct view	identifier;	/* octets */
	struct view	attributes;	/* body of their SET */
};

/* `der` is the whole CertificateTrustList. */
bool	ctl_open(struct ctl *c, struct view der, struct err *e) MUST_CHECK;
/* Is the list for this use (OID body), and for no other one? */
bool	ctl_is_for(const struct ctl *c, struct view usage);
/* The entries, one after the other: `rest` starts as der_open(c->entries), *n
 * as 0. *end is set after the last. */
bool	ctl_next(struct der *rest, size_t *n, struct ctl_entry *x, bool *end,
	    struct err *e) MUST_CHECK;
/* The next attribute of an entry that is a property: `rest` starts as
 * der_open(x->attributes). False at the end, and with an error for a
 * property that is malformed. */
bool	ctl_property(struct der *rest, uint32_t *id, struct view *value,
	    struct err *e);
