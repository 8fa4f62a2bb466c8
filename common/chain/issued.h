/*
 * issued.h - did this certificate issue that one?
 *
 * issued_by() looks at names, key identifiers and the signature; issued_check()
 * at the signature alone. Dates are not looked at: an expired certificate did
 * sign. Only here are X509 objects built.
 *
 * Every path of a search goes through the same few certificates, so a struct
 * issued remembers what was parsed and verified; it starts as zeros. After
 * ISSUED_MAX the answer is SIGNATURE_UNKNOWN and `cut_short` is set: the unit is
 * what a key of 1024 bits costs, of which every key costs four at least, and one
 * of 16384 bits, which a hostile file may have a thousand of, 256.
 *
 * Input:      untrusted.
 * Ownership:  certificates are borrowed until issued_clear().
 * Errors:     ERR_MEMORY, ERR_CRYPTO.
 */

#pragma once

#include <openssl/types.h>

#include "base/err.h"
#include "cert/cert.h"

enum { ISSUED_MAX = 16384, ISSUED_LEAST = 4 };

/* Unknown: of an algorithm that libcrypto does not have, or one of the two
 * certificates is not one that it can read. */
enum signature { SIGNATURE_GOOD, SIGNATURE_BAD, SIGNATURE_UNKNOWN };

struct issued {
	struct issued_result {
		const struct cert	*child;
		const struct cert	*issuer;
		enum signature		 result;
	}	*results;
	size_t	 count;
	size_t	 work;
	struct issued_x509 {
		const struct cert	*cert;
		X509			*x;
	}	*x509s;
	size_t	 x509_count;
	bool	 cut_short;
};

bool	issued_by(const struct cert *c, const struct cert *issuer, bool *yes,
	    struct err *e) MUST_CHECK;
/* Is it really self-signed? Its names alone (cert_is_root()) prove nothing. */
bool	issued_itself(const struct cert *c, bool *yes, struct err *e)
	    MUST_CHECK;

bool	issued_check(struct issued *s, const struct cert *child,
	    const struct cert *issuer, enum signature *result, struct err *e)
	    MUST_CHECK;
/* The same of libcrypto's certificates; nothing is remembered. */
bool	issued_verify(X509 *child, X509 *issuer, enum signature *result,
	    struct err *e) MUST_CHECK;
/* *x belongs to `s`; NULL when libcrypto cannot read the certificate. */
bool	issued_x509(struct issued *s, const struct cert *c, X509 **x,
	    struct err *e) MUST_CHECK;
void	issued_clear(struct issued *s);
