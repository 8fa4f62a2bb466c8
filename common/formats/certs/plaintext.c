#include "formats/certs/plaintext.h"

#include <string.h>

#include "base/text.h"

/* Bytes looked at to tell text from binary. Every binary format we read has a
 * control character among its first 16. */
enum { LOOK = 64 };

/* ---- binary or text ---- */

bool
plaintext_is_control(unsigned char c)
{
	return (c < ' ' && !text_is_space(c)) || c == 0x7f;
}

/* UTF-16 without a mark: the first characters are ASCII, so every other byte
 * is zero. `high` is where the zeros are: 0 big-endian, 1 little-endian. */
static bool
looks_utf16(struct view in, size_t high)
{
	if (in.len < 8)
		return false;
	for (size_t i = 0; i < 8; i += 2) {
		unsigned char low = in.data[i + 1 - high];

		if (in.data[i + high] != 0 || low == 0 || low >= 0x80 ||
		    plaintext_is_control(low))
			return false;
	}
	return true;
}

static bool
is_utf16(struct view in, enum text_order *order, size_t *mark)
{
	*mark = 2;
	*order = TEXT_LE;
	if (view_begins(in, "\xff\xfe"))
		return true;
	*order = TEXT_BE;
	if (view_begins(in, "\xfe\xff"))
		return true;
	*mark = 0;
	if (looks_utf16(in, 0))
		return true;
	*order = TEXT_LE;
	return looks_utf16(in, 1);
}

/* Without what editors and copy commands of old leave at the end. */
static struct view
without_end_marks(struct view v)
{
	while (v.len > 0 && (v.data[v.len - 1] == '\0' ||
	    v.data[v.len - 1] == 0x1a))
		v.len--;
	return v;
}

bool
plaintext_is(struct view in)
{
	enum text_order order;
	size_t mark;

	if (is_utf16(in, &order, &mark))
		return true;
	in = without_end_marks(in);
	if (in.len == 0)
		return false;
	for (size_t i = 0; i < in.len && i < LOOK; i++)
		if (plaintext_is_control(in.data[i]))
			return false;
	return true;
}

/* ---- UTF-8 without a mark ---- */

bool
plaintext_of(struct view in, struct bytes *mem, struct view *text,
    struct err *e)
{
	enum text_order order;
	size_t mark;

	*text = in;
	if (is_utf16(in, &order, &mark)) {
		/* Two bytes of UTF-16 are at most three of UTF-8. */
		bytes_init(mem, in.len / 2 * 3 + 3);
		text_from_utf16(view_sub(in, mark, in.len - mark), order,
		    false, mem);
		if (!bytes_ok(mem, e))
			return false;
		*text = view_bytes(mem);
	} else if (view_begins(in, "\xef\xbb\xbf"))
		*text = view_sub(in, 3, in.len - 3);
	*text = without_end_marks(*text);
	return true;
}

/* ---- what quoting made of line ends ---- */

static const struct {
	const char	*written;
	char		 meant;
} escapes[] = {
	{ "\\n", '\n' }, { "\\r", '\r' }, { "\\t", '\t' }, { "\\/", '/' },
	{ "\\u000a", '\n' }, { "\\u000A", '\n' }, { "\\u000d", '\r' },
	{ "\\u000D", '\r' }, { "\\u002b", '+' }, { "\\u002B", '+' },
	{ "\\u003d", '=' }, { "\\u003D", '=' },
	{ "&#10;", '\n' }, { "&#xa;", '\n' }, { "&#xA;", '\n' },
	{ "&#13;", '\r' }, { "&#xd;", '\r' }, { "&#xD;", '\r' },
	{ "&#43;", '+' }, { "&#61;", '=' },
	/* JSON within JSON; and a line that the shell would go on with. */
	{ "\\\\n", '\n' }, { "\\\\r", '\r' }, { "\\\n", '\n' },
};

bool
plaintext_is_escaped(struct view text)
{
	return text.len != 0 && (memchr(text.data, '\\', text.len) != NULL ||
	    memchr(text.data, '&', text.len) != NULL);
}

/* What is written at the start of v; NULL: nothing that we know. */
static const char *
escape_at(struct view v, char *meant)
{
	for (size_t i = 0; i < COUNT_OF(escapes); i++)
		if (view_begins(v, escapes[i].written)) {
			*meant = escapes[i].meant;
			return escapes[i].written;
		}
	return NULL;
}

bool
plaintext_unescape(struct view text, struct bytes *out, struct err *e)
{
	const char *written;
	unsigned char *p;
	size_t i = 0;
	char c;

	bytes_init(out, text.len);
	p = text.len == 0 ? NULL : bytes_reserve(out, text.len);
	while (p != NULL && i < text.len) {
		c = (char)text.data[i];
		written = c != '\\' && c != '&' ? NULL :
		    escape_at(view_sub(text, i, text.len - i), &c);
		i += written != NULL ? strlen(written) : 1;
		p[out->len++] = (unsigned char)c;
	}
	return bytes_ok(out, e);
}
