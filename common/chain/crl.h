/*
 * crl.h - revocation lists that were given, and what they say of a path
 *
 * Nothing is downloaded here. libcrypto decides which list covers which
 * certificate and whether it is good (path.h); a list that is signed with MD5
 * or older, or that does not say until when it is current, is not shown to it.
 *
 * Input:      untrusted DER. At most CRLS_MAX lists.
 * Ownership:  crls_clear().
 * Errors:     ERR_INPUT (not a revocation list), ERR_LIMIT, ERR_MEMORY,
 *             ERR_CRYPTO.
 */

#pragma once

#include <openssl/types.h>
#include <openssl/x509.h>

#include "base/bytes.h"
#include "base/err.h"

enum { CRLS_MAX = 4096 };

/* Of a certificate, or of all those of a path below its anchor. */
enum crls_state { CRLS_NOT_CHECKED, CRLS_GOOD, CRLS_REVOKED, CRLS_UNKNOWN };

struct crls {
	struct crls_item {
		X509_CRL	*list;
		const char	*file;		/* borrowed; NULL: no matter */
		bool		 used;		/* it covers a certificate */
	}			*items;
	size_t			 count;
	STACK_OF(X509_CRL)	*stack;		/* what libcrypto is shown */
	/* Of OCSP responders (ocsp.h): asked where no list covers. */
	struct bytes		*answers;
	size_t			 answer_count;
};
#define CRLS_INIT { NULL, 0, NULL, NULL, 0 }

bool	crls_add(struct crls *l, struct view der, const char *file,
	    struct err *e) MUST_CHECK;
/* Takes the content of *answer. */
bool	crls_add_answer(struct crls *l, struct bytes *answer, struct err *e)
	    MUST_CHECK;
/* The n-th file whose lists cover nothing; NULL after the last. */
const char	*crls_unused_file(const struct crls *l, size_t n);
void	crls_clear(struct crls *l);
/* Seconds since 1970 of a time in a list or in an answer; false for NULL. (Each
 * of libcrypto's own comparisons is deprecated in one of its versions, or takes
 * a time_t, which on 32 bit need not be ours.) */
bool	crls_time(const ASN1_TIME *t, int64_t *seconds) MUST_CHECK;
/* ---- for path.c and revoke.c ---- */
void	crls_mark_used(const struct crls *l, const X509_CRL *list);
/* The issuer of the n-th list that libcrypto is shown (a whole Name), and
 * whether the list is about certificates of others as well (RFC 5280, 5.2.5).
 * False after the last. */
bool	crls_issuer(const struct crls *l, size_t n, struct view *name,
	    bool *indirect);
