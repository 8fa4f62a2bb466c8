#include "formats/key/msblob.h"

#include "formats/key/pkcs8.h"
#include "testkeys.h"

enum { TYPE = 0, ALG = 4, MAGIC = 8, BITLEN = 12, RSA_N = 20 };

static const struct {
	const char	*blob, *spki;
	unsigned	 bits;
	enum key_spec	 spec;
} good[] = {
	{ "rsa512.blob",  "rsa512.spki",  512,	AT_KEYEXCHANGE },
	{ "rsa1031.blob", "rsa1031.spki", 1031,	AT_KEYEXCHANGE },
	{ "dsa.blob",	  "dsa.spki",	  1024,	AT_SIGNATURE },
};

static struct key *
read_blob(const struct bytes *b, struct err *e)
{
	return msblob_read(view_bytes(b), defaults(), e);
}

START_TEST(msblob_reads_and_writes_the_same_bytes)
{
	struct bytes in = fixture(good[_i].blob), out = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *k = read_blob(&in, &e);

	ASSERT_WORKS(k != NULL, &e);
	ck_assert(msblob_is(view_bytes(&in)));
	ck_assert(has_spki(k, good[_i].spki));
	ck_assert_uint_eq(k->bits, good[_i].bits);
	ck_assert_int_eq(k->spec, good[_i].spec);
	ck_assert(!k->was_encrypted);
	ASSERT_WORKS(msblob_write(k, k->spec, &out, &e), &e);
	/* The seed of DSA's primes is not kept: the counter of -1 says so. */
	ck_assert(is_fixture(&out, good[_i].blob));
	key_free(k);
	bytes_clear(&in);
	bytes_clear(&out);
}
END_TEST

START_TEST(msblob_takes_the_key_spec_from_the_algorithm)
{
	struct bytes in = fixture("rsa512.blob"), out = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *k;

	put_le32(&in, ALG, 0x2400);
	k = read_blob(&in, &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert_int_eq(k->spec, AT_SIGNATURE);
	ASSERT_WORKS(msblob_write(k, AT_SIGNATURE, &out, &e), &e);
	ck_assert(view_equal(view_bytes(&in), view_bytes(&out)));
	bytes_clear(&out);
	ASSERT_WORKS(msblob_write(k, KEY_SPEC_NONE, &out, &e), &e);
	ck_assert(is_fixture(&out, "rsa512.blob"));
	key_free(k);
	bytes_clear(&in);
	bytes_clear(&out);
}
END_TEST

static const struct {
	const char	*what;
	size_t		 off;
	uint32_t	 value;
	enum err_code	 code;
	const char	*says;
} fields[] = {
	{ "session key", TYPE, 0x0201, ERR_INPUT, "SIMPLEBLOB" },
	{ "public", TYPE, 0x0206, ERR_INPUT, "PUBLICKEYBLOB" },
	{ "symmetric", TYPE, 0x0208, ERR_INPUT, "PLAINTEXTKEYBLOB" },
	{ "opaque", TYPE, 0x0209, ERR_INPUT, "OPAQUEKEYBLOB" },
	{ "type 0", TYPE, 0x0200, ERR_INPUT, "type 0x00" },
	{ "type 5", TYPE, 0x0205, ERR_INPUT, "type 0x05" },
	{ "type 0xff", TYPE, 0x02ff, ERR_INPUT, "type 0xff" },
	{ "version 3", TYPE, 0x0307, ERR_VERSION, "version 3" },
	{ "version 0", TYPE, 0x0007, ERR_VERSION, "version 0" },
	{ "reserved", TYPE, 0x00010207, ERR_INPUT, "reserved" },
	{ "Diffie-Hellman", ALG, 0xaa01, ERR_INPUT, "0x0000aa01" },
	{ "DSA holding RSA2", ALG, 0x2200, ERR_INPUT, "0x2200 holds RSA2" },
	{ "RSA holding DSS2", MAGIC, 0x32535344, ERR_INPUT, "0xa400 holds DSS2" },
	{ "RSA1", MAGIC, 0x31415352, ERR_INPUT, "public key (RSA1)" },
	{ "no magic", MAGIC, 0, ERR_INPUT, "neither RSA2 nor DSS2" },
	{ "no bits", BITLEN, 0, ERR_INPUT, "0 bits has 20" },
	{ "one bit more", BITLEN, 513, ERR_INPUT, "513 bits" },
	{ "all bits", BITLEN, 0xffffffff, ERR_INPUT, "4294967295 bits" },
	{ "e even", RSA_N - 4, 0x10000, ERR_INPUT, "exponent e" },
	{ "e zero", RSA_N - 4, 0, ERR_INPUT, "exponent e" },
};

START_TEST(msblob_names_the_field_that_is_wrong)
{
	struct bytes in = fixture("rsa512.blob");
	struct err e = ERR_INIT;

	put_le32(&in, fields[_i].off, fields[_i].value);
	ASSERT_REFUSED(read_blob(&in, &e), &e, fields[_i].code);
	ASSERT_SAYS(&e, fields[_i].says);
	bytes_clear(&in);
}
END_TEST

START_TEST(msblob_is_only_what_it_can_read)
{
	struct bytes in = fixture("rsa512-public.blob");
	struct err e = ERR_INIT;

	ck_assert(!msblob_is(view_bytes(&in)));
	ASSERT_REFUSED(read_blob(&in, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "public half alone");
	bytes_clear(&in);
	ck_assert(!msblob_is(view_of("\x07\x02\0\0\x00\xa4\0", 7)));
	ck_assert(msblob_is(view_of("\x07\x02\0\0\x00\xa4\0\0", 8)));
	ck_assert(msblob_is(view_of("\x07\x02\0\0\x00\x22\0\0", 8)));
	ck_assert(!msblob_is(view_of("\x07\x03\0\0\x00\x22\0\0", 8)));
	ck_assert(!msblob_is(view_of("\x07\x02\0\0\x0e\x66\0\0", 8)));
	ck_assert(!msblob_is(view_of("\x07\x02\1\0\x00\xa4\0\0", 8)));
}
END_TEST

START_TEST(msblob_refuses_every_other_length)
{
	struct bytes in = fixture(good[_i].blob);
	struct err e = ERR_INIT;

	bytes_add_u8(&in, 0);
	ASSERT_REFUSED(read_blob(&in, &e), &e, ERR_INPUT);
	in.len -= 2;
	for (; in.len > 0; in.len--) {
		struct bytes cut = BYTES_INIT;

		bytes_init(&cut, in.len);
		bytes_add_view(&cut, view_bytes(&in));
		ASSERT_REFUSED(read_blob(&cut, &e), &e, ERR_INPUT);
		bytes_clear(&cut);
	}
	bytes_clear(&in);
}
END_TEST

/* The same number of bytes, another number of bits: what counts is n. */
START_TEST(msblob_accepts_a_bit_length_rounded_up)
{
	struct bytes in = fixture("rsa1031.blob");
	struct err e = ERR_INIT;
	struct key *k;

	put_le32(&in, BITLEN, 1032);
	k = read_blob(&in, &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert_uint_eq(k->bits, 1031);
	ck_assert(has_spki(k, "rsa1031.spki"));
	key_free(k);
	bytes_clear(&in);
}
END_TEST

START_TEST(msblob_refuses_a_modulus_shorter_than_its_bit_length)
{
	struct bytes in = fixture("rsa512.blob");
	struct err e = ERR_INIT;

	in.data[RSA_N + 63] = 0;
	ASSERT_REFUSED(read_blob(&in, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "63 bytes where the bit length says 64");
	bytes_clear(&in);
}
END_TEST

/* Keys a blob has no room for. */
static const struct {
	const char	*file, *says;
} homeless[] = {
	{ "ec.p8",	 "not EC" },
	{ "ed25519.p8",	 "not Ed25519" },
	{ "dsa-q224.p8", "prime q of 28 bytes" },
	{ "rsa512-e5.p8", "public exponent e of 5 bytes" },
};

START_TEST(msblob_says_what_does_not_fit)
{
	struct bytes der = fixture(homeless[_i].file), out = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *k;

	k = pkcs8_read(view_bytes(&der), defaults(), &e);
	ASSERT_WORKS(k != NULL, &e);
	ASSERT_REFUSED(msblob_write(k, AT_SIGNATURE, &out, &e), &e,
	    ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, homeless[_i].says);
	ck_assert_uint_eq(out.len, 0);
	key_free(k);
	bytes_clear(&der);
}
END_TEST

START_TEST(msblob_checks_the_header_alone)
{
	struct bytes in = fixture("rsa512.blob");
	struct err e = ERR_INIT;

	ASSERT_WORKS(msblob_check_header(view_sub(view_bytes(&in), 0, 16), &e),
	    &e);
	ASSERT_REFUSED(msblob_check_header(view_sub(view_bytes(&in), 0, 15),
	    &e), &e, ERR_INPUT);
	ck_assert(msblob_is_magic(view_sub(view_bytes(&in), 8, 4)));
	ck_assert(!msblob_is_magic(view_sub(view_bytes(&in), 8, 3)));
	ck_assert(!msblob_is_magic(view_sub(view_bytes(&in), 7, 4)));
	bytes_clear(&in);
}
END_TEST

static void
add(TCase *tc)
{
	int n = COUNT_OF(good);

	tcase_add_loop_test(tc, msblob_reads_and_writes_the_same_bytes, 0, n);
	tcase_add_test(tc, msblob_takes_the_key_spec_from_the_algorithm);
	tcase_add_loop_test(tc, msblob_names_the_field_that_is_wrong, 0,
	    COUNT_OF(fields));
	tcase_add_test(tc, msblob_is_only_what_it_can_read);
	tcase_add_loop_test(tc, msblob_refuses_every_other_length, 0, n);
	tcase_add_test(tc, msblob_accepts_a_bit_length_rounded_up);
	tcase_add_test(tc,
	    msblob_refuses_a_modulus_shorter_than_its_bit_length);
	tcase_add_loop_test(tc, msblob_says_what_does_not_fit, 0,
	    COUNT_OF(homeless));
	tcase_add_test(tc, msblob_checks_the_header_alone);
}

UNIT_MAIN("msblob", add)
