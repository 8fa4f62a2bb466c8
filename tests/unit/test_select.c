#include <stdio.h>

#include "chain/select.h"
#include "testcert.h"
#include "unit.h"

enum { NOW = 1750000000 };	/* June 2025 */

/* testcert.h's certificate with the extensions that selection looks at. */
struct wanted {
	struct testcert	 base;
	const char	*usages;	/* OID bodies, a length octet before each */
	const char	*template_name;
	const char	*dns;
};

#define CODE_SIGNING	"\x08\x2b\x06\x01\x05\x05\x07\x03\x03"
#define SERVER_AUTH	"\x08\x2b\x06\x01\x05\x05\x07\x03\x01"
#define ANY_USAGE	"\x04\x55\x1d\x25\x00"

static void
add_extension(struct bytes *b, const char *oid, size_t len, struct view v)
{
	size_t ext = der_begin(b, DER_SEQUENCE);

	der_put(b, DER_OID, view_of(oid, len));
	der_put(b, DER_OCTET_STRING, v);
	der_end(b, ext);
}

static void
add_extensions(struct bytes *b, const struct wanted *w, size_t usages_len)
{
	struct bytes v = BYTES_INIT;
	size_t wrap, list, seq;

	wrap = der_begin(b, DER_CONTEXT(3));
	list = der_begin(b, DER_SEQUENCE);
	if (w->usages != NULL) {
		seq = der_begin(&v, DER_SEQUENCE);
		for (size_t i = 0; i < usages_len;
		    i += 1 + (size_t)w->usages[i])
			der_put(&v, DER_OID, view_of(w->usages + i + 1,
			    (size_t)w->usages[i]));
		der_end(&v, seq);
		add_extension(b, "\x55\x1d\x25", 3, view_bytes(&v));
		bytes_truncate(&v, 0);
	}
	if (w->template_name != NULL) {
		der_put(&v, DER_UTF8_STRING, view_str(w->template_name));
		add_extension(b, "\x2b\x06\x01\x04\x01\x82\x37\x14\x02", 9,
		    view_bytes(&v));
		bytes_truncate(&v, 0);
		/* 1.2.3.4, version 100.1 */
		add_extension(b, "\x2b\x06\x01\x04\x01\x82\x37\x15\x07", 9,
		    view_of("\x30\x0b\x06\x03\x2a\x03\x04\x02\x01\x64\x02\x01"
		    "\x01", 13));
	}
	if (w->dns != NULL) {
		seq = der_begin(&v, DER_SEQUENCE);
		der_put(&v, DER_CONTEXT_PRIM(2), view_str(w->dns));
		der_end(&v, seq);
		add_extension(b, "\x55\x1d\x11", 3, view_bytes(&v));
	}
	der_end(b, list);
	der_end(b, wrap);
	bytes_clear(&v);
}

/* The DER of the base, taken apart behind the public key and put together
 * again with extensions. */
static struct cert *
make(const struct wanted *w, size_t usages_len)
{
	struct bytes der = BYTES_INIT, old = BYTES_INIT;
	struct err e = ERR_INIT;
	struct tlv tbs, t;
	struct der d, c;
	struct cert *cert;
	size_t outer, inner;

	if (w->usages == NULL && w->template_name == NULL && w->dns == NULL)
		return testcert_new(&w->base);
	testcert_der(&old, &w->base);
	d = der_open(view_bytes(&old));
	ck_assert(der_enter(&d, DER_SEQUENCE, &c));
	ck_assert(der_take(&c, DER_SEQUENCE, &tbs));
	outer = der_begin(&der, DER_SEQUENCE);
	inner = der_begin(&der, DER_SEQUENCE);
	bytes_add_view(&der, tbs.body);
	add_extensions(&der, w, usages_len);
	der_end(&der, inner);
	while (der_next(&c, &t))
		bytes_add_view(&der, t.whole);
	der_end(&der, outer);
	cert = cert_new(view_bytes(&der), &e);
	ck_assert_msg(cert != NULL, "%s", e.msg);
	bytes_clear(&der);
	bytes_clear(&old);
	return cert;
}

#define USAGES(lit)	.usages = (lit)
static const struct wanted wanted[] = {
	{ { .subject = "MyCompany Inc.", .issuer = "Contoso CA", .seed = 1,
	    .serial = 0x1a2b }, USAGES(CODE_SIGNING), "CodeSigning", NULL },
	{ { .subject = "MyCompany Inc.", .issuer = "Contoso CA", .seed = 2,
	    .not_after = "200201000000Z", .serial = 7 },
	    USAGES(CODE_SIGNING), NULL, NULL },
	{ { .subject = "www.example.com", .issuer = "Web CA", .seed = 3 },
	    USAGES(SERVER_AUTH), NULL, "www.example.com" },
	{ { .subject = "Old style", .seed = 4,
	    .not_after = "350101000000Z" }, NULL, NULL, NULL },
	{ { .subject = "Z\xc3\x9cRICH \xd0\x96" "ABA", .issuer = "Contoso CA",
	    .seed = 5, .not_after = "360101000000Z" }, USAGES(ANY_USAGE),
	    NULL, NULL },
	{ { .subject = "cafe", .seed = 6, .not_before = "300101000000Z" },
	    USAGES(CODE_SIGNING), NULL, NULL },
};
enum { CERTS = COUNT_OF(wanted) };

static struct cert *certs[CERTS];

static void
make_certs(void)
{
	for (size_t i = 0; i < CERTS; i++)
		certs[i] = make(&wanted[i], wanted[i].usages != NULL ?
		    1 + (size_t)wanted[i].usages[0] : 0);
}

static void
free_certs(void)
{
	for (size_t i = 0; i < CERTS; i++)
		cert_free(certs[i]);
}

/* Those that meet the criteria, as digits: "02". */
static const char *
matches(const struct select *s, char buf[CERTS + 1])
{
	struct err e = ERR_INIT;
	size_t n = 0;
	bool yes;

	for (size_t i = 0; i < CERTS; i++) {
		struct select_candidate c = { certs[i], i < 2, i };

		ASSERT_WORKS(select_meets(s, &c, NULL, &yes, &e), &e);
		if (yes)
			buf[n++] = (char)('0' + i);
	}
	buf[n] = '\0';
	return buf;
}

static const struct criterion {
	const char	*subject, *issuer, *usage, *template_name, *id;
	const char	*expected;
} criteria[] = {
	{ .expected = "012345" },
	{ .subject = "mycompany inc.", .expected = "01" },
	{ .subject = "  MYCOMPANY\t", .expected = "01" },
	{ .subject = "\xe2\x80\x8eMyCompany Inc.\xc2\xa0", .expected = "01" },
	{ .subject = "MyCompany Inc.x", .expected = "" },
	{ .subject = "z\xc3\xbcrich", .expected = "4" },
	{ .subject = "\xd0\xb6" "aba", .expected = "4" },
	{ .issuer = "contoso", .expected = "014" },
	{ .issuer = "contoso", .subject = "company", .expected = "01" },
	/* Without a usage, or with any, a certificate serves all of them. */
	{ .usage = "Code Signing", .expected = "01345" },
	{ .usage = "codesigning", .expected = "01345" },
	{ .usage = "1.3.6.1.5.5.7.3.3", .expected = "01345" },
	{ .usage = "1.3.6.1.5.5.7.3.1", .expected = "234" },
	{ .usage = "1.3.6.1.5.5.7.3", .expected = "34" },
	{ .template_name = "codesigning", .expected = "0" },
	{ .template_name = "1.2.3.4", .expected = "0" },
	{ .template_name = "Code", .expected = "" },
	/* CertId */
	{ .id = "0", .expected = "0" },
	{ .id = "7", .expected = "1" },
	{ .id = "07", .expected = "1" },
	{ .id = "1A2B", .expected = "0" },
	{ .id = "00 1a 2b", .expected = "0" },
	{ .id = "MyCompany", .expected = "01" },
	{ .id = "www.example.com", .expected = "2" },
	{ .id = "cafe", .expected = "5" },
	{ .id = "caf", .expected = "" },
	{ .id = "CodeSigning", .expected = "015" },
	{ .id = "Server Authentication", .expected = "2" },
	{ .id = "99", .expected = "" },
};

START_TEST(select_meets_what_is_asked_for)
{
	const struct criterion *c = &criteria[_i];
	struct select s = { .when = NOW };
	char buf[CERTS + 1];

	if (c->subject != NULL)
		s.subject = select_trim(c->subject);
	if (c->issuer != NULL)
		s.issuer = select_trim(c->issuer);
	if (c->usage != NULL)
		s.usage = select_trim(c->usage);
	if (c->template_name != NULL)
		s.template_name = select_trim(c->template_name);
	if (c->id != NULL)
		s.id = select_trim(c->id);
	ck_assert_msg(strcmp(matches(&s, buf), c->expected) == 0,
	    "criterion %d: \"%s\", expected \"%s\"", _i, buf, c->expected);
}
END_TEST

/* The thumbprint in the forms in which it is pasted. */
START_TEST(select_takes_a_hash_as_it_is_pasted)
{
	char hex[41], text[160] = "", buf[CERTS + 1];
	struct select s = { .when = NOW };
	unsigned char sha1[SHA1_LEN];
	struct err e = ERR_INIT;

	for (size_t i = 0; i < SHA1_LEN; i++)
		snprintf(hex + 2 * i, 3, _i % 2 == 0 ? "%02x" : "%02X",
		    certs[0]->sha1[i]);
	if (_i < 2)
		snprintf(text, sizeof(text), "%s", hex);
	else if (_i < 4)
		snprintf(text, sizeof(text), "\xe2\x80\x8e%s ", hex);
	else if (_i == 4)
		snprintf(text, sizeof(text), "%.8s", hex);
	else
		for (size_t i = 0; i < SHA1_LEN; i++)
			snprintf(text + 3 * i, 4, _i == 5 ? "%.2s " : "%.2s:",
			    hex + 2 * i);
	ASSERT_WORKS(select_set_hash(&s, text, &e), &e);
	ck_assert_str_eq(matches(&s, buf), "0");
	ck_assert(select_whole_hash(&s, sha1) == (_i != 4));
	if (_i != 4)
		ck_assert_mem_eq(sha1, certs[0]->sha1, SHA1_LEN);
}
END_TEST

static const char *const no_hashes[] = {
	"", "1234567", "MyCompany", "0x1234567890",
	"0123456789012345678901234567890123456789a",
};

START_TEST(select_refuses_what_is_no_hash)
{
	struct select s = { .when = NOW };
	struct err e = ERR_INIT;

	ASSERT_REFUSED(select_set_hash(&s, no_hashes[_i], &e), &e, ERR_USAGE);
}
END_TEST

START_TEST(select_for_signing_filters_in_signtools_order)
{
	struct select s = { .when = NOW, .signing = true };
	struct select_candidate items[CERTS];
	struct err e = ERR_INIT;
	struct select_trail trail;
	size_t count = CERTS;
	static const struct {
		enum select_filter	filter;
		size_t			left;
	} expected[] = {
		{ SELECT_USAGE, 5 }, { SELECT_EXPIRY, 3 },
		{ SELECT_SUBJECT, 1 }, { SELECT_ISSUER, 1 },
		{ SELECT_KEY, 1 },
	};

	for (size_t i = 0; i < CERTS; i++)
		items[i] = (struct select_candidate){ certs[i], i < 2, i };
	s.subject = view_str("mycompany");
	s.issuer = view_str("contoso");
	ASSERT_WORKS(select_run(&s, items, &count, NULL, &trail, &e), &e);
	ck_assert_uint_eq(count, 1);
	ck_assert_ptr_eq(items[0].cert, certs[0]);
	ck_assert_uint_eq(trail.considered, CERTS);
	ck_assert_uint_eq(trail.count, COUNT_OF(expected));
	for (size_t i = 0; i < trail.count; i++) {
		ck_assert_int_eq(trail.steps[i].filter, expected[i].filter);
		ck_assert_uint_eq(trail.steps[i].left, expected[i].left);
	}
}
END_TEST

START_TEST(select_for_signing_may_leave_nothing)
{
	struct select s = { .when = NOW, .signing = true };
	struct select_candidate items[CERTS];
	struct err e = ERR_INIT;
	struct select_trail trail;
	size_t count = CERTS;

	for (size_t i = 0; i < CERTS; i++)
		items[i] = (struct select_candidate){ certs[i], false, i };
	ASSERT_WORKS(select_run(&s, items, &count, NULL, &trail, &e), &e);
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(trail.steps[trail.count - 1].filter, SELECT_KEY);
}
END_TEST

START_TEST(select_longest_is_the_one_valid_for_the_longest)
{
	struct select_candidate items[] = {
		{ certs[3], false, 0 }, { certs[4], false, 1 },
		{ certs[0], false, 2 }, { certs[1], false, 3 },
	};

	ck_assert_uint_eq(select_longest(items, 2), 1);
	ck_assert_uint_eq(select_longest(items, 4), 2);
}
END_TEST

START_TEST(select_sees_what_nobody_can_parse_by_hash_only)
{
	struct err e = ERR_INIT;
	struct cert *c = cert_new_opaque(view_str("no certificate"), &e);
	struct select_candidate item = { c, false, 0 };
	struct select s = { .when = NOW };
	char hex[41];
	bool yes;

	ck_assert(c != NULL && !c->scanned);
	ASSERT_WORKS(select_meets(&s, &item, NULL, &yes, &e), &e);
	ck_assert(yes);
	s.subject = view_str("no");
	ASSERT_WORKS(select_meets(&s, &item, NULL, &yes, &e), &e);
	ck_assert(!yes);
	s.subject = view_of(NULL, 0);
	for (size_t i = 0; i < SHA1_LEN; i++)
		snprintf(hex + 2 * i, 3, "%02x", c->sha1[i]);
	ASSERT_WORKS(select_set_hash(&s, hex, &e), &e);
	ASSERT_WORKS(select_meets(&s, &item, NULL, &yes, &e), &e);
	ck_assert(yes);
	cert_free(c);
}
END_TEST

START_TEST(select_is_empty_until_something_is_asked_for)
{
	struct select s = { .when = NOW, .longest = true };

	ck_assert(select_is_empty(&s));
	s.issuer = view_str("x");
	ck_assert(!select_is_empty(&s));
}
END_TEST

START_TEST(select_contains_compares_octets_that_are_no_utf8)
{
	ck_assert(select_contains(view_str("a\xff" "b"), view_str("\xff")));
	ck_assert(!select_contains(view_str("a\xc3"), view_str("\xc3\xa9")));
	ck_assert(select_contains(view_str("abc"), view_str("")));
	ck_assert(!select_contains(view_str(""), view_str("a")));
	ck_assert(select_contains(view_str("\xe6\x97\xa5\xe6\x9c\xac"),
	    view_str("\xe6\x9c\xac")));
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, make_certs, free_certs);
	tcase_add_loop_test(tc, select_meets_what_is_asked_for, 0,
	    COUNT_OF(criteria));
	tcase_add_loop_test(tc, select_takes_a_hash_as_it_is_pasted, 0, 7);
	tcase_add_loop_test(tc, select_refuses_what_is_no_hash, 0,
	    COUNT_OF(no_hashes));
	tcase_add_test(tc, select_for_signing_filters_in_signtools_order);
	tcase_add_test(tc, select_for_signing_may_leave_nothing);
	tcase_add_test(tc, select_longest_is_the_one_valid_for_the_longest);
	tcase_add_test(tc, select_sees_what_nobody_can_parse_by_hash_only);
	tcase_add_test(tc, select_is_empty_until_something_is_asked_for);
	tcase_add_test(tc, select_contains_compares_octets_that_are_no_utf8);
}

UNIT_MAIN("select", add)
