/*
 * notes.h - what a person should know about an import that worked
 *
 * Sentences added to contents.warnings: an expired leaf, an incomplete chain
 * with the command that completes it, a key without a certificate, a new trust
 * anchor, a key that stayed as it was. None of them changes the outcome.
 *
 * Errors: ERR_MEMORY.
 */

#pragma once

#include "import.h"
#include "issuers.h"

/* After the commit; `known` is of the same location. */
bool	notes_make(struct import *i, const struct location *l,
	    struct issuers *known, struct err *e) MUST_CHECK;
