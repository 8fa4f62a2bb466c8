#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "query/gather.h"
#include "teststore.h"

static struct selection
plain(void)
{
	struct selection c;

	memset(&c, 0, sizeof(c));
	return c;
}

static void
open_it(struct gather *g, const struct selection *c, const char *id)
{
	const struct selection s = selection_of(c, PLACE_USER, "My", id);
	struct err e = ERR_INIT;

	ASSERT_WORKS(gather_open(g, &s, &e), &e);
}

static size_t
count(const struct selection *c, const char *id)
{
	struct err e = ERR_INIT;
	struct gather g;
	size_t n;

	open_it(&g, c, id);
	ASSERT_WORKS(gather_all(&g, &e), &e);
	n = g.count;
	gather_close(&g);
	return n;
}

/* A store with a, b (which has a key) and another b. */
static void
fill(struct cert *certs[3])
{
	struct key *k = key_of("rsa512.p8");

	certs[0] = cert_of("alpha", NULL, 1);
	certs[1] = cert_of("beta", k, 2);
	certs[2] = cert_of("beta two", NULL, 3);
	import(NULL, certs[0]);
	import(k, certs[1]);
	import(NULL, certs[2]);
	key_free(k);
}

static void
drop(struct cert *certs[3])
{
	for (size_t i = 0; i < 3; i++)
		cert_free(certs[i]);
}

START_TEST(gather_takes_everything_when_nothing_is_asked_for)
{
	struct selection c = plain();
	struct err e = ERR_INIT;
	struct cert *certs[3];
	struct gather g;
	size_t keys = 0;

	fill(certs);
	open_it(&g, &c, NULL);
	ASSERT_WORKS(gather_all(&g, &e), &e);
	ck_assert_uint_eq(g.count, 3);
	ck_assert_uint_eq(g.total, 3);
	for (size_t i = 0; i < g.count; i++) {
		ck_assert_uint_eq(g.found[i].index, i);
		if (i != 0)
			ck_assert_int_lt(memcmp(g.found[i - 1].cert->sha1,
			    g.found[i].cert->sha1, SHA1_LEN), 0);
		ck_assert(g.found[i].has_key ==
		    cert_same(g.found[i].cert, certs[1]));
		keys += g.found[i].has_key;
	}
	ck_assert_uint_eq(keys, 1);
	/* Once more is the same. */
	ASSERT_WORKS(gather_all(&g, &e), &e);
	ck_assert_uint_eq(g.count, 3);
	gather_close(&g);
	drop(certs);
}
END_TEST

START_TEST(gather_by_a_whole_hash_opens_one_file)
{
	char hex[SELECT_HASH_DIGITS + 1];
	struct selection c = plain();
	struct err e = ERR_INIT;
	const struct gathered *x;
	struct cert *certs[3];
	struct gather g;

	fill(certs);
	/* Whatever else there is, is not looked at. */
	scratch_put(entry_path(certs[0]), "damaged", 7);
	text_hex(view_of(certs[1]->sha1, SHA1_LEN), hex, sizeof(hex));
	c.hash = hex;
	open_it(&g, &c, NULL);
	ASSERT_WORKS(gather_one(&g, &x, &e), &e);
	ck_assert(cert_same(x->cert, certs[1]));
	ck_assert(x->has_key);
	ck_assert_uint_eq(g.store.skipped, 0);
	ck_assert_uint_eq(g.total, 1);
	gather_close(&g);
	/* The beginning of it opens what begins like it. */
	hex[SELECT_HASH_LEAST] = '\0';
	open_it(&g, &c, NULL);
	ASSERT_WORKS(gather_one(&g, &x, &e), &e);
	ck_assert(cert_same(x->cert, certs[1]));
	ck_assert_uint_eq(g.store.skipped, 0);
	gather_close(&g);
	drop(certs);
}
END_TEST

START_TEST(gather_by_a_hash_that_is_damaged_says_so)
{
	char hex[SELECT_HASH_DIGITS + 1];
	struct selection c = plain();
	struct err e = ERR_INIT;
	const struct gathered *x;
	struct cert *certs[3];
	struct gather g;

	fill(certs);
	scratch_put(entry_path(certs[0]), "damaged", 7);
	text_hex(view_of(certs[0]->sha1, SHA1_LEN), hex, sizeof(hex));
	c.hash = hex;
	open_it(&g, &c, NULL);
	ASSERT_REFUSED(gather_one(&g, &x, &e), &e, ERR_INPUT);
	ck_assert_ptr_null(x);
	gather_close(&g);
	drop(certs);
}
END_TEST

START_TEST(gather_applies_all_criteria)
{
	struct selection c = plain();
	struct cert *certs[3];

	fill(certs);
	c.subject = "BETA";
	ck_assert_uint_eq(count(&c, NULL), 2);
	ck_assert_uint_eq(count(&c, "3"), 1);
	ck_assert_uint_eq(count(&c, "two"), 1);
	c.issuer = "alpha";
	ck_assert_uint_eq(count(&c, NULL), 0);
	c.issuer = c.subject = NULL;
	c.store = "CA";
	ck_assert_uint_eq(count(&c, NULL), 0);
	drop(certs);
}
END_TEST

static const struct { const char *subject, *hash, *usage, *id; } empty[] = {
	{ " ", NULL, NULL, NULL }, { NULL, "", NULL, NULL },
	{ NULL, NULL, "\xe2\x80\x8e", NULL }, { NULL, NULL, NULL, "" },
	{ NULL, "123", NULL, NULL }, { NULL, "no hash", NULL, NULL },
};

/* An empty criterion would select everything. */
START_TEST(gather_refuses_criteria_that_say_nothing)
{
	struct selection c = plain();
	struct err e = ERR_INIT;
	struct gather g;

	c.subject = empty[_i].subject;
	c.hash = empty[_i].hash;
	c.usage = empty[_i].usage;
	c.id = empty[_i].id;
	ASSERT_REFUSED(gather_open(&g, &c, &e), &e, ERR_USAGE);
	gather_close(&g);
}
END_TEST

START_TEST(gather_one_of_several_lists_them)
{
	struct selection c = plain();
	struct err e = ERR_INIT;
	const struct gathered *x;
	struct cert *certs[3];
	struct gather g;

	fill(certs);
	open_it(&g, &c, "beta");
	ASSERT_REFUSED(gather_one(&g, &x, &e), &e, ERR_AMBIGUOUS);
	ASSERT_SAYS(&e, "2 certificates match");
	ASSERT_SAYS(&e, "\"beta\"");
	ASSERT_SAYS(&e, "\"beta two\"");
	ck_assert_ptr_null(strstr(e.msg, "alpha"));
	gather_close(&g);
	drop(certs);
}
END_TEST

START_TEST(gather_one_of_many_names_some_and_counts_all)
{
	struct selection c = plain();
	struct err e = ERR_INIT;
	const struct gathered *x;
	struct gather g;

	for (unsigned i = 1; i <= 30; i++) {
		struct cert *one = cert_of("same", NULL, i);

		import(NULL, one);
		cert_free(one);
	}
	open_it(&g, &c, NULL);
	ASSERT_REFUSED(gather_one(&g, &x, &e), &e, ERR_AMBIGUOUS);
	ASSERT_SAYS(&e, "30 certificates match");
	gather_close(&g);
}
END_TEST

START_TEST(gather_one_takes_the_one_valid_longest_when_asked)
{
	static const char *const ends[] = { "300101000000Z", "480101000000Z",
	    "310101000000Z" };
	struct selection c = plain();
	struct err e = ERR_INIT;
	const struct gathered *x;
	struct cert *certs[3];
	struct gather g;

	for (unsigned i = 0; i < 3; i++) {
		struct testcert t = { .subject = "same", .serial = i + 1,
		    .not_after = ends[i] };

		certs[i] = testcert_new(&t);
		import(NULL, certs[i]);
	}
	c.longest = true;
	open_it(&g, &c, NULL);
	ASSERT_WORKS(gather_one(&g, &x, &e), &e);
	ck_assert(cert_same(x->cert, certs[1]));
	gather_close(&g);
	drop(certs);
}
END_TEST

START_TEST(gather_of_nothing_says_where_there_is_something)
{
	struct selection c = plain();
	struct err e = ERR_INIT;
	const struct gathered *x;
	struct cert *certs[3];
	struct gather g;

	fill(certs);
	c.machine = true;
	open_it(&g, &c, NULL);
	ck_assert_int_eq(g.place, PLACE_MACHINE);
	ASSERT_REFUSED(gather_one(&g, &x, &e), &e, ERR_NO_CERT);
	ASSERT_SAYS(&e, "the machine's store My is empty; the user's, not "
	    "searched, has 3: -user");
	gather_close(&g);
	c.machine = false;
	open_it(&g, &c, "nobody");
	err_clear(&e);
	ASSERT_REFUSED(gather_one(&g, &x, &e), &e, ERR_NO_CERT);
	ck_assert_ptr_null(strstr(e.msg, "-sm"));
	gather_close(&g);
	drop(certs);
}
END_TEST

START_TEST(gather_pool_is_of_both_locations)
{
	struct selection c = plain();
	struct cert *root = cert_of("root", NULL, 1),
	    *other = cert_of("other", NULL, 2), *bad = cert_of("bad", NULL, 3);
	struct err e = ERR_INIT;
	const struct chain_pool *pool;
	struct location l;
	struct change *change;
	struct gather g;

	open_user(&l, LOCATION_WRITE);
	change = begin(&l);
	put_cert(change, "CA", other, false);
	put_cert(change, "Disallowed", bad, false);
	put_cert(change, "Elsewhere", bad, false);
	commit(change);
	location_close(&l);
	ASSERT_WORKS(location_open(&l, PLACE_MACHINE, LOCATION_WRITE, &e), &e);
	change = begin(&l);
	put_cert(change, "Root", root, false);
	commit(change);
	location_close(&l);

	open_it(&g, &c, NULL);
	pool = gather_pool(&g, &e);
	ck_assert_msg(pool != NULL, "%s", e.msg);
	ck_assert_uint_eq(pool->count, 3);
	ck_assert_uint_eq(pool->of_standing[CHAIN_TRUSTED], 1);
	ck_assert_uint_eq(pool->of_standing[CHAIN_KNOWN], 1);
	ck_assert_uint_eq(pool->of_standing[CHAIN_FORBIDDEN], 1);
	ck_assert_ptr_eq(gather_pool(&g, &e), pool);
	gather_close(&g);
	cert_free(root);
	cert_free(other);
	cert_free(bad);
}
END_TEST

/* Nothing is found in the machine's location when it cannot be read, but what it
 * disallows may not be trusted. */
START_TEST(gather_has_no_pool_when_the_machines_cannot_be_read)
{
	struct selection c = plain();
	struct err e = ERR_INIT;
	struct gather g;
	size_t n = 99;

	scratch_put("machine", "no folder", 9);
	open_it(&g, &c, NULL);
	ASSERT_WORKS(gather_count_other(&g, &g.criteria, &n, &e), &e);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_ne(g.other_err.code, ERR_NONE);
	ASSERT_REFUSED(gather_pool(&g, &e) != NULL, &e, ERR_ACCESS);
	ASSERT_SAYS(&e, "not a directory");
	gather_close(&g);
	gather_close(&g);
}
END_TEST

/* Anyone may have put there what it disallows, or taken it away. */
START_TEST(gather_has_no_pool_beside_a_machines_that_others_write)
{
	struct selection c = plain();
	struct err e = ERR_INIT;
	struct gather g;

	ck_assert_int_eq(mkdir("machine", 0755), 0);
	ck_assert_int_eq(chmod("machine", 0777), 0);
	open_it(&g, &c, NULL);
	ASSERT_REFUSED(gather_pool(&g, &e) != NULL, &e, ERR_ACCESS);
	ASSERT_SAYS(&e, "run chmod -R go-w ");
	gather_close(&g);
}
END_TEST

/* As with sudo: a user's location is none of root's. */
START_TEST(gather_does_without_a_users_location_that_is_broken)
{
	const struct selection s = { .machine = true, .store = "My" };
	struct err e = ERR_INIT;
	struct gather g;

	ck_assert_int_eq(setenv("SPCKIT_HOME", "broken", 1), 0);
	scratch_put("broken", "no folder", 9);
	ASSERT_WORKS(gather_open(&g, &s, &e), &e);
	ck_assert_int_eq(g.place, PLACE_MACHINE);
	ck_assert_ptr_nonnull(gather_pool(&g, &e));
	ck_assert_int_ne(g.other_err.code, ERR_NONE);
	gather_close(&g);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, store_setup, scratch_leave);
	tcase_add_test(tc, gather_takes_everything_when_nothing_is_asked_for);
	tcase_add_test(tc, gather_by_a_whole_hash_opens_one_file);
	tcase_add_test(tc, gather_by_a_hash_that_is_damaged_says_so);
	tcase_add_test(tc, gather_applies_all_criteria);
	tcase_add_loop_test(tc, gather_refuses_criteria_that_say_nothing, 0,
	    COUNT_OF(empty));
	tcase_add_test(tc, gather_one_of_several_lists_them);
	tcase_add_test(tc, gather_one_of_many_names_some_and_counts_all);
	tcase_add_test(tc, gather_one_takes_the_one_valid_longest_when_asked);
	tcase_add_test(tc, gather_of_nothing_says_where_there_is_something);
	tcase_add_test(tc, gather_pool_is_of_both_locations);
	tcase_add_test(tc, gather_has_no_pool_when_the_machines_cannot_be_read);
	tcase_add_test(tc,
	    gather_has_no_pool_beside_a_machines_that_others_write);
	tcase_add_test(tc,
	    gather_does_without_a_users_location_that_is_broken);
}

UNIT_MAIN("gather", add)
