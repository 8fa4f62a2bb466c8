/*
 * module.c - what every call shares
 */

#include "module.h"

#include <stdio.h>
#include <string.h>

#include <openssl/err.h>

#include "asn1/schema.h"
#include "base/osslctx.h"
#include "lock.h"

struct module module;

atomic_uint module_serving;

bool
module_is_serving(void)
{
	return atomic_load(&module_serving) == lock_generation();
}

CK_RV
module_enter(bool args_ok)
{
	CK_RV rv;

	/* In a child the program's own lock may be held forever. */
	if (!module_is_serving())
		return CKR_CRYPTOKI_NOT_INITIALIZED;
	rv = lock_take();
	if (rv != CKR_OK)
		return rv;
	if (!module_is_serving()) {
		lock_drop();
		return CKR_CRYPTOKI_NOT_INITIALIZED;
	}
	ERR_set_mark();
	return args_ok ? CKR_OK : module_leave(CKR_ARGUMENTS_BAD);
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
