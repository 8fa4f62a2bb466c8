/*
 * certprop.h - the properties Windows keeps with a certificate
 *
 * They travel in cert->properties, as serialized elements have them (sst.h);
 * here one is looked up or set, and CERT_KEY_PROV_INFO, which says where the
 * private key is, read and written.
 *
 * KEY_PROV_INFO has the 32-bit layout that Windows serializes on every
 * machine: seven u32 (offset of the container's name, of the provider's, type
 * of provider, flags, number and offset of parameters, key spec), then both
 * names in UTF-16LE.
 *
 * Input:   untrusted; a malformed property counts as absent.
 */

#ifndef SPCKIT_CERT_CERTPROP_H
#define SPCKIT_CERT_CERTPROP_H

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"
#include "cert/key.h"
#include "formats/certs/sst.h"

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
bool	certprop_remove(struct cert *c, uint32_t id, struct err *e)
	    MUST_CHECK;

/* Strings are new; certprop_key_clear(). *found is false if the property is
 * absent or malformed. */
bool	certprop_get_key(const struct cert *c, struct certprop_key *k,
	    bool *found, struct err *e) MUST_CHECK;
bool	certprop_set_key(struct cert *c, const struct certprop_key *k,
	    struct err *e) MUST_CHECK;
void	certprop_key_clear(struct certprop_key *k);

#endif
