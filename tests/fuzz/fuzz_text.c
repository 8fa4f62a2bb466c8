/*
 * fuzz_text.c - conversions between encodings, whatever the bytes
 */

#include "fuzz.h"

#include "base/codepage.h"
#include "base/text.h"

static const char *const encodings[] = { "utf-8", "cp1252", "cp932", "cp437" };

static void
convert(struct view in, const char *encoding)
{
	struct secret raw = SECRET_INIT, utf8 = SECRET_INIT, back = SECRET_INIT;
	struct err e = ERR_INIT;

	HOLDS(secret_set(&raw, in, &e));
	if (codepage_decode(&raw, encoding, &utf8, &e)) {
		HOLDS(text_is_utf8(secret_view(&utf8)));
		err_clear(&e);
		(void)!codepage_encode(&utf8, encoding, &back, &e);
	}
	secret_clear(&raw);
	secret_clear(&utf8);
	secret_clear(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view in = view_of(data, size);
	struct bytes out = BYTES_INIT, again = BYTES_INIT;

	if (size > SECRET_MAX)
		return 0;
	text_from_utf16(in, TEXT_BE, false, &out);
	HOLDS(text_is_utf8(view_bytes(&out)));
	/* What came out of UTF-16 goes back into it. */
	HOLDS(text_to_utf16be(view_bytes(&out), &again));
	bytes_clear(&again);
	bytes_clear(&out);
	text_from_utf16(in, TEXT_LE, true, &out);
	HOLDS(text_is_utf8(view_bytes(&out)));
	bytes_clear(&out);
	text_from_latin1(in, &out);
	HOLDS(text_is_utf8(view_bytes(&out)));
	bytes_clear(&out);
	text_add_printable(&out, in);
	HOLDS(text_is_utf8(view_bytes(&out)));
	bytes_clear(&out);
	for (size_t i = 0; i < COUNT_OF(encodings); i++)
		convert(in, encodings[i]);
	return 0;
}
