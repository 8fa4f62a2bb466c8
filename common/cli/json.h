/*
 * json.h - building JSON values, with one check at the end
 *
 * As appending to bytes (bytes.h), putting into an object or a list is sticky:
 * after a failure - out of memory, or a value that is NULL because of it - the
 * object is gone, *o is NULL, and every later put does nothing.
 *
 * Ownership: a value is taken over, also on failure. What is returned is a new
 *            reference, NULL: out of memory.
 */

#pragma once

#include <jansson.h>

#include "base/bytes.h"

void	json_put(json_t **o, const char *name, json_t *value);
void	json_add(json_t **list, json_t *value);

/* A text of the user's or of a file: what is not UTF-8 is masked, as on a
 * terminal. */
json_t	*json_text(struct view text);
/* Lower-case hex without separators. */
json_t	*json_hex(struct view v);
