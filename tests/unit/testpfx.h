/*
 * testpfx.h - identities to write and PFX files put together by hand, for the
 * unit tests of the PFX reader and writer
 */

#ifndef SPCKIT_TESTS_TESTPFX_H
#define SPCKIT_TESTS_TESTPFX_H

#include "asn1/der.h"
#include "cert/contents.h"
#include "cert/identity.h"
#include "asn1/oids.h"
#include "formats/pfx/pfx.h"
#include "formats/pfx/mac.h"
#include "formats/key/pkcs8.h"
#include "testcert.h"
#include "testkeys.h"
#include "unit.h"

static inline struct secret
testpfx_secret(const char *text)
{
	struct secret s = SECRET_INIT;
	struct err e = ERR_INIT;

	if (text != NULL)
		ASSERT_WORKS(secret_set(&s, view_str(text), &e), &e);
	return s;
}

/* With this password, or none. */
static inline bool
testpfx_read(struct view der, const struct secret *password,
    struct contents *c, struct err *e)
{
	struct passforms file = PASSFORMS_INIT, key = PASSFORMS_INIT;
	const struct pfx_passwords passwords = { &file, &key, false };
	bool ok;

	ok = passforms_make(&file, password, NULL, e) &&
	    pfx_read(der, &passwords, defaults(), c, e);
	passforms_clear(&file);
	return ok;
}

static inline struct pbe_password
testpfx_password(const char *text)
{
	struct pbe_password p = PBE_PASSWORD_INIT;
	struct secret s = testpfx_secret(text);
	struct err e = ERR_INIT;

	ASSERT_WORKS(pbe_password_make(&p, &s, &e), &e);
	secret_clear(&s);
	return p;
}

/* A key of tests/fixtures/keys and a certificate made up for it. */
static inline struct identity *
testpfx_identity(const char *keyfile)
{
	struct bytes der = fixture(keyfile);
	struct testcert t = { .subject = "publisher" };
	struct identity *id;
	struct err e = ERR_INIT;
	struct key *k;

	k = pkcs8_read(view_bytes(&der), defaults(), &e);
	ck_assert_msg(k != NULL, "%s", e.msg);
	k->spec = AT_SIGNATURE;
	t.spki = view_bytes(&k->spki);
	id = identity_new(k, testcert_new(&t), &e);
	ck_assert_msg(id != NULL, "%s", e.msg);
	bytes_clear(&der);
	return id;
}

/* ---- by hand ---- */

static inline void
testpfx_octets_info(struct bytes *b, struct view octets)
{
	size_t info = der_begin(b, DER_SEQUENCE), content;

	der_put_oid(b, OID_DATA);
	content = der_begin(b, DER_CONTEXT(0));
	der_put(b, DER_OCTET_STRING, octets);
	der_end(b, content);
	der_end(b, info);
}

/* A bag with this value and these attributes (body of the SET). */
static inline void
testpfx_bag(struct bytes *b, struct view oid, struct view value,
    struct view attributes)
{
	size_t bag = der_begin(b, DER_SEQUENCE);

	der_put(b, DER_OID, oid);
	der_put(b, DER_CONTEXT(0), value);
	if (attributes.len != 0)
		der_put(b, DER_SET, attributes);
	der_end(b, bag);
}
#define TESTPFX_OID(lit)	view_of((lit), sizeof(lit) - 1)

static inline void
testpfx_cert_bag(struct bytes *b, unsigned serial, struct view attributes)
{
	struct testcert t = { .subject = "one of many", .serial = serial };
	struct bytes der = BYTES_INIT, value = BYTES_INIT;
	size_t bag, octets;

	testcert_der(&der, &t);
	bag = der_begin(&value, DER_SEQUENCE);
	der_put_oid(&value, OID_X509_CERT);
	octets = der_begin(&value, DER_CONTEXT(0));
	der_put(&value, DER_OCTET_STRING, view_bytes(&der));
	der_end(&value, octets);
	der_end(&value, bag);
	testpfx_bag(b, TESTPFX_OID(OID_CERT_BAG), view_bytes(&value),
	    attributes);
	bytes_clear(&der);
	bytes_clear(&value);
}

/* AuthenticatedSafe with one plain part that has these bags. */
static inline void
testpfx_safe(struct bytes *b, struct view bags)
{
	struct bytes contents = BYTES_INIT;
	size_t safes = der_begin(b, DER_SEQUENCE);

	der_put(&contents, DER_SEQUENCE, bags);
	testpfx_octets_info(b, view_bytes(&contents));
	der_end(b, safes);
	bytes_clear(&contents);
}

/* A PFX around an AuthenticatedSafe; macdata may be empty. */
static inline void
testpfx_around(struct bytes *b, struct view safes, struct view macdata)
{
	size_t pfx = der_begin(b, DER_SEQUENCE);

	der_put_uint(b, 3);
	testpfx_octets_info(b, safes);
	bytes_add_view(b, macdata);
	der_end(b, pfx);
}

/* Bags in one plain part, with a MAC for the password, or without. */
static inline struct bytes
testpfx_file(struct view bags, const char *password)
{
	struct bytes safes = BYTES_INIT, mac = BYTES_INIT, out = BYTES_INIT;
	struct pbe_password p;
	struct err e = ERR_INIT;

	testpfx_safe(&safes, bags);
	if (password != NULL) {
		p = testpfx_password(password);
		ASSERT_WORKS(pfx_mac_write(PBE_SHA1_3DES, 1, &p,
		    view_bytes(&safes), &mac, &e), &e);
		pbe_password_clear(&p);
	}
	testpfx_around(&out, view_bytes(&safes), view_bytes(&mac));
	bytes_clear(&safes);
	bytes_clear(&mac);
	return out;
}

#endif
