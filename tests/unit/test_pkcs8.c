#include "formats/key/pkcs1.h"
#include "formats/key/pkcs8.h"

#include "asn1/der.h"
#include "cert/spki.h"
#include "testkeys.h"

#define LIT(s)	view_of((s), sizeof(s) - 1)

static struct key *
read_info(struct view der, struct err *e)
{
	return pkcs8_read(der, defaults(), e);
}

/* The parts of a PrivateKeyInfo, to build another one from. */
struct parts {
	struct bytes	der;
	struct view	algorithm, octets;	/* whole elements */
};

static struct parts
take_apart(const char *name)
{
	struct parts p = { .der = fixture(name) };
	struct der d = der_open(view_bytes(&p.der)), info;
	struct tlv t;

	ck_assert(der_enter(&d, DER_SEQUENCE, &info));
	ck_assert(der_take(&info, DER_INTEGER, &t));
	ck_assert(der_take(&info, DER_SEQUENCE, &t));
	p.algorithm = t.whole;
	ck_assert(der_take(&info, DER_OCTET_STRING, &t));
	p.octets = t.whole;
	return p;
}

static struct bytes
build(unsigned version, struct view algorithm, struct view octets,
    struct view rest)
{
	struct bytes b = BYTES_INIT;
	size_t seq = der_begin(&b, DER_SEQUENCE);

	der_put_uint(&b, version);
	bytes_add_view(&b, algorithm);
	bytes_add_view(&b, octets);
	bytes_add_view(&b, rest);
	der_end(&b, seq);
	ck_assert(!b.failed);
	return b;
}

/* ---- reading ---- */

static const struct {
	const char	*file, *spki, *stored, *name;
	enum key_algorithm algorithm;
	unsigned	 bits;
} good[] = {
	{ "rsa512.p8", "rsa512.spki", "rsa512.p8", "RSA", KEY_RSA, 512 },
	{ "rsa1031.p8", "rsa1031.spki", "rsa1031.p8", "RSA", KEY_RSA, 1031 },
	{ "pss.p8", "pss.spki", "pss.p8", "RSA-PSS", KEY_RSA, 768 },
	{ "dsa.p8", "dsa.spki", "dsa.p8", "DSA", KEY_DSA, 1024 },
	{ "ec.p8", "ec.spki", "ec.p8", "EC", KEY_EC, 256 },
	{ "ec-explicit.p8", "ec-explicit.spki", NULL, "EC", KEY_EC, 256 },
	{ "ed25519.p8", "ed25519.spki", "ed25519.p8", "Ed25519", KEY_OTHER, 256 },
	{ "x25519.p8", "x25519.spki", "x25519.p8", "X25519", KEY_OTHER, 253 },
};

START_TEST(pkcs8_reads_every_algorithm)
{
	struct bytes in = fixture(good[_i].file);
	struct err e = ERR_INIT;
	struct key *k = read_info(view_bytes(&in), &e);

	ASSERT_WORKS(k != NULL, &e);
	ck_assert(has_spki(k, good[_i].spki));
	ck_assert(good[_i].stored == NULL ||
	    holds(&k->pkcs8, good[_i].stored));
	ck_assert_str_eq(k->algorithm_name, good[_i].name);
	ck_assert_int_eq(k->algorithm, good[_i].algorithm);
	ck_assert_uint_eq(k->bits, good[_i].bits);
	ck_assert_int_eq(k->spec, KEY_SPEC_NONE);
	ck_assert(!k->was_encrypted);
	key_free(k);
	bytes_clear(&in);
}
END_TEST

START_TEST(pkcs8_refuses_every_truncation_and_a_trailing_byte)
{
	struct bytes in = fixture(good[_i].file);
	struct err e = ERR_INIT;

	for (size_t n = 0; n < in.len; n++)
		ASSERT_REFUSED(read_info(view_of(in.data, n), &e), &e,
		    ERR_INPUT);
	bytes_add_u8(&in, 0);
	ASSERT_REFUSED(read_info(view_bytes(&in), &e), &e, ERR_INPUT);
	bytes_clear(&in);
}
END_TEST

/* Where the file holds the public key as well as the private one, no flipped
 * byte makes another key of the same algorithm. */
START_TEST(pkcs8_never_takes_a_flipped_byte_for_another_key)
{
	static const char *const checked[] = { "rsa512.p8", "ec.p8" };
	static const char *const spki[] = { "rsa512.spki", "ec.spki" };
	struct bytes in = fixture(checked[_i]);

	for (size_t i = 0; i < in.len; i++) {
		struct err e = ERR_INIT;
		struct key *k;

		in.data[i] ^= (unsigned char)(1 << (i % 8));
		k = read_info(view_bytes(&in), &e);
		if (k != NULL && k->algorithm != KEY_UNKNOWN)
			ck_assert_msg(has_spki(k, spki[_i]),
			    "another key by offset %zu", i);
		ck_assert(k != NULL || e.msg[0] != '\0');
		key_free(k);
		in.data[i] ^= (unsigned char)(1 << (i % 8));
	}
	bytes_clear(&in);
}
END_TEST

START_TEST(pkcs8_refuses_more_than_two_primes)
{
	struct bytes in = fixture("threeprimes.p8");
	struct err e = ERR_INIT;

	ASSERT_REFUSED(read_info(view_bytes(&in), &e), &e, ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, "two primes");
	bytes_clear(&in);
}
END_TEST

START_TEST(pkcs8_refuses_unknown_versions)
{
	struct parts p = take_apart("rsa512.p8");
	struct bytes b = build(2, p.algorithm, p.octets, view_of(NULL, 0));
	struct err e = ERR_INIT;

	ASSERT_REFUSED(read_info(view_bytes(&b), &e), &e, ERR_VERSION);
	bytes_clear(&p.der);
	bytes_clear(&b);
}
END_TEST

START_TEST(pkcs8_makes_rsa_parameters_canonical)
{
	static const char *const odd[] = {
		/* none at all, an empty sequence */
		"\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01",
		"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x30",
	};
	static const size_t lengths[] = { 13, 15 };
	struct parts p = take_apart("rsa512.p8");
	struct bytes b = build(0, view_of(odd[_i], lengths[_i]), p.octets,
	    view_of(NULL, 0));
	struct err e = ERR_INIT;
	struct key *k = read_info(view_bytes(&b), &e);

	ASSERT_WORKS(k != NULL, &e);
	ck_assert(holds(&k->pkcs8, "rsa512.p8"));
	ck_assert(has_spki(k, "rsa512.spki"));
	key_free(k);
	bytes_clear(&p.der);
	bytes_clear(&b);
}
END_TEST

/* ---- attributes ---- */

static const struct {
	const char	*what;
	const char	*attributes;
	size_t		 len;
	enum key_spec	 spec;
} usages[] = {
#define KU	"\x06\x03\x55\x1d\x0f"
#define USAGE(what, bits, spec)	{ what, "\xa0\x0d\x30\x0b" KU		\
	"\x31\x04\x03\x02" bits, 15, spec }
	USAGE("signature, as Windows", "\x00\x80", AT_SIGNATURE),
	USAGE("signature, DER", "\x07\x80", AT_SIGNATURE),
	USAGE("exchange, as Windows", "\x00\x10", AT_KEYEXCHANGE),
	USAGE("key encipherment", "\x05\x20", AT_KEYEXCHANGE),
	USAGE("signature and encipherment", "\x05\xa0", AT_KEYEXCHANGE),
	USAGE("certificates", "\x02\x04", AT_SIGNATURE),
	USAGE("CRLs", "\x01\x02", AT_SIGNATURE),
	USAGE("non-repudiation alone", "\x06\x40", KEY_SPEC_NONE),
	USAGE("nothing", "\x00\x00", KEY_SPEC_NONE),
	{ "no attributes", "\xa0\x00", 2, KEY_SPEC_NONE },
	{ "another one", "\xa0\x0d\x30\x0b\x06\x03\x55\x1d\x10\x31\x04\x03\x02"
	    "\x00\x80", 15, KEY_SPEC_NONE },
	{ "empty bits", "\xa0\x0c\x30\x0a" KU "\x31\x03\x03\x01\x00", 14,
	    KEY_SPEC_NONE },
	{ "no bits", "\xa0\x0d\x30\x0b" KU "\x31\x04\x02\x02\x00\x80", 15,
	    KEY_SPEC_NONE },
	{ "no value", "\xa0\x09\x30\x07" KU "\x31\x00", 11, KEY_SPEC_NONE },
	{ "behind another", "\xa0\x16\x30\x07\x06\x03\x55\x1d\x10\x31\x00"
	    "\x30\x0b" KU "\x31\x04\x03\x02\x00\x10", 24, AT_KEYEXCHANGE },
#undef USAGE
};

START_TEST(pkcs8_takes_the_key_spec_from_the_key_usage)
{
	struct parts p = take_apart("rsa512.p8");
	struct bytes b = build(0, p.algorithm, p.octets,
	    view_of(usages[_i].attributes, usages[_i].len));
	struct err e = ERR_INIT;
	struct key *k = read_info(view_bytes(&b), &e);

	ASSERT_WORKS(k != NULL, &e);
	ck_assert_int_eq(k->spec, usages[_i].spec);
	ck_assert(holds(&k->pkcs8, "rsa512.p8"));
	key_free(k);
	bytes_clear(&p.der);
	bytes_clear(&b);
}
END_TEST

START_TEST(pkcs8_writes_the_key_usage_that_windows_reads)
{
	static const struct {
		enum key_spec	 spec;
		struct view	 tail;
	} specs[] = {
		{ AT_SIGNATURE, { (const unsigned char *)
		    "\xa0\x0d\x30\x0b" KU "\x31\x04\x03\x02\x00\x80", 15 } },
		{ AT_KEYEXCHANGE, { (const unsigned char *)
		    "\xa0\x0d\x30\x0b" KU "\x31\x04\x03\x02\x00\x10", 15 } },
		{ KEY_SPEC_NONE, VIEW_INIT },
	};
	struct parts p = take_apart("rsa512.p8");
	struct bytes out = BYTES_INIT, wanted;
	struct err e = ERR_INIT;
	struct key *k = read_info(view_bytes(&p.der), &e), *again;

	ASSERT_WORKS(k != NULL, &e);
	wanted = build(0, p.algorithm, p.octets, specs[_i].tail);
	ASSERT_WORKS(pkcs8_write(k, specs[_i].spec, &out, &e), &e);
	ck_assert(view_equal(view_bytes(&out), view_bytes(&wanted)));
	again = read_info(view_bytes(&out), &e);
	ASSERT_WORKS(again != NULL, &e);
	ck_assert_int_eq(again->spec, specs[_i].spec);
	key_free(k);
	key_free(again);
	bytes_clear(&out);
	bytes_clear(&wanted);
	bytes_clear(&p.der);
}
END_TEST

/* ---- a public key beside the private one (RFC 5958) ---- */

static const char *const with_public[] = { "rsa512", "dsa", "ec", "ed25519" };

/* [1] of what a SubjectPublicKeyInfo's BIT STRING holds. */
static struct bytes
public_of(const char *name, bool flip)
{
	struct bytes b = BYTES_INIT, spki;
	struct der d, info;
	char file[64];
	struct tlv t;

	snprintf(file, sizeof(file), "%s.spki", name);
	spki = fixture(file);
	if (flip)
		spki.data[spki.len - 1] ^= 1;
	d = der_open(view_bytes(&spki));
	ck_assert(der_enter(&d, DER_SEQUENCE, &info));
	ck_assert(der_take(&info, DER_SEQUENCE, &t));
	ck_assert(der_take(&info, DER_BIT_STRING, &t));
	der_put(&b, DER_CONTEXT_PRIM(1), t.body);
	bytes_clear(&spki);
	return b;
}

START_TEST(pkcs8_compares_a_public_key_beside_the_private_one)
{
	const char *name = with_public[_i / 4];
	bool flip = _i % 2 != 0;
	char file[64];
	struct bytes public = public_of(name, flip), b;
	struct err e = ERR_INIT;
	struct parts p;
	struct key *k;

	snprintf(file, sizeof(file), "%s.p8", name);
	p = take_apart(file);
	b = build(_i % 4 < 2 ? 1 : 0, p.algorithm, p.octets,
	    view_bytes(&public));
	k = read_info(view_bytes(&b), &e);
	if (flip) {
		ASSERT_REFUSED(k != NULL, &e, ERR_INPUT);
		ASSERT_SAYS(&e, "does not belong");
	} else {
		ASSERT_WORKS(k != NULL, &e);
		/* It is not needed, and version 0 is read by everybody. */
		ck_assert(holds(&k->pkcs8, file));
	}
	key_free(k);
	bytes_clear(&public);
	bytes_clear(&b);
	bytes_clear(&p.der);
}
END_TEST

/* ---- old habits of DSA ---- */

START_TEST(pkcs8_reads_x_behind_parameters_or_public_key)
{
	struct parts p = take_apart("dsa.p8");
	struct bytes octets = BYTES_INIT, b, y = public_of("dsa", _i == 2);
	struct der alg = der_open(p.algorithm), x = der_open(p.octets), d;
	struct err e = ERR_INIT;
	struct tlv t, params;
	size_t outer, seq;
	struct key *k;

	ck_assert(der_enter(&alg, DER_SEQUENCE, &d) && der_next(&d, &t) &&
	    der_next(&d, &params));
	ck_assert(der_enter(&x, DER_OCTET_STRING, &d) && der_next(&d, &t));
	outer = der_begin(&octets, DER_OCTET_STRING);
	seq = der_begin(&octets, DER_SEQUENCE);
	if (_i == 0)
		bytes_add_view(&octets, params.whole);
	else			/* the INTEGER inside [1] and 00 */
		bytes_add(&octets, y.data + 4, y.len - 4);
	bytes_add_view(&octets, t.whole);
	der_end(&octets, seq);
	der_end(&octets, outer);
	b = build(0, p.algorithm, view_bytes(&octets), view_of(NULL, 0));
	k = read_info(view_bytes(&b), &e);
	if (_i == 2) {
		ASSERT_REFUSED(k != NULL, &e, ERR_INPUT);
	} else {
		ASSERT_WORKS(k != NULL, &e);
		ck_assert(holds(&k->pkcs8, "dsa.p8"));
	}
	key_free(k);
	bytes_clear(&octets);
	bytes_clear(&y);
	bytes_clear(&b);
	bytes_clear(&p.der);
}
END_TEST

START_TEST(pkcs8_refuses_a_dsa_key_without_its_parameters)
{
	static const char none[] =
	    "\x30\x0b\x06\x07\x2a\x86\x48\xce\x38\x04\x01\x05\x00";
	struct parts p = take_apart("dsa.p8");
	struct bytes b = build(0, LIT(none), p.octets, view_of(NULL, 0));
	struct err e = ERR_INIT;

	ASSERT_REFUSED(read_info(view_bytes(&b), &e), &e, ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, "parameters");
	bytes_clear(&b);
	bytes_clear(&p.der);
}
END_TEST

/* ---- EC ---- */

START_TEST(pkcs8_refuses_two_different_curves)
{
	static const char p384[] = "\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01"
	    "\x06\x05\x2b\x81\x04\x00\x22";
	struct bytes sec1 = fixture("ec.traditional"), octets = BYTES_INIT, b;
	struct err e = ERR_INIT;

	der_put(&octets, DER_OCTET_STRING, view_bytes(&sec1));
	b = build(0, LIT(p384), view_bytes(&octets), view_of(NULL, 0));
	ASSERT_REFUSED(read_info(view_bytes(&b), &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "two different curves");
	bytes_clear(&sec1);
	bytes_clear(&octets);
	bytes_clear(&b);
}
END_TEST

START_TEST(pkcs8_takes_the_curve_from_inside_where_it_is_only_there)
{
	static const char bare[] = "\x30\x09\x06\x07\x2a\x86\x48\xce\x3d\x02\x01";
	struct bytes sec1 = fixture("ec.traditional"), octets = BYTES_INIT, b;
	struct parts p = take_apart("ec.p8");
	struct err e = ERR_INIT;
	struct key *k;

	der_put(&octets, DER_OCTET_STRING, view_bytes(&sec1));
	b = build(0, LIT(bare), view_bytes(&octets), view_of(NULL, 0));
	k = read_info(view_bytes(&b), &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert(holds(&k->pkcs8, "ec.p8"));
	key_free(k);
	bytes_clear(&b);
	b = build(0, LIT(bare), p.octets, view_of(NULL, 0));
	ASSERT_REFUSED(read_info(view_bytes(&b), &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "without a curve");
	bytes_clear(&sec1);
	bytes_clear(&octets);
	bytes_clear(&b);
	bytes_clear(&p.der);
}
END_TEST

/* ---- unknown ---- */

static const struct {
	const char	*algorithm;
	size_t		 len;
	const char	*name;
} unknown[] = {
	/* ML-DSA-65, were it not for the last arc */
	{ "\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x03\x7f", 13,
	    "2.16.840.1.101.3.4.3.127" },
	/* known to libcrypto, but no algorithm of a key */
	{ "\x30\x07\x06\x05\x2b\x0e\x03\x02\x1a", 9, "1.3.14.3.2.26" },
	/* longer than the name has room for */
	{ "\x30\x1c\x06\x1a\x2b\x8f\xff\xff\xff\x7f\x8f\xff\xff\xff\x7f\x8f\xff"
	    "\xff\xff\x7f\x8f\xff\xff\xff\x7f\x8f\xff\xff\xff\x7f", 30,
	    "unknown" },
	/* EC on nobody's curve */
	{ "\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04"
	    "\x00\x7f", 18, "1.3.132.0.127" },
};

START_TEST(pkcs8_keeps_an_unknown_key_as_it_came)
{
	static const char ec[] = "\x04\x08\x30\x06\x02\x01\x01\x04\x01\x01";
	static const char attributes[] = "\xa0\x0d\x30\x0b" KU
	    "\x31\x04\x03\x02\x00\x80";
	struct view algorithm = view_of(unknown[_i].algorithm, unknown[_i].len);
	struct bytes b = build(0, algorithm, LIT(ec), LIT(attributes));
	struct bytes bare = build(0, algorithm, LIT(ec), view_of(NULL, 0));
	struct bytes out = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *k = read_info(view_bytes(&b), &e);

	ASSERT_WORKS(k != NULL, &e);
	ck_assert_int_eq(k->algorithm, KEY_UNKNOWN);
	ck_assert_str_eq(k->algorithm_name, unknown[_i].name);
	ck_assert_uint_eq(k->spki.len, 0);
	ck_assert_int_eq(k->spec, AT_SIGNATURE);
	ck_assert(view_equal(secret_view(&k->pkcs8), view_bytes(&bare)));
	ASSERT_WORKS(pkcs8_write(k, AT_SIGNATURE, &out, &e), &e);
	ck_assert(view_equal(view_bytes(&out), view_bytes(&b)));
	key_free(k);
	bytes_clear(&b);
	bytes_clear(&bare);
	bytes_clear(&out);
}
END_TEST

START_TEST(pkcs8_keeps_the_public_key_of_an_unknown_key)
{
	static const char octets[] = "\x04\x02\x05\x00";
	static const char both[] = "\xa0\x0d\x30\x0b" KU
	    "\x31\x04\x03\x02\x00\x80" "\x81\x02\x00\x01";
	struct view algorithm = view_of(unknown[0].algorithm, unknown[0].len);
	struct bytes b = build(1, algorithm, LIT(octets), LIT(both));
	struct bytes out = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *k = read_info(view_bytes(&b), &e);
	struct spki public;

	ASSERT_WORKS(k != NULL, &e);
	ck_assert(spki_open(view_bytes(&k->spki), &public));
	ck_assert(view_equal(public.bits, view_str("\x01")));
	/* The attributes go back in front of the public key. */
	ASSERT_WORKS(pkcs8_write(k, k->spec, &out, &e), &e);
	ck_assert(view_equal(view_bytes(&out), view_bytes(&b)));
	key_free(k);
	bytes_clear(&b);
	bytes_clear(&out);
}
END_TEST

START_TEST(pkcs8_refuses_a_damaged_key_that_libcrypto_knows)
{
	struct parts p = take_apart("ed25519.p8");
	struct bytes b = build(0, p.algorithm, LIT("\x04\x03\x04\x01\x00"),
	    view_of(NULL, 0));
	struct err e = ERR_INIT;

	ASSERT_REFUSED(read_info(view_bytes(&b), &e), &e, ERR_INPUT);
	bytes_clear(&b);
	bytes_clear(&p.der);
}
END_TEST

/* ---- traditional ---- */

static const struct {
	const char	*file, *stored, *spki;
} traditional[] = {
	{ "rsa512.traditional",	"rsa512.p8", "rsa512.spki" },
	{ "dsa.traditional",	"dsa.p8", "dsa.spki" },
	{ "ec.traditional",	"ec.p8", "ec.spki" },
	{ "ec-compressed.traditional", "ec.p8", "ec.spki" },
	{ "ec-nopublic.traditional", "ec.p8", "ec.spki" },
};

START_TEST(pkcs8_reads_the_traditional_forms)
{
	struct bytes in = fixture(traditional[_i].file);
	struct err e = ERR_INIT;
	struct key *k;

	k = pkcs1_read(view_bytes(&in), defaults(), &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert(holds(&k->pkcs8, traditional[_i].stored));
	ck_assert(has_spki(k, traditional[_i].spki));
	key_free(k);
	for (size_t n = 0; n < in.len; n++)
		ASSERT_REFUSED(pkcs1_read(view_of(in.data, n),
		    defaults(), &e), &e, ERR_INPUT);
	bytes_add_u8(&in, 0);
	ASSERT_REFUSED(pkcs1_read(view_bytes(&in), defaults(),
	    &e), &e, ERR_INPUT);
	bytes_clear(&in);
}
END_TEST

START_TEST(pkcs8_keeps_a_traditional_key_of_an_unknown_curve)
{
	static const char sec1[] = "\x30\x0f\x02\x01\x01\x04\x01\x01\xa0\x07"
	    "\x06\x05\x2b\x81\x04\x00\x7f";
	struct err e = ERR_INIT;
	struct key *k = pkcs1_read(LIT(sec1), defaults(), &e);

	ASSERT_WORKS(k != NULL, &e);
	ck_assert_int_eq(k->algorithm, KEY_UNKNOWN);
	ck_assert_str_eq(k->algorithm_name, "1.3.132.0.127");
	key_free(k);
}
END_TEST

START_TEST(pkcs8_refuses_a_traditional_dsa_key_of_another_y)
{
	struct bytes in = fixture("dsa.traditional");
	struct err e = ERR_INIT;

	in.data[in.len - 23 - 2] ^= 1;		/* in front of x and its header */
	ASSERT_REFUSED(pkcs1_read(view_bytes(&in), defaults(),
	    &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "y of the DSA key");
	bytes_clear(&in);
}
END_TEST

/* ---- encrypted ---- */

static struct pbe_password
password(const char *s)
{
	struct pbe_password p = PBE_PASSWORD_INIT;
	struct secret plain = SECRET_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&plain, view_str(s), &e), &e);
	ASSERT_WORKS(pbe_password_make(&p, &plain, &e), &e);
	secret_clear(&plain);
	return p;
}

static const char *const encrypted[] = {
	"rsa512-pbes2.p8e", "rsa512-3des.p8e",
};

START_TEST(pkcs8_opens_encrypted_keys)
{
	struct pbe_password right = password("spckit");
	struct pbe_password wrong = password("Spckit");
	struct bytes in = fixture(encrypted[_i]);
	struct err e = ERR_INIT;
	uint64_t total = 0;
	struct key *k;

	k = pkcs8_read_encrypted(view_bytes(&in), &right, defaults(), &total,
	    &e);
	ASSERT_WORKS(k != NULL, &e);
	ck_assert(holds(&k->pkcs8, "rsa512.p8"));
	ck_assert(k->was_encrypted);
	ck_assert_uint_eq(total, 2);
	key_free(k);
	ASSERT_REFUSED(pkcs8_read_encrypted(view_bytes(&in), &wrong,
	    defaults(), &total, &e), &e, ERR_PASSWORD);
	ASSERT_SAYS(&e, "wrong password, or damaged");
	ASSERT_REFUSED(pkcs8_read_encrypted(view_bytes(&in), NULL, defaults(),
	    &total, &e), &e, ERR_PASSWORD_NEEDED);
	pbe_password_clear(&right);
	pbe_password_clear(&wrong);
	bytes_clear(&in);
}
END_TEST

START_TEST(pkcs8_counts_iterations_before_it_asks_for_a_password)
{
	struct bytes in = fixture(encrypted[_i]);
	struct err e = ERR_INIT;
	struct limits l;
	uint64_t total = 0;

	limits_default(&l);
	l.value[LIMIT_ITERATIONS] = 1;
	ASSERT_REFUSED(pkcs8_read_encrypted(view_bytes(&in), NULL, &l, &total,
	    &e), &e, ERR_LIMIT);
	bytes_clear(&in);
}
END_TEST

START_TEST(pkcs8_refuses_every_truncation_of_an_encrypted_key)
{
	struct pbe_password pw = password("spckit");
	struct bytes in = fixture(encrypted[_i]);
	struct err e = ERR_INIT;

	for (size_t n = 0; n < in.len; n++) {
		uint64_t total = 0;

		ASSERT_REFUSED(pkcs8_read_encrypted(view_of(in.data, n), &pw,
		    defaults(), &total, &e), &e, ERR_INPUT);
	}
	pbe_password_clear(&pw);
	bytes_clear(&in);
}
END_TEST

START_TEST(pkcs8_opens_what_it_encrypted)
{
	static const enum pbe_profile profiles[] = {
		PBE_AES256_SHA256, PBE_SHA1_3DES,
	};
	struct pbe_password pw = password("p\xc3\xa4ss");
	struct bytes in = fixture("ec.p8"), out = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *k, *again;
	uint64_t total = 0;

	k = read_info(view_bytes(&in), &e);
	ASSERT_WORKS(k != NULL, &e);
	ASSERT_WORKS(pkcs8_write_encrypted(k, AT_KEYEXCHANGE, profiles[_i], 2,
	    &pw, &out, &e), &e);
	again = pkcs8_read_encrypted(view_bytes(&out), &pw, defaults(), &total,
	    &e);
	ASSERT_WORKS(again != NULL, &e);
	ck_assert(secret_equal(&k->pkcs8, &again->pkcs8));
	ck_assert_int_eq(again->spec, AT_KEYEXCHANGE);
	key_free(k);
	key_free(again);
	pbe_password_clear(&pw);
	bytes_clear(&in);
	bytes_clear(&out);
}
END_TEST

static void
add_plain(TCase *tc)
{
	int n = COUNT_OF(good);

	tcase_add_loop_test(tc, pkcs8_reads_every_algorithm, 0, n);
	tcase_add_loop_test(tc,
	    pkcs8_refuses_every_truncation_and_a_trailing_byte, 0, n);
	tcase_add_loop_test(tc,
	    pkcs8_never_takes_a_flipped_byte_for_another_key, 0, 2);
	tcase_add_test(tc, pkcs8_refuses_more_than_two_primes);
	tcase_add_test(tc, pkcs8_refuses_unknown_versions);
	tcase_add_loop_test(tc, pkcs8_makes_rsa_parameters_canonical, 0, 2);
	tcase_add_loop_test(tc, pkcs8_takes_the_key_spec_from_the_key_usage, 0,
	    COUNT_OF(usages));
	tcase_add_loop_test(tc, pkcs8_writes_the_key_usage_that_windows_reads,
	    0, 3);
	tcase_add_loop_test(tc,
	    pkcs8_compares_a_public_key_beside_the_private_one, 0,
	    4 * COUNT_OF(with_public));
	tcase_add_loop_test(tc, pkcs8_reads_x_behind_parameters_or_public_key,
	    0, 3);
	tcase_add_test(tc, pkcs8_refuses_a_dsa_key_without_its_parameters);
	tcase_add_test(tc, pkcs8_refuses_two_different_curves);
	tcase_add_test(tc,
	    pkcs8_takes_the_curve_from_inside_where_it_is_only_there);
	tcase_add_loop_test(tc, pkcs8_keeps_an_unknown_key_as_it_came, 0,
	    COUNT_OF(unknown));
	tcase_add_test(tc, pkcs8_keeps_the_public_key_of_an_unknown_key);
	tcase_add_test(tc, pkcs8_refuses_a_damaged_key_that_libcrypto_knows);
}

/* Views into the key's own PKCS#8, for those who need its numbers. */
START_TEST(pkcs8_parts_of_a_key)
{
	struct bytes rsa = fixture("rsa512.p8"), ec = fixture("ec.p8");
	struct view params, private_key;
	struct err e = ERR_INIT;
	struct key *k;

	k = read_info(view_bytes(&rsa), &e);
	ck_assert_ptr_nonnull(k);
	ASSERT_WORKS(pkcs8_parts(k, &params, &private_key, &e), &e);
	ck_assert(view_equal(params, LIT("\x05\x00")));
	ck_assert_uint_eq(private_key.data[0], DER_SEQUENCE);
	key_free(k);
	k = read_info(view_bytes(&ec), &e);
	ck_assert_ptr_nonnull(k);
	ASSERT_WORKS(pkcs8_parts(k, &params, &private_key, &e), &e);
	ck_assert_uint_eq(params.data[0], DER_OID);
	ck_assert_uint_eq((size_t)params.data[1] + 2, params.len);
	ck_assert(private_key.data > k->pkcs8.data && private_key.data +
	    private_key.len <= k->pkcs8.data + k->pkcs8.len);
	secret_clear(&k->pkcs8);
	ASSERT_REFUSED(pkcs8_parts(k, &params, &private_key, &e), &e,
	    ERR_INPUT);
	key_free(k);
	bytes_clear(&rsa);
	bytes_clear(&ec);
}
END_TEST

static void
add(TCase *tc)
{
	add_plain(tc);
	tcase_add_test(tc, pkcs8_parts_of_a_key);
	tcase_add_loop_test(tc, pkcs8_reads_the_traditional_forms, 0,
	    COUNT_OF(traditional));
	tcase_add_test(tc, pkcs8_keeps_a_traditional_key_of_an_unknown_curve);
	tcase_add_test(tc, pkcs8_refuses_a_traditional_dsa_key_of_another_y);
	tcase_add_loop_test(tc, pkcs8_opens_encrypted_keys, 0, 2);
	tcase_add_loop_test(tc,
	    pkcs8_counts_iterations_before_it_asks_for_a_password, 0, 2);
	tcase_add_loop_test(tc,
	    pkcs8_refuses_every_truncation_of_an_encrypted_key, 0, 2);
	tcase_add_loop_test(tc, pkcs8_opens_what_it_encrypted, 0, 2);
}

UNIT_MAIN("pkcs8", add)
