/*
 * login.c - C_Login, C_Logout: session.h says what a PIN is
 */

#include <openssl/evp.h>

#include "base/secret.h"
#include "session.h"
#include "sign.h"

/* Tried on every key with a passphrase; opening one is enough. A wrong PIN for
 * one key outranks another that is damaged. */
static CK_RV
try_pin(const struct inventory *i, const struct secret *pin)
{
	bool keep = module.options.login, opened = false, wrong = false;
	CK_RV rv = CKR_PIN_INCORRECT;

	for (size_t n = 0; n < inventory_count(i); n++) {
		struct entry *x = inventory_entry(i, n);
		struct err e = ERR_INIT;
		EVP_PKEY *pkey;

		if (!x->has_key || !x->is_protected)
			continue;
		pkey = inventory_open_key(i, x, pin, keep, &e);
		if (pkey == NULL)
			rv = module_fail(&e);
		wrong |= pkey == NULL && rv == CKR_PIN_INCORRECT;
		opened |= pkey != NULL;
		EVP_PKEY_free(pkey);
		if (opened && !keep)
			break;
	}
	return opened ? CKR_OK : wrong ? CKR_PIN_INCORRECT : rv;
}

static CK_RV
login_user(const struct session *s, const struct secret *pin)
{
	struct slot *slot = slot_of(s->slot);
	const struct inventory *i;
	CK_RV rv;

	if (slot->logged_in)
		return CKR_USER_ALREADY_LOGGED_IN;
	rv = session_look(s, &i);
	if (rv == CKR_OK && inventory_has_protected(i))
		rv = try_pin(i, pin);
	slot->logged_in = rv == CKR_OK;
	return rv;
}

/* There is no officer; the standard's other reasons come first. */
static CK_RV
login_officer(const struct session *s)
{
	if (slot_of(s->slot)->logged_in)
		return CKR_USER_ANOTHER_ALREADY_LOGGED_IN;
	return session_read_only_exists(s->slot) ?
	    CKR_SESSION_READ_ONLY_EXISTS : CKR_USER_TYPE_INVALID;
}

static CK_RV
login_with(struct session *s, CK_USER_TYPE who, const struct secret *pin)
{
	switch (who) {
	case CKU_USER:
		return login_user(s, pin);
	case CKU_SO:
		return login_officer(s);
	case CKU_CONTEXT_SPECIFIC:
		return sign_login(s, pin);
	default:
		return CKR_USER_TYPE_INVALID;
	}
}

static CK_RV
login(struct session *s, CK_USER_TYPE who, struct view text)
{
	struct secret pin = SECRET_INIT;
	struct err e = ERR_INIT;
	CK_RV rv;

	if (text.len > SECRET_MAX)
		return CKR_PIN_LEN_RANGE;
	if (!secret_set(&pin, text, &e))
		return module_fail(&e);
	rv = login_with(s, who, &pin);
	if (rv == CKR_OK || rv == CKR_PIN_INCORRECT)
		slot_of(s->slot)->pin_was_wrong = rv != CKR_OK;
	secret_clear(&pin);
	return rv;
}

CK_RV
C_Login(CK_SESSION_HANDLE handle, CK_USER_TYPE who, unsigned char *pin,
    CK_ULONG len)
{
	struct session *s;
	CK_RV rv = session_enter(pin != NULL || len == 0, handle, &s);

	return rv != CKR_OK ? rv :
	    module_leave(login(s, who, view_of(pin, len)));
}

static CK_RV
logout(const struct session *s)
{
	struct slot *slot = slot_of(s->slot);

	if (!slot->logged_in)
		return CKR_USER_NOT_LOGGED_IN;
	slot->logged_in = false;
	slot_close_keys(slot, true);
	sign_forget_protected(s->slot);
	return CKR_OK;
}

CK_RV
C_Logout(CK_SESSION_HANDLE handle)
{
	struct session *s;
	CK_RV rv = session_enter(true, handle, &s);

	return rv != CKR_OK ? rv : module_leave(logout(s));
}
