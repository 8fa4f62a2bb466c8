#include "formats/key/pvk.h"
#include "testkeys.h"
#include "wipes.h"

enum { RESERVED = 4, KEYTYPE = 8, ENCRYPTED = 12, SALTLEN = 16, KEYLEN = 20,
       SALT = 24 };

static struct secret
password(const char *s)
{
	struct secret p = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&p, view_str(s), &e), &e);
	return p;
}

static struct key *
read_with(const struct bytes *b, const char *pw, struct err *e)
{
	struct secret p = SECRET_INIT;
	struct key *k;

	if (pw != NULL)
		p = password(pw);
	k = pvk_read(view_bytes(b), &p, defaults(), e);
	secret_clear(&p);
	return k;
}

static const struct {
	const char	*file, *spki;
	enum key_algorithm algorithm;
	unsigned	 bits;
	enum key_spec	 spec;
	bool		 encrypted;
} good[] = {
	{ "rsa512-none.pvk",   "rsa512.spki", KEY_RSA, 512,  AT_KEYEXCHANGE, false },
	{ "rsa512-weak.pvk",   "rsa512.spki", KEY_RSA, 512,  AT_KEYEXCHANGE, true },
	{ "rsa512-strong.pvk", "rsa512.spki", KEY_RSA, 512,  AT_KEYEXCHANGE, true },
	{ "dsa-none.pvk",      "dsa.spki",    KEY_DSA, 1024, AT_SIGNATURE, false },
	{ "dsa-weak.pvk",      "dsa.spki",    KEY_DSA, 1024, AT_SIGNATURE, true },
	{ "dsa-strong.pvk",    "dsa.spki",    KEY_DSA, 1024, AT_SIGNATURE, true },
};

START_TEST(pvk_reads_every_encryption_of_both_algorithms)
{
	struct bytes in = fixture(good[_i].file);
	struct err e = ERR_INIT;
	struct key *k;

	k = read_with(&in, good[_i].encrypted ? "spckit" : NULL, &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert(has_spki(k, good[_i].spki));
	ck_assert_int_eq(k->algorithm, good[_i].algorithm);
	ck_assert_uint_eq(k->bits, good[_i].bits);
	ck_assert_int_eq(k->spec, good[_i].spec);
	ck_assert_int_eq(k->was_encrypted, good[_i].encrypted);
	ck_assert(pvk_is(view_bytes(&in)));
	key_free(k);
	bytes_clear(&in);
}
END_TEST

START_TEST(pvk_tells_wrong_missing_and_empty_password_apart)
{
	struct bytes in = fixture("rsa512-strong.pvk");
	struct err e = ERR_INIT;

	ASSERT_REFUSED(read_with(&in, "Spckit", &e), &e, ERR_PASSWORD);
	ASSERT_SAYS(&e, "wrong password, or damaged");
	ASSERT_REFUSED(read_with(&in, "", &e), &e, ERR_PASSWORD);
	ASSERT_REFUSED(read_with(&in, NULL, &e), &e, ERR_PASSWORD_NEEDED);
	ASSERT_REFUSED(pvk_read(view_bytes(&in), NULL, defaults(), &e), &e,
	    ERR_PASSWORD_NEEDED);
	bytes_clear(&in);
}
END_TEST

START_TEST(pvk_ignores_a_password_it_does_not_need)
{
	struct bytes in = fixture("rsa512-none.pvk");
	struct err e = ERR_INIT;
	struct key *k = read_with(&in, "anything", &e);

	ASSERT_WORKS(k != NULL, &e);
	key_free(k);
	bytes_clear(&in);
}
END_TEST

/* One field of rsa512-none.pvk (or the encrypted one) set to a value. */
static const struct {
	const char	*what;
	bool		 strong;
	size_t		 off;
	uint32_t	 value;
	enum err_code	 code;
	const char	*says;
} fields[] = {
	{ "key spec 0", false, KEYTYPE, 0, ERR_INPUT, "key spec 0" },
	{ "key spec 3", false, KEYTYPE, 3, ERR_INPUT, "key spec 3" },
	{ "key spec 2^32-1", false, KEYTYPE, 0xffffffff, ERR_INPUT, "4294967295" },
	{ "encrypted without salt", false, ENCRYPTED, 1, ERR_INPUT, "has no salt" },
	{ "flag 2", true, ENCRYPTED, 2, ERR_INPUT, "encryption flag 2" },
	{ "salt without encrypted", true, ENCRYPTED, 0, ERR_INPUT, "salt of 16" },
	{ "no salt", true, SALTLEN, 0, ERR_INPUT, "has no salt" },
	{ "salt one longer", true, SALTLEN, 17, ERR_INPUT, "need 349" },
	{ "salt one shorter", true, SALTLEN, 15, ERR_INPUT, "1 bytes after" },
	{ "salt at the limit", true, SALTLEN, 1024, ERR_INPUT, "ends after 348" },
	{ "salt over the limit", true, SALTLEN, 1025, ERR_INPUT, "at most 1024" },
	{ "salt that wraps", true, SALTLEN, 0xfffffff0, ERR_INPUT, "4294967280" },
	{ "key one longer", false, KEYLEN, 309, ERR_INPUT, "need 333" },
	{ "key one shorter", false, KEYLEN, 307, ERR_INPUT, "1 bytes after" },
	{ "key at the limit", false, KEYLEN, 65536, ERR_INPUT, "ends after 332" },
	{ "key over the limit", false, KEYLEN, 65537, ERR_LIMIT, "key-file" },
	{ "key that wraps", false, KEYLEN, 0xffffffff, ERR_LIMIT, "4294967295" },
	{ "public blob", false, SALT, 0x00000206, ERR_INPUT, "PUBLICKEYBLOB" },
	{ "public blob, encrypted", true, SALT + 16, 0x00000206, ERR_INPUT, "PUBLICKEYBLOB" },
	{ "blob version 3", false, SALT, 0x00000307, ERR_VERSION, "version 3" },
	{ "blob version 1", true, SALT + 16, 0x00000107, ERR_VERSION, "version 1" },
	{ "algorithm AES", false, SALT + 4, 0x660e, ERR_INPUT, "0x0000660e" },
	{ "algorithm DSA", false, SALT + 4, 0x2200, ERR_INPUT, "holds RSA2" },
	{ "magic RSA1", false, SALT + 8, 0x31415352, ERR_INPUT, "RSA1" },
	{ "4096 bits", false, SALT + 12, 4096, ERR_INPUT, "4096 bits" },
	{ "2^32-1 bits", false, SALT + 12, 0xffffffff, ERR_INPUT, "4294967295 bits" },
	{ "no magic", false, 0, 0xb0b5f11f, ERR_FORMAT, "not a PVK file" },
};

START_TEST(pvk_names_the_field_that_is_wrong)
{
	struct bytes in = fixture(fields[_i].strong ? "rsa512-strong.pvk" :
	    "rsa512-none.pvk");
	struct err e = ERR_INIT;

	put_le32(&in, fields[_i].off, fields[_i].value);
	ASSERT_REFUSED(read_with(&in, "spckit", &e), &e, fields[_i].code);
	ASSERT_SAYS(&e, fields[_i].says);
	bytes_clear(&in);
}
END_TEST

START_TEST(pvk_refuses_bytes_behind_the_end)
{
	struct bytes in = fixture("rsa512-none.pvk");
	struct err e = ERR_INIT;

	bytes_add_u8(&in, 0);
	ASSERT_REFUSED(read_with(&in, NULL, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "1 bytes after");
	bytes_clear(&in);
}
END_TEST

/* Key lengths under a blob header, where a careless reader looks too far. */
START_TEST(pvk_refuses_a_key_too_short_for_a_blob)
{
	const char *file = _i % 2 == 0 ? "rsa512-none.pvk" :
	    "rsa512-strong.pvk";
	size_t keylen = (size_t)_i / 2, head = _i % 2 == 0 ? SALT : SALT + 16;
	struct bytes in = fixture(file);
	struct err e = ERR_INIT;

	put_le32(&in, KEYLEN, (uint32_t)keylen);
	bytes_truncate(&in, head + keylen);
	ASSERT_REFUSED(read_with(&in, "spckit", &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "short");
	bytes_clear(&in);
}
END_TEST

START_TEST(pvk_refuses_every_truncation)
{
	struct bytes in = fixture(good[_i].file);
	struct err e = ERR_INIT;

	while (in.len > 0) {
		/* A copy of its own size, so that a sanitizer sees the end. */
		struct bytes cut = BYTES_INIT;
		struct key *k;

		bytes_truncate(&in, in.len - 1);
		bytes_init(&cut, in.len + 1);
		bytes_add_view(&cut, view_bytes(&in));
		k = read_with(&cut, "spckit", &e);
		ck_assert_msg(k == NULL, "%zu bytes are enough", in.len);
		ck_assert_int_eq(e.code, in.len < 4 ? ERR_FORMAT : ERR_INPUT);
		bytes_clear(&cut);
	}
	bytes_clear(&in);
}
END_TEST

/* A flip may go unnoticed only where nothing of the key is: the reserved word,
 * and what the header's key spec overrules in the blob's algorithm. */
static bool
is_harmless(size_t off, int bit, size_t blob, enum key_algorithm algorithm,
    size_t end)
{
	if (off >= RESERVED && off < RESERVED + 4)
		return true;
	if (algorithm == KEY_RSA)
		return off == blob + 5 && bit == 7;
	return off >= end - 24;		/* the seed of DSA's p and q */
}

/* A DSA blob holds x but not y: a flip in x makes another whole key, which
 * only the certificate can tell. */
static bool
is_another_key(size_t off, enum key_algorithm algorithm, size_t end)
{
	return algorithm == KEY_DSA && off >= end - 24 - 20 && off < end - 24;
}

START_TEST(pvk_never_takes_a_flipped_bit_for_another_key)
{
	struct bytes in = fixture(good[_i].file);
	size_t blob = good[_i].encrypted ? SALT + 16 : SALT;
	/* DSA costs two powers a try: one bit a byte is plenty. */
	int step = good[_i].algorithm == KEY_RSA ? 1 : 8;

	for (size_t i = 0; i < in.len * 8; i += (size_t)step) {
		size_t off = i / 8;
		int bit = step == 1 ? (int)(i % 8) : (int)(off % 8);
		struct err e = ERR_INIT;
		struct key *k;

		if (is_another_key(off, good[_i].algorithm, in.len))
			continue;
		in.data[off] ^= (unsigned char)(1 << bit);
		k = read_with(&in, "spckit", &e);
		ck_assert_msg((k != NULL) == is_harmless(off, bit, blob,
		    good[_i].algorithm, in.len), "offset %zu, bit %d: %s", off,
		    bit, k != NULL ? "accepted" : e.msg);
		if (k != NULL) {
			ck_assert(has_spki(k, good[_i].spki));
			ck_assert_int_eq(k->spec, good[_i].spec);
		}
		key_free(k);
		in.data[off] ^= (unsigned char)(1 << bit);
	}
	bytes_clear(&in);
}
END_TEST

START_TEST(pvk_gives_a_dsa_key_of_another_x_another_public_key)
{
	struct bytes in = fixture("dsa-none.pvk");
	struct err e = ERR_INIT;
	struct key *k;

	in.data[in.len - 24 - 20] ^= 1;
	k = read_with(&in, NULL, &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert(!has_spki(k, "dsa.spki"));
	key_free(k);
	bytes_clear(&in);
}
END_TEST

START_TEST(pvk_lets_the_header_decide_the_key_spec)
{
	struct bytes in = fixture("rsa512-none.pvk");
	struct err e = ERR_INIT;
	struct key *k;

	put_le32(&in, SALT + 4, 0x2400);
	k = read_with(&in, NULL, &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert_int_eq(k->spec, AT_KEYEXCHANGE);
	key_free(k);
	put_le32(&in, KEYTYPE, AT_SIGNATURE);
	put_le32(&in, SALT + 4, 0xa400);
	k = read_with(&in, NULL, &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert_int_eq(k->spec, AT_SIGNATURE);
	key_free(k);
	bytes_clear(&in);
}
END_TEST

START_TEST(pvk_calls_damage_behind_the_right_password_damage)
{
	struct bytes in = fixture("rsa512-strong.pvk");
	struct err e = ERR_INIT;

	in.data[in.len - 1] ^= 1;
	ASSERT_REFUSED(read_with(&in, "spckit", &e), &e, ERR_INPUT);
	in.data[in.len - 1] ^= 1;
	in.data[SALT + 16 + 8] ^= 1;	/* the magic itself */
	ASSERT_REFUSED(read_with(&in, "spckit", &e), &e, ERR_PASSWORD);
	bytes_clear(&in);
}
END_TEST

START_TEST(pvk_never_repeats_the_password)
{
	struct bytes in = fixture("rsa512-strong.pvk");
	struct err e = ERR_INIT;

	ASSERT_REFUSED(read_with(&in, "xyzzy", &e), &e, ERR_PASSWORD);
	ck_assert_ptr_null(strstr(e.msg, "xyzzy"));
	bytes_clear(&in);
}
END_TEST

START_TEST(pvk_writes_byte_for_byte_what_it_read)
{
	static const char *const plain[] = {
		"rsa512-none.pvk", "dsa-none.pvk",
	};
	struct bytes in = fixture(plain[_i]), out = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *k;

	k = read_with(&in, NULL, &e);
	ASSERT_WORKS(k != NULL, &e);
	ASSERT_WORKS(pvk_write(k, k->spec, PVK_PLAIN, NULL, &out, &e), &e);
	ck_assert(is_fixture(&out, plain[_i]));
	key_free(k);
	bytes_clear(&in);
	bytes_clear(&out);
}
END_TEST

static const struct {
	enum pvk_cipher	 cipher;
	enum key_spec	 spec, becomes;
	const char	*password;
} written[] = {
	{ PVK_PLAIN,   KEY_SPEC_NONE,  AT_KEYEXCHANGE, NULL },
	{ PVK_PLAIN,   AT_SIGNATURE,   AT_SIGNATURE,   NULL },
	{ PVK_RC4_40,  AT_KEYEXCHANGE, AT_KEYEXCHANGE, "weak" },
	{ PVK_RC4_128, AT_SIGNATURE,   AT_SIGNATURE,   "p\xe4ss" },
	{ PVK_RC4_128, AT_SIGNATURE,   AT_SIGNATURE,   "" },
};

START_TEST(pvk_reads_what_it_wrote)
{
	struct bytes in = fixture("rsa512-none.pvk"), out = BYTES_INIT;
	struct secret pw = SECRET_INIT;
	struct err e = ERR_INIT;
	struct key *k, *again;

	if (written[_i].password != NULL)
		pw = password(written[_i].password);
	k = read_with(&in, NULL, &e);
	ASSERT_WORKS(k != NULL, &e);
	ASSERT_WORKS(pvk_write(k, written[_i].spec, written[_i].cipher, &pw,
	    &out, &e), &e);
	again = read_with(&out, written[_i].password, &e);
	ASSERT_WORKS(again != NULL, &e);
	ck_assert(secret_equal(&k->pkcs8, &again->pkcs8));
	ck_assert_int_eq(again->spec, written[_i].becomes);
	if (written[_i].cipher != PVK_PLAIN)
		ASSERT_REFUSED(read_with(&out, "other", &e), &e, ERR_PASSWORD);
	key_free(k);
	key_free(again);
	secret_clear(&pw);
	bytes_clear(&in);
	bytes_clear(&out);
}
END_TEST

START_TEST(pvk_is_not_encrypted_without_a_password)
{
	struct bytes in = fixture("rsa512-none.pvk"), out = BYTES_INIT;
	struct secret none = SECRET_INIT;
	struct err e = ERR_INIT;
	struct key *k = read_with(&in, NULL, &e);

	ASSERT_WORKS(k != NULL, &e);
	ASSERT_REFUSED(pvk_write(k, AT_SIGNATURE, PVK_RC4_128, &none, &out,
	    &e), &e, ERR_PASSWORD_NEEDED);
	ck_assert_uint_eq(out.len, 0);
	key_free(k);
	bytes_clear(&in);
}
END_TEST

START_TEST(pvk_salts_every_file_anew)
{
	struct bytes in = fixture("rsa512-none.pvk"), a = BYTES_INIT,
	    b = BYTES_INIT;
	struct secret pw = password("pw");
	struct err e = ERR_INIT;
	struct key *k = read_with(&in, NULL, &e);

	ASSERT_WORKS(k != NULL, &e);
	ASSERT_WORKS(pvk_write(k, AT_SIGNATURE, PVK_RC4_128, &pw, &a, &e), &e);
	ASSERT_WORKS(pvk_write(k, AT_SIGNATURE, PVK_RC4_128, &pw, &b, &e), &e);
	ck_assert_uint_eq(a.len, b.len);
	ck_assert(memcmp(a.data + SALT, b.data + SALT, 16) != 0);
	key_free(k);
	secret_clear(&pw);
	bytes_clear(&in);
	bytes_clear(&a);
	bytes_clear(&b);
}
END_TEST

/* The key that the password makes, and its digest. */
START_TEST(pvk_wipes_what_it_derived)
{
	struct bytes in = fixture("rsa512-none.pvk"), out = BYTES_INIT;
	struct secret pw = password("pw");
	struct err e = ERR_INIT;
	struct key *k = read_with(&in, NULL, &e);

	ASSERT_WORKS(k != NULL, &e);
	wipe_count = 0;
	ASSERT_WORKS(pvk_write(k, AT_SIGNATURE, PVK_RC4_128, &pw, &out, &e),
	    &e);
	ck_assert_uint_eq(wipes_of(16), 1);
	ck_assert_uint_eq(wipes_of(20), 1);
	key_free(k);
	wipe_count = 0;
	k = read_with(&out, "pw", &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert_uint_eq(wipes_of(16), 1);
	ck_assert_uint_eq(wipes_of(20), 1);
	key_free(k);
	secret_clear(&pw);
	bytes_clear(&in);
	bytes_clear(&out);
}
END_TEST

static void
add(TCase *tc)
{
	int n = COUNT_OF(good);

	tcase_add_loop_test(tc, pvk_reads_every_encryption_of_both_algorithms,
	    0, n);
	tcase_add_test(tc, pvk_tells_wrong_missing_and_empty_password_apart);
	tcase_add_test(tc, pvk_ignores_a_password_it_does_not_need);
	tcase_add_loop_test(tc, pvk_names_the_field_that_is_wrong, 0,
	    COUNT_OF(fields));
	tcase_add_test(tc, pvk_refuses_bytes_behind_the_end);
	tcase_add_loop_test(tc, pvk_refuses_a_key_too_short_for_a_blob, 0, 32);
	tcase_add_loop_test(tc, pvk_refuses_every_truncation, 0, n);
	tcase_add_loop_test(tc, pvk_never_takes_a_flipped_bit_for_another_key,
	    0, n);
	tcase_add_test(tc,
	    pvk_gives_a_dsa_key_of_another_x_another_public_key);
	tcase_add_test(tc, pvk_lets_the_header_decide_the_key_spec);
	tcase_add_test(tc, pvk_calls_damage_behind_the_right_password_damage);
	tcase_add_test(tc, pvk_never_repeats_the_password);
	tcase_add_loop_test(tc, pvk_writes_byte_for_byte_what_it_read, 0, 2);
	tcase_add_loop_test(tc, pvk_reads_what_it_wrote, 0, COUNT_OF(written));
	tcase_add_test(tc, pvk_is_not_encrypted_without_a_password);
	tcase_add_test(tc, pvk_wipes_what_it_derived);
	tcase_add_test(tc, pvk_salts_every_file_anew);
}

UNIT_MAIN("pvk", add)
