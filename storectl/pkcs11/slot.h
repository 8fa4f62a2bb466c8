/*
 * slot.h - the locations as slots: number 1 the user's, 2 the machine's
 *
 * A slot has a token when its location can be read. The user's is there, and
 * empty, before the first import; the machine's when there is something to
 * read. What a token holds is read when it is needed, and again after the store
 * has changed.
 */

#pragma once

#include "inventory.h"
#include "module.h"

void		slot_set_up(void);
void		slot_forget_all(void);
/* NULL: no such slot. */
struct slot	*slot_of(CK_SLOT_ID id);
/* A call about a slot begins, as session_enter() for a session. */
CK_RV		slot_enter(bool args_ok, CK_SLOT_ID id, struct slot **s);
/* What is in it, as it is now. CKR_TOKEN_NOT_PRESENT when its location cannot
 * be read. */
CK_RV		slot_look(struct slot *s, const struct inventory **i);
/* Forget keys that were opened, all of them or those that need a PIN. */
void		slot_close_keys(struct slot *s, bool protected_only);
