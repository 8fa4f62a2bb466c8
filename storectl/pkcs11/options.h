/*
 * options.h - options of the module
 *
 * Words separated by spaces or commas, in the environment's SPCKIT_PKCS11 and
 * in the reserved argument of C_Initialize, which p11-kit fills from
 * x-init-reserved and NSS from a module's library parameters:
 *
 *   cross     show cross-certificates as well
 *   login     the PIN of C_Login serves until C_Logout, for programs that do
 *             not log in for each signature
 *   user      only the user's location
 *   machine   only the machine's
 *   debug     explain failures on standard error
 *
 * Other words are refused: a typing error must not change the set of keys. So is
 * a reserved argument that is not text (reserved.h): PKCS#11 itself allows none.
 * Set-user-ID programs do not get the environment's.
 */

#pragma once

#include <stdbool.h>

#include "base/compiler.h"

#define OPTIONS_VARIABLE	"SPCKIT_PKCS11"

struct options {
	bool	cross;
	bool	login;
	bool	user;
	bool	machine;
	bool	debug;
};

/* `reserved` may be NULL, or point to anything or nowhere. */
bool	options_read(struct options *o, const void *reserved) MUST_CHECK;
