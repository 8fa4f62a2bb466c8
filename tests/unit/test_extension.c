#include <stdio.h>

#include "show/extension.h"
#include "unit.h"

#define LIT(s)	{ (const unsigned char *)(s), sizeof(s) - 1 }

/* What does not read as its kind is shown as it is. */
static const struct {
	const char	*what;
	struct view	 oid;
	struct view	 value;
	const char	*text;
} values[] = {
	{ "key usage", LIT(OID_EXT_KEY_USAGE), LIT("\x03\x02\x07\x80"),
	  "Digital Signature (80)" },
	{ "key usage of nine bits", LIT(OID_EXT_KEY_USAGE),
	  LIT("\x03\x03\x07\x01\x80"), "Encipher Only, Decipher Only (0180)" },
	{ "key usage without a bit", LIT(OID_EXT_KEY_USAGE),
	  LIT("\x03\x01\x00"), "030100" },
	{ "key usage cut off", LIT(OID_EXT_KEY_USAGE), LIT("\x03\x05\x07"),
	  "030507" },
	{ "no key usage at all", LIT(OID_EXT_KEY_USAGE), LIT(""), "" },
	{ "a CA", LIT(OID_EXT_BASIC), LIT("\x30\x06\x01\x01\xff\x02\x01\x02"),
	  "Subject Type=CA, Path Length Constraint=2" },
	{ "no CA", LIT(OID_EXT_BASIC), LIT("\x30\x00"),
	  "Subject Type=End Entity, Path Length Constraint=None" },
	{ "basic constraints and more", LIT(OID_EXT_BASIC),
	  LIT("\x30\x00\x30\x00"), "30003000" },
	{ "key identifier", LIT(OID_EXT_SKID), LIT("\x04\x02\xab\xcd"),
	  "abcd" },
	{ "issuer's", LIT(OID_EXT_AKID), LIT("\x30\x04\x80\x02\xab\xcd"),
	  "KeyID=abcd" },
	{ "issuer's by name only", LIT(OID_EXT_AKID), LIT("\x30\x02\xa1\x00"),
	  "3002a100" },
	{ "an address of 5 octets", LIT(OID_EXT_ALT_NAME),
	  LIT("\x30\x07\x87\x05\x01\x02\x03\x04\x05"),
	  "IP Address=0102030405" },
	{ "no names", LIT(OID_EXT_ALT_NAME), LIT("\x30\x00"), "3000" },
	{ "other name cut off", LIT(OID_EXT_ALT_NAME),
	  LIT("\x30\x04\xa0\x02\x06\x00"), "Other Name: 0600" },
	{ "usages that are none", LIT(OID_EXT_EKU), LIT("\x30\x02\x05\x00"),
	  "30020500" },
	{ "an access without address", LIT(OID_EXT_AIA),
	  LIT("\x30\x05\x30\x03\x06\x01\x2a"), "300530030601""2a" },
	{ "a version that is negative", LIT(OID_EXT_MS_CA_VERSION),
	  LIT("\x02\x01\x80"), "020180" },
	{ "a number nobody knows", LIT("\x2a\x03"), LIT("\x05\x00"), "0500" },
};

START_TEST(extension_value_in_words_or_as_it_is)
{
	const struct certext x = { values[_i].oid, values[_i].value, false };
	struct bytes out = BYTES_INIT;

	bytes_add_str(&out, "before ");
	extension_value(&x, &out);
	ck_assert(!out.failed);
	ck_assert_uint_ge(out.len, strlen("before "));
	ck_assert_msg(view_equal(view_sub(view_bytes(&out), strlen("before "),
	    out.len - strlen("before ")), view_str(values[_i].text)),
	    "%s: %.*s", values[_i].what, (int)out.len, (char *)out.data);
	bytes_clear(&out);
}
END_TEST

START_TEST(extension_names_are_certmgrs)
{
	char buf[ALGNAME_MAX];

	ck_assert_str_eq(extension_name(view_str(OID_EXT_EKU), buf),
	    "Enhanced Key Usage");
	ck_assert_str_eq(extension_name(view_str("\x2a\x03"), buf), "1.2.3");
	ck_assert_str_eq(extension_name(view_str(""), buf), "?");
}
END_TEST

/* Addresses are looked for at some depth, and some of them. */
START_TEST(extension_of_hostile_depth_and_breadth_is_bounded)
{
	const struct view oid = LIT(OID_EXT_CRL_POINTS);
	struct bytes value = BYTES_INIT, out = BYTES_INIT;
	struct certext x = { oid, VIEW_INIT, false };
	size_t marks[40];

	for (size_t i = 0; i < COUNT_OF(marks); i++)
		marks[i] = der_begin(&value, DER_SEQUENCE);
	der_put(&value, DER_CONTEXT_PRIM(6), view_str("http://deep"));
	for (size_t i = COUNT_OF(marks); i-- > 0; )
		der_end(&value, marks[i]);
	x.value = view_bytes(&value);
	extension_value(&x, &out);
	ck_assert(memmem(out.data, out.len, "http", 4) == NULL);

	bytes_truncate(&value, 0);
	bytes_truncate(&out, 0);
	marks[0] = der_begin(&value, DER_SEQUENCE);
	for (size_t i = 0; i < 10000; i++)
		der_put(&value, DER_CONTEXT_PRIM(6), view_str("u"));
	der_end(&value, marks[0]);
	x.value = view_bytes(&value);
	extension_value(&x, &out);
	ck_assert_uint_lt(out.len, 1000);
	bytes_clear(&value);
	bytes_clear(&out);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, extension_value_in_words_or_as_it_is, 0,
	    COUNT_OF(values));
	tcase_add_test(tc, extension_names_are_certmgrs);
	tcase_add_test(tc, extension_of_hostile_depth_and_breadth_is_bounded);
}

UNIT_MAIN("extension", add)
