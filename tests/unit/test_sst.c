#include "formats/certs/sst.h"

#include "cert/certprop.h"
#include "testcert.h"
#include "testfile.h"

static void
put_record(struct bytes *b, uint32_t id, struct view value)
{
	bytes_add_le32(b, id);
	bytes_add_le32(b, 1);
	bytes_add_le32(b, (uint32_t)value.len);
	bytes_add_view(b, value);
}

enum { ID_CERT = 32, ID_CRL = 33, ID_CTL = 34 };

static void
put_cert(struct bytes *b, unsigned serial)
{
	struct bytes der = BYTES_INIT;

	testcert_der(&der, &(struct testcert){ .subject = "x",
	    .serial = serial });
	put_record(b, ID_CERT, view_bytes(&der));
	bytes_clear(&der);
}

#define NAME_A	view_of("a\0\0\0", 4)
#define NAME_B	view_of("\xe4\0=\xd8\0\xde\0\0", 8)	/* U+E4, U+1F600 */
#define UTF8_B	"\xc3\xa4\xf0\x9f\x98\x80"

static void
put_start(struct bytes *b)
{
	bytes_add(b, "\0\0\0\0CERT", 8);
}

static void
put_end(struct bytes *b)
{
	bytes_add(b, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);
}

typedef bool reader(struct view in, const struct limits *l, struct contents *c,
    struct err *e);

static bool
read_with(reader *f, struct view v, struct contents *c, struct err *e)
{
	struct limits l = limits_of(0);
	unsigned char *p = exact(v);
	bool ok;

	contents_clear(c);
	err_clear(e);
	ok = f(view_of(p, v.len), &l, c, e);
	free(p);
	return ok;
}

static bool
read_store(const struct bytes *b, struct contents *c, struct err *e)
{
	return read_with(sst_read, view_bytes(b), c, e);
}

static const char *
name_of(const struct contents *c, size_t i)
{
	return c->certs.items[i]->friendly_name;
}

/* Two certificates, names a and b, something unknown, a CRL and a CTL. */
static void
put_store(struct bytes *b)
{
	put_start(b);
	put_record(b, CERTPROP_FRIENDLY_NAME, NAME_A);
	put_record(b, 0x8123, view_str("unknown"));
	put_cert(b, 1);
	put_record(b, 98, view_str("of the CRL"));
	put_record(b, ID_CRL, view_str("crl"));
	put_record(b, CERTPROP_FRIENDLY_NAME, NAME_B);
	put_cert(b, 2);
	put_record(b, ID_CTL, view_str("ctl"));
	put_end(b);
}

START_TEST(sst_reads_certificates_with_their_properties)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;
	struct view rest, value;
	uint32_t id;

	put_store(&b);
	ck_assert(sst_is_store(view_bytes(&b)));
	ck_assert(!sst_is_element(view_bytes(&b)));
	ASSERT_WORKS(read_store(&b, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 2);
	ck_assert_str_eq(name_of(&c, 0), "a");
	ck_assert_str_eq(name_of(&c, 1), UTF8_B);
	ck_assert_uint_eq(c.crls, 1);
	ck_assert_uint_eq(c.others, 1);
	ck_assert(warns(&c, "1 CRL was skipped"));
	ck_assert(warns(&c, "1 trust list was skipped"));
	ck_assert_uint_eq(c.warning_count, 2);

	rest = view_bytes(&c.certs.items[0]->properties);
	ck_assert(certprop_next(&rest, &id, &value));
	ck_assert_uint_eq(id, CERTPROP_FRIENDLY_NAME);
	ck_assert(view_equal(value, NAME_A));
	ck_assert(certprop_next(&rest, &id, &value));
	ck_assert_uint_eq(id, 0x8123);
	ck_assert(!certprop_next(&rest, &id, &value));
	contents_clear(&c);
	bytes_clear(&b);
}
END_TEST

START_TEST(sst_reads_properties_behind_their_certificates)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;

	put_start(&b);
	put_cert(&b, 1);
	put_record(&b, CERTPROP_FRIENDLY_NAME, NAME_A);
	put_record(&b, ID_CRL, view_str("crl"));
	put_record(&b, 98, view_str("of the CRL"));
	put_cert(&b, 2);
	put_record(&b, CERTPROP_FRIENDLY_NAME, NAME_B);
	put_end(&b);
	ASSERT_WORKS(read_store(&b, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 2);
	ck_assert_str_eq(name_of(&c, 0), "a");
	ck_assert_str_eq(name_of(&c, 1), UTF8_B);
	ck_assert_uint_eq(c.certs.items[1]->properties.len, 20);
	contents_clear(&c);
	bytes_clear(&b);
}
END_TEST

START_TEST(sst_keeps_certificates_nobody_can_read)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT, out = BYTES_INIT;
	struct err e = ERR_INIT;

	put_start(&b);
	put_record(&b, ID_CERT, view_str("no certificate"));
	put_cert(&b, 1);
	put_end(&b);
	ASSERT_WORKS(read_store(&b, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 2);
	ck_assert(!c.certs.items[0]->scanned);
	ck_assert(view_equal(view_bytes(&c.certs.items[0]->der),
	    view_str("no certificate")));
	ck_assert(warns(&c, "1 of 2 certificates cannot be read and is kept"));
	ASSERT_WORKS(sst_write(&c.certs, &out, &e), &e);
	ASSERT_WORKS(read_store(&out, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 2);
	contents_clear(&c);
	bytes_clear(&out);
	bytes_clear(&b);
}
END_TEST

START_TEST(sst_without_an_end_mark_is_read_with_a_warning)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;

	put_start(&b);
	ASSERT_WORKS(read_store(&b, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 0);
	ck_assert(warns(&c, "no end mark"));
	put_cert(&b, 1);
	ASSERT_WORKS(read_store(&b, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 1);
	ck_assert(warns(&c, "no end mark"));
	put_end(&b);
	ASSERT_WORKS(read_store(&b, &c, &e), &e);
	ck_assert_uint_eq(c.warning_count, 0);
	bytes_add(&b, "\0\0\0", 3);
	ASSERT_WORKS(read_store(&b, &c, &e), &e);
	ck_assert(warns(&c, "3 zero bytes after the end"));
	bytes_add(&b, "x", 1);
	ASSERT_REFUSED(read_store(&b, &c, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "4 bytes after the end of the store");
	contents_clear(&c);
	bytes_clear(&b);
}
END_TEST

START_TEST(sst_refuses_a_store_that_ends_in_properties)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;

	put_start(&b);
	put_record(&b, CERTPROP_FRIENDLY_NAME, NAME_A);
	put_cert(&b, 1);
	put_record(&b, CERTPROP_FRIENDLY_NAME, NAME_B);
	ASSERT_REFUSED(read_store(&b, &c, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "their certificate is missing");
	/* With an end mark they are whole, and nobody's. */
	put_end(&b);
	ASSERT_WORKS(read_store(&b, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 1);
	ck_assert_str_eq(name_of(&c, 0), "a");
	ck_assert(warns(&c, "belong to no certificate"));
	contents_clear(&c);
	bytes_clear(&b);
}
END_TEST

#define BAD(literal)	literal, sizeof(literal) - 1
#define START	"\0\0\0\0CERT"

static const struct {
	const char	*what, *bytes;
	size_t		 len;
	const char	*says;
} bad[] = {
	{ "half a header", BAD(START "\x20\0\0\0\1\0"), "the element at offset "
	    "8 is truncated: 6 bytes of its header" },
	{ "no bytes", BAD(START "\x20\0\0\0\1\0\0\0\x05\0\0\0" "0\0\0\0"),
	    "(id 32) of 5 bytes is truncated: only 4 remain" },
	{ "a length of 4 GiB", BAD(START "\x20\0\0\0\1\0\0\0\xff\xff\xff\xff"),
	    "of 4294967295 bytes is truncated: only 0 remain" },
	{ "encoding 0", BAD(START "\x20\0\0\0\0\0\0\0\1\0\0\0" "0"),
	    "(id 32) has encoding 0, expected 1" },
	{ "an end mark with a length", BAD(START "\0\0\0\0\0\0\0\0\1\0\0\0" "0"),
	    "(id 0) has encoding 0" },
	{ "half an end mark", BAD(START "\0\0\0\0\0\0"), "is truncated" },
	{ "an empty certificate", BAD(START "\x20\0\0\0\1\0\0\0\0\0\0\0"),
	    "the certificate at offset 8 is empty" },
};

START_TEST(sst_refuses_what_is_damaged_by_offset)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(read_with(sst_read, view_of(bad[_i].bytes, bad[_i].len),
	    &c, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, bad[_i].says);
	ASSERT_REFUSED(read_with(sst_read, view_str("no store"), &c, &e), &e,
	    ERR_FORMAT);
	contents_clear(&c);
}
END_TEST

START_TEST(sst_reads_an_element_in_either_order)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;

	if (_i != 1)
		put_record(&b, CERTPROP_FRIENDLY_NAME, NAME_B);
	put_cert(&b, 1);
	put_record(&b, 98, view_str("behind"));
	if (_i == 1)
		put_record(&b, CERTPROP_FRIENDLY_NAME, NAME_B);
	ck_assert(sst_is_element(view_bytes(&b)));
	ck_assert(!sst_is_store(view_bytes(&b)));
	ASSERT_WORKS(read_with(sst_read_element, view_bytes(&b), &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 1);
	ck_assert_str_eq(name_of(&c, 0), UTF8_B);
	ck_assert_uint_eq(c.certs.items[0]->properties.len, 20 + 18);
	contents_clear(&c);
	bytes_clear(&b);
}
END_TEST

START_TEST(sst_element_holds_one_certificate)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;

	put_record(&b, CERTPROP_FRIENDLY_NAME, NAME_A);
	ASSERT_REFUSED(read_with(sst_read_element, view_bytes(&b), &c, &e), &e,
	    ERR_INPUT);
	ASSERT_SAYS(&e, "with 0 certificates");
	put_cert(&b, 1);
	put_cert(&b, 2);
	ASSERT_REFUSED(read_with(sst_read_element, view_bytes(&b), &c, &e), &e,
	    ERR_INPUT);
	ASSERT_SAYS(&e, "with 2 certificates");
	bytes_truncate(&b, 0);
	put_record(&b, ID_CRL, view_str("crl"));
	ASSERT_WORKS(read_with(sst_read_element, view_bytes(&b), &c, &e), &e);
	ck_assert_uint_eq(c.crls, 1);
	put_end(&b);
	ASSERT_REFUSED(read_with(sst_read_element, view_bytes(&b), &c, &e), &e,
	    ERR_INPUT);
	ASSERT_SAYS(&e, "the end mark of a store");
	contents_clear(&c);
	bytes_clear(&b);
}
END_TEST

START_TEST(sst_writes_names_thumbprints_and_unknown_properties)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT, out = BYTES_INIT;
	struct err e = ERR_INIT;
	struct cert *cert;

	put_record(&b, 98, view_str("unknown"));
	put_record(&b, CERTPROP_SHA1, view_str("a wrong thumbprint.."));
	put_cert(&b, 1);
	ASSERT_WORKS(read_with(sst_read_element, view_bytes(&b), &c, &e), &e);
	cert = c.certs.items[0];
	ASSERT_WORKS(cert_set_friendly_name(cert, view_str(UTF8_B), &e), &e);
	ASSERT_WORKS(sst_write_element(cert, &out, &e), &e);

	bytes_truncate(&b, 0);
	put_record(&b, 98, view_str("unknown"));
	put_record(&b, CERTPROP_FRIENDLY_NAME, NAME_B);
	put_record(&b, CERTPROP_SHA1, view_of(cert->sha1, SHA1_LEN));
	put_record(&b, ID_CERT, view_bytes(&cert->der));
	ck_assert(view_equal(view_bytes(&b), view_bytes(&out)));
	contents_clear(&c);
	bytes_clear(&out);
	bytes_clear(&b);
}
END_TEST

START_TEST(sst_writes_a_changed_name_instead_of_the_old)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT, out = BYTES_INIT;
	struct err e = ERR_INIT;
	struct cert *cert;

	put_record(&b, CERTPROP_FRIENDLY_NAME, NAME_A);
	put_cert(&b, 1);
	ASSERT_WORKS(read_with(sst_read_element, view_bytes(&b), &c, &e), &e);
	cert = c.certs.items[0];
	ASSERT_WORKS(cert_set_friendly_name(cert, view_str(UTF8_B), &e), &e);
	ASSERT_WORKS(sst_write_element(cert, &out, &e), &e);
	ASSERT_WORKS(read_with(sst_read_element, view_bytes(&out), &c, &e),
	    &e);
	ck_assert_str_eq(name_of(&c, 0), UTF8_B);
	ck_assert_uint_eq(c.certs.items[0]->properties.len, 20 + 32);

	ASSERT_WORKS(cert_set_friendly_name(c.certs.items[0],
	    view_str("\xff"), &e), &e);
	ASSERT_REFUSED(sst_write_element(c.certs.items[0], &out, &e), &e,
	    ERR_INPUT);
	contents_clear(&c);
	bytes_clear(&out);
	bytes_clear(&b);
}
END_TEST

START_TEST(sst_writes_a_store_that_it_reads)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT, out = BYTES_INIT, again = BYTES_INIT;
	struct err e = ERR_INIT;

	put_store(&b);
	ASSERT_WORKS(read_store(&b, &c, &e), &e);
	ASSERT_WORKS(sst_write(&c.certs, &out, &e), &e);
	ASSERT_WORKS(read_store(&out, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 2);
	ck_assert_uint_eq(c.warning_count, 0);
	ck_assert_str_eq(name_of(&c, 1), UTF8_B);
	ASSERT_WORKS(sst_write(&c.certs, &again, &e), &e);
	ck_assert(view_equal(view_bytes(&out), view_bytes(&again)));
	contents_clear(&c);
	bytes_clear(&again);
	bytes_clear(&out);
	bytes_clear(&b);
}
END_TEST

START_TEST(sst_takes_thousands_of_certificates_up_to_a_limit)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;
	struct limits l = limits_of(1);

	put_start(&b);
	for (unsigned n = 0; n < 1024; n++) {
		unsigned char tiny[2] = { (unsigned char)n,
		    (unsigned char)(n >> 8) };

		put_record(&b, ID_CERT, view_of(tiny, sizeof(tiny)));
	}
	ASSERT_WORKS(sst_read(view_bytes(&b), &l, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 1024);
	contents_clear(&c);
	put_cert(&b, 1);
	ASSERT_REFUSED(sst_read(view_bytes(&b), &l, &c, &e), &e, ERR_LIMIT);
	ASSERT_SAYS(&e, "more than 1 thousand certificates (-limit bags=N "
	    "raises the limit)");
	contents_clear(&c);
	bytes_clear(&b);
}
END_TEST

/* Only a cut at the end of a certificate leaves a readable store, for want of
 * an end mark; everywhere else it is an error. */
START_TEST(sst_refuses_every_truncation_inside_an_element)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;
	size_t accepted = 0;

	put_store(&b);
	for (size_t n = 0; n < b.len; n++) {
		bool ok = read_with(sst_read, view_sub(view_bytes(&b), 0, n),
		    &c, &e);

		accepted += ok;
		ck_assert(ok ? warns(&c, "no end mark") : e.msg[0] != '\0');
	}
	/* Behind the start, each certificate, the CRL and the CTL. */
	ck_assert_uint_eq(accepted, 5);
	contents_clear(&c);
	bytes_clear(&b);
}
END_TEST

START_TEST(sst_survives_every_flipped_byte)
{
	struct contents c = CONTENTS_INIT;
	struct bytes b = BYTES_INIT;
	struct err e = ERR_INIT;

	put_store(&b);
	for (size_t i = 0; i < b.len; i++)
		for (unsigned bit = 1; bit < 0x100; bit <<= 1) {
			b.data[i] ^= (unsigned char)bit;
			if (!read_store(&b, &c, &e))
				ck_assert(e.msg[0] != '\0');
			if (!read_with(sst_read_element, view_sub(
			    view_bytes(&b), 8, b.len - 8), &c, &e))
				ck_assert(e.msg[0] != '\0');
			b.data[i] ^= (unsigned char)bit;
		}
	contents_clear(&c);
	bytes_clear(&b);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, sst_reads_certificates_with_their_properties);
	tcase_add_test(tc, sst_reads_properties_behind_their_certificates);
	tcase_add_test(tc, sst_keeps_certificates_nobody_can_read);
	tcase_add_test(tc, sst_without_an_end_mark_is_read_with_a_warning);
	tcase_add_test(tc, sst_refuses_a_store_that_ends_in_properties);
	tcase_add_loop_test(tc, sst_refuses_what_is_damaged_by_offset, 0,
	    COUNT_OF(bad));
	tcase_add_loop_test(tc, sst_reads_an_element_in_either_order, 0, 2);
	tcase_add_test(tc, sst_element_holds_one_certificate);
	tcase_add_test(tc, sst_writes_names_thumbprints_and_unknown_properties);
	tcase_add_test(tc, sst_writes_a_changed_name_instead_of_the_old);
	tcase_add_test(tc, sst_writes_a_store_that_it_reads);
	tcase_add_test(tc, sst_takes_thousands_of_certificates_up_to_a_limit);
	tcase_add_test(tc, sst_refuses_every_truncation_inside_an_element);
	tcase_add_test(tc, sst_survives_every_flipped_byte);
}

UNIT_MAIN("sst", add)
