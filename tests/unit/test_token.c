#include <stdio.h>

#include "store/vault/keyvault.h"
#include "token/parts.h"
#include "teststore.h"

/*
 * A token of SoftHSM in the scratch folder, "first" with the PIN 1234, and in
 * some tests a "second". softhsm2-util makes them; run.sh leaves these tests
 * out where it is not installed.
 */

#define URI	"pkcs11:token=first"
#define PIN	"1234"
/* Prints where SoftHSM's module is. */
#define MODULE	"sed -n 's/^module: *//p' " \
		"/usr/share/p11-kit/modules/softhsm2.module"

static struct secret pin;

static void
run(const char *command)
{
	ck_assert_msg(system(command) == 0, "%s", command);
}

static void
token_setup(void)
{
	struct err e = ERR_INIT;
	char path[256];
	FILE *f;

	store_setup();
	ck_assert_int_eq(mkdir("tokens", 0700), 0);
	f = fopen("softhsm2.conf", "w");
	ck_assert_ptr_nonnull(f);
	fprintf(f, "directories.tokendir = %s/tokens\n"
	    "objectstore.backend = file\nlog.level = ERROR\n", scratch);
	fclose(f);
	snprintf(path, sizeof(path), "%s/softhsm2.conf", scratch);
	setenv("SOFTHSM2_CONF", path, 1);
	unsetenv("PKCS11_MODULE");
	run("softhsm2-util --init-token --free --label first --so-pin 5678 "
	    "--pin " PIN " >softhsm.log 2>&1");
	secret_clear(&pin);
	ASSERT_WORKS(secret_set(&pin, view_str(PIN), &e), &e);
}

static void
token_leave(void)
{
	secret_clear(&pin);
	scratch_leave();
}

static struct token *
open_token(const char *uri)
{
	struct err e = ERR_INIT;
	struct token *t = token_open(uri, &pin, &e);

	ck_assert_msg(t != NULL, "%s: %s", uri, e.msg);
	return t;
}

/* As a program without the PIN sees it. */
static struct token *
look_at_token(const char *uri)
{
	struct token *t = open_token(uri);

	ck_assert_uint_eq(t->f->C_Logout(t->session), CKR_OK);
	return t;
}

/* The URI of the key, the caller's. */
static char *
put_token(struct token *t, const struct key *k, const char *label,
    enum token_state expected)
{
	struct err e = ERR_INIT;
	enum token_state state;
	char *uri;

	ASSERT_WORKS(token_put(t, k, label, &state, &uri, &e), &e);
	ck_assert_int_eq(state, expected);
	return uri;
}

/* Asked of the module itself. Without a PIN only the public part is seen. */
static bool
has_token(struct token *t, const char *uri)
{
	struct err e = ERR_INIT;
	P11KitUri *u = token_parse(t, uri, &e);
	struct token_template m = { .count = 0 };
	CK_OBJECT_HANDLE found;
	CK_SESSION_INFO info;
	CK_ULONG count;

	ck_assert_ptr_nonnull(u);
	ck_assert_uint_eq(t->f->C_GetSessionInfo(t->session, &info), CKR_OK);
	token_search_id(info.state == CKS_RW_USER_FUNCTIONS ? &token_private :
	    &token_public, token_uri_value(t, u, CKA_ID), &m);
	ck_assert_uint_eq(t->f->C_FindObjectsInit(t->session, m.a, m.count),
	    CKR_OK);
	ck_assert_uint_eq(t->f->C_FindObjects(t->session, &found, 1, &count),
	    CKR_OK);
	ck_assert_uint_eq(t->f->C_FindObjectsFinal(t->session), CKR_OK);
	t->p11.uri_free(u);
	return count != 0;
}

static const char *const names[] = { "rsa1031.p8", "ec.p8", "pss.p8" };

START_TEST(token_takes_a_key)
{
	struct key *k = key_of(names[_i]);
	struct token *t = open_token(URI);
	char *uri = put_token(t, k, "my key", TOKEN_ADDED);

	ck_assert_ptr_nonnull(strstr(uri, "token=first"));
	ck_assert_ptr_nonnull(strstr(uri, "object=my%20key"));
	ck_assert_ptr_nonnull(strstr(uri, "type=private"));
	ck_assert_ptr_nonnull(strstr(uri, "id=%"));
	ck_assert_ptr_null(strstr(uri, PIN));
	ck_assert(has_token(t, uri));
	token_close(t);

	/* Its own URI is enough to find it, and no PIN. */
	t = look_at_token(uri);
	ck_assert(has_token(t, uri));
	token_close(t);
	free(uri);
	key_free(k);
}
END_TEST

START_TEST(token_has_a_key_once)
{
	struct key *k = key_of(names[_i]);
	struct token *t = open_token(URI);
	char *first = put_token(t, k, "one name", TOKEN_ADDED), *again;

	again = put_token(t, k, "another name", TOKEN_PRESENT);
	ck_assert_str_eq(first, again);
	free(again);
	token_close(t);
	t = open_token(URI ";id=%01%02");
	again = put_token(t, k, NULL, TOKEN_PRESENT);
	ck_assert_str_eq(first, again);
	token_close(t);
	free(again);
	free(first);
	key_free(k);
}
END_TEST

START_TEST(token_removes_a_key)
{
	struct key *k = key_of(names[_i]), *other = key_of("rsa512.p8");
	struct token *t = open_token(URI);
	char *uri = put_token(t, k, NULL, TOKEN_ADDED);
	struct err e = ERR_INIT;
	char *kept = put_token(t, other, NULL, TOKEN_ADDED);

	ASSERT_WORKS(token_remove(t, uri, &e), &e);
	ck_assert(!has_token(t, uri));
	ck_assert(has_token(t, kept));
	ASSERT_REFUSED(token_remove(t, uri, &e), &e, ERR_NOT_FOUND);
	token_close(t);
	t = look_at_token(URI);
	ck_assert(!has_token(t, uri));
	ck_assert(has_token(t, kept));
	token_close(t);
	t = open_token(URI);
	free(uri);
	uri = put_token(t, k, NULL, TOKEN_ADDED);
	token_close(t);
	free(uri);
	free(kept);
	key_free(k);
	key_free(other);
}
END_TEST

/* What a killed run leaves: one part of the two. */
START_TEST(token_completes_half_a_key)
{
	bool private_left = _i % 2 == 0;
	struct key *k = key_of(names[_i / 2]);
	struct token *t = open_token(URI);
	char *uri = put_token(t, k, NULL, TOKEN_ADDED), *again;
	char command[512], *id = strstr(uri, "id=");
	size_t n = 0;

	token_close(t);
	n = (size_t)snprintf(command, sizeof(command), "pkcs11-tool --module "
	    "$(" MODULE ") --token-label first --login --pin " PIN
	    " --delete-object --type %s --id ", private_left ? "pubkey" :
	    "privkey");
	for (id += 3; *id == '%'; id += 3)
		n += (size_t)snprintf(command + n, sizeof(command) - n, "%.2s",
		    id + 1);
	snprintf(command + n, sizeof(command) - n, " >removed 2>&1");
	run(command);
	t = look_at_token(URI);
	ck_assert(has_token(t, uri) == !private_left);
	token_close(t);
	t = open_token(URI);
	ck_assert(has_token(t, uri) == private_left);
	again = put_token(t, k, NULL, private_left ? TOKEN_PRESENT :
	    TOKEN_ADDED);
	ck_assert_str_eq(uri, again);
	ck_assert(has_token(t, uri));
	token_close(t);
	t = look_at_token(URI);
	ck_assert(has_token(t, uri));
	token_close(t);
	run("[ $(find tokens -name '*.object' ! -name token.object | wc -l) "
	    "= 2 ]");
	free(again);
	free(uri);
	key_free(k);
}
END_TEST

/* Taken back: as before, with the half that somebody else has left. */
START_TEST(token_takes_back_what_it_has_added)
{
	struct key *k = key_of("ec.p8");
	struct token *t = open_token(URI);
	char *uri = put_token(t, k, NULL, TOKEN_ADDED), *again;
	struct err e = ERR_INIT;

	token_close(t);
	run("pkcs11-tool --module $(" MODULE ") --token-label first --login "
	    "--pin " PIN " --delete-object --type privkey --label \"$("
	    "pkcs11-tool --module $(" MODULE ") --token-label first -O "
	    "--type pubkey 2>/dev/null | sed -n 's/.*label: *//p')\" "
	    ">removed 2>&1");
	t = open_token(URI);
	again = put_token(t, k, NULL, TOKEN_ADDED);
	ck_assert_str_eq(uri, again);
	ASSERT_WORKS(token_remove(t, again, &e), &e);
	ck_assert(!has_token(t, again));
	run("[ $(find tokens -name '*.object' ! -name token.object | wc -l) "
	    "= 1 ]");
	/* And now for good. */
	ASSERT_WORKS(token_remove(t, again, &e), &e);
	run("[ $(find tokens -name '*.object' ! -name token.object | wc -l) "
	    "= 0 ]");
	token_close(t);
	free(again);
	free(uri);
	key_free(k);
}
END_TEST

/* Keys cannot be read again, by us or by anybody with the PIN. */
START_TEST(token_does_not_give_a_key_back)
{
	struct key *k = key_of(names[_i]);
	struct token *t = open_token(URI);
	char *uri = put_token(t, k, "mine", TOKEN_ADDED);

	token_close(t);
	run("pkcs11-tool --module $(" MODULE ") --token-label first --login "
	    "--pin " PIN " -O --type privkey >list 2>&1");
	run("grep -q 'Access: *sensitive' list");
	run("! grep -q 'extractable' list");
	free(uri);
	key_free(k);
}
END_TEST

START_TEST(token_names_come_from_the_uri)
{
	struct token *t = open_token(URI ";object=from%20URI;id=%AA%BB");
	struct key *k = key_of("ec.p8"), *other = key_of("rsa512.p8");
	enum token_state state;
	struct err e = ERR_INIT;
	char *uri = put_token(t, k, NULL, TOKEN_ADDED), *none;

	ck_assert_ptr_nonnull(strstr(uri, "object=from%20URI"));
	ck_assert_ptr_nonnull(strstr(uri, "id=%AA%BB"));
	/* A second key would be taken for the first. */
	ASSERT_REFUSED(token_put(t, other, NULL, &state, &none, &e), &e,
	    ERR_EXISTS);
	ck_assert_ptr_null(none);
	token_close(t);
	free(uri);
	key_free(k);
	key_free(other);
}
END_TEST

START_TEST(token_refuses_other_algorithms)
{
	static const char *const others[] = { "ed25519.p8", "dsa.p8" };
	struct token *t = open_token(URI);
	struct key *k = key_of(others[_i]);
	enum token_state state;
	struct err e = ERR_INIT;
	char *uri;

	ASSERT_REFUSED(token_put(t, k, NULL, &state, &uri, &e), &e,
	    ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, URI);
	token_close(t);
	key_free(k);
}
END_TEST

/* ---- which token ---- */

START_TEST(token_is_told_by_its_scheme)
{
	ck_assert(token_is_uri("pkcs11:token=x"));
	ck_assert(token_is_uri("PKCS11:token=x"));
	ck_assert(!token_is_uri("Microsoft Strong Cryptographic Provider"));
	ck_assert(!token_is_uri("pkcs11"));
}
END_TEST

static const struct {
	const char	*uri;
	enum err_code	 code;
	const char	*says;
} wrong[] = {
	{ "pkcs11:token=third", ERR_NOT_FOUND, "\"first\"" },
	{ "pkcs11:", ERR_AMBIGUOUS, "2 tokens match" },
	{ "pkcs11:model=SoftHSM%20v2", ERR_AMBIGUOUS, "token=" },
	{ "pkcs11:token=first?module-path=/nowhere.so", ERR_NOT_FOUND,
	    "/nowhere.so" },
	{ "pkcs11:token=first?module-name=nobody", ERR_NOT_FOUND, "nobody" },
	{ "pkcs11:tok%", ERR_USAGE, "URI" },
	{ "pkcs11:unheard-of=1", ERR_USAGE, "unknown" },
	{ "http://somewhere", ERR_USAGE, "URI" },
};

START_TEST(token_must_be_one_that_is_there)
{
	struct err e = ERR_INIT;
	struct token *t;

	run("softhsm2-util --init-token --free --label second --so-pin 5678 "
	    "--pin " PIN " >softhsm.log 2>&1");
	t = token_open(wrong[_i].uri, &pin, &e);
	ck_assert_msg(t == NULL, "%s was opened", wrong[_i].uri);
	ck_assert_msg(e.code == wrong[_i].code, "%d: %s", e.code, e.msg);
	ASSERT_SAYS(&e, wrong[_i].says);
}
END_TEST

START_TEST(token_without_modules_says_how_to_name_one)
{
	struct err e = ERR_INIT;

	setenv("PKCS11_MODULE", "/nowhere/module.so", 1);
	ck_assert_ptr_null(token_open(URI, &pin, &e));
	ck_assert_int_eq(e.code, ERR_NOT_FOUND);
	ASSERT_SAYS(&e, "/nowhere/module.so");
}
END_TEST

/* The module of the URI stays in the key's. */
START_TEST(token_keeps_the_module_of_the_uri)
{
	struct key *k = key_of("ec.p8");
	char uri[512], path[256], *key_uri;
	struct token *t;
	FILE *f;

	f = popen(MODULE, "r");
	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(fscanf(f, "%255s", path), 1);
	pclose(f);
	snprintf(uri, sizeof(uri), URI "?module-path=%s", path);
	t = open_token(uri);
	key_uri = put_token(t, k, NULL, TOKEN_ADDED);
	ck_assert_ptr_nonnull(strstr(key_uri, "module-path="));
	token_close(t);
	t = look_at_token(key_uri);
	ck_assert(has_token(t, key_uri));
	token_close(t);
	/* As does the one of the environment without being there. */
	setenv("PKCS11_MODULE", path, 1);
	t = open_token(URI);
	free(key_uri);
	key_uri = put_token(t, k, NULL, TOKEN_PRESENT);
	ck_assert_ptr_null(strstr(key_uri, "module-path="));
	token_close(t);
	free(key_uri);
	key_free(k);
}
END_TEST

/* ---- the PIN ---- */

START_TEST(token_needs_its_pin)
{
	struct secret bad = SECRET_INIT;
	struct err e = ERR_INIT;

	ck_assert_ptr_null(token_open(URI, NULL, &e));
	ck_assert_int_eq(e.code, ERR_PASSWORD_NEEDED);
	ASSERT_SAYS(&e, URI);
	err_clear(&e);
	ASSERT_WORKS(secret_set(&bad, view_str("4321"), &e), &e);
	ck_assert_ptr_null(token_open(URI, &bad, &e));
	ck_assert_int_eq(e.code, ERR_PASSWORD);
	ck_assert_ptr_null(strstr(e.msg, "4321"));
	secret_clear(&bad);
}
END_TEST

START_TEST(token_without_a_pin_of_its_own_is_refused)
{
	struct err e = ERR_INIT;

	run("pkcs11-tool --module $(" MODULE ") --init-token --label new "
	    "--so-pin 5678 --slot $(softhsm2-util --show-slots | "
	    "sed -n 's/^Slot //p' | tail -1) >init.log 2>&1");
	ck_assert_ptr_null(token_open("pkcs11:token=new", &pin, &e));
	ck_assert_int_eq(e.code, ERR_ACCESS);
	ASSERT_SAYS(&e, "no user PIN");
}
END_TEST

START_TEST(token_key_has_an_id)
{
	struct token *t = open_token(URI);
	struct err e = ERR_INIT;

	/* All the keys of the token would go. */
	ASSERT_REFUSED(token_remove(t, URI, &e), &e, ERR_USAGE);
	ASSERT_REFUSED(token_remove(t, "nothing", &e), &e, ERR_USAGE);
	token_close(t);
	token_close(NULL);
}
END_TEST

static const char *const pins[] = {
	URI "?pin-value=1234",
	URI "?pin-source=file:pin.txt",
	URI "?pin-source=pin.txt",
};

START_TEST(token_takes_the_pin_of_the_uri)
{
	struct key *k = key_of("ec.p8");
	struct err e = ERR_INIT;
	struct token *t;
	char *uri;

	scratch_put("pin.txt", "1234\n", 5);
	t = token_open(pins[_i], NULL, &e);
	ck_assert_msg(t != NULL, "%s", e.msg);
	uri = put_token(t, k, NULL, TOKEN_ADDED);
	ck_assert_ptr_null(strstr(uri, "1234"));
	ck_assert((strstr(uri, "pin-source") != NULL) == (_i != 0));
	token_close(t);
	free(uri);
	key_free(k);
}
END_TEST

START_TEST(token_errors_do_not_show_the_pin)
{
	struct err e = ERR_INIT;

	ck_assert_ptr_null(token_open("pkcs11:token=third?pin-value=98765",
	    NULL, &e));
	ck_assert_int_eq(e.code, ERR_NOT_FOUND);
	ck_assert_ptr_null(strstr(e.msg, "98765"));
	ASSERT_SAYS(&e, "token=third");
	ck_assert_ptr_null(token_open("pkcs11:tok%?pin-value=98765", NULL, &e));
	ck_assert_ptr_null(strstr(e.msg, "98765"));
}
END_TEST

/* ---- in the store ---- */

START_TEST(token_uri_is_what_the_store_keeps)
{
	struct key *k = key_of("ec.p8");
	struct cert *c = cert_of("somebody", k, 1);
	struct token *t = open_token(URI);
	struct keyinfo info = KEYINFO_INIT, read;
	struct err e = ERR_INIT;
	enum change_state state;
	struct change *ch;
	struct keyname n;
	struct location l;

	info.token = put_token(t, k, "- odd -- name\\", TOKEN_ADDED);
	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	n = name_of(k);
	ASSERT_WORKS(change_add_key(ch, NULL, &n, &info, NULL, false, &state,
	    &e), &e);
	put_cert(ch, "My", c, false);
	commit(ch);
	/* A key that never comes near it needs no vault key. */
	ck_assert(!is_there("user/vault.key"));
	ASSERT_WORKS(keyvault_info(&l, &n, &read, &e), &e);
	ck_assert_str_eq(read.token, info.token);
	ck_assert(has_token(t, read.token));
	ck_assert_ptr_null(keyvault_load(&l, &n, NULL, &e));
	ck_assert_int_eq(e.code, ERR_UNSUPPORTED);
	location_close(&l);
	token_close(t);
	keyinfo_clear(&info);
	keyinfo_clear(&read);
	cert_free(c);
	key_free(k);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, token_setup, token_leave);
	tcase_add_loop_test(tc, token_takes_a_key, 0, COUNT_OF(names));
	tcase_add_loop_test(tc, token_has_a_key_once, 0, COUNT_OF(names));
	tcase_add_loop_test(tc, token_removes_a_key, 0, COUNT_OF(names));
	tcase_add_loop_test(tc, token_completes_half_a_key, 0,
	    2 * COUNT_OF(names));
	tcase_add_test(tc, token_takes_back_what_it_has_added);
	tcase_add_loop_test(tc, token_does_not_give_a_key_back, 0,
	    COUNT_OF(names));
	tcase_add_test(tc, token_names_come_from_the_uri);
	tcase_add_loop_test(tc, token_refuses_other_algorithms, 0, 2);
	tcase_add_test(tc, token_is_told_by_its_scheme);
	tcase_add_loop_test(tc, token_must_be_one_that_is_there, 0,
	    COUNT_OF(wrong));
	tcase_add_test(tc, token_without_modules_says_how_to_name_one);
	tcase_add_test(tc, token_keeps_the_module_of_the_uri);
	tcase_add_test(tc, token_needs_its_pin);
	tcase_add_test(tc, token_without_a_pin_of_its_own_is_refused);
	tcase_add_test(tc, token_key_has_an_id);
	tcase_add_loop_test(tc, token_takes_the_pin_of_the_uri, 0,
	    COUNT_OF(pins));
	tcase_add_test(tc, token_errors_do_not_show_the_pin);
	tcase_add_test(tc, token_uri_is_what_the_store_keeps);
}

UNIT_MAIN("token", add)
