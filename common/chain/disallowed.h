/*
 * disallowed.h - certificates that are disallowed by a hash alone
 *
 * The Disallowed store holds certificates; Microsoft's list
 * (disallowedcert.stl) has hashes of some, without the certificates. crosscert
 * roots -disallowed verifies the list and keeps it in the location
 * (LOCATION_DISALLOWED, a text file); who trusts reads it and asks.
 *
 * How an entry names a certificate is the list's choice, one for all of it:
 *
 *   sha1, sha256   the thumbprint: the hash of the whole certificate
 *   hash	    of 16 bytes: the MD5 of the public key (the content of the
 *		    BIT STRING, CERT_SUBJECT_PUBLIC_KEY_MD5_HASH_PROP_ID); of
 *		    any length: the hash of the TBSCertificate
 *		    (CERT_SIGNATURE_HASH_PROP_ID), here whatever digest the
 *		    certificate itself is signed with
 *
 * So only entries of the last kind reach further certificates of a key, as the
 * list means them to. A thumbprint names one encoding of a certificate; others
 * are not DER, and are not trusted for that.
 *
 * File: a line "KIND HEX" for each; # begins a comment.
 *
 * Ownership:  disallowed_clear().
 * Limits:     DISALLOWED_MAX entries.
 * Errors:     ERR_INPUT with the number of the line, ERR_LIMIT, ERR_MEMORY; of
 *             disallowed_has() also ERR_CRYPTO, ERR_UNSUPPORTED.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"

enum { DISALLOWED_MAX = 65536, DISALLOWED_ID = 64 };

enum disallowed_by { DISALLOWED_SHA1, DISALLOWED_SHA256, DISALLOWED_HASH };

struct disallowed {
	struct disallowed_entry	*entries;
	size_t			 count;
	bool			 sorted;
	unsigned		 kinds;		/* bits: what there is of */
};
#define DISALLOWED_INIT { NULL, 0, false, 0 }

bool	disallowed_add(struct disallowed *d, enum disallowed_by by,
	    struct view id, struct err *e) MUST_CHECK;
/* Add those of a file. */
bool	disallowed_read(struct disallowed *d, struct view text,
	    struct err *e) MUST_CHECK;
void	disallowed_write(struct disallowed *d, struct bytes *out);
/* *is: one of the entries names this certificate. */
bool	disallowed_has(struct disallowed *d, const struct cert *c, bool *is,
	    struct err *e) MUST_CHECK;
void	disallowed_clear(struct disallowed *d);
