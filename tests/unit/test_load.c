#include "formats/load.h"

#include "asn1/der.h"
#include "formats/certs/armor.h"
#include "formats/certs/plaintext.h"
#include "formats/certs/sst.h"
#include "formats/key/pkcs8.h"
#include "testfile.h"

struct attempt {
	struct load_options	o;
	struct secret		password;
	struct limits		limits;
	struct contents		c;
	enum kind		kind;
	struct err		e;
};

static void
clear(struct attempt *a)
{
	contents_clear(&a->c);
	secret_clear(&a->password);
}

/* password NULL: not given. */
static bool
load_view(struct attempt *a, struct view v, unsigned kinds,
    const char *password)
{
	unsigned char *p = exact(v);
	bool ok;

	if (a->limits.value[LIMIT_BAGS] == 0)
		limits_default(&a->limits);
	clear(a);
	err_clear(&a->e);
	if (password != NULL)
		ASSERT_WORKS(secret_set(&a->password, view_str(password),
		    &a->e), &a->e);
	a->o = (struct load_options){ .kinds = kinds, .limits = &a->limits,
	    .password = &a->password, .expected = kinds == LOAD_KEYS ?
	    "a private key" : "a certificate" };
	ok = load(view_of(p, v.len), &a->o, &a->c, &a->kind, &a->e);
	free(p);
	return ok;
}

static bool
load_file(struct attempt *a, const char *name, unsigned kinds,
    const char *password)
{
	struct bytes b = file_of(name);
	bool ok = load_view(a, view_bytes(&b), kinds, password);

	bytes_clear(&b);
	return ok;
}

static const struct {
	const char	*file, *password;
	enum kind	 kind;
	size_t		 keys, certs;
} good[] = {
	{ "pki/leaf.pvk",		NULL,	  KIND_PVK, 1, 0 },
	{ "pki/leaf-strong.pvk",	"spckit", KIND_PVK, 1, 0 },
	{ "pki/leaf.blob",		NULL,	  KIND_KEYBLOB, 1, 0 },
	{ "keys/rsa512.p8",		NULL,	  KIND_PKCS8, 1, 0 },
	{ "pki/leaf.key",		NULL,	  KIND_PKCS8, 1, 0 },
	{ "pki/leaf-3des.p8",		"spckit", KIND_PKCS8_ENCRYPTED, 1, 0 },
	{ "pki/leaf-pbes2.key",		"spckit", KIND_PKCS8_ENCRYPTED, 1, 0 },
	{ "pki/leaf-traditional.key",	NULL,	  KIND_KEY_TRADITIONAL, 1, 0 },
	{ "pki/leaf-dek.key",		"spckit", KIND_KEY_TRADITIONAL, 1, 0 },
	{ "containers/ec-parameters.pem", NULL,	  KIND_KEY_TRADITIONAL, 1, 0 },
	{ "pki/leaf.cer",		NULL,	  KIND_CERT, 0, 1 },
	{ "pki/leaf.pem",		NULL,	  KIND_CERT, 0, 1 },
	{ "pki/chain.pem",		NULL,	  KIND_CERT, 0, 3 },
	{ "pki/combined.pem",		NULL,	  KIND_PKCS8, 1, 3 },
	{ "containers/attributes.pem",	NULL,	  KIND_CERT, 1, 2 },
	{ "containers/text.pem",	NULL,	  KIND_CERT, 0, 1 },
	{ "containers/trusted.pem",	NULL,	  KIND_CERT, 0, 1 },
	{ "pki/leaf-first.spc",		NULL,	  KIND_PKCS7, 0, 3 },
	{ "pki/leaf-first.pem",		NULL,	  KIND_PKCS7, 0, 3 },
	{ "pki/leaf-first.b64",		NULL,	  KIND_PKCS7, 0, 3 },
	{ "pki/leaf-first.utf16",	NULL,	  KIND_PKCS7, 0, 3 },
	{ "pki/signed-ber.p7s",		NULL,	  KIND_PKCS7, 0, 2 },
	{ "pki/empty.spc",		NULL,	  KIND_PKCS7, 0, 0 },
	{ "pki/aes.pfx",		"spckit", KIND_PFX, 1, 2 },
};

START_TEST(load_reads_every_kind_by_content)
{
	struct attempt a = { 0 };

	ck_assert_msg(load_file(&a, good[_i].file, LOAD_ANY,
	    good[_i].password), "%s: %s", good[_i].file, a.e.msg);
	ck_assert_int_eq(a.kind, good[_i].kind);
	ck_assert_uint_eq(a.c.keys.count, good[_i].keys);
	ck_assert_uint_eq(a.c.certs.count, good[_i].certs);
	ck_assert_int_eq(a.c.encrypted, good[_i].password != NULL);
	if (good[_i].keys != 0 && good[_i].kind != KIND_PFX)
		ck_assert_int_eq(a.c.keys.items[0]->was_encrypted,
		    good[_i].password != NULL);
	clear(&a);
}
END_TEST

/* The same, as a text: a secret of a CI system is base64 more often than not. */
START_TEST(load_reads_every_kind_in_base64)
{
	struct bytes b = file_of(good[_i].file), text = BYTES_INIT;
	struct attempt a = { 0 };

	if (plaintext_is(view_bytes(&b))) {
		bytes_clear(&b);
		return;
	}
	armor_write(&text, "ANYTHING", view_bytes(&b));
	ck_assert_msg(load_view(&a, view_bytes(&text), LOAD_ANY,
	    good[_i].password), "%s: %s", good[_i].file, a.e.msg);
	ck_assert_int_eq(a.kind, good[_i].kind);
	ck_assert_uint_eq(a.c.keys.count, good[_i].keys);
	ck_assert_uint_eq(a.c.certs.count, good[_i].certs);
	clear(&a);
	bytes_clear(&text);
	bytes_clear(&b);
}
END_TEST

static const char *const encrypted[] = {
	"pki/leaf-strong.pvk", "pki/leaf-3des.p8", "pki/leaf-pbes2.key",
	"pki/leaf-dek.key", "pki/aes.pfx",
};

START_TEST(load_tells_a_missing_password_from_a_wrong_one)
{
	struct attempt a = { 0 };

	ASSERT_REFUSED(load_file(&a, encrypted[_i], LOAD_ANY, NULL), &a.e,
	    ERR_PASSWORD_NEEDED);
	ck_assert_int_ne(a.kind, KIND_UNKNOWN);
	ASSERT_REFUSED(load_file(&a, encrypted[_i], LOAD_ANY, "wrong"), &a.e,
	    ERR_PASSWORD);
	clear(&a);
}
END_TEST

static const struct {
	const char	*file;
	unsigned	 kinds;
	const char	*says;
} refused[] = {
	{ "pki/leaf.cer", LOAD_KEYS,
	    "this is a certificate, expected a private key" },
	{ "pki/leaf.pem", LOAD_KEYS,
	    "this is a certificate, expected a private key" },
	{ "pki/aes.pfx", LOAD_CERTS, "this is a PFX, expected a certificate" },
	{ "pki/leaf.pvk", LOAD_CERTS, "this is a PVK private key, expected" },
	{ "pki/leaf.key", LOAD_CERTS, "this is a PKCS#8 private key" },
	{ "pki/leaf-dek.key", LOAD_CERTS, "this is a traditional private key" },
	{ "containers/crl.der", LOAD_ANY, "certificate revocation list" },
	{ "containers/request.der", LOAD_ANY, "this is a certificate request" },
	{ "containers/public.der", LOAD_ANY, "this is a public key" },
	{ "SOURCES.md", LOAD_ANY, "neither binary, nor text" },
	{ "keys/rsa512-public.blob", LOAD_ANY, "file of unknown kind" },
};

START_TEST(load_refuses_another_kind_by_name)
{
	struct attempt a = { 0 };

	ASSERT_REFUSED(load_file(&a, refused[_i].file, refused[_i].kinds,
	    NULL), &a.e, ERR_FORMAT);
	ASSERT_SAYS(&a.e, refused[_i].says);
	clear(&a);
}
END_TEST

#define TEXT(lit)	{ (const unsigned char *)(lit), sizeof(lit) - 1 }
static const struct {
	struct view	 start;
	const char	*says;
} foreign[] = {
	{ TEXT("\xfe\xed\xfe\xed\0\0\0\2\0\0\0\1"), "Java key store (JKS), "
	    "expected a certificate; keytool -importkeystore" },
	{ TEXT("\xce\xce\xce\xce\0\0\0\2"), "Java key store (JCEKS)" },
	{ TEXT("PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n"),
	    "PuTTY private key, expected a certificate; puttygen" },
	{ TEXT("\xef\xbb\xbf<RSAKeyValue><Modulus>AA==</Modulus>"),
	    "private key in XML" },
	{ TEXT(" {\"kty\":\"RSA\",\"n\":\"AA\"}"), "JSON Web Key" },
	{ TEXT("RSA2\0\x08\0\0\3\0\0\0\0\1\0\0\x80\0\0\0\x80\0\0\0"),
	    "CNG key blob" },
	{ TEXT("PK\3\4\x14\0\0\0"), "ZIP archive" },
	{ TEXT("\n<!DOCTYPE HTML>\n<title>404</title>"), "web page" },
};

START_TEST(load_names_what_nobody_here_reads)
{
	struct attempt a = { 0 };

	ASSERT_REFUSED(load_view(&a, foreign[_i].start, LOAD_ANY, NULL), &a.e,
	    ERR_FORMAT);
	ASSERT_SAYS(&a.e, foreign[_i].says);
	clear(&a);
}
END_TEST

START_TEST(load_says_what_it_left_out)
{
	struct bytes text = file_of("pki/combined.pem");
	struct attempt a = { 0 };

	bytes_add_str(&text, "-----BEGIN DH PARAMETERS-----\nMAMCAQA=\n"
	    "-----END DH PARAMETERS-----\nkey=-----BEGIN PRIVATE KEY-----\n!");
	ASSERT_WORKS(load_view(&a, view_bytes(&text), LOAD_ANY, NULL), &a.e);
	ck_assert_uint_eq(a.c.keys.count, 1);
	ck_assert(warns(&a.c, "1 PEM block of other kinds skipped (DH "
	    "PARAMETERS)"));
	ck_assert(warns(&a.c, "what looks like a PEM block is not one"));
	clear(&a);
	bytes_clear(&text);
}
END_TEST

/* Old programs took the terminal's Latin-1, whatever the form of the key. */
START_TEST(load_finds_the_form_of_a_password)
{
	struct bytes der = file_of("pki/leaf.key"), out = BYTES_INIT;
	struct pbe_password latin = PBE_PASSWORD_INIT;
	struct attempt a = { 0 };
	struct key *k;

	ASSERT_WORKS(load_view(&a, view_bytes(&der), LOAD_ANY, NULL), &a.e);
	k = a.c.keys.items[0];
	ASSERT_WORKS(secret_set(&latin.raw, view_str("p\xe4ss"), &a.e), &a.e);
	ASSERT_WORKS(pkcs8_write_encrypted(k, KEY_SPEC_NONE,
	    PBE_AES256_SHA256, 1, &latin, &out, &a.e), &a.e);
	ASSERT_WORKS(load_view(&a, view_bytes(&out), LOAD_ANY, "p\xc3\xa4ss"),
	    &a.e);
	ASSERT_WORKS(load_view(&a, view_bytes(&out), LOAD_ANY, "p\xe4ss"),
	    &a.e);
	ASSERT_REFUSED(load_view(&a, view_bytes(&out), LOAD_ANY, "p\xc3\xa5ss"),
	    &a.e, ERR_PASSWORD);
	clear(&a);
	pbe_password_clear(&latin);
	bytes_clear(&der);
	bytes_clear(&out);
}
END_TEST

START_TEST(load_skips_blocks_that_are_not_asked_for)
{
	struct bytes text = file_of("pki/combined.pem"), b;
	struct attempt a = { 0 };

	ASSERT_WORKS(load_view(&a, view_bytes(&text), LOAD_CERTS, NULL),
	    &a.e);
	ck_assert_uint_eq(a.c.certs.count, 3);
	ck_assert_uint_eq(a.c.keys.count, 0);
	ck_assert_int_eq(a.kind, KIND_CERT);
	ck_assert(warns(&a.c, "a PKCS#8 private key was skipped"));

	b = file_of("containers/crl.der");
	armor_write(&text, "X509 CRL", view_bytes(&b));
	armor_write(&text, "PGP MESSAGE", view_str("something"));
	ASSERT_WORKS(load_view(&a, view_bytes(&text), LOAD_KEYS, NULL), &a.e);
	ck_assert_uint_eq(a.c.certs.count, 0);
	ck_assert_uint_eq(a.c.keys.count, 1);
	ck_assert_uint_eq(a.c.crls, 1);
	ck_assert_int_eq(a.kind, KIND_PKCS8);
	ck_assert(warns(&a.c, "1 CRL was skipped"));
	ck_assert(warns(&a.c, "1 PEM block of other kinds skipped"));
	clear(&a);
	bytes_clear(&b);
	bytes_clear(&text);
}
END_TEST

START_TEST(load_reads_the_cert_out_of_a_trusted_certificate)
{
	struct attempt a = { 0 };

	ASSERT_WORKS(load_file(&a, "containers/trusted.pem", LOAD_CERTS,
	    NULL), &a.e);
	ck_assert(cert_is(&a.c, 0, "pki/leaf.cer"));
	ck_assert_uint_eq(a.c.warning_count, 0);
	clear(&a);
}
END_TEST

START_TEST(load_takes_labels_as_hints)
{
	struct bytes p7 = file_of("pki/leaf-first.spc"), text = BYTES_INIT;
	struct bytes key = file_of("keys/ec.p8");
	struct attempt a = { 0 };

	armor_write(&text, "CERTIFICATE", view_bytes(&p7));
	armor_write(&text, "RSA PRIVATE KEY", view_bytes(&key));
	ASSERT_WORKS(load_view(&a, view_bytes(&text), LOAD_ANY, NULL), &a.e);
	ck_assert_uint_eq(a.c.certs.count, 3);
	ck_assert_uint_eq(a.c.keys.count, 1);

	armor_write(&text, "CERTIFICATE", view_str("0\3\2\1\5"));
	ASSERT_REFUSED(load_view(&a, view_bytes(&text), LOAD_ANY, NULL),
	    &a.e, ERR_INPUT);
	ASSERT_SAYS(&a.e, "PEM block 3 of 3: ");
	ASSERT_SAYS(&a.e, "CERTIFICATE holds no certificate");
	clear(&a);
	bytes_clear(&p7);
	bytes_clear(&key);
	bytes_clear(&text);
}
END_TEST

START_TEST(load_says_how_to_convert_an_openssh_key)
{
	struct bytes text = BYTES_INIT, cert = file_of("pki/leaf.cer");
	struct attempt a = { 0 };

	armor_write(&text, "OPENSSH PRIVATE KEY",
	    view_of("openssh-key-v1\0", 15));
	ASSERT_REFUSED(load_view(&a, view_bytes(&text), LOAD_KEYS, NULL),
	    &a.e, ERR_UNSUPPORTED);
	ASSERT_SAYS(&a.e, "ssh-keygen -p -m PKCS8 -f FILE");
	armor_write(&text, "CERTIFICATE", view_bytes(&cert));
	ASSERT_WORKS(load_view(&a, view_bytes(&text), LOAD_CERTS, NULL),
	    &a.e);
	clear(&a);
	bytes_clear(&cert);
	bytes_clear(&text);
}
END_TEST

/* ---- what follows the end ---- */

#define TAIL(literal)	literal, sizeof(literal) - 1

static const struct {
	const char	*file, *tail;
	size_t		 len;
	bool		 ok;
	const char	*says;		/* as a warning, or as the refusal */
} tails[] = {
	{ "pki/leaf.cer", TAIL("\r\n"), true, "2 bytes of line ends or zeros" },
	{ "pki/leaf.cer", TAIL("\0"), true, "1 byte of line ends or zeros" },
	{ "pki/leaf.cer", TAIL("x"), true, "1 byte after the end of the "
	    "certificate" },
	{ "pki/leaf.cer", TAIL("0\x82\1\1" "0\x40\xa0\3\2\1\2"), false,
	    "a certificate after the end of the certificate at offset" },
	{ "pki/leaf-first.spc", TAIL("\r\n"), true, "2 bytes of line ends" },
	{ "pki/leaf-first.spc", TAIL("garbage"), true, "7 bytes after" },
	{ "pki/signed-ber.p7s", TAIL("\n"), true, "1 byte of line ends" },
	{ "keys/ec.p8", TAIL("\n\n"), true, "2 bytes of line ends" },
	{ "keys/ec.p8", TAIL("x"), false, "1 byte after the end of the "
	    "PKCS#8 private key at offset" },
	{ "pki/nomac.pfx", TAIL("x"), false, "1 byte after the end of the PFX" },
	{ "pki/leaf.pvk", TAIL("\n"), false, "" },
	{ "pki/leaf.blob", TAIL("\0"), false, "" },
};

START_TEST(load_judges_what_follows_the_end)
{
	struct bytes b = file_of(tails[_i].file);
	struct attempt a = { 0 };
	bool ok;

	bytes_add(&b, tails[_i].tail, tails[_i].len);
	ok = load_view(&a, view_bytes(&b), LOAD_ANY, "spckit");
	ck_assert_msg(ok == tails[_i].ok, "%s: %s", tails[_i].file, a.e.msg);
	if (ok)
		ck_assert(warns(&a.c, tails[_i].says));
	else {
		ck_assert_int_eq(a.e.code, ERR_INPUT);
		ASSERT_SAYS(&a.e, tails[_i].says);
	}
	clear(&a);
	bytes_clear(&b);
}
END_TEST

START_TEST(load_makes_a_certificate_of_indefinite_length_definite)
{
	struct bytes cert = file_of("pki/leaf.cer"), ber = BYTES_INIT;
	struct der d = der_open(view_bytes(&cert));
	struct attempt a = { 0 };
	struct tlv t;

	ck_assert(der_next(&d, &t));
	bytes_add(&ber, "\x30\x80", 2);
	bytes_add_view(&ber, t.body);
	bytes_add(&ber, "\0\0", 2);
	ASSERT_WORKS(load_view(&a, view_bytes(&ber), LOAD_CERTS, NULL), &a.e);
	ck_assert(cert_is(&a.c, 0, "pki/leaf.cer"));
	clear(&a);
	bytes_clear(&ber);
	bytes_clear(&cert);
}
END_TEST

START_TEST(load_reads_stores_elements_and_programs)
{
	static const unsigned char program[0x80 + 24 + 2] = {
		[0] = 'M', [1] = 'Z', [0x3c] = 0x80, [0x80] = 'P', [0x81] = 'E',
		[0x94] = 2, [0x98] = 0x0b, [0x99] = 0x01,
	};
	struct attempt a = { 0 };
	struct bytes b = BYTES_INIT;

	ASSERT_WORKS(load_file(&a, "pki/leaf-first.spc", LOAD_ANY, NULL),
	    &a.e);
	ASSERT_WORKS(sst_write(&a.c.certs, &b, &a.e), &a.e);
	ASSERT_WORKS(load_view(&a, view_bytes(&b), LOAD_CERTS, NULL), &a.e);
	ck_assert_int_eq(a.kind, KIND_SST);
	ck_assert_uint_eq(a.c.certs.count, 3);
	ck_assert_int_eq(load_cap_any(view_bytes(&b)), LIMIT_SST);

	bytes_truncate(&b, 0);
	ASSERT_WORKS(sst_write_element(a.c.certs.items[0], &b, &a.e), &a.e);
	ASSERT_WORKS(load_view(&a, view_bytes(&b), LOAD_CERTS, NULL), &a.e);
	ck_assert_int_eq(a.kind, KIND_ELEMENT);
	ck_assert_uint_eq(a.c.certs.count, 1);

	ASSERT_WORKS(load_view(&a, view_of(program, sizeof(program)),
	    LOAD_CERTS, NULL), &a.e);
	ck_assert_int_eq(a.kind, KIND_PE);
	ck_assert_uint_eq(a.c.certs.count, 0);
	ck_assert_int_eq(load_cap_any(view_of(program, 64)),
	    LIMIT_SIGNED_FILE);
	clear(&a);
	bytes_clear(&b);
}
END_TEST

START_TEST(load_adds_up_the_iterations_of_all_blocks)
{
	struct bytes key = file_of("keys/rsa512-pbes2.p8e");
	struct bytes text = BYTES_INIT;
	struct attempt a = { 0 };

	armor_write(&text, "ENCRYPTED PRIVATE KEY", view_bytes(&key));
	armor_write(&text, "ENCRYPTED PRIVATE KEY", view_bytes(&key));
	limits_default(&a.limits);
	a.limits.value[LIMIT_TOTAL_ITERATIONS] = 4;
	ASSERT_WORKS(load_view(&a, view_bytes(&text), LOAD_KEYS, "spckit"),
	    &a.e);
	a.limits.value[LIMIT_TOTAL_ITERATIONS] = 3;
	ASSERT_REFUSED(load_view(&a, view_bytes(&text), LOAD_KEYS, "spckit"),
	    &a.e, ERR_LIMIT);
	ASSERT_SAYS(&a.e, "-limit total-iterations=N");
	clear(&a);
	bytes_clear(&key);
	bytes_clear(&text);
}
END_TEST

START_TEST(load_refuses_what_is_nested_too_deeply)
{
	unsigned char deep[2000];
	struct attempt a = { 0 };
	struct bytes b = BYTES_INIT;

	/* A ContentInfo, and SEQUENCEs of indefinite length without end. */
	bytes_add(&b, "0\x80\6\x09\x2a\x86\x48\x86\xf7\x0d\1\7\2", 13);
	for (size_t i = 0; i < sizeof(deep); i++)
		deep[i] = i % 2 == 0 ? 0x30 : 0x80;
	bytes_add(&b, deep, sizeof(deep));
	ASSERT_REFUSED(load_view(&a, view_bytes(&b), LOAD_ANY, NULL), &a.e,
	    ERR_LIMIT);
	clear(&a);
	bytes_clear(&b);
}
END_TEST

START_TEST(load_refuses_an_empty_file)
{
	struct attempt a = { 0 };

	ASSERT_REFUSED(load_view(&a, view_of(NULL, 0), LOAD_ANY, NULL), &a.e,
	    ERR_FORMAT);
	ASSERT_SAYS(&a.e, "empty");
	ck_assert_int_eq(load_cap_key(view_of(NULL, 0)), LIMIT_KEY_FILE);
	ck_assert_int_eq(load_cap_any(view_of(NULL, 0)), LIMIT_CONTAINER);
	clear(&a);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, load_reads_every_kind_by_content, 0,
	    COUNT_OF(good));
	tcase_add_loop_test(tc, load_reads_every_kind_in_base64, 0,
	    COUNT_OF(good));
	tcase_add_loop_test(tc, load_tells_a_missing_password_from_a_wrong_one,
	    0, COUNT_OF(encrypted));
	tcase_add_loop_test(tc, load_names_what_nobody_here_reads, 0,
	    COUNT_OF(foreign));
	tcase_add_test(tc, load_says_what_it_left_out);
	tcase_add_test(tc, load_finds_the_form_of_a_password);
	tcase_add_loop_test(tc, load_refuses_another_kind_by_name, 0,
	    COUNT_OF(refused));
	tcase_add_test(tc, load_skips_blocks_that_are_not_asked_for);
	tcase_add_test(tc, load_reads_the_cert_out_of_a_trusted_certificate);
	tcase_add_test(tc, load_takes_labels_as_hints);
	tcase_add_test(tc, load_says_how_to_convert_an_openssh_key);
	tcase_add_loop_test(tc, load_judges_what_follows_the_end, 0,
	    COUNT_OF(tails));
	tcase_add_test(tc, load_makes_a_certificate_of_indefinite_length_definite);
	tcase_add_test(tc, load_reads_stores_elements_and_programs);
	tcase_add_test(tc, load_adds_up_the_iterations_of_all_blocks);
	tcase_add_test(tc, load_refuses_what_is_nested_too_deeply);
	tcase_add_test(tc, load_refuses_an_empty_file);
}

UNIT_MAIN("load", add)
