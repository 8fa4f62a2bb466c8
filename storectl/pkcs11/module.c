/*
 * module.c - C_Initialize, C_Finalize, and what every call shares
 */

#include "module.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include <openssl/err.h>

#include "asn1/schema.h"
#include "base/osslctx.h"
#include "lock.h"
#include "session.h"
#include "slot.h"

struct module module;

/* lock_generation() of the process that called C_Initialize; 0: none did. */
static atomic_uint serving;

/* ---- begin and end of a call ---- */

static bool
is_serving(void)
{
	return atomic_load(&serving) == lock_generation();
}

CK_RV
module_enter(void)
{
	CK_RV rv;

	/* In a child a lock of the program's own may be taken for ever. */
	if (!is_serving())
		return CKR_CRYPTOKI_NOT_INITIALIZED;
	rv = lock_take();
	if (rv != CKR_OK)
		return rv;
	if (!is_serving()) {
		lock_drop();
		return CKR_CRYPTOKI_NOT_INITIALIZED;
	}
	ERR_set_mark();
	return CKR_OK;
}

CK_RV
module_leave(CK_RV rv)
{
	ERR_pop_to_mark();
	lock_drop();
	return rv;
}

bool
module_crypto(struct err *e)
{
	if (osslctx_lib() == NULL && !osslctx_init(e))
		return false;
	return schema_init(e);
}

CK_RV
module_fail(const struct err *e)
{
	if (module.options.debug)
		fprintf(stderr, "spckit-pkcs11: %s\n", e->msg);
	switch (e->code) {
	case ERR_MEMORY:
		return CKR_HOST_MEMORY;
	case ERR_PASSWORD:
		return CKR_PIN_INCORRECT;
	case ERR_PASSWORD_NEEDED:
		return CKR_USER_NOT_LOGGED_IN;
	case ERR_NO_KEY:
		return CKR_KEY_HANDLE_INVALID;
	default:
		return CKR_DEVICE_ERROR;
	}
}

void
module_text(unsigned char *to, size_t size, const char *text)
{
	size_t len = strlen(text);

	memset(to, ' ', size);
	memcpy(to, text, len < size ? len : size);
}

/* ---- start and end of all ---- */

static void
drop_all(void)
{
	session_close_all();
	slot_forget_all();
	memset(&module, 0, sizeof(module));
	atomic_store(&serving, 0);
}

/* What the parent of this process had: it is copied, and of no use here. When
 * its locks were its own nobody knows what state it is in. */
static void
drop_inherited(void)
{
	if (atomic_load(&serving) != 0 && !lock_is_foreign())
		drop_all();
	memset(&module, 0, sizeof(module));
}

static CK_RV
initialize(const CK_C_INITIALIZE_ARGS *args)
{
	struct options o;
	CK_RV rv;

	if (is_serving())
		return CKR_CRYPTOKI_ALREADY_INITIALIZED;
	osslctx_be_guest();
	drop_inherited();
	if (!options_read(&o, args != NULL ? args->pReserved : NULL))
		return CKR_ARGUMENTS_BAD;
	rv = lock_choose(args);
	if (rv != CKR_OK)
		return rv;
	module.options = o;
	slot_set_up();
	atomic_store(&serving, lock_generation());
	return CKR_OK;
}

CK_RV
C_Initialize(void *args)
{
	CK_RV rv;

	lock_gate();
	rv = initialize(args);
	unlock_gate();
	return rv;
}

CK_RV
C_Finalize(void *reserved)
{
	CK_RV rv;

	if (reserved != NULL)
		return CKR_ARGUMENTS_BAD;
	lock_gate();
	rv = module_enter();
	if (rv == CKR_OK) {
		drop_all();
		rv = module_leave(CKR_OK);
		lock_forget();
	}
	unlock_gate();
	return rv;
}
