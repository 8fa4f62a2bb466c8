/*
 * signature.h - did this key sign that certificate?
 *
 * Names and dates are not looked at. Only here are X509 objects built.
 *
 * Every path of a search goes through the same few certificates, so what has
 * been parsed and verified is remembered. After SIGNATURES_MAX verifications
 * the answer is SIGNATURE_UNKNOWN, and `cut_short` is set.
 *
 * Input:      untrusted.
 * Ownership:  certificates are borrowed until signatures_clear().
 * Errors:     ERR_MEMORY, ERR_CRYPTO.
 */

#ifndef SPCKIT_CHAIN_SIGNATURE_H
#define SPCKIT_CHAIN_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>

#include <openssl/types.h>

#include "base/err.h"
#include "cert/cert.h"

enum { SIGNATURES_MAX = 256 };

/* Unknown: of an algorithm that libcrypto does not have, or one of the two
 * certificates is not one that it can read. */
enum signature { SIGNATURE_GOOD, SIGNATURE_BAD, SIGNATURE_UNKNOWN };

struct signatures {
	struct signature_result {
		const struct cert	*child;
		const struct cert	*issuer;
		enum signature		 result;
	} results[SIGNATURES_MAX];
	size_t	count;
	struct signature_x509 {
		const struct cert	*cert;
		X509			*x;
	} x509s[2 * SIGNATURES_MAX];
	size_t	x509_count;
	bool	cut_short;
};

/* `s` starts as zeros. */
bool	signatures_check(struct signatures *s, const struct cert *child,
	    const struct cert *issuer, enum signature *result, struct err *e)
	    MUST_CHECK;
/* *x belongs to `s`; NULL when libcrypto cannot read the certificate. At most
 * 2 * SIGNATURES_MAX certificates. */
bool	signatures_x509(struct signatures *s, const struct cert *c, X509 **x,
	    struct err *e) MUST_CHECK;
void	signatures_clear(struct signatures *s);

#endif
