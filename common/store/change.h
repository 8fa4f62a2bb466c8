/*
 * change.h - changing a location: all of it, or nothing
 *
 * A change is collected, then committed once:
 *
 *   change_begin()        the location must be open for LOCATION_WRITE
 *   change_add_key()      any number, in any order with
 *   change_add_cert()
 *   change_add_file()
 *   change_commit()       everything has been written under temporary names;
 *                         syncs it, then renames vault.key if it is new, the
 *                         keys, the certificates in the order they were added
 *                         (callers add the leaf last), and other files; syncs
 *                         the folders after each kind
 *   change_abort()        always, at the end; takes back what is not committed
 *
 * An error before or during commit takes back what was renamed already: the
 * store is as it was, byte for byte. A kill leaves whole entries (no
 * certificate without its key), and the same change again completes it.
 * Temporary files of killed processes are swept by the next change_begin():
 * only names that we make, only in the folder for them, only under the lock.
 *
 * Several imports may share one change (group commit): change_mark() before
 * each, and change_back_to() when one fails, so that it is as if that one had
 * never been tried.
 *
 * Limits:  up to 16 files are kept open and synced one by one; with more the
 *          file system is synced as a whole.
 * Errors:  ERR_IO, ERR_ACCESS, ERR_LIMIT, ERR_MEMORY, ERR_CRYPTO, and those of
 *          keyvault.h for the vault key. Sentences begin with the path.
 */

#pragma once

#include "base/err.h"
#include "base/secret.h"
#include "cert/cert.h"
#include "cert/key.h"
#include "store/location.h"
#include "store/vault/keyvault.h"

enum change_state { CHANGE_ADDED, CHANGE_PRESENT, CHANGE_REPLACED };

struct change;

struct change	*change_begin(struct location *l, struct err *e) MUST_CHECK;
/* A key under the vault key, or with info->is_protected under `passphrase`. A
 * key that is there already stays as it is unless `replace`. With info->token
 * `k` may be NULL. */
bool		 change_add_key(struct change *c, const struct key *k,
		    const struct keyname *name, const struct keyinfo *info,
		    const struct secret *passphrase, bool replace,
		    enum change_state *state, struct err *e) MUST_CHECK;
/* A certificate with its properties, into a store (canonical name). One that is
 * there already stays, CHANGE_PRESENT, unless there is something new about it:
 * another friendly name, or a property that it did not have; it then keeps all
 * others and is CHANGE_REPLACED. With `replace` it becomes what is given, as
 * does one that is damaged. */
bool		 change_add_cert(struct change *c, const char *store,
		    const struct cert *cert, bool replace,
		    enum change_state *state, struct err *e) MUST_CHECK;
/* A file that anyone may read, in a folder of the location, or with NULL in the
 * location itself; all of a change in one folder. It takes the place of what is
 * there, after everything else. */
bool		 change_add_file(struct change *c, const char *folder,
		    const char *name, struct view content, struct err *e)
		    MUST_CHECK;
size_t		 change_mark(const struct change *c);
void		 change_back_to(struct change *c, size_t mark);
bool		 change_commit(struct change *c, struct err *e) MUST_CHECK;
void		 change_abort(struct change *c);

/* Removal is one file each: the entry, then - when asked and no other entry of
 * the location needs it - the key. The location is open for LOCATION_WRITE.
 * ERR_NOT_FOUND when there is no such entry. Of a key on a token the store only
 * has the URI, which goes: to remove the token's own key as well, read the URI
 * first (keyvault_info) and remove the key afterwards (token_remove). */
bool		 change_remove_cert(struct location *l, const char *store,
		    const unsigned char sha1[SHA1_LEN], bool with_key,
		    bool *key_removed, struct err *e) MUST_CHECK;
