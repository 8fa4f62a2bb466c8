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

/* Where the file needs a password and none is given it is asked for, with this
 * prompt or (NULL) "Enter password of FILE: ". *kind may be NULL. Starts the
 * engines. */
bool	load_file(const char *operand, const struct secret *password,
	    const char *prompt, const struct limits *limits,
	    struct contents *c, enum kind *kind, struct err *e) MUST_CHECK;
