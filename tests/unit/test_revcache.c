#include "store/revcache.h"

#include "teststore.h"

static void
put(const char *folder, const char *name, const char *content)
{
	struct location l = LOCATION_INIT;
	struct err e = ERR_INIT;
	struct change *c;

	ASSERT_WORKS(location_open(&l, PLACE_USER, LOCATION_WRITE, &e), &e);
	c = change_begin(&l, &e);
	ck_assert_ptr_nonnull(c);
	ASSERT_WORKS(change_add_file(c, folder, name, view_str(content), &e),
	    &e);
	ASSERT_WORKS(change_commit(c, &e), &e);
	change_abort(c);
	location_close(&l);
}

static void
open_kept(struct location *l, struct revcache *r)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(location_open(l, PLACE_USER, LOCATION_READ, &e), &e);
	ASSERT_WORKS(revcache_open(r, l, &e), &e);
}

START_TEST(revcache_of_a_location_that_is_not_there_is_empty)
{
	struct revcache r = REVCACHE_INIT;
	struct location l = LOCATION_INIT;
	struct bytes der = BYTES_INIT;
	struct err e = ERR_INIT;

	open_kept(&l, &r);
	ASSERT_WORKS(revcache_crl(&r, view_str("http://a"), &der, &e), &e);
	ASSERT_WORKS(revcache_ocsp(&r, view_str("id"), view_str("http://a"),
	    &der, &e), &e);
	ck_assert_uint_eq(der.len, 0);
	revcache_close(&r);
	location_close(&l);
}
END_TEST

START_TEST(revcache_gives_what_was_kept)
{
	struct revcache r = REVCACHE_INIT;
	struct location l = LOCATION_INIT;
	struct bytes der = BYTES_INIT;
	char crl[REVCACHE_NAME], ocsp[REVCACHE_NAME];
	struct err e = ERR_INIT;

	revcache_crl_name(view_str("http://a"), crl);
	ASSERT_WORKS(revcache_ocsp_name(view_str("id"), view_str("http://a"),
	    ocsp, &e), &e);
	ck_assert_str_eq(crl + 2 * SHA256_LEN, ".crl");
	ck_assert_str_eq(ocsp + 2 * SHA256_LEN, ".ocsp");
	put(LOCATION_REVOCATION, crl, "a list");
	put(LOCATION_REVOCATION, ocsp, "an answer");
	ck_assert_int_eq(mode_of("user/revocation"), 0700);
	open_kept(&l, &r);
	ASSERT_WORKS(revcache_crl(&r, view_str("http://a"), &der, &e), &e);
	ck_assert(view_equal(view_bytes(&der), view_str("a list")));
	bytes_clear(&der);
	ASSERT_WORKS(revcache_ocsp(&r, view_str("id"), view_str("http://a"),
	    &der, &e), &e);
	ck_assert(view_equal(view_bytes(&der), view_str("an answer")));
	bytes_clear(&der);
	ASSERT_WORKS(revcache_crl(&r, view_str("http://b"), &der, &e), &e);
	ck_assert_uint_eq(der.len, 0);
	revcache_close(&r);
	location_close(&l);
}
END_TEST

START_TEST(revcache_follows_no_link)
{
	struct revcache r = REVCACHE_INIT;
	struct location l = LOCATION_INIT;
	struct bytes der = BYTES_INIT;
	char path[128], name[REVCACHE_NAME];
	struct err e = ERR_INIT;

	put(LOCATION_REVOCATION, "x", "x");
	revcache_crl_name(view_str("http://a"), name);
	snprintf(path, sizeof(path), "user/revocation/%s", name);
	ck_assert_int_eq(symlink("/etc/passwd", path), 0);
	open_kept(&l, &r);
	ASSERT_REFUSED(revcache_crl(&r, view_str("http://a"), &der, &e), &e,
	    ERR_ACCESS);
	ASSERT_SAYS(&e, name);
	revcache_close(&r);
	location_close(&l);
}
END_TEST

/* An older list that is still current hides a revocation. */
START_TEST(revcache_that_others_write_to_is_refused)
{
	struct revcache r = REVCACHE_INIT;
	struct location l = LOCATION_INIT;
	struct bytes der = BYTES_INIT;
	char path[128], name[REVCACHE_NAME];
	struct err e = ERR_INIT;

	revcache_crl_name(view_str("http://a"), name);
	put(LOCATION_REVOCATION, name, "a list");
	snprintf(path, sizeof(path), "user/revocation/%s", name);
	ck_assert_int_eq(chmod(path, 0666), 0);
	ck_assert_int_eq(chmod("user", 0755), 0);
	open_kept(&l, &r);
	ASSERT_REFUSED(revcache_crl(&r, view_str("http://a"), &der, &e), &e,
	    ERR_ACCESS);
	ASSERT_SAYS(&e, "run chmod -R go-w ");
	bytes_clear(&der);
	revcache_close(&r);
	location_close(&l);
}
END_TEST

START_TEST(change_replaces_a_file_of_the_location)
{
	struct location l = LOCATION_INIT;
	struct bytes text = BYTES_INIT;
	struct err e = ERR_INIT;

	put(NULL, LOCATION_LISTS, "old\n");
	put(NULL, LOCATION_LISTS, "new\n");
	ck_assert(scratch_holds("user/" LOCATION_LISTS, "new\n"));
	ck_assert_int_eq(mode_of("user/" LOCATION_LISTS), 0600);
	ASSERT_WORKS(location_open(&l, PLACE_USER, LOCATION_READ, &e), &e);
	ASSERT_WORKS(location_read_file(&l, LOCATION_LISTS, &text, &e), &e);
	ck_assert(view_equal(view_bytes(&text), view_str("new\n")));
	bytes_clear(&text);
	ASSERT_WORKS(location_read_file(&l, LOCATION_DISALLOWED, &text, &e),
	    &e);
	ck_assert_uint_eq(text.len, 0);
	location_close(&l);
}
END_TEST

/* What was written goes when the change does not come about. */
START_TEST(change_takes_files_back)
{
	struct location l = LOCATION_INIT;
	struct err e = ERR_INIT;
	struct change *c;

	put(NULL, LOCATION_LISTS, "old\n");
	ASSERT_WORKS(location_open(&l, PLACE_USER, LOCATION_WRITE, &e), &e);
	c = change_begin(&l, &e);
	ck_assert_ptr_nonnull(c);
	ASSERT_WORKS(change_add_file(c, NULL, LOCATION_LISTS,
	    view_str("new\n"), &e), &e);
	ASSERT_WORKS(change_add_file(c, LOCATION_REVOCATION, "x",
	    view_str("x"), &e), &e);
	/* A folder has the name that the last of them goes to. */
	ck_assert_int_eq(mkdir("user/revocation/x", 0700), 0);
	ck_assert(!change_commit(c, &e));
	change_abort(c);
	location_close(&l);
	ck_assert(scratch_holds("user/" LOCATION_LISTS, "old\n"));
	ck_assert(!is_there("user/.tmp") || scratch_count("user/.tmp") == 0);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, store_setup, scratch_leave);
	tcase_add_test(tc, revcache_of_a_location_that_is_not_there_is_empty);
	tcase_add_test(tc, revcache_gives_what_was_kept);
	tcase_add_test(tc, revcache_follows_no_link);
	tcase_add_test(tc, revcache_that_others_write_to_is_refused);
	tcase_add_test(tc, change_replaces_a_file_of_the_location);
	tcase_add_test(tc, change_takes_files_back);
}

UNIT_MAIN("revcache", add)
