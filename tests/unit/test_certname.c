#include <stdio.h>

#include "asn1/der.h"
#include "cert/algname.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "scratch.h"
#include "unit.h"

#define LIT(s)	{ (const unsigned char *)(s), sizeof(s) - 1 }
#define CN	"\x55\x04\x03"
#define C	"\x55\x04\x06"
#define S	"\x55\x04\x08"
#define O	"\x55\x04\x0a"
#define OU	"\x55\x04\x0b"
#define EMAIL	"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01"

struct part {
	struct view	oid;
	unsigned	tag;
	struct view	value;
	bool		joined;		/* in one RDN with the part before */
};

static const struct {
	const char	*what;
	struct part	 parts[6];
	const char	*text;
	const char	*display;
} names[] = {
	{ "reversed, S for state",
	  { { LIT(C), DER_PRINTABLE_STRING, LIT("US"), false },
	    { LIT(S), DER_PRINTABLE_STRING, LIT("Washington"), false },
	    { LIT(O), DER_UTF8_STRING, LIT("MyCompany"), false },
	    { LIT(CN), DER_UTF8_STRING, LIT("Leaf"), false } },
	  "CN=Leaf, O=MyCompany, S=Washington, C=US", "Leaf" },
	{ "quotes where needed",
	  { { LIT(O), DER_UTF8_STRING, LIT("MyCompany, Inc."), false },
	    { LIT(CN), DER_UTF8_STRING, LIT("a \"b\""), false } },
	  "CN=\"a \"\"b\"\"\", O=\"MyCompany, Inc.\"", "a \"b\"" },
	{ "outer spaces and empty values",
	  { { LIT(O), DER_UTF8_STRING, LIT(" x"), false },
	    { LIT(CN), DER_UTF8_STRING, LIT(""), false } },
	  "CN=\"\", O=\" x\"", " x" },
	{ "e-mail",
	  { { LIT(EMAIL), DER_IA5_STRING, LIT("a@b.c"), false } },
	  "E=a@b.c", "a@b.c" },
	{ "several values in one RDN",
	  { { LIT(OU), DER_UTF8_STRING, LIT("x"), false },
	    { LIT(CN), DER_UTF8_STRING, LIT("y"), true } },
	  "OU=x + CN=y", "y" },
	{ "an unknown type",
	  { { LIT("\x2a\x03\x04"), DER_UTF8_STRING, LIT("x"), false } },
	  "OID.1.2.3.4=x", "OID.1.2.3.4=x" },
	{ "a value that is not a string",
	  { { LIT(CN), DER_OCTET_STRING, LIT("\x01\x02"), false } },
	  "CN=#04020102", "CN=#04020102" },
	{ "BMPString with a surrogate pair",
	  { { LIT(CN), DER_BMP_STRING, LIT("\0A\xd8\x3d\xde\x00"), false } },
	  "CN=A\xf0\x9f\x98\x80", "A\xf0\x9f\x98\x80" },
	{ "BMPString with a lone surrogate",
	  { { LIT(CN), DER_BMP_STRING, LIT("\xd8\x3d\0A"), false } },
	  "CN=\xef\xbf\xbd" "A", "\xef\xbf\xbd" "A" },
	{ "T61String as Latin-1",
	  { { LIT(CN), DER_T61_STRING, LIT("M\xfcller"), false } },
	  "CN=M\xc3\xbcller", "M\xc3\xbcller" },
	{ "T61String that is UTF-8",
	  { { LIT(CN), DER_T61_STRING, LIT("M\xc3\xbcller"), false } },
	  "CN=M\xc3\xbcller", "M\xc3\xbcller" },
	{ "UTF8String that is none",
	  { { LIT(CN), DER_UTF8_STRING, LIT("a\xff" "b"), false } },
	  "CN=a\xef\xbf\xbd" "b", "a\xef\xbf\xbd" "b" },
	{ "UniversalString",
	  { { LIT(CN), DER_UNIVERSAL_STRING, LIT("\0\0\0A\0\1\0\0"), false } },
	  "CN=A\xef\xbf\xbd", "A\xef\xbf\xbd" },
	{ "the last CN is the display name",
	  { { LIT(CN), DER_UTF8_STRING, LIT("first"), false },
	    { LIT(CN), DER_UTF8_STRING, LIT("last"), false } },
	  "CN=last, CN=first", "last" },
	{ "no name at all", { { LIT(""), 0, LIT(""), false } }, "", "" },
};

static void
build(struct bytes *b, const struct part *parts, size_t max)
{
	size_t name = der_begin(b, DER_SEQUENCE), set = 0, atv;
	bool open = false;

	for (size_t i = 0; i < max && parts[i].oid.len != 0; i++) {
		if (open && !parts[i].joined)
			der_end(b, set);
		if (!open || !parts[i].joined)
			set = der_begin(b, DER_SET);
		open = true;
		atv = der_begin(b, DER_SEQUENCE);
		der_put(b, DER_OID, parts[i].oid);
		der_put(b, parts[i].tag, parts[i].value);
		der_end(b, atv);
	}
	if (open)
		der_end(b, set);
	der_end(b, name);
}

START_TEST(certname_writes_names_as_windows_does)
{
	struct bytes name = BYTES_INIT, text = BYTES_INIT;

	build(&name, names[_i].parts, COUNT_OF(names[_i].parts));
	certname_text(view_bytes(&name), &text);
	ck_assert_msg(view_equal(view_bytes(&text), view_str(names[_i].text)),
	    "%s: %.*s", names[_i].what, (int)text.len, text.data);
	bytes_clear(&text);
	certname_display(view_bytes(&name), &text);
	ck_assert_msg(view_equal(view_bytes(&text),
	    view_str(names[_i].display)), "%s: %.*s", names[_i].what,
	    (int)text.len, text.data);
	bytes_clear(&text);
	bytes_clear(&name);
}
END_TEST

START_TEST(certname_writes_nothing_for_what_is_no_name)
{
	struct bytes text = BYTES_INIT;

	certname_text(view_str("rubbish"), &text);
	certname_display(view_of(NULL, 0), &text);
	ck_assert_uint_eq(text.len, 0);
	bytes_clear(&text);
}
END_TEST

START_TEST(algname_knows_words_and_falls_back_to_numbers)
{
	char buf[ALGNAME_MAX];

	ck_assert_str_eq(algname_signature(
	    view_str("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"), buf),
	    "sha256RSA");
	ck_assert_str_eq(algname_key(view_str("\x2b\x65\x70"), buf),
	    "Ed25519");
	ck_assert_str_eq(algname_usage(
	    view_str("\x2b\x06\x01\x05\x05\x07\x03\x03"), buf),
	    "Code Signing");
	ck_assert_str_eq(algname_key(view_str("\x2a\x03"), buf), "1.2.3");
	ck_assert_str_eq(algname_key(view_str("\x2a\x83"), buf), "?");
}
END_TEST

/* RDNs of one commonName each, by string type and bytes. */
static struct bytes
name_of_cn(unsigned tag, const char *value, size_t len)
{
	struct bytes b = BYTES_INIT;
	size_t rdns = der_begin(&b, DER_SEQUENCE);
	size_t rdn = der_begin(&b, DER_SET);
	size_t atv = der_begin(&b, DER_SEQUENCE);

	der_put_oid(&b, "\x55\x04\x03");
	der_put(&b, tag, view_of(value, len));
	der_end(&b, atv);
	der_end(&b, rdn);
	der_end(&b, rdns);
	return b;
}

#define VALUE(s)	s, sizeof(s) - 1

static const struct {
	unsigned	 tag;
	const char	*value;
	size_t		 len;
	bool		 same;		/* as PrintableString "Ab c" */
} same_names[] = {
	{ DER_PRINTABLE_STRING, VALUE("Ab c"), true },
	{ DER_UTF8_STRING, VALUE("Ab c"), true },
	{ DER_UTF8_STRING, VALUE("AB  C "), true },
	{ DER_T61_STRING, VALUE(" ab c"), true },
	{ DER_BMP_STRING, VALUE("\0A\0b\0 \0c"), true },
	{ DER_UNIVERSAL_STRING, VALUE("\0\0\0A\0\0\0b\0\0\0 \0\0\0c"), true },
	{ DER_UTF8_STRING, VALUE("Abc"), false },
	{ DER_UTF8_STRING, VALUE("Ab d"), false },
	{ DER_UTF8_STRING, VALUE("Ab c\xc3\xa9"), false },
	{ DER_UTF8_STRING, VALUE(""), false },
	{ DER_UTF8_STRING, VALUE("Ab c\xff"), false },
};

START_TEST(certname_same_is_rfc_5280s)
{
	struct bytes a = name_of_cn(DER_PRINTABLE_STRING, VALUE("Ab c"));
	struct bytes b = name_of_cn(same_names[_i].tag, same_names[_i].value,
	    same_names[_i].len);

	ck_assert(certname_same(view_bytes(&a), view_bytes(&b)) ==
	    same_names[_i].same);
	ck_assert(!certname_same(view_bytes(&a), view_of(NULL, 0)));
	bytes_clear(&a);
	bytes_clear(&b);
}
END_TEST

START_TEST(certtime_reads_what_it_writes)
{
	static const char *const bad[] = {
		"", "2026", "2026-13-01", "2026-03-01T12:00:00",
		"2026-03-01 12:00:00Z", "2026-03-01T12:00:00+01:00",
		"2026-03-01T24:00:00Z", "1 026-03-01", "2026-03-01T12:00:0xZ",
	};
	int64_t t;

	ck_assert(certtime_parse("2005-06-01T00:00:00Z", &t));
	ck_assert_int_eq(t, 1117584000);
	ck_assert(certtime_parse("2005-06-01", &t));
	ck_assert_int_eq(t, 1117584000);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		ck_assert_msg(!certtime_parse(bad[i], &t), "%s", bad[i]);
}
END_TEST

START_TEST(certtime_is_utc_and_iso)
{
	char buf[CERTTIME_MAX];

	ck_assert_str_eq(certtime_iso(0, buf), "1970-01-01T00:00:00Z");
	ck_assert_str_eq(certtime_iso(253402300799, buf),
	    "9999-12-31T23:59:59Z");
	ck_assert_str_eq(certtime_date(1888414800, buf), "2029-11-03");
	ck_assert_str_eq(certtime_iso(INT64_MAX, buf), "?");
}
END_TEST

/* Every year, at all hours, beside gmtime(3) where no leap second counts. */
START_TEST(certtime_splits_as_gmtime_does)
{
	ck_assert_int_eq(setenv("TZ", "UTC0", 1), 0);
	for (int64_t t = -62167219200; t <= 253402300799; t += 1000003) {
		const time_t tt = (time_t)t;
		struct tm want, got;

		ck_assert_ptr_nonnull(gmtime_r(&tt, &want));
		ck_assert(certtime_split(t, &got));
		ck_assert_msg(got.tm_year == want.tm_year &&
		    got.tm_mon == want.tm_mon && got.tm_mday == want.tm_mday &&
		    got.tm_wday == want.tm_wday &&
		    got.tm_hour == want.tm_hour && got.tm_min == want.tm_min &&
		    got.tm_sec == want.tm_sec, "%lld", (long long)t);
	}
}
END_TEST

/* TZif, as "right/..." zones are: an hour east of UTC, 27 leap seconds in 1972. */
static void
use_zone_with_leap_seconds(void)
{
	static const unsigned char zone[] =
	    "TZif\0" "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0" "\0\0\0\0" "\0\0\0\1" "\0\0\0\0" "\0\0\0\1" "\0\0\0\4"
	    "\0\0\16\20" "\0\0" "EAS\0" "\4\262\130\0" "\0\0\0\33";
	char path[sizeof(scratch) + 16];

	scratch_put("zone", zone, sizeof(zone) - 1);
	snprintf(path, sizeof(path), ":%s/zone", scratch);
	ck_assert_int_eq(setenv("TZ", path, 1), 0);
	tzset();
}

START_TEST(certtime_counts_no_leap_seconds)
{
	const int64_t t = 1888414800;
	const time_t tt = (time_t)t;
	char buf[CERTTIME_MAX];
	struct tm tm;

	scratch_enter();
	use_zone_with_leap_seconds();
	ck_assert_ptr_nonnull(gmtime_r(&tt, &tm));
	ck_assert_int_eq(tm.tm_sec, 33);
	ck_assert_str_eq(certtime_iso(t, buf), "2029-11-03T15:40:00Z");
	ck_assert(certtime_local(t, t, &tm));
	ck_assert_int_eq(tm.tm_hour, 16);
	ck_assert_int_eq(tm.tm_sec, 0);
	scratch_leave();
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, certname_writes_names_as_windows_does, 0,
	    COUNT_OF(names));
	tcase_add_test(tc, certname_writes_nothing_for_what_is_no_name);
	tcase_add_test(tc, algname_knows_words_and_falls_back_to_numbers);
	tcase_add_test(tc, certtime_is_utc_and_iso);
	tcase_add_test(tc, certtime_splits_as_gmtime_does);
	tcase_add_test(tc, certtime_counts_no_leap_seconds);
	tcase_add_test(tc, certtime_reads_what_it_writes);
	tcase_add_loop_test(tc, certname_same_is_rfc_5280s, 0,
	    (int)COUNT_OF(same_names));
}

UNIT_MAIN("certname", add)
