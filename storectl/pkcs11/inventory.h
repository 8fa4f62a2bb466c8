/*
 * inventory.h - what a location shows as a token
 *
 * An entry is a certificate of My, Root or CA; one of My whose private key is
 * in the same location is three objects: certificate, public and private key.
 * The user's token shows the Root and CA certificates of both locations, as
 * chains go through both.
 *
 * Order: My, the longest valid first, so that of two certificates of one name
 * the renewed one is found; Root; CA. Programs that build a chain by names take
 * the first that matches, hence roots come before cross-certificates, and these
 * are only there when asked for: CA certificates of Microsoft Code Verification
 * Root, and those of a name and key that a self-signed one has as well.
 *
 * Not shown: certificates that cannot be parsed; private keys on tokens (they
 * are used through that token's module), and of algorithms other than RSA and
 * EC.
 *
 * Handles stay what they were when an inventory is read again. A private key
 * that was opened is kept with its entry until inventory_close_keys().
 *
 * Ownership: entries belong to their inventory.
 */

#pragma once

#include <p11-kit/pkcs11.h>

#include <openssl/types.h>

#include "base/bytes.h"
#include "base/err.h"
#include "base/sha.h"
#include "cert/cert.h"
#include "store/vault/keyvault.h"

enum shelf { SHELF_MY, SHELF_ROOT, SHELF_CA, SHELVES };

/* The public key of an entry that has a private one. */
struct public_key {
	struct bytes	spki;		/* in its one form: spki.h */
	CK_KEY_TYPE	type;		/* CKK_RSA, CKK_EC */
	CK_ULONG	bits;
	struct view	modulus;	/* RSA, without leading zeros */
	struct view	exponent;
	struct view	curve;		/* EC: a whole element */
	struct bytes	point;		/* an OCTET STRING around it */
};

struct entry {
	CK_ULONG	 id;		/* of its handles: never used again */
	enum shelf	 shelf;
	struct cert	*cert;
	const char	*label;		/* UTF-8: friendly name, or made_label */
	struct bytes	 made_label;
	struct bytes	 serial;	/* a whole INTEGER */
	unsigned char	 key_id[SHA1_LEN]; /* SHA-1 of the public key's bits */
	bool		 has_key;
	bool		 is_protected;	/* has a passphrase of its own */
	struct keyname	 key_name;
	struct public_key key;		/* where has_key */
	EVP_PKEY	*opened;	/* NULL: not yet */
};

struct inventory;

/* Objects: an entry and a class. */
struct object {
	struct entry	*entry;
	CK_OBJECT_CLASS	 class;
};

/* Read a location. What `old` (may be NULL) had as well keeps its id and open
 * key; the caller frees `old`. *i is NULL when there is no location of the
 * machine. */
bool	inventory_read(enum place place, bool with_cross,
	    struct inventory *old, struct inventory **i, struct err *e)
	    MUST_CHECK;
void	inventory_free(struct inventory *i);
/* Has a folder changed since it was read? */
bool	inventory_is_old(const struct inventory *i);
bool	inventory_has_protected(const struct inventory *i);

/* Entries in their order. */
size_t	inventory_count(const struct inventory *i);
struct entry *inventory_entry(const struct inventory *i, size_t n);

CK_OBJECT_HANDLE object_handle(const struct object *o);
/* The n-th object of an entry; false after the last. */
bool	object_of(struct entry *x, size_t n, struct object *o);
/* False: no such object. */
bool	inventory_find(const struct inventory *i, CK_OBJECT_HANDLE handle,
	    struct object *o);

/* The private key, opened with the passphrase or without (NULL); a new
 * reference. Those that are not protected are kept, the others with `keep`. */
EVP_PKEY *inventory_open_key(const struct inventory *i, struct entry *x,
	    const struct secret *passphrase, bool keep, struct err *e)
	    MUST_CHECK;
void	inventory_close_keys(const struct inventory *i, bool protected_only);
