#include "store/change.h"

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/atomicfile.h"
#include "base/text.h"
#include "formats/certprop.h"
#include "formats/sst.h"
#include "store/dir.h"
#include "store/store.h"

enum {
	KEEP_OPEN	= 16,
	INDEX_MIN	= 64,
	NONE		= 0,	/* places are counted from 1 */
};

/* In the order of the commit. */
enum kind { KIND_VAULT, KIND_KEY, KIND_CERT, KIND_COUNT };

struct item {
	enum kind	  kind;
	size_t		  folder;	/* of a certificate */
	unsigned char	  id[SHA256_LEN];
	struct atomicfile file;
	bool		  replace;	/* there is one on the disk */
	bool		  superseded;	/* by a later item of the same name */
	size_t		  supersedes;	/* place of the earlier one, or NONE */
};

struct folder {
	char	*store;
	int	 fd;
	bool	 made;
};

struct change {
	struct location	*l;
	int		 temp;		/* -1: not needed yet */
	int		 keys;
	struct secret	 vault;
	struct folder	*folders;
	size_t		 folder_count;
	struct item	*items;
	size_t		 count;
	size_t		 cap;
	uint32_t	*index;		/* name -> place of its latest item */
	size_t		 index_size;
	bool		 many;		/* not kept open; one sync for all */
};

/* ---- what killed processes left ---- */

static bool
sweep_one(const char *name, unsigned char type, void *arg, struct err *e)
{
	const int *temp = arg;

	(void)type, (void)e;
	/* One that does not go away is in nobody's way. */
	if (strncmp(name, ATOMICFILE_TEMP, strlen(ATOMICFILE_TEMP)) == 0)
		unlinkat(*temp, name, 0);
	return true;
}

static bool
sweep(struct location *l, int *temp, struct err *e)
{
	if (!location_open_temp(l, false, temp, e))
		return false;
	return *temp == -1 || dir_walk(*temp, sweep_one, temp, e) ||
	    err_in(e, "%s/.tmp", l->path);
}

/* ---- a change ---- */

struct change *
change_begin(struct location *l, struct err *e)
{
	struct change *c = calloc(1, sizeof(*c));

	if (c == NULL) {
		err_memory(e);
		return NULL;
	}
	c->l = l;
	c->temp = c->keys = -1;
	if (l->lock == -1) {
		err_set(e, ERR_ACCESS, "%s: is not open for writing", l->path);
		change_abort(c);
		return NULL;
	}
	if (!sweep(l, &c->temp, e)) {
		change_abort(c);
		return NULL;
	}
	return c;
}

/* ---- items and where they are ---- */

static bool
same_item(const struct item *a, enum kind kind, size_t folder,
    const unsigned char id[SHA256_LEN])
{
	return a->kind == kind && a->folder == folder &&
	    memcmp(a->id, id, SHA256_LEN) == 0;
}

/* An id is a digest: any of its bytes will do. */
static size_t
slot_of(const struct change *c, enum kind kind, size_t folder,
    const unsigned char id[SHA256_LEN])
{
	size_t slot = (size_t)id[0] | (size_t)id[1] << 8 |
	    (size_t)id[2] << 16 | (size_t)id[3] << 24;

	for (slot = (slot + folder) % c->index_size; c->index[slot] != NONE;
	    slot = (slot + 1) % c->index_size)
		if (same_item(&c->items[c->index[slot] - 1], kind, folder, id))
			break;
	return slot;
}

static struct item *
find_item(const struct change *c, enum kind kind, size_t folder,
    const unsigned char id[SHA256_LEN])
{
	size_t place;

	if (c->index_size == 0)
		return NULL;
	place = c->index[slot_of(c, kind, folder, id)];
	return place != NONE ? &c->items[place - 1] : NULL;
}

static void
note_item(struct change *c, size_t place)
{
	const struct item *it = &c->items[place - 1];

	c->index[slot_of(c, it->kind, it->folder, it->id)] = (uint32_t)place;
}

static void
fill_index(struct change *c)
{
	memset(c->index, 0, c->index_size * sizeof(*c->index));
	for (size_t place = 1; place <= c->count; place++)
		note_item(c, place);
}

static bool
make_room(struct change *c, struct err *e)
{
	size_t cap = c->cap != 0 ? c->cap * 2 : INDEX_MIN / 2;
	struct item *items;
	uint32_t *index;

	if (c->count < c->cap)
		return true;
	if (cap > UINT32_MAX / 4)
		return err_set(e, ERR_LIMIT, "%zu files in one change",
		    c->count);
	items = reallocarray(c->items, cap, sizeof(*items));
	if (items == NULL)
		return err_memory(e);
	c->items = items;
	index = reallocarray(c->index, cap * 2, sizeof(*index));
	if (index == NULL)
		return err_memory(e);
	c->index = index;
	c->index_size = cap * 2;
	c->cap = cap;
	fill_index(c);
	return true;
}

/* Many files are not kept open: a change may have more of them than a process
 * may have descriptors. */
static bool
close_if_many(struct change *c, struct err *e)
{
	if (!c->many && c->count <= KEEP_OPEN)
		return true;
	for (size_t i = c->many ? c->count - 1 : 0; i < c->count; i++)
		if (!atomicfile_close(&c->items[i].file, e))
			return false;
	c->many = true;
	return true;
}

/* ---- writing an item ---- */

static bool
open_temp(struct change *c, struct err *e)
{
	return c->temp != -1 || location_open_temp(c->l, true, &c->temp, e);
}

static bool
write_file(struct change *c, struct item *it, int dir, const char *name,
    const char *path, struct view content, struct err *e)
{
	bool is_cert = it->kind == KIND_CERT;
	mode_t mode = is_cert ? location_cert_mode(c->l) :
	    location_key_mode(c->l);
	gid_t group = is_cert ? DIR_NO_GROUP : c->l->key_group;

	if (!atomicfile_begin_at(&it->file, c->temp, dir, name, path, 0600, e))
		return false;
	/* Group and mode before there is anything to read in it. */
	if ((mode == 0600 && group == DIR_NO_GROUP) ||
	    dir_set_access(it->file.fd, mode, group, e) ||
	    err_in(e, "%s", path)) {
		if (atomicfile_write(&it->file, content, e))
			return true;
	}
	atomicfile_abort(&it->file);
	return false;
}

/* Written, and part of the change. `base` and `name` make the path. */
static bool
add_item(struct change *c, struct item *it, int dir, const char *base,
    const char *name, struct view content, struct err *e)
{
	struct item *earlier;
	bool ok = false;
	char *path;

	if (asprintf(&path, "%s/%s%s", c->l->path, base, name) == -1)
		return err_memory(e);
	if (!make_room(c, e) || !open_temp(c, e) ||
	    !write_file(c, it, dir, name, path, content, e))
		goto out;
	earlier = find_item(c, it->kind, it->folder, it->id);
	if (earlier != NULL) {
		earlier->superseded = true;
		it->supersedes = (size_t)(earlier - c->items) + 1;
		it->replace = earlier->replace;
	}
	c->items[c->count++] = *it;
	note_item(c, c->count);
	ok = close_if_many(c, e);
 out:
	free(path);
	return ok;
}

/* ---- keys ---- */

static bool
add_new_vault(struct change *c, struct err *e)
{
	struct item it = { .kind = KIND_VAULT };
	struct bytes line = BYTES_INIT;
	bool ok;

	if (!keyvault_new_vault(c->l, &c->vault, e))
		return false;
	bytes_add_view(&line, secret_view(&c->vault));
	bytes_add_str(&line, "\n");
	ok = bytes_ok(&line, e) && add_item(c, &it, c->l->fd, "",
	    LOCATION_VAULT, view_bytes(&line), e);
	bytes_clear(&line);
	return ok;
}

static bool
need_vault(struct change *c, struct err *e)
{
	bool found;

	if (c->vault.given)
		return true;
	if (!keyvault_vault(c->l, &c->vault, &found, e))
		return false;
	if (found || add_new_vault(c, e))
		return true;
	secret_clear(&c->vault);
	return false;
}

static bool
key_exists(struct change *c, const char *file, bool *exists, struct err *e)
{
	struct stat st;

	*exists = false;
	if (c->keys == -1 && !location_open_keys(c->l, false, &c->keys, e))
		return false;
	if (c->keys == -1)
		return true;
	*exists = fstatat(c->keys, file, &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (!*exists && errno != ENOENT)
		return err_errno(e, errno, "%s/" LOCATION_KEYS "/%s: cannot "
		    "stat", c->l->path, file);
	if (*exists && !S_ISREG(st.st_mode))
		return err_set(e, ERR_ACCESS, "%s/" LOCATION_KEYS "/%s: is no "
		    "regular file", c->l->path, file);
	return true;
}

static bool
write_key(struct change *c, const struct key *k, const struct keyinfo *info,
    const struct secret *passphrase, struct item *it, const char *file,
    struct err *e)
{
	const struct secret *password = info->is_protected ? passphrase :
	    &c->vault;
	struct bytes text = BYTES_INIT;
	bool ok = false;

	if (info->token == NULL && info->is_protected &&
	    (passphrase == NULL || !passphrase->given))
		return err_set(e, ERR_PASSWORD_NEEDED, "a protected key, and "
		    "no passphrase for it was given");
	if (info->token == NULL && !info->is_protected && !need_vault(c, e))
		return false;
	if (c->keys == -1 && !location_open_keys(c->l, true, &c->keys, e))
		return false;
	ok = keyvault_entry(k, info, password, &text, e) &&
	    add_item(c, it, c->keys, LOCATION_KEYS "/", file,
	    view_bytes(&text), e);
	bytes_clear(&text);
	return ok;
}

bool
change_add_key(struct change *c, const struct key *k,
    const struct keyname *name, const struct keyinfo *info,
    const struct secret *passphrase, bool replace, enum change_state *state,
    struct err *e)
{
	struct item it = { .kind = KIND_KEY };
	char file[KEYFILE_LEN + 1];

	memcpy(it.id, name->sha256, SHA256_LEN);
	keyvault_file(name, file);
	if (!key_exists(c, file, &it.replace, e))
		return false;
	*state = CHANGE_PRESENT;
	if (!replace && (it.replace || find_item(c, KIND_KEY, 0, it.id) != NULL))
		return true;
	*state = it.replace ? CHANGE_REPLACED : CHANGE_ADDED;
	return write_key(c, k, info, passphrase, &it, file, e);
}

/* ---- certificates ---- */

static bool
find_folder(struct change *c, const char *store, size_t *which, struct err *e)
{
	struct folder *list, *f;

	for (*which = 0; *which < c->folder_count; ++*which)
		if (text_same(c->folders[*which].store, store))
			return true;
	list = reallocarray(c->folders, c->folder_count + 1, sizeof(*list));
	if (list == NULL)
		return err_memory(e);
	c->folders = list;
	f = &list[c->folder_count];
	f->made = false;
	f->store = strdup(store);
	if (f->store == NULL)
		return err_memory(e);
	if (!location_open_store(c->l, store, false, &f->fd, e)) {
		free(f->store);
		return false;
	}
	c->folder_count++;
	return true;
}

static bool
make_folder(struct change *c, struct folder *f, struct err *e)
{
	if (f->fd != -1)
		return true;
	f->made = true;
	return location_open_store(c->l, f->store, true, &f->fd, e);
}

/* The entry's name: as we write it, or as another program may have. */
static void
entry_name(int dir, const unsigned char sha1[SHA1_LEN],
    char file[STORE_FILE_LEN + 1])
{
	char lower[STORE_FILE_LEN + 1];
	struct stat st;

	store_file(sha1, file);
	if (dir == -1 || fstatat(dir, file, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return;
	text_hex(view_of(sha1, SHA1_LEN), lower, sizeof(lower));
	if (fstatat(dir, lower, &st, AT_SYMLINK_NOFOLLOW) == 0)
		memcpy(file, lower, sizeof(lower));
}

/* The certificate as the store, or this change, has it already. *exists with
 * no certificate: damaged. */
static bool
read_present(const struct change *c, const struct item *it, const char *file,
    bool *exists, struct cert **old, struct err *e)
{
	const struct item *pending = find_item(c, KIND_CERT, it->folder, it->id);
	const struct folder *f = &c->folders[it->folder];
	int dir = pending != NULL ? c->temp : f->fd;
	struct bytes raw = BYTES_INIT;
	bool ok;

	*old = NULL;
	*exists = false;
	if (dir == -1)
		return true;
	ok = store_read(dir, pending != NULL ? pending->file.temp : file,
	    it->id, &raw, old, e);
	bytes_clear(&raw);
	*exists = *old != NULL;
	if (!ok && (e->code == ERR_INPUT || e->code == ERR_LIMIT)) {
		err_clear(e);
		*exists = ok = true;
	}
	return ok || err_in(e, "%s/" LOCATION_CERTS "/%s/Certificates/%s",
	    c->l->path, f->store, file);
}

/* What the new one knows and the old one does not, into the old one. */
static bool
merge(struct cert *old, const struct cert *fresh, bool *changed,
    struct err *e)
{
	struct view rest = view_bytes(&fresh->properties), value, had;
	const char *name = fresh->friendly_name;
	uint32_t id;

	*changed = false;
	if (name != NULL && *name != '\0' && (old->friendly_name == NULL ||
	    strcmp(name, old->friendly_name) != 0)) {
		if (!cert_set_friendly_name(old, view_str(name), e))
			return false;
		*changed = true;
	}
	while (sst_next_property(&rest, &id, &value)) {
		if (id == SST_SHA1 || id == SST_FRIENDLY_NAME ||
		    certprop_get(old, id, &had))
			continue;
		if (!certprop_set(old, id, value, e))
			return false;
		*changed = true;
	}
	return true;
}

static bool
write_cert(struct change *c, const struct cert *cert, struct item *it,
    const char *file, struct err *e)
{
	struct folder *f = &c->folders[it->folder];
	struct bytes entry = BYTES_INIT;
	char *base = NULL;
	bool ok = false;

	if (!make_folder(c, f, e))
		return false;
	if (asprintf(&base, LOCATION_CERTS "/%s/Certificates/", f->store) == -1)
		return err_memory(e);
	ok = sst_write_element(cert, &entry, e) && add_item(c, it, f->fd, base,
	    file, view_bytes(&entry), e);
	free(base);
	bytes_clear(&entry);
	return ok;
}

bool
change_add_cert(struct change *c, const char *store, const struct cert *cert,
    bool replace, enum change_state *state, struct err *e)
{
	struct item it = { .kind = KIND_CERT };
	const struct cert *chosen = cert;
	char file[STORE_FILE_LEN + 1];
	bool ok = false, exists, changed;
	struct cert *old = NULL;

	memcpy(it.id, cert->sha1, SHA1_LEN);
	if (!find_folder(c, store, &it.folder, e))
		return false;
	entry_name(c->folders[it.folder].fd, cert->sha1, file);
	if (!read_present(c, &it, file, &exists, &old, e))
		return false;
	it.replace = exists;
	*state = exists ? CHANGE_REPLACED : CHANGE_ADDED;
	if (old != NULL && !replace) {
		if (!merge(old, cert, &changed, e))
			goto out;
		if (!changed) {
			*state = CHANGE_PRESENT;
			ok = true;
			goto out;
		}
		chosen = old;
	}
	ok = write_cert(c, chosen, &it, file, e);
 out:
	cert_free(old);
	return ok;
}

/* ---- taking back ---- */

size_t
change_mark(const struct change *c)
{
	return c->count;
}

static void
take_back_kind(struct change *c, enum kind kind, size_t mark)
{
	for (size_t i = c->count; i-- > mark; )
		if (c->items[i].kind == kind)
			atomicfile_take_back(&c->items[i].file);
}

void
change_back_to(struct change *c, size_t mark)
{
	if (c->count == mark)
		return;
	/* Where a commit failed: no certificate outlives its key here either. */
	for (int kind = KIND_COUNT; kind-- > 0; )
		take_back_kind(c, (enum kind)kind, mark);
	while (c->count > mark) {
		struct item *it = &c->items[--c->count];

		if (it->supersedes != NONE)
			c->items[it->supersedes - 1].superseded = false;
		if (it->kind == KIND_VAULT)
			secret_clear(&c->vault);
	}
	fill_index(c);
}

/* Of those that were made for this change, the ones that are empty. */
static void
drop_folders(struct change *c)
{
	for (size_t i = 0; i < c->folder_count; i++) {
		if (c->folders[i].fd != -1)
			close(c->folders[i].fd);
		if (c->folders[i].made)
			location_drop_store(c->l, c->folders[i].store);
		free(c->folders[i].store);
	}
	free(c->folders);
}

void
change_abort(struct change *c)
{
	if (c == NULL)
		return;
	change_back_to(c, 0);
	drop_folders(c);
	if (c->keys != -1)
		close(c->keys);
	if (c->temp != -1)
		close(c->temp);
	/* A folder that once held thousands of names stays slow to read. */
	if (c->many)
		location_drop_temp(c->l);
	secret_clear(&c->vault);
	free(c->items);
	free(c->index);
	free(c);
}

/* ---- commit ---- */

/* syncfs(2) reports what could not be written since c->temp was opened, which
 * was before anything was (Linux 5.8). */
static bool
sync_all(const struct change *c, struct err *e)
{
	int r;

	do
		r = syncfs(c->temp);
	while (r == -1 && errno == EINTR);
	return r == 0 || err_errno(e, errno, "%s: cannot write to the disk",
	    c->l->path);
}

static bool
sync_contents(const struct change *c, struct err *e)
{
	if (c->many)
		return sync_all(c, e);
	for (size_t i = 0; i < c->count; i++)
		if (!c->items[i].superseded &&
		    !atomicfile_sync(&c->items[i].file, e))
			return false;
	return true;
}

static bool
sync_folder(const struct change *c, int fd, struct err *e)
{
	return dir_sync(fd, e) || err_in(e, "%s", c->l->path);
}

static bool
sync_folders(const struct change *c, enum kind kind, struct err *e)
{
	if (kind == KIND_VAULT)
		return sync_folder(c, c->l->fd, e);
	if (kind == KIND_KEY)
		return sync_folder(c, c->keys, e);
	if (c->many)
		return sync_all(c, e);
	for (size_t i = 0; i < c->folder_count; i++)
		if (c->folders[i].fd != -1 &&
		    !sync_folder(c, c->folders[i].fd, e))
			return false;
	return true;
}

static bool
place_kind(struct change *c, enum kind kind, struct err *e)
{
	bool any = false;

	for (size_t i = 0; i < c->count; i++) {
		struct item *it = &c->items[i];

		if (it->kind != kind || it->superseded)
			continue;
		if (!atomicfile_place(&it->file, it->replace, e))
			return false;
		any = true;
	}
	return !any || sync_folders(c, kind, e);
}

bool
change_commit(struct change *c, struct err *e)
{
	bool ok = sync_contents(c, e);

	for (int kind = 0; ok && kind < KIND_COUNT; kind++)
		ok = place_kind(c, (enum kind)kind, e);
	if (!ok) {
		change_back_to(c, 0);
		return false;
	}
	for (size_t i = 0; i < c->count; i++)
		atomicfile_settle(&c->items[i].file);
	c->count = 0;
	if (c->index_size != 0)
		fill_index(c);
	return true;
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

	(void)keep, (void)e;
	if (o->here && memcmp(c->sha1, o->sha1, SHA1_LEN) == 0)
		return true;
	if (keyvault_name_of_cert(c, &n) &&
	    memcmp(n.sha256, o->key->sha256, SHA256_LEN) == 0)
		o->found = true;
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

	snprintf(away, sizeof(away), ATOMICFILE_TEMP "%s", file);
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

	if (!keyvault_has(l, key))
		return true;
	keyvault_file(key, file);
	if (!location_open_keys(l, false, &keys, e))
		return false;
	if (keys != -1) {
		ok = remove_file(temp, keys, file, e) || err_in(e, "%s/"
		    LOCATION_KEYS "/%s", l->path, file);
		*removed = ok;
		close(keys);
	}
	return ok;
}

/* The entry's key, when it is one and nobody else needs it. */
static bool
key_of_entry(const struct location *l, const char *store, int dir,
    const char *file, const unsigned char sha1[SHA1_LEN], struct keyname *key,
    bool *has, struct err *e)
{
	struct bytes raw = BYTES_INIT;
	struct cert *c = NULL;
	bool ok, needed;

	*has = false;
	ok = store_read(dir, file, sha1, &raw, &c, e);
	bytes_clear(&raw);
	if (!ok && e->code != ERR_INPUT)
		return false;
	/* A damaged entry can be removed; what its key was, nobody knows. */
	if (c == NULL || !keyvault_name_of_cert(c, key)) {
		err_clear(e);
		cert_free(c);
		return true;
	}
	cert_free(c);
	if (!needed_elsewhere(l, store, sha1, key, &needed, e))
		return false;
	*has = !needed;
	return true;
}

static bool
remove_entry(struct location *l, const char *store, int dir, int temp,
    const unsigned char sha1[SHA1_LEN], bool with_key, bool *key_removed,
    struct err *e)
{
	char file[STORE_FILE_LEN + 1];
	struct keyname key;
	bool has_key = false;

	entry_name(dir, sha1, file);
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
	if (!sweep(l, &temp, e) ||
	    (temp == -1 && !location_open_temp(l, true, &temp, e)) ||
	    !location_open_store(l, store, false, &dir, e))
		goto out;
	if (dir == -1)
		err_set(e, ERR_NOT_FOUND, "%s/" LOCATION_CERTS "/%s: no such "
		    "store", l->path, store);
	else
		ok = remove_entry(l, store, dir, temp, sha1, with_key,
		    key_removed, e);
 out:
	if (dir != -1)
		close(dir);
	if (temp != -1)
		close(temp);
	return ok;
}
