#include "base/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 256 };

struct view
view_of(const void *data, size_t len)
{
	struct view v = { data, len };

	return v;
}

struct view
view_str(const char *s)
{
	return view_of(s, strlen(s));
}

struct view
view_bytes(const struct bytes *b)
{
	return view_of(b->data, b->len);
}

bool
view_begins(struct view v, const char *with)
{
	const size_t len = strlen(with);

	return v.len >= len && memcmp(v.data, with, len) == 0;
}

bool
view_equal(struct view a, struct view b)
{
	return a.len == b.len &&
	    (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

struct view
view_sub(struct view v, size_t off, size_t len)
{
	if (v.data == NULL || off > v.len || len > v.len - off)
		return view_of(NULL, 0);
	return view_of(v.data + off, len);
}

uint16_t
view_le16(struct view v, size_t off)
{
	struct view n = view_sub(v, off, 2);

	if (n.len != 2)
		return 0;
	return (uint16_t)(n.data[0] | n.data[1] << 8);
}

uint32_t
view_le32(struct view v, size_t off)
{
	struct view n = view_sub(v, off, 4);

	return n.len == 4 ? (uint32_t)view_le16(n, 0) |
	    (uint32_t)view_le16(n, 2) << 16 : 0;
}

uint64_t
view_le64(struct view v, size_t off)
{
	struct view n = view_sub(v, off, 8);

	return n.len == 8 ? (uint64_t)view_le32(n, 0) |
	    (uint64_t)view_le32(n, 4) << 32 : 0;
}

void
bytes_init(struct bytes *b, size_t max)
{
	memset(b, 0, sizeof(*b));
	b->max = max;
}

/* Rarely called; out of line its callers stay short. */
static NOINLINE bool
grow(struct bytes *b, size_t need)
{
	size_t max = b->max != 0 ? b->max : BYTES_DEFAULT_MAX;
	unsigned char *p;
	size_t cap;

	if (b->failed)
		return false;
	if (need <= b->cap)
		return true;
	if (need > max) {
		b->failed = true;
		return false;
	}
	/* Most are filled at once and take just what they need. */
	cap = need;
	if (b->cap != 0 || need < FIRST_CAP)
		for (cap = b->cap != 0 ? b->cap : FIRST_CAP; cap < need; )
			cap *= 2;
	if (cap > max)
		cap = max;
	/* Not realloc: the old copy must be wiped, and realloc may free it. */
	p = malloc(cap);
	if (p == NULL) {
		b->failed = true;
		return false;
	}
	if (b->len != 0)
		memcpy(p, b->data, b->len);
	if (b->data != NULL)
		explicit_bzero(b->data, b->cap);
	free(b->data);
	b->data = p;
	b->cap = cap;
	return true;
}

unsigned char *
bytes_reserve(struct bytes *b, size_t len)
{
		if (!b->failed && len <= b->cap - b->len)
		return b->data + b->len;
	if (len > SIZE_MAX - b->len || !grow(b, b->len + len)) {
		b->failed = true;
		return NULL;
	}
	return b->data + b->len;
}

void
bytes_add(struct bytes *b, const void *data, size_t len)
{
	unsigned char *p;

	if (len == 0)
		return;
	p = bytes_reserve(b, len);
	if (p == NULL)
		return;
	memcpy(p, data, len);
	b->len += len;
}

void
bytes_add_view(struct bytes *b, struct view v)
{
	bytes_add(b, v.data, v.len);
}

void
bytes_add_u8(struct bytes *b, unsigned v)
{
	unsigned char *p = bytes_reserve(b, 1);

	if (p == NULL)
		return;
	*p = (unsigned char)v;
	b->len++;
}

void
bytes_add_le16(struct bytes *b, uint16_t v)
{
	unsigned char c[2] = { (unsigned char)v, (unsigned char)(v >> 8) };

	bytes_add(b, c, sizeof(c));
}

void
bytes_add_le32(struct bytes *b, uint32_t v)
{
	bytes_add_le16(b, (uint16_t)v);
	bytes_add_le16(b, (uint16_t)(v >> 16));
}

void
bytes_add_le64(struct bytes *b, uint64_t v)
{
	bytes_add_le32(b, (uint32_t)v);
	bytes_add_le32(b, (uint32_t)(v >> 32));
}

void
bytes_add_str(struct bytes *b, const char *s)
{
	bytes_add(b, s, strlen(s));
}

void
bytes_addf(struct bytes *b, const char *fmt, ...)
{
	va_list ap, again;
	unsigned char *p;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	/* One more for vsnprintf's NUL, which is not counted. */
	p = n < 0 ? NULL : bytes_reserve(b, (size_t)n + 1);
	if (p != NULL) {
		vsnprintf((char *)p, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

void
bytes_insert(struct bytes *b, size_t off, const void *data, size_t len)
{
	if (off > b->len) {
		b->failed = true;
		return;
	}
	if (bytes_reserve(b, len) == NULL || len == 0)
		return;
	memmove(b->data + off + len, b->data + off, b->len - off);
	memcpy(b->data + off, data, len);
	b->len += len;
}

void
bytes_truncate(struct bytes *b, size_t len)
{
	if (len >= b->len)
		return;
	explicit_bzero(b->data + len, b->len - len);
	b->len = len;
}

bool
bytes_ok(const struct bytes *b, struct err *e)
{
	size_t max = b->max != 0 ? b->max : BYTES_DEFAULT_MAX;

	if (!b->failed)
		return true;
	if (b->len >= max / 2)
		return err_set(e, ERR_LIMIT, "more than %zu bytes", max);
	return err_memory(e);
}

bool
bytes_set(struct bytes *b, struct view v, struct err *e)
{
	bytes_truncate(b, 0);
	bytes_add_view(b, v);
	return bytes_ok(b, e);
}

void
bytes_move(struct bytes *to, struct bytes *from)
{
	if (to == from)
		return;
	bytes_clear(to);
	*to = *from;
	memset(from, 0, sizeof(*from));
}

void
bytes_clear(struct bytes *b)
{
	size_t max = b->max;

	if (b->data != NULL)
		explicit_bzero(b->data, b->cap);
	free(b->data);
	bytes_init(b, max);
}
