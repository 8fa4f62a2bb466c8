/*
 * load_file.h - an operand of any kind -> contents, asking for its password
 *
 * Errors: those of readfile.h and load.h; sentences begin with the name.
 */

#pragma once

#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "cert/contents.h"
#include "formats/sniff.h"

/* All may be NULL. */
struct load_passwords {
	const struct secret	*file;		/* asked for where one is needed */
	const struct secret	*key;		/* of keys with one of their own */
	const char		*encoding;	/* of both */
	const char		*prompt;	/* "Enter password of FILE: " */
	/* Where no one can be asked, what opens without a password will do. */
	bool			 or_public;
};

/* *kind may be NULL. Starts the engines. */
bool	load_file(const char *operand, const struct load_passwords *p,
	    const struct limits *limits, struct contents *c, enum kind *kind,
	    struct err *e) MUST_CHECK;
