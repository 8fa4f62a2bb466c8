#include "formats/signed/signedfile.h"

#include <stdio.h>

#include "formats/signed/authenticode.h"
#include "formats/signed/pe.h"
#include "testfile.h"

/* ---- one file, as verify looks at it ---- */

enum verdict { REFUSED, UNSIGNED, OTHER_DIGEST, GOOD };

static const struct limits *
default_limits(void)
{
	static struct limits l;

	l = limits_of(0);
	return &l;
}

/* Is `sig` of this file? */
static enum verdict
compare(struct signedfile *f, const struct authenticode *sig,
    struct err *e)
{
	bool has;

	if (!signedfile_account(f, e))
		return REFUSED;
	ASSERT_WORKS(signedfile_has_digest(f, sig->data.content,
	    signed_digest_name(sig->digest_oid), sig->digest, &has, e), e);
	return has ? GOOD : OTHER_DIGEST;
}

/* By its own signature, or by another one. */
static enum verdict
look_at(struct view file, const char *name, const struct authenticode *other,
    struct err *e)
{
	struct authenticode own = AUTHENTICODE_INIT;
	enum verdict verdict = REFUSED;
	struct signedfile f;
	struct view p7;
	bool is_signed = true;

	if (!signedfile_open(&f, file, name, default_limits(), e) ||
	    !signedfile_signature(&f, 0, &p7, e))
		goto out;
	if (p7.len == 0)
		verdict = UNSIGNED;
	else if (other != NULL)
		verdict = compare(&f, other, e);
	else if (authenticode_read(p7, default_limits(), &own, &is_signed, e) &&
	    own.verdict == SIGNED_GOOD)
		verdict = compare(&f, &own, e);
 out:
	authenticode_clear(&own);
	signedfile_clear(&f);
	return verdict;
}

static const char *const good[] = {
	"signed/unstamped.exe", "signed/twice.exe", "kinds/signed.cab",
	"kinds/signed.msi", "kinds/extended.msi",
	"kinds/signed.ps1", "kinds/signed.psm1",
	"kinds/signed.mof", "kinds/signed.ps1xml",
	"kinds/signed.js", "kinds/signed.vbs",
	"kinds/signed.wsf", "kinds/cyrillic.vbs",
};

START_TEST(signedfile_has_the_digest_that_was_signed)
{
	struct bytes b = file_of(good[_i]);
	struct err e = ERR_INIT;

	ck_assert_msg(look_at(view_bytes(&b), good[_i], NULL, &e) == GOOD,
	    "%s: %s", good[_i], e.msg);
	bytes_clear(&b);
}
END_TEST

/* ---- no byte of it may be another one ---- */

static void
read_own(const char *name, struct bytes *b, struct authenticode *sig)
{
	struct signedfile f;
	struct err e = ERR_INIT;
	struct view p7;
	bool is_signed;

	*b = file_of(name);
	ASSERT_WORKS(signedfile_open(&f, view_bytes(b), name,
	    default_limits(), &e) && signedfile_signature(&f, 0, &p7, &e) &&
	    authenticode_read(p7, default_limits(), sig, &is_signed, &e), &e);
	signedfile_clear(&f);
}

/* Bytes that may change without a change of what was signed. */
struct freedom {
	const unsigned char	*base;
	unsigned char		*is_free;	/* of each byte */
};

static void
set_free(struct freedom *r, size_t from, size_t len, bool is_free)
{
	memset(r->is_free + from, is_free, len);
}

static void
free_view(struct view v, void *arg)
{
	struct freedom *r = arg;

	set_free(r, (size_t)(v.data - r->base), v.len, true);
}

static void
bind_view(struct view v, void *arg)
{
	struct freedom *r = arg;

	set_free(r, (size_t)(v.data - r->base), v.len, false);
}

static bool
is_signature_stream(const struct cfb_entry *x)
{
	return x->name.len == 2 * strlen("\5DigitalSignature");
}

/* An entry's name, and what [MS-CFB] says nothing of; with the extended digest
 * only its color. Of an unused one, everything but its type. */
static void
free_entry(const struct msi *m, const struct cfb_entry *x, struct freedom *r)
{
	size_t at = (size_t)(x->raw.data - r->base);

	if (x->type == CFB_UNUSED) {
		set_free(r, at, 66, true);
		set_free(r, at + 67, 61, true);
		return;
	}
	set_free(r, at + 67, 1, true);
	/* The mini stream's end, within its last sector. */
	if (x->type == CFB_ROOT)
		set_free(r, at + 80, 36, true);
	if (m->extended != NULL && x->type != CFB_ROOT && x->size != 0 &&
	    x != m->extended && !is_signature_stream(x))
		return;
	set_free(r, at, x->name.len, true);
	set_free(r, at + 96, 4, true);
	set_free(r, at + 116, 4, x->size == 0);
}

/* Also the rest of sectors; not what the digest covers, nor any FAT. */
static void
free_package(const struct msi *m, struct freedom *r)
{
	const struct cfb *c = &m->file;

	for (size_t i = 0; i < c->sectors; i++)
		if (c->fat[i] != 0xfffffffd)
			set_free(r, (i + 1) * c->sector, c->sector, true);
	for (size_t i = 0; i < c->count; i++)
		set_free(r, (size_t)(c->entries[i].raw.data - r->base), 128,
		    false);
	for (size_t i = 0; i < c->count; i++)
		free_entry(m, &c->entries[i], r);
	for (size_t i = 0; i < cfb_root(c)->children; i++) {
		const struct cfb_entry *x = cfb_child(c, cfb_root(c), i);

		if (!is_signature_stream(x))
			cfb_pieces(c, x, bind_view, r);
	}
	set_free(r, 24, 2, true);	/* minor version */
	set_free(r, 52, 4, true);	/* transactions */
	set_free(r, 68, 1, true);	/* two ways to say "none" */
}

static size_t
checksum_of(struct view in)
{
	return view_le32(in, 0x3c) + 24 + 64;
}

static void
find_freedom(const struct signedfile *f, struct freedom *r)
{
	struct err e = ERR_INIT;
	struct view p7;

	ASSERT_WORKS(signedfile_signature(f, 0, &p7, &e), &e);
	if (f->kind == SIGNED_PE) {
		set_free(r, checksum_of(f->in), 4, true);
		/* The entry's length may count its padding. */
		set_free(r, (size_t)(p7.data - r->base) - 8, 1, true);
	}
	if (f->kind == SIGNED_PE || f->kind == SIGNED_CAB)
		free_view(p7, r);
	if (f->kind == SIGNED_MSI)
		free_package(&f->msi, r);
	/* Letters of base64; the rest of a block is checked by its test. */
	if (f->kind == SIGNED_SCRIPT)
		set_free(r, 18, f->in.len - 18, true);
}

static const char *const changed[] = {
	"signed/unstamped.exe", "kinds/signed.cab",
	"kinds/signed.msi", "kinds/extended.msi",
	"kinds/signed.ps1", "kinds/signed.mof",
	"kinds/signed.js", "kinds/signed.wsf",
};

enum { FLIP_ONE, FLIP_ALL, INSERT_ZERO, INSERT_SAME, DROP, CHANGES };

static void
change_at(struct bytes *b, size_t i, int how)
{
	unsigned char same = b->data[i];

	if (how == FLIP_ONE)
		b->data[i] ^= 1;
	else if (how == FLIP_ALL)
		b->data[i] ^= 0xff;
	else if (how == INSERT_ZERO)
		bytes_insert(b, i, "", 1);
	else if (how == INSERT_SAME)
		bytes_insert(b, i, &same, 1);
	else {
		memmove(b->data + i, b->data + i + 1, b->len - i - 1);
		b->len--;
	}
}

static void
try_change(const char *name, struct view in, size_t i, int how,
    const struct authenticode *sig, const unsigned char *is_free)
{
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(bytes_set(&b, in, &e), &e);
	change_at(&b, i, how);
	if (look_at(view_bytes(&b), name, sig, &e) == GOOD)
		ck_assert_msg(how <= FLIP_ALL && is_free[i],
		    "%s: change %d at %zu does not count", name, how, i);
	bytes_clear(&b);
}

START_TEST(signedfile_accounts_for_every_byte)
{
	const char *name = changed[_i / CHANGES];
	struct authenticode sig = AUTHENTICODE_INIT;
	struct err e = ERR_INIT;
	struct freedom r;
	struct signedfile f;
	struct bytes b;

	read_own(name, &b, &sig);
	r.base = b.data;
	r.is_free = calloc(b.len, 1);
	ASSERT_WORKS(signedfile_open(&f, view_bytes(&b), name,
	    default_limits(), &e), &e);
	find_freedom(&f, &r);
	signedfile_clear(&f);
	for (size_t i = 0; i < b.len; i++)
		try_change(name, view_bytes(&b), i, _i % CHANGES, &sig,
		    r.is_free);
	free(r.is_free);
	authenticode_clear(&sig);
	bytes_clear(&b);
}
END_TEST

/* A catalogue is a signature: what it lists is signed, or it is not good. */
static void
change_catalogue(struct view in, const struct authenticode *sig, size_t i,
    int how)
{
	struct authenticode a = AUTHENTICODE_INIT;
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;
	bool is_signed;

	ASSERT_WORKS(bytes_set(&b, in, &e), &e);
	change_at(&b, i, how);
	if (authenticode_read(view_bytes(&b), default_limits(), &a, &is_signed,
	    &e) && is_signed && a.verdict == SIGNED_GOOD)
		ck_assert_msg(view_equal(a.data.value, sig->data.value),
		    "change %d at %zu does not count", how, i);
	authenticode_clear(&a);
	bytes_clear(&b);
}

START_TEST(a_catalogue_is_as_it_was_signed)
{
	struct authenticode sig = AUTHENTICODE_INIT;
	struct bytes b = file_of("signed/list1.cat");
	struct err e = ERR_INIT;
	bool is_signed;

	ASSERT_WORKS(authenticode_read(view_bytes(&b), default_limits(), &sig,
	    &is_signed, &e), &e);
	for (size_t i = 0; i < b.len; i += i < 700 ? 1 : 7)
		change_catalogue(view_bytes(&b), &sig, i, _i);
	authenticode_clear(&sig);
	bytes_clear(&b);
}
END_TEST

/* ---- what else is refused ---- */

typedef void	change(struct bytes *b);

static void
append_text(struct bytes *b)
{
	bytes_add_str(b, "PK");
}

static void
append_zeros(struct bytes *b)
{
	bytes_add(b, "\0\0\0\0\0\0\0", 8);
}

/* In the signature's last bytes, as if a ZIP archive ended there. */
static void
put_zip(struct bytes *b)
{
	memcpy(b->data + b->len - 40, "PK\5\6", 4);
}

static void
revision_1(struct bytes *b)
{
	b->data[1024 + 5] = 1;
}

static void
put_size(struct bytes *b, size_t at, size_t add)
{
	size_t v = view_le32(view_bytes(b), at) + add;

	for (int i = 0; i < 4; i++)
		b->data[at + (size_t)i] = (unsigned char)(v >> 8 * i);
}

/* The directory's entry of the fixture's program. */
static size_t
security_of(const struct bytes *b)
{
	return view_le32(view_bytes(b), 0x3c) + 24 +
	    (view_le16(view_bytes(b), view_le32(view_bytes(b), 0x3c) + 24) ==
	    0x10b ? 96 : 112) + 32;
}

static void
data_in_padding(struct bytes *b)
{
	bytes_add_str(b, "hidden!!");
	put_size(b, security_of(b) + 4, 8);
	put_size(b, 1024, 8);
}

/* The one byte that fills the entry up, no longer counted by it. */
static void
data_behind_entry(struct bytes *b)
{
	put_size(b, 1024, (size_t)-1);
	b->data[b->len - 1] = 0x5a;
}

static void
entry_of_nothing(struct bytes *b)
{
	bytes_add(b, "\x10\0\0\0\0\2\2\0\0\0\0\0\0\0\0\0", 16);
	put_size(b, security_of(b) + 4, 16);
	b->data[b->len - 1] = 1;
}

static void
entry_of_type_1(struct bytes *b)
{
	bytes_add(b, "\x10\0\0\0\0\2\1\0\0\0\0\0\0\0\0\1", 16);
	put_size(b, security_of(b) + 4, 16);
}

static void
table_not_aligned(struct bytes *b)
{
	bytes_insert(b, 1024, "", 1);
	put_size(b, security_of(b), 1);
}

static void
section_over_table(struct bytes *b)
{
	size_t pe = view_le32(view_bytes(b), 0x3c);

	put_size(b, pe + 24 + view_le16(view_bytes(b), pe + 20) + 16, 512);
}

static void
longer_cab_signature(struct bytes *b)
{
	bytes_add_str(b, "PKPKPKPK");
	put_size(b, 48, 8);
}

static void
cab_of_a_set(struct bytes *b)
{
	b->data[30] |= 2;
}

static void
cab_gap(struct bytes *b)
{
	size_t end = view_le32(view_bytes(b), 8);

	bytes_insert(b, end, "gap!", 4);
	put_size(b, 44, 4);
}

static void
cab_larger(struct bytes *b)
{
	cab_gap(b);
	put_size(b, 8, 4);
}

static void
cab_reserve(struct bytes *b)
{
	b->data[38] = 1;
}

static void
cab_data_reserve(struct bytes *b)
{
	b->data[39] = 1;
}

static void
cab_checksum(struct bytes *b)
{
	b->data[5] = 1;
}

static void
cab_number(struct bytes *b)
{
	b->data[34] = 1;
}

static void
cab_filler(struct bytes *b)
{
	b->data[58] = 1;
}

static void
change_name(struct bytes *b)
{
	unsigned char *p = memmem(b->data, b->len, "S\0u\0m\0m\0", 8);

	ck_assert_ptr_nonnull(p);
	p[2] = 'U';
}

static void
note_end(struct view piece, void *arg)
{
	const unsigned char **end = arg;

	*end = piece.data + piece.len;
}

/* Behind the end of a small stream, in its last mini sector. */
static void
zip_in_slack(struct bytes *b)
{
	const unsigned char *end = NULL;
	struct err e = ERR_INIT;
	struct cfb c;

	ASSERT_WORKS(cfb_open(&c, view_bytes(b), &e), &e);
	for (size_t i = 0; i < cfb_root(&c)->children; i++) {
		const struct cfb_entry *x = cfb_child(&c, cfb_root(&c), i);

		if (x->size < 4096 && x->size % 64 != 0 && x->size % 64 < 60)
			cfb_pieces(&c, x, note_end, &end);
	}
	cfb_clear(&c);
	ck_assert_ptr_nonnull(end);
	memcpy(b->data + (end - b->data), "PK\3\4", 4);
}

static void
lone_line_feeds(struct bytes *b)
{
	for (size_t i = 0; i + 1 < b->len; i++)
		if (b->data[i] == '\r') {
			memmove(b->data + i, b->data + i + 1, b->len - i - 1);
			b->len--;
		}
}

static void
line_after(struct bytes *b)
{
	bytes_add_str(b, "Remove-Item *\r\n");
}

static void
other_begin(struct bytes *b)
{
	memcpy(memmem(b->data, b->len, "End sig", 7), "Beg", 3);
}

static const struct {
	const char	*name;
	change		*change;
	const char	*says;
} refused[] = {
	{ "signed/unstamped.exe", append_text, "2 bytes follow the signature" },
	{ "signed/unstamped.exe", append_zeros,
	  "8 bytes follow the signature" },
	{ "signed/unstamped.exe", put_zip, "a ZIP archive ends at" },
	{ "signed/unstamped.exe", entry_of_type_1,
	  "signature 2 at offset 3456: type 1, expected 2" },
	{ "signed/unstamped.exe", revision_1, "revision 0x100" },
	{ "signed/unstamped.exe", data_in_padding, "that are not signed" },
	{ "signed/unstamped.exe", data_behind_entry,
	  "the padding after it is not zero" },
	{ "signed/unstamped.exe", entry_of_nothing,
	  "signature 2 at offset" },
	{ "signed/unstamped.exe", table_not_aligned, "multiple of 8" },
	{ "signed/unstamped.exe", section_over_table,
	  "reaches into the signature table" },
	{ "kinds/signed.cab", append_text, "2 bytes follow" },
	{ "kinds/signed.cab", longer_cab_signature,
	  "bytes that are not signed" },
	{ "kinds/signed.cab", cab_of_a_set, "of a set" },
	{ "kinds/signed.cab", cab_gap, "the cabinet ends at offset" },
	{ "kinds/signed.cab", cab_larger, "do not fill the cabinet" },
	{ "kinds/signed.cab", cab_reserve,
	  "does not follow the list of folders" },
	{ "kinds/signed.cab", cab_data_reserve,
	  "where the one before it ends" },
	{ "kinds/signed.cab", cab_checksum, "reserved field" },
	{ "kinds/signed.cab", cab_number, "cabinet 2 of a set" },
	{ "kinds/signed.cab", cab_filler, "has other data in it" },
	{ "kinds/signed.cab", put_zip, "a ZIP archive ends at" },
	{ "kinds/signed.msi", append_text, "2 bytes follow" },
	{ "kinds/signed.msi", zip_in_slack, "part of a ZIP archive at" },
	{ "kinds/extended.msi", change_name,
	  "names, sizes or times were changed" },
	{ "kinds/signed.ps1", append_text, "2 characters follow" },
	{ "kinds/signed.ps1", line_after, "15 characters follow" },
	{ "kinds/signed.ps1", lone_line_feeds,
	  "line ends were changed" },
	{ "kinds/signed.ps1", other_begin,
	  "malformed signature block" },
	{ "kinds/signed.js", append_text, "2 characters follow" },
};

START_TEST(signedfile_refuses)
{
	struct bytes b;
	struct authenticode sig = AUTHENTICODE_INIT;
	struct err e = ERR_INIT;

	read_own(refused[_i].name, &b, &sig);
	refused[_i].change(&b);
	ck_assert_int_ne(look_at(view_bytes(&b), refused[_i].name, &sig, &e),
	    GOOD);
	ASSERT_SAYS(&e, refused[_i].says);
	authenticode_clear(&sig);
	bytes_clear(&b);
}
END_TEST

/* A digest of one kind of file is none of another. */
START_TEST(signedfile_knows_what_a_signature_is_for)
{
	const char *const kinds[] = {
		"signed/unstamped.exe", "kinds/signed.cab",
		"kinds/signed.msi", "kinds/signed.ps1",
		"kinds/signed.js", "kinds/signed.vbs",
	};
	struct authenticode sig = AUTHENTICODE_INIT;
	struct bytes b, other;

	read_own(kinds[_i], &other, &sig);
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct err e = ERR_INIT;

		b = file_of(kinds[i]);
		ck_assert_int_eq(look_at(view_bytes(&b), kinds[i], &sig, &e),
		    (int)i == _i ? GOOD : OTHER_DIGEST);
		bytes_clear(&b);
	}
	authenticode_clear(&sig);
	bytes_clear(&other);
}
END_TEST

START_TEST(signedfile_tells_scripts_by_their_names)
{
	struct view text = view_str("x\r\n");

	ck_assert_int_eq(signedfile_kind(text, "a.PS1"), SIGNED_SCRIPT);
	ck_assert_int_eq(signedfile_kind(text, "a.b.Wsf"), SIGNED_SCRIPT);
	ck_assert_int_eq(signedfile_kind(text, "a.txt"), SIGNED_OTHER);
	ck_assert_int_eq(signedfile_kind(text, "ps1"), SIGNED_OTHER);
	ck_assert_int_eq(signedfile_kind(view_str("MZ"), "a.ps1"), SIGNED_PE);
	ck_assert_int_eq(signedfile_kind(view_str("MSCF"), "a"), SIGNED_CAB);
}
END_TEST

START_TEST(signedfile_without_a_signature_is_no_error)
{
	const char *const plain[] = {
		"signed/plain.exe", "kinds/plain.cab",
		"kinds/plain.msi", "kinds/plain.ps1",
		"kinds/plain.mof", "kinds/plain.psm1",
	};
	struct bytes b = file_of(plain[_i]);
	struct err e = ERR_INIT;

	ck_assert_int_eq(look_at(view_bytes(&b), plain[_i], NULL, &e),
	    UNSIGNED);
	bytes_clear(&b);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, signedfile_has_the_digest_that_was_signed, 0,
	    COUNT_OF(good));
	tcase_add_loop_test(tc, signedfile_accounts_for_every_byte, 0,
	    COUNT_OF(changed) * CHANGES);
	tcase_add_loop_test(tc, a_catalogue_is_as_it_was_signed, 0, CHANGES);
	tcase_add_loop_test(tc, signedfile_refuses, 0, COUNT_OF(refused));
	tcase_add_loop_test(tc, signedfile_knows_what_a_signature_is_for, 0,
	    6);
	tcase_add_test(tc, signedfile_tells_scripts_by_their_names);
	tcase_add_loop_test(tc, signedfile_without_a_signature_is_no_error, 0,
	    6);
}

UNIT_MAIN("signedfile", add)
