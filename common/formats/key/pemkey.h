/*
 * pemkey.h - PEM's own encryption of traditional keys (RFC 1421 DEK-Info)
 *
 * EVP_BytesToKey with MD5, one round, the first 8 bytes of the IV as salt;
 * DES, 3DES, AES-128/192/256 in CBC. ERR_UNSUPPORTED names another cipher;
 * ERR_PASSWORD when the padding or the structure inside does not come out.
 */

#pragma once

#include "base/err.h"
#include "base/secret.h"
#include "formats/certs/armor.h"

bool	pemkey_decrypt(const struct armor_block *b,
	    const struct secret *password, struct secret *plain,
	    struct err *e) MUST_CHECK;
