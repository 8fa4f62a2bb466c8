/*
 * certscan.h - the fields a listing needs from a certificate's DER
 *
 * A bounds-checked walk over the certificate (RFC 5280, 4.1) that builds
 * nothing: every field is a view into the DER. About 3 us instead of the
 * 100 us of d2i_X509. It checks what it steps on: the outer structure is
 * complete, every byte is accounted for, object identifiers and names are well
 * formed. Like Windows and libcrypto it accepts malformed times and extension
 * values (has_validity false, the field empty): those are content, and it
 * verifies no signature and judges no content.
 *
 * Input:      untrusted.
 * Ownership:  the views are valid as long as the DER is.
 * Errors:     ERR_INPUT, naming the malformed field.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

struct certscan {
	struct view	tbs;		/* whole TBSCertificate */
	unsigned	version;	/* 1, 2, 3 */
	struct view	serial;		/* INTEGER body as it stands */
	struct view	signature_oid;	/* OID body */
	struct view	signature_params;/* whole element, or empty */
	struct view	issuer;		/* whole Name */
	struct view	subject;	/* whole Name */
	bool		has_validity;	/* both times could be read */
	int64_t		not_before;	/* seconds since 1970, UTC */
	int64_t		not_after;
	struct view	spki;		/* whole SubjectPublicKeyInfo */
	struct view	key_oid;	/* OID body of its algorithm */
	struct view	key_params;	/* whole element, or empty */
	struct view	key_bits;	/* BIT STRING content without the octet
					   of unused bits */
	struct view	extensions;	/* body of the SEQUENCE, or empty */
	/* From the extensions, empty where absent: */
	struct view	skid;		/* subjectKeyIdentifier octets */
	struct view	akid;		/* authorityKeyIdentifier keyid */
	struct view	eku;		/* body of the SEQUENCE OF OID */
	bool		has_eku;
	bool		has_bc;		/* basicConstraints */
	bool		is_ca;
	struct view	key_usage;	/* BIT STRING body, with the octet */
};

bool	certscan_read(struct view der, struct certscan *s, struct err *e)
	    MUST_CHECK;
/* Self-signed as far as a look can tell: issuer equals subject, byte for byte,
 * and the key identifiers, where both are there, agree (a CA that rolls over
 * its key issues to itself without signing itself). */
bool	certscan_self_signed(const struct certscan *s);
/* Bits of the public key: RSA modulus, DSA p, EC field; 0 when not known. */
unsigned	certscan_key_bits(const struct certscan *s);
/* UTCTime or GeneralizedTime -> seconds since 1970. Also used for properties
 * and CTLs. */
bool	certscan_time(unsigned tag, struct view body, int64_t *t) MUST_CHECK;
