/*
 * mechanism.h - the mechanisms that are offered
 *
 * RSA with PKCS#1 v1.5 and with PSS, ECDSA; each over a digest that the program
 * has computed, and with hashing here. CKM_RSA_PKCS takes what is to be padded
 * (a DigestInfo); raw RSA without padding is not offered.
 */

#pragma once

#include <stdbool.h>

#include <p11-kit/pkcs11.h>

enum padding { PADDING_PKCS1, PADDING_PSS, PADDING_NONE };

struct mechanism {
	CK_MECHANISM_TYPE type;
	CK_KEY_TYPE	  key;
	enum padding	  padding;
	const char	 *digest;	/* hashed here; NULL: by the program */
};

/* Parameters of PSS, in libcrypto's terms. */
struct pss {
	const char	*digest;
	const char	*mgf_digest;
	int		 salt;
};

/* NULL: not offered. */
const struct mechanism *mechanism_find(CK_MECHANISM_TYPE type);
/* False: parameters that are malformed or contradict the mechanism. */
bool	mechanism_pss(const CK_MECHANISM *m, const struct mechanism *k,
	    struct pss *p);
CK_RV	mechanism_list(CK_MECHANISM_TYPE *types, CK_ULONG *count);
CK_RV	mechanism_info(CK_MECHANISM_TYPE type, CK_MECHANISM_INFO *info);
