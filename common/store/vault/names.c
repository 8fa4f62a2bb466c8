#include "store/vault/keyvault.h"

#include <sys/stat.h>

#include <dirent.h>
#include <endian.h>
#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/text.h"
#include "cert/spki.h"
#include "io/dir.h"

enum { ACCOUNT_MAX = 16384 };	/* what getgrgid_r needs */

/* ---- names ---- */

static bool
hash_spki(struct view spki, struct keyname *n)
{
	struct bytes one = BYTES_INIT;
	struct err e = ERR_INIT;
	bool ok;

	ok = spki_canonical(spki, &one, &e);
	if (ok)
		sha256_of(view_bytes(&one), n->sha256);
	bytes_clear(&one);
	return ok;
}

bool
keyvault_name_of_cert(const struct cert *c, struct keyname *n)
{
	return c->scanned && hash_spki(c->scan.spki, n);
}

bool
keyvault_name_of_key(const struct key *k, struct keyname *n)
{
	if (k->spki.len != 0)
		return hash_spki(view_bytes(&k->spki), n);
	if (k->pkcs8.len == 0)
		return false;
	sha256_of(secret_view(&k->pkcs8), n->sha256);
	return true;
}

void
keyname_hex(const struct keyname *n, char hex[KEYNAME_HEX + 1])
{
	text_hex(view_of(n->sha256, SHA256_LEN), hex, KEYNAME_HEX + 1);
}

void
keyvault_file(const struct keyname *n, char file[KEYFILE_LEN + 1])
{
	keyname_hex(n, file);
	memcpy(file + KEYNAME_HEX, ".pem", sizeof(".pem"));
}

static bool
parse_keyfile(const char *file, struct keyname *n)
{
	char hex[KEYNAME_HEX + 1];
	size_t len;

	if (strlen(file) != KEYFILE_LEN ||
	    strcmp(file + KEYNAME_HEX, ".pem") != 0)
		return false;
	/* In the one spelling that it will be opened by. */
	if (strpbrk(file, "ABCDEF") != NULL)
		return false;
	memcpy(hex, file, KEYNAME_HEX);
	hex[KEYNAME_HEX] = '\0';
	return text_unhex(hex, n->sha256, SHA256_LEN, &len) &&
	    len == SHA256_LEN;
}

/* ---- which there are ---- */

/* A plain user may list the machine's certificates without the right to look
 * at its keys. */
static bool
open_for_list(const struct location *l, int *fd, struct err *e)
{
	if (location_open_keys(l, false, fd, e))
		return true;
	if (l->place != PLACE_MACHINE || e->code != ERR_ACCESS)
		return false;
	err_clear(e);
	return true;
}

/* "spckit", or its number. */
static void
add_group(struct bytes *out, gid_t gid)
{
	struct group gr, *found = NULL;
	char *buf = malloc(ACCOUNT_MAX);

	if (buf != NULL && getgrgid_r(gid, &gr, buf, ACCOUNT_MAX, &found) == 0 &&
	    found != NULL)
		bytes_add_str(out, gr.gr_name);
	else
		bytes_addf(out, "%u", (unsigned)gid);
	free(buf);
}

static bool
refuse_closed(const struct location *l, const struct stat *st, struct err *e)
{
	struct bytes group = BYTES_INIT;

	err_set(e, ERR_ACCESS, "whether its private key is there cannot be "
	    "seen: %s/" LOCATION_KEYS " is ", l->path);
	if ((st->st_mode & 050) != 050)
		return err_add(e, "for its owner alone (user %u)",
		    (unsigned)st->st_uid);
	add_group(&group, st->st_gid);
	bytes_add_u8(&group, 0);
	if (!group.failed)
		err_add(e, "for members of the group %s (usermod -aG %s USER, "
		    "then log in again)", (const char *)group.data,
		    (const char *)group.data);
	bytes_clear(&group);
	return false;
}

bool
keyvault_is_open(const struct location *l, struct err *e)
{
	struct stat st;
	int fd;

	if (location_open_keys(l, false, &fd, e)) {
		if (fd != -1)
			close(fd);
		return true;
	}
	if (e->code != ERR_ACCESS || fstatat(l->fd, LOCATION_KEYS, &st,
	    AT_SYMLINK_NOFOLLOW) == -1)
		return false;
	return refuse_closed(l, &st, e);
}

bool
keyvault_has(const struct location *l, const struct keyname *n)
{
	char file[KEYFILE_LEN + 1];
	struct err ignored = ERR_INIT;
	struct stat st;
	bool has;
	int fd;

	if (!open_for_list(l, &fd, &ignored) || fd == -1)
		return false;
	keyvault_file(n, file);
	has = fstatat(fd, file, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISREG(st.st_mode);
	close(fd);
	return has;
}

static bool
collect_key(const char *file, unsigned char type, void *arg, struct err *e)
{
	struct keynames *set = arg;
	struct keyname n;

	if ((type != DT_REG && type != DT_UNKNOWN) || !parse_keyfile(file, &n))
		return true;
	if (!array_room(&set->names, set->count, sizeof(n), e))
		return false;
	set->names[set->count++] = n;
	return true;
}

static int
compare_keynames(const void *a, const void *b)
{
	uint64_t x, y;

	/* Hashes differ in their first bytes, nearly always. */
	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x != y)
		return be64toh(x) < be64toh(y) ? -1 : 1;
	return memcmp(a, b, sizeof(struct keyname));
}

bool
keyvault_names(const struct location *l, struct keynames *set, struct err *e)
{
	bool ok;
	int fd;

	memset(set, 0, sizeof(*set));
	if (!open_for_list(l, &fd, e))
		return false;
	if (fd == -1)
		return true;
	ok = dir_walk(fd, collect_key, set, e);
	close(fd);
	if (!ok) {
		keynames_clear(set);
		return err_in(e, "%s/" LOCATION_KEYS, l->path);
	}
	if (set->count != 0)
		qsort(set->names, set->count, sizeof(*set->names),
		    compare_keynames);
	return true;
}

const struct keyname *
keynames_find(const struct keynames *set, const struct keyname *n)
{
	return set->count == 0 ? NULL : bsearch(n, set->names, set->count,
	    sizeof(*set->names), compare_keynames);
}

void
keynames_clear(struct keynames *set)
{
	free(set->names);
	memset(set, 0, sizeof(*set));
}
