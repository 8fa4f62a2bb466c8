/*
 * testsignature.h - ways to sign through the module, and whether one did
 *
 * Signatures are checked with the program's own libcrypto.
 */

#ifndef SPCKIT_TESTS_TESTSIGNATURE_H
#define SPCKIT_TESTS_TESTSIGNATURE_H

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "testmodule.h"

#define TEXT	"what is to be signed"

enum { SIGNATURE_MAX = 512 };

struct way {
	const char	*key;
	CK_MECHANISM_TYPE type;
	const char	*digest;	/* of the signature */
	bool		 hashed_here;	/* by the module */
	CK_RSA_PKCS_PSS_PARAMS pss;	/* hashAlg 0: none */
};

#define RSA(mech, md)	{ "rsa1031.p8", mech, md, true, { 0, 0, 0 } }
#define PSS(mech, md, hash, mgf, salt) \
	{ "rsa1031.p8", mech, md, true, { hash, mgf, salt } }
#define EC(mech, md)	{ "ec.p8", mech, md, true, { 0, 0, 0 } }

/* r and s, each of half the length -> the SEQUENCE that libcrypto reads. */
static inline void
to_der(struct bytes *out, struct view raw)
{
	size_t seq = der_begin(out, DER_SEQUENCE), i;
	struct view half;

	for (size_t n = 0; n < 2; n++) {
		half = view_sub(raw, n * raw.len / 2, raw.len / 2);
		for (i = 0; i < half.len && half.data[i] == 0; i++)
			;
		der_put_magnitude(out, view_sub(half, i, half.len - i));
	}
	der_end(out, seq);
}

static inline bool
is_signed(const struct way *w, const struct key *k, struct view text,
    struct view signature)
{
	const unsigned char *p = k->spki.data;
	EVP_PKEY *pub = d2i_PUBKEY(NULL, &p, (long)k->spki.len);
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	struct bytes der = BYTES_INIT;
	EVP_PKEY_CTX *pc;
	bool ok;

	ck_assert_ptr_nonnull(pub);
	ck_assert_int_eq(EVP_DigestVerifyInit_ex(c, &pc, w->digest, NULL, NULL,
	    pub, NULL), 1);
	if (w->pss.hashAlg != 0)
		ck_assert_int_eq(EVP_PKEY_CTX_set_rsa_padding(pc,
		    RSA_PKCS1_PSS_PADDING) == 1 &&
		    EVP_PKEY_CTX_set_rsa_pss_saltlen(pc, (int)w->pss.sLen), 1);
	if (k->algorithm == KEY_EC) {
		to_der(&der, signature);
		signature = view_bytes(&der);
	}
	ok = EVP_DigestVerify(c, signature.data, signature.len, text.data,
	    text.len) == 1;
	ERR_clear_error();
	bytes_clear(&der);
	EVP_MD_CTX_free(c);
	EVP_PKEY_free(pub);
	return ok;
}

static inline CK_MECHANISM
mechanism_of(struct way *w)
{
	CK_MECHANISM m = { w->type, NULL, 0 };

	if (w->pss.hashAlg != 0) {
		m.pParameter = &w->pss;
		m.ulParameterLen = sizeof(w->pss);
	}
	return m;
}

#endif
