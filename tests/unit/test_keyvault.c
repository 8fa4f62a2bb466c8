#include <stdio.h>

#include "formats/certs/armor.h"
#include "formats/key/pbe.h"
#include "io/dir.h"
#include "teststore.h"

static const char digits[] = "0123456789abcdef0123456789abcdef"
    "0123456789abcdef0123456789abcdef\n";

static struct keyname
import_key(const struct key *k, const struct keyinfo *info,
    const struct secret *passphrase)
{
	struct err e = ERR_INIT;
	struct keyname n = name_of(k);
	enum change_state state;
	struct location l;
	struct change *c;

	open_user(&l, LOCATION_WRITE);
	c = begin(&l);
	ASSERT_WORKS(change_add_key(c, k, &n, info, passphrase, true, &state,
	    &e), &e);
	commit(c);
	location_close(&l);
	return n;
}

static struct keyname
import_plain(const char *name)
{
	struct keyinfo info = KEYINFO_INIT;
	struct key *k = key_of(name);
	struct keyname n = import_key(k, &info, NULL);

	key_free(k);
	return n;
}

static const char *
path_of(const struct keyname *n)
{
	static char path[256];
	char file[KEYFILE_LEN + 1];

	keyvault_file(n, file);
	snprintf(path, sizeof(path), "user/Keys/%s", file);
	return path;
}

/* ---- names ---- */

START_TEST(keyvault_names_a_key_as_its_certificate)
{
	static const char *const keys[] = { "rsa512.p8", "ec.p8", "dsa.p8",
	    "ed25519.p8", "pss.p8" };
	struct key *k = key_of(keys[_i]);
	struct cert *c = cert_of("somebody", k, 1);
	struct keyname a, b;

	ck_assert(keyvault_name_of_key(k, &a));
	ck_assert(keyvault_name_of_cert(c, &b));
	ck_assert_mem_eq(a.sha256, b.sha256, SHA256_LEN);
	cert_free(c);
	key_free(k);
}
END_TEST

START_TEST(keyvault_names_an_unknown_key_by_itself)
{
	struct key *k = key_of("rsa512.p8");
	struct keyname a, b;

	k->algorithm = KEY_UNKNOWN;
	ck_assert(keyvault_name_of_key(k, &a));
	bytes_clear(&k->spki);
	ck_assert(keyvault_name_of_key(k, &b));
	ck_assert_mem_ne(a.sha256, b.sha256, SHA256_LEN);
	sha256_of(secret_view(&k->pkcs8), a.sha256);
	ck_assert_mem_eq(a.sha256, b.sha256, SHA256_LEN);
	key_free(k);
}
END_TEST

START_TEST(keyvault_has_no_name_for_what_cannot_be_read)
{
	struct err e = ERR_INIT;
	struct cert *c = cert_new_opaque(view_str("no certificate"), &e);
	struct keyname n;

	ck_assert_ptr_nonnull(c);
	ck_assert(!keyvault_name_of_cert(c, &n));
	cert_free(c);
}
END_TEST

/* ---- lists ---- */

START_TEST(keyvault_knows_what_it_has)
{
	struct keyname a = import_plain("rsa512.p8"), b = import_plain("ec.p8"),
	    other = { { 0 } };
	struct err e = ERR_INIT;
	struct keynames set;
	struct location l;

	scratch_put("user/Keys/other.pem", "x", 1);
	open_user(&l, LOCATION_READ);
	ck_assert(keyvault_has(&l, &a));
	ck_assert(keyvault_has(&l, &b));
	ck_assert(!keyvault_has(&l, &other));
	ASSERT_WORKS(keyvault_names(&l, &set, &e), &e);
	ck_assert_uint_eq(set.count, 2);
	ck_assert_ptr_nonnull(keynames_find(&set, &a));
	ck_assert_ptr_nonnull(keynames_find(&set, &b));
	ck_assert_ptr_null(keynames_find(&set, &other));
	keynames_clear(&set);
	keynames_clear(&set);
	location_close(&l);
}
END_TEST

/* A name in other letters could be listed, but never opened. */
START_TEST(keyvault_knows_names_in_one_spelling)
{
	struct key *k = key_of("rsa512.p8");
	struct cert *c = cert_of("somebody", k, 1);
	struct keynames names;
	struct err e = ERR_INIT;
	char upper[256];
	struct location l;

	import(k, c);
	snprintf(upper, sizeof(upper), "%s", key_path(k));
	for (char *p = strrchr(upper, '/'); *p != '.'; p++)
		*p = *p >= 'a' && *p <= 'f' ? (char)(*p - 32) : *p;
	ck_assert_int_eq(rename(key_path(k), upper), 0);
	open_user(&l, LOCATION_READ);
	ASSERT_WORKS(keyvault_names(&l, &names, &e), &e);
	ck_assert_uint_eq(names.count, 0);
	keynames_clear(&names);
	location_close(&l);
	cert_free(c);
	key_free(k);
}
END_TEST

START_TEST(keyvault_that_is_not_there_has_nothing)
{
	struct keyname n = { { 0 } };
	struct err e = ERR_INIT;
	struct keyinfo info;
	struct keynames set;
	struct location l;

	open_user(&l, LOCATION_READ);
	ck_assert(!keyvault_has(&l, &n));
	ASSERT_WORKS(keyvault_names(&l, &set, &e), &e);
	ck_assert_ptr_null(keynames_find(&set, &n));
	ASSERT_REFUSED(keyvault_info(&l, &n, &info, &e), &e, ERR_NO_KEY);
	ASSERT_REFUSED(keyvault_load(&l, &n, NULL, &e), &e, ERR_NO_KEY);
	location_close(&l);
}
END_TEST

/* ---- text lines ---- */

static const char *const values[] = {
	"plain", "", " outer blanks ", "back\\slash", "\\x41", "a\nb\rc\td",
	"-----BEGIN RSA PRIVATE KEY-----", "--", "-", "K\xc3\xa4se",
	"\xff\xfe no text", ": colon: ", "\x1b[2J", " ",
};

START_TEST(keyvault_keeps_any_text)
{
	struct keyinfo info = KEYINFO_INIT, back;
	struct key *k = key_of("rsa512.p8");
	struct err e = ERR_INIT;
	struct location l;
	struct keyname n;

	info.friendly_name = strdup(values[_i]);
	info.description = strdup(values[_i]);
	info.provider = strdup(values[_i]);
	n = import_key(k, &info, NULL);
	open_user(&l, LOCATION_READ);
	ASSERT_WORKS(keyvault_info(&l, &n, &back, &e), &e);
	ck_assert_str_eq(back.friendly_name, values[_i]);
	ck_assert_str_eq(back.description, values[_i]);
	ck_assert_str_eq(back.provider, values[_i]);
	ck_assert_ptr_null(back.token);
	location_close(&l);
	keyinfo_clear(&back);
	keyinfo_clear(&back);
	keyinfo_clear(&info);
	key_free(k);
}
END_TEST

/* What other PEM readers take for the beginning of a block stands once, at the
 * start of a line. */
START_TEST(keyvault_text_looks_like_no_pem)
{
	struct keyinfo info = KEYINFO_INIT;
	struct bytes out = BYTES_INIT;
	struct err e = ERR_INIT;
	size_t count = 0;

	info.token = strdup("-----BEGIN X-----\n-----BEGIN Y-----");
	ASSERT_WORKS(keyvault_entry(NULL, &info, NULL, &out, &e), &e);
	for (size_t i = 0; i + 5 <= out.len; i++)
		count += memcmp(out.data + i, "-----", 5) == 0;
	ck_assert_uint_eq(count, 0);
	bytes_clear(&out);
	keyinfo_clear(&info);
}
END_TEST

static const struct {
	const char	*text;
	enum key_spec	 spec;
	bool		 exportable, encrypted_only, is_protected;
} infos[] = {
	{ "", KEY_SPEC_NONE, true, false, false },
	{ "Key-Spec: AT_SIGNATURE\n", AT_SIGNATURE, true, false, false },
	{ "Key-Spec: AT_KEYEXCHANGE\r\n", AT_KEYEXCHANGE, true, false, false },
	{ "Key-Spec: what\n", KEY_SPEC_NONE, true, false, false },
	{ "Exportable: no\n", KEY_SPEC_NONE, false, false, false },
	{ "Exportable: yes\n", KEY_SPEC_NONE, true, false, false },
	{ "Exportable: nonsense\n", KEY_SPEC_NONE, false, false, false },
	{ "Export: encrypted\n", KEY_SPEC_NONE, true, true, false },
	{ "Protected: yes\n", KEY_SPEC_NONE, true, false, true },
	{ "Unknown: yes\nno colon\n:\n\nProtected:yes", KEY_SPEC_NONE, true,
	    false, true },
	{ "-----BEGIN X-----\nProtected: yes\n", KEY_SPEC_NONE, true, false,
	    false },
};

START_TEST(keyvault_reads_text_lines)
{
	struct keyname n = import_plain("rsa512.p8");
	struct err e = ERR_INIT;
	struct keyinfo info;
	struct location l;

	scratch_put(path_of(&n), infos[_i].text, strlen(infos[_i].text));
	open_user(&l, LOCATION_READ);
	ASSERT_WORKS(keyvault_info(&l, &n, &info, &e), &e);
	ck_assert_int_eq(info.spec, infos[_i].spec);
	ck_assert(info.exportable == infos[_i].exportable);
	ck_assert(info.export_encrypted_only == infos[_i].encrypted_only);
	ck_assert(info.is_protected == infos[_i].is_protected);
	keyinfo_clear(&info);
	location_close(&l);
}
END_TEST

/* ---- loading ---- */

START_TEST(keyvault_gives_back_the_key)
{
	static const char *const keys[] = { "rsa512.p8", "ec.p8", "dsa.p8",
	    "ed25519.p8", "x25519.p8", "pss.p8" };
	struct keyinfo info = { AT_KEYEXCHANGE, false, true, false,
	    strdup("name"), NULL, strdup("provider"), NULL }, back;
	struct key *k = key_of(keys[_i]), *loaded;
	struct err e = ERR_INIT;
	struct location l;
	struct keyname n;

	n = import_key(k, &info, NULL);
	open_user(&l, LOCATION_READ);
	loaded = keyvault_load(&l, &n, NULL, &e);
	ck_assert_msg(loaded != NULL, "%s", e.msg);
	ck_assert(secret_equal(&loaded->pkcs8, &k->pkcs8));
	ck_assert_int_eq(loaded->spec, AT_KEYEXCHANGE);
	ck_assert_str_eq(loaded->friendly_name, "name");
	ck_assert_str_eq(loaded->csp_name, "provider");
	ASSERT_WORKS(keyvault_info(&l, &n, &back, &e), &e);
	ck_assert(!back.exportable && back.export_encrypted_only);
	location_close(&l);
	keyinfo_clear(&info);
	keyinfo_clear(&back);
	key_free(loaded);
	key_free(k);
}
END_TEST

START_TEST(keyvault_protects_with_a_passphrase)
{
	struct secret right = SECRET_INIT, wrong = SECRET_INIT;
	struct keyinfo info = KEYINFO_INIT;
	struct key *k = key_of("rsa512.p8"), *loaded;
	struct err e = ERR_INIT;
	struct location l;
	struct keyname n;

	ASSERT_WORKS(secret_set(&right, view_str("p\xc3\xa4ss"), &e), &e);
	ASSERT_WORKS(secret_set(&wrong, view_str("pass"), &e), &e);
	info.is_protected = true;
	n = import_key(k, &info, &right);
	ck_assert(!is_there("user/vault.key"));
	open_user(&l, LOCATION_READ);
	ASSERT_REFUSED(keyvault_load(&l, &n, NULL, &e), &e,
	    ERR_PASSWORD_NEEDED);
	ASSERT_REFUSED(keyvault_load(&l, &n, &wrong, &e), &e, ERR_PASSWORD);
	loaded = keyvault_load(&l, &n, &right, &e);
	ck_assert_msg(loaded != NULL, "%s", e.msg);
	ck_assert(secret_equal(&loaded->pkcs8, &k->pkcs8));
	location_close(&l);
	secret_clear(&right);
	secret_clear(&wrong);
	key_free(loaded);
	key_free(k);
}
END_TEST

/* What a passphrase protects is worth guessing at: each guess costs. */
START_TEST(keyvault_makes_guesses_cost)
{
	struct secret pw = SECRET_INIT;
	struct keyinfo info = KEYINFO_INIT;
	struct key *k = key_of("rsa512.p8");
	struct bytes text = BYTES_INIT;
	struct armor a = ARMOR_INIT;
	struct pbe_password p = PBE_PASSWORD_INIT;
	struct limits limits;
	struct err e = ERR_INIT;
	uint64_t total = 0;

	ASSERT_WORKS(secret_set(&pw, view_str("pw"), &e), &e);
	ASSERT_WORKS(pbe_password_make(&p, &pw, &e), &e);
	info.is_protected = true;
	ASSERT_WORKS(keyvault_entry(k, &info, &pw, &text, &e), &e);
	ASSERT_WORKS(armor_open(view_bytes(&text), defaults(), &a, &e), &e);
	limits_default(&limits);
	limits.value[LIMIT_ITERATIONS] = 599999;
	ck_assert_ptr_null(pkcs8_read_encrypted(view_bytes(&a.blocks[0].der),
	    &p, &limits, &total, &e));
	ck_assert_int_eq(e.code, ERR_LIMIT);
	armor_clear(&a);
	pbe_password_clear(&p);
	bytes_clear(&text);
	secret_clear(&pw);
	key_free(k);
}
END_TEST

START_TEST(keyvault_protects_with_nothing_but_a_passphrase)
{
	struct keyinfo info = KEYINFO_INIT;
	struct key *k = key_of("rsa512.p8");
	struct keyname n = name_of(k);
	struct err e = ERR_INIT;
	enum change_state state;
	struct location l;
	struct change *c;

	info.is_protected = true;
	open_user(&l, LOCATION_WRITE);
	c = begin(&l);
	ASSERT_REFUSED(change_add_key(c, k, &n, &info, NULL, false, &state,
	    &e), &e, ERR_PASSWORD_NEEDED);
	change_abort(c);
	location_close(&l);
	key_free(k);
}
END_TEST

START_TEST(keyvault_keeps_a_key_of_unknown_algorithm)
{
	static const char text[] = "\x30\x10\x02\x01\x00\x30\x05\x06\x03"
	    "\x2a\x03\x04\x04\x04wxyz";
	struct keyinfo info = KEYINFO_INIT;
	struct err e = ERR_INIT;
	struct location l;
	struct keyname n;
	struct key *k, *loaded;

	k = pkcs8_read(view_of(text, sizeof(text) - 1), defaults(), &e);
	ck_assert_msg(k != NULL, "%s", e.msg);
	ck_assert_int_eq(k->algorithm, KEY_UNKNOWN);
	n = import_key(k, &info, NULL);
	open_user(&l, LOCATION_READ);
	loaded = keyvault_load(&l, &n, NULL, &e);
	ck_assert_msg(loaded != NULL, "%s", e.msg);
	ck_assert(secret_equal(&loaded->pkcs8, &k->pkcs8));
	ck_assert_int_eq(loaded->algorithm, KEY_UNKNOWN);
	location_close(&l);
	key_free(loaded);
	key_free(k);
}
END_TEST

START_TEST(keyvault_points_to_a_token)
{
	struct keyinfo info = KEYINFO_INIT, back;
	struct keyname n = { { 7 } };
	struct err e = ERR_INIT;
	enum change_state state;
	struct location l;
	struct change *c;

	info.token = strdup("pkcs11:token=t;object=o");
	open_user(&l, LOCATION_WRITE);
	c = begin(&l);
	ASSERT_WORKS(change_add_key(c, NULL, &n, &info, NULL, false, &state,
	    &e), &e);
	commit(c);
	ck_assert(scratch_holds(path_of(&n),
	    "Token: pkcs11:token=t;object=o\n"));
	ck_assert(!is_there("user/vault.key"));
	ASSERT_WORKS(keyvault_info(&l, &n, &back, &e), &e);
	ck_assert_str_eq(back.token, info.token);
	ASSERT_REFUSED(keyvault_load(&l, &n, NULL, &e), &e, ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, "pkcs11:token=t");
	location_close(&l);
	keyinfo_clear(&info);
	keyinfo_clear(&back);
}
END_TEST

START_TEST(keyvault_notices_a_key_under_another_name)
{
	struct keyname a = import_plain("rsa512.p8"), b = import_plain("ec.p8");
	struct err e = ERR_INIT;
	struct location l;
	char from[256];

	snprintf(from, sizeof(from), "%s", path_of(&a));
	ck_assert_int_eq(rename(from, path_of(&b)), 0);
	open_user(&l, LOCATION_READ);
	ASSERT_REFUSED(keyvault_load(&l, &b, NULL, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "different key");
	location_close(&l);
}
END_TEST

static const char *const damage[] = {
	"", "Key-Spec: AT_SIGNATURE\n", "no PEM", "-----BEGIN X-----\n",
	"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
	("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n"
	 "-----END ENCRYPTED PRIVATE KEY-----\n"),
};

START_TEST(keyvault_refuses_damaged_entries)
{
	struct keyname n = import_plain("rsa512.p8");
	struct err e = ERR_INIT;
	struct location l;

	scratch_put(path_of(&n), damage[_i], strlen(damage[_i]));
	open_user(&l, LOCATION_READ);
	ck_assert_ptr_null(keyvault_load(&l, &n, NULL, &e));
	ck_assert(e.code == ERR_INPUT || e.code == ERR_FORMAT);
	ASSERT_SAYS(&e, "/user/Keys/");
	location_close(&l);
}
END_TEST

START_TEST(keyvault_reads_no_key_through_a_link)
{
	struct keyname n = import_plain("rsa512.p8");
	struct err e = ERR_INIT;
	struct location l;

	ck_assert_int_eq(rename(path_of(&n), "moved"), 0);
	ck_assert_int_eq(symlink("../../moved", path_of(&n)), 0);
	open_user(&l, LOCATION_READ);
	ck_assert(!keyvault_has(&l, &n));
	ASSERT_REFUSED(keyvault_load(&l, &n, NULL, &e), &e, ERR_ACCESS);
	location_close(&l);
}
END_TEST

/* Where others can enter, a file of theirs is none of ours. */
START_TEST(keyvault_reads_no_key_that_others_may_write)
{
	struct keyinfo info = KEYINFO_INIT;
	struct key *k = key_of("rsa512.p8");
	struct keyname n = name_of(k);
	char file[KEYFILE_LEN + 1], path[256];
	struct err e = ERR_INIT;
	struct location l;
	struct change *c;

	ASSERT_WORKS(location_open(&l, PLACE_MACHINE, LOCATION_WRITE, &e), &e);
	c = begin(&l);
	put_key(c, k, false);
	commit(c);
	ASSERT_WORKS(keyvault_info(&l, &n, &info, &e), &e);
	keyinfo_clear(&info);
	keyvault_file(&n, file);
	snprintf(path, sizeof(path), "machine/Keys/%s", file);
	ck_assert_int_eq(chmod(path, 0666), 0);
	ck_assert(!l.out_of_reach);
	ASSERT_REFUSED(keyvault_info(&l, &n, &info, &e), &e, ERR_ACCESS);
	location_close(&l);
	key_free(k);
}
END_TEST

/* ---- the vault key ---- */

START_TEST(keyvault_makes_one_vault_key)
{
	struct stat a, b;

	import_plain("rsa512.p8");
	ck_assert_int_eq(stat("user/vault.key", &a), 0);
	ck_assert_int_eq(a.st_size, 65);
	ck_assert_uint_eq(a.st_mode & 07777, 0600);
	import_plain("ec.p8");
	ck_assert_int_eq(stat("user/vault.key", &b), 0);
	ck_assert(a.st_ino == b.st_ino);
}
END_TEST

/* Another location, another key; and no digit that is always the same. */
START_TEST(keyvault_makes_a_vault_key_at_random)
{
	char text[8][65], path[64];
	bool varies;

	for (size_t i = 0; i < COUNT_OF(text); i++) {
		FILE *f;

		import_plain("rsa512.p8");
		f = fopen("user/vault.key", "r");
		ck_assert_ptr_nonnull(f);
		ck_assert_uint_eq(fread(text[i], 1, 65, f), 65);
		fclose(f);
		snprintf(path, sizeof(path), "was%zu", i);
		ck_assert_int_eq(rename("user", path), 0);
	}
	for (size_t k = 0; k < 64; k++) {
		varies = false;
		for (size_t i = 1; i < COUNT_OF(text); i++)
			varies |= text[i][k] != text[0][k];
		ck_assert_msg(varies, "digit %zu is always %c", k, text[0][k]);
	}
}
END_TEST

START_TEST(keyvault_makes_no_second_vault_key_beside_keys)
{
	struct keyname n = import_plain("rsa512.p8");
	struct err e = ERR_INIT;
	struct key *k = key_of("ec.p8");
	struct keyinfo info = KEYINFO_INIT;
	struct keyname other = name_of(k);
	enum change_state state;
	struct location l;
	struct change *c;

	unlink("user/vault.key");
	open_user(&l, LOCATION_WRITE);
	ASSERT_REFUSED(keyvault_load(&l, &n, NULL, &e), &e, ERR_NOT_FOUND);
	c = begin(&l);
	ASSERT_REFUSED(change_add_key(c, k, &other, &info, NULL, false, &state,
	    &e), &e, ERR_NOT_FOUND);
	ASSERT_SAYS(&e, "SPCKIT_VAULT_KEY");
	change_abort(c);
	location_close(&l);
	ck_assert(!is_there("user/vault.key"));
	key_free(k);
}
END_TEST

static const struct {
	const char	*what;
	const char	*text;
	enum err_code	 code;		/* ERR_NONE: taken */
} vaults[] = {
	{ "as we write it", digits, ERR_NONE },
	{ "empty", "", ERR_INPUT },
	{ "no hex", "0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdeg\n", ERR_INPUT },
	{ "much too long", "0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef\n"
	    "0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef\n", ERR_LIMIT },
	{ "too short", "0123456789abcdef\n", ERR_INPUT },
	{ "two lines", "0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef\n\n", ERR_INPUT },
	{ "a blank in front", " 0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef", ERR_INPUT },
	{ "without line end", "0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef", ERR_NONE },
	{ "DOS line end, capitals", "0123456789ABCDEF0123456789ABCDEF"
	    "0123456789ABCDEF0123456789ABCDEF\r\n", ERR_NONE },
};

START_TEST(keyvault_reads_vault_keys_strictly)
{
	struct secret vault = SECRET_INIT;
	struct err e = ERR_INIT;
	struct location l;
	bool found;

	umask(077);
	mkdir("user", 0700);
	scratch_put("user/vault.key", vaults[_i].text, strlen(vaults[_i].text));
	open_user(&l, LOCATION_READ);
	if (vaults[_i].code == ERR_NONE) {
		ASSERT_WORKS(keyvault_vault(&l, &vault, &found, &e), &e);
		ck_assert(found);
		ck_assert(view_equal(secret_view(&vault),
		    view_of(vaults[_i].text, 64)));
	} else
		ASSERT_REFUSED(keyvault_vault(&l, &vault, &found, &e), &e,
		    vaults[_i].code);
	ck_assert_ptr_null(strstr(e.msg, "0123456789abcdef"));
	secret_clear(&vault);
	location_close(&l);
}
END_TEST

static const mode_t wide[] = { 0640, 0604, 0660, 0620, 0602, 0644, 0666 };

START_TEST(keyvault_refuses_a_vault_key_others_may_use)
{
	struct secret vault = SECRET_INIT;
	struct err e = ERR_INIT;
	struct location l;
	bool found;

	mkdir("user", 0700);
	scratch_put("user/vault.key", digits, 65);
	chmod("user/vault.key", wide[_i]);
	open_user(&l, LOCATION_READ);
	ASSERT_REFUSED(keyvault_vault(&l, &vault, &found, &e), &e, ERR_ACCESS);
	ASSERT_SAYS(&e, "chmod 600");
	ck_assert(!vault.given);
	location_close(&l);
}
END_TEST

START_TEST(keyvault_refuses_a_vault_key_that_is_no_file)
{
	struct secret vault = SECRET_INIT;
	struct err e = ERR_INIT;
	struct location l;
	bool found;

	mkdir("user", 0700);
	scratch_put("real", digits, 65);
	chmod("real", 0600);
	if (_i == 0)
		ck_assert_int_eq(symlink("../real", "user/vault.key"), 0);
	else if (_i == 1)
		ck_assert_int_eq(mkfifo("user/vault.key", 0600), 0);
	else
		mkdir("user/vault.key", 0700);
	open_user(&l, LOCATION_READ);
	ASSERT_REFUSED(keyvault_vault(&l, &vault, &found, &e), &e, ERR_ACCESS);
	location_close(&l);
}
END_TEST

START_TEST(keyvault_refuses_a_vault_key_of_somebody_else)
{
	struct secret vault = SECRET_INIT;
	struct err e = ERR_INIT;
	struct location l;
	bool found;

	if (geteuid() != 0)
		return;
	umask(077);
	mkdir("user", 0700);
	scratch_put("user/vault.key", digits, 65);
	ck_assert_int_eq(chown("user/vault.key", 12345, 0), 0);
	open_user(&l, LOCATION_READ);
	ASSERT_REFUSED(keyvault_vault(&l, &vault, &found, &e), &e, ERR_ACCESS);
	location_close(&l);
}
END_TEST

START_TEST(keyvault_takes_the_vault_key_from_elsewhere)
{
	struct keyname n;
	struct err e = ERR_INIT;
	struct location l;
	struct key *k;

	umask(077);
	scratch_put("elsewhere", digits, 65);
	ck_assert_int_eq(symlink("elsewhere", "link"), 0);
	mkdir("creds", 0700);
	scratch_put("creds/spckit-vault-key", digits, 65);
	chmod("creds/spckit-vault-key", 0440);
	if (_i == 0)
		setenv("SPCKIT_VAULT_KEY", "file:elsewhere", 1);
	else if (_i == 1)
		setenv("SPCKIT_VAULT_KEY", "file:link", 1);
	else
		setenv("CREDENTIALS_DIRECTORY", "creds", 1);
	n = import_plain("rsa512.p8");
	ck_assert(!is_there("user/vault.key"));
	open_user(&l, LOCATION_READ);
	k = keyvault_load(&l, &n, NULL, &e);
	ck_assert_msg(k != NULL, "%s", e.msg);
	key_free(k);
	unsetenv("SPCKIT_VAULT_KEY");
	unsetenv("CREDENTIALS_DIRECTORY");
	ASSERT_REFUSED(keyvault_load(&l, &n, NULL, &e), &e, ERR_NOT_FOUND);
	location_close(&l);
}
END_TEST

START_TEST(keyvault_tells_another_vault_key_from_a_wrong_password)
{
	struct keyname n = import_plain("rsa512.p8");
	struct err e = ERR_INIT;
	struct location l;

	umask(077);
	scratch_put("elsewhere", digits, 65);
	setenv("SPCKIT_VAULT_KEY", "file:elsewhere", 1);
	open_user(&l, LOCATION_READ);
	ASSERT_REFUSED(keyvault_load(&l, &n, NULL, &e), &e, ERR_INPUT);
	ASSERT_SAYS(&e, "vault.key");
	location_close(&l);
}
END_TEST

START_TEST(keyvault_makes_no_vault_key_under_a_mistyped_name)
{
	struct secret vault = SECRET_INIT;
	struct err e = ERR_INIT;
	struct location l;
	bool found;

	mkdir("user", 0700);
	open_user(&l, LOCATION_READ);
	setenv("SPCKIT_VAULT_KEY", "file:/nonexistent/key", 1);
	ASSERT_REFUSED(keyvault_vault(&l, &vault, &found, &e), &e,
	    ERR_NOT_FOUND);
	setenv("SPCKIT_VAULT_KEY", "env:KEY", 1);
	ASSERT_REFUSED(keyvault_vault(&l, &vault, &found, &e), &e, ERR_USAGE);
	setenv("SPCKIT_VAULT_KEY", "file:", 1);
	ASSERT_REFUSED(keyvault_vault(&l, &vault, &found, &e), &e, ERR_USAGE);
	location_close(&l);
}
END_TEST

START_TEST(keyvault_entries_open_without_us)
{
	struct keyinfo info = KEYINFO_INIT;
	struct key *k = key_of("rsa512.p8");
	char command[PATH_MAX + 64];
	struct keyname n;

	if (system("openssl version >/dev/null 2>&1") != 0)
		goto out;
	info.spec = AT_SIGNATURE;
	info.friendly_name = strdup("-----BEGIN CERTIFICATE-----\nname");
	n = import_key(k, &info, NULL);
	snprintf(command, sizeof(command), "openssl pkey -in %s -passin "
	    "file:user/vault.key -pubout -outform DER -out spki 2>/dev/null",
	    path_of(&n));
	ck_assert_int_eq(system(command), 0);
	snprintf(command, sizeof(command), "cmp -s spki %s/keys/rsa512.spki",
	    fixtures_path);
	ck_assert_int_eq(system(command), 0);
 out:
	keyinfo_clear(&info);
	key_free(k);
}
END_TEST

static void
add_vault(TCase *tc)
{
	tcase_add_test(tc, keyvault_reads_no_key_that_others_may_write);
	tcase_add_test(tc, keyvault_makes_one_vault_key);
	tcase_add_test(tc, keyvault_makes_a_vault_key_at_random);
	tcase_add_test(tc, keyvault_makes_no_second_vault_key_beside_keys);
	tcase_add_loop_test(tc, keyvault_reads_vault_keys_strictly, 0,
	    COUNT_OF(vaults));
	tcase_add_loop_test(tc, keyvault_refuses_a_vault_key_others_may_use, 0,
	    COUNT_OF(wide));
	tcase_add_loop_test(tc, keyvault_refuses_a_vault_key_that_is_no_file,
	    0, 3);
	tcase_add_test(tc, keyvault_refuses_a_vault_key_of_somebody_else);
	tcase_add_loop_test(tc, keyvault_takes_the_vault_key_from_elsewhere, 0,
	    3);
	tcase_add_test(tc,
	    keyvault_tells_another_vault_key_from_a_wrong_password);
	tcase_add_test(tc, keyvault_makes_no_vault_key_under_a_mistyped_name);
	tcase_add_test(tc, keyvault_entries_open_without_us);
}

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, store_setup, scratch_leave);
	tcase_add_loop_test(tc, keyvault_names_a_key_as_its_certificate, 0, 5);
	tcase_add_test(tc, keyvault_names_an_unknown_key_by_itself);
	tcase_add_test(tc, keyvault_has_no_name_for_what_cannot_be_read);
	tcase_add_test(tc, keyvault_knows_what_it_has);
	tcase_add_test(tc, keyvault_knows_names_in_one_spelling);
	tcase_add_test(tc, keyvault_that_is_not_there_has_nothing);
	tcase_add_loop_test(tc, keyvault_keeps_any_text, 0, COUNT_OF(values));
	tcase_add_test(tc, keyvault_text_looks_like_no_pem);
	tcase_add_loop_test(tc, keyvault_reads_text_lines, 0, COUNT_OF(infos));
	tcase_add_loop_test(tc, keyvault_gives_back_the_key, 0, 6);
	tcase_add_test(tc, keyvault_protects_with_a_passphrase);
	tcase_add_test(tc, keyvault_makes_guesses_cost);
	tcase_add_test(tc, keyvault_protects_with_nothing_but_a_passphrase);
	tcase_add_test(tc, keyvault_keeps_a_key_of_unknown_algorithm);
	tcase_add_test(tc, keyvault_points_to_a_token);
	tcase_add_test(tc, keyvault_notices_a_key_under_another_name);
	tcase_add_loop_test(tc, keyvault_refuses_damaged_entries, 0,
	    COUNT_OF(damage));
	tcase_add_test(tc, keyvault_reads_no_key_through_a_link);
	add_vault(tc);
}

UNIT_MAIN("keyvault", add)
