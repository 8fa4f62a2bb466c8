/*
 * testcert.h - certificates made up field by field, for unit tests
 *
 * Nothing here is signed: readers that do not verify cannot tell. What a test
 * does not set has a harmless default.
 */

#ifndef SPCKIT_TESTS_TESTCERT_H
#define SPCKIT_TESTS_TESTCERT_H

#include <check.h>

#include "base/bytes.h"
#include "asn1/der.h"
#include "cert/cert.h"

struct testcert {
	const char	*subject;	/* CN */
	const char	*issuer;	/* CN; NULL: the subject */
	const char	*skid;		/* NULL: no extension */
	const char	*akid;
	const char	*not_before;	/* UTCTime */
	const char	*not_after;
	unsigned	 serial;
	bool		 ca;
	struct view	 spki;		/* empty: a small RSA key */
	unsigned	 seed;		/* makes the default key another one */
};

static inline void
testcert_name(struct bytes *b, const char *cn)
{
	size_t name = der_begin(b, DER_SEQUENCE), set, atv;

	set = der_begin(b, DER_SET);
	atv = der_begin(b, DER_SEQUENCE);
	der_put(b, DER_OID, view_of("\x55\x04\x03", 3));
	der_put(b, DER_UTF8_STRING, view_str(cn));
	der_end(b, atv);
	der_end(b, set);
	der_end(b, name);
}

static inline void
testcert_algorithm(struct bytes *b, const char *oid, size_t len)
{
	size_t alg = der_begin(b, DER_SEQUENCE);

	der_put(b, DER_OID, view_of(oid, len));
	der_put_null(b);
	der_end(b, alg);
}

/* An RSA key of 512 bits that nobody has the private half of. */
static inline void
testcert_rsa_spki(struct bytes *b, unsigned seed)
{
	unsigned char n[64];
	size_t spki, bits, key;

	for (size_t i = 0; i < sizeof(n); i++)
		n[i] = (unsigned char)(0x81 + i * 7 + seed);
	n[0] |= 0x80;
	spki = der_begin(b, DER_SEQUENCE);
	testcert_algorithm(b, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9);
	bits = der_begin(b, DER_BIT_STRING);
	bytes_add_u8(b, 0);
	key = der_begin(b, DER_SEQUENCE);
	der_put_magnitude(b, view_of(n, sizeof(n)));
	der_put_uint(b, 65537);
	der_end(b, key);
	der_end(b, bits);
	der_end(b, spki);
}

static inline void
testcert_extension(struct bytes *b, const char *oid, struct view value)
{
	size_t ext = der_begin(b, DER_SEQUENCE);

	der_put(b, DER_OID, view_of(oid, 3));
	der_put(b, DER_OCTET_STRING, value);
	der_end(b, ext);
}

static inline void
testcert_extensions(struct bytes *b, const struct testcert *t)
{
	struct bytes v = BYTES_INIT;
	size_t wrap, list, seq;

	if (t->skid == NULL && t->akid == NULL && !t->ca)
		return;
	wrap = der_begin(b, DER_CONTEXT(3));
	list = der_begin(b, DER_SEQUENCE);
	if (t->skid != NULL) {
		der_put(&v, DER_OCTET_STRING, view_str(t->skid));
		testcert_extension(b, "\x55\x1d\x0e", view_bytes(&v));
		bytes_truncate(&v, 0);
	}
	if (t->akid != NULL) {
		seq = der_begin(&v, DER_SEQUENCE);
		der_put(&v, DER_CONTEXT_PRIM(0), view_str(t->akid));
		der_end(&v, seq);
		testcert_extension(b, "\x55\x1d\x23", view_bytes(&v));
		bytes_truncate(&v, 0);
	}
	if (t->ca)
		testcert_extension(b, "\x55\x1d\x13",
		    view_of("\x30\x03\x01\x01\xff", 5));
	der_end(b, list);
	der_end(b, wrap);
	bytes_clear(&v);
}

/* Append the DER of the certificate. */
static inline void
testcert_der(struct bytes *b, const struct testcert *t)
{
	size_t cert = der_begin(b, DER_SEQUENCE), tbs, v;

	tbs = der_begin(b, DER_SEQUENCE);
	v = der_begin(b, DER_CONTEXT(0));
	der_put_uint(b, 2);
	der_end(b, v);
	der_put_uint(b, t->serial != 0 ? t->serial : 1);
	testcert_algorithm(b, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", 9);
	testcert_name(b, t->issuer != NULL ? t->issuer : t->subject);
	v = der_begin(b, DER_SEQUENCE);
	der_put(b, DER_UTC_TIME, view_str(t->not_before != NULL ?
	    t->not_before : "200101000000Z"));
	der_put(b, DER_UTC_TIME, view_str(t->not_after != NULL ?
	    t->not_after : "490101000000Z"));
	der_end(b, v);
	testcert_name(b, t->subject);
	if (t->spki.len != 0)
		bytes_add_view(b, t->spki);
	else
		testcert_rsa_spki(b, t->seed);
	testcert_extensions(b, t);
	der_end(b, tbs);
	testcert_algorithm(b, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", 9);
	der_put(b, DER_BIT_STRING, view_of("\0signature", 10));
	der_end(b, cert);
}

static inline struct cert *
testcert_new(const struct testcert *t)
{
	struct bytes der = BYTES_INIT;
	struct err e = ERR_INIT;
	struct cert *c;

	testcert_der(&der, t);
	c = cert_new(view_bytes(&der), &e);
	ck_assert_msg(c != NULL, "%s", e.msg);
	bytes_clear(&der);
	return c;
}

#endif
