#include "formats/signed/script.h"

#include <string.h>

#include "base/base64.h"
#include "base/codepage.h"
#include "base/text.h"
#include "formats/signed/imprint.h"

/* How a kind of script is signed. */
struct script_style {
	const char	*names[4];
	const char	*begin;
	const char	*end;
	const char	*before;	/* around each line of base64 */
	const char	*after;
	const char	*host_uuid;	/* Script Host's; NULL: PowerShell's */
	bool		 is_inside;	/* text may follow the block */
};

static const char powershell_uuid[] =
    "\x1f\xcc\x3b\x60\x59\x4b\x08\x4e\xb7\x24\xd2\xc6\x29\x7e\xf3\x51";

static const struct script_style styles[] = {
	{ { ".ps1", ".psm1", ".psd1" },
	  "# SIG # Begin signature block",
	  "# SIG # End signature block", "# ", "", NULL, false },
	{ { ".ps1xml", ".psc1", ".cdxml" },
	  "<!-- SIG # Begin signature block -->",
	  "<!-- SIG # End signature block -->", "<!-- ", " -->", NULL, false },
	{ { ".mof" }, "/* SIG # Begin signature block */",
	  "/* SIG # End signature block */", "/* ", " */", NULL, false },
	{ { ".js" }, "// SIG // Begin signature block",
	  "// SIG // End signature block", "// SIG // ", "",
	  "\x10\xe0\xc9\x06\xce\x38\xd4\x11\xa2\xa3\x00\x10\x4b\xd3\x50\x90",
	  false },
	{ { ".vbs" }, "'' SIG '' Begin signature block",
	  "'' SIG '' End signature block", "'' SIG '' ", "",
	  "\x4e\xf0\x29\x16\x99\x27\xb5\x4d\x8f\xe5\xac\xe1\x0f\x17\xeb\xab",
	  false },
	{ { ".wsf" }, "<signature>", "</signature>", "** SIG ** ", "",
	  "\x70\x05\x61\x1a\xce\x38\xd4\x11\xa2\xa3\x00\x10\x4b\xd3\x50\x90",
	  true },
};

enum { UUID_LEN = 16, BOM = 0xfeff };

/* ---- which kind ---- */

static const struct script_style *
find_style(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot != NULL && i < COUNT_OF(styles); i++)
		for (size_t k = 0; styles[i].names[k] != NULL; k++)
			if (text_same(dot, styles[i].names[k]))
				return &styles[i];
	return NULL;
}

bool
script_is(const char *name)
{
	return find_style(name) != NULL;
}

/* ---- units of text ---- */

static size_t
unit_len(const struct script *s)
{
	return s->encoding >= SCRIPT_UTF16LE ? 2 : 1;
}

static unsigned
unit_at(const struct script *s, size_t at)
{
	const unsigned char *p = s->in.data + at;

	if (s->encoding < SCRIPT_UTF16LE)
		return p[0];
	return s->encoding == SCRIPT_UTF16LE ?
	    (unsigned)(p[1] << 8 | p[0]) : (unsigned)(p[0] << 8 | p[1]);
}

static bool
find_encoding(struct script *s, struct err *e)
{
	s->encoding = view_begins(s->in, "\xff\xfe") ? SCRIPT_UTF16LE :
	    view_begins(s->in, "\xfe\xff") ? SCRIPT_UTF16BE :
	    view_begins(s->in, "\xef\xbb\xbf") ? SCRIPT_UTF8 : SCRIPT_NARROW;
	if (s->encoding == SCRIPT_UTF8 && !text_is_utf8(s->in))
		return err_set(e, ERR_INPUT, "malformed UTF-8 after a byte "
		    "order mark");
	return s->in.len % unit_len(s) == 0 || err_set(e, ERR_INPUT,
	    "an odd number of bytes in a text of UTF-16");
}

/* ---- the block ---- */

/* Is this ASCII at `at`? Then *at is after it. */
static bool
take_text(const struct script *s, size_t *at, const char *text)
{
	size_t len = strlen(text), each = unit_len(s);

	if (*at > s->in.len || s->in.len - *at < each * len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (unit_at(s, *at + each * i) != (unsigned char)text[i])
			return false;
	*at += each * len;
	return true;
}

/* The first line that begins the block: where it does. */
static bool
find_begin(const struct script *s, size_t *at)
{
	size_t each = unit_len(s);

	for (size_t i = 0; i < s->in.len; i += each) {
		size_t behind = i;

		if ((i == 0 || unit_at(s, i - each) == '\n') &&
		    take_text(s, &behind, s->style->begin)) {
			*at = i;
			return true;
		}
	}
	return false;
}

/* What the end of the line, or of the comment, leaves. */
static bool
take_base64(const struct script *s, size_t *at, struct bytes *out)
{
	for (; *at < s->in.len; *at += unit_len(s)) {
		unsigned c = unit_at(s, *at);

		if (c == ' ' || c == '\r' || c >= 0x80)
			break;
		bytes_add_u8(out, c);
	}
	return take_text(s, at, s->style->after) && take_text(s, at, "\r\n");
}

static bool
decode_exactly(struct view text, struct bytes *out)
{
	struct bytes again = BYTES_INIT;
	size_t used = 0, n = 0;
	bool ok;

	ok = base64_decode(text, out, &used) == BASE64_END &&
	    used == text.len;
	base64_write(&again, view_bytes(out));
	for (size_t i = 0; ok && i < again.len; i++) {
		if (again.data[i] == '\n')
			continue;
		ok = n < text.len && text.data[n] == again.data[i];
		n++;
	}
	ok = ok && n == text.len && !again.failed && !out->failed;
	bytes_clear(&again);
	return ok;
}

/* From *at, behind the first line, to behind the last. */
static bool
take_block(struct script *s, size_t *at)
{
	struct bytes text = BYTES_INIT;
	bool ok = true;

	bytes_init(&text, s->in.len);
	while (ok && !take_text(s, at, s->style->end))
		ok = take_text(s, at, s->style->before) &&
		    take_base64(s, at, &text);
	bytes_init(&s->signature, s->in.len);
	ok = ok && take_text(s, at, "\r\n") &&
	    decode_exactly(view_bytes(&text), &s->signature);
	bytes_clear(&text);
	return ok;
}

static bool
read_signature_block(struct script *s, struct err *e)
{
	size_t each = unit_len(s), at, begin;

	s->before = s->in;
	if (!find_begin(s, &at))
		return true;
	begin = at - (at < 2 * each ? at : 2 * each);
	if (begin == at || unit_at(s, begin) != '\r' ||
	    !take_text(s, &at, s->style->begin) || !take_text(s, &at, "\r\n"))
		return err_set(e, ERR_INPUT, "the signature block begins "
		    "without CR LF: its line ends were changed");
	if (!take_block(s, &at))
		return err_set(e, ERR_INPUT, "malformed signature block");
	s->before = view_sub(s->in, 0, begin);
	s->behind = view_sub(s->in, at, s->in.len - at);
	return s->style->is_inside || s->behind.len == 0 || err_set(e,
	    ERR_INPUT, "%zu characters follow the signature block",
	    s->behind.len / each);
}

bool
script_open(struct script *s, struct view in, const char *name,
    const struct limits *limits, struct err *e)
{
	memset(s, 0, sizeof(*s));
	s->style = find_style(name);
	s->in = in;
	if (s->style == NULL)
		return err_set(e, ERR_FORMAT, "not the name of a script");
	return limit_check(limits, LIMIT_CONTAINER, in.len,
	    "bytes of a script", e) && find_encoding(s, e) &&
	    read_signature_block(s, e);
}

void
script_clear(struct script *s)
{
	bytes_clear(&s->signature);
}

/* ---- readings of the text ---- */

static const char *const readings[] = {
	"UTF-8", "CP1252", "CP1250", "CP1251", "CP1253", "CP1254", "CP1255",
	"CP1256", "CP1257", "CP1258", "CP874",
};

enum { READ_UTF8 };

static void
add_swapped(struct view in, struct bytes *out)
{
	for (size_t i = 0; i + 1 < in.len; i += 2)
		bytes_add_le16(out, (uint16_t)(in.data[i] << 8 |
		    in.data[i + 1]));
}

static bool
units_from_utf8(struct view in, struct bytes *out)
{
	struct bytes swapped = BYTES_INIT;
	bool ok;

	bytes_init(&swapped, 2 * in.len + 2);
	ok = text_to_utf16be(in, &swapped) && !swapped.failed;
	add_swapped(view_bytes(&swapped), out);
	bytes_clear(&swapped);
	return ok;
}

/* Part of the text in its n-th reading as UTF-16LE; false: it has none. */
static bool
add_units(const struct script *s, struct view part, size_t n,
    struct bytes *out)
{
	bytes_init(out, 2 * part.len + 2);
	if (s->encoding == SCRIPT_UTF16LE)
		bytes_add_view(out, part);
	else if (s->encoding == SCRIPT_UTF16BE)
		add_swapped(part, out);
	else if (n == READ_UTF8)
		return units_from_utf8(part, out);
	else
		return codepage_to_utf16(part, readings[n], out);
	return true;
}

/* Other readings are of text in a code page only. */
static size_t
count_readings(const struct script *s)
{
	return s->encoding != SCRIPT_NARROW || text_is_ascii(s->in) ? 1 :
	    COUNT_OF(readings);
}

/* ---- the digest ---- */

enum { BYTE_ORDER_MARK = 2 };

static bool
has_mark_first(struct view units)
{
	return units.len >= 2 && view_le16(units, 0) == BOM;
}

static void
add_place(struct imprint *i, size_t units)
{
	unsigned char place[4];

	for (int k = 0; k < 4; k++)
		place[k] = (unsigned char)(units >> 8 * k);
	imprint_add(i, view_of(place, sizeof(place)));
}

static bool
digest_units(struct view before, struct view behind, bool is_host,
    const char *digest, unsigned char *out, size_t outlen, struct err *e)
{
	struct imprint i;

	if (is_host && has_mark_first(before))
		before = view_sub(before, BYTE_ORDER_MARK,
		    before.len - BYTE_ORDER_MARK);
	if (!imprint_begin(&i, digest, outlen, e))
		return false;
	imprint_add(&i, before);
	imprint_add(&i, behind);
	if (is_host)
		add_place(&i, before.len / 2);
	return imprint_end(&i, out, e);
}

bool
script_digest(const struct script *s, size_t n, struct view uuid,
    const char *digest, unsigned char *out, size_t outlen, bool *is_one,
    bool *end, struct err *e)
{
	const char *host = s->style->host_uuid;
	const bool is_host = host != NULL &&
	    view_equal(uuid, view_of(host, UUID_LEN));
	struct bytes before = BYTES_INIT, behind = BYTES_INIT;
	bool ok = true;

	*is_one = is_host || view_equal(uuid,
	    view_of(powershell_uuid, UUID_LEN));
	*end = !*is_one || n >= count_readings(s);
	if (*end)
		return true;
	/* Script Host knows UTF-8 by its mark alone. */
	*is_one = !(is_host && n == READ_UTF8 && count_readings(s) > 1) &&
	    add_units(s, s->before, n, &before) &&
	    add_units(s, s->behind, n, &behind);
	if (before.failed || behind.failed)
		ok = err_memory(e);
	else if (*is_one)
		ok = digest_units(view_bytes(&before), view_bytes(&behind),
		    is_host, digest, out, outlen, e);
	bytes_clear(&before);
	bytes_clear(&behind);
	return ok;
}
