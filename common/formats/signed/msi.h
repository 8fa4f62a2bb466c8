/*
 * msi.h - signed installer packages (.msi, .msp, .mst, .msm)
 *
 * A compound file (cfb.h) whose root has a stream "\5DigitalSignature": a
 * PKCS#7. Its digest is that of the streams, storage by storage, in the order of
 * the bytes of their names, each storage followed by its class; the streams
 * \5DigitalSignature and \5MsiDigitalSignatureEx of the root are left out. With
 * the latter the digest begins with it: it is a digest of the names, sizes,
 * classes, state bits and times of the entries in the same order. (Windows SDK,
 * "Digital Signatures and Windows Installer"; jsign and osslsigncode agree.)
 *
 * So without \5MsiDigitalSignatureEx, which few packages have, names and times
 * are not signed, and nothing can be done about it.
 *
 * Input:     untrusted, what cfb_open() accepts.
 * Ownership: msi_clear() frees, also after a failure; views into `in` stay.
 * Errors:    those of cfb.h and imprint.h.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/sha.h"
#include "formats/signed/cfb.h"

struct msi {
	struct cfb		 file;
	const struct cfb_entry	*extended;	/* NULL: none */
	struct bytes		 signature;	/* empty: not signed */
};

bool	msi_open(struct msi *m, struct view in, struct err *e) MUST_CHECK;
void	msi_clear(struct msi *m);
bool	msi_digest(const struct msi *m, const char *digest, unsigned char *out,
	    size_t outlen, struct err *e) MUST_CHECK;
/* Of the streams alone, which signing leaves as they are. */
bool	msi_streams(const struct msi *m, unsigned char sha256[SHA256_LEN],
	    struct err *e) MUST_CHECK;
/* The digest of which MsiDigitalSignatureEx is, as base/osslctx.h names it;
 * NULL: not there, or none of these. */
const char	*msi_extended_digest(const struct msi *m);
/* Of a signed one, beyond what msi_open() checked: no archive hides in unused
 * space, nothing follows the signature, and the extended digest is right. */
bool	msi_account(const struct msi *m, const struct limits *limits,
	    struct err *e) MUST_CHECK;
