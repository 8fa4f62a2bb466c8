/*
 * script.h - signed scripts: PowerShell's and Windows Script Host's
 *
 * The signature is a block of comments at the end of the text, base64 of a
 * PKCS#7; in a .wsf it is an element before the last </job>. The kind of script,
 * and so the kind of comment, follows from the name:
 *
 *	.ps1 .psm1 .psd1	# SIG # Begin signature block
 *	.ps1xml .psc1 .cdxml	<!-- SIG # Begin signature block -->
 *	.mof			C comments with the same words
 *	.js			// SIG // Begin signature block
 *	.vbs			'' SIG '' Begin signature block
 *	.wsf			<signature>, ** SIG ** before each line
 *
 * The digest is that of the text in UTF-16LE without the block and the line
 * break before it. PowerShell's includes a byte order mark; Script Host's does
 * not, and ends with the place of the block (u4, in UTF-16 units). Which of the
 * two it is the signature says: osslsigncode makes PowerShell's for .js. (jsign,
 * osslsigncode and OpenAuthenticode describe it.)
 *
 * Text without a byte order mark is in the code page of the machine that signed
 * it, which is not recorded, or for PowerShell in UTF-8. So the digest is looked
 * for in UTF-8 and in Windows' code pages of single bytes: in each, other bytes
 * are another text.
 *
 * Everything outside of the block is signed. The block is read strictly: CR LF,
 * nothing but base64 in its lines, and nothing after it.
 *
 * Input:     untrusted, up to LIMIT_CONTAINER bytes.
 * Ownership: script_clear() frees, also after a failure; `in` must stay.
 * Errors:    ERR_INPUT, ERR_LIMIT, ERR_MEMORY, ERR_CRYPTO.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"

enum script_encoding {
	SCRIPT_NARROW,		/* UTF-8 or a code page */
	SCRIPT_UTF8,		/* with a byte order mark */
	SCRIPT_UTF16LE,
	SCRIPT_UTF16BE,
};

struct script {
	const struct script_style *style;
	struct view		 in;
	enum script_encoding	 encoding;
	struct view		 before;	/* the block, and */
	struct view		 behind;	/*	it */
	struct bytes		 signature;	/* empty: not signed */
};

/* Has it the name of a script? */
bool	script_is(const char *name);
bool	script_open(struct script *s, struct view in, const char *name,
	    const struct limits *limits, struct err *e) MUST_CHECK;
void	script_clear(struct script *s);
/* Of the n-th reading of the text; `uuid` is that of the signature's content,
 * which tells how. *is_one is false for another uuid; *end after the last
 * reading. */
bool	script_digest(const struct script *s, size_t n, struct view uuid,
	    const char *digest, unsigned char *out, size_t outlen,
	    bool *is_one, bool *end, struct err *e) MUST_CHECK;
