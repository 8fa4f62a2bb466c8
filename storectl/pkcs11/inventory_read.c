#include "inventory_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chain/chain.h"
#include "chain/choose.h"
#include "entry.h"
#include "store/store.h"

static const char *const store_names[SHELVES] = { "My", "Root", "CA" };

struct reading {
	struct inventory *made;
	struct location	 own;
	struct location	 other;		/* the machine's, for the user's */
	struct keynames	 keys;		/* of own */
	bool		*shown;		/* which of them have been */
	struct certlist	 certs;		/* each once, the first shelf wins */
	size_t		 end[SHELVES];	/* places in certs */
	const struct cert **roots;	/* the self-signed of them, sorted */
	size_t		 root_count;
};

/* ---- certificates ---- */

static bool
stamp(struct reading *r, const struct location *l, const char *below,
    const char *store, struct err *e)
{
	char *path = NULL;

	if (asprintf(&path, "%s/%s%s%s%s", l->path, below, *store ? "/" : "",
	    store, *store ? "/Certificates" : "") == -1)
		path = NULL;
	return inventory_stamp(r->made, path, e);
}

static bool
add_readable(struct cert *c, bool *keep, void *arg, struct err *e)
{
	*keep = c->scanned;
	return !c->scanned || certlist_add(arg, c, e);
}

static bool
read_certs_of(struct reading *r, const struct location *l, const char *name,
    struct certlist *to, struct err *e)
{
	struct store s;
	bool ok;

	if (!store_open(&s, l, name, e))
		return false;
	ok = stamp(r, l, LOCATION_CERTS, s.name, e) &&
	    store_walk(&s, add_readable, to, e);
	store_close(&s);
	return ok;
}

/* The longest valid first; what has no validity last. */
static int
compare_validity(const void *a, const void *b)
{
	const struct cert *const *x = a, *const *y = b;

	if (choose_longer(*x, *y))
		return -1;
	if (choose_longer(*y, *x))
		return 1;
	return memcmp((*x)->sha1, (*y)->sha1, SHA1_LEN);
}

static bool
move_all(struct certlist *to, struct certlist *from, struct err *e)
{
	for (size_t n = 0; n < from->count; n++) {
		struct cert *c = from->items[n];

		from->items[n] = NULL;
		if (!certlist_add_new(to, c, e))
			return false;
	}
	return true;
}

static bool
read_shelf(struct reading *r, enum shelf shelf, struct err *e)
{
	struct certlist found = CERTLIST_INIT;
	bool ok;

	ok = read_certs_of(r, &r->own, store_names[shelf], &found, e) &&
	    (shelf == SHELF_MY || r->other.fd == -1 ||
	    read_certs_of(r, &r->other, store_names[shelf], &found, e));
	if (ok && shelf == SHELF_MY && found.count > 1)
		qsort(found.items, found.count, sizeof(*found.items),
		    compare_validity);
	ok = ok && move_all(&r->certs, &found, e);
	certlist_clear(&found);
	r->end[shelf] = r->certs.count;
	return ok;
}

/* ---- cross-certificates ---- */

static int
compare_view(struct view a, struct view b)
{
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return a.len == 0 ? 0 : memcmp(a.data, b.data, a.len);
}

static int
compare_root(const void *a, const void *b)
{
	const struct cert *const *x = a, *const *y = b;
	int c = compare_view((*x)->scan.subject, (*y)->scan.subject);

	return c != 0 ? c : compare_view((*x)->scan.spki, (*y)->scan.spki);
}

static bool
collect_roots(struct reading *r, struct err *e)
{
	r->roots = calloc(r->certs.count + 1, sizeof(*r->roots));
	if (r->roots == NULL)
		return err_memory(e);
	for (size_t n = 0; n < r->certs.count; n++)
		if (certscan_self_signed(&r->certs.items[n]->scan))
			r->roots[r->root_count++] = r->certs.items[n];
	if (r->root_count > 1)
		qsort(r->roots, r->root_count, sizeof(*r->roots),
		    compare_root);
	return true;
}

static bool
is_cross(const struct reading *r, const struct cert *c)
{
	if (view_equal(c->scan.issuer, c->scan.subject))
		return false;
	return chain_names_code_verification_root(c->scan.issuer) ||
	    (r->root_count != 0 && bsearch(&c, r->roots, r->root_count,
	    sizeof(*r->roots), compare_root) != NULL);
}

static bool
attach_key(struct reading *r, struct entry *x, struct err *e)
{
	struct keyinfo info = KEYINFO_INIT;
	struct err why = ERR_INIT;
	const struct keyname *key;
	struct keyname n;
	bool ok = true, *shown;

	if (r->keys.count == 0)
		return true;
	if (!keyvault_name_of_cert(x->cert, &n))
		return err_memory(e);
	key = keynames_find(&r->keys, &n);
	if (key == NULL)
		return true;
	/* Of two certificates with one key the first has it. */
	shown = &r->shown[key - r->keys.names];
	if (*shown)
		return true;
	/* A key that we may not read is not shown. */
	if (!keyvault_info(&r->own, &n, &info, &why))
		return why.code != ERR_MEMORY || err_memory(e);
	if (info.token == NULL)
		ok = entry_add_key(x, &n, info.is_protected, e);
	*shown = x->has_key;
	keyinfo_clear(&info);
	return ok;
}

static bool
add_entries(struct reading *r, bool with_cross, struct err *e)
{
	enum shelf shelf = SHELF_MY;
	struct entry *x;

	r->made->entries = calloc(r->certs.count + 1,
	    sizeof(*r->made->entries));
	if (r->made->entries == NULL)
		return err_memory(e);
	for (size_t n = 0; n < r->certs.count; n++) {
		struct cert *c = r->certs.items[n];

		while (n >= r->end[shelf])
			shelf++;
		if (shelf == SHELF_CA && !with_cross && is_cross(r, c))
			continue;
		/* It moves; r->roots may still point to it. */
		r->certs.items[n] = NULL;
		x = entry_new(c, shelf, e);
		if (x == NULL)
			return false;
		r->made->entries[r->made->count++] = x;
		if (shelf == SHELF_MY && !attach_key(r, x, e))
			return false;
	}
	return true;
}

/* ---- all of it ---- */

static bool
read_key_names(struct reading *r, struct err *e)
{
	if (!stamp(r, &r->own, LOCATION_KEYS, "", e) ||
	    !keyvault_names(&r->own, &r->keys, e))
		return false;
	r->shown = calloc(r->keys.count + 1, sizeof(*r->shown));
	return r->shown != NULL || err_memory(e);
}

static bool
read_inventory(struct reading *r, bool with_cross, struct err *e)
{
	if (!read_key_names(r, e))
		return false;
	for (enum shelf s = SHELF_MY; s < SHELVES; s++)
		if (!read_shelf(r, s, e))
			return false;
	return collect_roots(r, e) && add_entries(r, with_cross, e);
}

static bool
begin_reading(struct reading *r, enum place place, struct err *e)
{
	const struct location closed = LOCATION_INIT;
	struct err why = ERR_INIT;

	r->own = r->other = closed;
	if (!location_open(&r->own, place, LOCATION_READ, e))
		return false;
	/* If the machine's cannot be read it counts as empty. */
	return place == PLACE_MACHINE || location_open(&r->other,
	    PLACE_MACHINE, LOCATION_READ, &why) || why.code != ERR_MEMORY ||
	    err_memory(e);
}

static void
end_reading(struct reading *r)
{
	free(r->roots);
	free(r->shown);
	certlist_clear(&r->certs);
	keynames_clear(&r->keys);
	location_close(&r->own);
	location_close(&r->other);
}

bool
inventory_read(enum place place, bool with_cross, struct inventory *old,
    struct inventory **i, struct err *e)
{
	struct reading r = { .made = NULL };
	bool ok;

	*i = NULL;
	ok = begin_reading(&r, place, e);
	if (ok && (place == PLACE_USER || r.own.fd != -1)) {
		r.made = calloc(1, sizeof(*r.made));
		if (r.made == NULL)
			ok = err_memory(e);
		else
			r.made->place = place;
		ok = ok && read_inventory(&r, with_cross, e) &&
		    inventory_settle(r.made, old, e);
	}
	end_reading(&r);
	if (!ok) {
		inventory_free(r.made);
		return false;
	}
	*i = r.made;
	return true;
}
