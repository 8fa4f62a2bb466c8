#include "query/unlock_token.h"

#include <stdlib.h>
#include <string.h>

#include "io/passin.h"
#include "store/vault/keyvault.h"

/* The URI out of the key's entry, if it has one. */
static bool
find_uri(struct tokenkey *k, const struct location *l, const struct cert *c,
    struct err *e)
{
	struct keyinfo info = KEYINFO_INIT;
	struct keyname n;

	if (!c->scanned)
		return true;
	if (!keyvault_name_of_cert(c, &n))
		return err_memory(e);
	if (!keyvault_has(l, &n))
		return true;
	if (!keyvault_info(l, &n, &info, e))
		return false;
	k->uri = info.token;
	info.token = NULL;
	keyinfo_clear(&info);
	return true;
}

static bool
log_in(struct tokenkey *k, const char *pin_from, struct err *e)
{
	const char *prompt = "Enter the PIN of the token: ";
	struct secret pin = SECRET_INIT;
	bool ok = true;

	if (pin_from != NULL && !passin_source(pin_from, prompt, PASSIN_ONCE,
	    "-kp-from", &pin, e))
		return false;
	k->token = token_open(k->uri, &pin, TOKEN_CHANGE, e);
	if (k->token == NULL && e->code == ERR_PASSWORD_NEEDED) {
		err_clear(e);
		ok = passin_prompt(prompt, PASSIN_ONCE, "-kp-from", &pin, e);
		if (ok)
			k->token = token_open(k->uri, &pin, TOKEN_CHANGE, e);
	}
	secret_clear(&pin);
	return ok && k->token != NULL;
}

bool
tokenkey_open(struct tokenkey *k, const struct location *l,
    const struct cert *c, const char *pin_from, struct err *e)
{
	if (!find_uri(k, l, c, e))
		return false;
	return k->uri == NULL || log_in(k, pin_from, e);
}

bool
tokenkey_remove(struct tokenkey *k, struct err *e)
{
	if (k->token == NULL || token_remove(k->token, k->uri, e))
		return true;
	if (e->code != ERR_NOT_FOUND)
		return err_add(e, "; the certificate is removed, its key is "
		    "still on the token");
	err_clear(e);
	return true;
}

void
tokenkey_close(struct tokenkey *k)
{
	token_close(k->token);
	free(k->uri);
	memset(k, 0, sizeof(*k));
}
