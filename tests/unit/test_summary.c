#include "store/summary.h"

#include <sys/stat.h>

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "teststore.h"

#define INDEX	"user/.index/My"
enum { MANY = 256 };

static const struct summary_stamp stamp = { 1, 2, 3, 4 };

static void
add_named(struct summary *m, const char *subject, const char *issuer)
{
	struct testcert t = { .subject = subject, .issuer = issuer };
	struct cert *c = testcert_new(&t);
	struct err e = ERR_INIT;

	ASSERT_WORKS(summary_add(m, c, &e), &e);
	cert_free(c);
}

static void
add_unreadable(struct summary *m)
{
	struct err e = ERR_INIT;
	struct cert *c = cert_new_opaque(view_str("nonsense"), &e);

	ck_assert_ptr_nonnull(c);
	ASSERT_WORKS(summary_add(m, c, &e), &e);
	cert_free(c);
}

static void
fill(struct summary *m)
{
	add_named(m, "one", "CA");
	add_named(m, "tw\033[7mo", "CA");
	add_unreadable(m);
	add_named(m, "three", "Other CA");
}

static struct bytes
file_of(const struct summary *m, const struct summary_stamp *s)
{
	struct bytes file = BYTES_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(summary_format(m, s, &file, &e), &e);
	return file;
}

static void
assert_view(struct view v, const char *want)
{
	ck_assert_msg(view_equal(v, view_str(want)), "\"%.*s\", not \"%s\"",
	    (int)v.len, (const char *)v.data, want);
}

static void
assert_filled(const struct summary *m)
{
	struct summary_row r = summary_row(m, 0);

	ck_assert_uint_eq(m->count, 4);
	assert_view(r.subject, "one");
	assert_view(r.issuer, "CA");
	ck_assert(r.readable && r.has_validity);
	ck_assert_int_lt(r.not_before, r.not_after);
	r = summary_row(m, 1);
	assert_view(r.subject, "tw\\x1b[7mo");
	assert_view(r.issuer, "CA");
	r = summary_row(m, 2);
	ck_assert(!r.readable && !r.has_validity);
	assert_view(r.subject, "");
	assert_view(r.issuer, "");
	r = summary_row(m, 3);
	assert_view(r.subject, "three");
	assert_view(r.issuer, "Other CA");
}

START_TEST(summary_reads_what_it_wrote)
{
	struct summary a = SUMMARY_INIT, b = SUMMARY_INIT;
	struct testcert t = { .subject = "one", .issuer = "CA" };
	struct cert *c = testcert_new(&t);
	struct summary_row r;
	struct keyname n;
	struct bytes file;

	fill(&a);
	assert_filled(&a);
	file = file_of(&a, &stamp);
	ck_assert(summary_parse(&b, &file, &stamp));
	assert_filled(&b);
	ck_assert(keyvault_name_of_cert(c, &n));
	r = summary_row(&b, 0);
	ck_assert_mem_eq(r.sha1, c->sha1, SHA1_LEN);
	ck_assert_mem_eq(r.key_name.sha256, n.sha256, SHA256_LEN);
	ck_assert_int_eq(r.not_after, c->scan.not_after);
	cert_free(c);
	bytes_clear(&file);
	summary_clear(&a);
	summary_clear(&b);
}
END_TEST

static bool
parses(struct view v, const struct summary_stamp *s)
{
	struct summary m = SUMMARY_INIT;
	struct bytes file = BYTES_INIT;
	struct err e = ERR_INIT;
	bool ok;

	ASSERT_WORKS(bytes_set(&file, v, &e), &e);
	ok = summary_parse(&m, &file, s);
	bytes_clear(&file);
	summary_clear(&m);
	return ok;
}

START_TEST(summary_is_not_believed_of_another_folder)
{
	struct summary_stamp others[] = { stamp, stamp, stamp, stamp };
	struct summary m = SUMMARY_INIT;
	struct bytes file;

	fill(&m);
	file = file_of(&m, &stamp);
	ck_assert(parses(view_bytes(&file), &stamp));
	others[0].dev++, others[1].inode++;
	others[2].seconds++, others[3].nanoseconds++;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		ck_assert(!parses(view_bytes(&file), &others[i]));
	bytes_clear(&file);
	summary_clear(&m);
}
END_TEST

START_TEST(summary_is_not_believed_when_damaged)
{
	struct summary m = SUMMARY_INIT;
	struct bytes file;

	fill(&m);
	file = file_of(&m, &stamp);
	for (size_t i = 0; i < file.len; i++) {
		ck_assert(!parses(view_of(file.data, i), &stamp));
		for (unsigned bit = 1; bit < 0x100; bit <<= 1) {
			file.data[i] ^= (unsigned char)bit;
			ck_assert(!parses(view_bytes(&file), &stamp));
			file.data[i] ^= (unsigned char)bit;
		}
	}
	bytes_clear(&file);
	summary_clear(&m);
}
END_TEST

/* With the right hash, as somebody would make it who may write there. */
START_TEST(summary_moves_no_cursor)
{
	static const char *const bad[] = { "\033[2J", "\r", "\x7f", "\n",
	    ("\xc2\x9b" "2J") };

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct summary m = SUMMARY_INIT;
		struct bytes file;

		add_named(&m, "one", "CA");
		bytes_add_str(&m.text, bad[i]);
		file = file_of(&m, &stamp);
		ck_assert(!parses(view_bytes(&file), &stamp));
		bytes_clear(&file);
		summary_clear(&m);
	}
}
END_TEST

/* ---- in a store ---- */

static void
fill_store(unsigned first, unsigned count)
{
	struct location l;
	struct change *c;

	open_user(&l, LOCATION_WRITE);
	c = begin(&l);
	for (unsigned i = 0; i < count; i++) {
		struct cert *cert = cert_of("somebody", NULL, first + i);

		put_cert(c, "My", cert, false);
		cert_free(cert);
	}
	commit(c);
	location_close(&l);
}

/* How many there are, and how many files are none. */
static size_t
count(size_t *skipped)
{
	struct summary m = SUMMARY_INIT;
	struct err e = ERR_INIT;
	struct location l;
	struct store s;
	size_t n;

	open_user(&l, LOCATION_READ);
	ASSERT_WORKS(store_open(&s, &l, "my", &e), &e);
	ASSERT_WORKS(summary_of_store(&m, &s, &e), &e);
	n = m.count;
	for (size_t i = 1; i < n; i++) {
		struct summary_row a = summary_row(&m, i - 1);
		struct summary_row b = summary_row(&m, i);

		ck_assert_int_lt(memcmp(a.sha1, b.sha1, SHA1_LEN), 0);
	}
	*skipped = s.skipped;
	summary_clear(&m);
	store_close(&s);
	location_close(&l);
	return n;
}

static void
assert_counts(size_t certs, size_t others)
{
	size_t skipped;

	ck_assert_uint_eq(count(&skipped), certs);
	ck_assert_uint_eq(skipped, others);
}

static void
settle(void)
{
	struct timespec t = { 3, 200 * 1000000 };

	nanosleep(&t, NULL);
}

START_TEST(summary_of_a_small_store_is_not_kept)
{
	assert_counts(0, 0);
	fill_store(1, MANY - 1);
	settle();
	assert_counts(MANY - 1, 0);
	ck_assert(!is_there("user/.index"));
}
END_TEST

START_TEST(summary_is_kept_when_nothing_changes)
{
	struct cert *c = cert_of("somebody", NULL, 1);

	fill_store(1, MANY);
	assert_counts(MANY, 0);
	ck_assert(!is_there("user/.index"));	/* too young */
	settle();
	/* Never through a link. */
	ck_assert_int_eq(mkdir("elsewhere", 0700), 0);
	ck_assert_int_eq(symlink("../elsewhere", "user/.index"), 0);
	assert_counts(MANY, 0);
	ck_assert(!is_there("elsewhere/My"));
	ck_assert_int_eq(unlink("user/.index"), 0);

	assert_counts(MANY, 0);
	ck_assert(is_there(INDEX));
	ck_assert_uint_eq(mode_of(INDEX), 0600);
	ck_assert_uint_eq(mode_of("user/.index"), 0700);
	ck_assert(!is_there("user/.tmp"));

	/* That it is read shows when an entry is spoilt where it stands, which
	 * the folder does not notice. */
	scratch_put(entry_path(c), "x", 1);
	assert_counts(MANY, 0);
	/* Any change of the folder does. */
	scratch_put(ENTRIES "/new", "x", 1);
	assert_counts(MANY - 1, 2);
	ck_assert_int_eq(unlink(ENTRIES "/new"), 0);
	assert_counts(MANY - 1, 1);
	ck_assert_int_eq(unlink(entry_path(c)), 0);
	assert_counts(MANY - 1, 0);
	fill_store(MANY + 1, 2);
	assert_counts(MANY + 1, 0);
	cert_free(c);
}
END_TEST

/* What is no index stays where it is and does no harm. */
START_TEST(summary_does_not_need_its_file)
{
	fill_store(1, MANY);
	settle();
	ck_assert_int_eq(mkdir("user/.index", 0700), 0);
	ck_assert_int_eq(mkdir(INDEX, 0700), 0);
	assert_counts(MANY, 0);
	ck_assert_int_eq(rmdir(INDEX), 0);
	scratch_put(INDEX, "nonsense", 8);
	assert_counts(MANY, 0);
	assert_counts(MANY, 0);
	ck_assert_int_eq(unlink(INDEX), 0);
	ck_assert_int_eq(rmdir("user/.index"), 0);
	scratch_put("user/.index", "x", 1);
	assert_counts(MANY, 0);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, store_setup, scratch_leave);
	tcase_add_test(tc, summary_reads_what_it_wrote);
	tcase_add_test(tc, summary_is_not_believed_of_another_folder);
	tcase_add_test(tc, summary_is_not_believed_when_damaged);
	tcase_add_test(tc, summary_moves_no_cursor);
	tcase_add_test(tc, summary_of_a_small_store_is_not_kept);
	tcase_add_test(tc, summary_is_kept_when_nothing_changes);
	tcase_add_test(tc, summary_does_not_need_its_file);
}

UNIT_MAIN("summary", add)
