#include "formats/key/rsakey.h"

#include "asn1/der.h"
#include "testkeys.h"

#define LIT(s)	view_of((s), sizeof(s) - 1)

/* A toy: p = 11, q = 17, e = 3, d = 107 (modulo 160). */
static const struct rsa_numbers toy = {
	.n = { (const unsigned char *)"\xbb", 1 },
	.e = { (const unsigned char *)"\x03", 1 },
	.d = { (const unsigned char *)"\x6b", 1 },
	.p = { (const unsigned char *)"\x0b", 1 },
	.q = { (const unsigned char *)"\x11", 1 },
	.dp = { (const unsigned char *)"\x07", 1 },
	.dq = { (const unsigned char *)"\x0b", 1 },
	.qinv = { (const unsigned char *)"\x02", 1 },
};

static struct limits
no_minimum(void)
{
	struct limits l;

	limits_default(&l);
	l.value[LIMIT_RSA_MIN] = 1;
	return l;
}

START_TEST(rsakey_accepts_numbers_that_agree)
{
	struct limits l = no_minimum();
	struct rsa_numbers r = toy;
	struct err e = ERR_INIT;

	ASSERT_WORKS(rsakey_check(&r, &l, &e), &e);
	/* d modulo the least common multiple, 80. */
	r.d = LIT("\x1b");
	ASSERT_WORKS(rsakey_check(&r, &l, &e), &e);
}
END_TEST

/* One number of the toy replaced. */
static const struct {
	const char	*what;
	size_t		 offset;
	const char	*bytes;
	size_t		 len;
	const char	*says;
} wrong[] = {
#define WRONG(field, lit, says)	\
	{ #field, offsetof(struct rsa_numbers, field), lit, sizeof(lit) - 1, says }
	WRONG(n, "\xb9", "product of p and q"),
	WRONG(n, "\xba", "even"),
	WRONG(n, "", "modulus n of the RSA key is zero"),
	WRONG(e, "", "exponent e of the RSA key is zero"),
	WRONG(e, "\x01", "even or 1"),
	WRONG(e, "\x02", "even or 1"),
	WRONG(e, "\x05", "inverse of e modulo p-1"),
	WRONG(e, "\xbd", "not below its modulus"),
	WRONG(e, "\x01\x01", "2 bytes"),
	WRONG(d, "", "zero"),
	WRONG(d, "\x6c", "inverse of e modulo p-1"),
	WRONG(d, "\x75", "inverse of e modulo q-1"),	/* right modulo 10 */
	WRONG(d, "\xc1", "not below its modulus"),
	WRONG(p, "", "zero"),
	WRONG(p, "\x01", "prime of the RSA key is 1"),
	WRONG(p, "\x0d", "product"),
	WRONG(q, "\x13", "product"),
	WRONG(q, "\x01", "prime of the RSA key is 1"),
	WRONG(dp, "\x08", "dp"),
	WRONG(dp, "\x11", "dp"),		/* right, but not reduced */
	WRONG(dq, "\x0c", "dq"),
	WRONG(dq, "\x1b", "dq"),
	WRONG(qinv, "\x03", "qinv"),
	WRONG(qinv, "\x0d", "not below prime p"),
#undef WRONG
};

START_TEST(rsakey_names_the_number_that_contradicts)
{
	struct limits l = no_minimum();
	struct rsa_numbers r = toy;
	struct err e = ERR_INIT;

	*(struct view *)((char *)&r + wrong[_i].offset) =
	    view_of(wrong[_i].bytes, wrong[_i].len);
	ASSERT_REFUSED(rsakey_check(&r, &l, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, wrong[_i].says);
}
END_TEST

START_TEST(rsakey_refuses_swapped_primes_with_the_old_crt_values)
{
	struct limits l = no_minimum();
	struct rsa_numbers r = toy;
	struct err e = ERR_INIT;

	r.p = toy.q;
	r.q = toy.p;
	ASSERT_REFUSED(rsakey_check(&r, &l, &e), &e, ERR_INPUT);
	/* With the CRT values swapped, too, it is the same key again. */
	r.dp = toy.dq;
	r.dq = toy.dp;
	r.qinv = LIT("\x0e");		/* 11 * 14 = 1 mod 17 */
	ASSERT_WORKS(rsakey_check(&r, &l, &e), &e);
}
END_TEST

START_TEST(rsakey_obeys_the_limits_to_the_bit)
{
	struct bytes der = fixture("rsa512.traditional");
	struct err e = ERR_INIT;
	struct rsa_numbers r;
	struct limits l;

	limits_default(&l);
	ASSERT_WORKS(rsakey_numbers(view_bytes(&der), &r, &e), &e);
	ASSERT_WORKS(rsakey_check(&r, &l, &e), &e);
	l.value[LIMIT_RSA_MIN] = 513;
	ASSERT_REFUSED(rsakey_check(&r, &l, &e), &e, ERR_LIMIT);
	ASSERT_SAYS(&e, "-limit rsa-min=N");
	l.value[LIMIT_RSA_MIN] = 512;
	l.value[LIMIT_RSA_MAX] = 512;
	ASSERT_WORKS(rsakey_check(&r, &l, &e), &e);
	l.value[LIMIT_RSA_MAX] = 511;
	ASSERT_REFUSED(rsakey_check(&r, &l, &e), &e, ERR_LIMIT);
	ASSERT_SAYS(&e, "-limit rsa-max=N");
	bytes_clear(&der);
}
END_TEST

START_TEST(rsakey_makes_canonical_structures)
{
	struct bytes der = fixture("rsa1031.p8");
	struct err e = ERR_INIT;
	struct rsa_numbers r;
	struct key *k;

	/* version, AlgorithmIdentifier: 3 + 15 bytes behind the header. */
	ASSERT_WORKS(rsakey_numbers(view_of(der.data + 4 + 18 + 4,
	    der.len - 26), &r, &e), &e);
	k = rsakey_make(&r, defaults(), &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert(view_equal(secret_view(&k->pkcs8), view_bytes(&der)));
	ck_assert(has_spki(k, "rsa1031.spki"));
	ck_assert_uint_eq(k->bits, 1031);
	ck_assert_int_eq(k->algorithm, KEY_RSA);
	ck_assert_str_eq(k->algorithm_name, "RSA");
	ck_assert_int_eq(k->spec, KEY_SPEC_NONE);
	key_free(k);
	bytes_clear(&der);
}
END_TEST

static void
toy_key(struct bytes *b, unsigned version, const char *n, size_t nlen,
    bool more)
{
	static const unsigned char rest[] = { 3, 107, 11, 17, 7, 11, 2 };
	size_t seq = der_begin(b, DER_SEQUENCE);

	der_put_uint(b, version);
	der_put(b, DER_INTEGER, view_of(n, nlen));
	for (size_t i = 0; i < sizeof(rest); i++)
		der_put_uint(b, rest[i]);
	if (more)
		der_put_null(b);
	der_end(b, seq);
}

static const struct {
	const char	*what;
	unsigned	 version;
	const char	*n;
	size_t		 nlen;
	bool		 more;
	enum err_code	 code;		/* ERR_NONE: fine */
} structures[] = {
	{ "whole",		0, "\x00\xbb", 2, false, ERR_NONE },
	{ "padded",		0, "\x00\x00\xbb", 3, false, ERR_NONE },
	{ "negative",		0, "\xbb", 1, false, ERR_INPUT },
	{ "empty integer",	0, "", 0, false, ERR_INPUT },
	{ "a tenth element",	0, "\x00\xbb", 2, true, ERR_INPUT },
	{ "multi-prime",	1, "\x00\xbb", 2, false, ERR_UNSUPPORTED },
	{ "version 2",		2, "\x00\xbb", 2, false, ERR_VERSION },
};

START_TEST(rsakey_judges_the_structure)
{
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;
	struct rsa_numbers r;

	toy_key(&b, structures[_i].version, structures[_i].n,
	    structures[_i].nlen, structures[_i].more);
	if (structures[_i].code != ERR_NONE) {
		ASSERT_REFUSED(rsakey_numbers(view_bytes(&b), &r, &e), &e,
		    structures[_i].code);
	} else {
		ASSERT_WORKS(rsakey_numbers(view_bytes(&b), &r, &e), &e);
		ck_assert(view_equal(r.n, LIT("\xbb")));
		ck_assert(view_equal(r.qinv, LIT("\x02")));
	}
	bytes_clear(&b);
}
END_TEST

START_TEST(rsakey_refuses_every_truncation_and_trailing_bytes)
{
	struct bytes der = fixture("rsa512.traditional");
	struct err e = ERR_INIT;
	struct rsa_numbers r;

	for (size_t n = 0; n < der.len; n++)
		ASSERT_REFUSED(rsakey_numbers(view_of(der.data, n), &r, &e),
		    &e, ERR_INPUT);
	bytes_add_u8(&der, 0);
	ASSERT_REFUSED(rsakey_numbers(view_bytes(&der), &r, &e), &e,
	    ERR_INPUT);
	bytes_clear(&der);
}
END_TEST

START_TEST(rsakey_keeps_another_algorithm_identifier_in_both)
{
	static const char pss[] =
	    "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a";
	struct limits l = no_minimum();
	struct err e = ERR_INIT;
	struct key *k;

	k = rsakey_make_as(&toy, LIT(pss), &l, &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert(view_equal(view_sub(view_bytes(&k->spki), 2,
	    sizeof(pss) - 1), LIT(pss)));
	ck_assert(view_equal(view_sub(secret_view(&k->pkcs8), 5,
	    sizeof(pss) - 1), LIT(pss)));
	key_free(k);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, rsakey_accepts_numbers_that_agree);
	tcase_add_loop_test(tc, rsakey_names_the_number_that_contradicts, 0,
	    COUNT_OF(wrong));
	tcase_add_test(tc,
	    rsakey_refuses_swapped_primes_with_the_old_crt_values);
	tcase_add_test(tc, rsakey_obeys_the_limits_to_the_bit);
	tcase_add_test(tc, rsakey_makes_canonical_structures);
	tcase_add_loop_test(tc, rsakey_judges_the_structure, 0,
	    COUNT_OF(structures));
	tcase_add_test(tc, rsakey_refuses_every_truncation_and_trailing_bytes);
	tcase_add_test(tc, rsakey_keeps_another_algorithm_identifier_in_both);
}

UNIT_MAIN("rsakey", add)
