/*
 * signed.h - a signed PKCS#7: what is signed, by whom, and is it so?
 *
 * SignedData (RFC 2315, RFC 5652) with its signers. spc.h reads the
 * certificates of such a file and does not care for signatures; here they are
 * checked: the digest of the content against the one that was signed, and the
 * signature against the key of the signer's certificate. Whether that
 * certificate can be trusted is chain.h's question.
 *
 * Input:      untrusted, DER or BER.
 * Ownership:  a struct signed_data owns its bytes and certificates; everything
 *             else is a view into it. signed_clear() may be called twice.
 * Errors:     ERR_INPUT (with the number of the signer), ERR_LIMIT, ERR_MEMORY,
 *             ERR_CRYPTO. A wrong signature is a verdict, not an error.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/contents.h"

struct signed_data {
	struct bytes	der;
	struct contents	contents;	/* its certificates */
	struct view	digests;	/* body of the SET of algorithms */
	struct view	content_type;	/* OID body */
	struct view	content;	/* whole element; empty: none there */
	struct view	value;		/* its octets: what is signed */
	struct view	signers;	/* body of the SET */
	struct bytes	joined;		/* a string that came in pieces */
};
#define SIGNED_DATA_INIT	\
	{ BYTES_INIT, CONTENTS_INIT, VIEW_INIT, VIEW_INIT, VIEW_INIT, \
	  VIEW_INIT, VIEW_INIT, BYTES_INIT }

struct signer {
	struct view	issuer;		/* whole Name, and */
	struct view	serial;		/*	INTEGER body; or */
	struct view	key_id;		/* subjectKeyIdentifier octets */
	struct view	digest_oid;	/* OID body */
	struct view	signed_attrs;	/* whole [0]; empty: none */
	struct view	signature_oid;	/* OID body */
	struct view	signature;	/* octets */
	struct view	unsigned_attrs;	/* body of the SET */
};

/* Of another type than signedData, or without a signer: *in is not a signature.
 * That is not an error: count the signers. */
bool	signed_read(struct view in, const struct limits *limits,
	    struct signed_data *s, struct err *e) MUST_CHECK;
void	signed_clear(struct signed_data *s);
/* The n-th signer; false with ERR_NONE after the last. */
bool	signed_signer(const struct signed_data *s, size_t n,
	    struct signer *signer, struct err *e) MUST_CHECK;

/* Is the signer's digest among those the container announces? RFC 5652, 5.1:
 * one that is not need not be taken, and OpenSSL does not. */
bool	signed_announces(const struct signed_data *s,
	    const struct signer *signer);

/* One SignerInfo by itself, as a countersignature is. */
bool	signer_read(struct view der, struct signer *s, struct err *e)
	    MUST_CHECK;
/* The n-th value of this type among the attributes: the whole element. False
 * when there is none. */
bool	signer_attribute(const struct signer *s, bool is_signed,
	    struct view type, size_t n, struct view *value);
/* NULL: its certificate is not in the list. */
const struct cert	*signer_cert(const struct signer *s,
	    const struct certlist *certs);

enum signed_verdict {
	SIGNED_UNKNOWN,		/* an unknown algorithm, or MD5 */
	SIGNED_GOOD,
	SIGNED_OTHER_CONTENT,	/* the content is not what was signed */
	SIGNED_BAD,		/* not made by this key */
};

/* Did the key of `cert` sign `content`? With signed attributes their content
 * type must be `type` (OID body; empty: not asked), and they may be absent only
 * from data. An RSA signature over a digest without its DigestInfo is only good
 * when it may be bare. */
enum signed_form { SIGNED_WHOLE, SIGNED_MAY_BE_BARE };
bool	signer_verify(const struct signer *s, const struct cert *cert,
	    struct view content, struct view type, enum signed_form form,
	    enum signed_verdict *verdict, struct err *e) MUST_CHECK;
/* Does its SigningCertificate attribute (RFC 2634, RFC 5035), where there is
 * one, name this certificate? */
bool	signer_names(const struct signer *s, const struct cert *cert,
	    bool *yes, struct err *e) MUST_CHECK;
/* "SHA256" for a digest's OID body as libcrypto calls it; NULL: not known, or
 * one that proves nothing any more (MD5). */
const char	*signed_digest_name(struct view oid);
