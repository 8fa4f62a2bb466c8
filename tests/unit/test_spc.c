#include "formats/certs/spc.h"

#include "asn1/der.h"
#include "asn1/oids.h"
#include "testcert.h"
#include "testfile.h"

static bool
read_copy(struct view v, struct contents *c, struct err *e)
{
	struct limits l = limits_of(0);
	unsigned char *p = exact(v);
	bool ok;

	contents_clear(c);
	err_clear(e);
	ok = spc_read(view_of(p, v.len), &l, c, e);
	free(p);
	return ok;
}

static bool
read_file(const char *name, struct contents *c, struct err *e)
{
	struct bytes b = file_of(name);
	bool ok = read_copy(view_bytes(&b), c, e);

	bytes_clear(&b);
	return ok;
}

static const struct {
	const char	*file;
	size_t		 certs, crls, others;
	const char	*warning;
} good[] = {
	{ "pki/leaf-first.spc",		 3, 0, 0, NULL },
	{ "pki/empty.spc",		 0, 0, 0, NULL },
	{ "pki/signed-ber.p7s",		 2, 0, 0, NULL },
	{ "containers/keyid.p7s",	 1, 0, 0, NULL },
	{ "containers/with-crl.spc",	 2, 1, 0, "1 CRL was skipped" },
	{ "containers/crl-only.spc",	 0, 1, 0, "1 CRL was skipped" },
	{ "containers/enveloped.p7m",	 0, 0, 1, "type envelopedData" },
	{ "containers/data.p7m",	 0, 0, 1, "type data" },
};

START_TEST(spc_reads_what_tools_write)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(read_file(good[_i].file, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, good[_i].certs);
	ck_assert_uint_eq(c.crls, good[_i].crls);
	ck_assert_uint_eq(c.others, good[_i].others);
	ck_assert_uint_eq(c.warning_count, good[_i].warning != NULL);
	if (good[_i].warning != NULL)
		ck_assert(warns(&c, good[_i].warning));
	contents_clear(&c);
}
END_TEST

START_TEST(spc_keeps_the_order_of_the_file)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(read_file("pki/leaf-first.spc", &c, &e), &e);
	ck_assert(cert_is(&c, 0, "pki/leaf.cer"));
	ck_assert(cert_is(&c, 1, "pki/ca.cer"));
	ck_assert(cert_is(&c, 2, "pki/root.cer"));
	ASSERT_WORKS(read_file("pki/leaf-last.spc", &c, &e), &e);
	ck_assert(cert_is(&c, 0, "pki/root.cer"));
	ck_assert(cert_is(&c, 2, "pki/leaf.cer"));
	contents_clear(&c);
}
END_TEST

START_TEST(spc_reads_signeddata_without_contentinfo)
{
	struct bytes b = file_of("pki/leaf-first.spc");
	struct der d = der_open(view_bytes(&b)), info, wrap;
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;
	struct tlv t;

	ck_assert(der_enter(&d, DER_SEQUENCE, &info));
	ck_assert(der_take(&info, DER_OID, &t));
	ck_assert(der_enter(&info, DER_CONTEXT(0), &wrap));
	ASSERT_WORKS(read_copy(wrap.rest, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 3);
	contents_clear(&c);
	bytes_clear(&b);
}
END_TEST

/* A SignedData around whatever is given. */
static void
build(struct bytes *b, struct view certs, struct view crls)
{
	size_t info = der_begin(b, DER_SEQUENCE), wrap, sd, content;

	der_put_oid(b, OID_SIGNED_DATA);
	wrap = der_begin(b, DER_CONTEXT(0));
	sd = der_begin(b, DER_SEQUENCE);
	der_put_uint(b, 1);
	der_put(b, DER_SET, view_of(NULL, 0));
	content = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_DATA);
	der_end(b, content);
	der_put(b, DER_CONTEXT(0), certs);
	if (crls.data != NULL)
		der_put(b, DER_CONTEXT(1), crls);
	der_put(b, DER_SET, view_of(NULL, 0));
	der_end(b, sd);
	der_end(b, wrap);
	der_end(b, info);
}

static void
put_cert(struct bytes *b, unsigned serial)
{
	testcert_der(b, &(struct testcert){ .subject = "x",
	    .serial = serial });
}

START_TEST(spc_counts_what_is_no_certificate_and_no_crl)
{
	struct bytes certs = BYTES_INIT, b = BYTES_INIT;
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	der_put(&certs, DER_CONTEXT(1), view_of(NULL, 0));
	put_cert(&certs, 1);
	der_put(&certs, DER_CONTEXT(3), view_of(NULL, 0));
	build(&b, view_bytes(&certs), view_of("\x30\0\xa1\0\x30\0", 6));
	ASSERT_WORKS(read_copy(view_bytes(&b), &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 1);
	ck_assert_uint_eq(c.crls, 2);
	ck_assert_uint_eq(c.others, 3);
	ck_assert(warns(&c, "2 attribute or extended certificates were"));
	ck_assert(warns(&c, "2 CRLs were skipped"));
	ck_assert(warns(&c, "1 revocation answer was"));
	contents_clear(&c);
	bytes_clear(&certs);
	bytes_clear(&b);
}
END_TEST

START_TEST(spc_names_the_certificate_that_is_damaged)
{
	struct bytes certs = BYTES_INIT, b = BYTES_INIT;
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	put_cert(&certs, 1);
	der_put(&certs, DER_SEQUENCE, view_of("\2\1\0", 3));
	build(&b, view_bytes(&certs), view_of(NULL, 0));
	ASSERT_REFUSED(read_copy(view_bytes(&b), &c, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "certificate 2: ");

	bytes_truncate(&b, 0);
	bytes_truncate(&certs, 0);
	der_put(&certs, DER_OCTET_STRING, view_of("x", 1));
	build(&b, view_bytes(&certs), view_of(NULL, 0));
	ASSERT_REFUSED(read_copy(view_bytes(&b), &c, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "certificate 1: ");
	contents_clear(&c);
	bytes_clear(&certs);
	bytes_clear(&b);
}
END_TEST

START_TEST(spc_bounds_the_number_of_certificates)
{
	struct bytes certs = BYTES_INIT, b = BYTES_INIT;
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;
	struct limits l = limits_of(0);
	unsigned max = (unsigned)limit_of(&l, LIMIT_BAGS);

	for (unsigned n = 1; n <= max + 1; n++) {
		put_cert(&certs, n);
		if (n < max - 1)
			continue;
		bytes_truncate(&b, 0);
		build(&b, view_bytes(&certs), view_of(NULL, 0));
		if (n <= max) {
			ASSERT_WORKS(read_copy(view_bytes(&b), &c, &e), &e);
			ck_assert_uint_eq(c.certs.count, n);
		} else {
			ASSERT_REFUSED(read_copy(view_bytes(&b), &c, &e), &e,
			    ERR_LIMIT);
			ASSERT_SAYS(&e, "-limit bags=N");
		}
	}
	contents_clear(&c);
	bytes_clear(&certs);
	bytes_clear(&b);
}
END_TEST

#define BAD(literal)	literal, sizeof(literal) - 1
#define SIGNED	"\6\x09\x2a\x86\x48\x86\xf7\x0d\1\7\2"

static const struct {
	const char	*what, *bytes;
	size_t		 len;
	const char	*says;
} bad[] = {
	{ "nothing", BAD(""), "too short" },
	{ "a byte behind it", BAD("0\x0b\6\x09\x2a\x86\x48\x86\xf7\x0d\1\7\1x"),
	    "1 bytes after the end of the PKCS#7 container at offset 13" },
	{ "cut off", BAD("0\x0c" SIGNED), "past the end" },
	{ "no SEQUENCE", BAD("1\x0b" SIGNED), "truncated or malformed PKCS#7 container" },
	{ "no content", BAD("0\x0b" SIGNED), "but has no content" },
	{ "content that is no SignedData",
	    BAD("0\x0f" SIGNED "\xa0\2\5\0"), "truncated or malformed PKCS#7 SignedData" },
	{ "a type that is no OID", BAD("0\3\6\1\x80"),
	    "truncated or malformed PKCS#7 container" },
	{ "a type with an endless arc", BAD("0\x0d\6\x0b\x2a\xff\xff\xff\xff"
	    "\xff\xff\xff\xff\xff\x7f"), "PKCS#7 container" },
	{ "never ending", BAD("0\x80" SIGNED), "never ends" },
};

START_TEST(spc_refuses_what_is_no_container)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(read_copy(view_of(bad[_i].bytes, bad[_i].len), &c, &e),
	    &e, ERR_INPUT);
	ASSERT_SAYS(&e, bad[_i].says);
	contents_clear(&c);
}
END_TEST

START_TEST(spc_refuses_every_truncation)
{
	static const char *const files[] = {
		"pki/leaf-only.spc", "pki/signed-ber.p7s"
	};
	struct bytes b = file_of(files[_i]);
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	for (size_t n = 0; n < b.len; n++) {
		ck_assert_msg(!read_copy(view_sub(view_bytes(&b), 0, n), &c,
		    &e), "%s: %zu bytes", files[_i], n);
		ck_assert(e.code == ERR_INPUT && e.msg[0] != '\0');
	}
	contents_clear(&c);
	bytes_clear(&b);
}
END_TEST

START_TEST(spc_survives_every_flipped_byte)
{
	struct bytes b = file_of("containers/with-crl.spc");
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	for (size_t i = 0; i < b.len; i++)
		for (unsigned bit = 1; bit < 0x100; bit <<= 1) {
			b.data[i] ^= (unsigned char)bit;
			if (!read_copy(view_bytes(&b), &c, &e))
				ck_assert(e.msg[0] != '\0');
			b.data[i] ^= (unsigned char)bit;
		}
	contents_clear(&c);
	bytes_clear(&b);
}
END_TEST

START_TEST(spc_writes_what_tools_write)
{
	struct bytes b = file_of("pki/leaf-first.spc"), out = BYTES_INIT;
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;
	struct cert *leaf;

	ASSERT_WORKS(read_copy(view_bytes(&b), &c, &e), &e);
	leaf = certlist_take(&c.certs, 0);
	ASSERT_WORKS(spc_write(leaf, &c.certs, &out, &e), &e);
	/* The same but for the empty SET of CRLs that OpenSSL writes too or
	 * not; what counts is that it reads as the same. */
	contents_clear(&c);
	ASSERT_WORKS(read_copy(view_bytes(&out), &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 3);
	ck_assert(cert_is(&c, 0, "pki/leaf.cer"));
	ck_assert(cert_is(&c, 2, "pki/root.cer"));

	bytes_truncate(&out, 0);
	ASSERT_WORKS(spc_write(NULL, &c.certs, &out, &e), &e);
	bytes_truncate(&b, 0);
	bytes_add_view(&b, view_bytes(&out));
	ASSERT_WORKS(read_copy(view_bytes(&b), &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 3);

	bytes_truncate(&out, 0);
	ASSERT_WORKS(spc_write(NULL, NULL, &out, &e), &e);
	ASSERT_WORKS(read_copy(view_bytes(&out), &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 0);
	cert_free(leaf);
	contents_clear(&c);
	bytes_clear(&out);
	bytes_clear(&b);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, spc_reads_what_tools_write, 0, COUNT_OF(good));
	tcase_add_test(tc, spc_keeps_the_order_of_the_file);
	tcase_add_test(tc, spc_reads_signeddata_without_contentinfo);
	tcase_add_test(tc, spc_counts_what_is_no_certificate_and_no_crl);
	tcase_add_test(tc, spc_names_the_certificate_that_is_damaged);
	tcase_add_test(tc, spc_bounds_the_number_of_certificates);
	tcase_add_loop_test(tc, spc_refuses_what_is_no_container, 0,
	    COUNT_OF(bad));
	tcase_add_loop_test(tc, spc_refuses_every_truncation, 0, 2);
	tcase_add_test(tc, spc_survives_every_flipped_byte);
	tcase_add_test(tc, spc_writes_what_tools_write);
}

UNIT_MAIN("spc", add)
