/*
 * test_pkcs11_calls.c - every function of the table: what comes before all else
 */

#include <sys/wait.h>

#include <stddef.h>
#include <unistd.h>

#include "testmodule.h"

/* All but C_Initialize and C_GetFunctionList; with arguments that most of them
 * would refuse. */
#define CALLS(X)							\
	X(C_Finalize(NULL))						\
	X(C_GetInfo(NULL))						\
	X(C_GetSlotList(CK_FALSE, NULL, NULL))				\
	X(C_GetSlotInfo(99, NULL))					\
	X(C_GetTokenInfo(99, NULL))					\
	X(C_GetMechanismList(99, NULL, NULL))				\
	X(C_GetMechanismInfo(99, CKM_RSA_PKCS, NULL))			\
	X(C_InitToken(99, NULL, 1, NULL))				\
	X(C_OpenSession(99, 0, NULL, NULL, NULL))			\
	X(C_CloseAllSessions(99))					\
	X(C_WaitForSlotEvent(CKF_DONT_BLOCK, NULL, NULL))

#define SESSION_CALLS(X, s)						\
	X(C_InitPIN(s, NULL, 1))					\
	X(C_SetPIN(s, NULL, 1, NULL, 1))				\
	X(C_CloseSession(s))						\
	X(C_GetSessionInfo(s, NULL))					\
	X(C_GetOperationState(s, NULL, NULL))				\
	X(C_SetOperationState(s, NULL, 1, 0, 0))			\
	X(C_Login(s, CKU_USER, NULL, 1))				\
	X(C_Logout(s))							\
	X(C_CreateObject(s, NULL, 1, NULL))				\
	X(C_CopyObject(s, 1, NULL, 1, NULL))				\
	X(C_DestroyObject(s, 1))					\
	X(C_GetObjectSize(s, 1, NULL))					\
	X(C_GetAttributeValue(s, 1, NULL, 1))				\
	X(C_SetAttributeValue(s, 1, NULL, 1))				\
	X(C_FindObjectsInit(s, NULL, 1))				\
	X(C_FindObjects(s, NULL, 1, NULL))				\
	X(C_FindObjectsFinal(s))					\
	X(C_EncryptInit(s, NULL, 1))					\
	X(C_Encrypt(s, NULL, 1, NULL, NULL))				\
	X(C_EncryptUpdate(s, NULL, 1, NULL, NULL))			\
	X(C_EncryptFinal(s, NULL, NULL))				\
	X(C_DecryptInit(s, NULL, 1))					\
	X(C_Decrypt(s, NULL, 1, NULL, NULL))				\
	X(C_DecryptUpdate(s, NULL, 1, NULL, NULL))			\
	X(C_DecryptFinal(s, NULL, NULL))				\
	X(C_DigestInit(s, NULL))					\
	X(C_Digest(s, NULL, 1, NULL, NULL))				\
	X(C_DigestUpdate(s, NULL, 1))					\
	X(C_DigestKey(s, 1))						\
	X(C_DigestFinal(s, NULL, NULL))					\
	X(C_SignInit(s, NULL, 1))					\
	X(C_Sign(s, NULL, 1, NULL, NULL))				\
	X(C_SignUpdate(s, NULL, 1))					\
	X(C_SignFinal(s, NULL, NULL))					\
	X(C_SignRecoverInit(s, NULL, 1))				\
	X(C_SignRecover(s, NULL, 1, NULL, NULL))			\
	X(C_VerifyInit(s, NULL, 1))					\
	X(C_Verify(s, NULL, 1, NULL, 1))				\
	X(C_VerifyUpdate(s, NULL, 1))					\
	X(C_VerifyFinal(s, NULL, 1))					\
	X(C_VerifyRecoverInit(s, NULL, 1))				\
	X(C_VerifyRecover(s, NULL, 1, NULL, NULL))			\
	X(C_DigestEncryptUpdate(s, NULL, 1, NULL, NULL))		\
	X(C_DecryptDigestUpdate(s, NULL, 1, NULL, NULL))		\
	X(C_SignEncryptUpdate(s, NULL, 1, NULL, NULL))			\
	X(C_DecryptVerifyUpdate(s, NULL, 1, NULL, NULL))		\
	X(C_GenerateKey(s, NULL, NULL, 1, NULL))			\
	X(C_GenerateKeyPair(s, NULL, NULL, 1, NULL, 1, NULL, NULL))	\
	X(C_WrapKey(s, NULL, 1, 1, NULL, NULL))				\
	X(C_UnwrapKey(s, NULL, 1, NULL, 1, NULL, 1, NULL))		\
	X(C_DeriveKey(s, NULL, 1, NULL, 1, NULL))			\
	X(C_SeedRandom(s, NULL, 1))					\
	X(C_GenerateRandom(s, NULL, 1))					\
	X(C_GetFunctionStatus(s))					\
	X(C_CancelFunction(s))

#define COUNT_CALL(call)	+ 1

enum {
	IN_THE_TABLE = (sizeof(CK_FUNCTION_LIST) -
	    offsetof(CK_FUNCTION_LIST, C_Initialize)) / sizeof(void (*)(void)),
	ASKED = 0 CALLS(COUNT_CALL) SESSION_CALLS(COUNT_CALL, 1)
};

/* The name of a call that answers something else, or NULL. */
#define ASK(call)	if (p11->call != wanted) return #call;

static const char *
odd_call(CK_RV wanted)
{
	CALLS(ASK)
	return NULL;
}

static const char *
odd_session_call(CK_RV wanted, CK_SESSION_HANDLE s)
{
	SESSION_CALLS(ASK, s)
	return NULL;
}

static void
nothing_works(void)
{
	const CK_RV none = CKR_CRYPTOKI_NOT_INITIALIZED;

	ck_assert_pstr_eq(odd_call(none), NULL);
	ck_assert_pstr_eq(odd_session_call(none, 1), NULL);
}

/* ---- tests ---- */

START_TEST(pkcs11_calls_are_all_asked)
{
	ck_assert_int_eq(ASKED, IN_THE_TABLE - 2);
}
END_TEST

START_TEST(pkcs11_calls_want_to_be_initialized)
{
	nothing_works();
	start(NULL);
	open_session(USER_SLOT);
	ASSERT_OK(p11->C_Finalize(NULL));
	nothing_works();
}
END_TEST

START_TEST(pkcs11_calls_want_it_again_in_a_child)
{
	const CK_RV none = CKR_CRYPTOKI_NOT_INITIALIZED;
	CK_SESSION_HANDLE s;
	int status;
	pid_t pid;

	start(NULL);
	s = open_session(USER_SLOT);
	pid = fork();
	if (pid == 0)
		_exit(odd_call(none) != NULL ||
		    odd_session_call(none, s) != NULL);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(pkcs11_calls_want_a_session)
{
	start(NULL);
	ck_assert_pstr_eq(odd_session_call(CKR_SESSION_HANDLE_INVALID, 99),
	    NULL);
	ck_assert_pstr_eq(odd_session_call(CKR_SESSION_HANDLE_INVALID, 0),
	    NULL);
}
END_TEST

START_TEST(pkcs11_calls_want_a_slot)
{
	start(NULL);
	ASSERT_RV(p11->C_GetSlotInfo(99, NULL), CKR_SLOT_ID_INVALID);
	ASSERT_RV(p11->C_GetTokenInfo(99, NULL), CKR_SLOT_ID_INVALID);
	ASSERT_RV(p11->C_GetMechanismList(99, NULL, NULL),
	    CKR_SLOT_ID_INVALID);
	ASSERT_RV(p11->C_GetMechanismInfo(99, CKM_RSA_PKCS, NULL),
	    CKR_SLOT_ID_INVALID);
	ASSERT_RV(p11->C_OpenSession(99, 0, NULL, NULL, NULL),
	    CKR_SLOT_ID_INVALID);
	ASSERT_RV(p11->C_CloseAllSessions(99), CKR_SLOT_ID_INVALID);
	ASSERT_RV(p11->C_InitToken(99, NULL, 1, NULL), CKR_SLOT_ID_INVALID);
}
END_TEST

START_TEST(pkcs11_calls_refuse_bad_arguments)
{
	CK_SESSION_HANDLE s;
	CK_ULONG n;

	start(NULL);
	s = open_session(USER_SLOT);
	ASSERT_RV(p11->C_GetInfo(NULL), CKR_ARGUMENTS_BAD);
	ASSERT_RV(p11->C_GetSlotList(CK_FALSE, NULL, NULL), CKR_ARGUMENTS_BAD);
	ASSERT_RV(p11->C_GetTokenInfo(USER_SLOT, NULL), CKR_ARGUMENTS_BAD);
	ASSERT_RV(p11->C_GetSessionInfo(s, NULL), CKR_ARGUMENTS_BAD);
	ASSERT_RV(p11->C_SeedRandom(s, NULL, 1), CKR_ARGUMENTS_BAD);
	ASSERT_RV(p11->C_GenerateRandom(s, NULL, 1), CKR_ARGUMENTS_BAD);
	ASSERT_RV(p11->C_FindObjectsInit(s, NULL, 1), CKR_ARGUMENTS_BAD);
	ASSERT_RV(p11->C_WaitForSlotEvent(0, NULL, NULL), CKR_ARGUMENTS_BAD);
	/* A search goes on after them: only C_FindObjectsFinal ends it. */
	ASSERT_OK(p11->C_FindObjectsInit(s, NULL, 0));
	ASSERT_RV(p11->C_FindObjects(s, NULL, 1, &n), CKR_ARGUMENTS_BAD);
	ASSERT_RV(p11->C_FindObjects(s, NULL, 0, NULL), CKR_ARGUMENTS_BAD);
	ASSERT_RV(p11->C_FindObjectsInit(s, NULL, 0), CKR_OPERATION_ACTIVE);
	ASSERT_OK(p11->C_FindObjects(s, NULL, 0, &n));
	ASSERT_OK(p11->C_FindObjectsFinal(s));
	ASSERT_RV(p11->C_FindObjectsFinal(s), CKR_OPERATION_NOT_INITIALIZED);
	ASSERT_RV(p11->C_FindObjects(s, NULL, 0, &n),
	    CKR_OPERATION_NOT_INITIALIZED);
}
END_TEST

START_TEST(pkcs11_calls_initialize_no_token)
{
	unsigned char label[32] = "label";
	CK_SESSION_HANDLE s;

	start(NULL);
	s = open_session(USER_SLOT);
	ASSERT_RV(p11->C_InitToken(USER_SLOT, NULL, 0, label),
	    CKR_SESSION_EXISTS);
	ASSERT_OK(p11->C_CloseSession(s));
	ASSERT_RV(p11->C_InitToken(USER_SLOT, NULL, 0, label),
	    CKR_TOKEN_WRITE_PROTECTED);
}
END_TEST

/* ---- all ---- */

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, module_setup, module_leave);
	tcase_add_test(tc, pkcs11_calls_are_all_asked);
	tcase_add_test(tc, pkcs11_calls_want_to_be_initialized);
	tcase_add_test(tc, pkcs11_calls_want_it_again_in_a_child);
	tcase_add_test(tc, pkcs11_calls_want_a_session);
	tcase_add_test(tc, pkcs11_calls_want_a_slot);
	tcase_add_test(tc, pkcs11_calls_refuse_bad_arguments);
	tcase_add_test(tc, pkcs11_calls_initialize_no_token);
}

UNIT_MAIN("pkcs11_calls", add)
