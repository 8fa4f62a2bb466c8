/*
 * package.h - app packages (.appx, .msix and bundles of them)
 *
 * A ZIP archive (APPNOTE) whose last file, AppxSignature.p7x, holds the
 * signature. It covers what is before that file, and the central directory
 * without its entry; osslsigncode computes the digest. What remains is looked at
 * here: nothing may be between that file and the directory, behind the archive,
 * or in fields of free text that the digest leaves out.
 *
 * Input:  untrusted.
 * Errors: ERR_INPUT.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

/* An archive with the parts of a package; *is_signed: with a signature. */
bool	package_is(struct view in, bool *is_signed);
/* Of a signed one: is nothing in it but what the digest covers, and the
 * signature? */
bool	package_account(struct view in, struct err *e) MUST_CHECK;
