/*
 * keyvault.h - private keys at rest
 *
 * Keys/<SHA-256 of SubjectPublicKeyInfo, hex>.pem: a few lines of text, then
 * PEM "ENCRYPTED PRIVATE KEY" (PBES2). The text lines are readable without the
 * passphrase and are ignored by every PEM reader:
 *
 *   Key-Spec: AT_SIGNATURE
 *   Exportable: no            (NoExport; absent: yes)
 *   Export: encrypted         (ExportEncrypted; absent: any)
 *   Protected: yes            (own passphrase; absent: the vault key)
 *   Friendly-Name: ...        (UTF-8, printable; others as \xNN)
 *   Description: ...
 *   Provider: ...
 *   Token: pkcs11:...         (no PEM follows: the key is on a token)
 *
 * Not protected: encrypted under vault.key, one line of 64 hex digits, made by
 * the first import with 256 random bits: openssl pkey -in KEY -passin
 * file:vault.key opens it without us. SPCKIT_VAULT_KEY=file:PATH or
 * $CREDENTIALS_DIRECTORY/spckit-vault-key put it elsewhere. As it is random,
 * 1 000 iterations are enough. Protected: PBKDF2-HMAC-SHA256, 600 000.
 *
 * A key of unknown algorithm has no public key: it is named by the SHA-256 of
 * its certificate's SubjectPublicKeyInfo (paired by local key id), and a key
 * without certificate by the SHA-256 of its own PKCS#8. Importers name every
 * paired key by its certificate: keyvault_name_of_cert() is how it is found.
 *
 * Values of the text lines are UTF-8; what is not printable, backslashes, outer
 * spaces and a second dash in a row are \xNN, so that no name can look like a
 * PEM line. Lines that are not known are skipped.
 *
 * vault.key is refused when it is a link, belongs to a user other than the
 * caller and root, or can be read by others; so is what SPCKIT_VAULT_KEY names
 * (which may be a link: it is the caller's).
 *
 * Secrets:  the vault key and plain keys in struct secret. Entry text is
 *           encrypted, and in struct bytes all the same.
 * Errors:   ERR_NO_KEY, ERR_PASSWORD_NEEDED, ERR_PASSWORD, ERR_INPUT (damaged,
 *           or another vault.key), ERR_UNSUPPORTED (on a token), ERR_ACCESS,
 *           ERR_NOT_FOUND (SPCKIT_VAULT_KEY). Sentences begin with the path.
 */

#pragma once

#include "base/err.h"
#include "base/secret.h"
#include "base/sha.h"
#include "cert/cert.h"
#include "cert/key.h"
#include "store/location.h"

struct keyinfo {
	enum key_spec	 spec;
	bool		 exportable;
	bool		 export_encrypted_only;
	bool		 is_protected;
	char		*friendly_name;
	char		*description;
	char		*provider;
	char		*token;		/* PKCS#11 URI, or NULL */
};
#define KEYINFO_INIT	{ KEY_SPEC_NONE, true, false, false, NULL, NULL, \
			  NULL, NULL }

void	keyinfo_clear(struct keyinfo *i);

struct keyname {
	unsigned char	sha256[SHA256_LEN];
};
/* Name of the key that belongs to a certificate: computed, never recorded. The
 * SubjectPublicKeyInfo is brought into the one form that keys use (RSA with
 * NULL parameters, EC points uncompressed) before it is hashed. */
/* False for a certificate that cannot be read, and when out of memory. */
bool	keyvault_name_of_cert(const struct cert *c, struct keyname *n);
bool	keyvault_name_of_key(const struct key *k, struct keyname *n);
#define KEYNAME_HEX	(2 * SHA256_LEN)
/* As text: the container's name in KEY_PROV_INFO. */
void	keyname_hex(const struct keyname *n, char hex[KEYNAME_HEX + 1]);

/* Is there a key of this name? Reads nothing of it. A Keys folder that the
 * caller may not look into has none. */
bool	keyvault_has(const struct location *l, const struct keyname *n);
/* May the caller look into Keys? If not, *e says who may. */
bool	keyvault_is_open(const struct location *l, struct err *e);
/* The names of all keys, read once, for lists: a sorted set. */
struct keynames {
	struct keyname	*names;
	size_t		 count;
};
bool	keyvault_names(const struct location *l, struct keynames *set,
	    struct err *e) MUST_CHECK;
/* One of set->names; NULL: it is not there. */
const struct keyname *keynames_find(const struct keynames *set,
	    const struct keyname *n);
void	keynames_clear(struct keynames *set);
bool	keyvault_info(const struct location *l, const struct keyname *n,
	    struct keyinfo *info, struct err *e) MUST_CHECK;
/* The key itself. `passphrase` only matters for protected keys:
 * ERR_PASSWORD_NEEDED without it. ERR_NO_KEY when there is none. */
struct key *keyvault_load(const struct location *l, const struct keyname *n,
	    const struct secret *passphrase, struct err *e) MUST_CHECK;

/* ---- for change.c, the only one that writes ---- */

#define KEYFILE_LEN	(KEYNAME_HEX + 4)	/* HEX.pem */
void	keyvault_file(const struct keyname *n, char file[KEYFILE_LEN + 1]);
/* The vault key as text. *found is false when the location has none yet (one
 * that the environment names must be there). */
bool	keyvault_vault(const struct location *l, struct secret *vault,
	    bool *found, struct err *e) MUST_CHECK;
/* A new one. Refused when the location has keys that another one opens. */
bool	keyvault_new_vault(const struct location *l, struct secret *vault,
	    struct err *e) MUST_CHECK;
/* The text of an entry. `k` is NULL when info->token says where it is; password
 * is the passphrase or the vault key. */
bool	keyvault_entry(const struct key *k, const struct keyinfo *info,
	    const struct secret *password, struct bytes *out, struct err *e)
	    MUST_CHECK;

/* ---- for the files of the vault ---- */

#define KEYVAULT_PEM_LABEL	"ENCRYPTED PRIVATE KEY"
#define KEYVAULT_VARIABLE	"SPCKIT_VAULT_KEY"

enum { KEYVAULT_ENTRY_MAX = 128 * 1024 };

/* An entry's file, and its text lines. ERR_NO_KEY when there is none. */
bool	keyvault_open_entry(const struct location *l, const struct keyname *n,
	    struct bytes *text, struct keyinfo *info, struct err *e) MUST_CHECK;
/* The text lines of an entry, up to its PEM block. */
bool	keyvault_parse_info(struct view text, struct keyinfo *i,
	    struct err *e) MUST_CHECK;
