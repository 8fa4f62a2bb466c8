/*
 * sha.h - SHA-1 and SHA-256 of a run of bytes, without starting libcrypto
 *
 * Thumbprints and names of keys. The one-shot SHA256() of OpenSSL 3.0 fetches
 * its algorithm and so starts the whole library (about 1 ms); the old
 * Init/Update/Final calls do not. Listing a store must not pay that, so the
 * calls that OpenSSL calls deprecated are kept in this one file. Where they are
 * not offered (OPENSSL_NO_DEPRECATED), that start is paid.
 */

#pragma once

#include "base/bytes.h"

#define SHA1_LEN	20
#define SHA256_LEN	32

void	sha1_of(struct view v, unsigned char out[SHA1_LEN]);
void	sha256_of(struct view v, unsigned char out[SHA256_LEN]);
