/*
 * bytes.h - borrowed and owned runs of bytes
 *
 * struct view borrows: it is valid as long as the memory it points to. struct
 * bytes owns: it grows up to a stated maximum and always wipes itself on clear
 * and on growth, so that a buffer that held a plain key leaves no trace.
 *
 * Appending is sticky: after a failure (out of memory, over the maximum) every
 * later append does nothing, and bytes_ok() reports the failure once. A writer
 * is thus a column of appends with one check at its end.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/err.h"

struct view {
	const unsigned char	*data;
	size_t			 len;
};
#define VIEW_INIT	{ NULL, 0 }

struct bytes {
	unsigned char	*data;
	size_t		 len;
	size_t		 cap;
	size_t		 max;		/* 0: BYTES_DEFAULT_MAX */
	bool		 failed;
};
#define BYTES_INIT		{ NULL, 0, 0, 0, false }
#define BYTES_DEFAULT_MAX	((size_t)64 << 20)

struct view	view_of(const void *data, size_t len);
struct view	view_str(const char *s);		/* without the NUL */
struct view	view_bytes(const struct bytes *b);
bool		view_equal(struct view a, struct view b);
bool		view_begins(struct view v, const char *with);
/* The part [off, off+len) of v; empty if not inside v. */
struct view	view_sub(struct view v, size_t off, size_t len);
/* The little-endian number at off; 0 if not inside v. */
uint16_t	view_le16(struct view v, size_t off);
uint32_t	view_le32(struct view v, size_t off);
uint64_t	view_le64(struct view v, size_t off);

void		bytes_init(struct bytes *b, size_t max);
void		bytes_add(struct bytes *b, const void *data, size_t len);
void		bytes_add_view(struct bytes *b, struct view v);
void		bytes_add_u8(struct bytes *b, unsigned v);
void		bytes_add_le16(struct bytes *b, uint16_t v);
void		bytes_add_le32(struct bytes *b, uint32_t v);
void		bytes_add_le64(struct bytes *b, uint64_t v);
void		bytes_add_str(struct bytes *b, const char *s);
void		bytes_addf(struct bytes *b, const char *fmt, ...)
		    PRINTF_LIKE(2, 3);
/* Room for len more bytes at the end, to be filled by the caller, then counted
 * with b->len += n. NULL (and sticky) on failure. */
unsigned char	*bytes_reserve(struct bytes *b, size_t len);
/* Open a gap of len bytes at offset off (off <= b->len) and fill it. */
void		bytes_insert(struct bytes *b, size_t off, const void *data,
		    size_t len);
/* Shorten to len, wiping the rest. */
void		bytes_truncate(struct bytes *b, size_t len);

/* True when every append so far worked. */
bool		bytes_ok(const struct bytes *b, struct err *e) MUST_CHECK;

/* Replace the content with a copy of v. */
bool		bytes_set(struct bytes *b, struct view v, struct err *e)
		    MUST_CHECK;
/* Move: *to gets what *from had, *from becomes empty. */
void		bytes_move(struct bytes *to, struct bytes *from);
/* Wipe and free; may be called twice. */
void		bytes_clear(struct bytes *b);
