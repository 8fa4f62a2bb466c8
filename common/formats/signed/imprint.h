/*
 * imprint.h - a digest over parts of a file
 *
 * Adding is sticky: after a failure every later part is ignored, and
 * imprint_end() reports it once.
 *
 * Ownership: imprint_end() frees in any case; it must be called once after a
 *            successful imprint_begin().
 * Errors:    ERR_CRYPTO, ERR_MEMORY.
 */

#pragma once

#include <openssl/types.h>

#include "base/bytes.h"
#include "base/err.h"

struct imprint {
	EVP_MD_CTX	*ctx;
	const char	*name;
	bool		 failed;
};

/* `digest` as base/osslctx.h names it. */
bool	imprint_is_of_length(const char *digest, size_t len);
/* Its length must be `len`. */
bool	imprint_begin(struct imprint *i, const char *digest, size_t len,
	    struct err *e) MUST_CHECK;
void	imprint_add(struct imprint *i, struct view part);
bool	imprint_end(struct imprint *i, unsigned char *out, struct err *e)
	    MUST_CHECK;
