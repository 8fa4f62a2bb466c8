/*
 * keytest.h - does the private key do what its public key undoes?
 *
 * A few bytes are signed, or encrypted and decrypted, by libcrypto, and the
 * other half is done with the public key that the certificate has.
 *
 * Errors: ERR_MEMORY. A key that libcrypto cannot use is KEYTEST_NOT_MADE.
 */

#pragma once

#include "base/err.h"
#include "cert/key.h"

enum keytest {
	KEYTEST_PASSED,
	KEYTEST_FAILED,
	KEYTEST_NOT_MADE,
};

bool	keytest_sign(const struct key *k, struct view spki,
	    enum keytest *result, struct err *e) MUST_CHECK;
bool	keytest_encrypt(const struct key *k, struct view spki,
	    enum keytest *result, struct err *e) MUST_CHECK;
