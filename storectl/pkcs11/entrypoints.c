/*
 * entrypoints.c - start, end, and the table of functions
 *
 * C_GetFunctionList is the only symbol of the module (pkcs11.map).
 */

#include <string.h>

#include "base/osslctx.h"
#include "base/random.h"
#include "lock.h"
#include "session.h"

enum { CRYPTOKI_MAJOR = 2, CRYPTOKI_MINOR = 40, OUR_MAJOR = 0, OUR_MINOR = 1 };

/* ---- start and end of all ---- */

static void
drop_all(void)
{
	session_close_all();
	slot_forget_all();
	memset(&module, 0, sizeof(module));
	atomic_store(&module_serving, 0);
}

/* What this process inherited by fork(2) is of no use here. Under the program's
 * own locks it may even be half changed, and is not freed. */
static void
drop_inherited(void)
{
	if (atomic_load(&module_serving) != 0 && !lock_is_foreign())
		drop_all();
	memset(&module, 0, sizeof(module));
}

static CK_RV
initialize(const CK_C_INITIALIZE_ARGS *args)
{
	struct options o;
	CK_RV rv;

	if (module_is_serving())
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
	atomic_store(&module_serving, lock_generation());
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

	lock_gate();
	rv = module_enter(reserved == NULL);
	if (rv == CKR_OK) {
		drop_all();
		rv = module_leave(CKR_OK);
		lock_forget();
	}
	unlock_gate();
	return rv;
}

CK_RV
C_GetInfo(CK_INFO *info)
{
	CK_RV rv = module_enter(info != NULL);

	if (rv != CKR_OK)
		return rv;
	memset(info, 0, sizeof(*info));
	info->cryptokiVersion.major = CRYPTOKI_MAJOR;
	info->cryptokiVersion.minor = CRYPTOKI_MINOR;
	info->libraryVersion.major = OUR_MAJOR;
	info->libraryVersion.minor = OUR_MINOR;
	MODULE_TEXT(info->manufacturerID, "spckit");
	MODULE_TEXT(info->libraryDescription, "spckit certificate store");
	return module_leave(CKR_OK);
}

CK_RV
C_GenerateRandom(CK_SESSION_HANDLE handle, unsigned char *out, CK_ULONG len)
{
	struct err e = ERR_INIT;
	struct session *s;
	CK_RV rv = session_enter(out != NULL || len == 0, handle, &s);

	if (rv != CKR_OK)
		return rv;
	/* Without the lock: other calls go on meanwhile. */
	module_leave(CKR_OK);
	return random_bytes(out, len, &e) ? CKR_OK : module_fail(&e);
}

static CK_FUNCTION_LIST list = {
	{ CRYPTOKI_MAJOR, CRYPTOKI_MINOR },
	C_Initialize, C_Finalize, C_GetInfo, C_GetFunctionList,
	C_GetSlotList, C_GetSlotInfo, C_GetTokenInfo, C_GetMechanismList,
	C_GetMechanismInfo, C_InitToken, C_InitPIN, C_SetPIN, C_OpenSession,
	C_CloseSession, C_CloseAllSessions, C_GetSessionInfo,
	C_GetOperationState, C_SetOperationState, C_Login, C_Logout,
	C_CreateObject, C_CopyObject, C_DestroyObject, C_GetObjectSize,
	C_GetAttributeValue, C_SetAttributeValue, C_FindObjectsInit,
	C_FindObjects, C_FindObjectsFinal, C_EncryptInit, C_Encrypt,
	C_EncryptUpdate, C_EncryptFinal, C_DecryptInit, C_Decrypt,
	C_DecryptUpdate, C_DecryptFinal, C_DigestInit, C_Digest,
	C_DigestUpdate, C_DigestKey, C_DigestFinal, C_SignInit, C_Sign,
	C_SignUpdate, C_SignFinal, C_SignRecoverInit, C_SignRecover,
	C_VerifyInit, C_Verify, C_VerifyUpdate, C_VerifyFinal,
	C_VerifyRecoverInit, C_VerifyRecover, C_DigestEncryptUpdate,
	C_DecryptDigestUpdate, C_SignEncryptUpdate, C_DecryptVerifyUpdate,
	C_GenerateKey, C_GenerateKeyPair, C_WrapKey, C_UnwrapKey, C_DeriveKey,
	C_SeedRandom, C_GenerateRandom, C_GetFunctionStatus, C_CancelFunction,
	C_WaitForSlotEvent,
};

__attribute__((visibility("default"))) CK_RV
C_GetFunctionList(CK_FUNCTION_LIST **to)
{
	if (to == NULL)
		return CKR_ARGUMENTS_BAD;
	*to = &list;
	return CKR_OK;
}
