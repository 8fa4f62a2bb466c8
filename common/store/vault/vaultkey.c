#include "store/vault/parts.h"

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

struct vault_file {
	int		 dir;		/* of the location's own, else -1 */
	char		*path;
	mode_t		 refused;	/* rights that others must not have */
};

static bool
check_vault(const struct location *l, const struct vault_file *f,
    const struct stat *st, struct err *e)
{
	mode_t refused = f->refused;

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

static bool
read_vault(const struct location *l, const struct vault_file *f,
    struct secret *vault, bool *found, struct err *e)
{
	struct bytes text = BYTES_INIT;
	struct stat st;
	bool ok = true;
	int fd;

	fd = f->dir != -1 ? dir_openat(f->dir, LOCATION_VAULT, O_RDONLY, 0) :
	    dir_open_path(f->path, O_RDONLY);
	*found = fd != -1;
	if (fd == -1 && errno == ELOOP)
		ok = err_set(e, ERR_ACCESS, "is a symbolic link");
	else if (fd == -1 && errno != ENOENT)
		ok = err_errno(e, errno, "cannot open");
	else if (fd != -1) {
		ok = dir_read_fd(fd, VAULT_FILE_MAX, &text, &st, e) &&
		    check_vault(l, f, &st, e) &&
		    parse_vault(view_bytes(&text), vault, e);
		close(fd);
	}
	bytes_clear(&text);
	return ok || err_in(e, "%s", f->path);
}

static bool
print_path(const char *dir, const char *name, char **path, struct err *e)
{
	if (asprintf(path, "%s/%s", dir, name) == -1) {
		*path = NULL;
		return err_memory(e);
	}
	return true;
}

/* SPCKIT_VAULT_KEY=file:PATH. A name that is not there is a mistake: a new key
 * made under it would open none of the keys that there are. */
static bool
vault_of_variable(const struct location *l, const char *source,
    struct secret *vault, bool *found, struct err *e)
{
	struct vault_file f = { -1, NULL, 0077 };
	bool ok;

	if (!text_starts(source, "file:") || source[5] == '\0')
		return err_set(e, ERR_USAGE, KEYVAULT_VARIABLE ": expected "
		    "file:PATH");
	f.path = strdup(source + 5);
	if (f.path == NULL)
		return err_memory(e);
	ok = read_vault(l, &f, vault, found, e);
	if (ok && !*found)
		ok = err_set(e, ERR_NOT_FOUND, "%s: no such file, named by "
		    KEYVAULT_VARIABLE " (create one with openssl rand -hex 32)",
		    f.path);
	free(f.path);
	return ok;
}

/* A credential of systemd belongs to the service alone; that it is readable by
 * an access list shows as a right of the group. */
static bool
vault_of_service(const struct location *l, const char *dir,
    struct secret *vault, bool *found, struct err *e)
{
	struct vault_file f = { -1, NULL, 0027 };
	bool ok;

	if (!print_path(dir, CREDENTIAL, &f.path, e))
		return false;
	ok = read_vault(l, &f, vault, found, e);
	free(f.path);
	return ok;
}

bool
keyvault_vault(const struct location *l, struct secret *vault, bool *found,
    struct err *e)
{
	struct vault_file f = { l->fd, NULL, 0077 };
	const char *source;
	bool ok;

	*found = false;
	source = secure_getenv(KEYVAULT_VARIABLE);
	if (source != NULL && *source != '\0')
		return vault_of_variable(l, source, vault, found, e);
	source = secure_getenv("CREDENTIALS_DIRECTORY");
	if (source != NULL && *source != '\0' &&
	    !vault_of_service(l, source, vault, found, e))
		return false;
	if (*found || l->fd == -1)
		return true;
	if (!print_path(l->path, LOCATION_VAULT, &f.path, e))
		return false;
	ok = read_vault(l, &f, vault, found, e);
	free(f.path);
	return ok;
}

/* ---- a new one ---- */

/* Is there a key that the vault key opens? One that cannot be read counts: it
 * may be one. */
static bool
find_unprotected(const char *file, unsigned char type, void *arg,
    struct err *e)
{
	const int *dir = arg;
	struct keyinfo info = KEYINFO_INIT;
	struct bytes text = BYTES_INIT;
	struct keyname n;
	bool found, ok;

	(void)type;
	if (!keyvault_parse_file(file, &n))
		return true;
	ok = dir_read(*dir, file, KEYVAULT_ENTRY_MAX, &text, &found, NULL, e) &&
	    (!found || keyvault_parse_info(view_bytes(&text), &info, e));
	if (ok && found && !info.is_protected && info.token == NULL)
		ok = err_set(e, ERR_NOT_FOUND, "vault.key is missing, but "
		    "Keys/%s is encrypted with it: put it back, or set "
		    KEYVAULT_VARIABLE "=file:PATH", file);
	bytes_clear(&text);
	keyinfo_clear(&info);
	return ok;
}

bool
keyvault_new_vault(const struct location *l, struct secret *vault,
    struct err *e)
{
	struct secret random = SECRET_INIT;
	bool ok = false;
	int fd;

	if (!location_open_keys(l, false, &fd, e))
		return false;
	if (fd != -1 && !dir_walk(fd, find_unprotected, &fd, e)) {
		err_in(e, "%s", l->path);
		goto out;
	}
	if (!secret_alloc(&random, VAULT_LEN / 2, e) ||
	    !secret_alloc(vault, VAULT_LEN, e) ||
	    !random_bytes(random.data, random.len, e))
		goto out;
	text_hex(secret_view(&random), (char *)vault->data, VAULT_LEN + 1);
	ok = true;
 out:
	if (fd != -1)
		close(fd);
	secret_clear(&random);
	return ok;
}
