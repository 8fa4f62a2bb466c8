#include "store/keyvault.h"

#include <sys/random.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "cert/spki.h"
#include "formats/armor.h"
#include "formats/pbe.h"
#include "formats/pkcs8.h"
#include "store/dir.h"

#define PEM_LABEL	"ENCRYPTED PRIVATE KEY"
#define PEM_BEGIN	"-----BEGIN "
#define VAULT_VARIABLE	"SPCKIT_VAULT_KEY"
#define CREDENTIAL	"spckit-vault-key"

enum {
	ENTRY_MAX		= 128 * 1024,
	VAULT_LEN		= 64,	/* hex digits */
	VAULT_FILE_MAX		= 128,
	VAULT_ITERATIONS	= 1000,
	PROTECTED_ITERATIONS	= 600000,
	RSA_BITS_MAX		= 65536,
};

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
	return c->skimmed && hash_spki(c->skim.spki, n);
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
parse_file(const char *file, struct keyname *n)
{
	char hex[KEYNAME_HEX + 1];
	size_t len;

	if (strlen(file) != KEYFILE_LEN ||
	    strcmp(file + KEYNAME_HEX, ".pem") != 0)
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

struct collect {
	struct keynames	*set;
	size_t		 cap;
};

static bool
add_name(const char *file, unsigned char type, void *arg, struct err *e)
{
	struct collect *c = arg;
	struct keyname n, *names;

	if ((type != DT_REG && type != DT_UNKNOWN) || !parse_file(file, &n))
		return true;
	if (c->set->count == c->cap) {
		c->cap = c->cap != 0 ? c->cap * 2 : 64;
		names = reallocarray(c->set->names, c->cap, sizeof(*names));
		if (names == NULL)
			return err_memory(e);
		c->set->names = names;
	}
	c->set->names[c->set->count++] = n;
	return true;
}

static int
compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct keyname));
}

bool
keyvault_names(const struct location *l, struct keynames *set, struct err *e)
{
	struct collect c = { set, 0 };
	bool ok;
	int fd;

	memset(set, 0, sizeof(*set));
	if (!open_for_list(l, &fd, e))
		return false;
	if (fd == -1)
		return true;
	ok = dir_walk(fd, add_name, &c, e);
	close(fd);
	if (!ok) {
		keynames_clear(set);
		return err_in(e, "%s/" LOCATION_KEYS, l->path);
	}
	if (set->count != 0)
		qsort(set->names, set->count, sizeof(*set->names), compare);
	return true;
}

bool
keynames_have(const struct keynames *set, const struct keyname *n)
{
	return set->count != 0 && bsearch(n, set->names, set->count,
	    sizeof(*set->names), compare) != NULL;
}

void
keynames_clear(struct keynames *set)
{
	free(set->names);
	memset(set, 0, sizeof(*set));
}

/* ---- text lines: writing ---- */

void
keyinfo_clear(struct keyinfo *i)
{
	const struct keyinfo none = KEYINFO_INIT;

	free(i->friendly_name);
	free(i->description);
	free(i->provider);
	free(i->token);
	*i = none;
}

/* Does the value's i-th byte have to be written as \xNN, printable or not? */
static bool
is_special(const char *value, size_t i)
{
	char c = value[i];

	return c == '\\' || (c == '-' && i != 0 && value[i - 1] == '-') ||
	    (c == ' ' && (i == 0 || value[i + 1] == '\0'));
}

static void
put_line(struct bytes *out, const char *key, const char *value)
{
	size_t from = 0, i;

	if (value == NULL)
		return;
	bytes_addf(out, "%s: ", key);
	for (i = 0; value[i] != '\0'; i++) {
		if (!is_special(value, i))
			continue;
		text_add_printable(out, view_of(value + from, i - from));
		bytes_addf(out, "\\x%02x", (unsigned char)value[i]);
		from = i + 1;
	}
	text_add_printable(out, view_of(value + from, i - from));
	bytes_add_str(out, "\n");
}

static void
put_info(struct bytes *out, const struct keyinfo *i)
{
	if (i->spec != KEY_SPEC_NONE)
		put_line(out, "Key-Spec", key_spec_name(i->spec));
	if (!i->exportable)
		put_line(out, "Exportable", "no");
	if (i->export_encrypted_only)
		put_line(out, "Export", "encrypted");
	if (i->is_protected)
		put_line(out, "Protected", "yes");
	put_line(out, "Friendly-Name", i->friendly_name);
	put_line(out, "Description", i->description);
	put_line(out, "Provider", i->provider);
	put_line(out, "Token", i->token);
}

static bool
put_key(const struct key *k, const struct keyinfo *info,
    const struct secret *password, struct bytes *out, struct err *e)
{
	struct pbe_password pw = PBE_PASSWORD_INIT;
	struct bytes der = BYTES_INIT;
	bool ok;

	ok = pbe_password_make(&pw, password, e) &&
	    pkcs8_write_encrypted(k, info->spec, PBE_AES256_SHA256,
	    info->is_protected ? PROTECTED_ITERATIONS : VAULT_ITERATIONS, &pw,
	    &der, e);
	if (ok)
		armor_write(out, PEM_LABEL, view_bytes(&der));
	pbe_password_clear(&pw);
	bytes_clear(&der);
	return ok;
}

bool
keyvault_entry(const struct key *k, const struct keyinfo *info,
    const struct secret *password, struct bytes *out, struct err *e)
{
	put_info(out, info);
	if (info->token == NULL && !put_key(k, info, password, out, e))
		return false;
	if (!bytes_ok(out, e))
		return false;
	return out->len <= ENTRY_MAX || err_set(e, ERR_LIMIT, "an entry of "
	    "%zu bytes, with its names, where %d are the most", out->len,
	    ENTRY_MAX);
}

/* ---- text lines: reading ---- */

static int
hex_value(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
get_value(struct view v, char **value, struct err *e)
{
	char *s = malloc(v.len + 1);
	size_t n = 0;

	if (s == NULL)
		return err_memory(e);
	for (size_t i = 0; i < v.len; i++) {
		int c = v.data[i];

		if (c == '\\' && v.len - i >= 4 && v.data[i + 1] == 'x' &&
		    hex_value(v.data[i + 2]) >= 0 &&
		    hex_value(v.data[i + 3]) >= 0) {
			c = hex_value(v.data[i + 2]) << 4 |
			    hex_value(v.data[i + 3]);
			i += 3;
		}
		s[n++] = (char)c;
	}
	s[n] = '\0';
	free(*value);
	*value = s;
	return true;
}

static bool
is_text(struct view v, const char *text)
{
	return view_equal(v, view_str(text));
}

static bool
take_line(struct view key, struct view value, struct keyinfo *i, struct err *e)
{
	if (is_text(key, "Key-Spec"))
		i->spec = is_text(value, key_spec_name(AT_SIGNATURE)) ?
		    AT_SIGNATURE :
		    is_text(value, key_spec_name(AT_KEYEXCHANGE)) ?
		    AT_KEYEXCHANGE : KEY_SPEC_NONE;
	else if (is_text(key, "Exportable"))
		/* What cannot be read is the stricter of the two. */
		i->exportable = is_text(value, "yes");
	else if (is_text(key, "Export"))
		i->export_encrypted_only = !is_text(value, "any");
	else if (is_text(key, "Protected"))
		i->is_protected = !is_text(value, "no");
	else if (is_text(key, "Friendly-Name"))
		return get_value(value, &i->friendly_name, e);
	else if (is_text(key, "Description"))
		return get_value(value, &i->description, e);
	else if (is_text(key, "Provider"))
		return get_value(value, &i->provider, e);
	else if (is_text(key, "Token"))
		return get_value(value, &i->token, e);
	return true;
}

/* The next line without its end; false at the end of the text. */
static bool
next_line(struct view *rest, struct view *line)
{
	const unsigned char *end;

	if (rest->len == 0)
		return false;
	end = memchr(rest->data, '\n', rest->len);
	line->data = rest->data;
	line->len = end != NULL ? (size_t)(end - rest->data) : rest->len;
	*rest = end != NULL ? view_sub(*rest, line->len + 1,
	    rest->len - line->len - 1) : view_of(NULL, 0);
	if (line->len != 0 && line->data[line->len - 1] == '\r')
		line->len--;
	return true;
}

static bool
parse_info(struct view text, struct keyinfo *i, struct err *e)
{
	struct view line, key, value;
	const unsigned char *colon;

	while (next_line(&text, &line)) {
		if (line.len >= strlen(PEM_BEGIN) && memcmp(line.data,
		    PEM_BEGIN, strlen(PEM_BEGIN)) == 0)
			break;
		colon = line.len != 0 ? memchr(line.data, ':', line.len) : NULL;
		if (colon == NULL)
			continue;
		key = view_of(line.data, (size_t)(colon - line.data));
		value = view_sub(line, key.len + 1, line.len - key.len - 1);
		while (value.len != 0 && value.data[0] == ' ')
			value = view_sub(value, 1, value.len - 1);
		if (!take_line(key, value, i, e))
			return false;
	}
	return true;
}

/* ---- the vault key ---- */

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
		return err_set(e, ERR_ACCESS, "others may read or write it "
		    "(mode %04o, expected 0600): chmod 600 it, and if somebody "
		    "may have copied it, import the keys anew into another "
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
		if (hex_value(v.data[i]) < 0)
			return err_set(e, ERR_INPUT, "byte %zu is no hex digit, "
			    "expected one line of %d", i, VAULT_LEN);
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
		return err_set(e, ERR_USAGE, VAULT_VARIABLE ": expected "
		    "file:PATH");
	f.path = strdup(source + 5);
	if (f.path == NULL)
		return err_memory(e);
	ok = read_vault(l, &f, vault, found, e);
	if (ok && !*found)
		ok = err_set(e, ERR_NOT_FOUND, "%s: no such file, named by "
		    VAULT_VARIABLE " (openssl rand -hex 32 makes a vault key)",
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
	source = secure_getenv(VAULT_VARIABLE);
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

/* ---- entries ---- */

static bool
read_entry(const struct location *l, int dir, const char *file,
    struct bytes *text, struct keyinfo *info, bool *found, struct err *e)
{
	if (dir_read(dir, file, ENTRY_MAX, text, found, NULL, e) &&
	    (!*found || parse_info(view_bytes(text), info, e)))
		return true;
	return err_in(e, "%s/" LOCATION_KEYS "/%s", l->path, file);
}

static bool
open_entry(const struct location *l, const struct keyname *n,
    struct bytes *text, struct keyinfo *info, struct err *e)
{
	char file[KEYFILE_LEN + 1];
	bool found = false, ok = true;
	int fd;

	keyvault_file(n, file);
	if (!location_open_keys(l, false, &fd, e))
		return false;
	if (fd != -1) {
		ok = read_entry(l, fd, file, text, info, &found, e);
		close(fd);
	}
	if (ok && !found)
		ok = err_set(e, ERR_NO_KEY, "%s/" LOCATION_KEYS "/%s: the "
		    "store has no such private key", l->path, file);
	return ok;
}

bool
keyvault_info(const struct location *l, const struct keyname *n,
    struct keyinfo *info, struct err *e)
{
	const struct keyinfo none = KEYINFO_INIT;
	struct bytes text = BYTES_INIT;
	bool ok;

	*info = none;
	ok = open_entry(l, n, &text, info, e);
	bytes_clear(&text);
	if (!ok)
		keyinfo_clear(info);
	return ok;
}

/* Any key that the vault key opens? One that cannot be read counts: nobody
 * knows that it is none. */
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
	if (!parse_file(file, &n))
		return true;
	ok = dir_read(*dir, file, ENTRY_MAX, &text, &found, NULL, e) &&
	    (!found || parse_info(view_bytes(&text), &info, e));
	if (ok && found && !info.is_protected && info.token == NULL)
		ok = err_set(e, ERR_NOT_FOUND, "vault.key is not there, but "
		    "Keys/%s was encrypted with it: put it back, or say where "
		    "it is (" VAULT_VARIABLE "=file:PATH)", file);
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
	ssize_t n;
	int fd;

	if (!location_open_keys(l, false, &fd, e))
		return false;
	if (fd != -1 && !dir_walk(fd, find_unprotected, &fd, e)) {
		err_in(e, "%s", l->path);
		goto out;
	}
	if (!secret_alloc(&random, VAULT_LEN / 2, e) ||
	    !secret_alloc(vault, VAULT_LEN, e))
		goto out;
	do
		n = getrandom(random.data, random.len, 0);
	while (n == -1 && errno == EINTR);
	if (n != VAULT_LEN / 2) {
		err_errno(e, n == -1 ? errno : EIO, "no random numbers");
		goto out;
	}
	text_hex(secret_view(&random), (char *)vault->data, VAULT_LEN + 1);
	ok = true;
 out:
	if (fd != -1)
		close(fd);
	secret_clear(&random);
	return ok;
}

/* ---- loading ---- */

/* The one PEM block of an entry. */
static bool
open_pem(struct view text, const struct limits *limits, struct armor *a,
    struct err *e)
{
	if (!armor_open(text, limits, a, e))
		return false;
	if (a->count != 1 || strcmp(a->blocks[0].label, PEM_LABEL) != 0)
		return err_set(e, ERR_INPUT, "expected one PEM block "
		    PEM_LABEL);
	return true;
}

/* Our own keys: the sizes that importers bound are no matter any more, the
 * cost of opening one is. */
static void
limits_of_entry(struct limits *l)
{
	limits_default(l);
	l->value[LIMIT_RSA_MIN] = 0;
	l->value[LIMIT_RSA_MAX] = RSA_BITS_MAX;
}

static struct key *
decrypt(struct view text, const struct keyinfo *info,
    const struct secret *password, struct err *e)
{
	struct pbe_password pw = PBE_PASSWORD_INIT;
	struct armor a = ARMOR_INIT;
	struct limits limits;
	uint64_t total = 0;
	struct key *k = NULL;

	limits_of_entry(&limits);
	if (!pbe_password_make(&pw, password, e) ||
	    !open_pem(text, &limits, &a, e))
		goto out;
	k = pkcs8_read_encrypted(view_bytes(&a.blocks[0].der), &pw, &limits,
	    &total, e);
	if (k == NULL && e->code == ERR_PASSWORD && !info->is_protected)
		err_set(e, ERR_INPUT, "cannot be decrypted: another vault.key "
		    "than the one it was encrypted with, or damaged");
 out:
	armor_clear(&a);
	pbe_password_clear(&pw);
	return k;
}

/* Is it the key that the name promises? A DSA certificate may leave out what
 * its key has, and unknown keys are named after their certificates. */
static bool
check_name(const struct key *k, const struct keyname *n, struct err *e)
{
	struct keyname own;

	if (k->algorithm == KEY_DSA || k->algorithm == KEY_UNKNOWN)
		return true;
	if (!keyvault_name_of_key(k, &own))
		return err_memory(e);
	return memcmp(own.sha256, n->sha256, SHA256_LEN) == 0 ||
	    err_set(e, ERR_INPUT, "holds another key than its name says");
}

static void
take_info(struct key *k, struct keyinfo *info)
{
	k->spec = info->spec;
	k->was_encrypted = info->is_protected;
	free(k->friendly_name);
	k->friendly_name = info->friendly_name;
	info->friendly_name = NULL;
	free(k->csp_name);
	k->csp_name = info->provider;
	info->provider = NULL;
}

static bool
choose_password(const struct location *l, const struct keyinfo *info,
    const struct secret *passphrase, struct secret *password, struct err *e)
{
	bool found;

	if (info->token != NULL)
		return err_set(e, ERR_UNSUPPORTED, "the key is on a token: %s",
		    info->token);
	if (info->is_protected && (passphrase == NULL || !passphrase->given))
		return err_set(e, ERR_PASSWORD_NEEDED, "the key has a "
		    "passphrase of its own, and none was given");
	if (info->is_protected)
		return secret_copy(password, passphrase, e);
	return keyvault_vault(l, password, &found, e) && (found ||
	    err_set(e, ERR_NOT_FOUND, "vault.key, which it is encrypted with, "
	    "is not there (" VAULT_VARIABLE "=file:PATH says where it is)"));
}

struct key *
keyvault_load(const struct location *l, const struct keyname *n,
    const struct secret *passphrase, struct err *e)
{
	struct keyinfo info = KEYINFO_INIT;
	struct secret password = SECRET_INIT;
	struct bytes text = BYTES_INIT;
	char file[KEYFILE_LEN + 1];
	struct key *k = NULL, *made = NULL;

	if (!open_entry(l, n, &text, &info, e))
		goto out;
	if (choose_password(l, &info, passphrase, &password, e))
		k = decrypt(view_bytes(&text), &info, &password, e);
	if (k == NULL || !check_name(k, n, e)) {
		keyvault_file(n, file);
		err_in(e, "%s/" LOCATION_KEYS "/%s", l->path, file);
		goto out;
	}
	take_info(k, &info);
	made = k;
	k = NULL;
 out:
	key_free(k);
	secret_clear(&password);
	bytes_clear(&text);
	keyinfo_clear(&info);
	return made;
}
