/*
 * provider.h - Windows' cryptographic providers, for CERT_KEY_PROV_INFO
 *
 * The key itself lies in our own store (or on a PKCS#11 token); the provider's
 * name travels with it, so that the certificate shows and exports as Windows
 * would have imported it.
 *
 * Source of names and types: wincrypt.h as documented; defaults of
 * PFXImportCertStore.
 *
 * Errors: ERR_UNSUPPORTED for providers that are pieces of hardware,
 *         ERR_KEY_STATE for one that cannot hold this kind of key.
 */

#pragma once

#include "base/err.h"
#include "cert/key.h"

/* -csp: its aliases (KSP) as the whole name; refuses TPM, NGC and SC. */
bool		 provider_resolve(const char *csp, const char **name,
		    struct err *e) MUST_CHECK;
/* For a key whose file names none. */
const char	*provider_default(enum key_algorithm algorithm);
/* Its type (cert/certprop.h). */
uint32_t	 provider_type(const char *name, enum key_algorithm algorithm);
/* May a key of this algorithm be in it? True for providers we do not know. */
bool		 provider_holds(const char *name, const struct key *k,
		    struct err *e) MUST_CHECK;
