/*
 * nearest.h - "did you mean ...?"
 *
 * Of some names the one that a misspelt word is most like: at most two letters
 * inserted, removed or changed, two that are next to each other and changed
 * places count as one, in any letter case, and no more than half of the word.
 *
 * Ownership: word and names are borrowed.
 */

#pragma once

#include <stddef.h>

#include "base/err.h"

struct nearest {
	const char	*word;
	const char	*best;		/* NULL: none is like it */
	size_t		 distance;
};

void	nearest_begin(struct nearest *n, const char *word);
void	nearest_consider(struct nearest *n, const char *name);
/* Adds ", did you mean NAME?" where there is one, with `before` in front of the
 * name. Was there? */
bool	nearest_suggest(const struct nearest *n, const char *before,
	    struct err *e);
