/*
 * test_pbe.c - what openssl encrypted opens, what we encrypt opens, and the
 * parameters of a hostile file are refused by name
 */

#include "asn1/der.h"
#include "asn1/oids.h"
#include "formats/key/pbe.h"
#include "testkeys.h"
#include "unit.h"

static struct pbe_password
password(const char *text)
{
	struct pbe_password p = PBE_PASSWORD_INIT;
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&s, view_str(text), &e), &e);
	ASSERT_WORKS(pbe_password_make(&p, &s, &e), &e);
	secret_clear(&s);
	return p;
}

/* ---- passwords ---- */

START_TEST(password_becomes_utf16_with_a_terminator)
{
	struct pbe_password p = password("a\xc3\xa4\xf0\x9f\x94\x91");

	ck_assert(view_equal(secret_view(&p.bmp),
	    view_of("\0a\0\xe4\xd8\x3d\xdd\x11\0\0", 10)));
	ck_assert(view_equal(secret_view(&p.raw),
	    view_str("a\xc3\xa4\xf0\x9f\x94\x91")));
	pbe_password_clear(&p);
}
END_TEST

START_TEST(empty_password_is_a_terminator_and_none_is_nothing)
{
	struct pbe_password p = password("");
	struct secret none = SECRET_INIT;
	struct err e = ERR_INIT;

	ck_assert(view_equal(secret_view(&p.bmp), view_of("\0\0", 2)));
	ASSERT_WORKS(pbe_password_make(&p, &none, &e), &e);
	ck_assert_uint_eq(p.bmp.len, 0);
	ck_assert_uint_eq(p.raw.len, 0);
	pbe_password_clear(&p);
}
END_TEST

START_TEST(password_that_is_no_utf8_is_refused_without_showing_it)
{
	struct pbe_password p = PBE_PASSWORD_INIT;
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&s, view_str("p\xe4ss"), &e), &e);
	ASSERT_REFUSED(pbe_password_make(&p, &s, &e), &e, ERR_INPUT);
	ck_assert_ptr_null(strstr(e.msg, "ss\""));
	ck_assert_ptr_null(p.raw.data);
	secret_clear(&s);
}
END_TEST

/* ---- what others wrote ---- */

static const char *const files[] = {
	"pbe-md5-des", "pbe-md5-rc2-64", "pbe-sha1-des", "pbe-sha1-rc2-64",
	"pbe-sha1-rc4-128", "pbe-sha1-rc4-40", "pbe-sha1-3des",
	"pbe-sha1-2des", "pbe-sha1-rc2-128", "pbe-sha1-rc2-40",
	"aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "des-ede3-cbc",
	"des-cbc", "rc2-cbc", "rc2-40-cbc", "rc2-64-cbc",
	"camellia-128-cbc", "camellia-192-cbc", "camellia-256-cbc",
	"aria-128-cbc", "aria-192-cbc", "aria-256-cbc", "sm4-cbc",
	"seed-cbc", "bf-cbc",
	"prf-sha1", "prf-sha224", "prf-sha256", "prf-sha384", "prf-sha512",
	"prf-sha512-224", "prf-sha512-256", "prf-md5", "scrypt",
};

struct shrouded {
	struct bytes	file;
	struct view	algorithm;
	struct view	data;
};

static struct shrouded
shrouded(const char *name)
{
	struct shrouded s;
	struct der d, seq;
	struct tlv t;
	char path[128];

	snprintf(path, sizeof(path), "../pbe/%s.p8e", name);
	s.file = fixture(path);
	d = der_open(view_bytes(&s.file));
	ck_assert(der_enter(&d, DER_SEQUENCE, &seq));
	ck_assert(der_take(&seq, DER_SEQUENCE, &t));
	s.algorithm = t.whole;
	ck_assert(der_take(&seq, DER_OCTET_STRING, &t));
	s.data = t.body;
	return s;
}

START_TEST(every_scheme_of_openssl_opens)
{
	struct shrouded s = shrouded(files[_i]);
	struct pbe_password p = password("spckit");
	struct secret plain = SECRET_INIT;
	struct err e = ERR_INIT;
	uint64_t total = 0;

	ASSERT_WORKS(pbe_cost(s.algorithm, defaults(), &total, &e), &e);
	ck_assert_uint_eq(total, strcmp(files[_i], "scrypt") == 0 ?
	    16 * 2 * 3 * 2 : 3);
	ASSERT_WORKS(pbe_decrypt(s.algorithm, s.data, &p, &plain, &e), &e);
	ck_assert(holds(&plain, "ec.p8"));
	secret_clear(&plain);
	pbe_password_clear(&p);
	bytes_clear(&s.file);
}
END_TEST

START_TEST(wrong_password_is_called_that)
{
	struct shrouded s = shrouded("aes-256-cbc");
	struct pbe_password p = password("spckitx");
	struct secret plain = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(pbe_decrypt(s.algorithm, s.data, &p, &plain, &e), &e,
	    ERR_PASSWORD);
	ASSERT_SAYS(&e, "wrong password, or damaged");
	ck_assert_ptr_null(plain.data);
	pbe_password_clear(&p);
	bytes_clear(&s.file);
}
END_TEST

START_TEST(data_that_is_no_multiple_of_the_block_is_refused)
{
	struct shrouded s = shrouded("aes-256-cbc");
	struct pbe_password p = password("spckit");
	struct secret plain = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(pbe_decrypt(s.algorithm, view_sub(s.data, 0,
	    s.data.len - 1), &p, &plain, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "multiple of 16");
	ASSERT_REFUSED(pbe_decrypt(s.algorithm, view_of(NULL, 0), &p, &plain,
	    &e), &e, ERR_INPUT);
	pbe_password_clear(&p);
	bytes_clear(&s.file);
}
END_TEST

START_TEST(no_truncated_or_changed_algorithm_does_more_than_fail)
{
	struct shrouded s = shrouded(files[_i]);
	struct pbe_password p = password("spckit");
	struct secret plain = SECRET_INIT;
	unsigned char copy[256];
	struct err e = ERR_INIT;
	size_t n = s.algorithm.len;
	uint64_t total;
	struct limits few;

	limits_default(&few);
	few.value[LIMIT_ITERATIONS] = 5000;
	ck_assert_uint_le(n, sizeof(copy));
	for (size_t cut = 0; cut < n; cut++)
		ck_assert(!pbe_cost(view_of(s.algorithm.data, cut), &few,
		    (total = 0, &total), &e));
	for (size_t at = 0; at < n; at++) {
		memcpy(copy, s.algorithm.data, n);
		copy[at] ^= 1;
		if (!pbe_cost(view_of(copy, n), &few, (total = 0, &total),
		    &e))
			continue;
		if (pbe_decrypt(view_of(copy, n), s.data, &p, &plain, &e))
			secret_clear(&plain);
	}
	pbe_password_clear(&p);
	bytes_clear(&s.file);
}
END_TEST

/* ---- parameters ---- */

/* PBES2 of the given pieces, each a DER element in hex-free C strings. */
struct pieces {
	const char	*what;
	struct view	 iterations;	/* INTEGER body */
	uint64_t	 keylen;	/* 0: absent */
	size_t		 ivlen;
	enum err_code	 code;
	const char	*says;
};
#define BODY(lit)	{ (const unsigned char *)(lit), sizeof(lit) - 1 }

static const struct pieces pieces[] = {
	{ "good", BODY("\x01"), 32, 16, ERR_NONE, NULL },
	{ "no key length", BODY("\x01"), 0, 16, ERR_NONE, NULL },
	{ "zero iterations", BODY("\0"), 0, 16, ERR_INPUT, "iteration count" },
	{ "negative", BODY("\xff"), 0, 16, ERR_INPUT, "iteration count" },
	{ "65 bits", BODY("\x01\0\0\0\0\0\0\0\0"), 0, 16, ERR_INPUT,
	    "iteration count" },
	{ "2^31 - 1", BODY("\x7f\xff\xff\xff"), 0, 16, ERR_LIMIT,
	    "2147483647 iterations of a key derivation, more than the limit "
	    "of 5000000 (-limit iterations=N" },
	{ "2^64 - 1", BODY("\0\xff\xff\xff\xff\xff\xff\xff\xff"), 0, 16,
	    ERR_LIMIT, "-limit iterations=N" },
	{ "at the limit", BODY("\x4c\x4b\x40"), 0, 16, ERR_NONE, NULL },
	{ "above it", BODY("\x4c\x4b\x41"), 0, 16, ERR_LIMIT, "5000001" },
	{ "short key", BODY("\x01"), 16, 16, ERR_NONE, NULL },
	{ "long key", BODY("\x01"), 1 << 20, 16, ERR_NONE, NULL },
	{ "short iv", BODY("\x01"), 0, 15, ERR_INPUT, "15 bytes" },
	{ "long iv", BODY("\x01"), 0, 17, ERR_INPUT, "17 bytes" },
	{ "no iv", BODY("\x01"), 0, 0, ERR_INPUT, "0 bytes" },
};

static void
put_pbes2(struct bytes *b, const struct pieces *p)
{
	static const unsigned char zeros[32];
	size_t alg, params, func, kdf, enc;

	alg = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_PBES2);
	params = der_begin(b, DER_SEQUENCE);
	func = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_PBKDF2);
	kdf = der_begin(b, DER_SEQUENCE);
	der_put(b, DER_OCTET_STRING, view_of(zeros, 8));
	der_put(b, DER_INTEGER, p->iterations);
	if (p->keylen != 0)
		der_put_uint(b, p->keylen);
	der_end(b, kdf);
	der_end(b, func);
	enc = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_AES256_CBC);
	der_put(b, DER_OCTET_STRING, view_of(zeros, p->ivlen));
	der_end(b, enc);
	der_end(b, params);
	der_end(b, alg);
}

START_TEST(parameters_are_checked_before_the_first_hash)
{
	const struct pieces *p = &pieces[_i];
	struct bytes alg = BYTES_INIT;
	struct err e = ERR_INIT;
	uint64_t total = 0;

	put_pbes2(&alg, p);
	if (p->code == ERR_NONE)
		ASSERT_WORKS(pbe_cost(view_bytes(&alg), defaults(), &total,
		    &e), &e);
	else {
		ASSERT_REFUSED(pbe_cost(view_bytes(&alg), defaults(), &total,
		    &e), &e, p->code);
		ASSERT_SAYS(&e, p->says);
	}
	bytes_clear(&alg);
}
END_TEST

/* Old NSS asked for 32 bytes for AES-128. */
START_TEST(cipher_has_the_last_word_on_the_length_of_its_key)
{
	struct pbe_oddity odd = { 0, 0 };
	struct bytes alg = BYTES_INIT;
	struct err e = ERR_INIT;

	put_pbes2(&alg, &pieces[0]);
	ASSERT_WORKS(pbe_find_oddity(view_bytes(&alg), &odd, &e), &e);
	ck_assert_uint_eq(odd.asked, 0);
	bytes_truncate(&alg, 0);
	put_pbes2(&alg, &pieces[9]);
	ASSERT_WORKS(pbe_find_oddity(view_bytes(&alg), &odd, &e), &e);
	ck_assert(odd.asked == 16 && odd.taken == 32);
	bytes_clear(&alg);
}
END_TEST

START_TEST(sum_of_a_file_has_a_limit_of_its_own)
{
	struct bytes alg = BYTES_INIT;
	struct err e = ERR_INIT;
	uint64_t total = 0;

	put_pbes2(&alg, &pieces[7]);
	for (int i = 0; i < 2; i++)
		ASSERT_WORKS(pbe_cost(view_bytes(&alg), defaults(), &total,
		    &e), &e);
	ASSERT_REFUSED(pbe_cost(view_bytes(&alg), defaults(), &total, &e), &e,
	    ERR_LIMIT);
	ASSERT_SAYS(&e, "-limit total-iterations=N");
	total = UINT64_MAX;
	ASSERT_REFUSED(pbe_cost(view_bytes(&alg), defaults(), &total, &e), &e,
	    ERR_LIMIT);
	bytes_clear(&alg);
}
END_TEST

static const struct {
	const char	*what;
	uint64_t	 n, r, p;
	enum err_code	 code;
} scrypts[] = {
	{ "16 MiB", 16384, 8, 1, ERR_NONE },
	{ "64 MiB", 65536, 8, 1, ERR_NONE },
	{ "128 MiB", 131072, 8, 1, ERR_LIMIT },
	{ "wraps", (uint64_t)1 << 63, 2, 1, ERR_LIMIT },
	{ "wide", 2, UINT64_MAX, 1, ERR_LIMIT },
	{ "many", 2, 1, UINT64_MAX, ERR_LIMIT },
	{ "slow", 65536, 8, 16, ERR_LIMIT },
	{ "n no power of two", 1000, 8, 1, ERR_INPUT },
	{ "n of 1", 1, 8, 1, ERR_INPUT },
	{ "n of 0", 0, 8, 1, ERR_INPUT },
	{ "r of 0", 16, 0, 1, ERR_INPUT },
	{ "p of 0", 16, 8, 0, ERR_INPUT },
};

START_TEST(scrypt_is_bounded_in_memory_and_time)
{
	size_t alg, params, func, kdf, enc;
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;
	uint64_t total = 0;

	alg = der_begin(&b, DER_SEQUENCE);
	der_put_oid(&b, OID_PBES2);
	params = der_begin(&b, DER_SEQUENCE);
	func = der_begin(&b, DER_SEQUENCE);
	der_put_oid(&b, OID_SCRYPT);
	kdf = der_begin(&b, DER_SEQUENCE);
	der_put(&b, DER_OCTET_STRING, view_str("salt"));
	der_put_uint(&b, scrypts[_i].n);
	der_put_uint(&b, scrypts[_i].r);
	der_put_uint(&b, scrypts[_i].p);
	der_end(&b, kdf);
	der_end(&b, func);
	enc = der_begin(&b, DER_SEQUENCE);
	der_put_oid(&b, OID_AES256_CBC);
	der_put(&b, DER_OCTET_STRING, view_str("0123456789abcdef"));
	der_end(&b, enc);
	der_end(&b, params);
	der_end(&b, alg);
	if (scrypts[_i].code == ERR_NONE)
		ASSERT_WORKS(pbe_cost(view_bytes(&b), defaults(), &total, &e),
		    &e);
	else
		ASSERT_REFUSED(pbe_cost(view_bytes(&b), defaults(), &total,
		    &e), &e, scrypts[_i].code);
	bytes_clear(&b);
}
END_TEST

START_TEST(unknown_scheme_is_named_by_its_oid)
{
	static const unsigned char alg[] =
	    "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x01";
	struct err e = ERR_INIT;
	uint64_t total = 0;

	ASSERT_REFUSED(pbe_cost(view_of(alg, sizeof(alg) - 1), defaults(),
	    &total, &e), &e, ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, "1.2.840.113549.1.5.1");
}
END_TEST

/* ---- what we write ---- */

START_TEST(encrypted_opens_again_and_never_twice_the_same)
{
	enum pbe_profile profile = _i == 0 ? PBE_AES256_SHA256 : PBE_SHA1_3DES;
	struct bytes alg[2] = { BYTES_INIT, BYTES_INIT };
	struct bytes out[2] = { BYTES_INIT, BYTES_INIT };
	struct pbe_password p = password("\xc3\xa4");
	struct secret plain = SECRET_INIT;
	struct err e = ERR_INIT;
	struct view text = view_str("sixteen letters!");

	for (int i = 0; i < 2; i++) {
		ASSERT_WORKS(pbe_encrypt(profile, 2, text, &p, &alg[i],
		    &out[i], &e), &e);
		ASSERT_WORKS(pbe_decrypt(view_bytes(&alg[i]),
		    view_bytes(&out[i]), &p, &plain, &e), &e);
		ck_assert(view_equal(secret_view(&plain), text));
	}
	ck_assert(!view_equal(view_bytes(&alg[0]), view_bytes(&alg[1])));
	ck_assert(!view_equal(view_bytes(&out[0]), view_bytes(&out[1])));
	for (int i = 0; i < 2; i++) {
		bytes_clear(&alg[i]);
		bytes_clear(&out[i]);
	}
	secret_clear(&plain);
	pbe_password_clear(&p);
}
END_TEST

START_TEST(zero_iterations_are_never_written)
{
	struct bytes alg = BYTES_INIT, out = BYTES_INIT;
	struct pbe_password p = password("x");
	struct err e = ERR_INIT;

	ASSERT_REFUSED(pbe_encrypt(PBE_AES256_SHA256, 0, view_str("x"), &p,
	    &alg, &out, &e), &e, ERR_USAGE);
	pbe_password_clear(&p);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, password_becomes_utf16_with_a_terminator);
	tcase_add_test(tc, empty_password_is_a_terminator_and_none_is_nothing);
	tcase_add_test(tc,
	    password_that_is_no_utf8_is_refused_without_showing_it);
	tcase_add_loop_test(tc, every_scheme_of_openssl_opens, 0,
	    (int)COUNT_OF(files));
	tcase_add_test(tc, wrong_password_is_called_that);
	tcase_add_test(tc, data_that_is_no_multiple_of_the_block_is_refused);
	tcase_add_loop_test(tc,
	    no_truncated_or_changed_algorithm_does_more_than_fail, 0,
	    (int)COUNT_OF(files));
	tcase_add_loop_test(tc, parameters_are_checked_before_the_first_hash,
	    0, (int)COUNT_OF(pieces));
	tcase_add_test(tc, cipher_has_the_last_word_on_the_length_of_its_key);
	tcase_add_test(tc, sum_of_a_file_has_a_limit_of_its_own);
	tcase_add_loop_test(tc, scrypt_is_bounded_in_memory_and_time, 0,
	    (int)COUNT_OF(scrypts));
	tcase_add_test(tc, unknown_scheme_is_named_by_its_oid);
	tcase_add_loop_test(tc, encrypted_opens_again_and_never_twice_the_same,
	    0, 2);
	tcase_add_test(tc, zero_iterations_are_never_written);
}

UNIT_MAIN("pbe", add)
