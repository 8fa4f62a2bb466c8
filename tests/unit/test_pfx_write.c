/*
 * test_pfx_write.c - the two profiles: their structure, and that they open
 */

#include "base/text.h"
#include "outline.h"
#include "testpfx.h"

static struct bytes
written(const struct identity *id, const char *password,
    const struct pfx_options *o)
{
	struct secret s = testpfx_secret(password);
	struct bytes out = BYTES_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(pfx_write(id, &s, o, &out, &e), &e);
	secret_clear(&s);
	return out;
}

static struct contents
reread(const struct bytes *pfx, const char *password)
{
	struct secret s = testpfx_secret(password);
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(testpfx_read(view_bytes(pfx), &s, &c, &e), &e);
	secret_clear(&s);
	return c;
}

/* ---- structure ---- */

static const struct {
	const char		*file;
	const char		*password;	/* NULL: none given */
	struct pfx_options	 options;
} outlines[] = {
	{ "empty", NULL, { PBE_SHA1_3DES, PFX_ITER_3DES, NULL, NULL, false } },
	{ "empty", "", { PBE_SHA1_3DES, PFX_ITER_3DES, NULL, NULL, false } },
	{ "password", "123", { PBE_SHA1_3DES, PFX_ITER_3DES, NULL, NULL, false } },
	{ "aes", "123", { PBE_AES256_SHA256, 2000, NULL, NULL, false } },
};

START_TEST(structure_is_that_of_pvk2pfx)
{
	struct identity *id = testpfx_identity("rsa512.p8");
	const char *password = outlines[_i].password;
	struct bytes pfx = written(id, password, &outlines[_i].options);
	struct pbe_password p = testpfx_password(password == NULL ? "" :
	    password);
	struct outline o = { &p, BYTES_INIT, VIEW_INIT, VIEW_INIT };
	struct bytes expected;
	char name[128];

	snprintf(name, sizeof(name), "../pvk2pfx/%s.outline",
	    outlines[_i].file);
	expected = fixture(name);
	outline_all(&o, view_bytes(&pfx), 0);
	bytes_add_u8(&o.text, 0);
	bytes_add_u8(&expected, 0);
	ck_assert_str_eq((char *)o.text.data, (char *)expected.data);
	bytes_clear(&o.text);
	bytes_clear(&expected);
	bytes_clear(&pfx);
	pbe_password_clear(&p);
	identity_free(id);
}
END_TEST

START_TEST(attributes_of_a_bag_are_sorted_as_der_wants)
{
	struct pfx_options o = { PBE_SHA1_3DES, 1, "short", NULL, false };
	struct identity *id = testpfx_identity("rsa512.p8");
	struct bytes pfx = written(id, "", &o);
	struct pbe_password p = testpfx_password("");
	struct outline out = { &p, BYTES_INIT, VIEW_INIT, VIEW_INIT };
	const char *name, *csp;

	outline_all(&out, view_bytes(&pfx), 0);
	bytes_add_u8(&out.text, 0);
	name = strstr((char *)out.text.data, "\"short\"");
	csp = strstr((char *)out.text.data, "\"Microsoft Strong");
	ck_assert(name != NULL && csp != NULL && name < csp);
	/* On the leaf's bag, too. */
	ck_assert_ptr_nonnull(strstr(csp, "\"short\""));
	bytes_clear(&out.text);
	bytes_clear(&pfx);
	pbe_password_clear(&p);
	identity_free(id);
}
END_TEST

START_TEST(pvktmp_name_is_new_each_time)
{
	struct pfx_options o = { PBE_SHA1_3DES, 1, NULL, NULL, false };
	struct identity *id = testpfx_identity("ec.p8");
	struct bytes pfx[2];
	struct contents c[2];

	for (int i = 0; i < 2; i++) {
		pfx[i] = written(id, "x", &o);
		c[i] = reread(&pfx[i], "x");
		ck_assert_int_eq(strncmp(c[i].keys.items[0]->friendly_name,
		    "PvkTmp:", 7), 0);
	}
	ck_assert_str_ne(c[0].keys.items[0]->friendly_name,
	    c[1].keys.items[0]->friendly_name);
	for (int i = 0; i < 2; i++) {
		bytes_clear(&pfx[i]);
		contents_clear(&c[i]);
	}
	identity_free(id);
}
END_TEST

/* Where the MAC is of 20 bytes its salt is, too, and stands behind it. */
START_TEST(mac_is_salted_anew_each_time)
{
	struct pbe_password p = testpfx_password("x");
	struct bytes mac[2] = { BYTES_INIT, BYTES_INIT };
	struct err e = ERR_INIT;
	struct pfx_mac m[2];

	for (int i = 0; i < 2; i++) {
		ASSERT_WORKS(pfx_mac_write(PBE_SHA1_3DES, 1, &p, view_str("x"),
		    &mac[i], &e), &e);
		ASSERT_WORKS(pfx_mac_read(view_bytes(&mac[i]), &m[i], &e), &e);
		ck_assert_uint_eq(m[i].salt.len, 20);
	}
	ck_assert(!view_equal(m[0].salt, m[1].salt));
	for (int i = 0; i < 2; i++)
		bytes_clear(&mac[i]);
	pbe_password_clear(&p);
}
END_TEST

/* ---- what opens again ---- */

static const char *const passwords[] = {
	"", "x", "p\xc3\xa4ssw\xc3\xb6rd", "\xf0\x9f\x94\x91",
	"exactly thirty-two characters...",
	"a password of more than thirty-two characters",
};
static const char *const keys[] = {
	"rsa512.p8", "pss.p8", "dsa.p8", "ec.p8", "ed25519.p8",
};

static void
check_reread(const struct identity *id, const char *password,
    const struct pfx_options *o)
{
	struct bytes pfx = written(id, password, o);
	struct contents c = reread(&pfx, password);
	const struct key *k = c.keys.items[0];

	ck_assert_uint_eq(c.keys.count, 1);
	ck_assert_uint_eq(c.certs.count, 1);
	ck_assert(secret_equal(&k->pkcs8, &id->key->pkcs8));
	ck_assert(k->was_encrypted);
	ck_assert_int_eq(k->spec, AT_SIGNATURE);
	ck_assert_str_eq(k->csp_name, "C");
	ck_assert_str_eq(k->friendly_name, o->friendly_name);
	ck_assert(cert_same(c.certs.items[0], id->leaf));
	ck_assert_str_eq(c.certs.items[0]->friendly_name, o->friendly_name);
	ck_assert(view_equal(view_bytes(&k->local_key_id),
	    view_of("\1\0\0\0", 4)));
	ck_assert(view_equal(view_bytes(&c.certs.items[0]->local_key_id),
	    view_of("\1\0\0\0", 4)));
	ck_assert_uint_eq(c.warning_count, 0);
	contents_clear(&c);
	bytes_clear(&pfx);
}

START_TEST(what_is_written_opens_again)
{
	struct pfx_options o = { PBE_SHA1_3DES, 3, "a\xf0\x9f\x94\x91",
	    "C", false };
	struct identity *id = testpfx_identity(keys[_i]);

	for (size_t i = 0; i < COUNT_OF(passwords); i++) {
		o.profile = PBE_SHA1_3DES;
		check_reread(id, passwords[i], &o);
		o.profile = PBE_AES256_SHA256;
		check_reread(id, passwords[i], &o);
	}
	identity_free(id);
}
END_TEST

START_TEST(key_without_spec_is_written_without_usage)
{
	struct pfx_options o = { PBE_AES256_SHA256, 1, NULL, NULL, false };
	struct identity *id = testpfx_identity("ec.p8");
	struct contents c;
	struct bytes pfx;

	id->key->spec = KEY_SPEC_NONE;
	pfx = written(id, "x", &o);
	c = reread(&pfx, "x");
	ck_assert_int_eq(c.keys.items[0]->spec, KEY_SPEC_NONE);
	ck_assert_ptr_null(c.keys.items[0]->friendly_name);
	contents_clear(&c);
	bytes_clear(&pfx);
	identity_free(id);
}
END_TEST

START_TEST(key_of_unknown_algorithm_is_written_as_it_came)
{
	static const unsigned char pkcs8[] = "\x30\x0f\x02\x01\x00\x30\x06"
	    "\x06\x04\x2a\x03\x04\x05\x04\x02\x01\x02";
	struct view der = view_of(pkcs8, sizeof(pkcs8) - 1);
	struct pfx_options o = { PBE_SHA1_3DES, 1, NULL, NULL, false };
	struct identity *id = testpfx_identity("ec.p8");
	struct err e = ERR_INIT;
	struct contents c;
	struct bytes pfx;

	key_free(id->key);
	id->key = pkcs8_read(der, defaults(), &e);
	ck_assert_msg(id->key != NULL, "%s", e.msg);
	pfx = written(id, "x", &o);
	c = reread(&pfx, "x");
	ck_assert_int_eq(c.keys.items[0]->algorithm, KEY_UNKNOWN);
	ck_assert(view_equal(secret_view(&c.keys.items[0]->pkcs8), der));
	contents_clear(&c);
	bytes_clear(&pfx);
	identity_free(id);
}
END_TEST

/* ---- order and names ---- */

static void
add_cert(struct certlist *l, unsigned serial, const char *name)
{
	struct testcert t = { .subject = "other", .serial = serial };
	struct cert *c = testcert_new(&t);
	struct err e = ERR_INIT;

	if (name != NULL)
		ASSERT_WORKS(cert_set_friendly_name(c, view_str(name), &e),
		    &e);
	ASSERT_WORKS(certlist_add(l, c, &e), &e);
}

START_TEST(leaf_chain_and_strangers_come_in_this_order)
{
	struct pfx_options o = { PBE_AES256_SHA256, 1, "mine", NULL, false };
	struct identity *id = testpfx_identity("ec.p8");
	struct contents c;
	struct bytes pfx;

	add_cert(&id->chain, 10, "an issuer");
	add_cert(&id->chain, 11, NULL);
	add_cert(&id->unrelated, 12, NULL);
	pfx = written(id, "x", &o);
	c = reread(&pfx, "x");
	ck_assert_uint_eq(c.certs.count, 4);
	ck_assert(cert_same(c.certs.items[0], id->leaf));
	ck_assert(cert_same(c.certs.items[1], id->chain.items[0]));
	ck_assert(cert_same(c.certs.items[2], id->chain.items[1]));
	ck_assert(cert_same(c.certs.items[3], id->unrelated.items[0]));
	ck_assert_str_eq(c.certs.items[0]->friendly_name, "mine");
	ck_assert_str_eq(c.certs.items[1]->friendly_name, "an issuer");
	ck_assert_ptr_null(c.certs.items[2]->friendly_name);
	for (size_t i = 1; i < 4; i++)
		ck_assert_uint_eq(c.certs.items[i]->local_key_id.len, 0);
	contents_clear(&c);
	bytes_clear(&pfx);
	identity_free(id);
}
END_TEST

START_TEST(certificates_alone_are_written_without_a_key)
{
	static const char *const given[] = { "", "x" };
	struct pfx_options o = { PBE_AES256_SHA256, 1, NULL, NULL, false };
	struct certlist l = CERTLIST_INIT;
	struct bytes pfx = BYTES_INIT;
	struct err e = ERR_INIT;
	struct contents c;

	add_cert(&l, 20, "first");
	add_cert(&l, 21, NULL);
	for (size_t i = 0; i < COUNT_OF(given); i++) {
		struct secret s = testpfx_secret(given[i]);

		ASSERT_WORKS(pfx_write_certs(&l, &s, &o, &pfx, &e), &e);
		c = reread(&pfx, given[i]);
		ck_assert_uint_eq(c.keys.count, 0);
		ck_assert_uint_eq(c.certs.count, 2);
		ck_assert(cert_same(c.certs.items[0], l.items[0]));
		ck_assert(cert_same(c.certs.items[1], l.items[1]));
		ck_assert_str_eq(c.certs.items[0]->friendly_name, "first");
		ck_assert_uint_eq(c.warning_count, 0);
		contents_clear(&c);
		bytes_clear(&pfx);
		secret_clear(&s);
	}
	certlist_clear(&l);
}
END_TEST

START_TEST(certificates_may_stay_readable_without_the_password)
{
	struct pfx_options o = { PBE_AES256_SHA256, 1, NULL, NULL, true };
	struct identity *id = testpfx_identity("ec.p8");
	struct bytes pfx = written(id, "x", &o);
	struct contents c = reread(&pfx, "x");

	ck_assert(memmem(pfx.data, pfx.len, id->leaf->der.data,
	    id->leaf->der.len) != NULL);
	ck_assert(c.keys.items[0]->was_encrypted);
	contents_clear(&c);
	bytes_clear(&pfx);
	identity_free(id);
}
END_TEST

START_TEST(names_of_the_identity_stay_when_none_is_given)
{
	struct pfx_options o = { PBE_SHA1_3DES, 1, NULL, NULL, false };
	struct identity *id = testpfx_identity("ec.p8");
	struct err e = ERR_INIT;
	struct contents c;
	struct bytes pfx;

	id->key->friendly_name = strdup("old key");
	ASSERT_WORKS(cert_set_friendly_name(id->leaf, view_str("old leaf"),
	    &e), &e);
	pfx = written(id, "x", &o);
	c = reread(&pfx, "x");
	ck_assert_str_eq(c.keys.items[0]->friendly_name, "old key");
	ck_assert_str_eq(c.certs.items[0]->friendly_name, "old leaf");
	contents_clear(&c);
	bytes_clear(&pfx);
	identity_free(id);
}
END_TEST

static const struct {
	const char		*key;
	unsigned		 bits;		/* pretended; 0: its own */
	enum pbe_profile	 profile;
	const char		*csp;
} csps[] = {
	{ "rsa512.p8", 0, PBE_SHA1_3DES,
	    "Microsoft Strong Cryptographic Provider" },
	{ "rsa512.p8", 0, PBE_AES256_SHA256,
	    "Microsoft Enhanced RSA and AES Cryptographic Provider" },
	{ "dsa.p8", 1024, PBE_SHA1_3DES,
	    "Microsoft Base DSS and Diffie-Hellman Cryptographic Provider" },
	{ "dsa.p8", 1032, PBE_AES256_SHA256,
	    "Microsoft Enhanced DSS and Diffie-Hellman Cryptographic "
	    "Provider" },
	{ "ec.p8", 0, PBE_SHA1_3DES,
	    "Microsoft Software Key Storage Provider" },
	{ "ed25519.p8", 0, PBE_AES256_SHA256,
	    "Microsoft Software Key Storage Provider" },
};

START_TEST(provider_follows_profile_and_algorithm)
{
	struct pfx_options o = { csps[_i].profile, 1, NULL, NULL, false };
	struct identity *id = testpfx_identity(csps[_i].key);
	struct contents c;
	struct bytes pfx;

	if (csps[_i].bits != 0)
		id->key->bits = csps[_i].bits;
	pfx = written(id, "x", &o);
	c = reread(&pfx, "x");
	ck_assert_str_eq(c.keys.items[0]->csp_name, csps[_i].csp);
	contents_clear(&c);
	bytes_clear(&pfx);
	identity_free(id);
}
END_TEST

/* ---- refusals ---- */

static const struct {
	const char		*what;
	const char		*password;
	struct pfx_options	 options;
	enum err_code		 code;
} refused[] = {
	{ "name", "x", { PBE_SHA1_3DES, 1, "\xff", NULL, false },
	  ERR_INPUT },
	{ "csp", "x", { PBE_SHA1_3DES, 1, NULL, "\xff", false },
	  ERR_INPUT },
	{ "password", "\xff", { PBE_SHA1_3DES, 1, NULL, NULL, false },
	  ERR_INPUT },
	{ "iterations", "x", { PBE_SHA1_3DES, 0, NULL, NULL, false },
	  ERR_USAGE },
};

START_TEST(what_cannot_be_written_is_refused)
{
	struct identity *id = testpfx_identity("ec.p8");
	struct secret s = testpfx_secret(refused[_i].password);
	struct bytes out = BYTES_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(pfx_write(id, &s, &refused[_i].options, &out, &e), &e,
	    refused[_i].code);
	bytes_clear(&out);
	secret_clear(&s);
	identity_free(id);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, structure_is_that_of_pvk2pfx, 0,
	    (int)COUNT_OF(outlines));
	tcase_add_test(tc, attributes_of_a_bag_are_sorted_as_der_wants);
	tcase_add_test(tc, pvktmp_name_is_new_each_time);
	tcase_add_test(tc, mac_is_salted_anew_each_time);
	tcase_add_loop_test(tc, what_is_written_opens_again, 0,
	    (int)COUNT_OF(keys));
	tcase_add_test(tc, key_without_spec_is_written_without_usage);
	tcase_add_test(tc, key_of_unknown_algorithm_is_written_as_it_came);
	tcase_add_test(tc, leaf_chain_and_strangers_come_in_this_order);
	tcase_add_test(tc, certificates_alone_are_written_without_a_key);
	tcase_add_test(tc,
	    certificates_may_stay_readable_without_the_password);
	tcase_add_test(tc, names_of_the_identity_stay_when_none_is_given);
	tcase_add_loop_test(tc, provider_follows_profile_and_algorithm, 0,
	    (int)COUNT_OF(csps));
	tcase_add_loop_test(tc, what_cannot_be_written_is_refused, 0,
	    (int)COUNT_OF(refused));
}

UNIT_MAIN("pfx_write", add)
