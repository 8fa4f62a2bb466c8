#include "query/unlock.h"

#include "io/passin.h"

void
unlock_clear(struct unlock *u)
{
	secret_clear(&u->passphrase);
	token_close(u->token);
	u->token = NULL;
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
		ok = passin_prompt(prompt, PASSIN_CONFIRM, "-protect-from",
		    &u->passphrase, e) || err_in(e, "the modifier Protect");
	else
		return err_set(e, ERR_PASSWORD_NEEDED, "the modifier Protect "
		    "needs a passphrase for the key, and nobody may be asked: "
		    "-protect-from SOURCE gives it");
	if (ok && u->passphrase.len == 0)
		return err_set(e, ERR_USAGE, "an empty passphrase protects "
		    "nothing: leave the modifier Protect out, or give one");
	return ok;
}

bool
unlock_token(struct unlock *u, const char *uri, const char *pin_source,
    bool may_ask, struct err *e)
{
	const char *prompt = "Enter the PIN of the token: ";
	struct secret pin = SECRET_INIT;
	bool ok = false;

	if (pin_source != NULL && !passin_source(pin_source, prompt,
	    PASSIN_ONCE, "-pin-from", &pin, e))
		goto out;
	u->token = token_open(uri, &pin, TOKEN_CHANGE, e);
	if (u->token == NULL && e->code == ERR_PASSWORD_NEEDED && may_ask) {
		err_clear(e);
		if (!passin_prompt(prompt, PASSIN_ONCE, "-pin-from", &pin, e))
			goto out;
		u->token = token_open(uri, &pin, TOKEN_CHANGE, e);
	}
	ok = u->token != NULL;
	if (!ok && e->code == ERR_PASSWORD_NEEDED)
		err_add(e, ": -pin-from SOURCE gives it");
 out:
	secret_clear(&pin);
	return ok;
}
