/*
 * authenticode.h - one signature of a file: its digest, signer, timestamp
 *
 * "Windows Authenticode Portable Executable Signature Format": a PKCS#7 whose
 * content names the file's digest (SpcIndirectDataContent) or is a catalogue's
 * list, with one signer. In the signer's unsigned attributes: a timestamp,
 * which is a countersignature (PKCS#9) or a token (RFC 3161) over the
 * signature, and further signatures of the same file.
 *
 * What is checked: that there is one signer, which is named by issuer and serial
 * number; that its key signed this content, and that the timestamper's key
 * signed this signature and is the one that the timestamp names (RFC 5035,
 * RFC 3161 2.4.2: SigningCertificate). What is not: whether the file has
 * that digest, and whether the certificates can be trusted.
 *
 * Input:      untrusted, DER or BER; padding after it is ignored.
 * Ownership:  everything points into the struct; authenticode_clear() may be
 *             called twice.
 * Errors:     ERR_INPUT, ERR_LIMIT, ERR_MEMORY, ERR_CRYPTO. A wrong signature
 *             is a verdict; a timestamp that cannot be read is one that is
 *             wrong.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/cert.h"
#include "formats/signed/signed.h"

enum stamp_kind { STAMP_NONE, STAMP_AUTHENTICODE, STAMP_RFC3161 };

struct stamp {
	enum stamp_kind		 kind;
	int64_t			 when;		/* seconds since 1970, UTC;
						 * none with a fault */
	enum signed_verdict	 verdict;
	bool			 says_token;	/* a countersignature that says
						 * it is one: of no kind */
	const char		*fault;		/* of its form; NULL: none */
	const struct cert	*cert;		/* NULL: not there */
	struct signed_data	 token;		/* RFC 3161: with certificates */
};

struct authenticode {
	struct signed_data	 data;
	struct signer		 signer;
	const struct cert	*cert;		/* NULL: not there */
	enum signed_verdict	 verdict;	/* SIGNED_UNKNOWN without cert */
	const char		*fault;		/* of its form; NULL: none */
	struct view		 digest_oid;	/* of the file; a catalogue has */
	struct view		 digest;	/*	none */
	struct stamp		 stamp;
};
#define AUTHENTICODE_INIT	\
	{ .data = SIGNED_DATA_INIT, .stamp = { .token = SIGNED_DATA_INIT } }

/* *is_signed is false when there is no signer: a catalogue before signing. */
bool	authenticode_read(struct view pkcs7, const struct limits *limits,
	    struct authenticode *a, bool *is_signed, struct err *e) MUST_CHECK;
void	authenticode_clear(struct authenticode *a);
/* The n-th further signature, a PKCS#7; false after the last. */
bool	authenticode_nested(const struct authenticode *a, size_t n,
	    struct view *pkcs7);
/* Description and URL (sign /d and /du) as UTF-8, where there are any. */
void	authenticode_opus(const struct authenticode *a, struct bytes *name,
	    struct bytes *url);
bool	authenticode_has_page_hashes(const struct authenticode *a);
