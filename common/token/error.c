#include "token/parts.h"

static enum err_code
code_of_rv(CK_RV rv)
{
	switch (rv) {
	case CKR_HOST_MEMORY:
		return ERR_MEMORY;
	case CKR_PIN_INCORRECT:
	case CKR_PIN_INVALID:
	case CKR_PIN_LEN_RANGE:
		return ERR_PASSWORD;
	case CKR_PIN_LOCKED:
	case CKR_PIN_EXPIRED:
	case CKR_TOKEN_WRITE_PROTECTED:
	case CKR_SESSION_READ_ONLY:
	case CKR_ACTION_PROHIBITED:
		return ERR_ACCESS;
	case CKR_TOKEN_NOT_PRESENT:
	case CKR_DEVICE_REMOVED:
		return ERR_NOT_FOUND;
	case CKR_ATTRIBUTE_READ_ONLY:
	case CKR_ATTRIBUTE_TYPE_INVALID:
	case CKR_ATTRIBUTE_VALUE_INVALID:
	case CKR_CURVE_NOT_SUPPORTED:
	case CKR_DOMAIN_PARAMS_INVALID:
	case CKR_FUNCTION_NOT_SUPPORTED:
	case CKR_KEY_SIZE_RANGE:
	case CKR_TEMPLATE_INCOMPLETE:
	case CKR_TEMPLATE_INCONSISTENT:
		return ERR_UNSUPPORTED;
	default:
		return ERR_IO;
	}
}

bool
token_fail(const struct token *t, CK_RV rv, const char *what, struct err *e)
{
	if (rv == CKR_HOST_MEMORY)
		return err_memory(e);
	return err_set(e, code_of_rv(rv), "%s: %s (0x%lx)", what,
	    t->p11.strerror(rv), rv);
}
