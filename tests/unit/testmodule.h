/*
 * testmodule.h - spckit-pkcs11.so loaded as a program loads it
 *
 * MODULE is its path (tests.mk). Nothing of the module is linked.
 */

#ifndef SPCKIT_TESTS_TESTMODULE_H
#define SPCKIT_TESTS_TESTMODULE_H

#include <dlfcn.h>

#include <p11-kit/pkcs11.h>

#include "teststore.h"

#ifndef MODULE
#define MODULE	"spckit-pkcs11.so"	/* where the dynamic linker looks */
#endif

enum { USER_SLOT = 1, MACHINE_SLOT = 2 };

static CK_FUNCTION_LIST *p11;

#define ASSERT_RV(call, wanted)						\
	do {								\
		CK_RV rv_ = (call);					\
		ck_assert_msg(rv_ == (wanted), "%s: 0x%lx, expected "	\
		    #wanted, #call, rv_);				\
	} while (0)
#define ASSERT_OK(call)		ASSERT_RV(call, CKR_OK)

static inline void
module_load(void)
{
	void *library = dlopen(MODULE, RTLD_NOW | RTLD_LOCAL);
	CK_C_GetFunctionList get;

	ck_assert_msg(library != NULL, "%s", dlerror());
	*(void **)&get = dlsym(library, "C_GetFunctionList");
	ck_assert_ptr_nonnull(get);
	ASSERT_OK(get(&p11));
	/* As programs do that are done with it. */
	dlclose(library);
}

static inline void
module_setup(void)
{
	store_setup();
	unsetenv("SPCKIT_PKCS11");
	module_load();
}

static inline void
module_leave(void)
{
	p11->C_Finalize(NULL);
	scratch_leave();
}

static inline void
start(const char *reserved)
{
	CK_C_INITIALIZE_ARGS args = { .flags = CKF_OS_LOCKING_OK,
	    .pReserved = (void *)(uintptr_t)reserved };

	ASSERT_OK(p11->C_Initialize(&args));
}

static inline CK_SESSION_HANDLE
open_session(CK_SLOT_ID slot)
{
	CK_SESSION_HANDLE s;

	ASSERT_OK(p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL,
	    &s));
	return s;
}

/* All objects of a class, in their order; how many there are. */
static inline CK_ULONG
find_all(CK_SESSION_HANDLE s, CK_OBJECT_CLASS class, CK_OBJECT_HANDLE *found,
    CK_ULONG room)
{
	CK_ATTRIBUTE wanted = { CKA_CLASS, &class, sizeof(class) };
	CK_ULONG count;

	ASSERT_OK(p11->C_FindObjectsInit(s, &wanted, 1));
	ASSERT_OK(p11->C_FindObjects(s, found, room, &count));
	ASSERT_OK(p11->C_FindObjectsFinal(s));
	return count;
}

/* The only one. */
static inline CK_OBJECT_HANDLE
find_one(CK_SESSION_HANDLE s, CK_OBJECT_CLASS class)
{
	CK_OBJECT_HANDLE found[2];

	ck_assert_uint_eq(find_all(s, class, found, 2), 1);
	return found[0];
}

/* The value of an attribute, in a room of its own until the next call. */
static inline struct view
value_of(CK_SESSION_HANDLE s, CK_OBJECT_HANDLE o, CK_ATTRIBUTE_TYPE type)
{
	static unsigned char room[8192];
	CK_ATTRIBUTE a = { type, room, sizeof(room) };

	ASSERT_OK(p11->C_GetAttributeValue(s, o, &a, 1));
	return view_of(room, a.ulValueLen);
}

static inline bool
is_text(struct view v, const char *text)
{
	return view_equal(v, view_str(text));
}

static inline bool
is_true(CK_SESSION_HANDLE s, CK_OBJECT_HANDLE o, CK_ATTRIBUTE_TYPE type)
{
	struct view v = value_of(s, o, type);

	ck_assert_uint_eq(v.len, sizeof(CK_BBOOL));
	return v.data[0] == CK_TRUE;
}

/* A key of the fixtures and its certificate; the key is the caller's. */
static inline struct key *
put_identity(const char *key, const char *subject)
{
	struct key *k = key_of(key);
	struct cert *c = cert_of(subject, k, 1);

	import(k, c);
	cert_free(c);
	return k;
}

/* The same with a passphrase. */
static inline struct key *
put_protected(const char *key, const char *subject, const char *passphrase)
{
	struct keyinfo info = KEYINFO_INIT;
	struct secret secret = SECRET_INIT;
	struct key *k = key_of(key);
	struct cert *c = cert_of(subject, k, 1);
	struct keyname n = name_of(k);
	struct err e = ERR_INIT;
	enum change_state state;
	struct location l;
	struct change *ch;

	info.is_protected = true;
	ASSERT_WORKS(secret_set(&secret, view_str(passphrase), &e), &e);
	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	ASSERT_WORKS(change_add_key(ch, k, &n, &info, &secret, false, &state,
	    &e), &e);
	put_cert(ch, "My", c, false);
	commit(ch);
	location_close(&l);
	secret_clear(&secret);
	cert_free(c);
	return k;
}

static inline void
put_in(enum place place, const char *store, const struct cert *c)
{
	struct err e = ERR_INIT;
	struct location l;
	struct change *ch;

	ASSERT_WORKS(location_open(&l, place, LOCATION_WRITE, &e), &e);
	ch = begin(&l);
	put_cert(ch, store, c, false);
	commit(ch);
	location_close(&l);
}

#endif
