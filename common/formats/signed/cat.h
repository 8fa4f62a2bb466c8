/*
 * cat.h - security catalogues (.cat): which files does the list name?
 *
 * A catalogue is a signed PKCS#7 whose content is a certificate trust list
 * (1.3.6.1.4.1.311.10.1; WinTrust's and [MS-CAESO]'s CTL): an identifier, a
 * date, and a member for each file. A member is found by its digest, which is
 *
 *   - the DigestInfo of its SPC_INDIRECT_DATA attribute, where it has one;
 *   - else its identifier: the digest as it is (version 2), or its hex digits
 *     in UTF-16LE (version 1).
 *
 * A PE file's digest is the Authenticode one (pe.h), and so is a cabinet's
 * (cab.h) where the SIP made it; another file's is that of all its bytes.
 *
 * Input:      untrusted, with definite lengths (ber_definite()). The list is
 *             walked, nothing is kept: memory does not grow with it. libtasn1
 *             judges each member.
 * Ownership:  everything is a view into the list.
 * Errors:     ERR_INPUT, with the number of the member; ERR_MEMORY.
 */

#pragma once

#include "asn1/der.h"
#include "base/bytes.h"
#include "base/err.h"

struct cat {
	struct view	members;	/* body of their SEQUENCE */
};

struct cat_member {
	struct view	identifier;	/* octets */
	struct view	digest_oid;	/* OID body; empty: by its length */
	struct view	digest;		/* octets; empty: in hex digits only */
	struct view	attributes;	/* body of their SET */
};

/* `ctl` is the whole CertificateTrustList. */
bool	cat_open(struct cat *c, struct view ctl, struct err *e) MUST_CHECK;
/* The members, one after the other: `rest` starts as der_open(c->members), *n
 * as 0. *end is set after the last. */
bool	cat_next(struct der *rest, size_t *n, struct cat_member *m, bool *end,
	    struct err *e) MUST_CHECK;
/* The first member of this digest. Digests of one length are of one kind. */
bool	cat_find(const struct cat *c, struct view digest, bool *found,
	    struct cat_member *m, struct err *e) MUST_CHECK;
