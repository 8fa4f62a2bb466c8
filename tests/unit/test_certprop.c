#include <stdio.h>

#include "cert/certprop.h"
#include "testcert.h"
#include "unit.h"

static struct cert *
some_cert(void)
{
	struct testcert t = { .subject = "somebody" };

	return testcert_new(&t);
}

static bool
has(const struct cert *c, uint32_t id, const char *text)
{
	struct view v;

	return certprop_get(c, id, &v) && view_equal(v, view_str(text));
}

static void
set(struct cert *c, uint32_t id, const char *text)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(certprop_set(c, id, view_str(text), &e), &e);
}

START_TEST(certprop_finds_what_was_set)
{
	struct cert *c = some_cert();
	struct view v;

	ck_assert(!certprop_get(c, 13, &v));
	set(c, 13, "one");
	set(c, 0x8123, "two");
	ck_assert(has(c, 13, "one"));
	ck_assert(has(c, 0x8123, "two"));
	cert_free(c);
}
END_TEST

START_TEST(certprop_replaces_in_place)
{
	struct cert *c = some_cert();
	struct view rest, v;
	uint32_t id;

	set(c, 90, "a");
	set(c, 91, "b");
	set(c, 90, "another");
	rest = view_bytes(&c->properties);
	ck_assert(certprop_next(&rest, &id, &v) && id == 90);
	ck_assert(view_equal(v, view_str("another")));
	ck_assert(certprop_next(&rest, &id, &v) && id == 91);
	ck_assert(!certprop_next(&rest, &id, &v));
	cert_free(c);
}
END_TEST

START_TEST(certprop_writes_the_32_bit_layout)
{
	static const char expected[] = "\x1c\0\0\0\x20\0\0\0\x18\0\0\0"
	    "\x20\0\0\0\0\0\0\0\0\0\0\0\x02\0\0\0" "k\0\0\0" "P\0q\0\0\0";
	struct certprop_key k = { (char *)"k", (char *)"Pq", PROVIDER_RSA_AES,
	    0x20, AT_SIGNATURE };
	struct cert *c = some_cert();
	struct err e = ERR_INIT;
	struct view v;

	ASSERT_WORKS(certprop_set_key(c, &k, &e), &e);
	ck_assert(certprop_get(c, CERTPROP_KEY_PROV_INFO, &v));
	ck_assert(view_equal(v, view_of(expected, sizeof(expected) - 1)));
	cert_free(c);
}
END_TEST

START_TEST(certprop_reads_the_key_it_wrote)
{
	struct certprop_key k = { (char *)"K\xc3\xa4se \xf0\x9f\xa7\x80",
	    (char *)"Microsoft Strong Cryptographic Provider",
	    PROVIDER_RSA_FULL, 0, AT_KEYEXCHANGE }, back;
	struct cert *c = some_cert();
	struct err e = ERR_INIT;
	bool found;

	ASSERT_WORKS(certprop_set_key(c, &k, &e), &e);
	ASSERT_WORKS(certprop_get_key(c, &back, &found, &e), &e);
	ck_assert(found);
	ck_assert_str_eq(back.container, k.container);
	ck_assert_str_eq(back.provider, k.provider);
	ck_assert_uint_eq(back.type, PROVIDER_RSA_FULL);
	ck_assert_uint_eq(back.spec, AT_KEYEXCHANGE);
	certprop_key_clear(&back);
	certprop_key_clear(&back);
	cert_free(c);
}
END_TEST

static const struct {
	const char	*what;
	const char	*bytes;
	size_t		 len;
	bool		 found;
} key_infos[] = {
	{ "nothing",		"", 0, false },
	{ "cut off",		"\x1c\0\0\0\x1c\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				"\0\0\0\0\1\0\0", 27, false },
	{ "no names",		"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				"\0\0\0\0\1\0\0\0", 28, true },
	{ "container outside",	"\x1d\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				"\0\0\0\0\1\0\0\0", 28, false },
	{ "provider far outside", "\0\0\0\0\xff\xff\xff\xff\0\0\0\0\0\0\0\0"
				"\0\0\0\0\0\0\0\0\1\0\0\0", 28, false },
	{ "name at the very end", "\x1c\0\0\0\x1c\0\0\0\0\0\0\0\0\0\0\0"
				"\0\0\0\0\0\0\0\0\1\0\0\0", 28, true },
	{ "name without its end", "\x1c\0\0\0\x1c\0\0\0\0\0\0\0\0\0\0\0"
				"\0\0\0\0\0\0\0\0\1\0\0\0x", 29, true },
};

START_TEST(certprop_judges_key_infos)
{
	struct cert *c = some_cert();
	struct err e = ERR_INIT;
	struct certprop_key k;
	bool found;

	ASSERT_WORKS(certprop_set(c, CERTPROP_KEY_PROV_INFO,
	    view_of(key_infos[_i].bytes, key_infos[_i].len), &e), &e);
	ASSERT_WORKS(certprop_get_key(c, &k, &found, &e), &e);
	ck_assert_msg(found == key_infos[_i].found, "%s", key_infos[_i].what);
	certprop_key_clear(&k);
	cert_free(c);
}
END_TEST

START_TEST(certprop_refuses_names_that_are_no_utf8)
{
	struct certprop_key k = { (char *)"\xff", NULL, 0, 0, 0 };
	struct cert *c = some_cert();
	struct err e = ERR_INIT;

	ASSERT_REFUSED(certprop_set_key(c, &k, &e), &e, ERR_INPUT);
	cert_free(c);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, certprop_finds_what_was_set);
	tcase_add_test(tc, certprop_replaces_in_place);
	tcase_add_test(tc, certprop_writes_the_32_bit_layout);
	tcase_add_test(tc, certprop_reads_the_key_it_wrote);
	tcase_add_loop_test(tc, certprop_judges_key_infos, 0,
	    COUNT_OF(key_infos));
	tcase_add_test(tc, certprop_refuses_names_that_are_no_utf8);
}

UNIT_MAIN("certprop", add)
