#include "cert/provider.h"

#include "base/text.h"
#include "cert/certprop.h"

#define ENHANCED	"Microsoft Enhanced Cryptographic Provider v1.0"
#define DSS_DH		"Microsoft Base DSS and Diffie-Hellman Cryptographic " \
			"Provider"
#define KSP		"Microsoft Software Key Storage Provider"

enum { PROVIDER_DSS = 3, PROVIDER_RSA_SCHANNEL = 12 };

static const struct provider {
	const char	*name;
	uint32_t	 type;
} providers[] = {
	{ "Microsoft Base Cryptographic Provider v1.0", PROVIDER_RSA_FULL },
	{ ENHANCED, PROVIDER_RSA_FULL },
	{ "Microsoft Strong Cryptographic Provider", PROVIDER_RSA_FULL },
	{ "Microsoft Enhanced RSA and AES Cryptographic Provider",
	  PROVIDER_RSA_AES },
	{ "Microsoft Enhanced RSA and AES Cryptographic Provider (Prototype)",
	  PROVIDER_RSA_AES },
	{ "Microsoft RSA SChannel Cryptographic Provider",
	  PROVIDER_RSA_SCHANNEL },
	{ "Microsoft Base DSS Cryptographic Provider", PROVIDER_DSS },
	{ DSS_DH, PROVIDER_DSS_DH },
	{ "Microsoft Enhanced DSS and Diffie-Hellman Cryptographic Provider",
	  PROVIDER_DSS_DH },
	{ KSP, PROVIDER_CNG },
};

static const struct {
	const char	*alias;
	const char	*name;
	const char	*hardware;	/* what it would be */
} aliases[] = {
	{ "KSP", KSP, NULL },
	{ "TPM", "Microsoft Platform Crypto Provider", "the TPM" },
	{ "NGC", "Microsoft Passport Key Storage Provider",
	  "Windows Hello" },
	{ "SC", "Microsoft Smart Card Key Storage Provider",
	  "a smart card" },
	{ "", "Microsoft Base Smart Card Crypto Provider", "a smart card" },
};

bool
provider_resolve(const char *csp, const char **name, struct err *e)
{
	*name = csp;
	if (csp == NULL)
		return true;
	for (size_t i = 0; i < COUNT_OF(aliases); i++) {
		if (!text_same(csp, aliases[i].name) &&
		    (*csp == '\0' || !text_same(csp, aliases[i].alias)))
			continue;
		if (aliases[i].hardware != NULL)
			return err_set(e, ERR_UNSUPPORTED, "-csp \"%s\" means "
			    "%s, which is used through PKCS#11 here: -csp "
			    "\"pkcs11:token=...\"", csp, aliases[i].hardware);
		*name = aliases[i].name;
		return true;
	}
	if (*csp == '\0' || !text_is_utf8(view_str(csp)))
		return err_set(e, ERR_USAGE, "-csp: expected the name of a "
		    "provider as UTF-8 text");
	return true;
}

const char *
provider_default(enum key_algorithm algorithm)
{
	return algorithm == KEY_RSA ? ENHANCED :
	    algorithm == KEY_DSA ? DSS_DH : KSP;
}

static const struct provider *
find_provider(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(providers); i++)
		if (text_same(providers[i].name, name))
			return &providers[i];
	return NULL;
}

uint32_t
provider_type(const char *name, enum key_algorithm algorithm)
{
	const struct provider *p = find_provider(name);

	/* One that Microsoft did not write: as its kind of key has it. */
	if (p == NULL)
		p = find_provider(provider_default(algorithm));
	return p != NULL ? p->type : PROVIDER_CNG;
}

bool
provider_holds(const char *name, const struct key *k, struct err *e)
{
	const struct provider *p = find_provider(name);
	enum key_algorithm held = KEY_RSA;

	if (p == NULL || p->type == PROVIDER_CNG)
		return true;
	if (p->type == PROVIDER_DSS || p->type == PROVIDER_DSS_DH)
		held = KEY_DSA;
	if (k->algorithm == held)
		return true;
	return err_set(e, ERR_KEY_STATE, "the provider \"%s\" cannot hold %s "
	    "keys; use -csp KSP", name, k->algorithm_name);
}
