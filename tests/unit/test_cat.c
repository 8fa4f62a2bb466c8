#include "formats/signed/cat.h"

#include "base/sha.h"
#include "asn1/oids.h"
#include "formats/signed/pe.h"
#include "formats/signed/signed.h"
#include "testfile.h"

/* A catalogue of the fixtures, opened. */
struct fixture {
	struct signed_data	 data;
	struct cat		 cat;
};

static void
open_fixture(struct fixture *f, const char *name)
{
	struct limits l = limits_of(0);
	struct bytes b = file_of(name);
	struct err e = ERR_INIT;

	memset(f, 0, sizeof(*f));
	ASSERT_WORKS(signed_read(view_bytes(&b), &l, &f->data, &e), &e);
	ck_assert(der_oid_is(f->data.content_type, OID_CTL));
	ASSERT_WORKS(cat_open(&f->cat, f->data.content, &e), &e);
	bytes_clear(&b);
}

static void
close_fixture(struct fixture *f)
{
	signed_clear(&f->data);
}

static bool
has(const struct fixture *f, const unsigned char *digest, size_t len,
    const char *file)
{
	struct bytes name = BYTES_INIT;
	struct cat_member m;
	struct err e = ERR_INIT;
	bool found;

	ASSERT_WORKS(cat_find(&f->cat, view_of(digest, len), &found, &m, &e),
	    &e);
	if (!found)
		return false;
	/* Its attribute "File", in UTF-16LE. */
	for (const char *p = file; *p != '\0'; p++)
		bytes_add_le16(&name, (unsigned char)*p);
	ck_assert(memmem(m.attributes.data, m.attributes.len, name.data,
	    name.len) != NULL);
	bytes_clear(&name);
	return true;
}

static const struct { const char *name; bool sha256; } catalogues[] = {
	{ "signed/unsigned.cat", true },
	{ "signed/list.cat", true },
	{ "signed/old.cat", false },
	{ "signed/list1.cat", false },
};

START_TEST(cat_finds_its_members)
{
	struct bytes inf = file_of("signed/setup.inf");
	struct bytes exe = file_of("signed/plain.exe");
	unsigned char one[SHA1_LEN], two[SHA256_LEN];
	struct err e = ERR_INIT;
	struct fixture f;

	open_fixture(&f, catalogues[_i].name);
	sha1_of(view_bytes(&inf), one);
	sha256_of(view_bytes(&inf), two);
	ck_assert(has(&f, one, SHA1_LEN, "setup.inf"));
	ck_assert_int_eq(has(&f, two, SHA256_LEN, "setup.inf"),
	    catalogues[_i].sha256);
	one[0] ^= 1;
	ck_assert(!has(&f, one, SHA1_LEN, "setup.inf"));
	/* Of a program it is the other digest. */
	sha1_of(view_bytes(&exe), one);
	ck_assert(!has(&f, one, SHA1_LEN, "plain.exe"));
	ASSERT_WORKS(pe_digest(view_bytes(&exe), "SHA1", one, SHA1_LEN, &e),
	    &e);
	ASSERT_WORKS(pe_digest(view_bytes(&exe), "SHA256", two, SHA256_LEN,
	    &e), &e);
	ck_assert(has(&f, one, SHA1_LEN, "plain.exe"));
	ck_assert_int_eq(has(&f, two, SHA256_LEN, "plain.exe"),
	    catalogues[_i].sha256);
	ck_assert(!has(&f, one, 0, ""));
	close_fixture(&f);
	bytes_clear(&inf);
	bytes_clear(&exe);
}
END_TEST

START_TEST(cat_counts_every_member)
{
	struct fixture f;
	struct cat_member m;
	struct err e = ERR_INIT;
	struct der rest;
	size_t n = 0;
	bool end;

	open_fixture(&f, catalogues[_i].name);
	rest = der_open(f.cat.members);
	do
		ASSERT_WORKS(cat_next(&rest, &n, &m, &end, &e), &e);
	while (!end);
	ck_assert_uint_eq(n, catalogues[_i].sha256 ? 4 : 2);
	close_fixture(&f);
}
END_TEST

/* ---- lists made up ---- */

struct list {
	struct bytes	b;
	size_t		outer, members;
};

static void
list_begin(struct list *l)
{
	const struct bytes empty = BYTES_INIT;
	size_t s;

	l->b = empty;
	l->outer = der_begin(&l->b, DER_SEQUENCE);
	s = der_begin(&l->b, DER_SEQUENCE);
	der_put(&l->b, DER_OID, view_of("\x2a\x03", 2));
	der_end(&l->b, s);
	der_put(&l->b, DER_UTC_TIME, view_str("240101000000Z"));
	s = der_begin(&l->b, DER_SEQUENCE);
	der_put(&l->b, DER_OID, view_of("\x2a\x04", 2));
	der_end(&l->b, s);
	l->members = der_begin(&l->b, DER_SEQUENCE);
}

static void
list_add(struct list *l, struct view identifier)
{
	size_t s = der_begin(&l->b, DER_SEQUENCE);

	der_put(&l->b, DER_OCTET_STRING, identifier);
	der_end(&l->b, s);
}

static struct view
list_end(struct list *l)
{
	der_end(&l->b, l->members);
	der_end(&l->b, l->outer);
	ck_assert(!l->b.failed);
	return view_bytes(&l->b);
}

START_TEST(cat_reads_identifiers_without_attributes)
{
	static const char raw[] = "0123456789abcdefghij";
	static const char hex[] = "\x41\0\x36\0\x43\0\x64\0";	/* A6Cd */
	struct list l;
	struct cat c;
	struct cat_member m;
	struct err e = ERR_INIT;
	bool found;

	list_begin(&l);
	list_add(&l, view_of(raw, 20));
	list_add(&l, view_of(hex, 8));
	ASSERT_WORKS(cat_open(&c, list_end(&l), &e), &e);
	ASSERT_WORKS(cat_find(&c, view_of(raw, 20), &found, &m, &e), &e);
	ck_assert(found);
	ASSERT_WORKS(cat_find(&c, view_of("\xa6\xcd", 2), &found, &m, &e), &e);
	ck_assert(found);
	ASSERT_WORKS(cat_find(&c, view_of("\xa6\xce", 2), &found, &m, &e), &e);
	ck_assert(!found);
	ASSERT_WORKS(cat_find(&c, view_of("\xa6", 1), &found, &m, &e), &e);
	ck_assert(!found);
	bytes_clear(&l.b);
}
END_TEST

START_TEST(cat_names_the_member_that_is_damaged)
{
	struct list l;
	struct cat c;
	struct cat_member m;
	struct err e = ERR_INIT;
	bool found;

	list_begin(&l);
	list_add(&l, view_of("0123456789abcdefghij", 20));
	der_put_uint(&l.b, 5);
	ASSERT_WORKS(cat_open(&c, list_end(&l), &e), &e);
	ASSERT_REFUSED(cat_find(&c, view_of("x", 1), &found, &m, &e), &e,
	    ERR_INPUT);
	ASSERT_SAYS(&e, "entry 2");
	bytes_clear(&l.b);
}
END_TEST

START_TEST(cat_refuses_every_truncation)
{
	struct fixture f;
	struct cat c;
	struct err e = ERR_INIT;
	struct view whole;

	open_fixture(&f, "signed/unsigned.cat");
	whole = f.data.content;
	for (size_t n = 0; n < whole.len; n++) {
		unsigned char *p = exact(view_sub(whole, 0, n));

		err_clear(&e);
		ASSERT_REFUSED(cat_open(&c, view_of(p, n), &e), &e, ERR_INPUT);
		free(p);
	}
	close_fixture(&f);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, cat_finds_its_members, 0,
	    (int)COUNT_OF(catalogues));
	tcase_add_loop_test(tc, cat_counts_every_member, 0,
	    (int)COUNT_OF(catalogues));
	tcase_add_test(tc, cat_reads_identifiers_without_attributes);
	tcase_add_test(tc, cat_names_the_member_that_is_damaged);
	tcase_add_test(tc, cat_refuses_every_truncation);
}

UNIT_MAIN("cat", add)
