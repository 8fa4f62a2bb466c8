#include "formats/signed/pe.h"

#include "testfile.h"

enum {
	PE_AT = 0x80,			/* where the PE header is */
	OPT_AT = PE_AT + 24,
	OPT_LEN = 240,
	TABLE_AT = OPT_AT + OPT_LEN + 0x40,
};

struct image {
	struct bytes	b;
	size_t		dir;		/* offset of the security directory */
};

static void
put32(struct bytes *b, size_t off, uint32_t v)
{
	for (size_t i = 0; i < 4; i++)
		b->data[off + i] = (unsigned char)(v >> (8 * i));
}

/* The headers of a program that does nothing, up to its signature table. */
static struct image
image_new(bool plus)
{
	struct image im = { BYTES_INIT, 0 };
	size_t dirs = OPT_AT + (plus ? 112 : 96);
	unsigned char *p = bytes_reserve(&im.b, TABLE_AT);

	ck_assert(p != NULL);
	memset(p, 0, TABLE_AT);
	im.b.len = TABLE_AT;
	memcpy(p, "MZ", 2);
	put32(&im.b, 0x3c, PE_AT);
	memcpy(p + PE_AT, "PE\0\0", 4);
	put32(&im.b, PE_AT + 20, OPT_LEN);
	put32(&im.b, OPT_AT, plus ? 0x20b : 0x10b);
	put32(&im.b, dirs - 4, 16);
	im.dir = dirs + 4 * 8;
	return im;
}

/* Append a WIN_CERTIFICATE, padded to eight bytes, and count it in. */
static void
add_entry(struct image *im, unsigned type, struct view data, size_t padding)
{
	bytes_add_le32(&im->b, (uint32_t)(8 + data.len + padding));
	bytes_add_le16(&im->b, 0x200);
	bytes_add_le16(&im->b, (uint16_t)type);
	bytes_add_view(&im->b, data);
	for (; padding > 0; padding--)
		bytes_add_u8(&im->b, 0);
	while (im->b.len % 8 != 0)
		bytes_add_u8(&im->b, 0);
	put32(&im->b, im->dir, TABLE_AT);
	put32(&im->b, im->dir + 4, (uint32_t)(im->b.len - TABLE_AT));
}

static void
add_file(struct image *im, const char *name)
{
	struct bytes p7 = file_of(name);

	add_entry(im, 2, view_bytes(&p7), 0);
	bytes_clear(&p7);
}

static bool
read_image(const struct image *im, struct contents *c, struct err *e)
{
	struct limits l = limits_of(0);
	unsigned char *p = exact(view_bytes(&im->b));
	bool ok;

	contents_clear(c);
	err_clear(e);
	ok = pe_read(view_of(p, im->b.len), &l, c, e);
	free(p);
	return ok;
}

START_TEST(pe_reads_every_signature)
{
	struct image im = image_new(_i != 0);
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(read_image(&im, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 0);
	add_file(&im, "pki/leaf-first.spc");
	ASSERT_WORKS(read_image(&im, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 3);
	add_file(&im, "pki/other.spc");
	add_file(&im, "pki/signed-ber.p7s");
	ASSERT_WORKS(read_image(&im, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 6);
	ck_assert(cert_is(&c, 3, "pki/other.cer"));
	ck_assert_uint_eq(c.warning_count, 0);
	contents_clear(&c);
	bytes_clear(&im.b);
}
END_TEST

START_TEST(pe_skips_other_types_and_tolerates_padding)
{
	struct image im = image_new(true);
	struct bytes p7 = file_of("pki/leaf-only.spc");
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	add_entry(&im, 1, view_str("an X.509 certificate"), 0);
	add_entry(&im, 2, view_bytes(&p7), 13);
	ASSERT_WORKS(read_image(&im, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 1);
	ck_assert_uint_eq(c.others, 1);
	ck_assert(warns(&c, "type 1, which is not PKCS#7"));
	ck_assert_uint_eq(c.warning_count, 1);

	bytes_add_str(&p7, "hidden");
	add_entry(&im, 2, view_bytes(&p7), 0);
	ASSERT_WORKS(read_image(&im, &c, &e), &e);
	ck_assert(warns(&c, "6 bytes that are not signed"));
	contents_clear(&c);
	bytes_clear(&p7);
	bytes_clear(&im.b);
}
END_TEST

START_TEST(pe_without_a_directory_entry_is_not_signed)
{
	struct image im = image_new(true);
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	add_file(&im, "pki/leaf-only.spc");
	put32(&im.b, OPT_AT + 108, 4);		/* four directories: 0 to 3 */
	ASSERT_WORKS(read_image(&im, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 0);
	put32(&im.b, OPT_AT + 108, 16);
	put32(&im.b, PE_AT + 20, 100);		/* a short optional header */
	ASSERT_WORKS(read_image(&im, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 0);
	contents_clear(&c);
	bytes_clear(&im.b);
}
END_TEST

/* One 32-bit number set to something else. Below zero: in the
 * security directory. */
enum { DIR_OFFSET = -2, DIR_SIZE = -1 };

static const struct {
	const char	*what;
	int		 at;
	uint32_t	 value;
	const char	*says;
} bad[] = {
	{ "no MZ", 0, 0, "whole DOS header" },
	{ "PE offset outside", 0x3c, 0xfffffff0, "no PE header at offset" },
	{ "PE offset elsewhere", 0x3c, 0x40, "no PE header at offset 64" },
	{ "optional header too long", PE_AT + 20, 0xffff,
	    "reaches past the end of the file" },
	{ "no optional header", PE_AT + 20, 0, "optional header of kind 0x0" },
	{ "optional header of another kind", OPT_AT, 0x107,
	    "optional header of kind 0x107" },
	{ "table outside", DIR_OFFSET, 0x7fffffff, "signature table of" },
	{ "table reaching outside", DIR_SIZE, 0x7fffffff, "signature table of" },
	{ "table in the header", DIR_OFFSET, PE_AT, "signature 1 at offset 128: its "
	    "length is 17744" },
	{ "entry too short", TABLE_AT, 7, "signature 1 at offset" },
	{ "entry too long", TABLE_AT, 0x10000, "its length is 65536" },
	{ "entry that is no PKCS#7", TABLE_AT + 8, 0, "signature 1 at offset" },
};

START_TEST(pe_refuses_headers_that_do_not_fit)
{
	struct image im = image_new(true);
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;
	size_t at;

	add_file(&im, "pki/leaf-only.spc");
	at = bad[_i].at == DIR_OFFSET ? im.dir : bad[_i].at == DIR_SIZE ?
	    im.dir + 4 : (size_t)bad[_i].at;
	put32(&im.b, at, bad[_i].value);
	ASSERT_REFUSED(read_image(&im, &c, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, bad[_i].says);
	contents_clear(&c);
	bytes_clear(&im.b);
}
END_TEST

START_TEST(pe_refuses_every_truncation)
{
	struct image im = image_new(false);
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;
	size_t whole;

	add_file(&im, "pki/leaf-only.spc");
	whole = im.b.len;
	for (im.b.len = 0; im.b.len < whole; im.b.len++)
		ck_assert_msg(!read_image(&im, &c, &e), "%zu bytes",
		    im.b.len);
	contents_clear(&c);
	bytes_clear(&im.b);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, pe_reads_every_signature, 0, 2);
	tcase_add_test(tc, pe_skips_other_types_and_tolerates_padding);
	tcase_add_test(tc, pe_without_a_directory_entry_is_not_signed);
	tcase_add_loop_test(tc, pe_refuses_headers_that_do_not_fit, 0,
	    COUNT_OF(bad));
	tcase_add_test(tc, pe_refuses_every_truncation);
}

UNIT_MAIN("pe", add)
