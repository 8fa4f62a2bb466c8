#include "store/vault/keyvault.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/random.h"
#include "base/text.h"
#include "io/dir.h"

#define CREDENTIAL	"spckit-vault-key"

enum {
	VAULT_LEN	= 64,	/* hex digits */
	VAULT_FILE_MAX	= 128,
};

static bool
check_vault(const struct location *l, const struct stat *st, mode_t refused,
    struct err *e)
{
	if (st->st_uid != geteuid() && st->st_uid != 0)
		return err_set(e, ERR_ACCESS, "belongs to user %u, expected "
		    "you (user %u) or root", (unsigned)st->st_uid,
		    (unsigned)geteuid());
	if ((st->st_mode & refused) == S_IRGRP && l->place == PLACE_MACHINE &&
	    st->st_gid == location_key_group(l))
		return true;
	if ((st->st_mode & refused) != 0)
		return err_set(e, ERR_ACCESS, "readable or writable by others "
		    "(mode %04o, expected 0600); run chmod 600, and if it may "
		    "have been copied, import the keys again into another "
		    "store", (unsigned)st->st_mode & 07777);
	return true;
}

/* One line of 64 hex digits, which are used as they are written. */
static bool
parse_vault(struct view v, struct secret *vault, struct err *e)
{
	size_t end = VAULT_LEN;

	if (v.len > end && v.data[end] == '\r')
		end++;
	if (v.len > end && v.data[end] == '\n')
		end++;
	if (v.len != end)
		return err_set(e, ERR_INPUT, "%zu bytes, expected one line of "
		    "%d hex digits", v.len, VAULT_LEN);
	for (size_t i = 0; i < VAULT_LEN; i++)
		if (text_hex_value(v.data[i]) < 0)
			return err_set(e, ERR_INPUT, "byte %zu is not a hex "
			    "digit; expected one line of %d", i, VAULT_LEN);
	return secret_set(vault, view_sub(v, 0, VAULT_LEN), e);
}

/* `refused` are the rights that others must not have. */
static bool
read_vault(const struct location *l, int fd, const char *path, mode_t refused,
    struct secret *vault, bool *found, struct err *e)
{
	struct bytes text = BYTES_INIT;
	struct stat st;
	bool ok = true;

	*found = fd != -1;
	if (fd == -1 && errno == ELOOP)
		ok = err_set(e, ERR_ACCESS, "is a symbolic link");
	else if (fd == -1 && errno != ENOENT)
		ok = err_errno(e, errno, "cannot open");
	else if (fd != -1) {
		ok = dir_read_fd(fd, VAULT_FILE_MAX, &text, &st, e) &&
		    check_vault(l, &st, refused, e) &&
		    parse_vault(view_bytes(&text), vault, e);
		close(fd);
	}
	bytes_clear(&text);
	return ok || err_in(e, "%s", path);
}

/* SPCKIT_VAULT_KEY=file:PATH. A name that is not there is a mistake: a new key
 * made under it would open none of the keys that there are. */
static bool
vault_of_variable(const struct location *l, const char *source,
    struct secret *vault, bool *found, struct err *e)
{
	if (!text_starts(source, "file:") || source[5] == '\0')
		return err_set(e, ERR_USAGE, KEYVAULT_VARIABLE ": expected "
		    "file:PATH");
	source += strlen("file:");
	if (!read_vault(l, dir_open_path(source, O_RDONLY), source, 0077,
	    vault, found, e))
		return false;
	return *found || err_set(e, ERR_NOT_FOUND, "%s: no such file, named by "
	    KEYVAULT_VARIABLE " (create one with openssl rand -hex 32)",
	    source);
}

/* A credential of systemd belongs to the service alone; that it is readable by
 * an access list shows as a right of the group. */
static bool
vault_of_service(const struct location *l, const char *dir,
    struct secret *vault, bool *found, struct err *e)
{
	char *path;
	bool ok;

	if (asprintf(&path, "%s/" CREDENTIAL, dir) == -1)
		return err_memory(e);
	ok = read_vault(l, dir_open_path(path, O_RDONLY), path, 0027, vault,
	    found, e);
	free(path);
	return ok;
}

static bool
vault_of_location(const struct location *l, struct secret *vault, bool *found,
    struct err *e)
{
	char *path;
	bool ok;

	if (asprintf(&path, "%s/" LOCATION_VAULT, l->path) == -1)
		return err_memory(e);
	ok = read_vault(l, dir_openat(l->fd, LOCATION_VAULT, O_RDONLY, 0), path,
	    0077, vault, found, e);
	free(path);
	return ok;
}

bool
keyvault_vault(const struct location *l, struct secret *vault, bool *found,
    struct err *e)
{
	const char *source = secure_getenv(KEYVAULT_VARIABLE);

	*found = false;
	if (source != NULL && *source != '\0')
		return vault_of_variable(l, source, vault, found, e);
	source = secure_getenv("CREDENTIALS_DIRECTORY");
	if (source != NULL && *source != '\0' &&
	    !vault_of_service(l, source, vault, found, e))
		return false;
	if (*found || l->fd == -1)
		return true;
	return vault_of_location(l, vault, found, e);
}

/* Is there a key that another vault key opens? One that cannot be read counts:
 * it may be one. */
static bool
refuse_if_used(const struct location *l, struct err *e)
{
	char file[KEYFILE_LEN + 1];
	struct keynames all;
	struct keyinfo info;
	bool ok = keyvault_names(l, &all, e);

	for (size_t i = 0; ok && i < all.count; i++) {
		ok = keyvault_info(l, &all.names[i], &info, e);
		keyvault_file(&all.names[i], file);
		if (ok && !info.is_protected && info.token == NULL)
			ok = err_set(e, ERR_NOT_FOUND, "%s: vault.key is "
			    "missing, but Keys/%s is encrypted with it: put it "
			    "back, or set " KEYVAULT_VARIABLE "=file:PATH",
			    l->path, file);
		keyinfo_clear(&info);
	}
	keynames_clear(&all);
	return ok;
}

bool
keyvault_new_vault(const struct location *l, struct secret *vault,
    struct err *e)
{
	struct secret random = SECRET_INIT;
	bool ok;

	ok = refuse_if_used(l, e) && secret_alloc(&random, VAULT_LEN / 2, e) &&
	    secret_alloc(vault, VAULT_LEN, e) &&
	    random_bytes(random.data, random.len, e);
	if (ok)
		text_hex(secret_view(&random), (char *)vault->data,
		    VAULT_LEN + 1);
	secret_clear(&random);
	return ok;
}
