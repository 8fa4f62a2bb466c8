/*
 * base64.h - base64 (RFC 4648), read laxly and written in lines of 64
 */

#pragma once

#include "base/bytes.h"

enum base64_end {
	BASE64_END,		/* the end of the text, or a '-' */
	BASE64_CUT,		/* there, but in the middle, or too many '=' */
	BASE64_OTHER,		/* at a character that is not base64 */
	BASE64_AFTER,		/* at base64 after the '=' */
};

/* Decode into *out (empty before; sticky) and say where it ended: *used
 * characters were read. White space may be anywhere; a missing '=' is
 * forgiven. */
enum base64_end	base64_decode(struct view text, struct bytes *out,
		    size_t *used);
void		base64_write(struct bytes *out, struct view v);
