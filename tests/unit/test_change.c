#include <sys/resource.h>
#include <sys/wait.h>

#include <signal.h>
#include <stdio.h>

#include "cert/certprop.h"
#include "journal.h"
#include "teststore.h"

/* ---- adding ---- */

START_TEST(change_adds_a_key_and_its_certificate)
{
	struct key *k = key_of("rsa512.p8");
	struct cert *c = cert_of("somebody", k, 1);
	struct keyname n;
	struct location l;

	umask(_i == 0 ? 0 : 077);
	import(k, c);
	ck_assert_uint_eq(mode_of(entry_path(c)), 0600);
	ck_assert_uint_eq(mode_of(key_path(k)), 0600);
	ck_assert_uint_eq(mode_of("user/vault.key"), 0600);
	ck_assert_int_eq(scratch_count("user/.tmp"), 0);
	open_user(&l, LOCATION_READ);
	ck_assert(keyvault_name_of_cert(c, &n));
	ck_assert(keyvault_has(&l, &n));
	location_close(&l);
	cert_free(c);
	key_free(k);
}
END_TEST

START_TEST(change_makes_the_machines_files_readable)
{
	struct key *k = key_of("rsa512.p8");
	struct cert *c = cert_of("somebody", k, 1);
	struct err e = ERR_INIT;
	struct location l;
	struct change *ch;
	char path[256], file[STORE_FILE_LEN + 1];
	mode_t mode;

	umask(_i == 0 ? 0 : 077);
	ASSERT_WORKS(location_open(&l, PLACE_MACHINE, LOCATION_WRITE, &e), &e);
	ch = begin(&l);
	put_key(ch, k, false);
	put_cert(ch, "My", c, false);
	commit(ch);
	location_close(&l);
	store_file(c->sha1, file);
	snprintf(path, sizeof(path),
	    "machine/SystemCertificates/My/Certificates/%s", file);
	ck_assert_uint_eq(mode_of(path), 0644);
	/* 0640 where the group is there */
	mode = mode_of("machine/vault.key");
	ck_assert(mode == 0600 || mode == 0640);
	cert_free(c);
	key_free(k);
}
END_TEST

/* All contents first; then the vault key, the key, and last what needs them,
 * each followed by its folder. */
START_TEST(change_is_synced_step_by_step)
{
	struct key *k = key_of("rsa512.p8");
	struct cert *c = cert_of("somebody", k, 1);
	struct location l;
	struct change *ch;

	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	put_cert(ch, "My", c, false);
	put_key(ch, k, false);
	journal_begin();
	commit(ch);
	ck_assert_str_eq(journal, "FFFVDKDRD");
	location_close(&l);
	cert_free(c);
	key_free(k);
}
END_TEST

START_TEST(change_of_nothing_is_done)
{
	struct location l;

	open_user(&l, LOCATION_WRITE);
	commit(begin(&l));
	change_abort(NULL);
	location_close(&l);
	ck_assert_int_eq(scratch_count("user"), 1);	/* .lock */
}
END_TEST

START_TEST(change_needs_the_lock)
{
	struct err e = ERR_INIT;
	struct location l;

	mkdir("user", 0700);
	open_user(&l, LOCATION_READ);
	ck_assert_ptr_null(change_begin(&l, &e));
	ck_assert_int_eq(e.code, ERR_ACCESS);
	location_close(&l);
}
END_TEST

/* As another program may have written it. */
START_TEST(change_keeps_the_name_of_an_entry)
{
	struct cert *c = cert_of("somebody", NULL, 1);
	struct err e = ERR_INIT;
	char lower[256];
	struct location l;
	struct change *ch;
	bool removed;

	import(NULL, c);
	snprintf(lower, sizeof(lower), "%s", entry_path(c));
	for (char *p = strrchr(lower, '/'); *p != '\0'; p++)
		*p = *p >= 'A' && *p <= 'F' ? (char)(*p + 32) : *p;
	ck_assert_int_eq(rename(entry_path(c), lower), 0);
	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	ck_assert_int_eq(put_cert(ch, "My", c, false), CHANGE_PRESENT);
	ck_assert_int_eq(put_cert(ch, "My", c, true), CHANGE_REPLACED);
	commit(ch);
	ck_assert(is_there(lower));
	ck_assert_int_eq(scratch_count(ENTRIES), 1);
	ASSERT_WORKS(change_remove_cert(&l, "My", c->sha1, false, &removed,
	    &e), &e);
	ck_assert_int_eq(scratch_count(ENTRIES), 0);
	location_close(&l);
	cert_free(c);
}
END_TEST

/* A reader has a lock as well, where there is one: it shares it. */
START_TEST(change_needs_more_than_a_readers_lock)
{
	struct cert *c = cert_of("somebody", NULL, 1);
	struct err e = ERR_INIT;
	struct location l;
	bool removed;

	import(NULL, c);
	open_user(&l, LOCATION_READ);
	ck_assert_int_ne(l.lock, -1);
	ck_assert_ptr_null(change_begin(&l, &e));
	ck_assert_int_eq(e.code, ERR_ACCESS);
	err_clear(&e);
	ASSERT_REFUSED(change_remove_cert(&l, "My", c->sha1, false, &removed,
	    &e), &e, ERR_ACCESS);
	ck_assert(is_there(entry_path(c)));
	location_close(&l);
	cert_free(c);
}
END_TEST

START_TEST(change_leaves_what_is_there)
{
	struct key *k = key_of("rsa512.p8");
	struct cert *c = cert_of("somebody", k, 1);
	struct stat key, entry, st;
	struct location l;
	struct change *ch;

	import(k, c);
	ck_assert_int_eq(stat(key_path(k), &key), 0);
	ck_assert_int_eq(stat(entry_path(c), &entry), 0);
	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	ck_assert_int_eq(put_key(ch, k, false), CHANGE_PRESENT);
	ck_assert_int_eq(put_cert(ch, "MY", c, false), CHANGE_PRESENT);
	commit(ch);
	ck_assert_int_eq(stat(key_path(k), &st), 0);
	ck_assert(st.st_ino == key.st_ino);
	ck_assert_int_eq(stat(entry_path(c), &st), 0);
	ck_assert(st.st_ino == entry.st_ino);
	ch = begin(&l);
	ck_assert_int_eq(put_key(ch, k, true), CHANGE_REPLACED);
	ck_assert_int_eq(put_cert(ch, "My", c, true), CHANGE_REPLACED);
	commit(ch);
	ck_assert_int_eq(stat(key_path(k), &st), 0);
	ck_assert(st.st_ino != key.st_ino);
	ck_assert_int_eq(scratch_count("user/.tmp"), 0);
	ck_assert_int_eq(scratch_count("user/Keys"), 1);
	ck_assert_int_eq(scratch_count(ENTRIES), 1);
	location_close(&l);
	cert_free(c);
	key_free(k);
}
END_TEST

/* The entry as it is on the disk; the caller frees it. */
static struct cert *
stored(const struct cert *c)
{
	struct cert *found = NULL;
	struct err e = ERR_INIT;
	struct location l;
	struct store s;

	open_user(&l, LOCATION_READ);
	ASSERT_WORKS(store_open(&s, &l, "My", &e), &e);
	ASSERT_WORKS(store_find(&s, c->sha1, &found, &e), &e);
	ck_assert_ptr_nonnull(found);
	store_close(&s);
	location_close(&l);
	return found;
}

static enum change_state
add_again(const struct cert *c, bool replace)
{
	enum change_state state;
	struct location l;
	struct change *ch;

	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	state = put_cert(ch, "My", c, replace);
	commit(ch);
	location_close(&l);
	return state;
}

START_TEST(change_takes_what_is_new_about_a_certificate)
{
	struct cert *c = cert_of("somebody", NULL, 1), *now;
	struct err e = ERR_INIT;
	struct view v;

	ASSERT_WORKS(cert_set_friendly_name(c, view_str("first"), &e), &e);
	ASSERT_WORKS(certprop_set(c, 90, view_str("old"), &e), &e);
	import(NULL, c);
	ck_assert_int_eq(add_again(c, false), CHANGE_PRESENT);

	bytes_clear(&c->properties);
	ASSERT_WORKS(certprop_set(c, 90, view_str("ignored"), &e), &e);
	ASSERT_WORKS(certprop_set(c, 91, view_str("new"), &e), &e);
	ASSERT_WORKS(cert_set_friendly_name(c, view_str("second"), &e), &e);
	ck_assert_int_eq(add_again(c, false), CHANGE_REPLACED);
	now = stored(c);
	ck_assert_str_eq(now->friendly_name, "second");
	ck_assert(certprop_get(now, 90, &v));
	ck_assert(view_equal(v, view_str("old")));
	ck_assert(certprop_get(now, 91, &v));
	cert_free(now);

	free(c->friendly_name);
	c->friendly_name = NULL;
	ck_assert_int_eq(add_again(c, false), CHANGE_PRESENT);
	ck_assert_int_eq(add_again(c, true), CHANGE_REPLACED);
	now = stored(c);
	ck_assert_ptr_null(now->friendly_name);
	ck_assert(certprop_get(now, 90, &v));
	ck_assert(view_equal(v, view_str("ignored")));
	cert_free(now);
	cert_free(c);
}
END_TEST

START_TEST(change_mends_a_damaged_entry)
{
	struct cert *c = cert_of("somebody", NULL, 1), *now;

	import(NULL, c);
	scratch_put(entry_path(c), "damaged", _i == 0 ? 7 : 0);
	ck_assert_int_eq(add_again(c, false), CHANGE_REPLACED);
	now = stored(c);
	cert_free(now);
	cert_free(c);
}
END_TEST

START_TEST(change_replaces_nothing_but_files)
{
	struct key *k = key_of("rsa512.p8");
	struct cert *c = cert_of("somebody", k, 1);
	struct keyinfo info = KEYINFO_INIT;
	struct keyname n = name_of(k);
	struct err e = ERR_INIT;
	enum change_state state;
	struct location l;
	struct change *ch;

	import(k, c);
	unlink(key_path(k));
	unlink(entry_path(c));
	ck_assert_int_eq(symlink("target", key_path(k)), 0);
	ck_assert_int_eq(symlink("target", entry_path(c)), 0);
	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	ASSERT_REFUSED(change_add_key(ch, k, &n, &info, NULL, true, &state,
	    &e), &e, ERR_ACCESS);
	ASSERT_REFUSED(change_add_cert(ch, "My", c, true, &state, &e), &e,
	    ERR_ACCESS);
	change_abort(ch);
	location_close(&l);
	ck_assert(!is_there("user/Keys/target"));
	ck_assert(!is_there(ENTRIES "/target"));
	cert_free(c);
	key_free(k);
}
END_TEST

/* ---- several in one ---- */

START_TEST(change_knows_what_it_has_itself)
{
	struct key *k = key_of("rsa512.p8");
	struct cert *c = cert_of("somebody", k, 1), *now;
	struct err e = ERR_INIT;
	struct location l;
	struct change *ch;

	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	ck_assert_int_eq(put_key(ch, k, false), CHANGE_ADDED);
	ck_assert_int_eq(put_key(ch, k, false), CHANGE_PRESENT);
	ck_assert_int_eq(put_cert(ch, "My", c, false), CHANGE_ADDED);
	ck_assert_int_eq(put_cert(ch, "my", c, false), CHANGE_PRESENT);
	ck_assert_int_eq(put_cert(ch, "CA", c, false), CHANGE_ADDED);
	ASSERT_WORKS(cert_set_friendly_name(c, view_str("name"), &e), &e);
	ck_assert_int_eq(put_cert(ch, "My", c, false), CHANGE_REPLACED);
	commit(ch);
	location_close(&l);
	now = stored(c);
	ck_assert_str_eq(now->friendly_name, "name");
	ck_assert_int_eq(scratch_count("user/.tmp"), 0);
	ck_assert_int_eq(scratch_count(ENTRIES), 1);
	cert_free(now);
	cert_free(c);
	key_free(k);
}
END_TEST

START_TEST(change_goes_back_to_a_mark)
{
	struct key *a = key_of("rsa512.p8"), *b = key_of("ec.p8");
	struct cert *ca = cert_of("a", a, 1), *cb = cert_of("b", b, 2), *now;
	struct err e = ERR_INIT;
	struct location l;
	struct change *ch;
	size_t mark;

	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	/* The vault key is made, gone again, and made anew. */
	mark = change_mark(ch);
	put_key(ch, b, false);
	change_back_to(ch, mark);
	change_back_to(ch, mark);
	put_key(ch, a, false);
	put_cert(ch, "My", ca, false);
	mark = change_mark(ch);
	put_key(ch, b, false);
	put_cert(ch, "My", cb, false);
	ASSERT_WORKS(cert_set_friendly_name(ca, view_str("name"), &e), &e);
	ck_assert_int_eq(put_cert(ch, "My", ca, false), CHANGE_REPLACED);
	put_cert(ch, "Other", cb, false);
	change_back_to(ch, mark);
	ck_assert_int_eq(put_cert(ch, "My", cb, false), CHANGE_ADDED);
	change_back_to(ch, mark);
	commit(ch);
	location_close(&l);
	ck_assert(is_there(key_path(a)));
	ck_assert(!is_there(key_path(b)));
	ck_assert(is_there("user/vault.key"));
	ck_assert_int_eq(scratch_count(ENTRIES), 1);
	ck_assert(!is_there("user/SystemCertificates/Other"));
	ck_assert_int_eq(scratch_count("user/.tmp"), 0);
	now = stored(ca);
	ck_assert_ptr_null(now->friendly_name);
	cert_free(now);
	cert_free(ca);
	cert_free(cb);
	key_free(a);
	key_free(b);
}
END_TEST

START_TEST(change_may_hold_more_files_than_a_process)
{
	struct rlimit few = { 48, 48 };
	struct location l;
	struct change *ch;

	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	for (unsigned i = 1; i <= 150; i++) {
		struct cert *c = cert_of("somebody", NULL, i);

		ck_assert_int_eq(put_cert(ch, "My", c, false), CHANGE_ADDED);
		ck_assert_int_eq(put_cert(ch, "My", c, false), CHANGE_PRESENT);
		cert_free(c);
	}
	commit(ch);
	location_close(&l);
	ck_assert_int_eq(scratch_count(ENTRIES), 150);
	/* A folder that has grown is not kept. */
	ck_assert(!is_there("user/.tmp"));
}
END_TEST

/* ---- all or nothing ---- */

START_TEST(change_that_is_aborted_leaves_nothing)
{
	struct key *k = key_of("rsa512.p8");
	struct cert *c = cert_of("somebody", k, 1);
	struct location l;
	struct change *ch;

	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	put_key(ch, k, false);
	put_cert(ch, "My", c, false);
	change_abort(ch);
	location_close(&l);
	ck_assert(!is_there("user/vault.key"));
	ck_assert(!is_there("user/SystemCertificates/My"));
	ck_assert_int_eq(scratch_count("user/Keys"), 0);
	ck_assert_int_eq(scratch_count("user/.tmp"), 0);
	cert_free(c);
	key_free(k);
}
END_TEST

/* Somebody ignores the lock and takes one of the names: what was renamed
 * before it is taken back, old files and all. */
START_TEST(change_that_fails_leaves_the_store_as_it_was)
{
	struct key *k = key_of("rsa512.p8"), *other = key_of("ec.p8");
	struct cert *c = cert_of("somebody", k, 1), *late = cert_of("x", other,
	    2), *now;
	struct err e = ERR_INIT;
	struct stat key, st;
	struct location l;
	struct change *ch;

	import(k, c);
	ck_assert_int_eq(stat(key_path(k), &key), 0);
	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	ck_assert_int_eq(put_key(ch, k, true), CHANGE_REPLACED);
	ck_assert_int_eq(put_key(ch, other, false), CHANGE_ADDED);
	ASSERT_WORKS(cert_set_friendly_name(c, view_str("name"), &e), &e);
	ck_assert_int_eq(put_cert(ch, "My", c, true), CHANGE_REPLACED);
	ck_assert_int_eq(put_cert(ch, "My", late, false), CHANGE_ADDED);
	scratch_put(entry_path(late), "taken", 5);
	ASSERT_REFUSED(change_commit(ch, &e), &e, ERR_EXISTS);
	ck_assert(!is_there(key_path(other)));
	change_abort(ch);
	location_close(&l);
	ck_assert_int_eq(stat(key_path(k), &st), 0);
	ck_assert(st.st_ino == key.st_ino);
	ck_assert(!is_there(key_path(other)));
	ck_assert(scratch_holds(entry_path(late), "taken"));
	ck_assert_int_eq(scratch_count("user/.tmp"), 0);
	now = stored(c);
	ck_assert_ptr_null(now->friendly_name);
	cert_free(now);
	cert_free(c);
	cert_free(late);
	key_free(k);
	key_free(other);
}
END_TEST

START_TEST(change_survives_a_limit_on_file_sizes)
{
	struct key *k = key_of("rsa512.p8");
	struct cert *c = cert_of("somebody", k, 1);
	struct rlimit none = { 1, 1 };
	struct keyinfo info = KEYINFO_INIT;
	struct keyname n = name_of(k);
	struct err e = ERR_INIT;
	enum change_state state;
	struct location l;
	struct change *ch;

	signal(SIGXFSZ, SIG_IGN);
	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &none), 0);
	ASSERT_REFUSED(change_add_key(ch, k, &n, &info, NULL, false, &state,
	    &e), &e, ERR_IO);
	ASSERT_REFUSED(change_add_cert(ch, "My", c, false, &state, &e), &e,
	    ERR_IO);
	change_abort(ch);
	location_close(&l);
	ck_assert_int_eq(scratch_count("user/.tmp"), 0);
	ck_assert(!is_there("user/SystemCertificates/My"));
	cert_free(c);
	key_free(k);
}
END_TEST

START_TEST(change_sweeps_what_was_left_and_only_that)
{
	struct location l;

	mkdir("user", 0700);
	mkdir("user/.tmp", 0700);
	mkdir("user/Keys", 0700);
	scratch_put("user/.tmp/.spckit-tmp-0123456789abcdef", "x", 1);
	scratch_put("user/.tmp/somebody-elses", "x", 1);
	scratch_put("user/Keys/.spckit-tmp-0123456789abcdef", "x", 1);
	open_user(&l, LOCATION_READ);
	location_close(&l);
	ck_assert_int_eq(scratch_count("user/.tmp"), 2);
	open_user(&l, LOCATION_WRITE);
	change_abort(begin(&l));
	location_close(&l);
	ck_assert_int_eq(scratch_count("user/.tmp"), 1);
	ck_assert(is_there("user/.tmp/somebody-elses"));
	ck_assert(is_there("user/Keys/.spckit-tmp-0123456789abcdef"));
}
END_TEST

/* Killed anywhere: no certificate without its key, and the next one does it. */
START_TEST(change_that_is_killed_can_be_made_again)
{
	struct key *k = key_of("rsa512.p8");
	struct cert *c = cert_of("somebody", k, 1);
	struct location l;
	struct change *ch;
	pid_t pid;

	for (int step = 0; step < 4; step++) {
		pid = fork();
		ck_assert_int_ge(pid, 0);
		if (pid == 0) {
			open_user(&l, LOCATION_WRITE);
			ch = begin(&l);
			if (step > 0)
				put_key(ch, k, false);
			if (step > 1)
				put_cert(ch, "My", c, false);
			if (step > 2)
				commit(ch);
			raise(SIGKILL);
		}
		ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
		ck_assert(!is_there(entry_path(c)) || is_there(key_path(k)));
	}
	import(k, c);
	ck_assert(is_there(entry_path(c)));
	ck_assert_int_eq(scratch_count("user/.tmp"), 0);
	cert_free(c);
	key_free(k);
}
END_TEST

/* Two first imports at once: one vault key, which opens both. */
START_TEST(change_of_several_at_once_makes_one_vault_key)
{
	static const char *const keys[] = { "rsa512.p8", "ec.p8", "dsa.p8",
	    "ed25519.p8" };
	struct err e = ERR_INIT;
	struct location l;
	pid_t pids[COUNT_OF(keys)];
	int status;

	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		pids[i] = fork();
		ck_assert_int_ge(pids[i], 0);
		if (pids[i] == 0) {
			struct key *k = key_of(keys[i]);
			struct cert *c = cert_of(keys[i], k, 1);

			import(k, c);
			_exit(0);
		}
	}
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		ck_assert_int_eq(waitpid(pids[i], &status, 0), pids[i]);
		ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	open_user(&l, LOCATION_READ);
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		struct key *k = key_of(keys[i]), *loaded;
		struct keyname n = name_of(k);

		loaded = keyvault_load(&l, &n, NULL, &e);
		ck_assert_msg(loaded != NULL, "%s", e.msg);
		key_free(loaded);
		key_free(k);
	}
	location_close(&l);
}
END_TEST

/* ---- removing ---- */

static bool
remove_it(const char *store, const struct cert *c, bool with_key,
    bool *key_removed, struct err *e)
{
	struct location l;
	bool ok;

	open_user(&l, LOCATION_WRITE);
	ok = change_remove_cert(&l, store, c->sha1, with_key, key_removed, e);
	location_close(&l);
	return ok;
}

START_TEST(change_removes_an_entry_and_keeps_its_key)
{
	struct key *k = key_of("rsa512.p8");
	struct cert *c = cert_of("somebody", k, 1);
	struct err e = ERR_INIT;
	bool removed;

	import(k, c);
	ASSERT_WORKS(remove_it("my", c, false, &removed, &e), &e);
	ck_assert(!removed);
	ck_assert(!is_there(entry_path(c)));
	ck_assert(is_there(key_path(k)));
	ASSERT_REFUSED(remove_it("My", c, false, &removed, &e), &e,
	    ERR_NOT_FOUND);
	ASSERT_REFUSED(remove_it("Other", c, false, &removed, &e), &e,
	    ERR_NOT_FOUND);
	ck_assert_int_eq(scratch_count("user/.tmp"), 0);
	cert_free(c);
	key_free(k);
}
END_TEST

START_TEST(change_removes_a_key_that_nobody_needs)
{
	struct key *k = key_of("rsa512.p8"), *other = key_of("ec.p8");
	struct cert *old = cert_of("old", k, 1), *renewed = cert_of("new", k,
	    2), *unrelated = cert_of("x", other, 3);
	struct err e = ERR_INIT;
	bool removed;

	import(k, old);
	import(NULL, renewed);
	import(other, unrelated);
	ASSERT_WORKS(remove_it("My", old, true, &removed, &e), &e);
	ck_assert(!removed);
	ck_assert(is_there(key_path(k)));
	ASSERT_WORKS(remove_it("My", renewed, true, &removed, &e), &e);
	ck_assert(removed);
	ck_assert(!is_there(key_path(k)));
	ck_assert(is_there(key_path(other)));
	ck_assert_int_eq(scratch_count("user/.tmp"), 0);
	cert_free(old);
	cert_free(renewed);
	cert_free(unrelated);
	key_free(k);
	key_free(other);
}
END_TEST

START_TEST(change_keeps_a_key_that_another_store_needs)
{
	struct key *k = key_of("rsa512.p8");
	struct cert *c = cert_of("somebody", k, 1);
	struct err e = ERR_INIT;
	struct location l;
	struct change *ch;
	bool removed;

	import(k, c);
	open_user(&l, LOCATION_WRITE);
	ch = begin(&l);
	put_cert(ch, "Other", c, false);
	commit(ch);
	location_close(&l);
	ASSERT_WORKS(remove_it("My", c, true, &removed, &e), &e);
	ck_assert(!removed);
	ck_assert(is_there(key_path(k)));
	ASSERT_WORKS(remove_it("Other", c, true, &removed, &e), &e);
	ck_assert(removed);
	cert_free(c);
	key_free(k);
}
END_TEST

START_TEST(change_removes_what_has_no_key)
{
	struct cert *c = cert_of("somebody", NULL, 1);
	struct err e = ERR_INIT;
	bool removed;

	import(NULL, c);
	if (_i == 1)
		scratch_put(entry_path(c), "damaged", 7);
	ASSERT_WORKS(remove_it("My", c, true, &removed, &e), &e);
	ck_assert(!removed);
	ck_assert(!is_there(entry_path(c)));
	cert_free(c);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, store_setup, scratch_leave);
	tcase_add_loop_test(tc, change_adds_a_key_and_its_certificate, 0, 2);
	tcase_add_loop_test(tc, change_makes_the_machines_files_readable, 0,
	    2);
	tcase_add_test(tc, change_is_synced_step_by_step);
	tcase_add_test(tc, change_of_nothing_is_done);
	tcase_add_test(tc, change_needs_the_lock);
	tcase_add_test(tc, change_needs_more_than_a_readers_lock);
	tcase_add_test(tc, change_keeps_the_name_of_an_entry);
	tcase_add_test(tc, change_leaves_what_is_there);
	tcase_add_test(tc, change_takes_what_is_new_about_a_certificate);
	tcase_add_loop_test(tc, change_mends_a_damaged_entry, 0, 2);
	tcase_add_test(tc, change_replaces_nothing_but_files);
	tcase_add_test(tc, change_knows_what_it_has_itself);
	tcase_add_test(tc, change_goes_back_to_a_mark);
	tcase_add_test(tc, change_may_hold_more_files_than_a_process);
	tcase_add_test(tc, change_that_is_aborted_leaves_nothing);
	tcase_add_test(tc, change_that_fails_leaves_the_store_as_it_was);
	tcase_add_test(tc, change_survives_a_limit_on_file_sizes);
	tcase_add_test(tc, change_sweeps_what_was_left_and_only_that);
	tcase_add_test(tc, change_that_is_killed_can_be_made_again);
	tcase_add_test(tc, change_of_several_at_once_makes_one_vault_key);
	tcase_add_test(tc, change_removes_an_entry_and_keeps_its_key);
	tcase_add_test(tc, change_removes_a_key_that_nobody_needs);
	tcase_add_test(tc, change_keeps_a_key_that_another_store_needs);
	tcase_add_loop_test(tc, change_removes_what_has_no_key, 0, 2);
}

UNIT_MAIN("change", add)
