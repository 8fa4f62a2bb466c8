#include "formats/key/eckey.h"

#include "asn1/der.h"
#include "testkeys.h"

#define LIT(s)	view_of((s), sizeof(s) - 1)

#define P256	"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"
/* secp160r1's number + 0x7f: nobody's curve. */
#define NOBODY	"\x06\x05\x2b\x81\x04\x00\x7f"

static const char *const forms[] = {
	"ec.traditional", "ec-compressed.traditional",
	"ec-nopublic.traditional",
};

START_TEST(eckey_makes_one_key_of_every_form_of_its_point)
{
	struct bytes der = fixture(forms[_i]);
	struct err e = ERR_INIT;
	struct ec_numbers n;
	struct key *k;

	ASSERT_WORKS(eckey_numbers(view_bytes(&der), &n, &e), &e);
	ck_assert(view_equal(n.params, LIT(P256)));
	ck_assert_uint_eq(n.x.len, 32);
	ck_assert_uint_eq(n.point.len, _i == 0 ? 65 : _i == 1 ? 33 : 0);
	k = eckey_make(&n, &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert(has_spki(k, "ec.spki"));
	ck_assert(holds(&k->pkcs8, "ec.p8"));
	ck_assert_uint_eq(k->bits, 256);
	ck_assert_int_eq(k->algorithm, KEY_EC);
	ck_assert_str_eq(k->algorithm_name, "EC");
	key_free(k);
	bytes_clear(&der);
}
END_TEST

START_TEST(eckey_refuses_the_point_of_another_number)
{
	struct bytes der = fixture(forms[_i]);
	struct err e = ERR_INIT;
	struct ec_numbers n;

	/* The last byte of the number: 30 77 02 01 01 04 20, then 32. */
	der.data[7 + 31] ^= 1;
	ASSERT_WORKS(eckey_numbers(view_bytes(&der), &n, &e), &e);
	ASSERT_REFUSED(eckey_make(&n, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "does not belong");
	der.data[7 + 31] ^= 1;
	der.data[der.len - 1] ^= 1;
	ASSERT_REFUSED(eckey_make(&n, &e), &e, ERR_INPUT);
	bytes_clear(&der);
}
END_TEST

#define ORDER	"\xff\xff\xff\xff\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff" \
		"\xbc\xe6\xfa\xad\xa7\x17\x9e\x84\xf3\xb9\xca\xc2\xfc\x63\x25"

static const struct {
	const char	*what;
	const char	*x;
	size_t		 len;
	bool		 good;
} numbers[] = {
	{ "nothing", "", 0, false },
	{ "zero", "\0\0", 2, false },
	{ "one", "\1", 1, true },
	{ "one, padded", "\0\0\0\1", 4, true },
	{ "order - 1", ORDER "\x50", 32, true },
	{ "order", ORDER "\x51", 32, false },
	{ "order + 1", ORDER "\x52", 32, false },
	{ "33 bytes", "\1" ORDER "\x50", 33, false },
};

START_TEST(eckey_takes_numbers_below_the_order)
{
	struct ec_numbers n = {
		.params = LIT(P256),
		.x = { (const unsigned char *)numbers[_i].x, numbers[_i].len },
	};
	struct err e = ERR_INIT;
	struct key *k;

	k = eckey_make(&n, &e);
	if (numbers[_i].good) {
		ASSERT_WORKS(k != NULL, &e);
		/* However it came, it is stored in the curve's width. */
		ck_assert_uint_eq(k->pkcs8.len, 138);
	} else {
		ASSERT_REFUSED(k != NULL, &e, ERR_INPUT);
		ASSERT_SAYS(&e, "not between 0 and the order");
	}
	key_free(k);
}
END_TEST

START_TEST(eckey_refuses_a_number_of_absurd_length)
{
	static const unsigned char zeros[4096];
	struct ec_numbers n = {
		.params = LIT(P256), .x = { zeros, sizeof(zeros) },
	};
	struct err e = ERR_INIT;

	ASSERT_REFUSED(eckey_make(&n, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "4096 bytes");
}
END_TEST

START_TEST(eckey_knows_curves_by_name_and_by_numbers)
{
	struct bytes der = fixture("ec-explicit.p8");
	struct der d = der_open(view_bytes(&der)), info, alg;
	struct err e = ERR_INIT;
	struct tlv t, oid, params;
	struct ec_numbers n;
	struct key *k;

	ck_assert(der_enter(&d, DER_SEQUENCE, &info));
	ck_assert(der_take(&info, DER_INTEGER, &t));
	ck_assert(der_enter(&info, DER_SEQUENCE, &alg));
	ck_assert(der_take(&alg, DER_OID, &oid) && der_next(&alg, &params));
	ck_assert(eckey_knows(params.whole));
	ck_assert(eckey_knows(LIT(P256)));
	ck_assert(!eckey_knows(LIT(NOBODY)));
	/* Numbers are judged later, every cut of them refused. */
	n.x = LIT("\1");
	n.point = view_of(NULL, 0);
	for (size_t len = 0; len < params.whole.len; len++) {
		n.params = view_sub(params.whole, 0, len);
		ASSERT_REFUSED(eckey_make(&n, &e), &e, ERR_UNSUPPORTED);
	}
	n.params = params.whole;
	k = eckey_make(&n, &e);
	ASSERT_WORKS(k != NULL, &e);
	key_free(k);
	n.params = LIT(NOBODY);
	ASSERT_REFUSED(eckey_make(&n, &e), &e, ERR_UNSUPPORTED);
	n.params = LIT("\x05\x00");
	ASSERT_REFUSED(eckey_make(&n, &e), &e, ERR_UNSUPPORTED);
	bytes_clear(&der);
}
END_TEST

/* ECPrivateKey { version, 04 01 01, [1] point } */
static const struct {
	const char	*what;
	const char	*der;
	size_t		 len;
	enum err_code	 code;
} structures[] = {
#define S(what, lit, code)	{ what, lit, sizeof(lit) - 1, code }
	S("number alone", "\x30\x06\x02\x01\x01\x04\x01\x01", ERR_NONE),
	S("version 0", "\x30\x06\x02\x01\x00\x04\x01\x01", ERR_VERSION),
	S("version 2", "\x30\x06\x02\x01\x02\x04\x01\x01", ERR_VERSION),
	S("no number", "\x30\x03\x02\x01\x01", ERR_INPUT),
	S("point", "\x30\x0c\x02\x01\x01\x04\x01\x01\xa1\x04\x03\x02\x00\x04",
	    ERR_NONE),
	S("empty point", "\x30\x0b\x02\x01\x01\x04\x01\x01\xa1\x03\x03\x01\x00",
	    ERR_INPUT),
	S("odd bits", "\x30\x0c\x02\x01\x01\x04\x01\x01\xa1\x04\x03\x02\x01\x04",
	    ERR_INPUT),
	S("trailing byte", "\x30\x06\x02\x01\x01\x04\x01\x01\x00", ERR_INPUT),
#undef S
};

START_TEST(eckey_judges_the_structure)
{
	struct view der = view_of(structures[_i].der, structures[_i].len);
	struct err e = ERR_INIT;
	struct ec_numbers n;

	if (structures[_i].code == ERR_NONE)
		ASSERT_WORKS(eckey_numbers(der, &n, &e), &e);
	else
		ASSERT_REFUSED(eckey_numbers(der, &n, &e), &e,
		    structures[_i].code);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc,
	    eckey_makes_one_key_of_every_form_of_its_point, 0, 3);
	tcase_add_loop_test(tc, eckey_refuses_the_point_of_another_number, 0,
	    2);
	tcase_add_loop_test(tc, eckey_takes_numbers_below_the_order, 0,
	    COUNT_OF(numbers));
	tcase_add_test(tc, eckey_refuses_a_number_of_absurd_length);
	tcase_add_test(tc, eckey_knows_curves_by_name_and_by_numbers);
	tcase_add_loop_test(tc, eckey_judges_the_structure, 0,
	    COUNT_OF(structures));
}

UNIT_MAIN("eckey", add)
