#include <sys/stat.h>

#include <fcntl.h>

#include "testmodule.h"

/* ---- objects ---- */

START_TEST(pkcs11_shows_a_certificate_and_its_keys)
{
	struct key *k = put_identity("rsa1031.p8", "somebody");
	CK_SESSION_HANDLE s;
	CK_OBJECT_HANDLE o;
	CK_ULONG bits = 1031;

	start(NULL);
	s = open_session(USER_SLOT);
	o = find_one(s, CKO_CERTIFICATE);
	ck_assert(is_text(value_of(s, o, CKA_LABEL), "somebody"));
	ck_assert(!is_true(s, o, CKA_TRUSTED));
	ck_assert(is_text(value_of(s, o, CKA_START_DATE), "20200101"));
	ck_assert_uint_eq(value_of(s, o, CKA_SERIAL_NUMBER).len, 3);
	o = find_one(s, CKO_PUBLIC_KEY);
	ck_assert(view_equal(value_of(s, o, CKA_MODULUS_BITS),
	    view_of(&bits, sizeof(bits))));
	ck_assert(view_equal(value_of(s, o, CKA_PUBLIC_KEY_INFO),
	    view_bytes(&k->spki)));
	o = find_one(s, CKO_PRIVATE_KEY);
	ck_assert_uint_eq(value_of(s, o, CKA_MODULUS).len, 129);
	ck_assert_uint_eq(value_of(s, o, CKA_ID).len, SHA1_LEN);
	ck_assert(is_true(s, o, CKA_SENSITIVE));
	ck_assert(!is_true(s, o, CKA_EXTRACTABLE));
	ck_assert(!is_true(s, o, CKA_ALWAYS_AUTHENTICATE));
	ck_assert(!is_true(s, o, CKA_PRIVATE));
	key_free(k);
}
END_TEST

START_TEST(pkcs11_shows_the_parameters_of_ec_keys)
{
	struct key *k = put_identity("ec.p8", "somebody");
	CK_SESSION_HANDLE s;
	CK_OBJECT_HANDLE o;
	struct view v;

	start(NULL);
	s = open_session(USER_SLOT);
	o = find_one(s, CKO_PUBLIC_KEY);
	v = value_of(s, o, CKA_EC_PARAMS);
	ck_assert_uint_eq(v.data[0], DER_OID);
	v = value_of(s, o, CKA_EC_POINT);
	ck_assert_uint_eq(v.data[0], DER_OCTET_STRING);
	ck_assert_uint_eq(v.data[2], 4);
	ck_assert_mem_eq(v.data + 2, k->spki.data + k->spki.len - (v.len - 2),
	    v.len - 2);
	key_free(k);
}
END_TEST

static const CK_ATTRIBUTE_TYPE parts[] = {
	CKA_PRIVATE_EXPONENT, CKA_PRIME_1, CKA_PRIME_2, CKA_EXPONENT_1,
	CKA_EXPONENT_2, CKA_COEFFICIENT, CKA_VALUE,
};

START_TEST(pkcs11_gives_away_nothing_of_a_private_key)
{
	static const char *const keys[] = { "rsa1031.p8", "ec.p8" };
	unsigned char room[512];
	CK_SESSION_HANDLE s;
	CK_OBJECT_HANDLE o;

	for (size_t i = 0; i < COUNT_OF(keys); i++)
		key_free(put_identity(keys[i], keys[i]));
	start(NULL);
	s = open_session(USER_SLOT);
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		CK_OBJECT_HANDLE all[2];
		CK_ATTRIBUTE a = { parts[_i], room, sizeof(room) };

		ck_assert_uint_eq(find_all(s, CKO_PRIVATE_KEY, all, 2), 2);
		o = all[i];
		memset(room, 0xa5, sizeof(room));
		ASSERT_RV(p11->C_GetAttributeValue(s, o, &a, 1),
		    CKR_ATTRIBUTE_SENSITIVE);
		ck_assert_uint_eq(a.ulValueLen, CK_UNAVAILABLE_INFORMATION);
		for (size_t n = 0; n < sizeof(room); n++)
			ck_assert_uint_eq(room[n], 0xa5);
	}
}
END_TEST

START_TEST(pkcs11_answers_every_attribute_it_can)
{
	CK_BBOOL token = CK_FALSE, local = CK_FALSE;
	CK_ULONG class = 0;
	unsigned char small[1];
	CK_ATTRIBUTE a[] = {
		{ CKA_TOKEN, &token, sizeof(token) },
		{ CKA_PRIME_1, NULL, 0 },
		{ CKA_VENDOR_DEFINED | 7, NULL, 0 },
		{ CKA_LABEL, small, sizeof(small) },
		{ CKA_MODULUS, NULL, 0 },
		{ CKA_CLASS, &class, sizeof(class) },
		{ CKA_LOCAL, &local, sizeof(local) },
	};
	CK_SESSION_HANDLE s;
	CK_RV rv;

	key_free(put_identity("rsa1031.p8", "somebody"));
	start(NULL);
	s = open_session(USER_SLOT);
	rv = p11->C_GetAttributeValue(s, find_one(s, CKO_PRIVATE_KEY), a,
	    COUNT_OF(a));
	ck_assert(rv == CKR_ATTRIBUTE_SENSITIVE ||
	    rv == CKR_ATTRIBUTE_TYPE_INVALID || rv == CKR_BUFFER_TOO_SMALL);
	ck_assert_uint_eq(token, CK_TRUE);
	for (size_t i = 1; i <= 3; i++)
		ck_assert_uint_eq(a[i].ulValueLen, CK_UNAVAILABLE_INFORMATION);
	ck_assert_uint_eq(a[4].ulValueLen, 129);
	ck_assert_uint_eq(class, CKO_PRIVATE_KEY);
}
END_TEST

START_TEST(pkcs11_finds_by_any_attributes)
{
	CK_OBJECT_HANDLE found[8];
	CK_SESSION_HANDLE s;
	CK_ULONG n;
	CK_ATTRIBUTE a[2];

	key_free(put_identity("rsa1031.p8", "one"));
	key_free(put_identity("ec.p8", "two"));
	start(NULL);
	s = open_session(USER_SLOT);
	a[0].type = CKA_LABEL;
	a[0].pValue = (void *)(uintptr_t)"two";
	a[0].ulValueLen = 3;
	ASSERT_OK(p11->C_FindObjectsInit(s, a, 1));
	ASSERT_RV(p11->C_FindObjectsInit(s, a, 1), CKR_OPERATION_ACTIVE);
	/* A piece at a time. */
	ASSERT_OK(p11->C_FindObjects(s, found, 2, &n));
	ck_assert_uint_eq(n, 2);
	ASSERT_OK(p11->C_FindObjects(s, found, 2, &n));
	ck_assert_uint_eq(n, 1);
	ASSERT_OK(p11->C_FindObjects(s, found, 2, &n));
	ck_assert_uint_eq(n, 0);
	ASSERT_OK(p11->C_FindObjectsFinal(s));
	ASSERT_RV(p11->C_FindObjects(s, found, 2, &n),
	    CKR_OPERATION_NOT_INITIALIZED);
	ASSERT_OK(p11->C_FindObjectsInit(s, NULL, 0));
	ASSERT_OK(p11->C_FindObjects(s, found, 8, &n));
	ck_assert_uint_eq(n, 6);
	ASSERT_OK(p11->C_FindObjectsFinal(s));
	/* A part of the label is not the label. */
	a[0].ulValueLen = 2;
	ASSERT_OK(p11->C_FindObjectsInit(s, a, 1));
	ASSERT_OK(p11->C_FindObjects(s, found, 8, &n));
	ck_assert_uint_eq(n, 0);
	ASSERT_OK(p11->C_FindObjectsFinal(s));
}
END_TEST

/* As a program that does not know what it asks for, or means harm. */
static const struct {
	CK_ATTRIBUTE_TYPE type;
	CK_ULONG	  len;
	bool		  has_value;
	CK_RV		  rv;
} templates[] = {
	{ CKA_LABEL, sizeof("somebody") - 1, false,
	  CKR_ATTRIBUTE_VALUE_INVALID },
	{ CKA_CLASS, (CK_ULONG)-1, false, CKR_ATTRIBUTE_VALUE_INVALID },
	{ CKA_CLASS, (CK_ULONG)-1, true, CKR_OK },
	{ CKA_CLASS, sizeof(CK_ULONG) - 1, true, CKR_OK },
	{ CKA_CLASS, 0, true, CKR_OK },
	{ CKA_PRIME_1, 0, false, CKR_OK },
	{ CKA_VENDOR_DEFINED, 0, false, CKR_OK },
};

START_TEST(pkcs11_finds_nothing_by_templates_that_are_none)
{
	unsigned char room[sizeof(CK_ULONG) + 1] = { 0 };
	CK_ATTRIBUTE a = { templates[_i].type,
	    templates[_i].has_value ? room + 1 : NULL, templates[_i].len };
	CK_OBJECT_HANDLE found[2];
	CK_SESSION_HANDLE s;
	CK_ULONG n;

	key_free(put_identity("rsa1031.p8", "somebody"));
	start(NULL);
	s = open_session(USER_SLOT);
	ASSERT_RV(p11->C_FindObjectsInit(s, &a, 1), templates[_i].rv);
	if (templates[_i].rv == CKR_OK) {
		ASSERT_OK(p11->C_FindObjects(s, found, 2, &n));
		ck_assert_uint_eq(n, 0);
		ASSERT_OK(p11->C_FindObjectsFinal(s));
	}
	/* No search is under way that was refused. */
	find_one(s, CKO_CERTIFICATE);
}
END_TEST

/* Values go where they are wanted, and no byte further. */
START_TEST(pkcs11_writes_into_any_room)
{
	unsigned char room[16];
	CK_ATTRIBUTE a = { CKA_CLASS, room + 1, sizeof(CK_ULONG) };
	CK_OBJECT_HANDLE o;
	CK_SESSION_HANDLE s;
	CK_ULONG class;

	key_free(put_identity("rsa1031.p8", "somebody"));
	start(NULL);
	s = open_session(USER_SLOT);
	o = find_one(s, CKO_PRIVATE_KEY);
	memset(room, 0xa5, sizeof(room));
	ASSERT_OK(p11->C_GetAttributeValue(s, o, &a, 1));
	memcpy(&class, room + 1, sizeof(class));
	ck_assert_uint_eq(class, CKO_PRIVATE_KEY);
	ck_assert_uint_eq(room[0], 0xa5);
	ck_assert_uint_eq(room[1 + sizeof(class)], 0xa5);
	/* More room than there can be: the value alone is written. */
	a.ulValueLen = (CK_ULONG)-1;
	ASSERT_OK(p11->C_GetAttributeValue(s, o, &a, 1));
	ck_assert_uint_eq(a.ulValueLen, sizeof(class));
	ck_assert_uint_eq(room[1 + sizeof(class)], 0xa5);
	ASSERT_OK(p11->C_GetAttributeValue(s, o, NULL, 0));
	ASSERT_RV(p11->C_GetAttributeValue(s, o, NULL, 1), CKR_ARGUMENTS_BAD);
	ASSERT_RV(p11->C_GetAttributeValue(s, 0, &a, 1),
	    CKR_OBJECT_HANDLE_INVALID);
	ASSERT_RV(p11->C_GetAttributeValue(s, (CK_OBJECT_HANDLE)-1, &a, 1),
	    CKR_OBJECT_HANDLE_INVALID);
}
END_TEST

/* Times of folders are anybody's who copies a store. */
START_TEST(pkcs11_takes_any_time_of_a_folder)
{
	static const time_t times[] = { INT64_MIN / 4, -1, 0, INT64_MAX / 4 };
	struct timespec t[2] = { { 0, UTIME_OMIT }, { times[_i], 0 } };
	CK_OBJECT_HANDLE found[4];
	CK_SESSION_HANDLE s;

	key_free(put_identity("rsa1031.p8", "somebody"));
	ck_assert_int_eq(utimensat(AT_FDCWD,
	    "user/SystemCertificates/My/Certificates", t, 0), 0);
	start(NULL);
	s = open_session(USER_SLOT);
	find_one(s, CKO_CERTIFICATE);
	key_free(put_identity("ec.p8", "another"));
	ck_assert_uint_eq(find_all(s, CKO_CERTIFICATE, found, 4), 2);
}
END_TEST

START_TEST(pkcs11_shows_a_renewed_certificate_first_and_its_key_once)
{
	struct key *k = key_of("rsa1031.p8");
	struct testcert old = { .subject = "somebody", .serial = 1,
	    .not_after = "200101000000Z", .spki = view_bytes(&k->spki) };
	struct testcert new = { .subject = "somebody", .serial = 2,
	    .not_after = "300101000000Z", .spki = view_bytes(&k->spki) };
	struct cert *a = testcert_new(&old), *b = testcert_new(&new);
	CK_OBJECT_HANDLE found[3];
	CK_SESSION_HANDLE s;

	import(k, a);
	import(k, b);
	start(NULL);
	s = open_session(USER_SLOT);
	ck_assert_uint_eq(find_all(s, CKO_CERTIFICATE, found, 3), 2);
	ck_assert(view_equal(value_of(s, found[0], CKA_VALUE),
	    view_bytes(&b->der)));
	find_one(s, CKO_PRIVATE_KEY);
	cert_free(a);
	cert_free(b);
	key_free(k);
}
END_TEST

/* ---- roots, issuers, cross-certificates ---- */

static struct cert *
ca(const char *subject, const char *issuer, unsigned serial)
{
	struct testcert t = { .subject = subject, .issuer = issuer,
	    .serial = serial, .ca = true };

	return testcert_new(&t);
}

static CK_ULONG
count_certs(const char *options, CK_SLOT_ID slot)
{
	CK_OBJECT_HANDLE found[16];
	CK_ULONG n;

	start(options);
	n = find_all(open_session(slot), CKO_CERTIFICATE, found, 16);
	ASSERT_OK(p11->C_Finalize(NULL));
	return n;
}

START_TEST(pkcs11_hides_cross_certificates)
{
	struct cert *root = ca("root", NULL, 1), *cross = ca("root",
	    "another root", 2);
	struct cert *kernel = ca("some CA", "Microsoft Code Verification Root",
	    3), *usual = ca("issuing CA", "root", 4);

	put_in(PLACE_USER, "CA", cross);
	put_in(PLACE_USER, "CA", usual);
	/* Without the root it may be all there is. */
	ck_assert_uint_eq(count_certs(NULL, USER_SLOT), 2);
	put_in(PLACE_USER, "Root", root);
	put_in(PLACE_USER, "CA", kernel);
	ck_assert_uint_eq(count_certs(NULL, USER_SLOT), 2);
	ck_assert_uint_eq(count_certs("cross", USER_SLOT), 4);
	setenv("SPCKIT_PKCS11", "cross", 1);
	ck_assert_uint_eq(count_certs(NULL, USER_SLOT), 4);
	cert_free(root);
	cert_free(cross);
	cert_free(kernel);
	cert_free(usual);
}
END_TEST

START_TEST(pkcs11_shows_roots_before_cross_certificates)
{
	struct cert *root = ca("root", NULL, 1), *cross = ca("root",
	    "another root", 2);
	CK_OBJECT_HANDLE found[3];
	CK_SESSION_HANDLE s;

	put_in(PLACE_USER, "CA", cross);
	put_in(PLACE_USER, "Root", root);
	start("cross");
	s = open_session(USER_SLOT);
	ck_assert_uint_eq(find_all(s, CKO_CERTIFICATE, found, 3), 2);
	ck_assert(view_equal(value_of(s, found[0], CKA_VALUE),
	    view_bytes(&root->der)));
	ck_assert(!is_true(s, found[0], CKA_TRUSTED));
	cert_free(root);
	cert_free(cross);
}
END_TEST

START_TEST(pkcs11_shows_the_machines_issuers_to_the_user)
{
	struct cert *c = ca("root", NULL, 1);
	struct key *k = put_identity("rsa512.p8", "somebody");

	put_in(PLACE_MACHINE, "Root", c);
	put_in(PLACE_USER, "Root", c);
	put_in(PLACE_MACHINE, "My", c);
	ck_assert_uint_eq(count_certs(NULL, USER_SLOT), 2);
	ck_assert_uint_eq(count_certs(NULL, MACHINE_SLOT), 1);
	cert_free(c);
	key_free(k);
}
END_TEST

/* ---- all ---- */

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, module_setup, module_leave);
	tcase_add_test(tc, pkcs11_shows_a_certificate_and_its_keys);
	tcase_add_test(tc, pkcs11_shows_the_parameters_of_ec_keys);
	tcase_add_loop_test(tc, pkcs11_gives_away_nothing_of_a_private_key, 0,
	    COUNT_OF(parts));
	tcase_add_test(tc, pkcs11_answers_every_attribute_it_can);
	tcase_add_test(tc, pkcs11_finds_by_any_attributes);
	tcase_add_loop_test(tc, pkcs11_finds_nothing_by_templates_that_are_none,
	    0, COUNT_OF(templates));
	tcase_add_test(tc, pkcs11_writes_into_any_room);
	tcase_add_loop_test(tc, pkcs11_takes_any_time_of_a_folder, 0, 4);
	tcase_add_test(tc,
	    pkcs11_shows_a_renewed_certificate_first_and_its_key_once);
	tcase_add_test(tc, pkcs11_hides_cross_certificates);
	tcase_add_test(tc, pkcs11_shows_roots_before_cross_certificates);
	tcase_add_test(tc, pkcs11_shows_the_machines_issuers_to_the_user);
}

UNIT_MAIN("pkcs11_object", add)
