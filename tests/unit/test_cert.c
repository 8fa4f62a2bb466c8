#include <stdio.h>

#include "cert/contents.h"
#include "testcert.h"
#include "unit.h"

static struct cert *
numbered(unsigned n)
{
	struct testcert t = { .subject = "Many", .serial = n + 1 };

	return testcert_new(&t);
}

START_TEST(cert_new_refuses_what_does_not_read_and_opaque_keeps_it)
{
	struct err e = ERR_INIT;
	struct cert *c;

	ck_assert_ptr_null(cert_new(view_str("rubbish"), &e));
	ck_assert_int_eq(e.code, ERR_INPUT);
	c = cert_new_opaque(view_str("rubbish"), &e);
	ck_assert_ptr_nonnull(c);
	ck_assert(!c->scanned);
	ck_assert_ptr_nonnull(c->scan_error);
	ck_assert(view_equal(view_bytes(&c->der), view_str("rubbish")));
	cert_free(c);
}
END_TEST

START_TEST(cert_dup_copies_everything)
{
	struct cert *c = numbered(1), *d;
	struct err e = ERR_INIT;

	ASSERT_WORKS(cert_set_friendly_name(c, view_str("name"), &e), &e);
	bytes_add_str(&c->local_key_id, "id");
	bytes_add_str(&c->properties, "props");
	d = cert_dup(c, &e);
	ck_assert_ptr_nonnull(d);
	ck_assert(cert_same(c, d) && c->der.data != d->der.data);
	ck_assert_str_eq(d->friendly_name, "name");
	ck_assert_uint_eq(d->local_key_id.len, 2);
	ck_assert_uint_eq(d->properties.len, 5);
	ck_assert(d->scan.subject.data > d->der.data &&
	    d->scan.subject.data < d->der.data + d->der.len);
	cert_free(c);
	cert_free(d);
}
END_TEST

START_TEST(certlist_add_new_drops_a_duplicate_and_fills_gaps)
{
	struct certlist l = CERTLIST_INIT;
	struct cert *named = numbered(0);
	struct err e = ERR_INIT;

	ASSERT_WORKS(cert_set_friendly_name(named, view_str("name"), &e), &e);
	ASSERT_WORKS(certlist_add_new(&l, numbered(0), &e), &e);
	ASSERT_WORKS(certlist_add_new(&l, numbered(1), &e), &e);
	ASSERT_WORKS(certlist_add_new(&l, named, &e), &e);
	ck_assert_uint_eq(l.count, 2);
	ck_assert_str_eq(l.items[0]->friendly_name, "name");
	/* As found means as found: the plain one appends. */
	ASSERT_WORKS(certlist_add(&l, numbered(0), &e), &e);
	ck_assert_uint_eq(l.count, 3);
	certlist_clear(&l);
}
END_TEST

/* Around the length at which the index takes over, and well past it. */
START_TEST(certlist_add_new_drops_duplicates_in_long_lists)
{
	struct certlist l = CERTLIST_INIT;
	struct err e = ERR_INIT;

	for (unsigned round = 0; round < 2; round++)
		for (unsigned i = 0; i < 1000; i++)
			ASSERT_WORKS(certlist_add_new(&l, numbered(i), &e), &e);
	ck_assert_uint_eq(l.count, 1000);
	for (unsigned i = 0; i < 500; i++) {
		cert_free(certlist_take(&l, 0));
		ASSERT_WORKS(certlist_add_new(&l, numbered(i), &e), &e);
		ASSERT_WORKS(certlist_add_new(&l, numbered(i + 1), &e), &e);
	}
	ck_assert_uint_eq(l.count, 1000);
	certlist_clear(&l);
	certlist_clear(&l);
}
END_TEST

START_TEST(contents_merge_moves_and_empties)
{
	struct contents a = CONTENTS_INIT, b = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(certlist_add(&a.certs, numbered(0), &e), &e);
	ASSERT_WORKS(certlist_add(&b.certs, numbered(0), &e), &e);
	ASSERT_WORKS(certlist_add(&b.certs, numbered(1), &e), &e);
	ASSERT_WORKS(contents_warn(&b, &e, "%d CRLs", 2), &e);
	b.crls = 2;
	b.encrypted = true;
	ASSERT_WORKS(contents_merge(&a, &b, &e), &e);
	ck_assert_uint_eq(a.certs.count, 3);
	ck_assert_uint_eq(a.crls, 2);
	ck_assert(a.encrypted);
	ck_assert_uint_eq(a.warning_count, 1);
	ck_assert_str_eq(a.warnings[0], "2 CRLs");
	ck_assert(b.certs.count == 0 && b.warning_count == 0 && b.crls == 0);
	contents_clear(&a);
	contents_clear(&b);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc,
	    cert_new_refuses_what_does_not_read_and_opaque_keeps_it);
	tcase_add_test(tc, cert_dup_copies_everything);
	tcase_add_test(tc, certlist_add_new_drops_a_duplicate_and_fills_gaps);
	tcase_add_test(tc, certlist_add_new_drops_duplicates_in_long_lists);
	tcase_add_test(tc, contents_merge_moves_and_empties);
}

UNIT_MAIN("cert", add)
