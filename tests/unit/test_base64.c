#include "base/base64.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

static const struct {
	const char	*text, *bytes;
	enum base64_end	 end;
	size_t		 used;
} texts[] = {
	{ "", "", BASE64_END, 0 },
	{ "Zm9vYg==", "foob", BASE64_END, 8 },
	{ "Zm9v\r\n YmFy\n", "foobar", BASE64_END, 12 },
	{ "Zm9vYg", "foob", BASE64_END, 6 },
	{ "Zm9v-----", "foo", BASE64_END, 4 },
	{ "Zm9vY", "foo", BASE64_CUT, 5 },
	{ "Zm9vYg===", "foo", BASE64_CUT, 9 },
	{ "Zm9v!Zm9v", "foo", BASE64_OTHER, 4 },
	{ "Zg==Zg==", "", BASE64_AFTER, 4 },
};

START_TEST(base64_decodes_up_to_its_end)
{
	struct bytes out = BYTES_INIT;
	size_t used;

	ck_assert_int_eq(base64_decode(view_str(texts[_i].text), &out, &used),
	    texts[_i].end);
	ck_assert(view_equal(view_bytes(&out), view_str(texts[_i].bytes)));
	ck_assert_uint_eq(used, texts[_i].used);
	bytes_clear(&out);
}
END_TEST

START_TEST(base64_writes_what_it_reads)
{
	unsigned char in[200];
	struct bytes text = BYTES_INIT, out = BYTES_INIT;
	size_t used;

	for (size_t i = 0; i < sizeof(in); i++)
		in[i] = (unsigned char)(i * 37);
	for (size_t n = 0; n <= sizeof(in); n++) {
		bytes_clear(&text);
		bytes_clear(&out);
		base64_write(&text, view_of(in, n));
		ck_assert_uint_eq(text.len, (n + 2) / 3 * 4 + (n + 47) / 48);
		ck_assert_int_eq(base64_decode(view_bytes(&text), &out,
		    &used), BASE64_END);
		ck_assert(view_equal(view_bytes(&out), view_of(in, n)));
	}
	bytes_clear(&text);
	bytes_clear(&out);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, base64_decodes_up_to_its_end, 0,
	    COUNT_OF(texts));
	tcase_add_test(tc, base64_writes_what_it_reads);
}

UNIT_MAIN("base64", add)
