#include <stdio.h>

#include "base/text.h"
#include "cert/certprop.h"
#include "formats/certs/sst.h"
#include "teststore.h"

static void
open_my(struct location *l, struct store *s)
{
	struct err e = ERR_INIT;

	open_user(l, LOCATION_READ);
	ASSERT_WORKS(store_open(s, l, "my", &e), &e);
}

static void
close_both(struct location *l, struct store *s)
{
	store_close(s);
	store_close(s);
	location_close(l);
}

static bool
count_one(struct cert *c, bool *keep, void *arg, struct err *e)
{
	size_t *n = arg;

	(void)c, (void)keep, (void)e;
	++*n;
	return true;
}

static size_t
count_all(struct store *s)
{
	struct err e = ERR_INIT;
	size_t n = 0;

	ASSERT_WORKS(store_walk(s, count_one, &n, &e), &e);
	return n;
}

START_TEST(store_that_is_not_there_is_empty)
{
	static const unsigned char sha1[SHA1_LEN];
	struct err e = ERR_INIT;
	struct location l;
	struct store s;
	struct cert *c;

	open_my(&l, &s);
	ck_assert_str_eq(s.name, "My");
	ck_assert_uint_eq(count_all(&s), 0);
	ASSERT_WORKS(store_find(&s, sha1, &c, &e), &e);
	ck_assert_ptr_null(c);
	close_both(&l, &s);
}
END_TEST

START_TEST(store_refuses_names_that_are_none)
{
	struct err e = ERR_INIT;
	struct location l;
	struct store s;

	open_user(&l, LOCATION_READ);
	ASSERT_REFUSED(store_open(&s, &l, "../My", &e), &e, ERR_USAGE);
	location_close(&l);
}
END_TEST

START_TEST(store_finds_by_thumbprint)
{
	struct cert *a = cert_of("a", NULL, 1), *b = cert_of("b", NULL, 2), *c;
	struct err e = ERR_INIT;
	struct location l;
	struct store s;

	import(NULL, a);
	open_my(&l, &s);
	ASSERT_WORKS(store_find(&s, a->sha1, &c, &e), &e);
	ck_assert_ptr_nonnull(c);
	ck_assert(cert_same(a, c));
	cert_free(c);
	ASSERT_WORKS(store_find(&s, b->sha1, &c, &e), &e);
	ck_assert_ptr_null(c);
	close_both(&l, &s);
	cert_free(a);
	cert_free(b);
}
END_TEST

START_TEST(store_lists_by_thumbprint)
{
	struct certlist list = CERTLIST_INIT;
	struct err e = ERR_INIT;
	struct location l;
	struct store s;

	for (unsigned i = 1; i <= 20; i++) {
		struct cert *c = cert_of("somebody", NULL, i);

		import(NULL, c);
		cert_free(c);
	}
	open_my(&l, &s);
	ASSERT_WORKS(store_list(&s, &list, &e), &e);
	ck_assert_uint_eq(list.count, 20);
	for (size_t i = 1; i < list.count; i++)
		ck_assert_int_lt(memcmp(list.items[i - 1]->sha1,
		    list.items[i]->sha1, SHA1_LEN), 0);
	ck_assert_uint_eq(count_all(&s), 20);
	certlist_clear(&list);
	close_both(&l, &s);
}
END_TEST

/* ---- what is in a folder that others have filled ---- */

/* An element as Windows' registry has it, put there by hand. */
static struct cert *
plant(const char *folder, const char *name, bool upper)
{
	static const char *const dirs[] = { "user", "user/SystemCertificates",
	    "user/SystemCertificates/My", ENTRIES };
	struct cert *c = cert_of("somebody", NULL, 9);
	struct bytes element = BYTES_INIT;
	struct err e = ERR_INIT;
	char file[STORE_FILE_LEN + 1], path[512];

	for (size_t i = 0; i < COUNT_OF(dirs); i++)
		mkdir(dirs[i], 0700);
	ASSERT_WORKS(cert_set_friendly_name(c, view_str("name"), &e), &e);
	ASSERT_WORKS(certprop_set(c, 0x8123, view_str("unknown"), &e), &e);
	ASSERT_WORKS(sst_write_element(c, &element, &e), &e);
	store_file(c->sha1, file);
	if (!upper)
		text_hex(view_of(c->sha1, SHA1_LEN), file, sizeof(file));
	snprintf(path, sizeof(path), "%s/%s", folder, name != NULL ? name :
	    file);
	scratch_put(path, element.data, element.len);
	bytes_clear(&element);
	return c;
}

START_TEST(store_lists_a_folder_of_windows)
{
	struct cert *c = plant(ENTRIES, NULL, _i == 0), *found;
	struct certlist list = CERTLIST_INIT;
	struct err e = ERR_INIT;
	struct location l;
	struct store s;
	struct view v;

	open_my(&l, &s);
	ASSERT_WORKS(store_list(&s, &list, &e), &e);
	ck_assert_uint_eq(list.count, 1);
	ck_assert(cert_same(list.items[0], c));
	ck_assert_str_eq(list.items[0]->friendly_name, "name");
	ck_assert(certprop_get(list.items[0], 0x8123, &v));
	ck_assert(view_equal(v, view_str("unknown")));
	ASSERT_WORKS(store_find(&s, c->sha1, &found, &e), &e);
	ck_assert_ptr_nonnull(found);
	cert_free(found);
	cert_free(c);
	certlist_clear(&list);
	close_both(&l, &s);
}
END_TEST

START_TEST(store_keeps_what_nobody_can_parse)
{
	struct err e = ERR_INIT;
	struct cert *c = cert_new_opaque(view_str("no certificate"), &e), *found;
	struct location l;
	struct store s;

	import(NULL, c);
	open_my(&l, &s);
	ASSERT_WORKS(store_find(&s, c->sha1, &found, &e), &e);
	ck_assert_ptr_nonnull(found);
	ck_assert(!found->scanned);
	ck_assert(cert_same(c, found));
	ck_assert_uint_eq(count_all(&s), 1);
	cert_free(found);
	cert_free(c);
	close_both(&l, &s);
}
END_TEST

#define SOME_NAME	"0123456789ABCDEF0123456789ABCDEF01234567"

START_TEST(store_skips_and_counts_what_is_no_entry)
{
	struct cert *c = plant(ENTRIES, NULL, true);
	struct location l;
	struct store s;

	scratch_put(ENTRIES "/desktop.ini", "x", 1);
	scratch_put(ENTRIES "/" SOME_NAME, "x", 1);
	scratch_put(ENTRIES "/1" SOME_NAME, "x", 1);
	mkdir(ENTRIES "/1123456789ABCDEF0123456789ABCDEF01234567", 0700);
	ck_assert_int_eq(mkfifo(ENTRIES
	    "/2123456789ABCDEF0123456789ABCDEF01234567", 0600), 0);
	ck_assert_int_eq(symlink(entry_path(c) + sizeof(ENTRIES), ENTRIES
	    "/3123456789ABCDEF0123456789ABCDEF01234567"), 0);
	scratch_put(ENTRIES "/4123456789ABCDEF0123456789ABCDEF01234567", "", 0);
	cert_free(plant(ENTRIES, "5123456789ABCDEF0123456789ABCDEF01234567",
	    true));
	open_my(&l, &s);
	ck_assert_uint_eq(count_all(&s), 1);
	ck_assert_uint_eq(s.skipped, 8);
	ck_assert_uint_eq(count_all(&s), 1);
	ck_assert_uint_eq(s.skipped, 8);
	close_both(&l, &s);
	cert_free(c);
}
END_TEST

START_TEST(store_says_that_an_entry_is_damaged)
{
	struct cert *c = plant(ENTRIES, NULL, true), *found;
	struct err e = ERR_INIT;
	struct location l;
	struct store s;

	scratch_put(entry_path(c), "damaged", 7);
	open_my(&l, &s);
	ASSERT_REFUSED(store_find(&s, c->sha1, &found, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "/My/Certificates/");
	ck_assert_ptr_null(found);
	close_both(&l, &s);
	cert_free(c);
}
END_TEST

START_TEST(store_reads_no_entry_through_a_link)
{
	struct cert *c = plant(ENTRIES, NULL, true), *found;
	struct err e = ERR_INIT;
	struct location l;
	struct store s;

	ck_assert_int_eq(rename(entry_path(c), "moved"), 0);
	ck_assert_int_eq(symlink("../../../../moved", entry_path(c)), 0);
	open_my(&l, &s);
	ck_assert_uint_eq(count_all(&s), 0);
	ck_assert_uint_eq(s.skipped, 1);
	ASSERT_REFUSED(store_find(&s, c->sha1, &found, &e), &e, ERR_ACCESS);
	close_both(&l, &s);
	cert_free(c);
}
END_TEST

/* Where others can enter, a file that they may write decides nothing. */
START_TEST(store_reads_no_entry_that_others_may_write)
{
	struct cert *c = cert_of("somebody", NULL, 1), *found;
	char path[256], file[STORE_FILE_LEN + 1];
	struct err e = ERR_INIT;
	struct location l;
	struct change *ch;
	struct store s;

	ASSERT_WORKS(location_open(&l, PLACE_MACHINE, LOCATION_WRITE, &e), &e);
	ch = begin(&l);
	put_cert(ch, "Root", c, false);
	commit(ch);
	ASSERT_WORKS(store_open(&s, &l, "Root", &e), &e);
	ck_assert_uint_eq(count_all(&s), 1);
	store_file(c->sha1, file);
	snprintf(path, sizeof(path),
	    "machine/SystemCertificates/Root/Certificates/%s", file);
	ck_assert_int_eq(chmod(path, 0666), 0);
	ck_assert_uint_eq(count_all(&s), 0);
	ck_assert_uint_eq(s.skipped, 1);
	ASSERT_REFUSED(store_find(&s, c->sha1, &found, &e), &e, ERR_ACCESS);
	close_both(&l, &s);
	cert_free(c);
}
END_TEST

/* ---- walking ---- */

struct take {
	struct cert	*taken;
	size_t		 seen;
	bool		 fail;
};

static bool
take_first(struct cert *c, bool *keep, void *arg, struct err *e)
{
	struct take *t = arg;

	t->seen++;
	*keep = true;
	t->taken = c;
	return t->fail ? err_set(e, ERR_CANCELLED, "enough") : false;
}

START_TEST(store_walk_stops_when_told)
{
	struct cert *a = cert_of("a", NULL, 1), *b = cert_of("b", NULL, 2);
	struct take t = { NULL, 0, _i == 1 };
	struct err e = ERR_INIT;
	struct location l;
	struct store s;

	import(NULL, a);
	import(NULL, b);
	open_my(&l, &s);
	ck_assert(!store_walk(&s, take_first, &t, &e));
	ck_assert_uint_eq(t.seen, 1);
	ck_assert(cert_same(t.taken, a) || cert_same(t.taken, b));
	ck_assert_str_eq(e.msg, t.fail ? "enough" : "");
	cert_free(t.taken);
	cert_free(a);
	cert_free(b);
	close_both(&l, &s);
}
END_TEST

START_TEST(store_walks_over_what_begins_with_some_digits)
{
	char hex[STORE_FILE_LEN + 1], *digits = hex;
	struct err e = ERR_INIT;
	struct location l;
	struct store s;
	size_t n = 0;

	for (unsigned i = 1; i <= 20; i++) {
		struct cert *c = cert_of("somebody", NULL, i);

		import(NULL, c);
		text_hex(view_of(c->sha1, SHA1_LEN), hex, sizeof(hex));
		cert_free(c);
	}
	open_my(&l, &s);
	/* Twenty thumbprints do not have eight digits in common. */
	hex[8] = '\0';
	ASSERT_WORKS(store_walk_like(&s, digits, count_one, &n, &e), &e);
	ck_assert_uint_eq(n, 1);
	n = 0;
	ASSERT_WORKS(store_walk_like(&s, "", count_one, &n, &e), &e);
	ck_assert_uint_eq(n, 20);
	n = 0;
	ASSERT_WORKS(store_walk_like(&s, "xyz", count_one, &n, &e), &e);
	ck_assert_uint_eq(n, 0);
	/* A damaged one that does not begin so is not even opened. */
	scratch_put(ENTRIES "/" SOME_NAME, "x", 1);
	if (strncmp(digits, "0123456", 7) == 0)
		digits = "ffffffff";
	n = 0;
	ASSERT_WORKS(store_walk_like(&s, digits, count_one, &n, &e), &e);
	ck_assert_uint_eq(s.skipped, 0);
	close_both(&l, &s);
}
END_TEST

START_TEST(store_takes_an_entry_in_two_spellings_for_one)
{
	struct cert *c = plant(ENTRIES, NULL, true);
	char mixed[STORE_FILE_LEN + 1] = "a", file[STORE_FILE_LEN + 1];
	struct location l;
	struct store s;

	cert_free(plant(ENTRIES, NULL, false));
	open_my(&l, &s);
	ck_assert_uint_eq(count_all(&s), 1);
	ck_assert_uint_eq(s.skipped, 0);
	close_both(&l, &s);

	/* Nobody writes both in one name. */
	store_file(c->sha1, file);
	memcpy(mixed, file, sizeof(mixed));
	mixed[0] = 'a', mixed[1] = 'B';
	cert_free(plant(ENTRIES, mixed, true));
	open_my(&l, &s);
	ck_assert_uint_eq(count_all(&s), 1);
	ck_assert_uint_eq(s.skipped, 1);
	close_both(&l, &s);
	cert_free(c);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, store_setup, scratch_leave);
	tcase_add_test(tc, store_that_is_not_there_is_empty);
	tcase_add_test(tc, store_refuses_names_that_are_none);
	tcase_add_test(tc, store_finds_by_thumbprint);
	tcase_add_test(tc, store_lists_by_thumbprint);
	tcase_add_loop_test(tc, store_lists_a_folder_of_windows, 0, 2);
	tcase_add_test(tc, store_keeps_what_nobody_can_parse);
	tcase_add_test(tc, store_skips_and_counts_what_is_no_entry);
	tcase_add_test(tc, store_says_that_an_entry_is_damaged);
	tcase_add_test(tc, store_reads_no_entry_through_a_link);
	tcase_add_test(tc, store_reads_no_entry_that_others_may_write);
	tcase_add_loop_test(tc, store_walk_stops_when_told, 0, 2);
	tcase_add_test(tc, store_walks_over_what_begins_with_some_digits);
	tcase_add_test(tc, store_takes_an_entry_in_two_spellings_for_one);
}

UNIT_MAIN("store", add)
