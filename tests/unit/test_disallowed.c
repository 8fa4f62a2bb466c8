#include "chain/disallowed.h"

#include "base/text.h"
#include "testcert.h"
#include "unit.h"

static struct cert *
named(const char *subject, unsigned seed)
{
	struct testcert t = { .subject = subject, .seed = seed };

	return testcert_new(&t);
}

static bool
is_disallowed(struct disallowed *d, const struct cert *c)
{
	struct err e = ERR_INIT;
	bool is;

	ASSERT_WORKS(disallowed_has(d, c, &is, &e), &e);
	return is;
}

static void
add_hash(struct disallowed *d, enum disallowed_by by, const char *digest,
    size_t len, struct view v)
{
	unsigned char id[DISALLOWED_ID];
	struct err e = ERR_INIT;

	ASSERT_WORKS(osslctx_hash(digest, v, id, len, &e), &e);
	ASSERT_WORKS(disallowed_add(d, by, view_of(id, len), &e), &e);
}

START_TEST(disallowed_by_thumbprint_is_that_certificate_alone)
{
	struct cert *c = named("a", 1), *renewed = named("b", 1);

	for (int i = 0; i < 2; i++) {
		struct disallowed d = DISALLOWED_INIT;

		add_hash(&d, i == 0 ? DISALLOWED_SHA1 : DISALLOWED_SHA256,
		    i == 0 ? "SHA1" : "SHA256", i == 0 ? 20 : 32,
		    view_bytes(&c->der));
		ck_assert(is_disallowed(&d, c));
		ck_assert(!is_disallowed(&d, renewed));
		disallowed_clear(&d);
	}
	cert_free(c);
	cert_free(renewed);
}
END_TEST

static const struct { const char *digest; size_t len; } digests[] = {
	{ "MD5", 16 }, { "SHA1", 20 }, { "SHA256", 32 }, { "SHA384", 48 },
	{ "SHA512", 64 },
};

START_TEST(disallowed_by_hash_is_whatever_signature_it_has)
{
	struct cert *c = named("a", 1), *other = named("b", 1), *again;
	struct disallowed d = DISALLOWED_INIT;
	struct err e = ERR_INIT;

	add_hash(&d, DISALLOWED_HASH, digests[_i].digest, digests[_i].len,
	    c->scan.tbs);
	ck_assert(is_disallowed(&d, c));
	ck_assert(!is_disallowed(&d, other));
	/* The last byte is one of the signature. */
	again = cert_dup(c, &e);
	again->der.data[again->der.len - 1] ^= 1;
	ck_assert(is_disallowed(&d, again));
	cert_free(again);
	cert_free(c);
	cert_free(other);
	disallowed_clear(&d);
}
END_TEST

START_TEST(disallowed_by_key_is_every_certificate_of_it)
{
	struct cert *c = named("a", 1), *renewed = named("b", 1);
	struct cert *other = named("a", 2);
	struct disallowed d = DISALLOWED_INIT;

	add_hash(&d, DISALLOWED_HASH, "MD5", 16, c->scan.key_bits);
	ck_assert(is_disallowed(&d, c));
	ck_assert(is_disallowed(&d, renewed));
	ck_assert(!is_disallowed(&d, other));
	disallowed_clear(&d);
	/* SHA-1 of a key is not a kind of entry. */
	add_hash(&d, DISALLOWED_HASH, "SHA1", 20, c->scan.key_bits);
	ck_assert(!is_disallowed(&d, c));
	disallowed_clear(&d);
	cert_free(c);
	cert_free(renewed);
	cert_free(other);
}
END_TEST

START_TEST(disallowed_reads_what_it_writes)
{
	struct disallowed d = DISALLOWED_INIT, again = DISALLOWED_INIT;
	struct bytes text = BYTES_INIT, twice = BYTES_INIT;
	struct cert *c = named("a", 1);
	struct err e = ERR_INIT;

	for (size_t i = 0; i < COUNT_OF(digests); i++)
		add_hash(&d, DISALLOWED_HASH, digests[i].digest,
		    digests[i].len, view_str("something"));
	add_hash(&d, DISALLOWED_SHA1, "SHA1", 20, view_bytes(&c->der));
	bytes_add_str(&text, "# a comment\n\n");
	disallowed_write(&d, &text);
	ASSERT_WORKS(disallowed_read(&again, view_bytes(&text), &e), &e);
	ck_assert_uint_eq(again.count, d.count);
	ck_assert(is_disallowed(&again, c));
	bytes_add_str(&twice, "# a comment\n\n");
	disallowed_write(&again, &twice);
	ck_assert(view_equal(view_bytes(&text), view_bytes(&twice)));
	bytes_clear(&text);
	bytes_clear(&twice);
	disallowed_clear(&d);
	disallowed_clear(&again);
	cert_free(c);
}
END_TEST

#define TWENTY	"0102030405060708090a0b0c0d0e0f1011121314"

static const char *const damaged[] = {
	"sha1 " TWENTY,				/* no end of line */
	"sha1 " TWENTY "15\n",
	"sha1 0102\n",
	"sha1\n",
	"sha1 xyz\n",
	"md5 01020304050607080910111213141516\n",
	"hash 010203\n",
	"hash \n",
	"sha256 " TWENTY "\n",
};

START_TEST(disallowed_refuses_a_damaged_file)
{
	struct disallowed d = DISALLOWED_INIT;
	struct bytes text = BYTES_INIT;
	struct err e = ERR_INIT;

	bytes_add_str(&text, "sha1 " TWENTY "\n");
	bytes_add_str(&text, damaged[_i]);
	ASSERT_REFUSED(disallowed_read(&d, view_bytes(&text), &e), &e,
	    ERR_INPUT);
	ASSERT_SAYS(&e, "line 2");
	bytes_clear(&text);
	disallowed_clear(&d);
}
END_TEST

START_TEST(disallowed_has_a_limit)
{
	struct disallowed d = DISALLOWED_INIT;
	unsigned char id[SHA1_LEN] = { 0 };
	struct err e = ERR_INIT;

	for (int i = 0; i < DISALLOWED_MAX; i++) {
		memcpy(id, &i, sizeof(i));
		ASSERT_WORKS(disallowed_add(&d, DISALLOWED_SHA1, view_of(id,
		    sizeof(id)), &e), &e);
	}
	ASSERT_REFUSED(disallowed_add(&d, DISALLOWED_SHA1, view_of(id,
	    sizeof(id)), &e), &e, ERR_LIMIT);
	disallowed_clear(&d);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, disallowed_by_thumbprint_is_that_certificate_alone);
	tcase_add_loop_test(tc,
	    disallowed_by_hash_is_whatever_signature_it_has, 0,
	    (int)COUNT_OF(digests));
	tcase_add_test(tc, disallowed_by_key_is_every_certificate_of_it);
	tcase_add_test(tc, disallowed_reads_what_it_writes);
	tcase_add_loop_test(tc, disallowed_refuses_a_damaged_file, 0,
	    (int)COUNT_OF(damaged));
	tcase_add_test(tc, disallowed_has_a_limit);
}

UNIT_MAIN("disallowed", add)
