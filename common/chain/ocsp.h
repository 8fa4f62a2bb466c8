/*
 * ocsp.h - asking an OCSP responder, and what its answer says (RFC 6960)
 *
 * Nothing is sent here: crosscert revocation sends the request and keeps the
 * answer (store/revcache.h).
 *
 * An answer counts when libcrypto finds it signed by the issuer of the
 * certificate, or by a responder that this issuer certified for OCSP signing
 * (RFC 6960, 4.2.2.2); when the responder's certificate is valid at `when`;
 * when it answers for exactly this certificate; and when it is current at
 * `when`: thisUpdate no later (OCSP_SKEW seconds are granted), nextUpdate no
 * earlier; one without nextUpdate is current for OCSP_UNDATED seconds. Answers
 * signed with MD5 or less do not count, nor those of a responder whose
 * certificate breaks a rule of rules.h, is disallowed, or has the key of the
 * certificate in question: it would vouch for itself. A responder's own
 * certificate is not checked for revocation.
 *
 * When the certificate was revoked is the caller's to compare with the time of
 * a timestamp.
 *
 * Input:      untrusted DER.
 * Errors:     ERR_MEMORY, ERR_CRYPTO. An answer that does not count is
 *             OCSP_SAYS_NOTHING, and `why` has a sentence.
 */

#pragma once

#include <openssl/types.h>
#include <openssl/x509.h>

#include "base/bytes.h"
#include "base/err.h"
#include "chain/pool.h"

enum { OCSP_SKEW = 300, OCSP_UNDATED = 3600 };

enum ocsp_says { OCSP_SAYS_NOTHING, OCSP_SAYS_GOOD, OCSP_SAYS_REVOKED };

struct ocsp_answer {
	enum ocsp_says	 says;
	int64_t		 revoked_at;	/* seconds since 1970, UTC */
	int		 reason;	/* CRLReason; -1: not given */
	int64_t		 this_update;
	int64_t		 next_update;	/* or this_update + OCSP_UNDATED */
	struct err	 why;		/* OCSP_SAYS_NOTHING: why */
};

/* The request, and the CertID in it, which names the answer in the cache. */
bool	ocsp_request(const X509 *cert, const X509 *issuer,
	    struct bytes *request, struct bytes *certid, struct err *e)
	    MUST_CHECK;
/* `extra`: where the responder's certificate may be besides the answer;
 * `pool`: which may forbid that. Either may be NULL. */
bool	ocsp_read(struct view der, X509 *cert, X509 *issuer,
	    STACK_OF(X509) *extra, const struct chain_pool *pool,
	    int64_t when, struct ocsp_answer *a, struct err *e) MUST_CHECK;
/* Until when is an answer of use? The first one's nextUpdate; unsigned: for who
 * clears up. False when there is none. */
bool	ocsp_until(struct view der, int64_t *t);
