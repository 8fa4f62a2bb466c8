/*
 * session.h - sessions and logins
 *
 * Read-write sessions are granted, because programs ask for them that never
 * write; every attempt to write is refused.
 *
 * Login is only needed for keys that have a passphrase of their own, and the
 * passphrase is the PIN. C_Login as user must open one of them; it makes them
 * visible and does nothing else. Each signature then wants it again, as
 * CKU_CONTEXT_SPECIFIC, for the key at hand. With the option "login" the keys
 * that C_Login opens stay open until C_Logout. Where no key has a passphrase
 * any PIN is accepted: some programs insist on giving one. There is no security
 * officer.
 *
 * Keys that were opened are closed, and so wiped, with the last session of
 * their slot.
 */

#pragma once

#include "module.h"
#include "slot.h"

/* module_enter(), and which session it is. After a failure there is nothing to
 * leave. */
CK_RV		 session_enter(bool args_ok, CK_SESSION_HANDLE handle,
		    struct session **s);
void		 session_close_all(void);
bool		 session_read_only_exists(CK_SLOT_ID slot);

/* What the session's token holds, and an object in it. Private keys with a
 * passphrase are visible only after a login. */
CK_RV		 session_look(const struct session *s,
		    const struct inventory **i);
CK_RV		 session_object(const struct session *s,
		    CK_OBJECT_HANDLE handle, const struct inventory **i,
		    struct object *o);
bool		 session_sees(const struct session *s, const struct object *o);
