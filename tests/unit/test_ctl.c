#include <stdio.h>

#include "formats/certs/ctl.h"

#include "asn1/oids.h"
#include "unit.h"

/* A list made up field by field. */
struct list {
	struct bytes	b;
	const char	*date;
	const char	*sequence;	/* NULL: not numbered */
	bool		 two_usages;
	struct view	 entries;	/* of their SEQUENCE */
};

static void
put_usages(struct bytes *b, bool two)
{
	size_t usages = der_begin(b, DER_SEQUENCE);

	der_put_oid(b, OID_ROOT_LIST_SIGNER);
	if (two)
		der_put_oid(b, OID_DISALLOWED_LIST);
	der_end(b, usages);
}

static void
make(struct list *l)
{
	size_t whole = der_begin(&l->b, DER_SEQUENCE), algorithm;

	put_usages(&l->b, l->two_usages);
	if (l->sequence != NULL)
		der_put(&l->b, DER_INTEGER, view_str(l->sequence));
	if (l->date != NULL)
		der_put(&l->b, DER_UTC_TIME, view_str(l->date));
	algorithm = der_begin(&l->b, DER_SEQUENCE);
	der_put_oid(&l->b, OID_SHA1);
	der_put_null(&l->b);
	der_end(&l->b, algorithm);
	der_put(&l->b, DER_SEQUENCE, l->entries);
	der_end(&l->b, whole);
}

/* One attribute with `n` values of this tag. */
static void
put_attribute(struct bytes *b, const char *oid, size_t len, unsigned tag,
    const char *value, int n)
{
	size_t attribute = der_begin(b, DER_SEQUENCE), set;

	der_put(b, DER_OID, view_of(oid, len));
	set = der_begin(b, DER_SET);
	while (n-- > 0)
		der_put(b, tag, view_str(value));
	der_end(b, set);
	der_end(b, attribute);
}

#define PUT_PROPERTY(b, arc, value)	\
	put_attribute((b), OID_CERT_PROPERTIES arc, \
	    sizeof(OID_CERT_PROPERTIES arc) - 1, DER_OCTET_STRING, (value), 1)

static void
put_entry(struct bytes *b, const char *identifier, const struct bytes *set)
{
	size_t entry = der_begin(b, DER_SEQUENCE);

	der_put(b, DER_OCTET_STRING, view_str(identifier));
	if (set != NULL)
		der_put(b, DER_SET, view_bytes(set));
	der_end(b, entry);
}

START_TEST(ctl_reads_what_the_list_says_of_itself)
{
	struct list l = { .date = "250616175611Z", .sequence = "\x14\x01" };
	struct err e = ERR_INIT;
	struct ctl c;

	make(&l);
	ASSERT_WORKS(ctl_open(&c, view_bytes(&l.b), &e), &e);
	ck_assert(c.dated && c.this_update == 1750096571);
	ck_assert(view_equal(c.sequence, view_str("\x14\x01")));
	ck_assert(der_oid_is(c.algorithm, OID_SHA1));
	ck_assert(ctl_is_for(&c, view_str(OID_ROOT_LIST_SIGNER)));
	ck_assert(!ctl_is_for(&c, view_str(OID_DISALLOWED_LIST)));
	bytes_clear(&l.b);
}
END_TEST

START_TEST(ctl_of_two_uses_is_for_neither)
{
	struct list l = { .date = "250616175611Z", .two_usages = true };
	struct err e = ERR_INIT;
	struct ctl c;

	make(&l);
	ASSERT_WORKS(ctl_open(&c, view_bytes(&l.b), &e), &e);
	ck_assert(c.sequence.len == 0);
	ck_assert(!ctl_is_for(&c, view_str(OID_ROOT_LIST_SIGNER)));
	ck_assert(!ctl_is_for(&c, view_str(OID_DISALLOWED_LIST)));
	bytes_clear(&l.b);
}
END_TEST

START_TEST(ctl_refuses_every_truncation_and_what_follows)
{
	struct list l = { .date = "250616175611Z", .sequence = "\x14" };
	struct err e = ERR_INIT;
	struct ctl c;

	make(&l);
	for (size_t n = 0; n < l.b.len; n++)
		ASSERT_REFUSED(ctl_open(&c, view_of(l.b.data, n), &e), &e,
		    ERR_INPUT);
	bytes_add_u8(&l.b, 0);
	ASSERT_REFUSED(ctl_open(&c, view_bytes(&l.b), &e), &e, ERR_INPUT);
	bytes_clear(&l.b);
	l.date = NULL;
	make(&l);
	ASSERT_REFUSED(ctl_open(&c, view_bytes(&l.b), &e), &e, ERR_INPUT);
	bytes_clear(&l.b);
}
END_TEST

START_TEST(ctl_says_that_a_date_is_unreadable)
{
	struct list l = { .date = "yesterday" };
	struct err e = ERR_INIT;
	struct ctl c;

	make(&l);
	ASSERT_WORKS(ctl_open(&c, view_bytes(&l.b), &e), &e);
	ck_assert(!c.dated);
	bytes_clear(&l.b);
}
END_TEST

START_TEST(ctl_walks_its_entries)
{
	struct bytes entries = BYTES_INIT, set = BYTES_INIT;
	struct list l = { .date = "250616175611Z" };
	struct err e = ERR_INIT;
	struct ctl_entry x;
	struct der rest;
	struct ctl c;
	size_t n = 0;
	bool end;

	PUT_PROPERTY(&set, "\x09", "usages");
	put_entry(&entries, "first", &set);
	put_entry(&entries, "second", NULL);
	l.entries = view_bytes(&entries);
	make(&l);
	ASSERT_WORKS(ctl_open(&c, view_bytes(&l.b), &e), &e);
	rest = der_open(c.entries);
	ASSERT_WORKS(ctl_next(&rest, &n, &x, &end, &e), &e);
	ck_assert(!end && view_equal(x.identifier, view_str("first")));
	ck_assert(view_equal(x.attributes, view_bytes(&set)));
	ASSERT_WORKS(ctl_next(&rest, &n, &x, &end, &e), &e);
	ck_assert(!end && view_equal(x.identifier, view_str("second")));
	ck_assert(x.attributes.len == 0);
	ASSERT_WORKS(ctl_next(&rest, &n, &x, &end, &e), &e);
	ck_assert(end && n == 2);
	bytes_clear(&l.b);
	bytes_clear(&entries);
	bytes_clear(&set);
}
END_TEST

START_TEST(ctl_names_the_entry_that_is_malformed)
{
	struct bytes entries = BYTES_INIT;
	struct err e = ERR_INIT;
	struct ctl_entry x;
	struct der rest;
	size_t n = 0;
	bool end;

	put_entry(&entries, "first", NULL);
	der_put(&entries, DER_SEQUENCE, view_str("\x02\x01\x05"));
	rest = der_open(view_bytes(&entries));
	ASSERT_WORKS(ctl_next(&rest, &n, &x, &end, &e), &e);
	ASSERT_REFUSED(ctl_next(&rest, &n, &x, &end, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "entry 2");
	bytes_clear(&entries);
}
END_TEST

START_TEST(ctl_finds_the_properties_among_the_attributes)
{
	struct bytes set = BYTES_INIT;
	struct err e = ERR_INIT;
	struct der rest;
	struct view v;
	uint32_t id;

	PUT_PROPERTY(&set, "\x7e", "one");
	put_attribute(&set, OID_FRIENDLY_NAME, sizeof(OID_FRIENDLY_NAME) - 1,
	    DER_BMP_STRING, "x", 1);
	PUT_PROPERTY(&set, "\x81\x00", "two");		/* 128 */
	PUT_PROPERTY(&set, "\x80\x09", "three");	/* 9, the long way */
	PUT_PROPERTY(&set, "\x09\x01", "four");		/* below 9 */
	rest = der_open(view_bytes(&set));
	ck_assert(ctl_property(&rest, &id, &v, &e) && id == 126);
	ck_assert(view_equal(v, view_str("one")));
	ck_assert(ctl_property(&rest, &id, &v, &e) && id == 128);
	ck_assert(view_equal(v, view_str("two")));
	ck_assert(!ctl_property(&rest, &id, &v, &e));
	ck_assert_int_eq(e.code, ERR_NONE);
	bytes_clear(&set);
}
END_TEST

static const struct { unsigned tag; int values; } malformed[] = {
	{ DER_INTEGER, 1 }, { DER_OCTET_STRING, 0 }, { DER_OCTET_STRING, 2 },
};

START_TEST(ctl_refuses_a_property_that_is_not_one_string)
{
	struct bytes set = BYTES_INIT;
	struct err e = ERR_INIT;
	struct der rest;
	struct view v;
	uint32_t id;

	put_attribute(&set, OID_CERT_PROPERTIES "\x68",
	    sizeof(OID_CERT_PROPERTIES "\x68") - 1, malformed[_i].tag, "x",
	    malformed[_i].values);
	rest = der_open(view_bytes(&set));
	ASSERT_REFUSED(ctl_property(&rest, &id, &v, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "property 104");
	bytes_clear(&set);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, ctl_reads_what_the_list_says_of_itself);
	tcase_add_test(tc, ctl_of_two_uses_is_for_neither);
	tcase_add_test(tc, ctl_refuses_every_truncation_and_what_follows);
	tcase_add_test(tc, ctl_says_that_a_date_is_unreadable);
	tcase_add_test(tc, ctl_walks_its_entries);
	tcase_add_test(tc, ctl_names_the_entry_that_is_malformed);
	tcase_add_test(tc, ctl_finds_the_properties_among_the_attributes);
	tcase_add_loop_test(tc, ctl_refuses_a_property_that_is_not_one_string,
	    0, (int)COUNT_OF(malformed));
}

UNIT_MAIN("ctl", add)
