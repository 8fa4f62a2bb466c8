/*
 * plaintext.h - is it text, and what does it say without its wrapping
 *
 * Decided by content, never by a file's name: UTF-8 or any code page that
 * holds ASCII, with or without a byte order mark; UTF-16 of either order, with
 * or without one; zeros and DOS' end mark at the end.
 *
 * A key that has been a JSON string, a variable of a CI system or an XML
 * attribute has its line ends written out (\n, &#10;, ...): those are turned
 * back on request, for a part of the text, since elsewhere a backslash is part
 * of some name.
 *
 * Ownership:  copies may be of a plain key: struct bytes wipes them.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

/* True when the bytes are text as described (or begin like it). */
bool	plaintext_is(struct view in);
/* The text itself, or a plainer copy of it in *mem (empty before). */
bool	plaintext_of(struct view in, struct bytes *mem, struct view *text,
	    struct err *e) MUST_CHECK;
/* Has it something that plaintext_unescape() may change? */
bool	plaintext_is_escaped(struct view text);
bool	plaintext_unescape(struct view text, struct bytes *out, struct err *e)
	    MUST_CHECK;
bool	plaintext_is_control(unsigned char c);
