#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "testmodule.h"

/* ---- start and end ---- */

START_TEST(pkcs11_wants_to_be_initialized)
{
	CK_SESSION_HANDLE s;
	CK_ULONG n;

	ASSERT_RV(p11->C_GetSlotList(CK_FALSE, NULL, &n),
	    CKR_CRYPTOKI_NOT_INITIALIZED);
	ASSERT_RV(p11->C_OpenSession(USER_SLOT, CKF_SERIAL_SESSION, NULL, NULL,
	    &s), CKR_CRYPTOKI_NOT_INITIALIZED);
	ASSERT_RV(p11->C_Finalize(NULL), CKR_CRYPTOKI_NOT_INITIALIZED);
	start(NULL);
	ASSERT_RV(p11->C_Initialize(NULL), CKR_CRYPTOKI_ALREADY_INITIALIZED);
	ASSERT_RV(p11->C_Finalize(&n), CKR_ARGUMENTS_BAD);
	ASSERT_OK(p11->C_Finalize(NULL));
	ASSERT_OK(p11->C_Initialize(NULL));
}
END_TEST

START_TEST(pkcs11_refuses_options_it_does_not_know)
{
	CK_C_INITIALIZE_ARGS args = { .pReserved = (void *)(uintptr_t)
	    "user crosses" };

	ASSERT_RV(p11->C_Initialize(&args), CKR_ARGUMENTS_BAD);
	args.pReserved = NULL;
	setenv("SPCKIT_PKCS11", "user,,nonsense", 1);
	ASSERT_RV(p11->C_Initialize(&args), CKR_ARGUMENTS_BAD);
	setenv("SPCKIT_PKCS11", " user,cross  debug ", 1);
	ASSERT_OK(p11->C_Initialize(&args));
}
END_TEST

static CK_RV
start_with(const void *reserved)
{
	CK_C_INITIALIZE_ARGS args = { .pReserved = (void *)(uintptr_t)
	    reserved };

	return p11->C_Initialize(&args);
}

/* Two pages of which only the first can be read; the end of that one. */
static char *
end_of_memory(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *p = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ck_assert_ptr_ne(p, MAP_FAILED);
	memset(p, ' ', page);
	ck_assert_int_eq(mprotect(p + page, page, PROT_NONE), 0);
	return p + page;
}

START_TEST(pkcs11_refuses_a_reserved_argument_that_is_not_text)
{
	CK_C_INITIALIZE_ARGS args = { .flags = 0 };
	char *end = end_of_memory();

	/* PKCS#11 wants NULL there. */
	ASSERT_RV(start_with((void *)1), CKR_ARGUMENTS_BAD);
	ASSERT_RV(start_with((void *)UINTPTR_MAX), CKR_ARGUMENTS_BAD);
	ASSERT_RV(start_with(end), CKR_ARGUMENTS_BAD);
	/* Readable, and then no more; or longer than our options are. */
	ASSERT_RV(start_with(end - 1), CKR_ARGUMENTS_BAD);
	ASSERT_RV(start_with(end - 255), CKR_ARGUMENTS_BAD);
	ASSERT_RV(start_with(end - 300), CKR_ARGUMENTS_BAD);
	end[-1] = '\0';
	ASSERT_RV(start_with(end - 257), CKR_ARGUMENTS_BAD);
	/* Something else of the program's. */
	args.flags = (CK_FLAGS)-2;
	ASSERT_RV(start_with(&args.flags), CKR_ARGUMENTS_BAD);
}
END_TEST

START_TEST(pkcs11_takes_a_reserved_argument_that_is_text)
{
	char *end = end_of_memory();
	int before = dup(0);
	CK_ULONG n;

	close(before);
	memcpy(end - 8, "machine", 8);
	ASSERT_OK(start_with(end - 8));
	ASSERT_OK(p11->C_GetSlotList(CK_FALSE, NULL, &n));
	ck_assert_uint_eq(n, 1);
	ASSERT_OK(p11->C_Finalize(NULL));
	ASSERT_OK(start_with(end - 256));
	ASSERT_OK(p11->C_Finalize(NULL));
	ASSERT_OK(start_with(""));
	/* No descriptor is left open. */
	ck_assert_int_eq(dup(0), before);
}
END_TEST

static unsigned created, taken, given_back, destroyed;

static CK_RV
create(void **m)
{
	*m = &created;
	created++;
	return CKR_OK;
}

static CK_RV	destroy(void *m) { destroyed += m == &created; return CKR_OK; }
static CK_RV	take(void *m) { taken += m == &created; return CKR_OK; }
static CK_RV	give_back(void *m) { given_back += m == &created; return CKR_OK; }

/* There the program's lock may be held forever. */
static int
in_child(void)
{
	unsigned before = taken;
	pid_t pid = fork();
	CK_INFO info;
	int status;

	if (pid == 0)
		_exit(p11->C_GetInfo(&info) != CKR_CRYPTOKI_NOT_INITIALIZED ||
		    taken != before || p11->C_Initialize(NULL) != CKR_OK ||
		    p11->C_GetInfo(&info) != CKR_OK || taken != before);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return status;
}

START_TEST(pkcs11_uses_the_programs_locks)
{
	CK_C_INITIALIZE_ARGS args = { create, destroy, take, give_back, 0,
	    NULL };
	CK_INFO info;

	ASSERT_OK(p11->C_Initialize(&args));
	ASSERT_OK(p11->C_GetInfo(&info));
	ck_assert_int_eq(in_child(), 0);
	ASSERT_OK(p11->C_Finalize(NULL));
	ck_assert_uint_eq(created, 1);
	ck_assert_uint_eq(destroyed, 1);
	ck_assert_uint_ge(taken, 2);
	ck_assert_uint_eq(taken, given_back);

	/* All of them or none; and the system's where it may. */
	args.LockMutex = NULL;
	ASSERT_RV(p11->C_Initialize(&args), CKR_ARGUMENTS_BAD);
	args.LockMutex = take;
	args.flags = CKF_OS_LOCKING_OK;
	ASSERT_OK(p11->C_Initialize(&args));
	ck_assert_uint_eq(created, 1);
}
END_TEST

/* ---- slots and tokens ---- */

START_TEST(pkcs11_shows_the_users_location_before_it_is_there)
{
	CK_SLOT_ID ids[4];
	CK_ULONG n = 4;
	CK_TOKEN_INFO t;
	CK_SLOT_INFO info;

	start(NULL);
	ASSERT_OK(p11->C_GetSlotList(CK_TRUE, ids, &n));
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(ids[0], USER_SLOT);
	ASSERT_OK(p11->C_GetTokenInfo(USER_SLOT, &t));
	ck_assert_mem_eq(t.label, "Personal                        ", 32);
	ck_assert_uint_eq(t.flags & CKF_LOGIN_REQUIRED, 0);
	ck_assert_uint_ne(t.flags & CKF_WRITE_PROTECTED, 0);
	ASSERT_RV(p11->C_GetTokenInfo(MACHINE_SLOT, &t),
	    CKR_TOKEN_NOT_PRESENT);
	ASSERT_OK(p11->C_GetSlotInfo(MACHINE_SLOT, &info));
	ck_assert_uint_eq(info.flags & CKF_TOKEN_PRESENT, 0);
	ASSERT_RV(p11->C_GetSlotInfo(3, &info), CKR_SLOT_ID_INVALID);
	ck_assert(!is_there("user"));
}
END_TEST

START_TEST(pkcs11_counts_slots_into_too_small_a_room)
{
	CK_SLOT_ID id;
	CK_ULONG n = 1;

	start(NULL);
	ASSERT_RV(p11->C_GetSlotList(CK_FALSE, &id, &n), CKR_BUFFER_TOO_SMALL);
	ck_assert_uint_eq(n, 2);
	ASSERT_OK(p11->C_Finalize(NULL));
	start("machine");
	n = 1;
	ASSERT_OK(p11->C_GetSlotList(CK_FALSE, &id, &n));
	ck_assert_uint_eq(id, MACHINE_SLOT);
}
END_TEST

START_TEST(pkcs11_shows_no_location_of_somebody_else)
{
	CK_ULONG n = 0;

	if (geteuid() != 0)
		return;
	ck_assert_int_eq(mkdir("user", 0700), 0);
	ck_assert_int_eq(chown("user", 12345, (gid_t)-1), 0);
	start(NULL);
	ASSERT_OK(p11->C_GetSlotList(CK_TRUE, NULL, &n));
	ck_assert_uint_eq(n, 0);
}
END_TEST

/* ---- what changes ---- */

START_TEST(pkcs11_sees_what_is_imported_later)
{
	CK_OBJECT_HANDLE found[4], first;
	CK_SESSION_HANDLE s;
	struct cert *c;
	bool removed;
	struct err e = ERR_INIT;
	struct location l;

	key_free(put_identity("rsa1031.p8", "first"));
	start(NULL);
	s = open_session(USER_SLOT);
	first = find_one(s, CKO_CERTIFICATE);
	c = cert_of("second", NULL, 2);
	import(NULL, c);
	ck_assert_uint_eq(find_all(s, CKO_CERTIFICATE, found, 4), 2);
	ck_assert(found[0] == first || found[1] == first);
	ck_assert(is_text(value_of(s, first, CKA_LABEL), "first"));
	open_user(&l, LOCATION_WRITE);
	ASSERT_WORKS(change_remove_cert(&l, "My", c->sha1, false, &removed,
	    &e), &e);
	location_close(&l);
	ck_assert_uint_eq(find_one(s, CKO_CERTIFICATE), first);
	cert_free(c);
}
END_TEST

START_TEST(pkcs11_writes_nothing)
{
	CK_OBJECT_HANDLE o, other;
	CK_SESSION_HANDLE s;
	CK_SESSION_INFO info;

	key_free(put_identity("rsa1031.p8", "somebody"));
	start(NULL);
	ASSERT_OK(p11->C_OpenSession(USER_SLOT, CKF_SERIAL_SESSION |
	    CKF_RW_SESSION, NULL, NULL, &s));
	ASSERT_OK(p11->C_GetSessionInfo(s, &info));
	ck_assert_uint_eq(info.state, CKS_RW_PUBLIC_SESSION);
	o = find_one(s, CKO_CERTIFICATE);
	ASSERT_RV(p11->C_DestroyObject(s, o), CKR_TOKEN_WRITE_PROTECTED);
	ASSERT_RV(p11->C_CreateObject(s, NULL, 0, &other),
	    CKR_TOKEN_WRITE_PROTECTED);
	ASSERT_RV(p11->C_SetAttributeValue(s, o, NULL, 0),
	    CKR_TOKEN_WRITE_PROTECTED);
	ASSERT_RV(p11->C_VerifyInit(s, NULL, o), CKR_FUNCTION_NOT_SUPPORTED);
	find_one(s, CKO_CERTIFICATE);
}
END_TEST

START_TEST(pkcs11_closes_sessions)
{
	CK_SESSION_HANDLE a, b;
	CK_SESSION_INFO info;

	start(NULL);
	a = open_session(USER_SLOT);
	b = open_session(USER_SLOT);
	ASSERT_OK(p11->C_CloseSession(a));
	ASSERT_RV(p11->C_CloseSession(a), CKR_SESSION_HANDLE_INVALID);
	ASSERT_OK(p11->C_GetSessionInfo(b, &info));
	ASSERT_OK(p11->C_CloseAllSessions(USER_SLOT));
	ASSERT_RV(p11->C_GetSessionInfo(b, &info), CKR_SESSION_HANDLE_INVALID);
	ASSERT_RV(p11->C_GetSessionInfo(0, &info), CKR_SESSION_HANDLE_INVALID);
	ASSERT_RV(p11->C_OpenSession(USER_SLOT, CKF_RW_SESSION, NULL, NULL,
	    &a), CKR_SESSION_PARALLEL_NOT_SUPPORTED);
}
END_TEST

/* ---- all ---- */

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, module_setup, module_leave);
	tcase_add_test(tc, pkcs11_wants_to_be_initialized);
	tcase_add_test(tc, pkcs11_refuses_options_it_does_not_know);
	tcase_add_test(tc,
	    pkcs11_refuses_a_reserved_argument_that_is_not_text);
	tcase_add_test(tc, pkcs11_takes_a_reserved_argument_that_is_text);
	tcase_add_test(tc, pkcs11_uses_the_programs_locks);
	tcase_add_test(tc, pkcs11_shows_the_users_location_before_it_is_there);
	tcase_add_test(tc, pkcs11_counts_slots_into_too_small_a_room);
	tcase_add_test(tc, pkcs11_shows_no_location_of_somebody_else);
	tcase_add_test(tc, pkcs11_sees_what_is_imported_later);
	tcase_add_test(tc, pkcs11_writes_nothing);
	tcase_add_test(tc, pkcs11_closes_sessions);
}

UNIT_MAIN("pkcs11", add)
