#include "store/change_parts.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/dir.h"

struct change *
change_begin(struct location *l, struct err *e)
{
	struct change *c = calloc(1, sizeof(*c));

	if (c == NULL) {
		err_memory(e);
		return NULL;
	}
	c->l = l;
	c->temp = c->keys = c->files = -1;
	if (l->use != LOCATION_WRITE) {
		err_set(e, ERR_ACCESS, "%s: not open for writing", l->path);
		change_abort(c);
		return NULL;
	}
	if (!change_sweep(l, &c->temp, e)) {
		change_abort(c);
		return NULL;
	}
	return c;
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
	ok = bytes_ok(&line, e) && change_add_item(c, &it, c->l->fd, "",
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
		return err_set(e, ERR_ACCESS, "%s/" LOCATION_KEYS "/%s: not a "
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
		return err_set(e, ERR_PASSWORD_NEEDED, "the key is to be "
		    "protected, and no passphrase was given");
	if (info->token == NULL && !info->is_protected && !need_vault(c, e))
		return false;
	if (c->keys == -1 && !location_open_keys(c->l, true, &c->keys, e))
		return false;
	ok = keyvault_entry(k, info, password, &text, e) &&
	    change_add_item(c, it, c->keys, LOCATION_KEYS "/", file,
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
	if (!replace && (it.replace ||
	    change_find_item(c, KIND_KEY, 0, it.id) != NULL))
		return true;
	*state = it.replace ? CHANGE_REPLACED : CHANGE_ADDED;
	return write_key(c, k, info, passphrase, &it, file, e);
}

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
	if (c->files != -1)
		close(c->files);
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
