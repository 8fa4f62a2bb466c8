/*
 * lock.h - the one lock of the module
 *
 * Calls hold it while they look at or change what the module knows; a signature
 * is made without it, so that threads sign side by side. C_Initialize says
 * which kind: the system's, or functions of the program's own where it gives
 * some and does not allow the system's (PKCS#11, 5.4).
 *
 * fork(2): with the system's lock the child gets the module as no call was
 * changing it, and libcrypto as no signature was being made (pthread_atfork): a
 * fork waits for those under way, and new ones wait for the fork. Else a child
 * might find a lock of libcrypto's private context held forever by a thread
 * that it does not have. lock_generation() is another one in every child: how
 * the module sees that it is in one.
 */

#pragma once

#include <stdbool.h>

#include <p11-kit/pkcs11.h>

/* Around C_Initialize and C_Finalize; always the system's. */
void	lock_gate(void);
void	unlock_gate(void);

/* Both inside the gate. */
CK_RV	lock_choose(const CK_C_INITIALIZE_ARGS *args);
void	lock_forget(void);
/* Of the program's own: a child may find the module half changed. */
bool	lock_is_foreign(void);

CK_RV	lock_take(void);
void	lock_drop(void);
/* Work that is done without the lock, and begins while it is held. */
void	lock_work_begins(void);
void	lock_work_ends(void);
unsigned lock_generation(void);
