/*
 * signedfile.h - a file that Windows can sign: its signatures, its digest, and
 * is every byte of it accounted for?
 *
 * Programs (pe.h), cabinets (cab.h), installer packages (msi.h) and scripts
 * (script.h). Catalogues are cat.h's: they are signatures.
 *
 * A signature counts for a file only if all of the file is either in the digest
 * or part of the signature, as far as the format lets that be known; the headers
 * of the formats tell the details. Some of it signedfile_open() sees to, the
 * rest signedfile_account().
 *
 * Input:     untrusted.
 * Ownership: signedfile_clear(), also after a failure. `in` must stay; views of
 *            signatures are valid until then.
 * Errors:    ERR_INPUT, ERR_UNSUPPORTED, ERR_LIMIT, ERR_MEMORY, ERR_CRYPTO.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "formats/signed/cab.h"
#include "formats/signed/msi.h"
#include "formats/signed/script.h"

enum signed_kind {
	SIGNED_OTHER,		/* of none of these */
	SIGNED_PE,
	SIGNED_CAB,
	SIGNED_MSI,
	SIGNED_SCRIPT,
};

enum { SIGNED_DIGESTS = 16, SIGNED_DIGEST_MAX = 64 };

/* One that was computed: a file may have many signatures. */
struct signed_digest {
	const char	*name;
	size_t		 len;
	size_t		 reading;	/* of a script */
	struct view	 uuid;
	unsigned char	 value[SIGNED_DIGEST_MAX];
};

struct signedfile {
	enum signed_kind	 kind;
	struct view		 in;
	const struct limits	*limits;
	struct cab		 cab;
	struct msi		 msi;
	struct script		 script;
	struct signed_digest	 digests[SIGNED_DIGESTS];
	size_t			 digest_count;
};

/* By its content; `name` tells scripts apart. */
enum signed_kind	signedfile_kind(struct view in, const char *name);
bool	signedfile_open(struct signedfile *f, struct view in, const char *name,
	    const struct limits *limits, struct err *e) MUST_CHECK;
void	signedfile_clear(struct signedfile *f);
/* Of a file that is signed. */
bool	signedfile_account(const struct signedfile *f, struct err *e)
	    MUST_CHECK;
/* The n-th PKCS#7, with padding after it; empty after the last. */
bool	signedfile_signature(const struct signedfile *f, size_t n,
	    struct view *pkcs7, struct err *e) MUST_CHECK;
/* SHA-256 of what signing leaves as it is. */
bool	signedfile_content(const struct signedfile *f,
	    unsigned char sha256[SHA256_LEN], struct err *e) MUST_CHECK;
/* Was `content`, an SpcIndirectDataContent, made for a file of this kind, and
 * is `value` this file's digest? `digest` as base/osslctx.h names it: a string
 * that stays, as `content` does. */
bool	signedfile_has_digest(struct signedfile *f, struct view content,
	    const char *digest, struct view value, bool *has, struct err *e)
	    MUST_CHECK;
