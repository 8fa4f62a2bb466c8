/*
 * pvk.h - Microsoft PVK private key files
 *
 * A 24-byte header, a salt, and a PRIVATEKEYBLOB whose part after the
 * BLOBHEADER is RC4-encrypted: not at all, with 40 bits or with 128 bits of
 * SHA1(salt || password). Knows the container only; the blob is msblob.h's.
 * Byte offsets in docs/pvk.5.
 *
 * Input:    untrusted; every length is checked against what is left, the
 *           header before any number in it is used. Salt at most 1 KiB.
 * Secrets:  the password is bytes as they are (text.h converts code pages);
 *           the plain blob is a struct secret, cleared on every way out.
 * Errors:   ERR_FORMAT (no PVK magic), ERR_INPUT, ERR_VERSION,
 *           ERR_PASSWORD_NEEDED, and ERR_PASSWORD: with RC4 a wrong password
 *           and damage cannot be told apart as long as the blob's magic does
 *           not come out; once it does, a contradiction is damage (ERR_INPUT).
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "cert/key.h"

bool		pvk_is(struct view in);
struct key	*pvk_read(struct view in, const struct secret *password,
		    const struct limits *limits, struct err *e) MUST_CHECK;

enum pvk_cipher { PVK_PLAIN, PVK_RC4_40, PVK_RC4_128 };

/* A fresh salt of 16 bytes when encrypted. The password must be given then. */
bool		pvk_write(const struct key *k, enum key_spec spec,
		    enum pvk_cipher cipher, const struct secret *password,
		    struct bytes *out, struct err *e) MUST_CHECK;
