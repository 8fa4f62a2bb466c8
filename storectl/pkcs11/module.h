/*
 * module.h - what the module knows, and how its calls begin and end
 *
 * One struct for the process; slots are the two locations, sessions look into
 * them. A call that uses it is:
 *
 *	rv = module_enter(ARGS_OK);	(or session_enter(), slot_enter())
 *	return rv != CKR_OK ? rv : module_leave(WORK);
 *
 * Between the two the module is ours alone. All three refuse a call before
 * C_Initialize or in a child after fork(2), whatever its arguments are,
 * CKR_CRYPTOKI_NOT_INITIALIZED; then a session or slot that does not exist; then
 * arguments that are not OK, CKR_ARGUMENTS_BAD. Between the two libcrypto's
 * errors of this thread are ours and are dropped at the end; those that the
 * program had before stay.
 *
 * The program's process is not ours: nothing here touches its signals, its
 * environment, its limits, whether it dumps core, or libcrypto's default
 * context. libcrypto's private context is started by the first signature and
 * stays until the process ends (osslctx.h says why).
 */

#pragma once

#include <stdatomic.h>
#include <stddef.h>

#include <p11-kit/pkcs11.h>

#include "base/err.h"
#include "options.h"
#include "store/location.h"

struct inventory;
struct operation;

enum { SLOTS = 2, SESSIONS_MAX = 4096 };

struct slot {
	bool		 offered;	/* not ruled out by an option */
	enum place	 place;
	struct inventory *inventory;	/* NULL: not read yet */
	bool		 logged_in;
	bool		 pin_was_wrong;	/* the last one given */
	size_t		 sessions;
};

struct search {
	CK_OBJECT_HANDLE *found;	/* NULL: no search under way */
	size_t		  count;
	size_t		  next;
};

struct session {
	CK_SESSION_HANDLE handle;	/* 0: free */
	CK_SLOT_ID	  slot;
	CK_FLAGS	  flags;
	struct search	  search;
	struct operation *operation;	/* NULL: no signature under way */
};

struct module {
	struct options	 options;
	struct slot	 slots[SLOTS];
	struct session	*sessions;
	size_t		 session_count;	/* entries, free ones among them */
	CK_SESSION_HANDLE last_session;
};

extern struct module module;
/* lock_generation() of the process that called C_Initialize; 0: none did. */
extern atomic_uint module_serving;

bool	module_is_serving(void);
CK_RV	module_enter(bool args_ok);
CK_RV	module_leave(CK_RV rv);
/* Start libcrypto, where that has not been done. */
bool	module_crypto(struct err *e) MUST_CHECK;

/* A failure as a PKCS#11 number; with the option "debug" also as words on
 * standard error. */
CK_RV	module_fail(const struct err *e);

/* Fixed-size text of PKCS#11, an array: padded with spaces, no NUL. */
#define MODULE_TEXT(to, text)	module_text(to, sizeof(to), text)
void	module_text(unsigned char *to, size_t size, const char *text);
