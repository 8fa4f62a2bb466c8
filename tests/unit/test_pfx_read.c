/*
 * test_pfx_read.c - what others wrote opens; odd passwords and odd files open;
 * hostile ones are refused before they cost anything
 */

#include <openssl/evp.h>

#include "base/text.h"
#include "formats/key/kdf.h"
#include "testpfx.h"

static bool
try(struct view der, const char *password, struct contents *c, struct err *e)
{
	struct secret s = testpfx_secret(password);
	bool ok;

	contents_clear(c);
	ok = testpfx_read(der, &s, c, e);
	secret_clear(&s);
	return ok;
}

static struct contents
opened(const struct bytes *pfx, const char *password)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(try(view_bytes(pfx), password, &c, &e), &e);
	return c;
}

static void
refused(const struct bytes *pfx, const char *password, enum err_code code,
    const char *says)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(try(view_bytes(pfx), password, &c, &e), &e, code);
	if (says != NULL)
		ASSERT_SAYS(&e, says);
	ck_assert_uint_eq(c.keys.count + c.certs.count + c.warning_count, 0);
}

/* ---- what others wrote ---- */

static const struct {
	const char	*file;
	const char	*password;
	size_t		 certs;
	bool		 encrypted;
} others[] = {
	{ "../pki/aes.pfx", "spckit", 2, true },
	{ "../pki/legacy.pfx", "spckit", 2, true },
	{ "../pki/empty.pfx", "", 2, true },
	{ "../pki/empty.pfx", NULL, 2, true },
	{ "../pki/nomac.pfx", "spckit", 2, true },
	{ "../pfx/ber.p12", "spckit", 2, true },
	{ "../pfx/plain.p12", "", 2, false },
	{ "../pfx/plain.p12", NULL, 2, false },
	{ "../pfx/mac-only.p12", "spckit", 2, true },
	{ "../pfx/unprotected.p12", NULL, 2, false },
	{ "../pfx/unprotected.p12", "whatever", 2, false },
	{ "../pfx/sha512.p12", "spckit", 2, true },
	{ "../pfx/blake2b.p12", "spckit", 2, true },
	{ "../pfx/sm3.p12", "spckit", 2, true },
	{ "../pfx/utf8.p12", "p\xc3\xa4ss \xf0\x9f\x94\x91", 2, true },
};

START_TEST(files_of_openssl_and_nss_open)
{
	struct bytes pfx = fixture(others[_i].file);
	struct contents c = opened(&pfx, others[_i].password);
	struct bytes leaf = fixture("../pki/leaf.cer");

	ck_assert_uint_eq(c.keys.count, 1);
	ck_assert_uint_eq(c.certs.count, others[_i].certs);
	ck_assert_int_eq(c.encrypted, others[_i].encrypted);
	ck_assert_str_eq(c.keys.items[0]->friendly_name, "spckit test");
	ck_assert(view_equal(view_bytes(&c.keys.items[0]->local_key_id),
	    view_of(c.certs.items[0]->sha1, SHA1_LEN)) ||
	    view_equal(view_bytes(&c.keys.items[0]->local_key_id),
	    view_of(c.certs.items[1]->sha1, SHA1_LEN)));
	ck_assert_int_eq(c.password_unchecked,
	    strstr(others[_i].file, "unprotected") != NULL);
	contents_clear(&c);
	bytes_clear(&leaf);
	bytes_clear(&pfx);
}
END_TEST

START_TEST(wrong_password_is_called_that)
{
	struct bytes pfx = fixture(others[_i].file);
	const char *right = others[_i].password;

	/* NSS's own file takes a while, like all it writes today. */
	if (strstr(others[_i].file, "unprotected") == NULL &&
	    strstr(others[_i].file, "ber") == NULL) {
		refused(&pfx, "Wrong", ERR_PASSWORD,
		    "wrong password, or damaged");
		if (right != NULL && right[0] != '\0') {
			refused(&pfx, NULL, ERR_PASSWORD_NEEDED, "password");
			refused(&pfx, "", ERR_PASSWORD, NULL);
		}
	}
	bytes_clear(&pfx);
}
END_TEST

/* ---- forms of a password ---- */

/* One encrypted key and one certificate; MAC and PKCS#12 derivation get bmp,
 * PBES2 gets raw. */
static struct bytes
with_forms(enum pbe_profile profile, struct view raw, struct view part_bmp,
    const struct view *mac_bmp)
{
	struct identity *id = testpfx_identity("ec.p8");
	struct pbe_password p = PBE_PASSWORD_INIT;
	struct bytes bags = BYTES_INIT, value = BYTES_INIT, safes = BYTES_INIT;
	struct bytes mac = BYTES_INIT, out = BYTES_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&p.raw, raw, &e), &e);
	ASSERT_WORKS(secret_set(&p.bmp, part_bmp, &e), &e);
	ASSERT_WORKS(pkcs8_write_encrypted(id->key, KEY_SPEC_NONE, profile, 1,
	    &p, &value, &e), &e);
	testpfx_bag(&bags, TESTPFX_OID(OID_SHROUDED_KEY_BAG),
	    view_bytes(&value), view_of(NULL, 0));
	testpfx_safe(&safes, view_bytes(&bags));
	if (mac_bmp != NULL) {
		ASSERT_WORKS(secret_set(&p.bmp, *mac_bmp, &e), &e);
		ASSERT_WORKS(pfx_mac_write(PBE_SHA1_3DES, 1, &p,
		    view_bytes(&safes), &mac, &e), &e);
	}
	testpfx_around(&out, view_bytes(&safes), view_bytes(&mac));
	bytes_clear(&bags);
	bytes_clear(&value);
	bytes_clear(&safes);
	bytes_clear(&mac);
	pbe_password_clear(&p);
	identity_free(id);
	return out;
}

#define V(lit)	{ (const unsigned char *)(lit), sizeof(lit) - 1 }
#define LONG32	"0123456789abcdef0123456789abcdef"
#define WIDE32	"\0000\0001\0002\0003\0004\0005\0006\0007" \
		"\0008\0009\0a\0b\0c\0d\0e\0f"
static const struct {
	const char		*what;
	enum pbe_profile	 profile;
	const char		*password;
	struct view		 raw;
	struct view		 part;
	struct view		 mac;
} forms[] = {
	{ "proper", PBE_SHA1_3DES, "a", V("a"), V("\0a\0\0"), V("\0a\0\0") },
	{ "none", PBE_SHA1_3DES, NULL, V(""), V(""), V("") },
	{ "none, given as empty", PBE_SHA1_3DES, "", V(""), V(""), V("") },
	{ "empty, given as none", PBE_SHA1_3DES, NULL, V(""), V("\0\0"),
	    V("\0\0") },
	{ "empty MAC, nothing in parts", PBE_SHA1_3DES, NULL, V(""), V(""),
	    V("\0\0") },
	{ "nothing in MAC, empty parts", PBE_SHA1_3DES, "", V(""), V("\0\0"),
	    V("") },
	{ "old CryptoAPI, 32", PBE_SHA1_3DES, LONG32, V(LONG32),
	    V(WIDE32 WIDE32), V(WIDE32 WIDE32) },
	{ "old CryptoAPI, longer", PBE_SHA1_3DES, LONG32 "x",
	    V(LONG32 "x"), V(WIDE32 WIDE32), V(WIDE32 WIDE32) },
	{ "OpenSSL on a Latin-1 terminal", PBE_SHA1_3DES, "\xe4", V("\xe4"),
	    V("\0\xe4\0\0"), V("\0\xe4\0\0") },
	{ "the same, PBES2", PBE_AES256_SHA256, "\xe4", V("\xe4"),
	    V(""), V("\0\xe4\0\0") },
	{ "old OpenSSL", PBE_SHA1_3DES, "\xc3\xa4", V("\xc3\xa4"),
	    V("\0\xc3\0\xa4\0\0"), V("\0\xc3\0\xa4\0\0") },
	{ "old OpenSSL, PBES2", PBE_AES256_SHA256, "\xc3\xa4", V("\xc3\xa4"),
	    V(""), V("\0\xc3\0\xa4\0\0") },
	{ "old NSS", PBE_AES256_SHA256, "a", V("\0a\0\0"), V(""),
	    V("\0a\0\0") },
	{ "old NSS without terminator", PBE_AES256_SHA256, "a", V("\0a"),
	    V(""), V("\0a\0\0") },
	{ "old NSS, empty", PBE_AES256_SHA256, "", V("\0\0"), V(""),
	    V("\0\0") },
};

START_TEST(odd_forms_of_a_password_open)
{
	struct bytes pfx = with_forms(forms[_i].profile, forms[_i].raw,
	    forms[_i].part, &forms[_i].mac);
	struct contents c = opened(&pfx, forms[_i].password);

	ck_assert(holds(&c.keys.items[0]->pkcs8, "ec.p8"));
	contents_clear(&c);
	bytes_clear(&pfx);
}
END_TEST

START_TEST(odd_forms_open_without_a_mac)
{
	struct bytes pfx = with_forms(forms[_i].profile, forms[_i].raw,
	    forms[_i].part, NULL);
	struct contents c = opened(&pfx, forms[_i].password);

	ck_assert(holds(&c.keys.items[0]->pkcs8, "ec.p8"));
	contents_clear(&c);
	refused(&pfx, "b", ERR_PASSWORD, "wrong password, or damaged");
	if (forms[_i].raw.len != 0 && forms[_i].password[0] != '\0')
		refused(&pfx, NULL, ERR_PASSWORD_NEEDED, NULL);
	bytes_clear(&pfx);
}
END_TEST

START_TEST(key_with_a_password_of_its_own_is_told_apart)
{
	struct view a = V("\0a\0\0"), b = V("\0b\0\0");
	struct bytes pfx = with_forms(PBE_SHA1_3DES, view_str("b"), b, &a);

	refused(&pfx, "a", ERR_PASSWORD, "part 1: bag 1: encrypted with "
	    "another password than the rest");
	bytes_clear(&pfx);
}
END_TEST

static bool
try_key_password(const struct bytes *pfx, const char *password,
    const char *of_key, struct contents *c, struct err *e)
{
	struct secret s = testpfx_secret(password), t = testpfx_secret(of_key);
	struct passforms file = PASSFORMS_INIT, key = PASSFORMS_INIT;
	const struct pfx_passwords passwords = { &file, &key, false };
	bool ok;

	ASSERT_WORKS(passforms_make(&file, &s, NULL, e), e);
	ASSERT_WORKS(passforms_make(&key, &t, NULL, e), e);
	ok = pfx_read(view_bytes(pfx), &passwords, defaults(), c, e);
	passforms_clear(&file);
	passforms_clear(&key);
	secret_clear(&s);
	secret_clear(&t);
	return ok;
}

START_TEST(key_with_a_password_of_its_own_opens_with_it)
{
	struct view a = V("\0a\0\0"), b = V("\0b\0\0");
	struct bytes pfx = with_forms(PBE_SHA1_3DES, view_str("b"), b, &a);
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(try_key_password(&pfx, "a", "b", &c, &e), &e);
	ck_assert(holds(&c.keys.items[0]->pkcs8, "ec.p8"));
	contents_clear(&c);
	ASSERT_REFUSED(try_key_password(&pfx, "a", "c", &c, &e), &e,
	    ERR_PASSWORD);
	ASSERT_SAYS(&e, "wrong password of the key");
	/* It is not the file's. */
	err_clear(&e);
	ASSERT_REFUSED(try_key_password(&pfx, "b", "b", &c, &e), &e,
	    ERR_PASSWORD);
	bytes_clear(&pfx);
}
END_TEST

START_TEST(content_may_have_another_form_than_the_mac)
{
	struct view mac = V("\0\xe4\0\0");
	struct bytes pfx = with_forms(PBE_AES256_SHA256, view_str("\xe4"),
	    view_of(NULL, 0), &mac);
	struct contents c = opened(&pfx, "\xc3\xa4");

	contents_clear(&c);
	c = opened(&pfx, "\xe4");
	contents_clear(&c);
	refused(&pfx, "\xc3\xa5", ERR_PASSWORD, NULL);
	bytes_clear(&pfx);
}
END_TEST

/* A certificate in the clear beside the encrypted key. */
START_TEST(what_is_not_encrypted_opens_without_a_password)
{
	struct identity *id = testpfx_identity("ec.p8");
	const struct pfx_options o = { .profile = PBE_SHA1_3DES,
	    .iterations = 1, .plain_certs = true };
	struct passforms none = PASSFORMS_INIT;
	const struct pfx_passwords p = { &none, &none, true };
	struct secret s = testpfx_secret("pw");
	struct bytes pfx = BYTES_INIT, sealed = fixture("../pki/aes.pfx");
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(pfx_write(id, &s, &o, &pfx, &e), &e);
	refused(&pfx, NULL, ERR_PASSWORD_NEEDED, NULL);
	ASSERT_WORKS(pfx_read(view_bytes(&pfx), &p, defaults(), &c, &e), &e);
	ck_assert(c.keys.count == 0 && c.certs.count == 1 && c.encrypted);
	ck_assert_uint_eq(c.warning_count, 1);
	ck_assert_ptr_nonnull(strstr(c.warnings[0], "without its password 1 "
	    "encrypted key or part"));
	contents_clear(&c);
	ASSERT_REFUSED(pfx_read(view_bytes(&sealed), &p, defaults(), &c, &e),
	    &e, ERR_PASSWORD_NEEDED);
	identity_free(id);
	secret_clear(&s);
	bytes_clear(&pfx);
	bytes_clear(&sealed);
}
END_TEST

START_TEST(pfx_for_a_principal_of_windows_is_named)
{
	static const char secret[] = "\x30\x17\x06\x09" OID_PROTECTED_PASSWORD
	    "\xa0\x0a\x04\x08" "12345678";
	struct view a = V("\0a\0\0");
	struct bytes bags = BYTES_INIT, safes = BYTES_INIT, mac = BYTES_INIT;
	struct bytes pfx = BYTES_INIT;
	struct pbe_password p = PBE_PASSWORD_INIT;
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(secret_set(&p.bmp, a, &e), &e);
	testpfx_bag(&bags, TESTPFX_OID(OID_SECRET_BAG), view_of(secret,
	    sizeof(secret) - 1), view_of(NULL, 0));
	testpfx_safe(&safes, view_bytes(&bags));
	ASSERT_WORKS(pfx_mac_write(PBE_SHA1_3DES, 1, &p, view_bytes(&safes),
	    &mac, &e), &e);
	testpfx_around(&pfx, view_bytes(&safes), view_bytes(&mac));
	refused(&pfx, NULL, ERR_UNSUPPORTED, "a user or group of a Windows");
	refused(&pfx, "b", ERR_PASSWORD, "a user or group of a Windows");
	ASSERT_WORKS(try(view_bytes(&pfx), "a", &c, &e), &e);
	contents_clear(&c);
	pbe_password_clear(&p);
	bytes_clear(&bags);
	bytes_clear(&safes);
	bytes_clear(&mac);
	bytes_clear(&pfx);
}
END_TEST

/* ---- the MAC ---- */

static const struct {
	const char	*what;
	uint64_t	 keylen;	/* 0: absent */
	uint64_t	 iterations;
	const char	*password;
	enum err_code	 code;
	const char	*says;
} pbmacs[] = {
	{ "good", 32, 3, "x", ERR_NONE, NULL },
	{ "shortest", 20, 3, "x", ERR_NONE, NULL },
	{ "as long as a digest", 64, 3, "x", ERR_NONE, NULL },
	{ "longer", 256, 3, "x", ERR_NONE, NULL },
	{ "wrong password", 32, 3, "y", ERR_PASSWORD, "wrong password" },
	{ "short key", 19, 3, "x", ERR_INPUT, "PBMAC1 key of 19 bytes" },
	{ "no key length", 0, 3, "x", ERR_INPUT, "PBMAC1 key of 0 bytes" },
	{ "long key", 65537, 3, "x", ERR_LIMIT, "PBMAC1 key of 65537 bytes" },
	{ "a long one costs more", 65536, 5000, "x", ERR_LIMIT,
	    "5120000 iterations of the MAC" },
	{ "endless", 32, 0x7fffffff, "x", ERR_LIMIT,
	    "2147483647 iterations of the MAC" },
};

static void
put_pbmac1(struct bytes *b, int i, struct view safes)
{
	unsigned char key[256], value[32];
	size_t mac, info, alg, params, func, kdf, prf, len = 0;
	uint64_t n = pbmacs[i].iterations;
	const size_t keylen = pbmacs[i].keylen > sizeof(key) ? sizeof(key) :
	    (size_t)pbmacs[i].keylen;
	struct err e = ERR_INIT;

	ASSERT_WORKS(kdf_pbkdf2("SHA256", view_str("x"), view_str("saltsalt"),
	    n > 5 ? 1 : n, key, keylen, &e), &e);
	ck_assert_ptr_nonnull(EVP_Q_mac(osslctx_lib(), "HMAC", NULL, "SHA256",
	    NULL, key, keylen, safes.data, safes.len, value, sizeof(value), &len));
	mac = der_begin(b, DER_SEQUENCE);
	info = der_begin(b, DER_SEQUENCE);
	alg = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_PBMAC1);
	params = der_begin(b, DER_SEQUENCE);
	func = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_PBKDF2);
	kdf = der_begin(b, DER_SEQUENCE);
	der_put(b, DER_OCTET_STRING, view_str("saltsalt"));
	der_put_uint(b, n);
	if (pbmacs[i].keylen != 0)
		der_put_uint(b, pbmacs[i].keylen);
	for (int k = 0; k < 2; k++) {
		prf = der_begin(b, DER_SEQUENCE);
		der_put_oid(b, OID_HMAC_SHA256);
		der_end(b, prf);
		if (k == 0) {
			der_end(b, kdf);
			der_end(b, func);
		}
	}
	der_end(b, params);
	der_end(b, alg);
	der_put(b, DER_OCTET_STRING, view_of(value, sizeof(value)));
	der_end(b, info);
	der_put(b, DER_OCTET_STRING, view_str("NOT USED"));
	der_end(b, mac);
}

START_TEST(pbmac1_is_checked)
{
	struct bytes bags = BYTES_INIT, safes = BYTES_INIT, mac = BYTES_INIT;
	struct bytes pfx = BYTES_INIT;
	struct contents c;

	testpfx_cert_bag(&bags, 1, view_of(NULL, 0));
	testpfx_safe(&safes, view_bytes(&bags));
	put_pbmac1(&mac, _i, view_bytes(&safes));
	testpfx_around(&pfx, view_bytes(&safes), view_bytes(&mac));
	if (pbmacs[_i].code != ERR_NONE)
		refused(&pfx, pbmacs[_i].password, pbmacs[_i].code,
		    pbmacs[_i].says);
	else {
		c = opened(&pfx, pbmacs[_i].password);
		ck_assert_uint_eq(c.certs.count, 1);
		contents_clear(&c);
	}
	bytes_clear(&bags);
	bytes_clear(&safes);
	bytes_clear(&mac);
	bytes_clear(&pfx);
}
END_TEST

/* MacData by hand, right in nothing but its structure. */
static const struct {
	const char	*what;
	struct view	 mac;
	enum err_code	 code;
	const char	*says;
} macs[] = {
	{ "endless", V("\x30\x29\x30\x1f\x30\x07\x06\x05\x2b\x0e\x03\x02\x1a"
	    "\x04\x14" "01234567890123456789" "\x04\x00"
	    "\x02\x04\x7f\xff\xff\xff"), ERR_LIMIT,
	    "2147483647 iterations of the MAC, more than the limit" },
	{ "negative", V("\x30\x26\x30\x1f\x30\x07\x06\x05\x2b\x0e\x03\x02\x1a"
	    "\x04\x14" "01234567890123456789" "\x04\x00" "\x02\x01\xff"),
	    ERR_INPUT, "iteration count" },
	{ "zero", V("\x30\x26\x30\x1f\x30\x07\x06\x05\x2b\x0e\x03\x02\x1a"
	    "\x04\x14" "01234567890123456789" "\x04\x00" "\x02\x01\x00"),
	    ERR_INPUT, "iteration count" },
	{ "short value", V("\x30\x22\x30\x1e\x30\x07\x06\x05\x2b\x0e\x03\x02"
	    "\x1a" "\x04\x13" "0123456789012345678" "\x04\x00"), ERR_INPUT,
	    "MAC of 19 bytes, expected 20" },
	{ "long value", V("\x30\x24\x30\x20\x30\x07\x06\x05\x2b\x0e\x03\x02"
	    "\x1a" "\x04\x15" "012345678901234567890" "\x04\x00"), ERR_INPUT,
	    "MAC of 21 bytes, expected 20" },
	{ "empty value", V("\x30\x0f\x30\x0b\x30\x07\x06\x05\x2b\x0e\x03\x02"
	    "\x1a" "\x04\x00" "\x04\x00"), ERR_INPUT, "MAC of 0 bytes" },
	{ "unknown digest", V("\x30\x23\x30\x1f\x30\x07\x06\x05\x2b\x0e\x03"
	    "\x02\x1b" "\x04\x14" "01234567890123456789" "\x04\x00"),
	    ERR_UNSUPPORTED, "1.3.14.3.2.27" },
	{ "no iterations", V("\x30\x23\x30\x1f\x30\x07\x06\x05\x2b\x0e\x03"
	    "\x02\x1a" "\x04\x14" "01234567890123456789" "\x04\x00"),
	    ERR_PASSWORD, "the MAC does not match" },
};

START_TEST(odd_macs_are_refused)
{
	struct bytes safes = BYTES_INIT, pfx = BYTES_INIT;

	testpfx_safe(&safes, view_of(NULL, 0));
	testpfx_around(&pfx, view_bytes(&safes), macs[_i].mac);
	refused(&pfx, "x", macs[_i].code, macs[_i].says);
	bytes_clear(&safes);
	bytes_clear(&pfx);
}
END_TEST

/* ---- the outer structure ---- */

static const struct {
	const char	*what;
	struct view	 der;
	enum err_code	 code;
	const char	*says;
} outers[] = {
	{ "nothing", V(""), ERR_INPUT, "PFX" },
	{ "no sequence", V("\x04\x00"), ERR_INPUT, "PFX" },
	{ "empty", V("\x30\x00"), ERR_VERSION, "PFX" },
	{ "cut", V("\x30\x10\x02\x01"), ERR_INPUT, "PFX" },
	{ "2^31 bytes", V("\x30\x84\x7f\xff\xff\xff"), ERR_INPUT, "PFX" },
	{ "2^63 bytes", V("\x30\x88\x7f\xff\xff\xff\xff\xff\xff\xff"),
	    ERR_INPUT, "PFX" },
	{ "indefinite, never ends", V("\x30\x80\x02\x01\x03"), ERR_INPUT,
	    "never ends" },
	{ "bytes behind", V("\x30\x10\x02\x01\x03\x30\x0b\x06\x09"
	    OID_DATA "\0"), ERR_INPUT, "1 bytes after its end" },
	{ "version", V("\x30\x10\x02\x01\x02\x30\x0b\x06\x09" OID_DATA),
	    ERR_VERSION, "expected 3" },
	{ "no content", V("\x30\x10\x02\x01\x03\x30\x0b\x06\x09" OID_DATA),
	    ERR_INPUT, "no content" },
	{ "signed", V("\x30\x14\x02\x01\x03\x30\x0f\x06\x09" OID_SIGNED_DATA
	    "\xa0\x02\x30\x00"), ERR_UNSUPPORTED, "public-key" },
	{ "other content", V("\x30\x14\x02\x01\x03\x30\x0f\x06\x09"
	    "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x05" "\xa0\x02\x30\x00"),
	    ERR_INPUT, "authSafe" },
	{ "content of another type", V("\x30\x14\x02\x01\x03\x30\x0f\x06\x09"
	    OID_DATA "\xa0\x02\x30\x00"), ERR_INPUT, "OCTET STRING" },
	{ "two contents", V("\x30\x16\x02\x01\x03\x30\x11\x06\x09" OID_DATA
	    "\xa0\x04\x04\x00\x04\x00"), ERR_INPUT, NULL },
	{ "empty content", V("\x30\x14\x02\x01\x03\x30\x0f\x06\x09" OID_DATA
	    "\xa0\x02\x04\x00"), ERR_INPUT, "AuthenticatedSafe" },
};

START_TEST(broken_outer_structure_is_refused)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(try(outers[_i].der, NULL, &c, &e), &e, outers[_i].code);
	if (outers[_i].says != NULL)
		ASSERT_SAYS(&e, outers[_i].says);
}
END_TEST

static const struct {
	const char	*what;
	struct view	 part;		/* ContentInfo */
	enum err_code	 code;
	const char	*says;
} parts[] = {
	{ "no content", V("\x30\x0b\x06\x09" OID_DATA), ERR_INPUT,
	    "part 1: no content" },
	{ "enveloped", V("\x30\x0f\x06\x09" OID_ENVELOPED_DATA
	    "\xa0\x02\x30\x00"), ERR_UNSUPPORTED, "public key" },
	{ "signed", V("\x30\x0f\x06\x09" OID_SIGNED_DATA "\xa0\x02\x30\x00"),
	    ERR_INPUT, "neither data" },
	{ "no SafeContents", V("\x30\x11\x06\x09" OID_DATA
	    "\xa0\x04\x04\x02\x02\x00"), ERR_INPUT, "truncated or malformed SafeContents" },
	{ "empty octets", V("\x30\x0f\x06\x09" OID_DATA "\xa0\x02\x04\x00"),
	    ERR_INPUT, "SafeContents" },
	{ "empty EncryptedData", V("\x30\x0f\x06\x09" OID_ENCRYPTED_DATA
	    "\xa0\x02\x30\x00"), ERR_INPUT,
	    "EncryptedData without content" },
	{ "nothing encrypted", V("\x30\x24\x06\x09" OID_ENCRYPTED_DATA
	    "\xa0\x17\x30\x15\x02\x01\x00\x30\x10\x06\x09" OID_DATA
	    "\x30\x03\x06\x01\x2a"), ERR_INPUT,
	    "EncryptedData without content" },
	{ "unknown algorithm", V("\x30\x26\x06\x09" OID_ENCRYPTED_DATA
	    "\xa0\x19\x30\x17\x02\x01\x00\x30\x12\x06\x09" OID_DATA
	    "\x30\x03\x06\x01\x2a\x80\x00"), ERR_UNSUPPORTED,
	    "the encryption 1.2 is not supported" },
	{ "no bag", V("\x30\x13\x06\x09" OID_DATA
	    "\xa0\x06\x04\x04\x30\x02\x05\x00"), ERR_INPUT,
	    "part 1: bag 1: truncated or malformed SafeBag" },
};

START_TEST(broken_part_is_refused)
{
	struct bytes safes = BYTES_INIT, pfx = BYTES_INIT;

	der_put(&safes, DER_SEQUENCE, parts[_i].part);
	testpfx_around(&pfx, view_bytes(&safes), view_of(NULL, 0));
	refused(&pfx, NULL, parts[_i].code, parts[_i].says);
	bytes_clear(&safes);
	bytes_clear(&pfx);
}
END_TEST

/* ---- bags ---- */

static struct bytes
many_bags(size_t n)
{
	struct bytes bags = BYTES_INIT, pfx;

	for (size_t i = 0; i < n; i++)
		testpfx_cert_bag(&bags, (unsigned)i + 1, view_of(NULL, 0));
	pfx = testpfx_file(view_bytes(&bags), NULL);
	bytes_clear(&bags);
	return pfx;
}

START_TEST(bags_are_counted_up_to_the_limit)
{
	struct bytes pfx = many_bags(1023 + (size_t)_i);
	struct contents c;

	if (_i < 2) {
		c = opened(&pfx, NULL);
		ck_assert_uint_eq(c.certs.count, 1023 + (size_t)_i);
		contents_clear(&c);
	} else
		refused(&pfx, NULL, ERR_LIMIT, "more than 1024 bags "
		    "(-limit bags=N raises the limit)");
	bytes_clear(&pfx);
}
END_TEST

START_TEST(parts_are_counted_up_to_the_limit)
{
	struct bytes safes = BYTES_INIT, pfx = BYTES_INIT;
	size_t seq = der_begin(&safes, DER_SEQUENCE);

	for (int i = 0; i < 1025; i++)
		testpfx_octets_info(&safes, view_of("\x30\x00", 2));
	der_end(&safes, seq);
	testpfx_around(&pfx, view_bytes(&safes), view_of(NULL, 0));
	refused(&pfx, NULL, ERR_LIMIT, "more than 1024 parts");
	bytes_clear(&safes);
	bytes_clear(&pfx);
}
END_TEST

static struct bytes
nested(int depth)
{
	struct bytes bags = BYTES_INIT, inner = BYTES_INIT, pfx;

	testpfx_cert_bag(&bags, 1, view_of(NULL, 0));
	while (depth-- > 0) {
		bytes_truncate(&inner, 0);
		der_put(&inner, DER_SEQUENCE, view_bytes(&bags));
		bytes_truncate(&bags, 0);
		testpfx_bag(&bags, TESTPFX_OID(OID_SAFE_CONTENTS_BAG),
		    view_bytes(&inner), view_of(NULL, 0));
	}
	pfx = testpfx_file(view_bytes(&bags), NULL);
	bytes_clear(&bags);
	bytes_clear(&inner);
	return pfx;
}

START_TEST(bags_nest_four_deep)
{
	struct bytes pfx = nested(_i);
	struct contents c;

	if (_i <= 4) {
		c = opened(&pfx, NULL);
		ck_assert_uint_eq(c.certs.count, 1);
		contents_clear(&c);
	} else
		refused(&pfx, NULL, ERR_LIMIT, "bags nested more than 4 deep");
	bytes_clear(&pfx);
}
END_TEST

START_TEST(a_thousand_levels_cost_nothing)
{
	struct bytes pfx = nested(1000);

	refused(&pfx, NULL, ERR_LIMIT, "nested");
	bytes_clear(&pfx);
}
END_TEST

/* The bag between two certificates. */
static const struct {
	const char	*what;
	struct view	 oid;
	struct view	 value;
	enum err_code	 code;
	size_t		 crls, others;
	const char	*says;
} bags[] = {
	{ "CRL", V(OID_CRL_BAG), V("\x30\x00"), ERR_NONE, 1, 0,
	    "1 CRL was skipped" },
	{ "secret", V(OID_SECRET_BAG), V("\x30\x00"), ERR_NONE, 0, 1,
	    "1 bag that is neither" },
	{ "unknown", V("\x2a\x03"), V("\x05\x00"), ERR_NONE, 0, 1,
	    "1 bag that is neither" },
	{ "SDSI", V(OID_CERT_BAG), V("\x30\x11\x06\x0a" OID_SDSI_CERT
	    "\xa0\x03\x16\x01x"), ERR_NONE, 0, 1, "nor an X.509" },
	{ "two values", V(OID_CRL_BAG), V("\x30\x00\x30\x00"), ERR_INPUT, 0,
	    0, "part 1: bag 2: " },
	{ "bad certificate", V(OID_CERT_BAG), V("\x30\x12\x06\x0a"
	    OID_X509_CERT "\xa0\x04\x04\x02\x30\x00"), ERR_INPUT, 0, 0,
	    "part 1: bag 2: certificate: " },
	{ "empty certificate", V(OID_CERT_BAG), V("\x30\x10\x06\x0a"
	    OID_X509_CERT "\xa0\x02\x04\x00"), ERR_INPUT, 0, 0,
	    "part 1: bag 2: certificate: " },
	{ "bad CertBag", V(OID_CERT_BAG), V("\x30\x00"), ERR_INPUT, 0, 0,
	    "part 1: bag 2: truncated or malformed CertBag" },
	{ "bad key", V(OID_KEY_BAG), V("\x30\x03\x02\x01\x00"), ERR_INPUT, 0,
	    0, "part 1: bag 2: truncated or malformed PKCS#8" },
	{ "bad shrouded key", V(OID_SHROUDED_KEY_BAG), V("\x30\x00"),
	    ERR_INPUT, 0, 0, "part 1: bag 2: truncated or malformed encrypted" },
	{ "endless key", V(OID_SHROUDED_KEY_BAG), V("\x30\x1e\x30\x1a\x06\x0a"
	    OID_PBE_SHA1_3DES "\x30\x0c\x04\x04salt\x02\x04\x7f\xff\xff\xff"
	    "\x04\x00"), ERR_LIMIT, 0, 0, "part 1: bag 2: 2147483647 "
	    "iterations of a key derivation, more than the limit" },
};

START_TEST(bags_are_read_skipped_or_refused)
{
	struct bytes all = BYTES_INIT, pfx;
	struct contents c;

	testpfx_cert_bag(&all, 1, view_of(NULL, 0));
	testpfx_bag(&all, bags[_i].oid, bags[_i].value, view_of(NULL, 0));
	testpfx_cert_bag(&all, 2, view_of(NULL, 0));
	pfx = testpfx_file(view_bytes(&all), NULL);
	if (bags[_i].code != ERR_NONE)
		refused(&pfx, NULL, bags[_i].code, bags[_i].says);
	else {
		c = opened(&pfx, NULL);
		ck_assert_uint_eq(c.certs.count, 2);
		ck_assert_uint_eq(c.crls, bags[_i].crls);
		ck_assert_uint_eq(c.others, bags[_i].others);
		ck_assert_uint_ge(c.warning_count, 1);
		ck_assert_ptr_nonnull(strstr(c.warnings[0], bags[_i].says));
		contents_clear(&c);
	}
	bytes_clear(&all);
	bytes_clear(&pfx);
}
END_TEST

/* ---- attributes ---- */

#define FRIENDLY	"\x06\x09" OID_FRIENDLY_NAME
static const struct {
	const char	*what;
	struct view	 attributes;
	const char	*name;		/* NULL: none */
	size_t		 idlen;
} attributes[] = {
	{ "CJK", V("\x30\x13" FRIENDLY "\x31\x06\x1e\x04\x65\xe5\x67\x2c"),
	    "\xe6\x97\xa5\xe6\x9c\xac", 0 },
	{ "emoji", V("\x30\x13" FRIENDLY "\x31\x06\x1e\x04\xd8\x3d\xdd\x11"),
	    "\xf0\x9f\x94\x91", 0 },
	{ "lone surrogate", V("\x30\x13" FRIENDLY
	    "\x31\x06\x1e\x04\xd8\x3d\0a"), "\xef\xbf\xbd" "a", 0 },
	{ "odd length", V("\x30\x12" FRIENDLY "\x31\x05\x1e\x03\0a\0"),
	    "a\xef\xbf\xbd", 0 },
	{ "terminator", V("\x30\x13" FRIENDLY "\x31\x06\x1e\x04\0a\0\0"),
	    "a", 0 },
	{ "UTF-8", V("\x30\x11" FRIENDLY "\x31\x04\x0c\x02\xc3\xa4"),
	    "\xc3\xa4", 0 },
	{ "bad UTF-8", V("\x30\x11" FRIENDLY "\x31\x04\x0c\x02\xc3\x28"),
	    NULL, 0 },
	{ "empty string", V("\x30\x0f" FRIENDLY "\x31\x02\x1e\x00"), NULL, 0 },
	{ "empty set", V("\x30\x0d" FRIENDLY "\x31\x00"), NULL, 0 },
	{ "no set", V("\x30\x0b" FRIENDLY), NULL, 0 },
	{ "another type", V("\x30\x0f" FRIENDLY "\x31\x02\x02\x00"), NULL, 0 },
	{ "no sequence", V("\x05\x00"), NULL, 0 },
	{ "id", V("\x30\x12\x06\x09" OID_LOCAL_KEY_ID "\x31\x05\x04\x03" "abc"
	    ), NULL, 3 },
	{ "id of another type", V("\x30\x10\x06\x09" OID_LOCAL_KEY_ID
	    "\x31\x03\x02\x01\x01"), NULL, 0 },
	{ "unknown", V("\x30\x08\x06\x02\x2a\x03\x31\x02\x05\x00"), NULL, 0 },
};

START_TEST(attributes_are_read_or_passed_over)
{
	struct bytes all = BYTES_INIT, pfx;
	struct contents c;

	testpfx_cert_bag(&all, 1, attributes[_i].attributes);
	pfx = testpfx_file(view_bytes(&all), NULL);
	c = opened(&pfx, NULL);
	ck_assert_uint_eq(c.certs.count, 1);
	ck_assert_pstr_eq(c.certs.items[0]->friendly_name,
	    attributes[_i].name);
	ck_assert_uint_eq(c.certs.items[0]->local_key_id.len,
	    attributes[_i].idlen);
	contents_clear(&c);
	bytes_clear(&all);
	bytes_clear(&pfx);
}
END_TEST

START_TEST(name_of_64_kib_is_kept)
{
	struct bytes at = BYTES_INIT, all = BYTES_INIT, pfx;
	size_t seq = der_begin(&at, DER_SEQUENCE), set, bmp;
	struct contents c;

	der_put_oid(&at, OID_FRIENDLY_NAME);
	set = der_begin(&at, DER_SET);
	bmp = der_begin(&at, DER_BMP_STRING);
	for (int i = 0; i < 32768; i++)
		bytes_add(&at, "\0x", 2);
	der_end(&at, bmp);
	der_end(&at, set);
	der_end(&at, seq);
	testpfx_cert_bag(&all, 1, view_bytes(&at));
	pfx = testpfx_file(view_bytes(&all), NULL);
	c = opened(&pfx, NULL);
	ck_assert_uint_eq(strlen(c.certs.items[0]->friendly_name), 32768);
	contents_clear(&c);
	bytes_clear(&at);
	bytes_clear(&all);
	bytes_clear(&pfx);
}
END_TEST

START_TEST(contents_are_added_to_what_was_there)
{
	struct bytes pfx = fixture("../pki/aes.pfx");
	struct secret s = testpfx_secret("spckit");
	struct bytes other = many_bags(3);
	struct contents c = opened(&other, NULL);
	struct err e = ERR_INIT;

	ASSERT_WORKS(testpfx_read(view_bytes(&pfx), &s, &c, &e), &e);
	ck_assert_uint_eq(c.certs.count, 5);
	contents_clear(&c);
	secret_clear(&s);
	bytes_clear(&pfx);
	bytes_clear(&other);
}
END_TEST

/* ---- damage ---- */

/* A file with a MAC, an encrypted key and encrypted certificates, small. */
static struct bytes
small_pfx(void)
{
	struct pfx_options o = { PBE_SHA1_3DES, 1, "n", "c", false };
	struct identity *id = testpfx_identity("ec.p8");
	struct secret s = testpfx_secret("x");
	struct bytes out = BYTES_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(pfx_write(id, &s, &o, &out, &e), &e);
	secret_clear(&s);
	identity_free(id);
	return out;
}

static bool
same_contents(const struct contents *a, const struct contents *b)
{
	return a->keys.count == b->keys.count &&
	    a->certs.count == b->certs.count && a->keys.count == 1 &&
	    a->certs.count == 1 &&
	    secret_equal(&a->keys.items[0]->pkcs8, &b->keys.items[0]->pkcs8) &&
	    cert_same(a->certs.items[0], b->certs.items[0]) &&
	    strcmp(a->keys.items[0]->friendly_name,
	    b->keys.items[0]->friendly_name) == 0;
}

START_TEST(no_truncation_is_accepted)
{
	struct bytes pfx = small_pfx();
	struct contents c = CONTENTS_INIT;
	unsigned char *copy;
	struct err e = ERR_INIT;

	for (size_t len = 0; len < pfx.len; len++) {
		/* Memory of exactly this length, for the sanitizer. */
		copy = malloc(len + (len == 0));
		ck_assert_ptr_nonnull(copy);
		memcpy(copy, pfx.data, len);
		ASSERT_REFUSED(try(view_of(copy, len), "x", &c, &e), &e,
		    ERR_INPUT);
		free(copy);
	}
	bytes_clear(&pfx);
}
END_TEST

START_TEST(no_flipped_byte_changes_the_contents)
{
	struct bytes pfx = small_pfx();
	struct contents good = opened(&pfx, "x"), c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	for (size_t at = 0; at < pfx.len; at++)
		for (int bit = 0; bit < 8; bit += 1 + (at > 80)) {
			pfx.data[at] ^= (unsigned char)(1 << bit);
			if (try(view_bytes(&pfx), "x", &c, &e))
				ck_assert(same_contents(&good, &c));
			else
				ck_assert(e.code != ERR_CRYPTO &&
				    e.code != ERR_MEMORY);
			pfx.data[at] ^= (unsigned char)(1 << bit);
		}
	contents_clear(&c);
	contents_clear(&good);
	bytes_clear(&pfx);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, files_of_openssl_and_nss_open, 0,
	    (int)COUNT_OF(others));
	tcase_add_loop_test(tc, wrong_password_is_called_that, 0,
	    (int)COUNT_OF(others));
	tcase_add_loop_test(tc, odd_forms_of_a_password_open, 0,
	    (int)COUNT_OF(forms));
	tcase_add_loop_test(tc, odd_forms_open_without_a_mac, 0,
	    (int)COUNT_OF(forms));
	tcase_add_test(tc, key_with_a_password_of_its_own_is_told_apart);
	tcase_add_test(tc, key_with_a_password_of_its_own_opens_with_it);
	tcase_add_test(tc, content_may_have_another_form_than_the_mac);
	tcase_add_test(tc, what_is_not_encrypted_opens_without_a_password);
	tcase_add_test(tc, pfx_for_a_principal_of_windows_is_named);
	tcase_add_loop_test(tc, pbmac1_is_checked, 0, (int)COUNT_OF(pbmacs));
	tcase_add_loop_test(tc, odd_macs_are_refused, 0, (int)COUNT_OF(macs));
	tcase_add_loop_test(tc, broken_outer_structure_is_refused, 0,
	    (int)COUNT_OF(outers));
	tcase_add_loop_test(tc, broken_part_is_refused, 0,
	    (int)COUNT_OF(parts));
	tcase_add_loop_test(tc, bags_are_counted_up_to_the_limit, 0, 3);
	tcase_add_test(tc, parts_are_counted_up_to_the_limit);
	tcase_add_loop_test(tc, bags_nest_four_deep, 0, 8);
	tcase_add_test(tc, a_thousand_levels_cost_nothing);
	tcase_add_loop_test(tc, bags_are_read_skipped_or_refused, 0,
	    (int)COUNT_OF(bags));
	tcase_add_loop_test(tc, attributes_are_read_or_passed_over, 0,
	    (int)COUNT_OF(attributes));
	tcase_add_test(tc, name_of_64_kib_is_kept);
	tcase_add_test(tc, contents_are_added_to_what_was_there);
	tcase_add_test(tc, no_truncation_is_accepted);
	tcase_add_test(tc, no_flipped_byte_changes_the_contents);
}

UNIT_MAIN("pfx_read", add)
