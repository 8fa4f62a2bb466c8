#include <stdio.h>

#include "chain/chain.h"
#include "crosscat/crosscat.h"
#include "testcert.h"
#include "unit.h"

#define PIN_A	"0102030405060708090a0b0c0d0e0f1011121314"
#define PIN_B	"a102030405060708090a0b0c0d0e0f1011121314"
#define ROOT_A	"b102030405060708090a0b0c0d0e0f1011121314"

static struct crosscat cat;

static void
start(void)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(crosscat_builtin(&cat, &e), &e);
}

static void
stop(void)
{
	crosscat_clear(&cat);
}

START_TEST(the_page_has_24_rows_and_each_is_read)
{
	ck_assert_uint_eq(cat.count, CROSSCAT_BUILTIN);
	for (size_t i = 0; i < cat.count; i++) {
		ck_assert(cat.rows[i].has_expiry);
		ck_assert_ptr_nonnull(cat.rows[i].link);
		ck_assert_ptr_nonnull(cat.rows[i].subject);
		ck_assert_str_eq(cat.rows[i].issuer,
		    CHAIN_CODE_VERIFICATION_ROOT);
		/* Both the page's "root thumbprint" is none, and pins differ. */
		for (size_t k = 0; k < cat.rows[i].root_count; k++)
			ck_assert(crosscat_by_pin(&cat,
			    cat.rows[i].roots[k]) == NULL);
		for (size_t k = 0; k < i; k++)
			ck_assert(memcmp(cat.rows[i].pin, cat.rows[k].pin,
			    SHA1_LEN) != 0);
	}
}
END_TEST

START_TEST(a_day_ends_with_its_last_second)
{
	const struct crosscat_row *r;
	struct err e = ERR_INIT;

	/* date -d '2021-02-22 23:59:59 UTC' +%s */
	ASSERT_WORKS(crosscat_named(&cat, "VeriSign Universal", &r, &e), &e);
	ck_assert_int_eq(r->expires, 1614038399);
}
END_TEST

static const struct { const char *name, *ca; enum err_code refused; } named[] = {
	{ "globalsign root ca", "GlobalSign Root CA", ERR_NONE },
	{ "GlobalSign", "GlobalSign Root CA", ERR_NONE },
	{ "cc1deebf6d55c2c9061ba16f10a0bfa6979a4a32", "GlobalSign Root CA",
	  ERR_NONE },
	{ "CC 1D EE BF 6D 55 C2 C9 06 1B A1 6F 10 A0 BF A6 97 9A 4A 32",
	  "GlobalSign Root CA", ERR_NONE },
	/* The page's own dashes and blanks. */
	{ "GeoTrust Primary Certification Authority \xe2\x80\x93  G3",
	  "GeoTrust Primary Certification Authority - G3", ERR_NONE },
	/* Whole though it is a part of another one. */
	{ "GeoTrust Primary Certification Authority",
	  "GeoTrust Primary Certification Authority", ERR_NONE },
	{ "Thawte Primary Root CA", "Thawte Primary Root CA", ERR_NONE },
	/* The root's own name has a blank there. */
	{ "go daddy Class 2 Certification Authority",
	  "GoDaddy Class 2 Certification Authority", ERR_NONE },
	{ "DigiCert", NULL, ERR_AMBIGUOUS },
	{ "Nobody", NULL, ERR_NO_MATCH },
	{ "", NULL, ERR_NO_MATCH },
	{ "  ", NULL, ERR_NO_MATCH },
	{ "cc1deebf", NULL, ERR_NO_MATCH },
};

START_TEST(rows_are_found_by_name_and_pin)
{
	const struct crosscat_row *r;
	struct err e = ERR_INIT;

	if (named[_i].refused != ERR_NONE) {
		ASSERT_REFUSED(crosscat_named(&cat, named[_i].name, &r, &e),
		    &e, named[_i].refused);
		ck_assert_ptr_null(r);
		return;
	}
	ASSERT_WORKS(crosscat_named(&cat, named[_i].name, &r, &e), &e);
	ck_assert_str_eq(r->ca, named[_i].ca);
}
END_TEST

/* ---- a user's file ---- */

static const struct { const char *text; size_t rows; } readable[] = {
	{ "", 24 },
	{ "# nothing\n\n", 24 },
	{ "Mine\t" PIN_A "\n", 25 },
	{ "\xef\xbb\xbfMine\t" PIN_A "\r\n", 25 },
	{ "Mine\t" PIN_A "\t2030-01-31\thttp://x/y.zip\t" ROOT_A "," PIN_B
	  "\tMy Root\t-\tMy Kernel Root\n", 25 },
	{ "Mine\t\xe2\x80\x8e" PIN_A "\t2030/01/31", 25 },
	{ "Mine\t" PIN_A "\nYours\t" PIN_B "\n", 26 },
	/* Instead of a row: by name, by pin. */
	{ "globalsign  ROOT ca\t" PIN_A, 24 },
	{ "Other name\tcc1deebf6d55c2c9061ba16f10a0bfa6979a4a32", 24 },
	{ "Mine\t" PIN_A "\nmine\t" PIN_B "\n", 25 },
};

START_TEST(a_users_rows_are_added_or_replace)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(crosscat_read(&cat, view_str(readable[_i].text), &e), &e);
	ck_assert_uint_eq(cat.count, readable[_i].rows);
}
END_TEST

static const struct { const char *text; enum err_code cause; const char *says; }
unreadable[] = {
	{ "Mine\n", ERR_INPUT, "line 1: a row needs" },
	{ "# x\n\t" PIN_A "\n", ERR_INPUT, "line 2: a row needs" },
	{ "Mine\tabc\n", ERR_INPUT, "not a SHA-1" },
	{ "Mine\t" PIN_A "00\n", ERR_INPUT, "not a SHA-1" },
	{ "Mine\t0102030405060708\n", ERR_INPUT, "not a SHA-1" },
	{ "Mine\t" PIN_A "\t2021-02-30\n", ERR_INPUT, "not a date" },
	{ "Mine\t" PIN_A "\t2021-2-3\n", ERR_INPUT, "not a date" },
	{ "Mine\t" PIN_A "\t20210-2-03\n", ERR_INPUT, "not a date" },
	{ "Mine\t" PIN_A "\ttomorrow\n", ERR_INPUT, "not a date" },
	{ "Mine\t" PIN_A "\t-\t-\tx\n", ERR_INPUT, "root" },
	{ "Mine\t" PIN_A "\t-\t-\t,\n", ERR_INPUT, "root" },
	{ "Mine\t" PIN_A "\t-\t-\t-\t-\t" PIN_A "\n", ERR_INPUT, "SHA-256" },
	{ "Mine\t" PIN_A "\t-\t-\t-\t-\t-\t-\tmore\n", ERR_USAGE,
	  "more than 8 columns" },
	{ "M\xff\t" PIN_A "\n", ERR_INPUT, "not valid UTF-8" },
	{ "Mine\t" PIN_A "\t-\t-\t" PIN_A "," PIN_A "," PIN_A "," PIN_A ","
	  PIN_A "," PIN_A "," PIN_A "," PIN_A "," PIN_A, ERR_LIMIT,
	  "more than 8 roots" },
};

START_TEST(a_users_row_that_is_none_is_refused_with_its_line)
{
	struct err e = ERR_INIT;

	ASSERT_REFUSED(crosscat_read(&cat, view_str(unreadable[_i].text), &e),
	    &e, unreadable[_i].cause);
	ASSERT_SAYS(&e, "line ");
	ASSERT_SAYS(&e, unreadable[_i].says);
}
END_TEST

static void
many_rows(struct bytes *b, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		bytes_addf(b, "CA %u\t%040x\n", i, i + 1);
}

START_TEST(rows_and_texts_are_bounded)
{
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;

	many_rows(&b, CROSSCAT_ROWS - CROSSCAT_BUILTIN);
	ASSERT_WORKS(crosscat_read(&cat, view_bytes(&b), &e), &e);
	ck_assert_uint_eq(cat.count, CROSSCAT_ROWS);
	ASSERT_REFUSED(crosscat_read(&cat, view_str("One more\t" PIN_A), &e),
	    &e, ERR_LIMIT);
	bytes_truncate(&b, 0);
	for (int i = 0; i < CROSSCAT_TEXT; i++)
		bytes_add_u8(&b, 'x');
	bytes_addf(&b, "\tcc1deebf6d55c2c9061ba16f10a0bfa6979a4a32");
	err_clear(&e);
	ASSERT_WORKS(crosscat_read(&cat, view_bytes(&b), &e), &e);
	bytes_insert(&b, 0, "x", 1);
	ASSERT_REFUSED(crosscat_read(&cat, view_bytes(&b), &e), &e, ERR_LIMIT);
	bytes_clear(&b);
}
END_TEST

/* ---- by root ---- */

enum { NOT_FOUND = -1 };

static int
find(const struct cert *root, bool whole, const struct certlist *held,
    const char *ca)
{
	struct crosscat_root r = { .subject = root->scan.subject };
	struct crosscat_match *m;
	struct err e = ERR_INIT;
	int sure = NOT_FOUND;
	size_t n;

	if (whole) {
		r.spki = root->scan.spki;
		r.sha1 = root->sha1;
	}
	ASSERT_WORKS(crosscat_find(&cat, &r, held, &m, &n, &e), &e);
	for (size_t i = 0; i < n; i++) {
		ck_assert(i == 0 || m[i].sure >= m[i - 1].sure);
		if (sure == NOT_FOUND && strcmp(m[i].row->ca, ca) == 0)
			sure = (int)m[i].sure;
	}
	free(m);
	return sure;
}

static void
add_row(const char *name, const struct cert *cross, const struct cert *root,
    const char *subject)
{
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;

	bytes_addf(&b, "%s\t", name);
	for (int i = 0; i < SHA1_LEN; i++)
		bytes_addf(&b, "%02x", cross->sha1[i]);
	bytes_addf(&b, "\t-\t-\t");
	for (int i = 0; root != NULL && i < SHA1_LEN; i++)
		bytes_addf(&b, "%02x", root->sha1[i]);
	bytes_addf(&b, "\t%s\n", subject);
	ASSERT_WORKS(crosscat_read(&cat, view_bytes(&b), &e), &e);
	bytes_clear(&b);
}

START_TEST(a_root_is_known_by_itself_by_its_key_and_by_its_name)
{
	const struct testcert root_of = { .subject = "Root", .seed = 1 };
	const struct testcert again_of = { .subject = "Root", .seed = 1,
	    .serial = 7 };
	const struct testcert cross_of = { .subject = "Root", .seed = 1,
	    .issuer = "Kernel" };
	const struct testcert other_of = { .subject = "Root", .seed = 2 };
	struct cert *root = testcert_new(&root_of);
	struct cert *again = testcert_new(&again_of);
	struct cert *other = testcert_new(&other_of);
	struct cert *cross = testcert_new(&cross_of);
	struct certlist held = CERTLIST_INIT;
	struct err e = ERR_INIT;

	add_row("Row", cross, root, "root");
	ck_assert_int_eq(find(root, true, NULL, "Row"), CROSSCAT_BY_SHA1);
	/* The same key in another certificate: probable, until the
	 * cross-certificate is held and says so. */
	ck_assert_int_eq(find(again, true, NULL, "Row"), CROSSCAT_PROBABLE);
	ck_assert_int_eq(find(other, true, NULL, "Row"), CROSSCAT_PROBABLE);
	ck_assert_int_eq(find(root, false, NULL, "Row"), CROSSCAT_PROBABLE);
	ASSERT_WORKS(certlist_add(&held, cross, &e), &e);
	ck_assert_int_eq(find(again, true, &held, "Row"), CROSSCAT_BY_KEY);
	ck_assert_int_eq(find(other, true, &held, "Row"), NOT_FOUND);
	ck_assert_int_eq(find(root, false, &held, "Row"), CROSSCAT_PROBABLE);
	certlist_clear(&held);
	cert_free(root);
	cert_free(again);
	cert_free(other);
}
END_TEST

START_TEST(several_rows_may_fit_one_root)
{
	const struct testcert root_of = { .subject = "Root", .seed = 1 };
	const struct testcert one_of = { .subject = "Root", .seed = 1,
	    .issuer = "Kernel" };
	const struct testcert two_of = { .subject = "Root", .seed = 1,
	    .issuer = "Kernel", .serial = 9 };
	struct cert *root = testcert_new(&root_of);
	struct cert *one = testcert_new(&one_of), *two = testcert_new(&two_of);

	add_row("By name", one, NULL, "Root");
	add_row("By itself", two, root, "Root");
	ck_assert_int_eq(find(root, true, NULL, "By name"),
	    CROSSCAT_PROBABLE);
	ck_assert_int_eq(find(root, true, NULL, "By itself"),
	    CROSSCAT_BY_SHA1);
	cert_free(root);
	cert_free(one);
	cert_free(two);
}
END_TEST

START_TEST(a_name_with_nul_is_no_shorter_name)
{
	const struct testcert of = { .subject = "GlobalSign Root CA?x" };
	struct cert *c = testcert_new(&of);
	unsigned char *p;

	p = memmem(c->der.data, c->der.len, "CA?x", 4);
	ck_assert_ptr_nonnull(p);
	p[2] = '\0';
	ck_assert_int_eq(find(c, false, NULL, "GlobalSign Root CA"),
	    NOT_FOUND);
	cert_free(c);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, start, stop);
	tcase_add_test(tc, the_page_has_24_rows_and_each_is_read);
	tcase_add_test(tc, a_day_ends_with_its_last_second);
	tcase_add_loop_test(tc, rows_are_found_by_name_and_pin, 0,
	    COUNT_OF(named));
	tcase_add_loop_test(tc, a_users_rows_are_added_or_replace, 0,
	    COUNT_OF(readable));
	tcase_add_loop_test(tc,
	    a_users_row_that_is_none_is_refused_with_its_line, 0,
	    COUNT_OF(unreadable));
	tcase_add_test(tc, rows_and_texts_are_bounded);
	tcase_add_test(tc,
	    a_root_is_known_by_itself_by_its_key_and_by_its_name);
	tcase_add_test(tc, several_rows_may_fit_one_root);
	tcase_add_test(tc, a_name_with_nul_is_no_shorter_name);
}

UNIT_MAIN("crosscat", add)
