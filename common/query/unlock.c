#include "query/unlock.h"

#include <stdlib.h>
#include <string.h>

#include "io/passin.h"
#include "store/vault/keyvault.h"

void
unlock_clear(struct unlock *u)
{
	secret_clear(&u->passphrase);
	token_close(u->token);
	u->token = NULL;
}

/* An empty one, which protects nothing, is asked for again. */
static bool
ask_passphrase(const char *prompt, struct secret *passphrase, struct err *e)
{
	for (int i = 0; i < PASSIN_TRIES; i++) {
		if (!passin_prompt(prompt, PASSIN_CONFIRM, "-protect-from",
		    passphrase, e))
			return false;
		if (passphrase->len != 0)
			break;
		prompt = "An empty passphrase protects nothing.\n"
		    "Enter a passphrase for the private key: ";
	}
	return true;
}

bool
unlock_protect(struct unlock *u, const char *source, bool may_ask,
    struct err *e)
{
	const char *prompt = "Enter a passphrase for the private key: ";
	bool ok;

	if (source != NULL)
		ok = passin_source(source, prompt, PASSIN_CONFIRM,
		    "-protect-from", &u->passphrase, e);
	else if (may_ask)
		ok = ask_passphrase(prompt, &u->passphrase, e) ||
		    err_in(e, "the modifier Protect");
	else
		return err_set(e, ERR_PASSWORD_NEEDED, "the modifier Protect "
		    "needs a passphrase for the key: set it with "
		    "-protect-from SOURCE");
	if (ok && u->passphrase.len == 0)
		return err_set(e, ERR_USAGE, "an empty passphrase protects "
		    "nothing: give one, or leave out the modifier Protect");
	return ok;
}

/* The PIN: from the source or the URI, else asked for. */
static struct token *
log_in_to_token(const char *uri, const char *source, const char *option,
    bool may_ask, struct err *e)
{
	const char *prompt = "Enter the PIN of the token: ";
	struct secret pin = SECRET_INIT;
	struct token *t = NULL;

	if (source != NULL && !passin_source(source, prompt, PASSIN_ONCE,
	    option, &pin, e))
		goto out;
	while ((t = token_open(uri, &pin, e)) == NULL && may_ask &&
	    passin_retry(prompt, option, &pin, &pin, e))
		;
 out:
	secret_clear(&pin);
	return t;
}

bool
unlock_token(struct unlock *u, const char *uri, const char *pin_source,
    bool may_ask, struct err *e)
{
	u->token = log_in_to_token(uri, pin_source, "-pin-from", may_ask, e);
	if (u->token == NULL && !may_ask && e->code == ERR_PASSWORD_NEEDED)
		err_add(e, ": set it with -pin-from SOURCE");
	return u->token != NULL;
}

bool
unlock_try_pin(const char *uri, const char *prompt, const char *option,
    struct secret *pin, struct err *e)
{
	struct token *t;
	bool ok;

	if (pin->typed == 0)
		return true;
	while ((t = token_open(uri, pin, e)) == NULL &&
	    passin_retry(prompt, option, pin, pin, e))
		;
	ok = t != NULL || (e->code != ERR_PASSWORD && e->code != ERR_ACCESS &&
	    e->code != ERR_CANCELLED && e->code != ERR_MEMORY);
	if (ok)
		err_clear(e);
	token_close(t);
	return ok;
}

/* ---- the key of a certificate ---- */

/* The URI out of the key's entry, if it has one. */
static bool
find_token_uri(struct unlock_key *k, const struct location *l,
    const struct cert *c, struct err *e)
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

bool
unlock_key_open(struct unlock_key *k, const struct location *l,
    const struct cert *c, const char *pin_from, struct err *e)
{
	if (!find_token_uri(k, l, c, e))
		return false;
	if (k->uri != NULL)
		k->token = log_in_to_token(k->uri, pin_from, "-kp-from", true,
		    e);
	return k->uri == NULL || k->token != NULL;
}

bool
unlock_key_remove(struct unlock_key *k, struct err *e)
{
	if (k->token == NULL || token_remove(k->token, k->uri, e))
		return true;
	if (e->code != ERR_NOT_FOUND)
		return err_add(e, "; the certificate was removed, but "
		    "its key is still on the token");
	err_clear(e);
	return true;
}

void
unlock_key_close(struct unlock_key *k)
{
	token_close(k->token);
	free(k->uri);
	memset(k, 0, sizeof(*k));
}
