/*
 * before.h - a file before it is signed, so that nothing of it is lost
 *
 *   sign_before_look()   what kind of file it is, whether it can be signed, and
 *                        with /as the signatures that it has
 *   sign_before_check()  is the new file the old one with one signature more
 *                        (/as), or with one alone?
 *
 * Read by the readers that verify uses, whatever osslsigncode makes of the file.
 * With /as a file is signed as an unsigned one only when they find no
 * signature; one whose signatures cannot all be kept is refused. The content
 * must stay in any case: what lies outside of a signature.
 *
 * Ownership: plain values.
 * Errors:    ERR_NOT_FOUND, ERR_ACCESS, ERR_IO, ERR_LIMIT, ERR_EXISTS (not a
 *            regular file), ERR_FORMAT (nothing that can be signed), ERR_INPUT,
 *            ERR_UNSUPPORTED. Messages begin with the path.
 */

#pragma once

#include "base/err.h"
#include "base/sha.h"
#include "formats/signed/authenticode.h"
#include "formats/signed/signedfile.h"
#include "material.h"
#include "options.h"
#include "storectl/verify/verified.h"

struct sign_before {
	enum signed_kind kind;
	bool		 is_catalog;
	bool		 is_extended;	/* with \5MsiDigitalSignatureEx */
	bool		 has_content;
	unsigned char	 content[SHA256_LEN];
	/* With /as: those that must still be there. */
	size_t		 count;
	struct sign_mark {
		unsigned char		 signature[SHA256_LEN];
		enum signed_verdict	 verdict;
		enum stamp_kind		 stamp;
		enum signed_verdict	 stamp_verdict;
		int64_t			 when;
	}		 marks[VERIFY_SIGNATURES_MAX];
};

bool	sign_before_look(struct sign_before *b, const char *path,
	    const struct sign_options *o, const struct sign_material *m,
	    struct err *e) MUST_CHECK;
/* `after` is collected, of the new file. */
bool	sign_before_check(const struct sign_before *b,
	    const struct verified *after, const struct limits *limits,
	    struct err *e) MUST_CHECK;
