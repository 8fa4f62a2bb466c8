#include "base/text.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] = "0123456789abcdef";

/* ---- hex ---- */

void
text_hex(struct view v, char *buf, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < v.len && n + 2 < size; i++) {
		buf[n++] = digits[v.data[i] >> 4];
		buf[n++] = digits[v.data[i] & 15];
	}
	if (size != 0)
		buf[n] = '\0';
}

void
text_add_hex(struct bytes *out, struct view v)
{
	unsigned char *p;

	if (v.len > SIZE_MAX / 2) {
		out->failed = true;
		return;
	}
	p = bytes_reserve(out, 2 * v.len);
	if (p == NULL)
		return;
	for (size_t i = 0; i < v.len; i++) {
		*p++ = (unsigned char)digits[v.data[i] >> 4];
		*p++ = (unsigned char)digits[v.data[i] & 15];
	}
	out->len += 2 * v.len;
}

int
text_hex_value(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
text_unhex(const char *s, unsigned char *out, size_t size, size_t *len)
{
	size_t n = 0;
	int hi, lo;

	*len = 0;
	while (*s != '\0') {
		if (*s == ' ' || *s == ':' || *s == '\t') {
			s++;
			continue;
		}
		hi = text_hex_value((unsigned char)s[0]);
		lo = hi < 0 ? -1 :
		    text_hex_value((unsigned char)s[1]);
		if (lo < 0 || n == size)
			return false;
		out[n++] = (unsigned char)(hi << 4 | lo);
		s += 2;
	}
	*len = n;
	return n != 0;
}

/* ---- case ---- */

static int
lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

bool
text_same(const char *a, const char *b)
{
	for (; *a != '\0' && *b != '\0'; a++, b++)
		if (lower((unsigned char)*a) != lower((unsigned char)*b))
			return false;
	return *a == *b;
}

bool
text_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* ---- UTF-8 and UTF-16 ---- */

static bool
is_surrogate(uint32_t c)
{
	return c >= 0xd800 && c <= 0xdfff;
}

/* Length of the character at offset off; 0 when it is not valid UTF-8:
 * truncated, overlong, a surrogate, above U+10FFFF. */
static size_t
utf8_next(struct view v, size_t off, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = v.data[off];
	size_t len, i;

	if (first < 0x80) {
		*c = first;
		return 1;
	}
	if (first >= 0xf8 || first < 0xc0)
		return 0;
	len = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (len > v.len - off)
		return 0;
	*c = first & (0xffu >> (len + 1));
	for (i = 1; i < len; i++) {
		if ((v.data[off + i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (v.data[off + i] & 0x3f);
	}
	if (*c < least[len] || *c > 0x10ffff || is_surrogate(*c))
		return 0;
	return len;
}

static void
utf8_add(struct bytes *out, uint32_t c)
{
	if (c < 0x80) {
		bytes_add_u8(out, c);
		return;
	}
	if (c < 0x800) {
		bytes_add_u8(out, 0xc0 | c >> 6);
	} else if (c < 0x10000) {
		bytes_add_u8(out, 0xe0 | c >> 12);
		bytes_add_u8(out, 0x80 | (c >> 6 & 0x3f));
	} else {
		bytes_add_u8(out, 0xf0 | c >> 18);
		bytes_add_u8(out, 0x80 | (c >> 12 & 0x3f));
		bytes_add_u8(out, 0x80 | (c >> 6 & 0x3f));
	}
	bytes_add_u8(out, 0x80 | (c & 0x3f));
}

bool
text_is_utf8(struct view v)
{
	uint32_t c;
	size_t n;

	for (size_t off = 0; off < v.len; off += n) {
		n = utf8_next(v, off, &c);
		if (n == 0)
			return false;
	}
	return true;
}

bool
text_same_letter(char a, char b)
{
	const char x[2] = { a, '\0' }, y[2] = { b, '\0' };

	return text_same(x, y);
}

bool
text_is_space(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool
text_is_ascii(struct view v)
{
	for (size_t i = 0; i < v.len; i++)
		if (v.data[i] >= 0x80)
			return false;
	return true;
}

bool
text_begins_with_quote(struct view v)
{
	return v.len >= 3 && v.data[0] == 0xe2 && v.data[1] == 0x80 &&
	    v.data[2] >= 0x98 && v.data[2] <= 0x9f;
}

/* One character as UTF-16BE into buf; 2 or 4 bytes. */
static size_t
utf16be_put(uint32_t c, unsigned char buf[4])
{
	uint32_t hi = c, lo;

	if (c >= 0x10000) {
		hi = 0xd800 + ((c - 0x10000) >> 10);
		lo = 0xdc00 + ((c - 0x10000) & 0x3ff);
		buf[2] = (unsigned char)(lo >> 8);
		buf[3] = (unsigned char)lo;
	}
	buf[0] = (unsigned char)(hi >> 8);
	buf[1] = (unsigned char)hi;
	return c >= 0x10000 ? 4 : 2;
}

bool
text_to_utf16be(struct view v, struct bytes *out)
{
	unsigned char buf[4];
	uint32_t c;
	size_t n;

	if (!text_is_utf8(v))
		return false;
	for (size_t off = 0; off < v.len; off += n) {
		n = utf8_next(v, off, &c);
		bytes_add(out, buf, utf16be_put(c, buf));
	}
	return true;
}

bool
text_secret_to_utf16be(struct view v, struct secret *out, struct err *e)
{
	struct secret wide = SECRET_INIT;
	size_t n, used = 0;
	uint32_t c;

	if (!text_is_utf8(v))
		return err_set(e, ERR_INPUT, "the password is not valid UTF-8");
	/* A byte of UTF-8 never becomes more than two of UTF-16. */
	if (v.len > SIZE_MAX / 2)
		return err_memory(e);
	if (!secret_alloc(&wide, v.len * 2, e))
		return false;
	for (size_t off = 0; off < v.len; off += n) {
		n = utf8_next(v, off, &c);
		used += utf16be_put(c, wide.data + used);
	}
	wide.len = used;	/* the rest was zero from the start */
	secret_move(out, &wide);
	return true;
}

static uint32_t
utf16_unit(struct view v, size_t off, enum text_order order)
{
	unsigned a = v.data[off], b = v.data[off + 1];

	return order == TEXT_BE ? a << 8 | b : b << 8 | a;
}

void
text_from_utf16(struct view v, enum text_order order, bool stop_at_nul,
    struct bytes *out)
{
	uint32_t c, lo;
	size_t off;

	for (off = 0; off + 1 < v.len; off += 2) {
		c = utf16_unit(v, off, order);
		if (c == 0 && stop_at_nul)
			return;
		if (c >= 0xd800 && c <= 0xdbff && off + 3 < v.len) {
			lo = utf16_unit(v, off + 2, order);
			if (lo >= 0xdc00 && lo <= 0xdfff) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (lo - 0xdc00);
				off += 2;
			}
		}
		utf8_add(out, is_surrogate(c) ? 0xfffd : c);
	}
	if (off < v.len)
		utf8_add(out, 0xfffd);
}

void
text_from_latin1(struct view v, struct bytes *out)
{
	for (size_t i = 0; i < v.len; i++)
		utf8_add(out, v.data[i]);
}

/* ---- for a terminal ---- */

/* Or changes the direction of the text. */
static bool
moves_cursor(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

void
text_add_printable(struct bytes *out, struct view v)
{
	size_t from = 0, off, n;
	uint32_t c = 0;

	/* Printable text is copied in runs. */
	for (off = 0; off < v.len; off += n) {
		n = utf8_next(v, off, &c);
		if (n != 0 && !moves_cursor(c))
			continue;
		if (n == 0)
			n = 1;
		bytes_add_view(out, view_sub(v, from, off - from));
		for (size_t i = 0; i < n; i++)
			bytes_addf(out, "\\x%02x", v.data[off + i]);
		from = off + n;
	}
	bytes_add_view(out, view_sub(v, from, off - from));
}

static bool
is_list_space(char c)
{
	return c == ' ' || c == '\t';
}

bool
text_next_part(const char **list, struct view *part)
{
	const char *begin = *list, *comma, *end;

	if (begin == NULL)
		return false;
	comma = strchr(begin, ',');
	end = comma != NULL ? comma : begin + strlen(begin);
	*list = comma != NULL ? comma + 1 : NULL;
	while (begin < end && is_list_space(*begin))
		begin++;
	while (end > begin && is_list_space(end[-1]))
		end--;
	*part = view_of(begin, (size_t)(end - begin));
	return true;
}

void
text_add_percent(struct bytes *out, struct view v, bool plain)
{
	for (size_t i = 0; i < v.len; i++) {
		unsigned char c = v.data[i];

		if (plain && c < 0x80 &&
		    (isalnum(c) || strchr("-._~", c) != NULL))
			bytes_add_u8(out, c);
		else
			bytes_addf(out, "%%%02X", c);
	}
}

void
text_put_printable(FILE *to, struct view v)
{
	struct bytes b = BYTES_INIT;

	text_add_printable(&b, v);
	if (!b.failed && b.len != 0)
		fwrite(b.data, 1, b.len, to);
	bytes_clear(&b);
}
