/*
 * load.h - bytes of any kind + password -> contents
 *
 * Removes the text around (armor.h), looks (sniff.h), calls the reader. A text
 * file may hold several blocks of different kinds; a binary file holds one.
 * The caller says which kinds it takes; another kind is refused by name
 * (ERR_FORMAT: "this is a PFX, expected a private key").
 *
 * Trailing bytes: after DER, line ends and zero padding are tolerated with a
 * warning (mail gateways and smart cards add them). Anything else is tolerated
 * with a warning after certificates and containers of them, as Windows and
 * OpenSSL do, unless it looks like a second file; after a key or a PFX it is
 * refused. Behind PVK and key blobs nothing is tolerated.
 *
 * Passwords: `password` not given: what opens without one opens (a PFX without
 * or with the empty password too); otherwise ERR_PASSWORD_NEEDED, and the
 * caller asks and calls again with fresh contents.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "cert/contents.h"
#include "formats/kinds.h"

struct load_options {
	unsigned		 kinds;		/* LOAD_... of kinds.h */
	const char		*expected;	/* "a private key": for refusals */
	const struct secret	*password;	/* may be NULL or not given */
	const struct secret	*key_password;	/* of keys in a PFX that have
						   one of their own; NULL */
	const char		*encoding;	/* of the password; NULL: what
						   passforms.h tries */
	bool			 public_only;	/* of a PFX: what is not
						   encrypted, its MAC unchecked */
	const struct limits	*limits;
};

/* *kind: of the first block that counted, may be NULL. In a text file with
 * several blocks, blocks of kinds not asked for are skipped with a warning as
 * long as one block is of a wanted kind. */
bool	load(struct view in, const struct load_options *o, struct contents *c,
	    enum kind *kind, struct err *e) MUST_CHECK;

/* For readfile(): the cap given a file's first bytes. */
enum limit	load_cap_key(struct view start);
enum limit	load_cap_any(struct view start);
