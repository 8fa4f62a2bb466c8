#include "mechanism.h"

#include <stddef.h>
#include <string.h>

#include "base/compiler.h"

enum { RSA_BITS_LEAST = 512, RSA_BITS_MOST = 16384, EC_BITS_LEAST = 160,
	EC_BITS_MOST = 571, SALT_MOST = 2048 };

static const struct mechanism mechanisms[] = {
	{ CKM_RSA_PKCS, CKK_RSA, PADDING_PKCS1, NULL },
	{ CKM_SHA1_RSA_PKCS, CKK_RSA, PADDING_PKCS1, "SHA1" },
	{ CKM_SHA224_RSA_PKCS, CKK_RSA, PADDING_PKCS1, "SHA2-224" },
	{ CKM_SHA256_RSA_PKCS, CKK_RSA, PADDING_PKCS1, "SHA2-256" },
	{ CKM_SHA384_RSA_PKCS, CKK_RSA, PADDING_PKCS1, "SHA2-384" },
	{ CKM_SHA512_RSA_PKCS, CKK_RSA, PADDING_PKCS1, "SHA2-512" },
	{ CKM_RSA_PKCS_PSS, CKK_RSA, PADDING_PSS, NULL },
	{ CKM_SHA1_RSA_PKCS_PSS, CKK_RSA, PADDING_PSS, "SHA1" },
	{ CKM_SHA224_RSA_PKCS_PSS, CKK_RSA, PADDING_PSS, "SHA2-224" },
	{ CKM_SHA256_RSA_PKCS_PSS, CKK_RSA, PADDING_PSS, "SHA2-256" },
	{ CKM_SHA384_RSA_PKCS_PSS, CKK_RSA, PADDING_PSS, "SHA2-384" },
	{ CKM_SHA512_RSA_PKCS_PSS, CKK_RSA, PADDING_PSS, "SHA2-512" },
	{ CKM_ECDSA, CKK_EC, PADDING_NONE, NULL },
	{ CKM_ECDSA_SHA1, CKK_EC, PADDING_NONE, "SHA1" },
	{ CKM_ECDSA_SHA224, CKK_EC, PADDING_NONE, "SHA2-224" },
	{ CKM_ECDSA_SHA256, CKK_EC, PADDING_NONE, "SHA2-256" },
	{ CKM_ECDSA_SHA384, CKK_EC, PADDING_NONE, "SHA2-384" },
	{ CKM_ECDSA_SHA512, CKK_EC, PADDING_NONE, "SHA2-512" },
};

static const struct {
	CK_MECHANISM_TYPE	type;
	CK_RSA_PKCS_MGF_TYPE	mgf;
	const char		*name;
} digests[] = {
	{ CKM_SHA_1, CKG_MGF1_SHA1, "SHA1" },
	{ CKM_SHA224, CKG_MGF1_SHA224, "SHA2-224" },
	{ CKM_SHA256, CKG_MGF1_SHA256, "SHA2-256" },
	{ CKM_SHA384, CKG_MGF1_SHA384, "SHA2-384" },
	{ CKM_SHA512, CKG_MGF1_SHA512, "SHA2-512" },
};

const struct mechanism *
mechanism_find(CK_MECHANISM_TYPE type)
{
	for (size_t i = 0; i < COUNT_OF(mechanisms); i++)
		if (mechanisms[i].type == type)
			return &mechanisms[i];
	return NULL;
}

bool
mechanism_pss(const CK_MECHANISM *m, const struct mechanism *k, struct pss *p)
{
	CK_RSA_PKCS_PSS_PARAMS given;

	if (m->pParameter == NULL || m->ulParameterLen != sizeof(given))
		return false;
	memcpy(&given, m->pParameter, sizeof(given));
	if (given.sLen > SALT_MOST)
		return false;
	p->salt = (int)given.sLen;
	p->digest = p->mgf_digest = NULL;
	for (size_t i = 0; i < COUNT_OF(digests); i++) {
		if (digests[i].type == given.hashAlg)
			p->digest = digests[i].name;
		if (digests[i].mgf == given.mgf)
			p->mgf_digest = digests[i].name;
	}
	return p->digest != NULL && p->mgf_digest != NULL &&
	    (k->digest == NULL || strcmp(k->digest, p->digest) == 0);
}

CK_RV
mechanism_list(CK_MECHANISM_TYPE *types, CK_ULONG *count)
{
	CK_ULONG room = *count;

	*count = COUNT_OF(mechanisms);
	if (types == NULL)
		return CKR_OK;
	if (room < COUNT_OF(mechanisms))
		return CKR_BUFFER_TOO_SMALL;
	for (size_t i = 0; i < COUNT_OF(mechanisms); i++)
		types[i] = mechanisms[i].type;
	return CKR_OK;
}

CK_RV
mechanism_info(CK_MECHANISM_TYPE type, CK_MECHANISM_INFO *info)
{
	const struct mechanism *m = mechanism_find(type);

	if (m == NULL)
		return CKR_MECHANISM_INVALID;
	info->flags = CKF_SIGN;
	info->ulMinKeySize = RSA_BITS_LEAST;
	info->ulMaxKeySize = RSA_BITS_MOST;
	if (m->key == CKK_EC) {
		info->flags |= CKF_EC_F_P | CKF_EC_NAMEDCURVE |
		    CKF_EC_UNCOMPRESS;
		info->ulMinKeySize = EC_BITS_LEAST;
		info->ulMaxKeySize = EC_BITS_MOST;
	}
	return CKR_OK;
}
