#include "formats/signed/script.h"

#include <string.h>

#include "base/base64.h"
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

/* ---- the text as UTF-16LE ---- */

static void
add_windows_1252(struct view in, struct bytes *out)
{
	/* As MultiByteToWideChar(): what is not defined stays. */
	static const uint16_t high[32] = {
		0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
		0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
	};

	for (size_t i = 0; i < in.len; i++) {
		unsigned char c = in.data[i];

		bytes_add_le16(out, c >= 0x80 && c < 0xa0 ? high[c - 0x80] :
		    c);
	}
}

static void
add_swapped(struct view in, struct bytes *out)
{
	for (size_t i = 0; i + 1 < in.len; i += 2)
		bytes_add_le16(out, (uint16_t)(in.data[i] << 8 |
		    in.data[i + 1]));
}

/* `in` is UTF-8. */
static bool
units_from_utf8(struct view in, struct bytes *out)
{
	struct bytes swapped = BYTES_INIT;
	bool ok;

	bytes_init(&swapped, 2 * in.len + 2);
	ok = text_to_utf16be(in, &swapped);
	add_swapped(view_bytes(&swapped), out);
	bytes_clear(&swapped);
	return ok;
}

/* Room for another reading. */
static struct bytes *
next_text(struct script *s, size_t len)
{
	struct bytes *units = &s->texts[s->count++].units;

	bytes_init(units, 2 * len + 2);
	return units;
}

static bool
read_utf16(struct script *s, struct view in, struct err *e)
{
	struct bytes *units = next_text(s, in.len);

	if (in.len % 2 != 0)
		return err_set(e, ERR_INPUT, "an odd number of bytes in a "
		    "text of UTF-16");
	if (in.data[0] == 0xff)
		bytes_add_view(units, in);
	else
		add_swapped(in, units);
	return bytes_ok(units, e);
}

static bool
read_narrow(struct script *s, struct view in, struct err *e)
{
	const bool has_bom = view_equal(view_sub(in, 0, 3),
	    view_str("\xef\xbb\xbf"));
	struct bytes *units;

	if (text_is_utf8(in)) {
		units = next_text(s, in.len);
		if (!units_from_utf8(in, units) || !bytes_ok(units, e))
			return err_memory(e);
	} else if (has_bom)
		return err_set(e, ERR_INPUT, "malformed UTF-8 after a byte "
		    "order mark");
	if (has_bom || text_is_ascii(in))
		return true;
	units = next_text(s, in.len);
	add_windows_1252(in, units);
	return bytes_ok(units, e);
}

static bool
read_texts(struct script *s, struct view in, struct err *e)
{
	const bool is_wide = view_equal(view_sub(in, 0, 2),
	    view_str("\xff\xfe")) || view_equal(view_sub(in, 0, 2),
	    view_str("\xfe\xff"));

	return is_wide ? read_utf16(s, in, e) : read_narrow(s, in, e);
}

/* ---- the block ---- */

/* Is this ASCII at `at`? Then *at is after it. */
static bool
take_text(struct view units, size_t *at, const char *text)
{
	size_t len = strlen(text);

	if (*at > units.len || units.len - *at < 2 * len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (view_le16(units, *at + 2 * i) != (unsigned char)text[i])
			return false;
	*at += 2 * len;
	return true;
}

/* The first line that begins the block: where it does. */
static bool
find_begin(struct view units, const char *begin, size_t *at)
{
	for (size_t i = 0; i < units.len; i += 2) {
		size_t behind = i;

		if ((i == 0 || view_le16(units, i - 2) == '\n') &&
		    take_text(units, &behind, begin)) {
			*at = i;
			return true;
		}
	}
	return false;
}

/* What the end of the line, or of the comment, leaves. */
static bool
take_base64(struct view units, size_t *at, const char *after,
    struct bytes *out)
{
	for (; *at + 1 < units.len; *at += 2) {
		unsigned c = view_le16(units, *at);

		if (c == ' ' || c == '\r' || c >= 0x80)
			break;
		bytes_add_u8(out, c);
	}
	return take_text(units, at, after) && take_text(units, at, "\r\n");
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

/* From `at`, where the block's first line begins. */
static bool
read_signature_block(const struct script *s, struct script_text *t, size_t at,
    struct bytes *out, struct err *e)
{
	struct view units = view_bytes(&t->units);
	struct bytes text = BYTES_INIT;
	bool ok = at >= 4 && view_le16(units, at - 4) == '\r' &&
	    take_text(units, &at, s->style->begin) &&
	    take_text(units, &at, "\r\n");

	bytes_init(&text, units.len);
	if (!ok)
		return err_set(e, ERR_INPUT, "the signature block begins "
		    "without CR LF: its line ends were changed");
	while (ok && !take_text(units, &at, s->style->end))
		ok = take_text(units, &at, s->style->before) &&
		    take_base64(units, &at, s->style->after, &text);
	ok = ok && take_text(units, &at, "\r\n");
	t->end = at;
	bytes_init(out, units.len);
	ok = ok && decode_exactly(view_bytes(&text), out);
	bytes_clear(&text);
	if (!ok)
		return err_set(e, ERR_INPUT, "malformed signature block");
	return s->style->is_inside || at == units.len || err_set(e, ERR_INPUT,
	    "%zu characters follow the signature block", (units.len - at) / 2);
}

static bool
find_block(struct script *s, struct script_text *t, struct err *e)
{
	size_t at;

	if (!find_begin(view_bytes(&t->units), s->style->begin, &at))
		return true;
	bytes_clear(&s->signature);
	t->begin = at - (at >= 4 ? 4 : at);
	return read_signature_block(s, t, at, &s->signature, e);
}

bool
script_open(struct script *s, struct view in, const char *name,
    const struct limits *limits, struct err *e)
{
	memset(s, 0, sizeof(*s));
	s->style = find_style(name);
	if (s->style == NULL)
		return err_set(e, ERR_FORMAT, "not the name of a script");
	if (!limit_check(limits, LIMIT_CONTAINER, in.len, "bytes of a script",
	    e) || !read_texts(s, in, e))
		return false;
	for (size_t i = 0; i < s->count; i++)
		if (!find_block(s, &s->texts[i], e))
			return false;
	return true;
}

void
script_clear(struct script *s)
{
	for (size_t i = 0; i < s->count; i++)
		bytes_clear(&s->texts[i].units);
	bytes_clear(&s->signature);
	s->count = 0;
}

/* ---- the digest ---- */

static void
add_place(struct imprint *i, size_t units)
{
	unsigned char place[4];

	for (int k = 0; k < 4; k++)
		place[k] = (unsigned char)(units >> 8 * k);
	imprint_add(i, view_of(place, sizeof(place)));
}

bool
script_digest(const struct script *s, size_t n, struct view uuid,
    const char *digest, unsigned char *out, size_t outlen, bool *is_one,
    struct err *e)
{
	const char *host = s->style->host_uuid;
	const bool is_host = host != NULL &&
	    view_equal(uuid, view_of(host, UUID_LEN));
	const struct script_text *t = &s->texts[n];
	struct imprint i;
	size_t from = 0;

	*is_one = n < s->count && (is_host || view_equal(uuid,
	    view_of(powershell_uuid, UUID_LEN)));
	if (!*is_one)
		return true;
	if (!imprint_begin(&i, digest, outlen, e))
		return false;
	if (is_host && view_le16(view_bytes(&t->units), 0) == BOM)
		from = 2;
	imprint_add(&i, view_sub(view_bytes(&t->units), from,
	    t->begin - from));
	imprint_add(&i, view_sub(view_bytes(&t->units), t->end,
	    t->units.len - t->end));
	if (is_host)
		add_place(&i, (t->begin - from) / 2);
	return imprint_end(&i, out, e);
}
