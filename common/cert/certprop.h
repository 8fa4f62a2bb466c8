/*
 * certprop.h - the properties Windows keeps with a certificate
 *
 * They travel in cert->properties as records of a serialized store have them:
 * { u32 id, u32 encoding = 1, u32 length, bytes }*, little-endian. Here single
 * ones are looked up and set, and CERT_KEY_PROV_INFO, which says where the
 * private key is, is taken apart and put together.
 *
 * KEY_PROV_INFO has the 32-bit layout that Windows serializes on every
 * machine: seven u32 (offset of the container's name, of the provider's, type
 * of provider, flags, number and offset of parameters, key spec), then both
 * names in UTF-16LE.
 *
 * Input:   untrusted; a malformed property counts as absent.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"
#include "cert/key.h"

enum certprop_id {
	CERTPROP_KEY_PROV_INFO = 2, CERTPROP_SHA1 = 3,
	CERTPROP_FRIENDLY_NAME = 11,
	/* What a list of roots says (rootuse.h); times are FILETIMEs, usages
	 * the DER of an extended key usage. */
	CERTPROP_USAGES = 9, CERTPROP_KEY_ID = 20, CERTPROP_NAME_MD5 = 29,
	CERTPROP_ROOT_POLICIES = 83, CERTPROP_ROOT_NAMES = 84,
	CERTPROP_ROOT_SHA256 = 98, CERTPROP_DISALLOWED_TIME = 104,
	CERTPROP_CHAIN_POLICIES = 105, CERTPROP_DISALLOWED_USAGES = 122,
	CERTPROP_NOT_BEFORE_TIME = 126, CERTPROP_NOT_BEFORE_USAGES = 127,
};

enum { CERTPROP_HEADER_LEN = 12, CERTPROP_ENCODING = 1 /* X509_ASN */ };

/* CryptoAPI's provider types. 0 is a CNG provider. */
enum provider_type {
	PROVIDER_CNG = 0,
	PROVIDER_RSA_FULL = 1,
	PROVIDER_DSS_DH = 13,
	PROVIDER_RSA_AES = 24,
};

struct certprop_key {
	char		*container;	/* UTF-8 */
	char		*provider;
	uint32_t	 type;		/* enum provider_type, or another */
	uint32_t	 flags;
	uint32_t	 spec;		/* enum key_spec, or another */
};
#define CERTPROP_KEY_INIT { NULL, NULL, 0, 0, 0 }

/* False if the certificate does not have it. */
bool	certprop_get(const struct cert *c, uint32_t id, struct view *value);
/* Set or replace. Not for the friendly name: that is cert->friendly_name. */
bool	certprop_set(struct cert *c, uint32_t id, struct view value,
	    struct err *e) MUST_CHECK;
/* Walk the properties: *rest starts as cert->properties; false at the end. */
bool	certprop_next(struct view *rest, uint32_t *id, struct view *value);
/* Append a record. */
void	certprop_put(struct bytes *out, uint32_t id, struct view value);
/* Append UTF-16LE with its terminator. ERR_INPUT when the text is not valid
 * UTF-8; `what` names it in the sentence. */
bool	certprop_put_text(struct bytes *out, const char *text,
	    const char *what, struct err *e) MUST_CHECK;

/* Strings are new; certprop_key_clear(). *found is false if the property is
 * absent or malformed. */
bool	certprop_get_key(const struct cert *c, struct certprop_key *k,
	    bool *found, struct err *e) MUST_CHECK;
bool	certprop_set_key(struct cert *c, const struct certprop_key *k,
	    struct err *e) MUST_CHECK;
void	certprop_key_clear(struct certprop_key *k);
