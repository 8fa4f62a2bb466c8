/*
 * notes.h - what a person should know about an import that worked
 *
 * Sentences added to contents.warnings: an expired leaf, an incomplete chain
 * with the command that completes it, a renewal with the command that retires the
 * old one, a key without a certificate, a new trust anchor, a key that stayed as
 * it was. None of them changes the outcome.
 *
 * Errors: ERR_MEMORY.
 */

#pragma once

#include "import.h"
#include "issuers.h"
#include "renewed.h"

/* What was read of the stores, once for all imports of a change. */
struct notes {
	const struct location	*location;
	struct issuers		 known;
	struct renewed		 renewed;
};

void	notes_init(struct notes *n, const struct location *l);
/* After the commit. */
bool	notes_make(struct import *i, struct notes *n, struct err *e)
	    MUST_CHECK;
void	notes_clear(struct notes *n);
