#include <stdio.h>

#include "chain/rootuse.h"

#include "asn1/der.h"
#include "cert/certprop.h"
#include "testcert.h"
#include "unit.h"

#define CODE	"\x2b\x06\x01\x05\x05\x07\x03\x03"
#define WEB	"\x2b\x06\x01\x05\x05\x07\x03\x01"

/* 2020-01-01 and what it is as a FILETIME. */
#define THEN	INT64_C(1577836800)
static const unsigned char then_filetime[8] = {
	0x00, 0x00, 0x05, 0x69, 0x36, 0xc0, 0xd5, 0x01
};

/* What a root says, and what follows for code signing at a time. */
static const struct {
	const char	*usages[3];	/* of 9, 122, 127: "c", "w", "" (none),
					   "?" (malformed); NULL: absent */
	bool		 disabled;	/* 104 is there */
	bool		 no_later;	/* 126 is there */
	int64_t		 when;
	int64_t		 issued;
	enum rootuse	 expected;
} cases[] = {
	{ { NULL }, false, false, THEN, THEN, ROOTUSE_ALLOWED },
	/* 9 */
	{ { "c" }, false, false, THEN, THEN, ROOTUSE_ALLOWED },
	{ { "wc" }, false, false, THEN, THEN, ROOTUSE_ALLOWED },
	{ { "w" }, false, false, THEN, THEN, ROOTUSE_OTHER_USAGES },
	{ { "" }, false, false, THEN, THEN, ROOTUSE_OTHER_USAGES },
	{ { "?" }, false, false, THEN, THEN, ROOTUSE_OTHER_USAGES },
	/* 104, 122 */
	{ { NULL }, true, false, THEN - 1, 0, ROOTUSE_ALLOWED },
	{ { NULL }, true, false, THEN, 0, ROOTUSE_DISABLED },
	{ { NULL, "w" }, true, false, THEN - 1, 0, ROOTUSE_ALLOWED },
	{ { NULL, "w" }, true, false, THEN, 0, ROOTUSE_DISABLED },
	{ { NULL, "c" }, false, false, 0, 0, ROOTUSE_OTHER_USAGES },
	{ { "wc", "c" }, false, false, 0, 0, ROOTUSE_OTHER_USAGES },
	{ { NULL, "w" }, false, false, THEN, 0, ROOTUSE_ALLOWED },
	{ { NULL, "?" }, false, false, THEN, 0, ROOTUSE_OTHER_USAGES },
	/* 126, 127: it is the leaf's date that counts */
	{ { NULL }, false, true, THEN + 9, THEN - 1, ROOTUSE_ALLOWED },
	{ { NULL }, false, true, THEN + 9, THEN, ROOTUSE_ISSUED_LATER },
	{ { NULL, NULL, "w" }, false, true, THEN + 9, THEN, ROOTUSE_ALLOWED },
	{ { NULL, NULL, "c" }, false, true, THEN + 9, THEN,
	  ROOTUSE_ISSUED_LATER },
	{ { NULL, NULL, "c" }, false, false, 0, 0, ROOTUSE_ISSUED_LATER },
	/* both */
	{ { "c" }, true, true, THEN - 1, THEN - 1, ROOTUSE_ALLOWED },
	{ { "c", "w", "w" }, true, true, THEN - 1, THEN, ROOTUSE_ALLOWED },
};

static const uint32_t usage_ids[] = {
	CERTPROP_USAGES, CERTPROP_DISALLOWED_USAGES,
	CERTPROP_NOT_BEFORE_USAGES,
};

static void
set_usages(struct cert *c, uint32_t id, const char *words)
{
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;
	size_t seq = der_begin(&b, DER_SEQUENCE);

	for (const char *p = words; *p != '\0'; p++)
		if (*p == '?')
			der_put(&b, DER_INTEGER, view_str("x"));
		else
			der_put(&b, DER_OID, view_str(*p == 'c' ? CODE : WEB));
	der_end(&b, seq);
	ASSERT_WORKS(certprop_set(c, id, view_bytes(&b), &e), &e);
	bytes_clear(&b);
}

static struct cert *
root_with(int64_t i)
{
	struct testcert t = { .subject = "root" };
	struct cert *c = testcert_new(&t);
	struct view time = view_of(then_filetime, sizeof(then_filetime));
	struct err e = ERR_INIT;

	for (size_t k = 0; k < COUNT_OF(usage_ids); k++)
		if (cases[i].usages[k] != NULL)
			set_usages(c, usage_ids[k], cases[i].usages[k]);
	if (cases[i].disabled)
		ASSERT_WORKS(certprop_set(c, CERTPROP_DISALLOWED_TIME, time,
		    &e), &e);
	if (cases[i].no_later)
		ASSERT_WORKS(certprop_set(c, CERTPROP_NOT_BEFORE_TIME, time,
		    &e), &e);
	return c;
}

START_TEST(rootuse_follows_the_properties)
{
	struct cert *c = root_with(_i);

	ck_assert_int_eq(rootuse_judge(c, view_str(CODE), cases[_i].when,
	    cases[_i].issued), cases[_i].expected);
	ck_assert((rootuse_text(cases[_i].expected) == NULL) ==
	    (cases[_i].expected == ROOTUSE_ALLOWED));
	cert_free(c);
}
END_TEST

START_TEST(rootuse_of_any_use)
{
	struct testcert t = { .subject = "root" };
	struct cert *c = testcert_new(&t);
	struct view time = view_of(then_filetime, sizeof(then_filetime));
	struct err e = ERR_INIT;

	set_usages(c, CERTPROP_USAGES, "w");
	set_usages(c, CERTPROP_DISALLOWED_USAGES, "w");
	ck_assert_int_eq(rootuse_judge(c, view_of(NULL, 0), THEN, 0),
	    ROOTUSE_ALLOWED);
	set_usages(c, CERTPROP_USAGES, "");
	ck_assert_int_eq(rootuse_judge(c, view_of(NULL, 0), THEN, 0),
	    ROOTUSE_OTHER_USAGES);
	cert_free(c);
	c = testcert_new(&t);
	ASSERT_WORKS(certprop_set(c, CERTPROP_DISALLOWED_TIME, time, &e), &e);
	ck_assert_int_eq(rootuse_judge(c, view_of(NULL, 0), THEN, 0),
	    ROOTUSE_DISABLED);
	cert_free(c);
}
END_TEST

START_TEST(rootuse_takes_a_malformed_time_for_any)
{
	struct testcert t = { .subject = "root" };
	struct cert *c = testcert_new(&t);
	struct err e = ERR_INIT;

	ASSERT_WORKS(certprop_set(c, CERTPROP_DISALLOWED_TIME,
	    view_str("short"), &e), &e);
	ck_assert_int_eq(rootuse_judge(c, view_str(CODE), 0, 0),
	    ROOTUSE_DISABLED);
	cert_free(c);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, rootuse_follows_the_properties, 0,
	    (int)COUNT_OF(cases));
	tcase_add_test(tc, rootuse_of_any_use);
	tcase_add_test(tc, rootuse_takes_a_malformed_time_for_any);
}

UNIT_MAIN("rootuse", add)
