/*
 * msblob.h - PRIVATEKEYBLOB (CryptoAPI) <-> struct key
 *
 * BLOBHEADER (8 bytes), RSAPUBKEY or DSSPUBKEY, little-endian numbers
 * (wincrypt.h documentation, MS-RSA... see docs/pvk.5). Versions other than 2
 * are refused as ERR_VERSION.
 *
 * The key's parts are checked as in pkcs8.h: a blob whose numbers contradict
 * each other, whose bit length does not fit its size, or with bytes after
 * its end is refused.
 *
 * Input:    untrusted.
 * Secrets:  numbers are turned into big endian in a struct secret.
 * Errors:   ERR_INPUT (also for a blob of another type, which it names),
 *           ERR_VERSION, ERR_LIMIT; ERR_UNSUPPORTED in writing.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/key.h"

/* True for 07 02 00 00 and an algorithm of the private kinds. */
bool		msblob_is(struct view in);
/* The BLOBHEADER alone, which a PVK file never encrypts. */
bool		msblob_check_header(struct view in, struct err *e) MUST_CHECK;
/* Do these bytes begin with RSA2 or DSS2, as what follows the header must? */
bool		msblob_is_magic(struct view magic);
/* spec is from aiKeyAlg (0xa400 AT_KEYEXCHANGE, 0x2400 AT_SIGNATURE). */
struct key	*msblob_read(struct view in, const struct limits *limits,
		    struct err *e) MUST_CHECK;
/* RSA and DSA only, else ERR_UNSUPPORTED, as are numbers that do not fit the
 * blob's fixed widths (p longer than half of n, e over 32 bits, a DSA q over
 * 160 bits). KEY_SPEC_NONE writes RSA as AT_KEYEXCHANGE, as Windows would
 * import it; DSA is AT_SIGNATURE always. */
bool		msblob_write(const struct key *k, enum key_spec spec,
		    struct bytes *out, struct err *e) MUST_CHECK;
