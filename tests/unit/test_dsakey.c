#include "formats/key/dsakey.h"

#include <stddef.h>

#include "formats/key/pkcs8.h"
#include "testkeys.h"

/* The fixture's key and its numbers. */
struct opened {
	struct key		*key;
	struct dsa_numbers	 n;
	struct bytes		 y;
};

static struct opened
open_fixture(const char *name)
{
	struct bytes der = fixture(name);
	struct opened o = { .y = BYTES_INIT };
	struct err e = ERR_INIT;

	o.key = pkcs8_read(view_bytes(&der), defaults(), &e);
	ASSERT_WORKS(o.key != NULL, &e);
	ASSERT_WORKS(dsakey_numbers(o.key, &o.n, &o.y, &e), &e);
	bytes_clear(&der);
	return o;
}

static void
close_fixture(struct opened *o)
{
	key_free(o->key);
	bytes_clear(&o->y);
}

START_TEST(dsakey_makes_the_structures_openssl_makes)
{
	struct opened o = open_fixture("dsa.p8");
	struct err e = ERR_INIT;
	struct key *k;

	k = dsakey_make(&o.n, &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert(holds(&k->pkcs8, "dsa.p8"));
	ck_assert(has_spki(k, "dsa.spki"));
	ck_assert_uint_eq(k->bits, 1024);
	ck_assert_int_eq(k->algorithm, KEY_DSA);
	ck_assert_str_eq(k->algorithm_name, "DSA");
	key_free(k);
	close_fixture(&o);
}
END_TEST

START_TEST(dsakey_computes_the_public_key)
{
	struct opened o = open_fixture("dsa-q224.p8");
	struct dsa_numbers n = o.n, again;
	struct bytes y = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *k;

	n.y = view_of(NULL, 0);
	ASSERT_WORKS((k = dsakey_make(&n, &e)) != NULL, &e);
	ASSERT_WORKS(dsakey_numbers(k, &again, &y, &e), &e);
	ck_assert(view_equal(again.y, o.n.y));
	bytes_clear(&y);
	key_free(k);
	close_fixture(&o);
}
END_TEST

enum change { FLIP_LOW, EMPTY, ONE, SAME_AS_P, SAME_AS_Q, SHORT, LONG };

static const struct {
	const char	*what;
	size_t		 offset;
	enum change	 change;
	enum err_code	 code;
	const char	*says;
} wrong[] = {
#define AT(f)	#f, offsetof(struct dsa_numbers, f)
	{ AT(p), FLIP_LOW,  ERR_INPUT, "even" },
	{ AT(p), EMPTY,     ERR_LIMIT, "p of 0 bits" },
	{ AT(p), SHORT,     ERR_LIMIT, "accepted are 512 to 10000" },
	{ AT(p), LONG,      ERR_LIMIT, "1251 bytes" },
	{ AT(q), FLIP_LOW,  ERR_INPUT, "even" },
	{ AT(q), EMPTY,     ERR_INPUT, "q of 0 bits" },
	{ AT(q), ONE,       ERR_INPUT, "q of 1 bits" },
	{ AT(q), SAME_AS_P, ERR_INPUT, "q of 1024 bits" },
	{ AT(g), FLIP_LOW,  ERR_INPUT, "generator g" },
	{ AT(g), EMPTY,     ERR_INPUT, "between 1 and p" },
	{ AT(g), ONE,       ERR_INPUT, "between 1 and p" },
	{ AT(g), SAME_AS_P, ERR_INPUT, "between 1 and p" },
	{ AT(x), FLIP_LOW,  ERR_INPUT, "not g^x" },
	{ AT(x), EMPTY,     ERR_INPUT, "between 0 and q" },
	{ AT(x), SAME_AS_Q, ERR_INPUT, "between 0 and q" },
	{ AT(y), FLIP_LOW,  ERR_INPUT, "not g^x" },
	{ AT(y), EMPTY,     ERR_INPUT, "not g^x" },
	{ AT(y), ONE,       ERR_INPUT, "not g^x" },
#undef AT
};

START_TEST(dsakey_names_the_number_that_contradicts)
{
	static const unsigned char one[] = { 1 };
	static const unsigned char large[1251] = { 1 };
	struct opened o = open_fixture("dsa.p8");
	struct view *v = (struct view *)((char *)&o.n + wrong[_i].offset);
	struct bytes copy = BYTES_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(bytes_set(&copy, *v, &e), &e);
	copy.data[copy.len - 1] ^= 1;
	switch (wrong[_i].change) {
	case FLIP_LOW:
		*v = view_bytes(&copy);
		break;
	case EMPTY:
		*v = view_of("", 0);
		break;
	case ONE:
		*v = view_of(one, sizeof(one));
		break;
	case SAME_AS_P:
		*v = o.n.p;
		break;
	case SAME_AS_Q:
		*v = o.n.q;
		break;
	case SHORT:
		*v = view_sub(*v, 0, 63);
		break;
	case LONG:
		*v = view_of(large, sizeof(large));
		break;
	}
	ASSERT_REFUSED(dsakey_make(&o.n, &e) != NULL, &e, wrong[_i].code);
	ASSERT_SAYS(&e, wrong[_i].says);
	bytes_clear(&copy);
	close_fixture(&o);
}
END_TEST

START_TEST(dsakey_refuses_the_prime_of_another_group)
{
	struct opened a = open_fixture("dsa.p8");
	struct opened b = open_fixture("dsa-q224.p8");
	struct err e = ERR_INIT;

	a.n.q = b.n.q;
	ASSERT_REFUSED(dsakey_make(&a.n, &e) != NULL, &e, ERR_INPUT);
	ASSERT_SAYS(&e, "does not divide p-1");
	close_fixture(&a);
	close_fixture(&b);
}
END_TEST

START_TEST(dsakey_gives_no_numbers_of_another_kind_of_key)
{
	struct bytes der = fixture("ec.p8"), y = BYTES_INIT;
	struct err e = ERR_INIT;
	struct dsa_numbers n;
	struct key *k;

	k = pkcs8_read(view_bytes(&der), defaults(), &e);
	ASSERT_WORKS(k != NULL, &e);
	ASSERT_REFUSED(dsakey_numbers(k, &n, &y, &e), &e, ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, "EC key");
	key_free(k);
	bytes_clear(&der);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, dsakey_makes_the_structures_openssl_makes);
	tcase_add_test(tc, dsakey_computes_the_public_key);
	tcase_add_loop_test(tc, dsakey_names_the_number_that_contradicts, 0,
	    COUNT_OF(wrong));
	tcase_add_test(tc, dsakey_refuses_the_prime_of_another_group);
	tcase_add_test(tc, dsakey_gives_no_numbers_of_another_kind_of_key);
}

UNIT_MAIN("dsakey", add)
