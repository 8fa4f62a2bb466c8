#include "export_sst.h"

#include <string.h>

#include "formats/certprop.h"
#include "formats/pfx.h"
#include "formats/sst.h"
#include "store/keyvault.h"

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

/* Where Windows would find the key, as an import into our stores has it. */
static bool
describe_key(struct cert *leaf, const struct key *k, const char *csp,
    struct err *e)
{
	char hex[KEYNAME_HEX + 1];
	struct certprop_key prop;
	struct keyname name;
	struct view old;

	if (csp == NULL && certprop_get(leaf, SST_KEY_PROV_INFO, &old))
		return true;
	if (csp == NULL)
		csp = k->csp_name != NULL ? k->csp_name :
		    pfx_default_csp(PBE_AES256_SHA256, k->algorithm);
	if (!keyvault_name_of_key(k, &name))
		return true;
	keyname_hex(&name, hex);
	prop = (struct certprop_key){ hex, (char *)csp, type_of(csp,
	    k->algorithm), 0, (uint32_t)k->spec };
	return certprop_set_key(leaf, &prop, e);
}

/* The copy of this parcel's certificate in the list of all. */
static struct cert *
copy_of(const struct certlist *all, const struct cert *c)
{
	for (size_t i = 0; i < all->count; i++)
		if (cert_same(all->items[i], c))
			return all->items[i];
	return NULL;
}

static bool
describe(const struct parcel *p, struct certlist *all, const char *name,
    const char *csp, struct err *e)
{
	struct cert *leaf = NULL;

	if (parcel_cert(p) != NULL && (name != NULL || p->id != NULL))
		leaf = copy_of(all, parcel_cert(p));
	if (leaf == NULL)
		return true;
	if (name != NULL && !cert_set_friendly_name(leaf, view_str(name), e))
		return false;
	return p->id == NULL || describe_key(leaf, p->id->key, csp, e);
}

bool
export_sst_write(const struct parcels *l, const char *name, const char *csp,
    struct bytes *out, struct err *e)
{
	struct certlist all = CERTLIST_INIT;
	bool ok = false;

	if (!parcels_certs(l, &all, e))
		goto out;
	for (size_t i = 0; i < l->count; i++)
		if (!describe(&l->items[i], &all, l->count == 1 ? name : NULL,
		    csp, e))
			goto out;
	ok = sst_write(&all, out, e);
 out:
	certlist_clear(&all);
	return ok;
}
