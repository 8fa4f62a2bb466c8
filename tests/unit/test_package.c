#include "formats/signed/package.h"

#include "testfile.h"

static size_t
find(const struct bytes *b, const char *what, size_t len)
{
	const unsigned char *p = memmem(b->data, b->len, what, len);

	ck_assert_ptr_nonnull(p);
	return (size_t)(p - b->data);
}

static size_t
directory_of(const struct bytes *b)
{
	return view_le32(view_bytes(b), b->len - 22 + 16);
}

/* The directory's entry of the signature. */
static size_t
entry_of(const struct bytes *b)
{
	size_t at = directory_of(b);

	return at + find(&(struct bytes){ .data = b->data + at,
	    .len = b->len - at }, "AppxSignature.p7x", 17) - 46;
}

static size_t
local_of(const struct bytes *b)
{
	return view_le32(view_bytes(b), entry_of(b) + 42);
}

static void
put32(struct bytes *b, size_t at, size_t v)
{
	for (int i = 0; i < 4; i++)
		b->data[at + (size_t)i] = (unsigned char)(v >> 8 * i);
}

typedef void	change(struct bytes *b);

static void
append_bytes(struct bytes *b)
{
	bytes_add_str(b, "PK");
}

static void
comment(struct bytes *b)
{
	b->data[b->len - 2] = 4;
	bytes_add_str(b, "text");
}

static void
gap(struct bytes *b)
{
	size_t at = directory_of(b);

	bytes_insert(b, at, "gap!", 4);
	put32(b, b->len - 22 + 16, at + 4);
}

static void
local_extra(struct bytes *b)
{
	b->data[local_of(b) + 28] = 4;
}

static void
entry_comment(struct bytes *b)
{
	size_t at = entry_of(b);

	b->data[at + 32] = 4;
	bytes_insert(b, at + 46 + 17, "text", 4);
}

static void
no_signature(struct bytes *b)
{
	b->data[entry_of(b) + 46] = 'B';
}

static void
directory_behind(struct bytes *b)
{
	put32(b, b->len - 22 + 16, b->len - 4);
}

static void
zip64_without(struct bytes *b)
{
	put32(b, b->len - 22 + 16, 0xffffffff);
}

static void
directory_damaged(struct bytes *b)
{
	b->data[directory_of(b) + 3] = 9;
}

static void
place_outside(struct bytes *b)
{
	put32(b, entry_of(b) + 42, 0xfffffff0);
}

static const struct {
	change		*change;
	const char	*says;
} refused[] = {
	{ append_bytes, "does not end with its last record" },
	{ comment, "does not end with its last record" },
	{ gap, "does not follow the signature" },
	{ local_extra, "malformed header of the signature" },
	{ entry_comment, "other data beside the signature" },
	{ no_signature, "0 files are named AppxSignature.p7x" },
	{ directory_behind, "is behind its end" },
	{ zip64_without, "no place of the archive's directory" },
	{ directory_damaged, "malformed directory" },
	{ place_outside, "malformed header of the signature" },
};

START_TEST(package_refuses_what_is_beside_it)
{
	struct bytes b = file_of("kinds/signed.appx");
	struct err e = ERR_INIT;
	unsigned char *p;

	refused[_i].change(&b);
	p = exact(view_bytes(&b));
	ck_assert(!package_account(view_of(p, b.len), &e));
	ASSERT_SAYS(&e, refused[_i].says);
	free(p);
	bytes_clear(&b);
}
END_TEST

START_TEST(package_is_signed_or_not)
{
	struct bytes b = file_of("kinds/signed.appx");
	struct err e = ERR_INIT;
	bool is_signed;

	ck_assert(package_is(view_bytes(&b), &is_signed) && is_signed);
	ASSERT_WORKS(package_account(view_bytes(&b), &e), &e);
	bytes_clear(&b);
	b = file_of("kinds/plain.appx");
	ck_assert(package_is(view_bytes(&b), &is_signed) && !is_signed);
	ck_assert(!package_account(view_bytes(&b), &e));
	bytes_clear(&b);
	ck_assert(!package_is(view_str("PK\3\4 and no part"), &is_signed));
	ck_assert(!package_is(view_str(""), &is_signed));
}
END_TEST

START_TEST(package_refuses_every_truncation)
{
	struct bytes b = file_of("kinds/signed.appx");
	struct err e = ERR_INIT;

	for (size_t len = 0; len < b.len; len += 7) {
		unsigned char *p = exact(view_of(b.data, len));

		ck_assert(!package_account(view_of(p, len), &e));
		free(p);
	}
	bytes_clear(&b);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, package_refuses_what_is_beside_it, 0,
	    COUNT_OF(refused));
	tcase_add_test(tc, package_is_signed_or_not);
	tcase_add_test(tc, package_refuses_every_truncation);
}

UNIT_MAIN("package", add)
