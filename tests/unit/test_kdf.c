/*
 * test_kdf.c - derivations against published values, and our own PBKDF2
 * against libcrypto's
 */

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "base/text.h"
#include "formats/key/kdf.h"
#include "unit.h"

static const struct published {
	const char	*password;
	const char	*salt;
	uint64_t	 iterations;
	const char	*digest;
	const char	*out;
} pbkdf2[] = {
	/* RFC 6070 */
	{ "password", "salt", 1, "SHA1",
	    "0c60c80f961f0e71f3a9b524af6012062fe037a6" },
	{ "password", "salt", 4096, "SHA1",
	    "4b007901b765489abead49d926f721d065a429c1" },
	/* RFC 7914, 11 */
	{ "passwd", "salt", 1, "SHA256",
	    "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
	    "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
	    },
	{ "Password", "NaCl", 80000, "SHA256",
	    "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
	    "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"
	    },
};

static void
check_hex(const unsigned char *out, size_t len, const char *hex)
{
	char got[512];

	text_hex(view_of(out, len), got, sizeof(got));
	ck_assert_str_eq(got, hex);
}

START_TEST(pbkdf2_gives_the_published_values)
{
	const struct published *p = &pbkdf2[_i];
	size_t len = strlen(p->out) / 2;
	struct err e = ERR_INIT;
	unsigned char out[64];

	ASSERT_WORKS(kdf_pbkdf2(p->digest, view_str(p->password),
	    view_str(p->salt), p->iterations, out, len, &e), &e);
	check_hex(out, len, p->out);
}
END_TEST

/* The values with which this derivation has been tested since 1999. */
static const struct {
	const char	*bmp;
	const char	*salt;
	uint64_t	 iterations;
	enum kdf_purpose purpose;
	const char	*out;
} pkcs12[] = {
	{ "0073006d006500670000", "0a58cf64530d823f", 1, KDF_KEY,
	    "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3" },
	{ "0073006d006500670000", "0a58cf64530d823f", 1, KDF_IV,
	    "79993dfe048d3b76" },
	{ "0073006d006500670000", "3d83c0e4546ac140", 1, KDF_MAC,
	    "8d967d88f6caa9d714800ab3d48051d63f73a312" },
	{ "007100750065006500670000", "05dec959acff72f7", 1000, KDF_KEY,
	    "ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4" },
	{ "007100750065006500670000", "1682c0fc5b3f7ec5", 1000, KDF_KEY,
	    "483dd6e919d7de2e8e648ba8f862f3fbfbdc2bcb2c02957f" },
};

START_TEST(pkcs12_gives_the_known_values)
{
	unsigned char bmp[64], salt[64], out[64];
	size_t bmplen, saltlen, len = strlen(pkcs12[_i].out) / 2;
	struct err e = ERR_INIT;

	ck_assert(text_unhex(pkcs12[_i].bmp, bmp, sizeof(bmp), &bmplen));
	ck_assert(text_unhex(pkcs12[_i].salt, salt, sizeof(salt), &saltlen));
	ASSERT_WORKS(kdf_pkcs12("SHA1", view_of(bmp, bmplen),
	    view_of(salt, saltlen), pkcs12[_i].iterations, pkcs12[_i].purpose,
	    out, len, &e), &e);
	check_hex(out, len, pkcs12[_i].out);
}
END_TEST

START_TEST(pkcs12_tells_no_password_from_the_empty_one)
{
	unsigned char none[20], empty[20];
	struct view salt = view_str("saltsalt");
	struct err e = ERR_INIT;

	ASSERT_WORKS(kdf_pkcs12("SHA1", view_of(NULL, 0), salt, 2, KDF_MAC,
	    none, sizeof(none), &e), &e);
	ASSERT_WORKS(kdf_pkcs12("SHA1", view_of("\0\0", 2), salt, 2, KDF_MAC,
	    empty, sizeof(empty), &e), &e);
	ck_assert_mem_ne(none, empty, sizeof(none));
}
END_TEST

static const char *const digests[] = {
	"MD5", "SHA224", "SHA256", "SHA384", "SHA512", "SHA3-256", "SHA3-512",
	"BLAKE2B-512", "BLAKE2S-256", "SHA512-256",
};

START_TEST(every_digest_of_a_mac_can_derive)
{
	unsigned char out[64] = { 0 };
	struct err e = ERR_INIT;

	ASSERT_WORKS(kdf_pkcs12(digests[_i], view_of("\0x\0\0", 4),
	    view_of("s", 1), 1, KDF_MAC, out, sizeof(out), &e), &e);
}
END_TEST

START_TEST(unknown_digest_is_refused)
{
	unsigned char out[8];
	struct err e = ERR_INIT;

	ASSERT_REFUSED(kdf_pbkdf2("NO-SUCH", view_str("p"), view_str("s"), 1,
	    out, sizeof(out), &e), &e, ERR_CRYPTO);
}
END_TEST

START_TEST(scrypt_gives_the_published_value)
{
	unsigned char out[64];
	struct err e = ERR_INIT;

	ASSERT_WORKS(kdf_scrypt(view_str("password"), view_str("NaCl"), 1024,
	    8, 16, out, sizeof(out), &e), &e);
	check_hex(out, sizeof(out),
	    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
	    "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640");
	ASSERT_WORKS(kdf_scrypt(view_of(NULL, 0), view_of(NULL, 0), 16, 1, 1,
	    out, sizeof(out), &e), &e);
	check_hex(out, sizeof(out),
	    "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
	    "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906");
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, pbkdf2_gives_the_published_values, 0,
	    (int)COUNT_OF(pbkdf2));
	tcase_add_loop_test(tc, pkcs12_gives_the_known_values, 0,
	    (int)COUNT_OF(pkcs12));
	tcase_add_test(tc, pkcs12_tells_no_password_from_the_empty_one);
	tcase_add_loop_test(tc, every_digest_of_a_mac_can_derive, 0,
	    (int)COUNT_OF(digests));
	tcase_add_test(tc, unknown_digest_is_refused);
	tcase_add_test(tc, scrypt_gives_the_published_value);
}

UNIT_MAIN("kdf", add)
