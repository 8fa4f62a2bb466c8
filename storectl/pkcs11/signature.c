#include "signature.h"

#include <string.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "asn1/der.h"
#include "base/osslctx.h"

enum { PKCS1_LEAST = 11, DER_ROOM = 16 };

CK_RV
signature_plan(const CK_MECHANISM *m, struct signature_plan *p, struct err *e)
{
	memset(p, 0, sizeof(*p));
	p->mechanism = mechanism_find(m->mechanism);
	if (p->mechanism == NULL)
		return CKR_MECHANISM_INVALID;
	if (p->mechanism->digest != NULL) {
		p->hash = osslctx_digest(p->mechanism->digest, e);
		if (p->hash == NULL)
			return CKR_MECHANISM_INVALID;
	}
	if (p->mechanism->padding != PADDING_PSS)
		return CKR_OK;
	if (!mechanism_pss(m, p->mechanism, &p->pss))
		return CKR_MECHANISM_PARAM_INVALID;
	p->pss_digest = osslctx_digest(p->pss.digest, e);
	return p->pss_digest != NULL ? CKR_OK : CKR_MECHANISM_PARAM_INVALID;
}

/* ---- sizes ---- */

static size_t
bytes_of(const EVP_PKEY *key)
{
	return ((size_t)EVP_PKEY_get_bits(key) + 7) / 8;
}

size_t
signature_size(const EVP_PKEY *key)
{
	/* Of EC two numbers below the order, whose bits these are. */
	return EVP_PKEY_is_a(key, "EC") ? 2 * bytes_of(key) : bytes_of(key);
}

CK_RV
signature_check(const struct signature_plan *p, const EVP_PKEY *key,
    size_t len)
{
	if (p->hash != NULL)
		return CKR_OK;
	switch (p->mechanism->padding) {
	case PADDING_PKCS1:
		return len + PKCS1_LEAST <= signature_size(key) ? CKR_OK :
		    CKR_DATA_LEN_RANGE;
	case PADDING_PSS:
		return len == (size_t)EVP_MD_get_size(p->pss_digest) ?
		    CKR_OK : CKR_DATA_LEN_RANGE;
	default:
		return CKR_OK;
	}
}

static bool
set_pss(EVP_PKEY_CTX *c, const struct pss *p)
{
	return EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PSS_PADDING) == 1 &&
	    EVP_PKEY_CTX_set_rsa_pss_saltlen(c, p->salt) == 1 &&
	    EVP_PKEY_CTX_set_rsa_mgf1_md_name(c, p->mgf_digest, NULL) == 1;
}

static bool
set_up(EVP_PKEY_CTX *c, const struct signature_plan *p)
{
	const EVP_MD *md = p->pss_digest != NULL ? p->pss_digest : p->hash;

	if (EVP_PKEY_sign_init(c) != 1)
		return false;
	if (p->mechanism->padding == PADDING_PKCS1 &&
	    EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PADDING) != 1)
		return false;
	if (md != NULL && EVP_PKEY_CTX_set_signature_md(c, md) != 1)
		return false;
	return p->mechanism->padding != PADDING_PSS || set_pss(c, &p->pss);
}

/* ---- ECDSA: SEQUENCE of two INTEGERs -> two numbers of one length ---- */

static bool
put_padded(struct der *d, unsigned char *to, size_t size)
{
	struct view m;
	struct tlv t;

	if (!der_take(d, DER_INTEGER, &t) || !der_magnitude(t.body, &m) ||
	    m.len > size)
		return false;
	memset(to, 0, size - m.len);
	memcpy(to + size - m.len, m.data, m.len);
	return true;
}

static bool
flatten(struct view der, unsigned char *out, size_t size)
{
	struct der d = der_open(der), seq;

	return der_enter(&d, DER_SEQUENCE, &seq) &&
	    put_padded(&seq, out, size / 2) &&
	    put_padded(&seq, out + size / 2, size / 2);
}

static bool
sign_ec(EVP_PKEY_CTX *c, size_t size, struct view digest, unsigned char *out)
{
	unsigned char der[2 * 72 + DER_ROOM];
	size_t len = sizeof(der);

	if (size + DER_ROOM > sizeof(der))
		return false;
	return EVP_PKEY_sign(c, der, &len, digest.data, digest.len) == 1 &&
	    flatten(view_of(der, len), out, size);
}

bool
signature_make(const struct signature_plan *p, EVP_PKEY *key,
    struct view digest, unsigned char *out, struct err *e)
{
	size_t size = signature_size(key), len = size;
	EVP_PKEY_CTX *c;
	bool ok;

	c = EVP_PKEY_CTX_new_from_pkey(osslctx_lib(), key, NULL);
	ok = c != NULL && set_up(c, p);
	if (ok && p->mechanism->key == CKK_EC)
		ok = sign_ec(c, size, digest, out);
	else if (ok)
		ok = EVP_PKEY_sign(c, out, &len, digest.data, digest.len) ==
		    1 && len == size;
	if (!ok)
		osslctx_err(e, ERR_CRYPTO, "cannot sign");
	EVP_PKEY_CTX_free(c);
	return ok;
}
