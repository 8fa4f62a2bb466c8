#include "formats/certs/armor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/base64.h"
#include "base/text.h"
#include "formats/certs/plaintext.h"

#define BEGIN_MARK	"-----BEGIN "
#define END_MARK	"-----END "
#define DASHES		"-----"

enum {
	NESTED_MAX	= 3,	/* base64 of base64 of PEM */
	IV_DIGITS_DES	= 16,
	IV_DIGITS	= 32,
};

/* A place in the text; the line is for messages. */
struct cursor {
	struct view	text;
	size_t		pos;
	size_t		line;
};

static bool	armor_text(struct view text, unsigned depth,
		    const struct limits *limits, struct armor *a,
		    struct err *e);

/* ---- the cursor ---- */

static bool
is_space_or_tab(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static bool
ends_with(struct view v, const char *s)
{
	size_t len = strlen(s);

	return v.len >= len && memcmp(v.data + v.len - len, s, len) == 0;
}

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

static struct view
trim_space(struct view v)
{
	while (v.len > 0 && text_is_space(v.data[0]))
		v = view_sub(v, 1, v.len - 1);
	while (v.len > 0 && text_is_space(v.data[v.len - 1]))
		v.len--;
	return v;
}

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

/* ---- where a block begins ---- */

/* Spaces, quotes, and what files that were put together leave in the middle:
 * byte order marks, zeros, the end mark of DOS. */
static bool
is_before_line(unsigned char c)
{
	return is_space_or_tab(c) || plaintext_is_control(c) || c == '"' ||
	    c == '\'' || c == 0xef || c == 0xbb || c == 0xbf;
}

/* Nothing that counts stands before it on its line, or only the END of another
 * block. */
static bool
begins_line(const struct cursor *c, size_t at)
{
	while (at > c->pos) {
		unsigned char ch = c->text.data[--at];
		const struct view before = view_sub(c->text, c->pos,
		    at + 1 - c->pos);

		if (ch == '\n' || ch == '\r' || ends_with(before, "\\n") ||
		    ends_with(before, "\\r"))
			return true;
		if (!is_before_line(ch))
			return false;
	}
	return true;
}

/* *strict: on a line of its own, so that it is a block for certain. */
static bool
next_begin(struct cursor *c, bool *strict)
{
	size_t at;

	if (!find_text(c->text, c->pos, BEGIN_MARK, &at))
		return false;
	*strict = begins_line(c, at);
	advance(c, at);
	return true;
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

/* ---- headers ---- */

static size_t
hex_run(struct view v)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	size_t n = 0;

	while (n < v.len && memchr(digits, v.data[n], sizeof(digits) - 1) !=
	    NULL)
		n++;
	return n;
}

/*
 * "AES-128-CBC,00112233..." at the cursor; moves after it. Where the line end
 * behind it is lost, the cipher says how many digits are its own.
 */
static bool
take_dek_info(struct cursor *c, struct armor_block *b)
{
	char hex[2 * sizeof(b->dek_iv) + 1];
	struct view value = rest_of(c), name;
	size_t comma, digits, most;

	if (!find_text(line_at(c), 0, ",", &comma))
		return false;
	name = trim_space(view_sub(value, 0, comma));
	if (name.len == 0 || name.len >= sizeof(b->dek_cipher) ||
	    !text_is_ascii(name))
		return false;
	memcpy(b->dek_cipher, name.data, name.len);
	b->dek_cipher[name.len] = '\0';
	advance(c, c->pos + comma + 1);
	while (c->pos < c->text.len && is_space_or_tab(c->text.data[c->pos]))
		advance(c, c->pos + 1);
	digits = hex_run(rest_of(c));
	most = view_begins(name, "DES") ? IV_DIGITS_DES : IV_DIGITS;
	if (digits > most && digits != line_at(c).len)
		digits = most;
	if (digits >= sizeof(hex))
		return false;
	memcpy(hex, c->text.data + c->pos, digits);
	hex[digits] = '\0';
	advance(c, c->pos + digits);
	return digits != 0 && text_unhex(hex, b->dek_iv, sizeof(b->dek_iv),
	    &b->dek_iv_len);
}

static bool
is_header(struct view line)
{
	size_t colon;

	return find_text(line, 0, ":", &colon);
}

/*
 * RFC 1421 headers, the cursor being behind BEGIN. Only those of encrypted keys
 * say something to us: they are found even where the line ends are lost.
 */
static bool
read_headers(struct cursor *c, struct armor_block *b, struct err *e)
{
	const struct view body = rest_of(c);
	size_t at, type;

	if (find_text(body, 0, "DEK-Info:", &at)) {
		advance(c, c->pos + at + strlen("DEK-Info:"));
		if (!take_dek_info(c, b))
			return err_set(e, ERR_INPUT, "line %zu: expected "
			    "DEK-Info: CIPHER,IV in hex", c->line);
	} else if (find_text(body, 0, "Proc-Type:", &type) &&
	    find_text(body, type, "ENCRYPTED", &at)) {
		advance(c, c->pos + at);
		skip_line(c);
		return err_set(e, ERR_INPUT, "line %zu: the block is encrypted "
		    "but has no DEK-Info line", c->line);
	}
	/* A body in the BEGIN line itself has no other headers. */
	if (trim_space(line_at(c)).len != 0)
		return true;
	skip_line(c);
	while (is_header(line_at(c)))
		skip_line(c);
	return true;
}

/* ---- one block ---- */

/* Labels of what is not read here, whatever is in it. */
static bool
is_foreign(const char *label)
{
	static const char *const words[] = {
		"PARAMETERS", "PUBLIC KEY", "REQUEST", "PGP ", "SSH2 ",
	};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strstr(label, words[i]) != NULL)
			return true;
	return false;
}

static bool
holds_keys_or_certs(const char *label)
{
	return strstr(label, "CERTIFICATE") != NULL || strstr(label, "PKCS") !=
	    NULL || strstr(label, "PRIVATE KEY") != NULL;
}

/* Behind the END of a block that is not looked into; where it has none, only
 * its BEGIN is passed. */
static void
skip_foreign(struct cursor *c, struct armor_block *b)
{
	char end[sizeof(END_MARK) + sizeof(b->label) + sizeof(DASHES)];
	size_t at, other;

	bytes_clear(&b->der);
	b->dek_iv_len = 0;
	b->foreign = true;
	snprintf(end, sizeof(end), END_MARK "%s" DASHES, b->label);
	if (find_text(c->text, c->pos, end, &at) && !(find_text(c->text,
	    c->pos, BEGIN_MARK, &other) && other < at))
		advance(c, at + strlen(end));
}

/* Headers and base64 of what is between the dashes. */
static bool
decode_body(struct view body, size_t line, struct armor_block *b,
    struct err *e)
{
	struct bytes plain = BYTES_INIT;
	struct cursor c = { body, 0, line };
	bool ok;

	ok = !plaintext_is_escaped(body) || plaintext_unescape(body, &plain, e);
	if (ok && plain.len != 0)
		c.text = view_bytes(&plain);
	ok = ok && read_headers(&c, b, e) && decode_block(&c, &b->der, e) &&
	    (c.pos == c.text.len || err_set(e, ERR_INPUT, "line %zu: not a "
	    "base64 character (byte 0x2d)", c.line));
	bytes_clear(&plain);
	return ok;
}

/* Behind a BEGIN, whose label is b's. */
static bool
read_body(struct cursor *c, struct armor_block *b, size_t begin,
    struct err *e)
{
	struct view label;
	size_t end;

	if (!find_text(c->text, c->pos, DASHES, &end))
		end = c->text.len;
	if (!decode_body(view_sub(c->text, c->pos, end - c->pos), c->line, b,
	    e))
		return false;
	advance(c, end);
	if (!view_begins(rest_of(c), END_MARK))
		return err_set(e, ERR_INPUT, "the PEM block %s that begins in "
		    "line %zu has no END line", b->label, begin);
	if (!take_label(c, END_MARK, &label, e))
		return false;
	if (!view_equal(label, view_str(b->label)))
		return err_set(e, ERR_INPUT, "line %zu: the END line is not "
		    "that of the block %s from line %zu", c->line, b->label,
		    begin);
	return b->der.len != 0 || err_set(e, ERR_INPUT, "the PEM block %s in "
	    "line %zu is empty", b->label, begin);
}

/* The cursor being at its BEGIN. */
static bool
read_block(struct cursor *c, struct armor_block *b, struct err *e)
{
	struct cursor behind;
	size_t begin = c->line;
	struct view label;

	if (!take_label(c, BEGIN_MARK, &label, e) ||
	    !copy_label(b, label, begin, e))
		return false;
	behind = *c;
	if (is_foreign(b->label)) {
		skip_foreign(c, b);
		return true;
	}
	if (read_body(c, b, begin, e))
		return true;
	if (holds_keys_or_certs(b->label) || e->code == ERR_MEMORY)
		return false;
	err_clear(e);
	*c = behind;
	skip_foreign(c, b);
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

static void
drop_block(struct armor *a)
{
	bytes_clear(&a->blocks[--a->count].der);
}

/*
 * Behind other things on its line: within JSON, a variable, an element of XML,
 * where it is a block if it can be read as one. Else it is a sentence, or a
 * name in the text form of a certificate, and only its mark is passed.
 */
static bool
read_inside(struct cursor *c, const struct limits *limits, struct armor *a,
    struct err *e)
{
	struct armor_block *b = add_block(a, limits, e);
	struct cursor behind = *c;
	struct err why = ERR_INIT;

	if (b == NULL)
		return false;
	if (read_block(c, b, &why) && !b->foreign)
		return true;
	drop_block(a);
	if (why.code == ERR_MEMORY)
		return err_memory(e);
	if (a->unread++ == 0)
		a->unread_line = behind.line;
	advance(&behind, behind.pos + strlen(BEGIN_MARK));
	*c = behind;
	return true;
}

static bool
read_pem(struct cursor *c, const struct limits *limits, struct armor *a,
    struct err *e)
{
	struct armor_block *b;
	bool strict;

	while (next_begin(c, &strict)) {
		if (!strict) {
			if (!read_inside(c, limits, a, e))
				return false;
			continue;
		}
		b = add_block(a, limits, e);
		if (b == NULL || !read_block(c, b, e))
			return false;
	}
	return true;
}

/* ---- base64 without a block ---- */

/* Quotes, and what a browser puts before a file in a page (RFC 2397). */
static struct view
strip_wrapping(struct view v)
{
	size_t at;

	v = trim_space(v);
	while (v.len >= 2 && (v.data[0] == '"' || v.data[0] == '\'') &&
	    v.data[v.len - 1] == v.data[0])
		v = trim_space(view_sub(v, 1, v.len - 2));
	if (view_begins(v, "data:") && find_text(v, 0, ";base64,", &at))
		v = view_sub(v, at + strlen(";base64,"),
		    v.len - at - strlen(";base64,"));
	return v;
}

/* RFC 4648, 5: the alphabet of URLs and of JSON web tokens. Nothing that we
 * read begins with its dash, but what is left of a PEM line does. */
static void
take_url_letters(struct bytes *b)
{
	for (size_t i = 0; i < b->len && b->data[0] != '-'; i++)
		if (b->data[i] == '-')
			b->data[i] = '+';
		else if (b->data[i] == '_')
			b->data[i] = '/';
}

static bool
decode_bare(struct view text, struct bytes *out, size_t *line, struct err *e)
{
	const struct view v = strip_wrapping(text);
	struct cursor c = { text, 0, *line };
	struct bytes plain = BYTES_INIT;
	bool ok;

	advance(&c, (size_t)(v.data - text.data));
	c.pos = 0;

	ok = plaintext_unescape(v, &plain, e);
	if (ok) {
		take_url_letters(&plain);
		c.text = view_bytes(&plain);
		ok = decode_block(&c, out, e) && c.pos == c.text.len &&
		    out->len != 0;
	}
	bytes_clear(&plain);
	*line = c.line;
	return ok;
}

/* Or base64 of a text which is one of these in its turn. */
static bool
read_bare(const struct cursor *c, unsigned depth, const struct limits *limits,
    struct armor *a, struct err *e)
{
	struct bytes inner = BYTES_INIT;
	size_t line = c->line;
	struct armor_block *b;
	bool ok = false;

	if (!decode_bare(c->text, &inner, &line, e) ||
	    (depth == NESTED_MAX && plaintext_is(view_bytes(&inner)))) {
		if (e->code != ERR_MEMORY)
			err_set(e, ERR_FORMAT, "neither binary, nor text with "
			    "a PEM block, nor base64 (see line %zu)", line);
	} else if (plaintext_is(view_bytes(&inner)))
		ok = armor_text(view_bytes(&inner), depth + 1, limits, a, e);
	else if ((b = add_block(a, limits, e)) != NULL) {
		bytes_move(&b->der, &inner);
		ok = true;
	}
	bytes_clear(&inner);
	return ok;
}

/* ---- the file ---- */

static bool
armor_text(struct view text, unsigned depth, const struct limits *limits,
    struct armor *a, struct err *e)
{
	struct cursor c = { VIEW_INIT, 0, 1 }, start;
	struct bytes mem = BYTES_INIT;
	bool ok;

	ok = plaintext_of(text, &mem, &c.text, e);
	start = c;
	ok = ok && read_pem(&c, limits, a, e) &&
	    (a->count != 0 || read_bare(&start, depth, limits, a, e));
	bytes_clear(&mem);
	return ok;
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
	bool ok;

	armor_clear(a);
	if (in.len == 0)
		return err_set(e, ERR_FORMAT, "empty");
	a->was_text = plaintext_is(in);
	ok = a->was_text ? armor_text(in, 1, limits, a, e) :
	    pass_through(in, limits, a, e);
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
