/*
 * sign.h - a signature under way in a session
 *
 * C_SignInit opens the private key, unless it has a passphrase of its own: then
 * C_Login as CKU_CONTEXT_SPECIFIC does, for this one signature. The signature
 * itself is made without the module's lock.
 *
 * C_Sign and C_SignFinal end it, and so does every error, bad arguments among
 * them (PKCS#11, 5.11), so that a program that gives up can begin another one in
 * its session. A length that was asked for, a buffer that is too small and a
 * wrong PIN, which may be tried again, do not. Data at NULL is a bad argument
 * even where only the length is asked for: libp11 0.4.11 reads the signature
 * that it then believes to have, at NULL.
 */

#pragma once

#include "base/secret.h"
#include "session.h"

/* The passphrase for the key of the session's signature. */
CK_RV	sign_login(struct session *s, const struct secret *pin);
/* Signatures under way whose keys were opened by a PIN end with the login. */
void	sign_forget_protected(CK_SLOT_ID slot);
