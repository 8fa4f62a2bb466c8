/*
 * mutate.h - changes a DER structure without losing its shape: an element is
 * dropped, doubled, moved, exchanged for one of another structure, its length
 * written in a longer form, its octets changed; the lengths above it follow
 *
 * Octet strings that hold DER are structures too.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct mutate_random {
	uint64_t	state;		/* not 0 */
};

uint32_t	mutate_below(struct mutate_random *r, uint32_t n);
/* One to four changes; `other` lends elements. What is not DER is changed as
 * bytes. */
void		mutate_der(struct view in, struct view other,
		    struct mutate_random *r, struct bytes *out);
/* A byte changed, dropped, doubled; a run of them moved. */
void		mutate_bytes(struct view in, struct mutate_random *r,
		    struct bytes *out);
