#include "formats/signed/authenticode.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "formats/signed/pe.h"
#include "testfile.h"

static struct view
signature_of(const char *name, struct bytes *file)
{
	struct limits l = limits_of(0);
	struct err e = ERR_INIT;
	struct view p7;

	*file = file_of(name);
	if (!pe_is(view_bytes(file)))
		return view_bytes(file);
	ASSERT_WORKS(pe_signature(view_bytes(file), &l, 0, &p7, &e), &e);
	return p7;
}

static void
read_file(const char *name, struct authenticode *a, bool *is_signed)
{
	const struct authenticode empty = AUTHENTICODE_INIT;
	struct limits l = limits_of(0);
	struct err e = ERR_INIT;
	struct bytes file;

	*a = empty;
	ASSERT_WORKS(authenticode_read(signature_of(name, &file), &l, a,
	    is_signed, &e), &e);
	bytes_clear(&file);
}

static const struct {
	const char	*name;
	enum stamp_kind	 stamp;
	bool		 catalogue;
	size_t		 nested;
	bool		 page_hashes;
} rows[] = {
	{ "signed/unstamped.exe", STAMP_NONE, false, 0, false },
	{ "signed/stamped.exe", STAMP_RFC3161, false, 0, true },
	{ "signed/counter.exe", STAMP_AUTHENTICODE, false, 0, false },
	{ "signed/cross.exe", STAMP_RFC3161, false, 0, false },
	{ "signed/twice.exe", STAMP_RFC3161, false, 1, true },
	{ "signed/expired.exe", STAMP_NONE, false, 0, false },
	{ "signed/list.cat", STAMP_RFC3161, true, 0, false },
	{ "signed/list1.cat", STAMP_RFC3161, true, 0, false },
};

START_TEST(authenticode_reads_signature_and_stamp)
{
	unsigned char digest[SHA256_LEN];
	struct bytes plain = file_of("signed/plain.exe");
	struct authenticode a;
	struct err e = ERR_INIT;
	struct view nested;
	bool is_signed;

	read_file(rows[_i].name, &a, &is_signed);
	ck_assert(is_signed);
	ck_assert_ptr_nonnull(a.cert);
	ck_assert_int_eq(a.verdict, SIGNED_GOOD);
	ck_assert_int_eq(a.stamp.kind, rows[_i].stamp);
	if (a.stamp.kind != STAMP_NONE) {
		ck_assert_int_eq(a.stamp.verdict, SIGNED_GOOD);
		ck_assert_ptr_nonnull(a.stamp.cert);
		ck_assert(a.stamp.when > 1735689600);	/* 2025 */
	}
	ck_assert_int_eq(a.digest.len == 0, rows[_i].catalogue);
	if (!rows[_i].catalogue) {
		ASSERT_WORKS(pe_digest(view_bytes(&plain), "SHA256", digest,
		    sizeof(digest), &e), &e);
		ck_assert(view_equal(a.digest, view_of(digest,
		    sizeof(digest))));
	}
	ck_assert_int_eq(authenticode_has_page_hashes(&a),
	    rows[_i].page_hashes);
	ck_assert_int_eq(authenticode_nested(&a, 0, &nested),
	    rows[_i].nested > 0);
	ck_assert(!authenticode_nested(&a, rows[_i].nested, &nested));
	authenticode_clear(&a);
	authenticode_clear(&a);
	bytes_clear(&plain);
}
END_TEST

/* The digest of a program does not depend on its signatures. */
START_TEST(pe_digest_is_that_of_the_unsigned_program)
{
	unsigned char before[SHA1_LEN], after[SHA1_LEN];
	struct bytes plain = file_of("signed/plain.exe");
	struct bytes file = file_of(rows[_i].name);
	struct err e = ERR_INIT;

	if (!rows[_i].catalogue) {
		ASSERT_WORKS(pe_digest(view_bytes(&plain), "SHA1", before,
		    SHA1_LEN, &e), &e);
		ASSERT_WORKS(pe_digest(view_bytes(&file), "SHA1", after,
		    SHA1_LEN, &e), &e);
		ck_assert(memcmp(before, after, SHA1_LEN) == 0);
		file.data[600] ^= 1;		/* its code */
		ck_assert(!pe_digest(view_bytes(&file), "SHA1", after,
		    SHA1_LEN, &e) || memcmp(before, after, SHA1_LEN) != 0);
	}
	bytes_clear(&plain);
	bytes_clear(&file);
}
END_TEST

START_TEST(authenticode_reads_the_second_signature)
{
	struct authenticode a, second = AUTHENTICODE_INIT;
	struct limits l = limits_of(0);
	struct err e = ERR_INIT;
	struct view nested;
	bool is_signed;

	read_file("signed/twice.exe", &a, &is_signed);
	ck_assert(authenticode_nested(&a, 0, &nested));
	ASSERT_WORKS(authenticode_read(nested, &l, &second, &is_signed, &e),
	    &e);
	ck_assert(is_signed);
	ck_assert_int_eq(second.verdict, SIGNED_GOOD);
	ck_assert_uint_eq(second.digest.len, SHA1_LEN);
	ck_assert_int_eq(second.stamp.kind, STAMP_NONE);
	authenticode_clear(&second);
	authenticode_clear(&a);
}
END_TEST

START_TEST(authenticode_reads_what_is_said_of_the_program)
{
	struct bytes name = BYTES_INIT, url = BYTES_INIT;
	struct authenticode a;
	bool is_signed;

	read_file("signed/stamped.exe", &a, &is_signed);
	authenticode_opus(&a, &name, &url);
	ck_assert(view_equal(view_bytes(&name), view_str("spckit test")));
	ck_assert(view_equal(view_bytes(&url), view_str("http://127.0.0.1/")));
	authenticode_clear(&a);
	bytes_clear(&name);
	bytes_clear(&url);
}
END_TEST

START_TEST(authenticode_without_a_signer_is_no_signature)
{
	struct authenticode a;
	bool is_signed;

	read_file("signed/unsigned.cat", &a, &is_signed);
	ck_assert(!is_signed);
	authenticode_clear(&a);
	read_file("pki/leaf-first.spc", &a, &is_signed);
	ck_assert(!is_signed);
	authenticode_clear(&a);
}
END_TEST

/* ---- one byte changed ---- */

/* Where `part` is in the file, found by its bytes. */
static size_t
find(const struct bytes *file, struct view part)
{
	const unsigned char *p = memmem(file->data, file->len, part.data,
	    part.len);

	ck_assert_ptr_nonnull(p);
	return (size_t)(p - file->data);
}

static void
read_changed(const struct bytes *file, struct view p7, size_t at,
    struct authenticode *a)
{
	struct limits l = limits_of(0);
	struct err e = ERR_INIT;
	bool is_signed;

	file->data[at] ^= 1;
	ASSERT_WORKS(authenticode_read(p7, &l, a, &is_signed, &e), &e);
	ck_assert(is_signed);
	file->data[at] ^= 1;
}

START_TEST(authenticode_sees_what_was_changed)
{
	struct authenticode good, a = AUTHENTICODE_INIT;
	struct bytes file;
	struct view p7;
	bool is_signed;

	if (rows[_i].catalogue || rows[_i].stamp == STAMP_NONE)
		return;
	read_file(rows[_i].name, &good, &is_signed);
	p7 = signature_of(rows[_i].name, &file);
	/* The digest of the program: not what was signed. */
	read_changed(&file, p7, find(&file, good.digest), &a);
	ck_assert_int_eq(a.verdict, SIGNED_OTHER_CONTENT);
	ck_assert_int_eq(a.stamp.verdict, SIGNED_GOOD);
	/* The signed attributes, and the signature: not made by the key. */
	read_changed(&file, p7, find(&file, good.signer.signed_attrs) +
	    good.signer.signed_attrs.len - 1, &a);
	ck_assert_int_ne(a.verdict, SIGNED_GOOD);
	read_changed(&file, p7, find(&file, good.signer.signature) + 99, &a);
	ck_assert_int_eq(a.verdict, SIGNED_BAD);
	/* The algorithm that the container announces. */
	read_changed(&file, p7, find(&file, good.data.digests) + 4, &a);
	ck_assert_int_eq(a.verdict, SIGNED_BAD);
	read_changed(&file, p7, find(&file, good.signer.signature) + 99, &a);
	/* And a stamp that is not of this signature. */
	ck_assert_int_ne(a.stamp.verdict, SIGNED_GOOD);
	if (good.stamp.kind == STAMP_RFC3161) {
		read_changed(&file, p7, find(&file, good.stamp.token.value) +
		    good.stamp.token.value.len - 9, &a);
		ck_assert_int_eq(a.verdict, SIGNED_GOOD);
		ck_assert_int_ne(a.stamp.verdict, SIGNED_GOOD);
	}
	authenticode_clear(&a);
	authenticode_clear(&good);
	bytes_clear(&file);
}
END_TEST

START_TEST(authenticode_of_another_key_is_bad)
{
	struct limits l = limits_of(0);
	struct authenticode a;
	struct bytes other = file_of("pki/other.cer");
	struct err e = ERR_INIT;
	enum signed_verdict v;
	struct cert *c;
	bool is_signed;

	(void)l;
	read_file("signed/unstamped.exe", &a, &is_signed);
	c = cert_new(view_bytes(&other), &e);
	ck_assert_ptr_nonnull(c);
	ASSERT_WORKS(signer_verify(&a.signer, c, a.data.value,
	    a.data.content_type, SIGNED_WHOLE, &v, &e), &e);
	ck_assert_int_eq(v, SIGNED_BAD);
	/* The attributes say what kind of content was signed. */
	ASSERT_WORKS(signer_verify(&a.signer, a.cert, a.data.value,
	    view_of(OID_DATA, sizeof(OID_DATA) - 1), SIGNED_WHOLE, &v, &e), &e);
	ck_assert_int_eq(v, SIGNED_OTHER_CONTENT);
	cert_free(c);
	authenticode_clear(&a);
	bytes_clear(&other);
}
END_TEST

/* ---- a bare digest ---- */

static EVP_PKEY *
leaf_key(void)
{
	struct bytes pem = file_of("pki/leaf.key");
	BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.len);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);

	ck_assert_ptr_nonnull(key);
	BIO_free(bio);
	bytes_clear(&pem);
	return key;
}

/* As Symantec's time stampers signed: PKCS#1's padding, no DigestInfo. */
START_TEST(authenticode_takes_a_padded_bare_digest)
{
	unsigned char digest[SHA1_LEN], signature[256];
	struct bytes cer = file_of("pki/leaf.cer");
	struct view content = view_str("what is signed");
	EVP_PKEY *key = leaf_key();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	struct signer s = {
		.digest_oid = view_of(OID_SHA1, sizeof(OID_SHA1) - 1),
		.signature_oid = view_of(OID_RSA, sizeof(OID_RSA) - 1),
		.signature = view_of(signature, sizeof(signature)),
	};
	size_t len = sizeof(signature);
	struct err e = ERR_INIT;
	struct cert *c = cert_new(view_bytes(&cer), &e);
	enum signed_verdict v;

	ck_assert_ptr_nonnull(c);
	sha1_of(content, digest);
	ck_assert(EVP_PKEY_sign_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) == 1 &&
	    EVP_PKEY_sign(ctx, signature, &len, digest, SHA1_LEN) == 1);
	ASSERT_WORKS(signer_verify(&s, c, content, view_of(NULL, 0),
	    SIGNED_MAY_BE_BARE, &v, &e), &e);
	ck_assert_int_eq(v, SIGNED_GOOD);
	ASSERT_WORKS(signer_verify(&s, c, view_str("what is not"),
	    view_of(NULL, 0), SIGNED_MAY_BE_BARE, &v, &e), &e);
	ck_assert_int_eq(v, SIGNED_BAD);
	signature[9] ^= 1;
	ASSERT_WORKS(signer_verify(&s, c, content, view_of(NULL, 0),
	    SIGNED_MAY_BE_BARE, &v, &e), &e);
	ck_assert_int_eq(v, SIGNED_BAD);
	/* Only stampers did so. */
	signature[9] ^= 1;
	ASSERT_WORKS(signer_verify(&s, c, content, view_of(NULL, 0),
	    SIGNED_WHOLE, &v, &e), &e);
	ck_assert_int_eq(v, SIGNED_BAD);
	cert_free(c);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(key);
	bytes_clear(&cer);
}
END_TEST

/* The attributes of a good signature as content of another type: the key did
 * sign these bytes. Of data that is how it is done. */
START_TEST(authenticode_takes_no_attributes_for_content)
{
	static const unsigned char set = DER_SET;
	struct bytes attributes = BYTES_INIT;
	struct authenticode a;
	struct err e = ERR_INIT;
	enum signed_verdict v;
	struct view type;
	bool is_signed;

	read_file("signed/unstamped.exe", &a, &is_signed);
	type = a.data.content_type;
	bytes_add(&attributes, &set, 1);
	bytes_add(&attributes, a.signer.signed_attrs.data + 1,
	    a.signer.signed_attrs.len - 1);
	a.signer.signed_attrs = view_of(NULL, 0);
	ASSERT_WORKS(signer_verify(&a.signer, a.cert, view_bytes(&attributes),
	    type, SIGNED_WHOLE, &v, &e), &e);
	ck_assert_int_eq(v, SIGNED_OTHER_CONTENT);
	ASSERT_WORKS(signer_verify(&a.signer, a.cert, view_bytes(&attributes),
	    view_of(OID_DATA, sizeof(OID_DATA) - 1), SIGNED_WHOLE,
	    &v, &e), &e);
	ck_assert_int_eq(v, SIGNED_GOOD);
	bytes_clear(&attributes);
	authenticode_clear(&a);
}
END_TEST

START_TEST(authenticode_knows_no_md5)
{
	struct authenticode a;
	bool is_signed;

	read_file("signed/md5.exe", &a, &is_signed);
	ck_assert(is_signed);
	ck_assert_ptr_nonnull(a.cert);
	ck_assert_int_eq(a.verdict, SIGNED_UNKNOWN);
	authenticode_clear(&a);
}
END_TEST

START_TEST(authenticode_refuses_every_truncation)
{
	struct limits l = limits_of(0);
	struct authenticode a = AUTHENTICODE_INIT;
	struct err e = ERR_INIT;
	struct bytes file = file_of("signed/list.cat");
	bool is_signed;

	for (size_t n = 0; n < file.len; n++) {
		unsigned char *p = exact(view_of(file.data, n));

		err_clear(&e);
		ASSERT_REFUSED(authenticode_read(view_of(p, n), &l, &a,
		    &is_signed, &e), &e, ERR_INPUT);
		free(p);
	}
	authenticode_clear(&a);
	bytes_clear(&file);
}
END_TEST

static void
add(TCase *tc)
{
	int n = (int)COUNT_OF(rows);

	tcase_add_loop_test(tc, authenticode_reads_signature_and_stamp, 0, n);
	tcase_add_loop_test(tc, pe_digest_is_that_of_the_unsigned_program, 0,
	    n);
	tcase_add_loop_test(tc, authenticode_sees_what_was_changed, 0, n);
	tcase_add_test(tc, authenticode_reads_the_second_signature);
	tcase_add_test(tc, authenticode_reads_what_is_said_of_the_program);
	tcase_add_test(tc, authenticode_without_a_signer_is_no_signature);
	tcase_add_test(tc, authenticode_of_another_key_is_bad);
	tcase_add_test(tc, authenticode_takes_a_padded_bare_digest);
	tcase_add_test(tc, authenticode_takes_no_attributes_for_content);
	tcase_add_test(tc, authenticode_knows_no_md5);
	tcase_add_test(tc, authenticode_refuses_every_truncation);
}

UNIT_MAIN("authenticode", add)
