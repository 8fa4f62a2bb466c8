#include "sst.h"

#include <string.h>

#include "cert/certprop.h"
#include "formats/certs/sst.h"
#include "formats/pfx/pfx.h"
#include "store/vault/keyvault.h"

/* CNG's providers have no type, and are all called like this; of CryptoAPI's
 * RSA providers only one family has AES. */
static uint32_t
type_of(const char *provider, enum key_algorithm algorithm)
{
	if (strstr(provider, "Key Storage Provider") != NULL)
		return PROVIDER_CNG;
	if (algorithm == KEY_DSA)
		return PROVIDER_DSS_DH;
	if (algorithm != KEY_RSA)
		return PROVIDER_CNG;
	return strstr(provider, "AES") != NULL ? PROVIDER_RSA_AES :
	    PROVIDER_RSA_FULL;
}

bool
export_sst_describe_key(struct cert *leaf, const struct key *k,
    struct err *e)
{
	const char *csp = k->csp_name != NULL ? k->csp_name :
	    pfx_default_csp(PBE_AES256_SHA256, k->algorithm);
	char hex[KEYNAME_HEX + 1];
	struct certprop_key prop;
	struct keyname name;
	struct view old;

	if (certprop_get(leaf, SST_KEY_PROV_INFO, &old) ||
	    !keyvault_name_of_key(k, &name))
		return true;
	keyname_hex(&name, hex);
	prop = (struct certprop_key){ hex, (char *)csp, type_of(csp,
	    k->algorithm), 0, (uint32_t)k->spec };
	return certprop_set_key(leaf, &prop, e);
}

bool
export_sst_write(const struct bundles *l, const char *name,
    struct bytes *out, struct err *e)
{
	struct certlist all = CERTLIST_INIT;
	bool ok;

	ok = bundles_certs(l, &all, e);
	/* The first of them is the bundle's own. */
	if (ok && name != NULL && l->count == 1)
		ok = cert_set_friendly_name(all.items[0], view_str(name), e);
	ok = ok && sst_write(&all, out, e);
	certlist_clear(&all);
	return ok;
}
