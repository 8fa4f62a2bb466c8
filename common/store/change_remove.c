#include "store/change_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "io/dir.h"
#include "io/tempfiles.h"

static bool
sweep_one(const char *name, unsigned char type, void *arg, struct err *e)
{
	const int *temp = arg;

	(void)type, (void)e;
	/* One that cannot be removed does no harm. */
	if (strncmp(name, TEMPFILES_PREFIX, strlen(TEMPFILES_PREFIX)) == 0)
		unlinkat(*temp, name, 0);
	return true;
}

bool
change_sweep(const struct location *l, int *temp, struct err *e)
{
	if (!location_open_temp(l, false, temp, e))
		return false;
	return *temp == -1 || dir_walk(*temp, sweep_one, temp, e) ||
	    err_in(e, "%s/.tmp", l->path);
}

/* ---- removal ---- */

/* Does any other entry have this key? */
struct other {
	const struct keyname	*key;
	const unsigned char	*sha1;	/* of the entry that goes */
	bool			 here;	/* in the store that it is in */
	bool			 found;
};

static bool
look_at(struct cert *c, bool *keep, void *arg, struct err *e)
{
	struct other *o = arg;
	struct keyname n;

	(void)keep;
	if (!c->scanned ||
	    (o->here && memcmp(c->sha1, o->sha1, SHA1_LEN) == 0))
		return true;
	if (!keyvault_name_of_cert(c, &n))
		return err_memory(e);
	o->found = memcmp(n.sha256, o->key->sha256, SHA256_LEN) == 0;
	return !o->found;
}

static bool
look_through(const struct location *l, const char *name, struct other *o,
    struct err *e)
{
	struct store s = STORE_INIT;
	bool ok;

	if (!store_open(&s, l, name, e))
		return false;
	ok = store_walk(&s, look_at, o, e) || o->found;
	store_close(&s);
	return ok;
}

static bool
needed_elsewhere(const struct location *l, const char *store,
    const unsigned char sha1[SHA1_LEN], const struct keyname *key,
    bool *needed, struct err *e)
{
	struct other o = { key, sha1, false, false };
	size_t count, i;
	char **names;
	bool ok = true;

	if (!location_list_stores(l, &names, &count, e))
		return false;
	for (i = 0; ok && !o.found && i < count; i++) {
		o.here = text_same(names[i], store);
		ok = look_through(l, names[i], &o, e);
	}
	for (i = 0; i < count; i++)
		free(names[i]);
	free(names);
	*needed = o.found;
	return ok;
}

static int
rename_at(int from, const char *old, int to, const char *fresh)
{
	int r;

	do
		r = renameat(from, old, to, fresh);
	while (r == -1 && errno == EINTR);
	return r;
}

/* Out of its folder first, so that it can be put back when the disk does not
 * take the change. */
static bool
remove_file(int temp, int dir, const char *file, struct err *e)
{
	char away[NAME_MAX + 1];

	snprintf(away, sizeof(away), TEMPFILES_PREFIX "%s", file);
	if (rename_at(dir, file, temp, away) == -1)
		return err_errno(e, errno, "cannot remove");
	if (!dir_sync(dir, e)) {
		rename_at(temp, away, dir, file);
		return false;
	}
	unlinkat(temp, away, 0);
	return true;
}

static bool
remove_key(const struct location *l, int temp, const struct keyname *key,
    bool *removed, struct err *e)
{
	char file[KEYFILE_LEN + 1];
	bool ok = true;
	int keys;

	keyvault_file(key, file);
	if (!location_open_keys(l, false, &keys, e))
		return false;
	if (keys == -1)
		return true;
	*removed = remove_file(temp, keys, file, e);
	if (!*removed && e->code == ERR_NOT_FOUND)
		err_clear(e);	/* a certificate without a key here */
	else if (!*removed)
		ok = err_in(e, "%s/" LOCATION_KEYS "/%s", l->path, file);
	close(keys);
	return ok;
}

/* The entry's key, when it has one that no other entry needs. */
static bool
key_of_entry(const struct location *l, const char *store, int dir,
    const char *file, const unsigned char sha1[SHA1_LEN], struct keyname *key,
    bool *has, struct err *e)
{
	struct cert *c = NULL;
	bool ok, needed;

	*has = false;
	ok = store_read(l, dir, file, sha1, &c, e);
	if (!ok && e->code != ERR_INPUT)
		return false;
	/* A damaged entry can be removed; its key is unknown. */
	if (c == NULL || !c->scanned) {
		err_clear(e);
		cert_free(c);
		return true;
	}
	ok = keyvault_name_of_cert(c, key) || err_memory(e);
	cert_free(c);
	if (!ok || !needed_elsewhere(l, store, sha1, key, &needed, e))
		return false;
	*has = !needed;
	return true;
}

static bool
remove_cert_file(struct location *l, const char *store, int dir, int temp,
    const unsigned char sha1[SHA1_LEN], bool with_key, bool *key_removed,
    struct err *e)
{
	char file[STORE_FILE_LEN + 1];
	struct keyname key;
	bool has_key = false;

	change_entry_name(dir, sha1, file);
	if (faccessat(dir, file, F_OK, AT_SYMLINK_NOFOLLOW) == -1 &&
	    errno == ENOENT)
		return err_set(e, ERR_NOT_FOUND, "%s/" LOCATION_CERTS
		    "/%s/Certificates/%s: no such entry", l->path, store, file);
	if (with_key && !key_of_entry(l, store, dir, file, sha1, &key,
	    &has_key, e))
		return false;
	if (!remove_file(temp, dir, file, e))
		return err_in(e, "%s/" LOCATION_CERTS "/%s/Certificates/%s",
		    l->path, store, file);
	return !has_key || remove_key(l, temp, &key, key_removed, e);
}

bool
change_remove_cert(struct location *l, const char *store,
    const unsigned char sha1[SHA1_LEN], bool with_key, bool *key_removed,
    struct err *e)
{
	int dir = -1, temp = -1;
	bool ok = false;

	*key_removed = false;
	if (l->use != LOCATION_WRITE)
		return err_set(e, ERR_ACCESS, "%s: not open for writing",
		    l->path);
	if (!change_sweep(l, &temp, e) ||
	    (temp == -1 && !location_open_temp(l, true, &temp, e)) ||
	    !location_open_store(l, store, false, &dir, e))
		goto out;
	if (dir == -1)
		err_set(e, ERR_NOT_FOUND, "%s/" LOCATION_CERTS "/%s: no such "
		    "store", l->path, store);
	else
		ok = remove_cert_file(l, store, dir, temp, sha1, with_key,
		    key_removed, e);
 out:
	if (dir != -1)
		close(dir);
	if (temp != -1)
		close(temp);
	return ok;
}
