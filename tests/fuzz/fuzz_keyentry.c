/*
 * fuzz_keyentry.c - the text lines of a key in the vault; what was read is the
 * same after being written and read again
 */

#include "fuzz.h"

#include <string.h>

#include "store/vault/keyvault.h"

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* On a token, so that no key has to be encrypted. */
static void
roundtrip(struct keyinfo *i)
{
	struct keyinfo again = KEYINFO_INIT;
	struct bytes out = BYTES_INIT;
	struct err e = ERR_INIT;

	if (i->token == NULL)
		HOLDS((i->token = strdup("pkcs11:")) != NULL);
	if (!keyvault_entry(NULL, i, NULL, &out, &e)) {
		HOLDS(e.code == ERR_LIMIT);
		bytes_clear(&out);
		return;
	}
	HOLDS(keyvault_parse_info(view_bytes(&out), &again, &e));
	HOLDS(again.spec == i->spec && again.exportable == i->exportable &&
	    again.export_encrypted_only == i->export_encrypted_only &&
	    again.is_protected == i->is_protected);
	HOLDS(same(again.friendly_name, i->friendly_name));
	HOLDS(same(again.description, i->description));
	HOLDS(same(again.provider, i->provider));
	HOLDS(same(again.token, i->token));
	keyinfo_clear(&again);
	bytes_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct keyinfo info = KEYINFO_INIT;
	struct err e = ERR_INIT;
	bool ok;

	ok = keyvault_parse_info(view_of(data, size), &info, &e);
	HOLDS_VERDICT(ok, e);
	if (ok)
		roundtrip(&info);
	keyinfo_clear(&info);
	return 0;
}
