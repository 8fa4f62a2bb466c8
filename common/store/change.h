/*
 * change.h - changing a location: all of it, or nothing
 *
 * A change is collected, then committed once:
 *
 *   change_begin()        the location must be open for LOCATION_WRITE
 *   change_add_key()      any number, in any order with
 *   change_add_cert()
 *   change_commit()       writes everything under temporary names, syncs, then
 *                         renames keys first, then certificates in the order
 *                         they were added (callers add the leaf last), syncs
 *                         the folders
 *   change_abort()        harmless after commit
 *
 * An error before or during commit takes back what was renamed already: the
 * store is as it was, byte for byte. A kill leaves whole entries (no
 * certificate without its key), and the same change again completes it.
 * Temporary files of killed processes are swept by the next change_begin():
 * only names that we make, only under the lock, never a key.
 *
 * Several imports may share one change (group commit).
 */

#ifndef SPCKIT_STORE_CHANGE_H
#define SPCKIT_STORE_CHANGE_H

#include "base/err.h"
#include "base/secret.h"
#include "cert/cert.h"
#include "cert/key.h"
#include "store/keyvault.h"
#include "store/location.h"

enum change_state { CHANGE_ADDED, CHANGE_PRESENT, CHANGE_REPLACED };

struct change;

struct change	*change_begin(struct location *l, struct err *e) MUST_CHECK;
/* A key under the vault key, or with info->is_protected under `passphrase`. A
 * key that is there already stays as it is unless `replace`. */
bool		 change_add_key(struct change *c, const struct key *k,
		    const struct keyname *name, const struct keyinfo *info,
		    const struct secret *passphrase, bool replace,
		    enum change_state *state, struct err *e) MUST_CHECK;
/* A certificate with its properties. One that is there already stays,
 * CHANGE_PRESENT, unless `replace` or it has a new friendly name. */
bool		 change_add_cert(struct change *c, const char *store,
		    const struct cert *cert, bool replace,
		    enum change_state *state, struct err *e) MUST_CHECK;
bool		 change_commit(struct change *c, struct err *e) MUST_CHECK;
void		 change_abort(struct change *c);

/* Removal is one file each: the entry, then - when asked and no other entry of
 * either store needs it - the key. */
bool		 change_remove_cert(struct location *l, const char *store,
		    const unsigned char sha1[SHA1_LEN], bool with_key,
		    bool *key_removed, struct err *e) MUST_CHECK;

#endif
