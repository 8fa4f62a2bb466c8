#include "inventory_parts.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/osslctx.h"
#include "entry.h"
#include "module.h"

/* A handle is an entry's id and one of its objects. */
enum { CLASSES = 3, CLASS_BITS = 2 };

static const CK_OBJECT_CLASS classes[CLASSES] = {
	CKO_CERTIFICATE, CKO_PUBLIC_KEY, CKO_PRIVATE_KEY,
};

static CK_ULONG	last_id;

void
inventory_free(struct inventory *i)
{
	if (i == NULL)
		return;
	for (size_t n = 0; n < i->count; n++)
		entry_free(i->entries[n]);
	free(i->entries);
	free(i->by_id);
	inventory_drop_stamps(i);
	free(i);
}

/* ---- ids ---- */

static int
compare_cert(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;

	return memcmp((*x)->cert->sha1, (*y)->cert->sha1, SHA1_LEN);
}

static int
compare_id(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;

	return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

static void
take_over(struct entry *x, struct entry *old)
{
	x->id = old->id;
	if (!x->has_key || !old->has_key ||
	    x->is_protected != old->is_protected)
		return;
	x->opened = old->opened;
	old->opened = NULL;
}

bool
inventory_settle(struct inventory *i, struct inventory *old, struct err *e)
{
	struct entry **found;

	i->by_id = calloc(i->count + 1, sizeof(*i->by_id));
	if (i->by_id == NULL)
		return err_memory(e);
	/* by_id of the old one is not needed any more. */
	if (old != NULL && old->count > 1)
		qsort(old->by_id, old->count, sizeof(*old->by_id),
		    compare_cert);
	for (size_t n = 0; n < i->count; n++) {
		struct entry *x = i->by_id[n] = i->entries[n];

		found = old == NULL || old->count == 0 ? NULL : bsearch(&x,
		    old->by_id, old->count, sizeof(*old->by_id), compare_cert);
		if (found != NULL)
			take_over(x, *found);
		else
			x->id = ++last_id;
		i->has_protected |= x->has_key && x->is_protected;
	}
	if (i->count > 1)
		qsort(i->by_id, i->count, sizeof(*i->by_id), compare_id);
	return true;
}

/* ---- entries and objects ---- */

bool
inventory_has_protected(const struct inventory *i)
{
	return i->has_protected;
}

size_t
inventory_count(const struct inventory *i)
{
	return i->count;
}

struct entry *
inventory_entry(const struct inventory *i, size_t n)
{
	return i->entries[n];
}

bool
object_of(struct entry *x, size_t n, struct object *o)
{
	if (n >= CLASSES || (n > 0 && !x->has_key))
		return false;
	o->entry = x;
	o->class = classes[n];
	return true;
}

CK_OBJECT_HANDLE
object_handle(const struct object *o)
{
	CK_ULONG n = 0;

	while (classes[n] != o->class)
		n++;
	return o->entry->id << CLASS_BITS | n;
}

bool
inventory_find(const struct inventory *i, CK_OBJECT_HANDLE handle,
    struct object *o)
{
	struct entry wanted = { .id = handle >> CLASS_BITS }, *key = &wanted;
	struct entry **x;

	x = i->count == 0 ? NULL : bsearch(&key, i->by_id, i->count,
	    sizeof(*i->by_id), compare_id);
	return x != NULL && object_of(*x, handle & ((1u << CLASS_BITS) - 1), o);
}

/* ---- private keys ---- */

static EVP_PKEY *
to_pkey(const struct key *k, struct err *e)
{
	const unsigned char *p = k->pkcs8.data;
	EVP_PKEY *pkey = NULL;

	if (k->pkcs8.len <= LONG_MAX)
		pkey = d2i_AutoPrivateKey_ex(NULL, &p, (long)k->pkcs8.len,
		    osslctx_lib(), NULL);
	if (pkey == NULL)
		osslctx_err(e, ERR_CRYPTO, "libcrypto cannot read the private "
		    "key");
	return pkey;
}

static EVP_PKEY *
load_pkey(enum place place, const struct entry *x,
    const struct secret *passphrase, struct err *e)
{
	EVP_PKEY *pkey = NULL;
	struct location l;
	struct key *k;

	if (!module_crypto(e) || !location_open(&l, place, LOCATION_READ, e))
		return NULL;
	k = keyvault_load(&l, &x->key_name, passphrase, e);
	if (k != NULL)
		pkey = to_pkey(k, e);
	key_free(k);
	location_close(&l);
	return pkey;
}

EVP_PKEY *
inventory_open_key(const struct inventory *i, struct entry *x,
    const struct secret *passphrase, bool keep, struct err *e)
{
	EVP_PKEY *pkey = x->opened;

	if (pkey == NULL) {
		pkey = load_pkey(i->place, x, passphrase, e);
		if (pkey == NULL || (x->is_protected && !keep))
			return pkey;
		x->opened = pkey;
	}
	if (EVP_PKEY_up_ref(pkey) != 1) {
		osslctx_err(e, ERR_CRYPTO, "cannot share the private key");
		return NULL;
	}
	return pkey;
}

void
inventory_close_keys(const struct inventory *i, bool protected_only)
{
	for (size_t n = 0; n < i->count; n++) {
		struct entry *x = i->entries[n];

		if (protected_only && !x->is_protected)
			continue;
		EVP_PKEY_free(x->opened);
		x->opened = NULL;
	}
}
