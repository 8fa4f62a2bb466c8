#include "store/vault/keyvault.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "formats/certs/armor.h"
#include "formats/key/pbe.h"
#include "formats/key/pkcs8.h"

enum { RSA_BITS_MAX = 65536 };

/* The one PEM block of an entry. */
static bool
open_pem(struct view text, const struct limits *limits, struct armor *a,
    struct err *e)
{
	if (!armor_open(text, limits, a, e) && e->code != ERR_FORMAT)
		return false;
	if (a->count != 1 ||
	    strcmp(a->blocks[0].label, KEYVAULT_PEM_LABEL) != 0)
		return err_set(e, ERR_INPUT, "expected one PEM block "
		    KEYVAULT_PEM_LABEL);
	return true;
}

/* Our own keys: the limits of importers on sizes do not apply, those on the
 * cost of opening one do. */
static void
limits_of_entry(struct limits *l)
{
	limits_default(l);
	l->value[LIMIT_RSA_MIN] = 0;
	l->value[LIMIT_RSA_MAX] = RSA_BITS_MAX;
}

static struct key *
decrypt_entry(struct view text, const struct keyinfo *info,
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
		err_set(e, ERR_INPUT, "cannot be decrypted: damaged, or "
		    "encrypted with a different vault.key");
 out:
	armor_clear(&a);
	pbe_password_clear(&pw);
	return k;
}

/* Is it the key that the name promises? A DSA certificate may leave out what
 * its key has, and unknown keys are named after their certificates. */
static bool
check_key_name(const struct key *k, const struct keyname *n, struct err *e)
{
	struct keyname own;

	if (k->algorithm == KEY_DSA || k->algorithm == KEY_UNKNOWN)
		return true;
	if (!keyvault_name_of_key(k, &own))
		return err_memory(e);
	return memcmp(own.sha256, n->sha256, SHA256_LEN) == 0 ||
	    err_set(e, ERR_INPUT, "holds a different key than its name says");
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
entry_password(const struct location *l, const struct keyinfo *info,
    const struct secret *passphrase, struct secret *password, struct err *e)
{
	bool found;

	if (info->token != NULL)
		return err_set(e, ERR_UNSUPPORTED, "the key is on a token: %s",
		    info->token);
	if (info->is_protected && (passphrase == NULL || !passphrase->given))
		return err_set(e, ERR_PASSWORD_NEEDED, "the key is "
		    "protected by a passphrase, and none was given");
	if (info->is_protected)
		return secret_copy(password, passphrase, e);
	return keyvault_vault(l, password, &found, e) && (found ||
	    err_set(e, ERR_NOT_FOUND, "it is encrypted with vault.key, which is "
	    "missing (set " KEYVAULT_VARIABLE "=file:PATH if it is elsewhere)"));
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

	if (!keyvault_open_entry(l, n, &text, &info, e))
		goto out;
	if (entry_password(l, &info, passphrase, &password, e))
		k = decrypt_entry(view_bytes(&text), &info, &password, e);
	if (k == NULL || !check_key_name(k, n, e)) {
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
