#include <stdio.h>

#include "formats/certs/armor.h"
#include "formats/certs/spc.h"
#include "storectl/crosscert/download.h"
#include "testcert.h"
#include "testzip.h"
#include "unit.h"

static struct cert *cert;
static struct limits limits;
static struct certlist got;

static void
start(void)
{
	const struct testcert of = { .subject = "Root", .issuer = "Kernel" };
	const struct certlist none = CERTLIST_INIT;

	limits_default(&limits);
	cert = testcert_new(&of);
	got = none;
}

static void
stop(void)
{
	certlist_clear(&got);
	cert_free(cert);
}

static void
reads(struct view body, size_t count)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(download_read(body, &limits, &got, &e), &e);
	ck_assert_uint_eq(got.count, count);
	for (size_t i = 0; i < count; i++)
		ck_assert(cert_same(got.items[i], cert));
}

static void
refuses(struct view body, enum err_code cause, const char *says)
{
	struct err e = ERR_INIT;

	ASSERT_REFUSED(download_read(body, &limits, &got, &e), &e, cause);
	ASSERT_SAYS(&e, says);
	ck_assert_uint_eq(got.count, 0);
}

START_TEST(der_is_read)
{
	reads(view_bytes(&cert->der), 1);
}
END_TEST

START_TEST(pem_is_read)
{
	struct bytes b = BYTES_INIT;

	armor_write(&b, "CERTIFICATE", view_bytes(&cert->der));
	reads(view_bytes(&b), 1);
	bytes_clear(&b);
}
END_TEST

START_TEST(pkcs7_is_read)
{
	const struct certlist none = CERTLIST_INIT;
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(spc_write(cert, &none, &b, &e), &e);
	reads(view_bytes(&b), 1);
	bytes_clear(&b);
}
END_TEST

START_TEST(the_certificate_in_a_zip_is_found_among_others)
{
	struct testzip z = TESTZIP_INIT;

	testzip_add(&z, "readme.txt", view_str("Hello"));
	testzip_add(&z, "../../etc/cert", view_bytes(&cert->der));
	testzip_add(&z, "again.cer", view_bytes(&cert->der));
	reads(testzip_end(&z), 1);
	testzip_clear(&z);
}
END_TEST

START_TEST(a_zip_without_one_is_refused)
{
	struct testzip z = TESTZIP_INIT;

	testzip_add(&z, "readme.txt", view_str("Hello"));
	refuses(testzip_end(&z), ERR_FORMAT, "readme.txt");
	testzip_clear(&z);
}
END_TEST

START_TEST(a_zip_in_a_zip_is_not_opened)
{
	struct testzip inner = TESTZIP_INIT, z = TESTZIP_INIT;

	testzip_add(&inner, "a.cer", view_bytes(&cert->der));
	testzip_add(&z, "inner.zip", testzip_end(&inner));
	refuses(testzip_end(&z), ERR_FORMAT, "no certificate");
	testzip_clear(&inner);
	testzip_clear(&z);
}
END_TEST

START_TEST(a_page_is_called_one)
{
	refuses(view_str("\r\n <!DOCTYPE html><html>"), ERR_FORMAT, "HTML");
	refuses(view_str("\xef\xbb\xbf<html>"), ERR_FORMAT, "HTML");
}
END_TEST

START_TEST(nothing_is_nothing)
{
	refuses(view_of(NULL, 0), ERR_FORMAT, "empty");
}
END_TEST

START_TEST(half_a_certificate_is_none)
{
	struct err e = ERR_INIT;

	for (size_t n = 1; n < cert->der.len; n++) {
		ck_assert(!download_read(view_sub(view_bytes(&cert->der), 0, n),
		    &limits, &got, &e));
		ck_assert_uint_eq(got.count, 0);
	}
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, start, stop);
	tcase_add_test(tc, der_is_read);
	tcase_add_test(tc, pem_is_read);
	tcase_add_test(tc, pkcs7_is_read);
	tcase_add_test(tc, the_certificate_in_a_zip_is_found_among_others);
	tcase_add_test(tc, a_zip_without_one_is_refused);
	tcase_add_test(tc, a_zip_in_a_zip_is_not_opened);
	tcase_add_test(tc, a_page_is_called_one);
	tcase_add_test(tc, nothing_is_nothing);
	tcase_add_test(tc, half_a_certificate_is_none);
}

UNIT_MAIN("download", add)
