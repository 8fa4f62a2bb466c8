/*
 * unsupported.c - the calls of PKCS#11 that are not offered
 *
 * The standard wants them in the table all the same: those that write say that
 * the token is read-only, the others that they are not supported; but first,
 * as every call, that C_Initialize is missing or that there is no such session.
 */

#include "session.h"

static CK_RV
refuse(CK_SESSION_HANDLE handle, bool args_ok, CK_RV result)
{
	struct session *s;
	CK_RV rv = session_enter(args_ok, handle, &s);

	return rv != CKR_OK ? rv : module_leave(result);
}

/* The session's handle is `s` in all of them. */
#define REFUSE(name, result, params, ...)				\
CK_RV									\
name params								\
{									\
	const void *unused[] = { __VA_ARGS__ };				\
									\
	(void)unused;							\
	return refuse(s, true, result);					\
}

/* An unused argument that is not a pointer. */
#define N(number)	((void)(number), NULL)

#define NONE		CKR_FUNCTION_NOT_SUPPORTED
#define READ_ONLY	CKR_TOKEN_WRITE_PROTECTED

typedef CK_SESSION_HANDLE session_t;
typedef CK_OBJECT_HANDLE object_t;
typedef unsigned char *bytes_t;

REFUSE(C_InitPIN, READ_ONLY, (session_t s, bytes_t pin, CK_ULONG n),
    N(s), pin, N(n))
REFUSE(C_SetPIN, READ_ONLY,
    (session_t s, bytes_t was, CK_ULONG n, bytes_t is, CK_ULONG m),
    N(s), was, N(n), is, N(m))
REFUSE(C_CreateObject, READ_ONLY,
    (session_t s, CK_ATTRIBUTE *a, CK_ULONG n, object_t *o),
    N(s), a, N(n), o)
REFUSE(C_CopyObject, READ_ONLY,
    (session_t s, object_t from, CK_ATTRIBUTE *a, CK_ULONG n, object_t *o),
    N(s), N(from), a, N(n), o)
REFUSE(C_DestroyObject, READ_ONLY, (session_t s, object_t o), N(s), N(o))
REFUSE(C_SetAttributeValue, READ_ONLY,
    (session_t s, object_t o, CK_ATTRIBUTE *a, CK_ULONG n),
    N(s), N(o), a, N(n))
REFUSE(C_GenerateKey, READ_ONLY,
    (session_t s, CK_MECHANISM *m, CK_ATTRIBUTE *a, CK_ULONG n, object_t *o),
    N(s), m, a, N(n), o)
REFUSE(C_GenerateKeyPair, READ_ONLY,
    (session_t s, CK_MECHANISM *m, CK_ATTRIBUTE *a, CK_ULONG n,
    CK_ATTRIBUTE *b, CK_ULONG k, object_t *o, object_t *p),
    N(s), m, a, N(n), b, N(k), o, p)
REFUSE(C_UnwrapKey, READ_ONLY,
    (session_t s, CK_MECHANISM *m, object_t key, bytes_t in, CK_ULONG n,
    CK_ATTRIBUTE *a, CK_ULONG k, object_t *o),
    N(s), m, N(key), in, N(n), a, N(k), o)
REFUSE(C_DeriveKey, READ_ONLY,
    (session_t s, CK_MECHANISM *m, object_t key, CK_ATTRIBUTE *a, CK_ULONG n,
    object_t *o),
    N(s), m, N(key), a, N(n), o)

/* Begins with a key. */
#define REFUSE_INIT(name)						\
REFUSE(name, NONE, (session_t s, CK_MECHANISM *m, object_t key),	\
    N(s), m, N(key))
/* Bytes in and bytes out. */
#define REFUSE_BOTH(name)						\
REFUSE(name, NONE, (session_t s, bytes_t in, CK_ULONG n, bytes_t out,	\
    CK_ULONG *m), N(s), in, N(n), out, m)
#define REFUSE_IN(name)							\
REFUSE(name, NONE, (session_t s, bytes_t in, CK_ULONG n), N(s), in, N(n))
#define REFUSE_OUT(name)						\
REFUSE(name, NONE, (session_t s, bytes_t out, CK_ULONG *n), N(s), out, n)

REFUSE_INIT(C_EncryptInit)
REFUSE_BOTH(C_Encrypt)
REFUSE_BOTH(C_EncryptUpdate)
REFUSE_OUT(C_EncryptFinal)
REFUSE_INIT(C_DecryptInit)
REFUSE_BOTH(C_Decrypt)
REFUSE_BOTH(C_DecryptUpdate)
REFUSE_OUT(C_DecryptFinal)
REFUSE(C_DigestInit, NONE, (session_t s, CK_MECHANISM *m), N(s), m)
REFUSE_BOTH(C_Digest)
REFUSE_IN(C_DigestUpdate)
REFUSE(C_DigestKey, NONE, (session_t s, object_t key), N(s), N(key))
REFUSE_OUT(C_DigestFinal)
REFUSE_INIT(C_SignRecoverInit)
REFUSE_BOTH(C_SignRecover)
REFUSE_INIT(C_VerifyInit)
REFUSE(C_Verify, NONE,
    (session_t s, bytes_t data, CK_ULONG n, bytes_t sig, CK_ULONG m),
    N(s), data, N(n), sig, N(m))
REFUSE_IN(C_VerifyUpdate)
REFUSE_IN(C_VerifyFinal)
REFUSE_INIT(C_VerifyRecoverInit)
REFUSE_BOTH(C_VerifyRecover)
REFUSE_BOTH(C_DigestEncryptUpdate)
REFUSE_BOTH(C_DecryptDigestUpdate)
REFUSE_BOTH(C_SignEncryptUpdate)
REFUSE_BOTH(C_DecryptVerifyUpdate)
REFUSE(C_WrapKey, NONE,
    (session_t s, CK_MECHANISM *m, object_t with, object_t key, bytes_t out,
    CK_ULONG *n),
    N(s), m, N(with), N(key), out, n)

REFUSE_OUT(C_GetOperationState)
REFUSE(C_SetOperationState, NONE,
    (session_t s, bytes_t in, CK_ULONG n, object_t a, object_t b),
    N(s), in, N(n), N(a), N(b))
/* From the days of parallel sessions. */
REFUSE(C_GetFunctionStatus, CKR_FUNCTION_NOT_PARALLEL, (session_t s), N(s))
REFUSE(C_CancelFunction, CKR_FUNCTION_NOT_PARALLEL, (session_t s), N(s))

/* ---- those that are a little different ---- */

CK_RV
C_InitToken(CK_SLOT_ID id, unsigned char *pin, CK_ULONG len,
    unsigned char *label)
{
	struct slot *slot;
	CK_RV rv = slot_enter(label != NULL && (pin != NULL || len == 0), id,
	    &slot);

	if (rv != CKR_OK)
		return rv;
	return module_leave(slot->sessions != 0 ? CKR_SESSION_EXISTS :
	    CKR_TOKEN_WRITE_PROTECTED);
}

CK_RV
C_SeedRandom(CK_SESSION_HANDLE s, unsigned char *seed, CK_ULONG len)
{
	return refuse(s, seed != NULL || len == 0,
	    CKR_RANDOM_SEED_NOT_SUPPORTED);
}

CK_RV
C_WaitForSlotEvent(CK_FLAGS flags, CK_SLOT_ID *slot, void *reserved)
{
	CK_RV rv = module_enter(slot != NULL && reserved == NULL);

	(void)flags;
	return rv != CKR_OK ? rv : module_leave(CKR_FUNCTION_NOT_SUPPORTED);
}
