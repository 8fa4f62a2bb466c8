#include "formats/key/pemkey.h"
#include "testfile.h"

static struct armor
open_file(const char *name)
{
	struct bytes text = file_of(name);
	struct limits l = limits_of(0);
	struct armor a = ARMOR_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(armor_open(view_bytes(&text), &l, &a, &e), &e);
	ck_assert_uint_eq(a.count, 1);
	bytes_clear(&text);
	return a;
}

/* NULL: not given. */
static bool
decrypt(const struct armor_block *b, const char *password,
    struct secret *plain, struct err *e)
{
	struct secret pw = SECRET_INIT;
	bool ok;

	if (password != NULL)
		ASSERT_WORKS(secret_set(&pw, view_str(password), e), e);
	ok = pemkey_decrypt(b, &pw, plain, e);
	secret_clear(&pw);
	return ok;
}

static const char *const ciphers[] = {
	"des", "des3", "aes128", "aes192", "aes256"
};

START_TEST(pemkey_decrypts_every_cipher)
{
	struct bytes expected = file_of("keys/rsa512.traditional");
	struct secret plain = SECRET_INIT;
	struct err e = ERR_INIT;
	struct armor a;
	char name[64];

	snprintf(name, sizeof(name), "containers/dek-%s.pem", ciphers[_i]);
	a = open_file(name);
	ASSERT_WORKS(decrypt(&a.blocks[0], "spckit", &plain, &e), &e);
	ck_assert(view_equal(secret_view(&plain), view_bytes(&expected)));

	ASSERT_REFUSED(decrypt(&a.blocks[0], "Spckit", &plain, &e), &e,
	    ERR_PASSWORD);
	ASSERT_SAYS(&e, "wrong password, or");
	ASSERT_REFUSED(decrypt(&a.blocks[0], "", &plain, &e), &e,
	    ERR_PASSWORD);
	ASSERT_REFUSED(decrypt(&a.blocks[0], NULL, &plain, &e), &e,
	    ERR_PASSWORD_NEEDED);
	ASSERT_REFUSED(pemkey_decrypt(&a.blocks[0], NULL, &plain, &e), &e,
	    ERR_PASSWORD_NEEDED);
	secret_clear(&plain);
	armor_clear(&a);
	bytes_clear(&expected);
}
END_TEST

START_TEST(pemkey_never_takes_garbage_for_a_key)
{
	struct armor a = open_file("containers/dek-aes128.pem");
	struct secret plain = SECRET_INIT;
	struct err e = ERR_INIT;
	char password[16];

	/* About eight of these get past the padding. */
	for (unsigned i = 0; i < 2000; i++) {
		snprintf(password, sizeof(password), "%u", i);
		ASSERT_REFUSED(decrypt(&a.blocks[0], password, &plain, &e),
		    &e, ERR_PASSWORD);
	}
	armor_clear(&a);
}
END_TEST

START_TEST(pemkey_names_a_cipher_it_does_not_know)
{
	struct armor a = open_file("containers/dek-camellia128.pem");
	struct secret plain = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(decrypt(&a.blocks[0], "spckit", &plain, &e), &e,
	    ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, "CAMELLIA-128-CBC");
	armor_clear(&a);
}
END_TEST

START_TEST(pemkey_refuses_sizes_that_do_not_fit_the_cipher)
{
	struct armor a = open_file("containers/dek-aes128.pem");
	struct armor_block *b = &a.blocks[0];
	struct secret plain = SECRET_INIT;
	struct err e = ERR_INIT;

	b->dek_iv_len = 8;
	ASSERT_REFUSED(decrypt(b, "spckit", &plain, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "an IV of 8 bytes, AES-128-CBC takes 16");
	b->dek_iv_len = 16;
	bytes_truncate(&b->der, b->der.len - 1);
	ASSERT_REFUSED(decrypt(b, "spckit", &plain, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "expected a multiple of 16");
	bytes_truncate(&b->der, 0);
	ASSERT_REFUSED(decrypt(b, "spckit", &plain, &e), &e, ERR_INPUT);
	armor_clear(&a);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, pemkey_decrypts_every_cipher, 0,
	    COUNT_OF(ciphers));
	tcase_add_test(tc, pemkey_never_takes_garbage_for_a_key);
	tcase_add_test(tc, pemkey_names_a_cipher_it_does_not_know);
	tcase_add_test(tc, pemkey_refuses_sizes_that_do_not_fit_the_cipher);
}

UNIT_MAIN("pemkey", add)
