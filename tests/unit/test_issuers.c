#include <stdio.h>

#include "certimport/issuers.h"
#include "teststore.h"

static const struct testcert leaf = { .subject = "leaf", .issuer = "ca" };
static const struct testcert ca = { .subject = "ca", .issuer = "root",
    .ca = true, .seed = 1 };
static const struct testcert root = { .subject = "root", .ca = true,
    .seed = 2 };
static const struct testcert back = { .subject = "root", .issuer = "ca",
    .ca = true, .seed = 2 };

static struct certlist file;
static struct location user;
static struct issuers known;

static void
setup(void)
{
	store_setup();
	open_user(&user, LOCATION_WRITE);
	issuers_init(&known, &user);
}

static void
teardown(void)
{
	issuers_clear(&known);
	certlist_clear(&file);
	location_close(&user);
	scratch_leave();
}

static void
put(const struct testcert *t)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(certlist_add(&file, testcert_new(t), &e), &e);
}

static void
put_in_store(struct location *l, const char *store, const struct testcert *t)
{
	struct cert *cert = testcert_new(t);
	struct change *c = begin(l);

	ck_assert_int_eq(put_cert(c, store, cert, false), CHANGE_ADDED);
	commit(c);
	cert_free(cert);
}

/* The CN of the certificate whose issuer is missing; NULL: none is. */
static void
assert_last(const char *want)
{
	const struct cert *last;
	struct err e = ERR_INIT;

	ASSERT_WORKS(issuers_last(&known, &file, file.items[0], &last, &e),
	    &e);
	if (want == NULL) {
		ck_assert_ptr_null(last);
		return;
	}
	ck_assert_ptr_nonnull(last);
	ck_assert(memmem(last->scan.subject.data, last->scan.subject.len,
	    want, strlen(want)) != NULL);
}

START_TEST(issuers_all_in_the_file)
{
	put(&leaf);
	put(&root);
	put(&ca);
	assert_last(NULL);
}
END_TEST

START_TEST(issuers_name_the_uppermost_that_is_there)
{
	put(&leaf);
	assert_last("leaf");
	put(&ca);
	assert_last("ca");
}
END_TEST

START_TEST(issuers_from_the_stores_of_both_locations)
{
	struct location machine = LOCATION_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(location_open(&machine, PLACE_MACHINE, LOCATION_WRITE,
	    &e), &e);
	put_in_store(&machine, "Root", &root);
	location_close(&machine);
	put_in_store(&user, "CA", &ca);
	put(&leaf);
	assert_last(NULL);
}
END_TEST

/* Another store says nothing about a chain. */
START_TEST(issuers_not_from_other_stores)
{
	put_in_store(&user, "My", &ca);
	put_in_store(&user, "AddressBook", &ca);
	put(&leaf);
	assert_last("leaf");
}
END_TEST

START_TEST(issuers_that_issued_each_other_come_to_an_end)
{
	put(&leaf);
	put(&ca);
	put(&back);
	assert_last(NULL);
}
END_TEST

START_TEST(issuers_claim_nothing_of_stores_with_many)
{
	struct testcert other = { .subject = "other", .ca = true };
	struct change *c = begin(&user);

	for (unsigned i = 0; i <= ISSUERS_LOOK; i++) {
		struct cert *cert;

		other.serial = i + 1;
		cert = testcert_new(&other);
		put_cert(c, "CA", cert, false);
		cert_free(cert);
	}
	commit(c);
	put(&leaf);
	assert_last(NULL);
	ck_assert(known.too_many);
	ck_assert_uint_le(known.stored.count, ISSUERS_LOOK);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, issuers_all_in_the_file);
	tcase_add_test(tc, issuers_name_the_uppermost_that_is_there);
	tcase_add_test(tc, issuers_from_the_stores_of_both_locations);
	tcase_add_test(tc, issuers_not_from_other_stores);
	tcase_add_test(tc, issuers_that_issued_each_other_come_to_an_end);
	tcase_add_test(tc, issuers_claim_nothing_of_stores_with_many);
}

UNIT_MAIN("issuers", add)
