#include <stdio.h>

#include "testcert.h"
#include "unit.h"

static const struct testcert plain = {
	.subject = "Leaf", .issuer = "Issuer", .skid = "leaf-id",
	.akid = "issuer-id", .serial = 0x1234, .ca = true,
	.not_before = "240229235959Z", .not_after = "291103154000Z",
};

START_TEST(certscan_finds_the_fields)
{
	struct cert *c = testcert_new(&plain);
	const struct certscan *s = &c->scan;

	ck_assert_uint_eq(s->version, 3);
	ck_assert(view_equal(s->serial, view_of("\x12\x34", 2)));
	ck_assert(view_equal(s->skid, view_str("leaf-id")));
	ck_assert(view_equal(s->akid, view_str("issuer-id")));
	ck_assert(s->has_bc && s->is_ca && !s->has_eku);
	ck_assert(s->has_validity);
	ck_assert_int_eq(s->not_before, 1709251199);
	ck_assert_int_eq(s->not_after, 1888414800);
	ck_assert_uint_eq(certscan_key_bits(s), 512);
	ck_assert(!certscan_self_signed(s));
	cert_free(c);
}
END_TEST

START_TEST(certscan_refuses_every_truncation)
{
	struct bytes der = BYTES_INIT;
	struct err e = ERR_INIT;
	struct certscan s;

	testcert_der(&der, &plain);
	for (size_t n = 0; n < der.len; n++)
		ASSERT_REFUSED(certscan_read(view_of(der.data, n), &s, &e),
		    &e, ERR_INPUT);
	ASSERT_WORKS(certscan_read(view_bytes(&der), &s, &e), &e);
	bytes_add_u8(&der, 0);
	ASSERT_REFUSED(certscan_read(view_bytes(&der), &s, &e), &e,
	    ERR_INPUT);
	bytes_clear(&der);
}
END_TEST

/* Every view of an accepted certificate lies inside its bytes. */
static void
inside(struct view part, const struct bytes *der)
{
	if (part.len == 0)
		return;
	ck_assert(part.data >= der->data);
	ck_assert(part.data + part.len <= der->data + der->len);
}

START_TEST(certscan_survives_every_flipped_byte)
{
	struct bytes der = BYTES_INIT;
	struct err e = ERR_INIT;
	struct certscan s;

	testcert_der(&der, &plain);
	for (size_t i = 0; i < der.len; i++)
		for (int bit = 0; bit < 8; bit++) {
			der.data[i] ^= (unsigned char)(1 << bit);
			if (certscan_read(view_bytes(&der), &s, &e)) {
				inside(s.subject, &der);
				inside(s.spki, &der);
				inside(s.skid, &der);
				inside(s.akid, &der);
				inside(s.eku, &der);
				inside(s.extensions, &der);
				certscan_key_bits(&s);
			}
			der.data[i] ^= (unsigned char)(1 << bit);
		}
	bytes_clear(&der);
}
END_TEST

START_TEST(certscan_takes_a_certificate_whose_times_do_not_read)
{
	struct testcert t = plain;
	struct cert *c;

	t.not_after = "when hell";
	c = testcert_new(&t);
	ck_assert(!c->scan.has_validity);
	cert_free(c);
}
END_TEST

static const struct {
	unsigned	 tag;
	const char	*text;
	bool		 ok;
	int64_t		 t;
} times[] = {
	{ DER_UTC_TIME, "700101000000Z", true, 0 },
	{ DER_UTC_TIME, "491231235959Z", true, 2524607999 },
	{ DER_UTC_TIME, "500101000000Z", true, -631152000 },
	{ DER_UTC_TIME, "7001010000Z", true, 0 },
	{ DER_UTC_TIME, "700101020000+0200", true, 0 },
	{ DER_UTC_TIME, "691231193000-0430", true, 0 },
	{ DER_GENERALIZED_TIME, "20380119031408Z", true, 2147483648 },
	{ DER_GENERALIZED_TIME, "99991231235959Z", true, 253402300799 },
	{ DER_GENERALIZED_TIME, "20000229120000.5Z", true, 951825600 },
	{ DER_GENERALIZED_TIME, "00000101000000Z", true, -62167219200 },
	{ DER_UTC_TIME, "701301000000Z", false, 0 },
	{ DER_UTC_TIME, "700132000000Z", false, 0 },
	{ DER_UTC_TIME, "700100000000Z", false, 0 },
	{ DER_UTC_TIME, "700431000000Z", false, 0 },
	{ DER_UTC_TIME, "720229000000Z", true, 68169600 },
	{ DER_UTC_TIME, "730229000000Z", false, 0 },
	{ DER_GENERALIZED_TIME, "21000229000000Z", false, 0 },
	{ DER_UTC_TIME, "700101240000Z", false, 0 },
	{ DER_UTC_TIME, "700101000000", false, 0 },
	{ DER_UTC_TIME, "700101000000ZZ", false, 0 },
	{ DER_UTC_TIME, "70010100000xZ", false, 0 },
	{ DER_UTC_TIME, "", false, 0 },
	{ DER_GENERALIZED_TIME, "700101000000Z", false, 0 },
	{ DER_OCTET_STRING, "700101000000Z", false, 0 },
};

START_TEST(certscan_time_reads_what_certificates_hold)
{
	int64_t t = 0;
	bool ok;

	ok = certscan_time(times[_i].tag, view_str(times[_i].text), &t);
	ck_assert_msg(ok == times[_i].ok, "%s", times[_i].text);
	if (ok)
		ck_assert_msg(t == times[_i].t, "%s: %lld", times[_i].text,
		    (long long)t);
}
END_TEST

/* An OID with a leading 0x80, or that does not end, is malformed. */
static const char *const bad_oids[] = { "\x80\x04\x03", "\x55\x04\x83",
	"\x55\x80\x03" };

START_TEST(certscan_refuses_a_name_with_a_broken_oid)
{
	struct bytes der = BYTES_INIT;
	struct err e = ERR_INIT;
	struct certscan s;
	unsigned char *at;

	testcert_der(&der, &plain);
	at = memmem(der.data, der.len, "\x06\x03\x55\x04\x03", 5);
	ck_assert_ptr_nonnull(at);
	memcpy(at + 2, bad_oids[_i], 3);
	ASSERT_REFUSED(certscan_read(view_bytes(&der), &s, &e), &e,
	    ERR_INPUT);
	ASSERT_SAYS(&e, "issuer name");
	bytes_clear(&der);
}
END_TEST

START_TEST(certscan_calls_a_key_rollover_not_self_signed)
{
	struct testcert t = { .subject = "CA", .skid = "new", .akid = "old" };
	struct cert *c = testcert_new(&t);

	ck_assert(!certscan_self_signed(&c->scan));
	cert_free(c);
	t.akid = "new";
	c = testcert_new(&t);
	ck_assert(certscan_self_signed(&c->scan));
	cert_free(c);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, certscan_finds_the_fields);
	tcase_add_test(tc, certscan_refuses_every_truncation);
	tcase_add_test(tc, certscan_survives_every_flipped_byte);
	tcase_add_test(tc, certscan_takes_a_certificate_whose_times_do_not_read);
	tcase_add_loop_test(tc, certscan_time_reads_what_certificates_hold, 0,
	    COUNT_OF(times));
	tcase_add_loop_test(tc, certscan_refuses_a_name_with_a_broken_oid, 0,
	    COUNT_OF(bad_oids));
	tcase_add_test(tc, certscan_calls_a_key_rollover_not_self_signed);
}

UNIT_MAIN("certscan", add)
