/*
 * signature.h - one signature, by libcrypto
 *
 * Uses nothing of the module, so that other calls can go on meanwhile.
 *
 * Ownership: a plan borrows algorithms, which osslctx.h keeps for good.
 */

#pragma once

#include <openssl/types.h>

#include "base/bytes.h"
#include "base/err.h"
#include "mechanism.h"

struct signature_plan {
	const struct mechanism	*mechanism;
	EVP_MD			*hash;	/* to compute here; NULL: none */
	struct pss		 pss;
	EVP_MD			*pss_digest;
};

/* CKR_MECHANISM_PARAM_INVALID for malformed PSS parameters. */
CK_RV	signature_plan(const CK_MECHANISM *m, struct signature_plan *p,
	    struct err *e);
/* Bytes of every signature of the key. */
size_t	signature_size(const EVP_PKEY *key);
/* Does data that is not hashed here fit key and padding? CKR_DATA_LEN_RANGE. */
CK_RV	signature_check(const struct signature_plan *p, const EVP_PKEY *key,
	    size_t len);
/* `digest`: what was hashed here or by the program. `out` has room for
 * signature_size() bytes; they are all used. */
bool	signature_make(const struct signature_plan *p, EVP_PKEY *key,
	    struct view digest, unsigned char *out, struct err *e) MUST_CHECK;
