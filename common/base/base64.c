#include "base/base64.h"

#include <string.h>

static int
base64_value(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

struct group {
	uint32_t	bits;
	unsigned	digits;		/* of the group: 0 to 3 */
	unsigned	padding;
};

static bool
is_base64_space(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The last, incomplete group. A missing '=' is forgiven (copying by hand loses
 * it), one too many is not. */
static bool
finish_group(const struct group *g, unsigned char *p, size_t *n)
{
	if (g->digits == 1 ||
	    g->padding > (g->digits == 0 ? 0 : 4 - g->digits))
		return false;
	if (g->digits >= 2)
		p[(*n)++] = (unsigned char)(g->bits >>
		    (g->digits == 2 ? 4 : 10));
	if (g->digits == 3)
		p[(*n)++] = (unsigned char)(g->bits >> 2);
	return true;
}

static enum base64_end
decode_run(struct view text, size_t *pos, unsigned char *p, size_t *n)
{
	struct group g = { 0, 0, 0 };

	for (; *pos < text.len; ++*pos) {
		unsigned char c = text.data[*pos];
		int value = base64_value(c);

		if (is_base64_space(c))
			continue;
		if (c == '-')
			break;
		if (c == '=') {
			g.padding++;
			continue;
		}
		if (value < 0)
			return BASE64_OTHER;
		if (g.padding != 0)
			return BASE64_AFTER;
		g.bits = g.bits << 6 | (uint32_t)value;
		if (++g.digits < 4)
			continue;
		p[(*n)++] = (unsigned char)(g.bits >> 16);
		p[(*n)++] = (unsigned char)(g.bits >> 8);
		p[(*n)++] = (unsigned char)g.bits;
		g.digits = 0;
	}
	return finish_group(&g, p, n) ? BASE64_END : BASE64_CUT;
}

enum base64_end
base64_decode(struct view text, struct bytes *out, size_t *used)
{
	const unsigned char *dash;
	enum base64_end end;
	unsigned char *p;
	size_t room, n = 0;

	*used = 0;
	/* Not for all of the text: there may be a thousand blocks in it. */
	dash = text.len == 0 ? NULL : memchr(text.data, '-', text.len);
	room = (dash != NULL ? (size_t)(dash - text.data) : text.len) / 4 * 3 +
	    3;
	bytes_init(out, room);
	p = bytes_reserve(out, room);
	if (p == NULL)
		return BASE64_END;
	end = decode_run(text, used, p, &n);
	out->len = n;
	return end;
}

void
base64_write(struct bytes *out, struct view v)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	char line[4];

	for (size_t i = 0; i < v.len; i += 3) {
		uint32_t g = (uint32_t)v.data[i] << 16;
		size_t left = v.len - i;

		if (left > 1)
			g |= (uint32_t)v.data[i + 1] << 8;
		if (left > 2)
			g |= v.data[i + 2];
		line[0] = digits[g >> 18];
		line[1] = digits[g >> 12 & 63];
		line[2] = left > 1 ? digits[g >> 6 & 63] : '=';
		line[3] = left > 2 ? digits[g & 63] : '=';
		bytes_add(out, line, sizeof(line));
		if (i % 48 == 45 || left <= 3)
			bytes_add_str(out, "\n");
	}
	explicit_bzero(line, sizeof(line));
}
