#include <stdio.h>

#include "asn1/der.h"
#include "chain/order.h"
#include "chain/pair.h"
#include "testcert.h"
#include "unit.h"

static struct key *
key_of(unsigned seed)
{
	struct err e = ERR_INIT;
	struct key *k = key_new(&e);

	ck_assert_ptr_nonnull(k);
	k->algorithm = KEY_RSA;
	testcert_rsa_spki(&k->spki, seed);
	return k;
}

static void
put(struct certlist *l, const struct testcert *t)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(certlist_add(l, testcert_new(t), &e), &e);
}

static const struct testcert
	root = { .subject = "Root", .ca = true, .seed = 1, .skid = "root" },
	cross = { .subject = "Root", .issuer = "Other root", .ca = true,
	    .seed = 1, .skid = "root" },
	inter = { .subject = "Inter", .issuer = "Root", .ca = true, .seed = 2,
	    .skid = "inter", .akid = "root" },
	leaf = { .subject = "Leaf", .issuer = "Inter", .seed = 3,
	    .akid = "inter" },
	renewed = { .subject = "Leaf", .issuer = "Inter", .seed = 3,
	    .akid = "inter", .serial = 2, .not_after = "490201000000Z" },
	stranger = { .subject = "Stranger", .seed = 9 };

static const struct testcert *const orders[][5] = {
	{ &leaf, &inter, &root, &cross, &stranger },
	{ &stranger, &cross, &root, &inter, &leaf },
	{ &root, &leaf, &stranger, &inter, &cross },
};

START_TEST(pair_finds_the_leaf_and_orders_the_chain)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;
	struct identity *id;

	for (size_t i = 0; i < COUNT_OF(orders[0]); i++)
		put(&c.certs, orders[_i][i]);
	ASSERT_WORKS(keylist_add(&c.keys, key_of(3), &e), &e);
	id = pair_take(&c, 0, &e);
	ck_assert_msg(id != NULL, "%s", e.msg);
	ck_assert_uint_eq(id->chain.count, 3);
	ck_assert(view_equal(id->chain.items[0]->scan.skid, view_str("inter")));
	/* The cross-certificate before the root, which comes last. */
	ck_assert(!certscan_self_signed(&id->chain.items[1]->scan));
	ck_assert(certscan_self_signed(&id->chain.items[2]->scan));
	ck_assert_uint_eq(id->unrelated.count, 1);
	ck_assert(c.keys.count == 0 && c.certs.count == 0);
	identity_free(id);
	contents_clear(&c);
}
END_TEST

START_TEST(pair_takes_the_certificate_valid_for_the_longest)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;
	struct identity *id;

	put(&c.certs, _i == 0 ? &leaf : &renewed);
	put(&c.certs, _i == 0 ? &renewed : &leaf);
	ASSERT_WORKS(keylist_add(&c.keys, key_of(3), &e), &e);
	id = pair_take(&c, 0, &e);
	ck_assert_ptr_nonnull(id);
	ck_assert(view_equal(id->leaf->scan.serial, view_of("\x02", 1)));
	ck_assert_uint_eq(id->unrelated.count, 1);
	identity_free(id);
	contents_clear(&c);
}
END_TEST

START_TEST(pair_drops_copies_of_the_leaf_and_of_others)
{
	static const struct testcert *const twice[] = { &leaf, &leaf, &inter,
	    &stranger, &inter, &leaf, &stranger };
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;
	struct identity *id;

	for (size_t i = 0; i < COUNT_OF(twice); i++)
		put(&c.certs, twice[i]);
	ASSERT_WORKS(keylist_add(&c.keys, key_of(3), &e), &e);
	id = pair_take(&c, 0, &e);
	ck_assert_ptr_nonnull(id);
	ck_assert_uint_eq(id->chain.count, 1);
	ck_assert_uint_eq(id->unrelated.count, 1);
	identity_free(id);
	contents_clear(&c);
}
END_TEST

START_TEST(pair_says_when_no_certificate_belongs_to_the_key)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	put(&c.certs, &inter);
	put(&c.certs, &root);
	ASSERT_WORKS(keylist_add(&c.keys, key_of(3), &e), &e);
	ASSERT_REFUSED(pair_take(&c, 0, &e) != NULL, &e, ERR_NO_MATCH);
	ASSERT_SAYS(&e, "2 checked");
	ck_assert_uint_eq(c.certs.count, 2);
	contents_clear(&c);
}
END_TEST

/* With the algorithm of these certificates, which is said not to be known. */
static struct key *
unknown_key(struct view algorithm)
{
	struct bytes der = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *k = key_new(&e);
	size_t seq;

	ck_assert_ptr_nonnull(k);
	k->algorithm = KEY_UNKNOWN;
	snprintf(k->algorithm_name, sizeof(k->algorithm_name), "1.2.3");
	seq = der_begin(&der, DER_SEQUENCE);
	der_put_uint(&der, 0);
	bytes_add_view(&der, algorithm);
	der_put(&der, DER_OCTET_STRING, view_str("secret"));
	der_end(&der, seq);
	ASSERT_WORKS(secret_set(&k->pkcs8, view_bytes(&der), &e), &e);
	bytes_clear(&der);
	return k;
}

static struct view
algorithm_of(const struct cert *c)
{
	struct der d = der_open(c->scan.spki), seq;
	struct tlv t;

	ck_assert(der_enter(&d, DER_SEQUENCE, &seq) &&
	    der_take(&seq, DER_SEQUENCE, &t));
	return t.whole;
}

START_TEST(pair_takes_a_key_of_unknown_algorithm_by_local_key_id)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;
	struct identity *id;

	put(&c.certs, &inter);
	put(&c.certs, &leaf);
	ASSERT_WORKS(keylist_add(&c.keys, unknown_key(algorithm_of(
	    c.certs.items[0])), &e), &e);
	ASSERT_REFUSED(pair_take(&c, 0, &e) != NULL, &e, ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, "1.2.3 cannot be computed");
	/* On all of them, and the CA's is valid for as long. */
	bytes_add_u8(&c.keys.items[0]->local_key_id, 7);
	bytes_add_u8(&c.certs.items[0]->local_key_id, 7);
	bytes_add_u8(&c.certs.items[1]->local_key_id, 7);
	id = pair_take(&c, 0, &e);
	ck_assert_ptr_nonnull(id);
	ck_assert(view_equal(id->leaf->scan.akid, view_str("inter")));
	identity_free(id);
	contents_clear(&c);
}
END_TEST

START_TEST(pair_never_takes_a_certificate_of_another_algorithm)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	put(&c.certs, &leaf);
	ASSERT_WORKS(keylist_add(&c.keys, unknown_key(view_of(
	    "\x30\x04\x06\x02\x2a\x03", 6)), &e), &e);
	bytes_add_u8(&c.keys.items[0]->local_key_id, 7);
	bytes_add_u8(&c.certs.items[0]->local_key_id, 7);
	ASSERT_REFUSED(pair_take(&c, 0, &e) != NULL, &e, ERR_UNSUPPORTED);
	contents_clear(&c);
}
END_TEST

START_TEST(order_ends_on_two_certificates_that_issued_each_other)
{
	static const struct testcert a = { .subject = "A", .issuer = "B" },
	    b = { .subject = "B", .issuer = "A", .seed = 1 };
	struct certlist from = CERTLIST_INIT, chain = CERTLIST_INIT,
	    rest = CERTLIST_INIT;
	struct cert *start = testcert_new(&leaf);
	struct err e = ERR_INIT;

	put(&from, &a);
	put(&from, &b);
	ASSERT_WORKS(order_chain(start, &from, &chain, &rest, &e), &e);
	ck_assert(chain.count == 0 && rest.count == 2 && from.count == 0);
	certlist_clear(&rest);
	cert_free(start);

	start = testcert_new(&a);
	put(&from, &a);
	put(&from, &b);
	ASSERT_WORKS(order_chain(start, &from, &chain, &rest, &e), &e);
	ck_assert(chain.count == 1 && rest.count == 0);
	certlist_clear(&chain);
	certlist_clear(&from);
	cert_free(start);
}
END_TEST

START_TEST(order_tells_issuers_of_one_name_apart_by_key_identifier)
{
	static const struct testcert old = { .subject = "Inter",
	    .issuer = "Root", .ca = true, .seed = 7, .skid = "old" };
	struct cert *c = testcert_new(&leaf), *right = testcert_new(&inter),
	    *wrong = testcert_new(&old);

	ck_assert(order_is_issuer(right, c));
	ck_assert(!order_is_issuer(wrong, c));
	cert_free(c);
	cert_free(right);
	cert_free(wrong);
}
END_TEST

START_TEST(identity_cannot_be_built_of_strangers)
{
	struct err e = ERR_INIT;

	ASSERT_REFUSED(identity_new(key_of(3), testcert_new(&root), &e) !=
	    NULL, &e, ERR_NO_MATCH);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, pair_finds_the_leaf_and_orders_the_chain, 0,
	    COUNT_OF(orders));
	tcase_add_loop_test(tc,
	    pair_takes_the_certificate_valid_for_the_longest, 0, 2);
	tcase_add_test(tc, pair_drops_copies_of_the_leaf_and_of_others);
	tcase_add_test(tc, pair_says_when_no_certificate_belongs_to_the_key);
	tcase_add_test(tc,
	    pair_takes_a_key_of_unknown_algorithm_by_local_key_id);
	tcase_add_test(tc,
	    pair_never_takes_a_certificate_of_another_algorithm);
	tcase_add_test(tc,
	    order_ends_on_two_certificates_that_issued_each_other);
	tcase_add_test(tc,
	    order_tells_issuers_of_one_name_apart_by_key_identifier);
	tcase_add_test(tc, identity_cannot_be_built_of_strangers);
}

UNIT_MAIN("pair", add)
