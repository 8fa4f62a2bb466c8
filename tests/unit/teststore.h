/*
 * teststore.h - a store in a scratch folder, and what its tests share
 *
 * The user's location is ./user and the machine's ./machine of the scratch
 * folder; neither is there at first.
 */

#ifndef SPCKIT_TESTS_TESTSTORE_H
#define SPCKIT_TESTS_TESTSTORE_H

#include <limits.h>

#include "formats/key/pkcs8.h"
#include "scratch.h"
#include "store/change.h"
#include "store/location.h"
#include "store/store.h"
#include "testcert.h"
#include "testkeys.h"
#include "unit.h"

static char fixtures_path[PATH_MAX];

static inline void
store_setup(void)
{
	const char *root = getenv("FIXTURES");
	char path[512];

	/* Before leaving the folder that it is relative to. */
	ck_assert_ptr_nonnull(realpath(root != NULL ? root : "tests/fixtures",
	    fixtures_path));
	setenv("FIXTURES", fixtures_path, 1);
	scratch_enter();
	umask(022);
	snprintf(path, sizeof(path), "%s/user", scratch);
	setenv("SPCKIT_HOME", path, 1);
	snprintf(path, sizeof(path), "%s/machine", scratch);
	setenv("SPCKIT_MACHINE_HOME", path, 1);
	unsetenv("SPCKIT_VAULT_KEY");
	unsetenv("CREDENTIALS_DIRECTORY");
	unsetenv("XDG_DATA_HOME");
}

static inline mode_t
mode_of(const char *path)
{
	struct stat st;

	ck_assert_msg(lstat(path, &st) == 0, "%s is not there", path);
	return st.st_mode & 07777;
}

static inline bool
is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static inline void
open_user(struct location *l, enum location_use use)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(location_open(l, PLACE_USER, use, &e), &e);
}

static inline struct key *
key_of(const char *name)
{
	struct bytes der = fixture(name);
	struct err e = ERR_INIT;
	struct key *k = pkcs8_read(view_bytes(&der), defaults(), &e);

	ck_assert_msg(k != NULL, "%s: %s", name, e.msg);
	bytes_clear(&der);
	return k;
}

static inline struct keyname
name_of(const struct key *k)
{
	struct keyname n;

	ck_assert(keyvault_name_of_key(k, &n));
	return n;
}

/* A certificate of this key, or of some other. */
static inline struct cert *
cert_of(const char *subject, const struct key *k, unsigned serial)
{
	struct testcert t = { .subject = subject, .serial = serial };

	if (k != NULL)
		t.spki = view_bytes(&k->spki);
	return testcert_new(&t);
}

static inline struct change *
begin(struct location *l)
{
	struct err e = ERR_INIT;
	struct change *c = change_begin(l, &e);

	ck_assert_msg(c != NULL, "%s", e.msg);
	return c;
}

static inline enum change_state
put_cert(struct change *c, const char *store, const struct cert *cert,
    bool replace)
{
	struct err e = ERR_INIT;
	enum change_state state;

	ASSERT_WORKS(change_add_cert(c, store, cert, replace, &state, &e), &e);
	return state;
}

static inline enum change_state
put_key(struct change *c, const struct key *k, bool replace)
{
	struct keyinfo info = KEYINFO_INIT;
	struct err e = ERR_INIT;
	struct keyname n = name_of(k);
	enum change_state state;

	info.spec = AT_SIGNATURE;
	ASSERT_WORKS(change_add_key(c, k, &n, &info, NULL, replace, &state,
	    &e), &e);
	return state;
}

static inline void
commit(struct change *c)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(change_commit(c, &e), &e);
	change_abort(c);
}

/* One key and its certificate in My, as an import leaves them. */
static inline void
import(const struct key *k, const struct cert *cert)
{
	struct location l;
	struct change *c;

	open_user(&l, LOCATION_WRITE);
	c = begin(&l);
	if (k != NULL)
		put_key(c, k, false);
	put_cert(c, "My", cert, false);
	commit(c);
	location_close(&l);
}

#define ENTRIES		"user/SystemCertificates/My/Certificates"

static inline const char *
entry_path(const struct cert *c)
{
	static char path[256];
	char file[STORE_FILE_LEN + 1];

	store_file(c->sha1, file);
	snprintf(path, sizeof(path), ENTRIES "/%s", file);
	return path;
}

static inline const char *
key_path(const struct key *k)
{
	struct keyname n = name_of(k);
	static char path[256];
	char file[KEYFILE_LEN + 1];

	keyvault_file(&n, file);
	snprintf(path, sizeof(path), "user/Keys/%s", file);
	return path;
}

#endif
