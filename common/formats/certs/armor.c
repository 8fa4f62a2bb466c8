#include "formats/certs/armor.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/base64.h"
#include "base/text.h"

#define BEGIN_MARK	"-----BEGIN "
#define END_MARK	"-----END "
#define DASHES		"-----"

/* Bytes looked at to tell text from binary. Every binary format we read has a
 * control character among its first 16. */
enum { LOOK = 64 };

/* A place in the text; the line is for messages. */
struct cursor {
	struct view	text;
	size_t		pos;
	size_t		line;
};

/* ---- binary or text ---- */

static bool
is_space_or_tab(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_space(unsigned char c)
{
	return is_space_or_tab(c) || (c >= '\n' && c <= '\r');
}

static bool
is_control(unsigned char c)
{
	return (c < ' ' && !is_space(c)) || c == 0x7f;
}

static bool
starts_with(struct view v, const char *s)
{
	size_t len = strlen(s);

	return v.len >= len && memcmp(v.data, s, len) == 0;
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
		    is_control(low))
			return false;
	}
	return true;
}

static bool
is_utf16(struct view in, enum text_order *order, size_t *mark)
{
	*mark = 2;
	*order = TEXT_LE;
	if (starts_with(in, "\xff\xfe"))
		return true;
	*order = TEXT_BE;
	if (starts_with(in, "\xfe\xff"))
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
armor_is_text(struct view in)
{
	enum text_order order;
	size_t mark;

	if (is_utf16(in, &order, &mark))
		return true;
	in = without_end_marks(in);
	if (in.len == 0)
		return false;
	for (size_t i = 0; i < in.len && i < LOOK; i++)
		if (is_control(in.data[i]))
			return false;
	return true;
}

/* ---- plain text: no UTF-16, no mark, no escaped line ends ---- */

static bool
find_text(struct view v, size_t from, const char *s, size_t *at)
{
	const unsigned char *p;

	if (from > v.len || v.len - from < strlen(s))
		return false;
	p = memmem(v.data + from, v.len - from, s, strlen(s));
	if (p == NULL)
		return false;
	*at = (size_t)(p - v.data);
	return true;
}

/*
 * "-----BEGIN X-----\nMII..." with a backslash and an n: the way a PEM file
 * looks after it has been a JSON string or a variable of a CI system. Only
 * when the first BEGIN line itself ends so, or when there is none: elsewhere a
 * backslash is part of some name.
 */
static bool
has_escaped_lines(struct view text)
{
	size_t at;

	if (!find_text(text, 0, BEGIN_MARK, &at))
		return find_text(text, 0, "\\n", &at) || find_text(text, 0, "\\r", &at);
	return find_text(text, at + strlen(BEGIN_MARK), DASHES, &at) &&
	    at + strlen(DASHES) < text.len &&
	    text.data[at + strlen(DASHES)] == '\\';
}

static bool
unescape(struct view text, struct bytes *mem, struct err *e)
{
	unsigned char *p;

	bytes_init(mem, text.len);
	p = bytes_reserve(mem, text.len);
	for (size_t i = 0; p != NULL && i < text.len; i++) {
		unsigned char c = text.data[i], next = '\0';

		if (c == '\\' && i + 1 < text.len)
			next = text.data[i + 1];
		if (next == 'n' || next == 'r') {
			c = next == 'n' ? '\n' : '\r';
			i++;
		}
		p[mem->len++] = c;
	}
	return bytes_ok(mem, e);
}

/* The text itself, or a plainer copy of it in *mem. */
static bool
plain_text(struct view in, struct bytes *mem, struct view *text,
    struct err *e)
{
	struct bytes utf8 = BYTES_INIT;
	enum text_order order;
	bool ok = false;
	size_t mark;

	*text = in;
	if (is_utf16(in, &order, &mark)) {
		/* Two bytes of UTF-16 are at most three of UTF-8. */
		bytes_init(&utf8, in.len / 2 * 3 + 3);
		text_from_utf16(view_sub(in, mark, in.len - mark), order,
		    false, &utf8);
		if (!bytes_ok(&utf8, e))
			goto out;
		*text = view_bytes(&utf8);
	} else if (starts_with(in, "\xef\xbb\xbf"))
		*text = view_sub(in, 3, in.len - 3);
	if (has_escaped_lines(*text)) {
		if (!unescape(*text, mem, e))
			goto out;
		*text = view_bytes(mem);
	} else if (utf8.len != 0)
		bytes_move(mem, &utf8);
	*text = without_end_marks(*text);
	ok = true;
 out:
	bytes_clear(&utf8);
	return ok;
}

/* ---- the cursor ---- */

static void
advance(struct cursor *c, size_t to)
{
	for (; c->pos < to; c->pos++)
		if (c->text.data[c->pos] == '\n')
			c->line++;
}

static struct view
rest_of(const struct cursor *c)
{
	return view_sub(c->text, c->pos, c->text.len - c->pos);
}

static bool
decode_block(struct cursor *c, struct bytes *out, struct err *e)
{
	enum base64_end end;
	size_t used = 0;

	end = base64_decode(rest_of(c), out, &used);
	advance(c, c->pos + used);
	switch (end) {
	case BASE64_END:
		break;
	case BASE64_CUT:
		return err_set(e, ERR_INPUT, "the base64 that ends in line "
		    "%zu is truncated or padded wrongly", c->line);
	case BASE64_AFTER:
		return err_set(e, ERR_INPUT, "line %zu: base64 after its end "
		    "('=')", c->line);
	case BASE64_OTHER:
		return err_set(e, ERR_INPUT, "line %zu: not a base64 character "
		    "(byte 0x%02x)", c->line, c->text.data[c->pos]);
	}
	return bytes_ok(out, e);
}

/* ---- PEM ---- */

/* What is left of the line, without its end. */
static struct view
line_at(const struct cursor *c)
{
	struct view v = rest_of(c);
	size_t len = 0;

	while (len < v.len && v.data[len] != '\n' && v.data[len] != '\r')
		len++;
	v.len = len;
	return v;
}

static void
skip_line(struct cursor *c)
{
	advance(c, c->pos + line_at(c).len);
	if (c->pos < c->text.len && c->text.data[c->pos] == '\r')
		advance(c, c->pos + 1);
	if (c->pos < c->text.len && c->text.data[c->pos] == '\n')
		advance(c, c->pos + 1);
}

/* Spaces, quotes, and what files that were put together leave in the middle:
 * byte order marks, zeros, the end mark of DOS. */
static bool
is_before_line(unsigned char c)
{
	return is_space_or_tab(c) || is_control(c) || c == '"' || c == '\'' ||
	    c == 0xef || c == 0xbb || c == 0xbf;
}

/* Nothing that counts stands before it on its line, or only the END of another
 * block: a BEGIN in the middle of a sentence, or of a name in the text form of
 * a certificate, begins nothing. */
static bool
begins_line(const struct cursor *c, size_t at)
{
	while (at > c->pos) {
		unsigned char ch = c->text.data[--at];

		if (ch == '\n' || ch == '\r')
			return true;
		if (!is_before_line(ch))
			return false;
	}
	return true;
}

static bool
next_begin(struct cursor *c)
{
	size_t at, from = c->pos;

	while (find_text(c->text, from, BEGIN_MARK, &at)) {
		if (begins_line(c, at)) {
			advance(c, at);
			return true;
		}
		from = at + strlen(BEGIN_MARK);
	}
	return false;
}

/* "LABEL-----" after the mark at the cursor; moves after it. */
static bool
take_label(struct cursor *c, const char *mark, struct view *label,
    struct err *e)
{
	struct view line;
	size_t end;

	advance(c, c->pos + strlen(mark));
	line = line_at(c);
	if (!find_text(line, 0, DASHES, &end))
		return err_set(e, ERR_INPUT, "line %zu: a PEM line without "
		    "its closing dashes", c->line);
	*label = view_sub(line, 0, end);
	advance(c, c->pos + end + strlen(DASHES));
	return true;
}

static bool
copy_label(struct armor_block *b, struct view label, size_t line,
    struct err *e)
{
	if (label.len == 0 || label.len >= sizeof(b->label) ||
	    !text_is_ascii(label))
		return err_set(e, ERR_INPUT, "line %zu: a PEM label of %zu "
		    "bytes, expected one like CERTIFICATE", line, label.len);
	memcpy(b->label, label.data, label.len);
	b->label[label.len] = '\0';
	return true;
}

static struct view
trim_space(struct view v)
{
	while (v.len > 0 && is_space(v.data[0]))
		v = view_sub(v, 1, v.len - 1);
	while (v.len > 0 && is_space(v.data[v.len - 1]))
		v.len--;
	return v;
}

/* "AES-128-CBC,00112233..." */
static bool
read_dek_info(struct view value, struct armor_block *b)
{
	char hex[2 * sizeof(b->dek_iv) + 1];
	struct view name, iv;
	size_t comma;

	if (!find_text(value, 0, ",", &comma))
		return false;
	name = trim_space(view_sub(value, 0, comma));
	iv = trim_space(view_sub(value, comma + 1, value.len - comma - 1));
	if (name.len == 0 || name.len >= sizeof(b->dek_cipher) ||
	    iv.len == 0 || iv.len >= sizeof(hex) || !text_is_ascii(name))
		return false;
	memcpy(b->dek_cipher, name.data, name.len);
	b->dek_cipher[name.len] = '\0';
	memcpy(hex, iv.data, iv.len);
	hex[iv.len] = '\0';
	return text_unhex(hex, b->dek_iv, sizeof(b->dek_iv), &b->dek_iv_len) &&
	    b->dek_iv_len != 0;
}

/* RFC 1421 headers. Only those of encrypted keys say something to us. */
static bool
read_headers(struct cursor *c, struct armor_block *b, struct err *e)
{
	bool encrypted = false;
	struct view line, value;
	size_t colon;

	skip_line(c);
	while (line = line_at(c), find_text(line, 0, ":", &colon)) {
		value = trim_space(view_sub(line, colon + 1, line.len - colon - 1));
		if (starts_with(line, "Proc-Type:"))
			encrypted = find_text(value, 0, "ENCRYPTED", &colon);
		else if (starts_with(line, "DEK-Info:") &&
		    !read_dek_info(value, b))
			return err_set(e, ERR_INPUT, "line %zu: expected "
			    "DEK-Info: CIPHER,IV in hex", c->line);
		skip_line(c);
	}
	if (encrypted && b->dek_iv_len == 0)
		return err_set(e, ERR_INPUT, "line %zu: the block is encrypted "
		    "but has no DEK-Info line", c->line);
	return true;
}

/* One block, the cursor being at its BEGIN. */
static bool
read_block(struct cursor *c, struct armor_block *b, struct err *e)
{
	size_t colon, begin = c->line;
	struct view label;

	if (!take_label(c, BEGIN_MARK, &label, e) ||
	    !copy_label(b, label, begin, e))
		return false;
	/* A body in the BEGIN line itself has no headers. */
	if (trim_space(line_at(c)).len == 0) {
		struct cursor ahead = *c;

		skip_line(&ahead);
		if (find_text(line_at(&ahead), 0, ":", &colon) &&
		    !read_headers(c, b, e))
			return false;
	}
	if (!decode_block(c, &b->der, e))
		return false;
	if (!starts_with(rest_of(c), END_MARK))
		return err_set(e, ERR_INPUT, "the PEM block %s that begins in "
		    "line %zu has no END line", b->label, begin);
	if (!take_label(c, END_MARK, &label, e))
		return false;
	if (!view_equal(label, view_str(b->label)))
		return err_set(e, ERR_INPUT, "line %zu: the END line is not "
		    "that of the block %s from line %zu", c->line, b->label,
		    begin);
	if (b->der.len == 0)
		return err_set(e, ERR_INPUT, "the PEM block %s in line %zu is "
		    "empty", b->label, begin);
	return true;
}

/* ---- the blocks ---- */

static struct armor_block *
add_block(struct armor *a, const struct limits *limits, struct err *e)
{
	struct armor_block *list;

	if (!limit_check(limits, LIMIT_BAGS, a->count + 1, "PEM blocks", e))
		return NULL;
	if (!array_room(&a->blocks, a->count, sizeof(*a->blocks), e))
		return NULL;
	list = a->blocks + a->count++;
	memset(list, 0, sizeof(*list));
	return list;
}

static bool
read_pem(struct cursor *c, const struct limits *limits, struct armor *a,
    struct err *e)
{
	struct armor_block *b;

	do {
		b = add_block(a, limits, e);
		if (b == NULL || !read_block(c, b, e))
			return false;
	} while (next_begin(c));
	return true;
}

static bool
read_bare(struct cursor *c, const struct limits *limits, struct armor *a,
    struct err *e)
{
	struct armor_block *b = add_block(a, limits, e);

	if (b == NULL)
		return false;
	if (decode_block(c, &b->der, e) && c->pos == c->text.len &&
	    b->der.len != 0)
		return true;
	if (e->code == ERR_MEMORY)
		return false;
	return err_set(e, ERR_FORMAT, "neither binary, nor text with a PEM "
	    "block, nor base64 (see line %zu)", c->line);
}

static bool
pass_through(struct view in, const struct limits *limits, struct armor *a,
    struct err *e)
{
	struct armor_block *b = add_block(a, limits, e);

	if (b == NULL)
		return false;
	bytes_init(&b->der, in.len);
	bytes_add_view(&b->der, in);
	return bytes_ok(&b->der, e);
}

bool
armor_open(struct view in, const struct limits *limits, struct armor *a,
    struct err *e)
{
	struct cursor c = { VIEW_INIT, 0, 1 };
	struct bytes mem = BYTES_INIT;
	bool ok = false;

	armor_clear(a);
	if (in.len == 0)
		return err_set(e, ERR_FORMAT, "empty");
	if (!armor_is_text(in)) {
		ok = pass_through(in, limits, a, e);
		goto out;
	}
	a->was_text = true;
	if (!plain_text(in, &mem, &c.text, e))
		goto out;
	if (next_begin(&c))
		ok = read_pem(&c, limits, a, e);
	else
		ok = read_bare(&c, limits, a, e);
 out:
	bytes_clear(&mem);
	if (!ok)
		armor_clear(a);
	return ok;
}

void
armor_clear(struct armor *a)
{
	for (size_t i = 0; i < a->count; i++)
		bytes_clear(&a->blocks[i].der);
	free(a->blocks);
	memset(a, 0, sizeof(*a));
}

void
armor_write(struct bytes *out, const char *label, struct view der)
{
	bytes_addf(out, BEGIN_MARK "%s" DASHES "\n", label);
	base64_write(out, der);
	bytes_addf(out, END_MARK "%s" DASHES "\n", label);
}

void
armor_write_certs(struct bytes *out, const struct certlist *l)
{
	for (size_t i = 0; i < l->count; i++)
		armor_write(out, "CERTIFICATE", view_bytes(&l->items[i]->der));
}
