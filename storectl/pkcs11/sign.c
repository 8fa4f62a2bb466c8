#include "sign.h"

#include <stdlib.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/osslctx.h"
#include "lock.h"
#include "operation.h"

static CK_RV
end_operation(struct session *s, CK_RV rv)
{
	operation_free(s->operation);
	s->operation = NULL;
	return rv;
}

void
sign_forget_protected(CK_SLOT_ID slot)
{
	for (size_t n = 0; n < module.session_count; n++) {
		struct session *s = &module.sessions[n];

		if (s->handle == 0 || s->slot != slot ||
		    s->operation == NULL || !s->operation->is_protected)
			continue;
		end_operation(s, CKR_OK);
	}
}

/* ---- C_SignInit ---- */

static CK_RV
open_signing_key(struct operation *o, const struct inventory *i,
    struct entry *x)
{
	struct err e = ERR_INIT;

	o->is_protected = x->is_protected;
	if (x->is_protected && !module.options.login)
		return CKR_OK;
	o->key = inventory_open_key(i, x, NULL, false, &e);
	return o->key != NULL ? CKR_OK : module_fail(&e);
}

static CK_RV
make_plan(struct operation *o, const CK_MECHANISM *m, const struct object *key)
{
	struct err e = ERR_INIT;
	CK_RV rv;

	if (!module_crypto(&e))
		return module_fail(&e);
	rv = signature_plan(m, &o->plan, &e);
	if (rv == CKR_OK && o->plan.mechanism->key != key->entry->key.type)
		rv = CKR_KEY_TYPE_INCONSISTENT;
	return rv;
}

static CK_RV
begin_signature(struct session *s, const CK_MECHANISM *m,
    CK_OBJECT_HANDLE handle)
{
	const struct inventory *i;
	struct operation *o;
	struct object key;
	CK_RV rv;

	if (s->operation != NULL)
		return CKR_OPERATION_ACTIVE;
	rv = session_object(s, handle, &i, &key);
	if (rv == CKR_OBJECT_HANDLE_INVALID ||
	    (rv == CKR_OK && key.class != CKO_PRIVATE_KEY))
		return CKR_KEY_HANDLE_INVALID;
	if (rv != CKR_OK)
		return rv;
	o = calloc(1, sizeof(*o));
	if (o == NULL)
		return CKR_HOST_MEMORY;
	o->handle = handle;
	rv = make_plan(o, m, &key);
	if (rv == CKR_OK)
		rv = open_signing_key(o, i, key.entry);
	if (rv == CKR_OK)
		s->operation = o;
	else
		operation_free(o);
	return rv;
}

CK_RV
C_SignInit(CK_SESSION_HANDLE handle, CK_MECHANISM *m, CK_OBJECT_HANDLE key)
{
	struct session *s;
	CK_RV rv = session_enter(m != NULL, handle, &s);

	return rv != CKR_OK ? rv : module_leave(begin_signature(s, m, key));
}

CK_RV
sign_login(struct session *s, const struct secret *pin)
{
	struct operation *o = s->operation;
	const struct inventory *i;
	struct err e = ERR_INIT;
	struct object key;
	CK_RV rv;

	if (o == NULL || !o->is_protected)
		return CKR_OPERATION_NOT_INITIALIZED;
	if (o->key != NULL)
		return CKR_OK;
	rv = session_object(s, o->handle, &i, &key);
	if (rv != CKR_OK)
		return rv;
	o->key = inventory_open_key(i, key.entry, pin, false, &e);
	return o->key != NULL ? CKR_OK : module_fail(&e);
}

/* ---- C_Sign, C_SignFinal: what they share ---- */

/* session_enter() of the calls whose bad arguments end the signature. */
static CK_RV
sign_enter(bool args_ok, CK_SESSION_HANDLE handle, struct session **s)
{
	CK_RV rv = session_enter(true, handle, s);

	if (rv != CKR_OK || args_ok)
		return rv;
	return module_leave(end_operation(*s, CKR_ARGUMENTS_BAD));
}

/*
 * If there is an operation to finish and room for its signature, *taken is it,
 * the caller's. It stays with the session when only the size was asked for or
 * the buffer is too small.
 */
static CK_RV
take_operation(struct session *s, bool hashed_in_parts, unsigned char *out,
    CK_ULONG *out_len, struct operation **taken)
{
	struct operation *o = s->operation;
	size_t size;

	if (o == NULL)
		return CKR_OPERATION_NOT_INITIALIZED;
	if (!hashed_in_parts && o->hash != NULL)
		return end_operation(s, CKR_OPERATION_ACTIVE);
	/* A digest comes in one piece. */
	if (hashed_in_parts && o->plan.hash == NULL)
		return end_operation(s, CKR_FUNCTION_NOT_SUPPORTED);
	if (o->key == NULL)
		return end_operation(s, CKR_USER_NOT_LOGGED_IN);
	size = signature_size(o->key);
	if (out != NULL && *out_len >= size) {
		*taken = o;
		s->operation = NULL;
	} else if (out != NULL) {
		*out_len = size;
		return CKR_BUFFER_TOO_SMALL;
	}
	*out_len = size;
	return CKR_OK;
}

static bool
hash_begin(struct operation *o)
{
	if (o->hash != NULL)
		return true;
	o->hash = EVP_MD_CTX_new();
	return o->hash != NULL &&
	    EVP_DigestInit_ex(o->hash, o->plan.hash, NULL) == 1;
}

/* `data` is added to what was hashed already. */
static CK_RV
make_signature(struct operation *o, struct view data, unsigned char *out)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	struct err e = ERR_INIT;
	unsigned len = 0;
	CK_RV rv;

	rv = signature_check(&o->plan, o->key, data.len);
	if (rv != CKR_OK)
		return rv;
	if (o->plan.hash != NULL) {
		if (!hash_begin(o) ||
		    EVP_DigestUpdate(o->hash, data.data, data.len) != 1 ||
		    EVP_DigestFinal_ex(o->hash, digest, &len) != 1)
			return CKR_FUNCTION_FAILED;
		data = view_of(digest, len);
	}
	return signature_make(&o->plan, o->key, data, out, &e) ? CKR_OK :
	    module_fail(&e);
}

/* Leaves the session. */
static CK_RV
take_and_finish(struct session *s, bool hashed_in_parts, struct view data,
    unsigned char *out, CK_ULONG *out_len)
{
	struct operation *o = NULL;
	CK_RV rv;

	rv = take_operation(s, hashed_in_parts, out, out_len, &o);
	if (o == NULL)
		return module_leave(rv);
	lock_work_begins();
	module_leave(rv);
	ERR_set_mark();
	rv = make_signature(o, data, out);
	operation_free(o);
	ERR_pop_to_mark();
	lock_work_ends();
	return rv;
}

CK_RV
C_Sign(CK_SESSION_HANDLE handle, unsigned char *data, CK_ULONG len,
    unsigned char *out, CK_ULONG *out_len)
{
	struct session *s;
	CK_RV rv = sign_enter((data != NULL || len == 0) && out_len != NULL,
	    handle, &s);

	return rv != CKR_OK ? rv :
	    take_and_finish(s, false, view_of(data, len), out, out_len);
}

/* ---- in parts ---- */

static CK_RV
hash_part(struct session *s, struct view data)
{
	struct operation *o = s->operation;

	if (o == NULL)
		return CKR_OPERATION_NOT_INITIALIZED;
	if (o->plan.hash == NULL)
		return end_operation(s, CKR_FUNCTION_NOT_SUPPORTED);
	if (o->key == NULL)
		return end_operation(s, CKR_USER_NOT_LOGGED_IN);
	if (hash_begin(o) &&
	    EVP_DigestUpdate(o->hash, data.data, data.len) == 1)
		return CKR_OK;
	return end_operation(s, CKR_FUNCTION_FAILED);
}

CK_RV
C_SignUpdate(CK_SESSION_HANDLE handle, unsigned char *part, CK_ULONG len)
{
	struct session *s;
	CK_RV rv = sign_enter(part != NULL || len == 0, handle, &s);

	return rv != CKR_OK ? rv :
	    module_leave(hash_part(s, view_of(part, len)));
}

CK_RV
C_SignFinal(CK_SESSION_HANDLE handle, unsigned char *out, CK_ULONG *out_len)
{
	struct session *s;
	CK_RV rv = sign_enter(out_len != NULL, handle, &s);

	return rv != CKR_OK ? rv :
	    take_and_finish(s, true, view_of(NULL, 0), out, out_len);
}
