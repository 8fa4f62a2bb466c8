#include <stdio.h>

#include "cert/key.h"
#include "testcert.h"
#include "unit.h"

#define EC_OID	"\x2a\x86\x48\xce\x3d\x02\x01"
#define DSA_OID	"\x2a\x86\x48\xce\x38\x04\x01"
#define P256	"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"
#define P384	"\x06\x05\x2b\x81\x04\x00\x22"

/* A key that has no more than its public half: matching needs no other. */
static struct key *
public_only(enum key_algorithm algorithm, struct view spki)
{
	struct err e = ERR_INIT;
	struct key *k = key_new(&e);

	ck_assert_ptr_nonnull(k);
	k->algorithm = algorithm;
	ASSERT_WORKS(bytes_set(&k->spki, spki, &e), &e);
	return k;
}

static void
put_spki(struct bytes *b, const char *oid, size_t oid_len, struct view params,
    struct view bits)
{
	size_t spki = der_begin(b, DER_SEQUENCE), m;

	m = der_begin(b, DER_SEQUENCE);
	der_put(b, DER_OID, view_of(oid, oid_len));
	bytes_add_view(b, params);
	der_end(b, m);
	m = der_begin(b, DER_BIT_STRING);
	bytes_add_u8(b, 0);
	bytes_add_view(b, bits);
	der_end(b, m);
	der_end(b, spki);
}

#define LIT(s)	{ (const unsigned char *)(s), sizeof(s) - 1 }

static const struct {
	const char	*what;
	struct view	 params;
	struct view	 point;
	bool		 match;
} ec_cases[] = {
	{ "uncompressed", LIT(P256), LIT("\x04XXXXYYY\x03"), true },
	{ "hybrid", LIT(P256), LIT("\x07XXXXYYY\x03"), true },
	{ "compressed, odd", LIT(P256), LIT("\x03XXXX"), true },
	{ "compressed, even", LIT(P256), LIT("\x02XXXX"), false },
	{ "another X", LIT(P256), LIT("\x03XXXx"), false },
	{ "another Y", LIT(P256), LIT("\x04XXXXYYY\x05"), false },
	{ "another curve", LIT(P384), LIT("\x04XXXXYYY\x03"), false },
	{ "a curve written out", LIT("\x30\x00"), LIT("\x04XXXXYYY\x03"),
	  true },
	{ "the point at infinity", LIT(P256), LIT("\x00"), false },
	{ "no point", LIT(P256), LIT(""), false },
	{ "an unknown form", LIT(P256), LIT("\x05XXXXYYY\x03"), false },
};

START_TEST(key_matches_an_ec_point_in_every_form)
{
	static const struct view p256 = LIT(P256),
	    point = LIT("\x04XXXXYYY\x03");
	struct bytes own = BYTES_INIT, other = BYTES_INIT;
	struct key *k;

	put_spki(&own, EC_OID, 7, p256, point);
	put_spki(&other, EC_OID, 7, ec_cases[_i].params, ec_cases[_i].point);
	k = public_only(KEY_EC, view_bytes(&own));
	ck_assert_msg(key_matches_spki(k, view_bytes(&other)) ==
	    ec_cases[_i].match, "%s", ec_cases[_i].what);
	key_free(k);
	bytes_clear(&own);
	bytes_clear(&other);
}
END_TEST

START_TEST(key_matches_rsa_under_its_three_names)
{
	static const char last[] = { 0x01, 0x07, 0x0a };
	struct bytes own = BYTES_INIT, other = BYTES_INIT;
	unsigned char *oid;
	struct key *k;

	testcert_rsa_spki(&own, 0);
	k = public_only(KEY_RSA, view_bytes(&own));
	for (size_t i = 0; i < sizeof(last); i++) {
		bytes_clear(&other);
		testcert_rsa_spki(&other, 0);
		oid = memmem(other.data, other.len, "\xf7\x0d\x01\x01\x01", 5);
		ck_assert_ptr_nonnull(oid);
		oid[4] = (unsigned char)last[i];
		ck_assert(key_matches_spki(k, view_bytes(&other)));
	}
	bytes_clear(&other);
	testcert_rsa_spki(&other, 1);
	ck_assert(!key_matches_spki(k, view_bytes(&other)));
	ck_assert(!key_matches_spki(k, view_str("rubbish")));
	key_free(k);
	bytes_clear(&own);
	bytes_clear(&other);
}
END_TEST

#define PQG	"\x30\x09\x02\x01\x07\x02\x01\x03\x02\x01\x02"

static const struct {
	const char	*what;
	struct view	 params;
	struct view	 y;
	bool		 match;
} dsa_cases[] = {
	{ "the same", LIT(PQG), LIT("\x02\x01\x04"), true },
	{ "inherited parameters", LIT(""), LIT("\x02\x01\x04"), true },
	{ "NULL parameters", LIT("\x05\x00"), LIT("\x02\x01\x04"), true },
	{ "leading zeros", LIT(PQG), LIT("\x02\x02\x00\x04"), true },
	{ "another y", LIT(PQG), LIT("\x02\x01\x05"), false },
	{ "another g", LIT("\x30\x09\x02\x01\x07\x02\x01\x03\x02\x01\x04"),
	  LIT("\x02\x01\x04"), false },
};

START_TEST(key_matches_dsa_by_y_and_what_parameters_there_are)
{
	static const struct view pqg = LIT(PQG), y = LIT("\x02\x01\x04");
	struct bytes own = BYTES_INIT, other = BYTES_INIT;
	struct key *k;

	put_spki(&own, DSA_OID, 7, pqg, y);
	put_spki(&other, DSA_OID, 7, dsa_cases[_i].params, dsa_cases[_i].y);
	k = public_only(KEY_DSA, view_bytes(&own));
	ck_assert_msg(key_matches_spki(k, view_bytes(&other)) ==
	    dsa_cases[_i].match, "%s", dsa_cases[_i].what);
	key_free(k);
	bytes_clear(&own);
	bytes_clear(&other);
}
END_TEST

START_TEST(keylist_drops_a_duplicate_and_keeps_what_it_knew)
{
	struct keylist l = KEYLIST_INIT;
	struct bytes spki = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *second;

	testcert_rsa_spki(&spki, 0);
	ASSERT_WORKS(keylist_add(&l, public_only(KEY_RSA, view_bytes(&spki)),
	    &e), &e);
	second = public_only(KEY_RSA, view_bytes(&spki));
	second->spec = AT_SIGNATURE;
	second->friendly_name = strdup("name");
	ASSERT_WORKS(keylist_add(&l, second, &e), &e);
	ck_assert_uint_eq(l.count, 1);
	ck_assert_int_eq(l.items[0]->spec, AT_SIGNATURE);
	ck_assert_str_eq(l.items[0]->friendly_name, "name");
	keylist_clear(&l);
	keylist_clear(&l);
	bytes_clear(&spki);
}
END_TEST

START_TEST(key_of_unknown_algorithm_has_no_public_key)
{
	unsigned char out[SHA256_LEN];
	struct err e = ERR_INIT;
	struct key *k = key_new(&e);

	ck_assert_ptr_nonnull(k);
	k->algorithm = KEY_UNKNOWN;
	ck_assert(!key_spki_sha256(k, out));
	ck_assert(!key_matches_spki(k, view_str("")));
	key_free(k);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, key_matches_an_ec_point_in_every_form, 0,
	    COUNT_OF(ec_cases));
	tcase_add_test(tc, key_matches_rsa_under_its_three_names);
	tcase_add_loop_test(tc,
	    key_matches_dsa_by_y_and_what_parameters_there_are, 0,
	    COUNT_OF(dsa_cases));
	tcase_add_test(tc, keylist_drops_a_duplicate_and_keeps_what_it_knew);
	tcase_add_test(tc, key_of_unknown_algorithm_has_no_public_key);
}

UNIT_MAIN("key", add)
