#include "chain/fault.h"

static const struct {
	const char	*text;
	const char	*rule;
} words[CHAIN_FAULTS] = {
	{ "not readable", NULL },
	{ "expired", "RFC 5280, 4.1.2.5" },
	{ "not yet valid", "RFC 5280, 4.1.2.5" },
	{ "its dates are not readable", "RFC 5280, 4.1.2.5" },
	{ "its signature is wrong", "RFC 5280, 6.1.3" },
	{ "its signature cannot be verified", NULL },
	{ "not allowed to issue certificates", "RFC 5280, 6.1.4 k and n" },
	{ "not allowed to issue so long a chain", "RFC 5280, 4.2.1.9" },
	{ "in the Disallowed store", NULL },
	{ "root not trusted (not in a Root store)", NULL },
	{ "its issuer is missing", NULL },
	{ "its issuers form a loop", NULL },
	{ "the chain is too long", NULL },
	{ "not DER", "RFC 5280, 4.1" },
	{ "malformed", NULL },
	{ "a critical extension that is not supported", "RFC 5280, 4.2" },
	{ "signed with MD5 or older, which can be forged", NULL },
	{ "a key too weak to be trusted", NULL },
	{ "a name that a CA above may not certify", "RFC 5280, 4.2.1.10" },
	{ "not valid for the policies required", "RFC 5280, 6.1.5" },
	{ "revoked", NULL },
	{ "no current revocation list covers it", "RFC 5280, 6.3" },
	{ "refused", NULL },
	{ "not trusted for this", NULL },
};

const char *
chain_fault_text(unsigned faults, size_t n)
{
	for (size_t i = 0; i < CHAIN_FAULTS; i++)
		if ((faults & 1u << i) != 0 && n-- == 0)
			return words[i].text;
	return NULL;
}

void
chain_fault_list(unsigned faults, const char *detail, bool rule,
    struct bytes *out)
{
	const unsigned detailed = CHAIN_MALFORMED | CHAIN_WEAK_KEY |
	    CHAIN_REFUSED | CHAIN_ROOT_LIMITED;
	const char *sep = "";

	for (size_t i = 0; i < CHAIN_FAULTS; i++) {
		if ((faults & 1u << i) == 0)
			continue;
		bytes_addf(out, "%s%s", sep, words[i].text);
		if (detail != NULL && (detailed & 1u << i) != 0)
			bytes_addf(out, ": %s", detail);
		if (rule && words[i].rule != NULL)
			bytes_addf(out, " (%s)", words[i].rule);
		sep = ", ";
	}
}
