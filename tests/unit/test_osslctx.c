#include <stdio.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/sha.h"
#include "unit.h"

START_TEST(osslctx_fetches_once_and_keeps)
{
	struct err e = ERR_INIT;
	EVP_MD *md = osslctx_digest("SHA256", &e);

	ck_assert_ptr_nonnull(md);
	ck_assert_ptr_eq(osslctx_digest("SHA256", &e), md);
}
END_TEST

START_TEST(osslctx_loads_the_legacy_provider_by_itself)
{
	struct err e = ERR_INIT;

	ck_assert_msg(osslctx_cipher("RC4", &e) != NULL, "%s", e.msg);
	ck_assert_msg(osslctx_cipher("RC2-40-CBC", &e) != NULL, "%s", e.msg);
}
END_TEST

START_TEST(osslctx_says_what_libcrypto_does_not_have)
{
	struct err e = ERR_INIT;

	ck_assert_ptr_null(osslctx_digest("no-such-digest", &e));
	ck_assert_int_eq(e.code, ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, "no-such-digest");
	ck_assert_uint_eq(ERR_peek_error(), 0);
}
END_TEST

START_TEST(sha_agrees_with_libcrypto)
{
	unsigned char a[SHA256_LEN], b[SHA256_LEN];
	struct err e = ERR_INIT;

	sha256_of(view_str("abc"), a);
	ASSERT_WORKS(osslctx_hash("SHA256", view_str("abc"), b, SHA256_LEN,
	    &e), &e);
	ck_assert_mem_eq(a, b, SHA256_LEN);
	sha1_of(view_str("abc"), a);
	ASSERT_WORKS(osslctx_hash("SHA1", view_str("abc"), b, SHA1_LEN, &e),
	    &e);
	ck_assert_mem_eq(a, b, SHA1_LEN);
	ASSERT_REFUSED(osslctx_hash("SHA1", view_str("abc"), b, SHA256_LEN,
	    &e), &e, ERR_CRYPTO);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, osslctx_fetches_once_and_keeps);
	tcase_add_test(tc, osslctx_loads_the_legacy_provider_by_itself);
	tcase_add_test(tc, osslctx_says_what_libcrypto_does_not_have);
	tcase_add_test(tc, sha_agrees_with_libcrypto);
}

UNIT_MAIN("osslctx", add)
