#include <stdio.h>

#include "show/certjson.h"
#include "testcert.h"
#include "unit.h"

static const char *
text(json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	ck_assert_msg(s != NULL, "%s is missing", name);
	return s;
}

START_TEST(certjson_has_the_fields_of_the_contract)
{
	static const struct testcert t = { .subject = "Leaf",
	    .issuer = "Issuer", .serial = 0x80, .ca = true,
	    .not_before = "200101000000Z", .not_after = "291103154000Z" };
	struct cert *c = testcert_new(&t);
	struct err e = ERR_INIT;
	json_t *o;

	ASSERT_WORKS(cert_set_friendly_name(c, view_str("friend"), &e), &e);
	o = certjson(c, &e);
	ck_assert_ptr_nonnull(o);
	ck_assert_uint_eq(strlen(text(o, "sha1")), 40);
	ck_assert_uint_eq(strlen(text(o, "sha256")), 64);
	ck_assert_str_eq(text(o, "subject"), "CN=Leaf");
	ck_assert_str_eq(text(o, "issuer"), "CN=Issuer");
	ck_assert_str_eq(text(o, "serial"), "80");
	ck_assert_str_eq(text(o, "notBefore"), "2020-01-01T00:00:00Z");
	ck_assert_str_eq(text(o, "notAfter"), "2029-11-03T15:40:00Z");
	ck_assert_str_eq(text(o, "keyAlgorithm"), "RSA");
	ck_assert_int_eq(json_integer_value(json_object_get(o, "keyBits")),
	    512);
	ck_assert_str_eq(text(o, "signatureAlgorithm"), "sha256RSA");
	ck_assert(json_is_false(json_object_get(o, "selfSigned")));
	ck_assert(json_is_true(json_object_get(o, "isCA")));
	ck_assert_str_eq(text(o, "friendlyName"), "friend");
	ck_assert_ptr_null(json_object_get(o, "eku"));
	json_decref(o);
	cert_free(c);
}
END_TEST

START_TEST(certjson_of_an_opaque_certificate_says_why)
{
	struct err e = ERR_INIT;
	struct cert *c = cert_new_opaque(view_str("rubbish"), &e);
	json_t *o;

	ck_assert_ptr_nonnull(c);
	o = certjson(c, &e);
	ck_assert_ptr_nonnull(o);
	ck_assert(strstr(text(o, "error"), "malformed certificate") != NULL);
	ck_assert_ptr_null(json_object_get(o, "subject"));
	json_decref(o);
	cert_free(c);
}
END_TEST

START_TEST(certjson_survives_a_name_that_is_no_text)
{
	static const struct testcert t = { .subject = "\xff\xfe\x01\x7f" };
	struct cert *c = testcert_new(&t);
	struct err e = ERR_INIT;
	json_t *o = certjson(c, &e);

	ck_assert_msg(o != NULL, "%s", e.msg);
	ck_assert_str_eq(text(o, "subject"),
	    "CN=\xef\xbf\xbd\xef\xbf\xbd\x01\x7f");
	json_decref(o);
	cert_free(c);
}
END_TEST

START_TEST(certjson_key_leaves_out_what_is_not_known)
{
	struct err e = ERR_INIT;
	struct key *k = key_new(&e);
	json_t *o;

	ck_assert_ptr_nonnull(k);
	snprintf(k->algorithm_name, sizeof(k->algorithm_name), "1.2.3");
	k->algorithm = KEY_UNKNOWN;
	o = certjson_key(k, &e);
	ck_assert_ptr_nonnull(o);
	ck_assert_str_eq(text(o, "algorithm"), "1.2.3");
	ck_assert_ptr_null(json_object_get(o, "bits"));
	ck_assert_ptr_null(json_object_get(o, "spkiSha256"));
	ck_assert_ptr_null(json_object_get(o, "keySpec"));
	ck_assert(json_is_false(json_object_get(o, "encrypted")));
	json_decref(o);
	k->spec = AT_SIGNATURE;
	k->bits = 512;
	testcert_rsa_spki(&k->spki, 0);
	o = certjson_key(k, &e);
	ck_assert_str_eq(text(o, "keySpec"), "AT_SIGNATURE");
	ck_assert_uint_eq(strlen(text(o, "spkiSha256")), 64);
	json_decref(o);
	key_free(k);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, certjson_has_the_fields_of_the_contract);
	tcase_add_test(tc, certjson_of_an_opaque_certificate_says_why);
	tcase_add_test(tc, certjson_survives_a_name_that_is_no_text);
	tcase_add_test(tc, certjson_key_leaves_out_what_is_not_known);
}

UNIT_MAIN("certjson", add)
