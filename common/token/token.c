#include "token/parts.h"

#include <openssl/crypto.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "io/passin.h"

#define SCHEME		"pkcs11:"
#define PIN_SOURCE	"pin-source"

bool
token_is_uri(const char *text)
{
	return strncasecmp(text, SCHEME, strlen(SCHEME)) == 0;
}

/* ---- the URI ---- */

P11KitUri *
token_parse(const struct token *t, const char *text, struct err *e)
{
	P11KitUri *uri = t->p11.uri_new();
	int r;

	if (uri == NULL) {
		err_memory(e);
		return NULL;
	}
	r = t->p11.uri_parse(text, P11_KIT_URI_FOR_ANY, uri);
	if (r == P11_KIT_URI_OK && !t->p11.uri_any_unrecognized(uri))
		return uri;
	/* Not shown: there may be a PIN in it. */
	if (r == P11_KIT_URI_OK)
		err_set(e, ERR_USAGE, "unknown attribute in the PKCS#11 URI");
	else
		err_set(e, ERR_USAGE, "not a PKCS#11 URI: %s",
		    t->p11.uri_message(r));
	t->p11.uri_free(uri);
	return NULL;
}

struct view
token_uri_value(const struct token *t, P11KitUri *uri,
    CK_ATTRIBUTE_TYPE type)
{
	const CK_ATTRIBUTE *a = t->p11.uri_get_attribute(uri, type);

	return a != NULL ? view_of(a->pValue, a->ulValueLen) :
	    view_of(NULL, 0);
}

/* A PIN inside the URI goes into a secret, and is gone from the URI. */
static bool
take_pin_value(struct token *t, struct err *e)
{
	const char *value = t->p11.uri_get_pin_value(t->uri);

	if (value == NULL)
		return true;
	if (!t->pin.given && !secret_set(&t->pin, view_str(value), e))
		return false;
	/* The parser's own copy, which it frees unwiped. */
	OPENSSL_cleanse((char *)value, strlen(value));
	t->p11.uri_set_pin_value(t->uri, NULL);
	return true;
}

static bool
take_pin_source(struct token *t, struct err *e)
{
	const char *source = t->p11.uri_get_pin_source(t->uri);
	char *with_kind = NULL;
	bool ok;

	if (source == NULL || t->pin.given)
		return true;
	if (!text_starts(source, "file:") &&
	    asprintf(&with_kind, "file:%s", source) == -1)
		return err_memory(e);
	ok = passin_source(with_kind != NULL ? with_kind : source, NULL,
	    PASSIN_ONCE, PIN_SOURCE, &t->pin, e);
	free(with_kind);
	return ok;
}

static bool
take_uri(struct token *t, const char *uri, const struct secret *pin,
    struct err *e)
{
	int r;

	t->uri = token_parse(t, uri, e);
	if (t->uri == NULL)
		return false;
	if (pin != NULL && pin->given && !secret_copy(&t->pin, pin, e))
		return false;
	if (!take_pin_value(t, e))
		return false;
	r = t->p11.uri_format(t->uri, P11_KIT_URI_FOR_ANY, &t->name);
	if (r != P11_KIT_URI_OK) {
		t->name = NULL;
		return err_memory(e);
	}
	return take_pin_source(t, e);
}

/* ---- session and login ---- */

static bool
fail_login(const struct token *t, CK_RV rv, struct err *e)
{
	CK_TOKEN_INFO info;

	token_fail(t, rv, "cannot log in", e);
	if (e->code != ERR_PASSWORD ||
	    t->f->C_GetTokenInfo(t->slot, &info) != CKR_OK)
		return false;
	if ((info.flags & CKF_USER_PIN_LOCKED) != 0) {
		e->code = ERR_ACCESS;	/* another try is of no use */
		err_add(e, "; the PIN is now locked");
	}
	else if ((info.flags & CKF_USER_PIN_FINAL_TRY) != 0)
		err_add(e, "; one more wrong PIN locks the token");
	return false;
}

static bool
log_in_session(struct token *t, struct err *e)
{
	bool keypad = (t->info.flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0;
	CK_RV rv;

	if ((t->info.flags & CKF_LOGIN_REQUIRED) == 0)
		return true;
	if ((t->info.flags & CKF_USER_PIN_INITIALIZED) == 0)
		return err_set(e, ERR_ACCESS, "the token has no user PIN yet");
	if (!keypad && !t->pin.given)
		return err_set(e, ERR_PASSWORD_NEEDED, "the token needs its "
		    "PIN, and none was given");
	rv = t->f->C_Login(t->session, CKU_USER, keypad ? NULL : t->pin.data,
	    keypad ? 0 : (CK_ULONG)t->pin.len);
	return rv == CKR_OK || rv == CKR_USER_ALREADY_LOGGED_IN ||
	    fail_login(t, rv, e);
}

static bool
open_logged_in(struct token *t, struct err *e)
{
	CK_RV rv = t->f->C_OpenSession(t->slot, CKF_SERIAL_SESSION |
	    CKF_RW_SESSION, NULL, NULL, &t->session);

	if (rv != CKR_OK)
		return token_fail(t, rv, "cannot open the token", e);
	t->has_session = true;
	return log_in_session(t, e);
}

struct token *
token_open(const char *uri, const struct secret *pin, struct err *e)
{
	struct token *t = calloc(1, sizeof(*t));

	if (t == NULL) {
		err_memory(e);
		return NULL;
	}
	if (p11kit_load(&t->p11, e) && take_uri(t, uri, pin, e) &&
	    token_find(t, e) && open_logged_in(t, e))
		return t;
	if (t->name != NULL)
		err_in(e, "%s", t->name);
	token_close(t);
	return NULL;
}

void
token_close(struct token *t)
{
	if (t == NULL)
		return;
	/* Closing the session logs out. */
	if (t->has_session)
		t->f->C_CloseSession(t->session);
	if (t->module != NULL) {
		t->p11.module_finalize(t->module);
		t->p11.module_release(t->module);
	}
	if (t->modules != NULL)
		t->p11.modules_finalize_and_release(t->modules);
	if (t->uri != NULL)
		t->p11.uri_free(t->uri);
	for (size_t i = 0; i < t->added_count; i++)
		free(t->added[i].uri);
	free(t->added);
	free(t->name);
	secret_clear(&t->pin);
	p11kit_unload(&t->p11);
	free(t);
}
