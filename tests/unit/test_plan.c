#include <stdio.h>

#include "base/text.h"
#include "query/placement.h"
#include "certimport/plan.h"
#include "cert/provider.h"
#include "cert/certprop.h"
#include "testcert.h"
#include "unit.h"

/* A leaf whose key is there, its CA, a cross-certificate of the root's key,
 * the root, and a stranger. */
static const struct testcert leaf = { .subject = "leaf", .issuer = "ca",
    .seed = 1 };
static const struct testcert renewed = { .subject = "leaf", .issuer = "ca",
    .seed = 1, .serial = 2 };
static const struct testcert ca = { .subject = "ca", .issuer = "root",
    .ca = true, .seed = 2 };
static const struct testcert old_ca = { .subject = "ca", .issuer = "root",
    .seed = 2 };
static const struct testcert cross = { .subject = "root", .issuer = "other",
    .ca = true, .seed = 3 };
static const struct testcert root = { .subject = "root", .ca = true,
    .seed = 3 };
static const struct testcert stranger = { .subject = "stranger",
    .issuer = "elsewhere", .seed = 4 };
static const struct testcert alone = { .subject = "alone", .seed = 1 };

static struct contents contents;
static struct plan plan;
static struct modifiers modifiers;
static struct plan_options options;

static void
setup(void)
{
	const struct plan_options none = { .modifiers = &modifiers };

	options = none;
	modifiers_clear(&modifiers);
}

static void
clear(void)
{
	plan_clear(&plan);
	contents_clear(&contents);
	modifiers_clear(&modifiers);
}

static void
put(const struct testcert *t)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(certlist_add(&contents.certs, testcert_new(t), &e), &e);
}

/* A key with the public half of testcert's seed. */
static struct key *
put_key(unsigned seed)
{
	struct err e = ERR_INIT;
	struct key *k = key_new(&e);

	ck_assert_ptr_nonnull(k);
	k->algorithm = KEY_RSA;
	snprintf(k->algorithm_name, sizeof(k->algorithm_name), "RSA");
	testcert_rsa_spki(&k->spki, seed);
	ASSERT_WORKS(secret_set(&k->pkcs8, view_str("not looked at"), &e), &e);
	ASSERT_WORKS(keylist_add(&contents.keys, k, &e), &e);
	return k;
}

/* "My:leaf CA:ca ..." in the order of the plan; a leaf has a star. */
static void
assert_plan(const char *want)
{
	struct bytes got = BYTES_INIT;

	for (size_t i = 0; i < plan.cert_count; i++) {
		const struct plan_cert *pc = &plan.certs[i];

		bytes_addf(&got, "%s%s:", i != 0 ? " " : "", pc->store);
		/* Behind the OID and the two headers of a testcert's CN. */
		bytes_add_view(&got, view_sub(pc->cert->scan.subject, 13,
		    pc->cert->scan.subject.len - 13));
		if (pc->key != PLAN_NO_KEY)
			bytes_add_str(&got, "*");
		ck_assert(pc->has_key == (pc->key != PLAN_NO_KEY));
	}
	bytes_add_u8(&got, 0);
	ck_assert_str_eq((const char *)got.data, want);
	bytes_clear(&got);
}

static void
make(void)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(plan_pfx(&contents, &options, &plan, &e), &e);
}

static void
put_chain(void)
{
	put(&root);
	put(&cross);
	put(&stranger);
	put(&leaf);
	put(&ca);
	put(&ca);
}

/* ---- placement ---- */

START_TEST(placement_by_what_a_certificate_is)
{
	put_chain();
	ck_assert_int_eq(placement_role(contents.certs.items[0],
	    &contents.certs), ROLE_ROOT);
	ck_assert_int_eq(placement_role(contents.certs.items[1],
	    &contents.certs), ROLE_ISSUER);
	ck_assert_int_eq(placement_role(contents.certs.items[2],
	    &contents.certs), ROLE_OTHER);
	ck_assert_int_eq(placement_role(contents.certs.items[3],
	    &contents.certs), ROLE_OTHER);
	ck_assert_int_eq(placement_role(contents.certs.items[4],
	    &contents.certs), ROLE_ISSUER);
}
END_TEST

/* Certificates of version 1 say nothing about being a CA's. */
START_TEST(placement_of_an_issuer_that_does_not_say_so)
{
	put(&old_ca);
	ck_assert_int_eq(placement_role(contents.certs.items[0],
	    &contents.certs), ROLE_OTHER);
	put(&leaf);
	ck_assert_int_eq(placement_role(contents.certs.items[0],
	    &contents.certs), ROLE_ISSUER);
}
END_TEST

/* ---- plans ---- */

START_TEST(plan_leaf_chain_and_root)
{
	put_chain();
	put_key(1);
	make();
	assert_plan("My:leaf* Root:root CA:root AddressBook:stranger CA:ca");
	ck_assert_uint_eq(plan.key_count, 1);
	ck_assert(plan.keys[0].has_cert);
}
END_TEST

START_TEST(plan_leaves_out_what_the_modifiers_say)
{
	put_chain();
	put_key(1);
	modifiers.no_root = true;
	make();
	assert_plan("My:leaf* CA:root AddressBook:stranger CA:ca");
	ck_assert_uint_eq(plan.roots_left, 1);
	clear();

	put_chain();
	put_key(1);
	modifiers.no_chain = true;
	make();
	assert_plan("My:leaf*");
	clear();

	put_chain();
	put_key(1);
	modifiers.no_cert = true;
	make();
	assert_plan("");
	ck_assert_uint_eq(plan.key_count, 1);
}
END_TEST

START_TEST(plan_every_certificate_of_a_key_is_a_leaf)
{
	put(&leaf);
	put(&ca);
	put(&renewed);
	put_key(1);
	make();
	assert_plan("My:leaf* My:leaf* CA:ca");
	ck_assert_uint_eq(plan.key_count, 1);
}
END_TEST

START_TEST(plan_a_named_store_is_for_leaves)
{
	put_chain();
	put_key(1);
	options.store = "TrustedPublisher";
	make();
	assert_plan("TrustedPublisher:leaf* Root:root CA:root "
	    "AddressBook:stranger CA:ca");
	clear();

	put_chain();
	put_key(1);
	options.store = "X";
	options.single_store = true;
	make();
	assert_plan("X:leaf* X:root X:root X:stranger X:ca");
}
END_TEST

START_TEST(plan_a_self_signed_leaf_is_a_root_too)
{
	struct view ignored;

	put(&alone);
	put_key(1);
	make();
	assert_plan("My:alone* Root:alone");
	ck_assert(certprop_get(plan.certs[0].cert, CERTPROP_KEY_PROV_INFO,
	    &ignored));
	ck_assert(!certprop_get(plan.certs[1].cert, CERTPROP_KEY_PROV_INFO,
	    &ignored));
	clear();

	for (int n = 0; n < 3; n++) {
		put(&alone);
		put_key(1);
		modifiers.no_root = n == 0;
		modifiers.no_chain = n == 1;
		options.store = n == 2 ? "rOOT" : NULL;
		make();
		assert_plan(n == 2 ? "rOOT:alone*" : "My:alone*");
		clear();
	}
}
END_TEST

START_TEST(plan_without_keys)
{
	put_chain();
	make();
	assert_plan("Root:root CA:root AddressBook:stranger "
	    "AddressBook:leaf CA:ca");
	clear();

	put_chain();
	options.store = "X";
	make();
	assert_plan("Root:root CA:root X:stranger X:leaf CA:ca");
	clear();

	put(&root);
	make();
	assert_plan("X:root");
}
END_TEST

/* The file's own id is on both, and only one can be the key's: the key has the
 * name of one. */
START_TEST(plan_a_key_that_only_its_id_pairs)
{
	static const unsigned char key[] = { 0x30, 0x1a, 0x02, 0x01, 0x00, 0x30,
	    0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01,
	    0x01, 0x05, 0x00, 0x04, 0x06, 's', 'e', 'c', 'r', 'e', 't' };
	struct err e = ERR_INIT;
	struct key *k;

	put(&leaf);
	put(&stranger);
	k = put_key(1);
	k->algorithm = KEY_UNKNOWN;
	bytes_clear(&k->spki);
	ASSERT_WORKS(secret_set(&k->pkcs8, view_of(key, sizeof(key)), &e), &e);
	bytes_add_u8(&k->local_key_id, 7);
	for (size_t i = 0; i < 2; i++)
		bytes_add_u8(&contents.certs.items[i]->local_key_id, 7);
	make();
	assert_plan("My:leaf* AddressBook:stranger");
}
END_TEST

START_TEST(plan_a_key_without_certificate)
{
	struct keyname own;

	put(&ca);
	put_key(1);
	make();
	assert_plan("CA:ca");
	ck_assert(!plan.keys[0].has_cert);
	ck_assert(keyvault_name_of_key(plan.keys[0].key, &own));
	ck_assert_mem_eq(&own, &plan.keys[0].name, sizeof(own));
}
END_TEST

/* ---- CERT_KEY_PROV_INFO and the key's own record ---- */

static void
assert_prov(const char *provider, uint32_t type, uint32_t spec,
    uint32_t flags)
{
	char hex[KEYNAME_HEX + 1];
	struct certprop_key k;
	struct err e = ERR_INIT;
	bool found;

	ASSERT_WORKS(certprop_get_key(plan.certs[0].cert, &k, &found, &e), &e);
	ck_assert(found);
	keyname_hex(&plan.keys[0].name, hex);
	ck_assert_str_eq(k.container, hex);
	ck_assert_str_eq(k.provider, provider);
	ck_assert_str_eq(plan.keys[0].info.provider, provider);
	ck_assert_uint_eq(k.type, type);
	ck_assert_uint_eq(k.spec, spec);
	ck_assert_uint_eq(k.flags, flags);
	certprop_key_clear(&k);
}

START_TEST(plan_links_the_key_as_windows_would)
{
	struct key *k;

	put(&leaf);
	put_key(1);
	make();
	assert_prov("Microsoft Enhanced Cryptographic Provider v1.0",
	    PROVIDER_RSA_FULL, AT_KEYEXCHANGE, 0);
	ck_assert_int_eq(plan.keys[0].info.spec, AT_KEYEXCHANGE);
	clear();

	put(&leaf);
	k = put_key(1);
	k->spec = AT_SIGNATURE;
	k->csp_name = strdup("Somebody's");
	options.place = PLACE_MACHINE;
	make();
	assert_prov("Somebody's", PROVIDER_RSA_FULL, AT_SIGNATURE, 0x20);
	clear();

	/* A CNG provider has no key spec, but our record keeps it. */
	put(&leaf);
	k = put_key(1);
	k->csp_name = strdup("Somebody's");
	options.provider = "Microsoft Software Key Storage Provider";
	modifiers.spec = AT_SIGNATURE;
	make();
	assert_prov(options.provider, PROVIDER_CNG, 0, 0x20);
	ck_assert_int_eq(plan.keys[0].info.spec, AT_SIGNATURE);
}
END_TEST

START_TEST(plan_records_what_may_be_done_with_the_key)
{
	struct key *k;

	put(&leaf);
	k = put_key(1);
	k->friendly_name = strdup("its own");
	make();
	ck_assert(plan.keys[0].info.exportable);
	ck_assert(!plan.keys[0].info.is_protected);
	ck_assert_str_eq(plan.keys[0].info.friendly_name, "its own");
	clear();

	put(&leaf);
	k = put_key(1);
	k->friendly_name = strdup("its own");
	modifiers.no_export = modifiers.protect = true;
	modifiers.key_friendly_name = strdup("another");
	modifiers.key_description = strdup("text");
	modifiers.friendly_name = strdup("of the certificate");
	make();
	ck_assert(!plan.keys[0].info.exportable);
	ck_assert(plan.keys[0].info.is_protected);
	ck_assert_str_eq(plan.keys[0].info.friendly_name, "another");
	ck_assert_str_eq(plan.keys[0].info.description, "text");
	ck_assert_str_eq(plan.certs[0].cert->friendly_name,
	    "of the certificate");
	clear();

	put(&leaf);
	k = put_key(1);
	k->friendly_name = strdup("its own");
	k->csp_name = strdup("Somebody's");
	options.no_properties = true;
	options.on_token = true;
	make();
	ck_assert_ptr_null(plan.keys[0].info.friendly_name);
	ck_assert_str_ne(plan.keys[0].info.provider, "Somebody's");
	ck_assert(!plan.keys[0].info.exportable);
}
END_TEST

START_TEST(plan_addstore_takes_all_of_them_once)
{
	struct err e = ERR_INIT;

	put_chain();
	ASSERT_WORKS(plan_addstore(&contents, "X", &plan, &e), &e);
	assert_plan("X:root X:root X:stranger X:leaf X:ca");
	/* A testcert's signature is none. */
	ck_assert(!plan.certs[0].signature_fits);
}
END_TEST

/* ---- providers ---- */

START_TEST(provider_aliases_and_hardware)
{
	struct err e = ERR_INIT;
	const char *name;

	ASSERT_WORKS(provider_resolve(NULL, &name, &e), &e);
	ck_assert_ptr_null(name);
	ASSERT_WORKS(provider_resolve("ksp", &name, &e), &e);
	ck_assert_str_eq(name, "Microsoft Software Key Storage Provider");
	ASSERT_WORKS(provider_resolve("any other", &name, &e), &e);
	ck_assert_str_eq(name, "any other");
	ASSERT_REFUSED(provider_resolve("NGC", &name, &e), &e,
	    ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, "pkcs11:");
	ASSERT_REFUSED(provider_resolve("microsoft platform crypto provider",
	    &name, &e), &e, ERR_UNSUPPORTED);
	ASSERT_REFUSED(provider_resolve("", &name, &e), &e, ERR_USAGE);
	ASSERT_REFUSED(provider_resolve("\xff", &name, &e), &e, ERR_USAGE);
}
END_TEST

START_TEST(provider_types_as_wincrypt_has_them)
{
	ck_assert_uint_eq(provider_type("Microsoft Enhanced RSA and AES "
	    "Cryptographic Provider", KEY_RSA), PROVIDER_RSA_AES);
	ck_assert_uint_eq(provider_type("microsoft strong cryptographic "
	    "provider", KEY_RSA), PROVIDER_RSA_FULL);
	ck_assert_uint_eq(provider_type("unknown", KEY_RSA),
	    PROVIDER_RSA_FULL);
	ck_assert_uint_eq(provider_type("unknown", KEY_DSA), PROVIDER_DSS_DH);
	ck_assert_uint_eq(provider_type("unknown", KEY_EC), PROVIDER_CNG);
	ck_assert_uint_eq(provider_type(provider_default(KEY_OTHER),
	    KEY_OTHER), PROVIDER_CNG);
}
END_TEST

START_TEST(provider_holds_its_own_kind_of_key)
{
	static const enum key_algorithm all[] = { KEY_RSA, KEY_DSA, KEY_EC,
	    KEY_OTHER };
	struct err e = ERR_INIT;
	struct key *k = key_new(&e);

	ck_assert_ptr_nonnull(k);
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		k->algorithm = all[i];
		ASSERT_WORKS(provider_holds(provider_default(all[i]), k, &e),
		    &e);
		ASSERT_WORKS(provider_holds("unknown", k, &e), &e);
	}
	ASSERT_REFUSED(provider_holds(provider_default(KEY_RSA), k, &e), &e,
	    ERR_KEY_STATE);
	ASSERT_REFUSED(provider_holds(provider_default(KEY_DSA), k, &e), &e,
	    ERR_KEY_STATE);
	key_free(k);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, clear);
	tcase_add_test(tc, placement_by_what_a_certificate_is);
	tcase_add_test(tc, placement_of_an_issuer_that_does_not_say_so);
	tcase_add_test(tc, plan_leaf_chain_and_root);
	tcase_add_test(tc, plan_leaves_out_what_the_modifiers_say);
	tcase_add_test(tc, plan_every_certificate_of_a_key_is_a_leaf);
	tcase_add_test(tc, plan_a_named_store_is_for_leaves);
	tcase_add_test(tc, plan_a_self_signed_leaf_is_a_root_too);
	tcase_add_test(tc, plan_without_keys);
	tcase_add_test(tc, plan_a_key_that_only_its_id_pairs);
	tcase_add_test(tc, plan_a_key_without_certificate);
	tcase_add_test(tc, plan_links_the_key_as_windows_would);
	tcase_add_test(tc, plan_records_what_may_be_done_with_the_key);
	tcase_add_test(tc, plan_addstore_takes_all_of_them_once);
	tcase_add_test(tc, provider_aliases_and_hardware);
	tcase_add_test(tc, provider_types_as_wincrypt_has_them);
	tcase_add_test(tc, provider_holds_its_own_kind_of_key);
}

UNIT_MAIN("plan", add)
