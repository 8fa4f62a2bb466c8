/*
 * test_keytest.c - a key passes with its own public key and no other, and what
 * libcrypto cannot use is not said to have passed
 */

#include "formats/key/keytest.h"
#include "formats/key/pkcs8.h"
#include "testkeys.h"
#include "unit.h"

static const struct {
	const char	*file;
	enum keytest	 signs, encrypts;
} rows[] = {
	{ "rsa1031.p8", KEYTEST_PASSED, KEYTEST_PASSED },
	{ "ec.p8", KEYTEST_PASSED, KEYTEST_NOT_MADE },
	{ "dsa.p8", KEYTEST_PASSED, KEYTEST_NOT_MADE },
	{ "ed25519.p8", KEYTEST_PASSED, KEYTEST_NOT_MADE },
};

static struct key *
read_key(const char *file)
{
	struct bytes der = fixture(file);
	struct err e = ERR_INIT;
	struct key *k = pkcs8_read(view_bytes(&der), defaults(), &e);

	ASSERT_WORKS(k != NULL, &e);
	bytes_clear(&der);
	return k;
}

static void
assert_tests(const struct key *k, struct view spki, enum keytest signs,
    enum keytest encrypts)
{
	struct err e = ERR_INIT;
	enum keytest found;

	ASSERT_WORKS(keytest_sign(k, spki, &found, &e), &e);
	ck_assert_int_eq(found, signs);
	ASSERT_WORKS(keytest_encrypt(k, spki, &found, &e), &e);
	ck_assert_int_eq(found, encrypts);
}

START_TEST(key_passes_with_its_own_public_key)
{
	struct key *k = read_key(rows[_i].file);

	assert_tests(k, view_bytes(&k->spki), rows[_i].signs,
	    rows[_i].encrypts);
	key_free(k);
}
END_TEST

START_TEST(key_fails_with_the_public_key_of_another)
{
	struct key *k = read_key("rsa1031.p8"), *other = read_key(
	    "rsa512.p8");

	assert_tests(k, view_bytes(&other->spki), KEYTEST_FAILED,
	    KEYTEST_FAILED);
	key_free(k);
	key_free(other);
}
END_TEST

START_TEST(unknown_key_is_not_tested)
{
	struct key *k = read_key("rsa1031.p8");
	/* The last byte of rsaEncryption. */
	unsigned char *p = memmem(k->pkcs8.data, k->pkcs8.len,
	    "\x0d\x01\x01\x01", 4);

	ck_assert_ptr_nonnull(p);
	p[3] = 0x7f;
	assert_tests(k, view_bytes(&k->spki), KEYTEST_NOT_MADE,
	    KEYTEST_NOT_MADE);
	key_free(k);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, key_passes_with_its_own_public_key, 0,
	    (int)COUNT_OF(rows));
	tcase_add_test(tc, key_fails_with_the_public_key_of_another);
	tcase_add_test(tc, unknown_key_is_not_tested);
}

UNIT_MAIN("keytest", add)
