#include "store/change_parts.h"

#include <sys/stat.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cert/certprop.h"
#include "formats/certs/sst.h"
#include "io/dir.h"

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
ensure_folder(struct change *c, struct folder *f, struct err *e)
{
	if (f->fd != -1)
		return true;
	f->made = true;
	return location_open_store(c->l, f->store, true, &f->fd, e);
}

/* The entry's name: as we write it, or as another program may have. */
void
change_entry_name(int dir, const unsigned char sha1[SHA1_LEN],
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
	const struct item *pending = change_find_item(c, KIND_CERT,
	    it->folder, it->id);
	const struct folder *f = &c->folders[it->folder];
	int dir = pending != NULL ? c->temp : f->fd;
	bool ok;

	*old = NULL;
	*exists = false;
	if (dir == -1)
		return true;
	ok = store_read(c->l, dir, pending != NULL ? pending->file.temp : file,
	    it->id, old, e);
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
	while (certprop_next(&rest, &id, &value)) {
		if (id == CERTPROP_SHA1 || id == CERTPROP_FRIENDLY_NAME ||
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

	if (!ensure_folder(c, f, e))
		return false;
	if (asprintf(&base, LOCATION_CERTS "/%s/Certificates/", f->store) == -1)
		return err_memory(e);
	ok = sst_write_element(cert, &entry, e) && change_add_item(c, it, f->fd,
	    base, file, view_bytes(&entry), e);
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
	change_entry_name(c->folders[it.folder].fd, cert->sha1, file);
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
