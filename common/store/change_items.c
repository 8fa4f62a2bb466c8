#include "store/change_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/dir.h"

enum {
	KEEP_OPEN	= 16,
	INDEX_MIN	= 64,
};

/* ---- items and where they are ---- */

static bool
same_item(const struct item *a, enum kind kind, size_t folder,
    const unsigned char id[SHA256_LEN])
{
	return a->kind == kind && a->folder == folder &&
	    memcmp(a->id, id, SHA256_LEN) == 0;
}

/* An id is a digest: any of its bytes will do. */
static size_t
item_slot(const struct change *c, enum kind kind, size_t folder,
    const unsigned char id[SHA256_LEN])
{
	size_t slot = (size_t)id[0] | (size_t)id[1] << 8 |
	    (size_t)id[2] << 16 | (size_t)id[3] << 24;

	for (slot = (slot + folder) % c->index_size; c->index[slot] != NONE;
	    slot = (slot + 1) % c->index_size)
		if (same_item(&c->items[c->index[slot] - 1], kind, folder, id))
			break;
	return slot;
}

struct item *
change_find_item(const struct change *c, enum kind kind, size_t folder,
    const unsigned char id[SHA256_LEN])
{
	size_t place;

	if (c->index_size == 0)
		return NULL;
	place = c->index[item_slot(c, kind, folder, id)];
	return place != NONE ? &c->items[place - 1] : NULL;
}

static void
note_item(struct change *c, size_t place)
{
	const struct item *it = &c->items[place - 1];

	c->index[item_slot(c, it->kind, it->folder, it->id)] = (uint32_t)place;
}

void
change_fill_index(struct change *c)
{
	memset(c->index, 0, c->index_size * sizeof(*c->index));
	for (size_t place = 1; place <= c->count; place++)
		note_item(c, place);
}

static bool
reserve_item(struct change *c, struct err *e)
{
	size_t cap = c->cap != 0 ? c->cap * 2 : INDEX_MIN / 2;
	struct item *items;
	uint32_t *index;

	if (c->count < c->cap)
		return true;
	if (cap > UINT32_MAX / 4)
		return err_set(e, ERR_LIMIT, "too many files in one "
		    "change (%zu)", c->count);
	items = reallocarray(c->items, cap, sizeof(*items));
	if (items == NULL)
		return err_memory(e);
	c->items = items;
	index = reallocarray(c->index, cap * 2, sizeof(*index));
	if (index == NULL)
		return err_memory(e);
	c->index = index;
	c->index_size = cap * 2;
	c->cap = cap;
	change_fill_index(c);
	return true;
}

/* Many files are not kept open: a change may have more of them than a process
 * may have descriptors. */
static bool
close_if_many(struct change *c, struct err *e)
{
	if (!c->many && c->count <= KEEP_OPEN)
		return true;
	for (size_t i = c->many ? c->count - 1 : 0; i < c->count; i++)
		if (!atomicfile_close(&c->items[i].file, e))
			return false;
	c->many = true;
	return true;
}

static bool
ensure_temp(struct change *c, struct err *e)
{
	return c->temp != -1 || location_open_temp(c->l, true, &c->temp, e);
}

static bool
write_temp(struct change *c, struct item *it, int dir, const char *name,
    const char *path, struct view content, struct err *e)
{
	bool is_public = it->kind == KIND_CERT || it->kind == KIND_FILE;
	mode_t mode = is_public ? location_cert_mode(c->l) :
	    location_key_mode(c->l);
	gid_t group = is_public ? DIR_NO_GROUP : c->l->key_group;

	if (!atomicfile_begin_at(&it->file, c->temp, dir, name, path, 0600, e))
		return false;
	/* Group and mode before there is anything to read in it. */
	if ((mode == 0600 && group == DIR_NO_GROUP) ||
	    dir_set_access(it->file.fd, mode, group, e) ||
	    err_in(e, "%s", path)) {
		if (atomicfile_write(&it->file, content, e))
			return true;
	}
	atomicfile_abort(&it->file);
	return false;
}

bool
change_add_item(struct change *c, struct item *it, int dir, const char *base,
    const char *name, struct view content, struct err *e)
{
	struct item *earlier;
	bool ok = false;
	char *path;

	if (asprintf(&path, "%s/%s%s", c->l->path, base, name) == -1)
		return err_memory(e);
	if (!reserve_item(c, e) || !ensure_temp(c, e) ||
	    !write_temp(c, it, dir, name, path, content, e))
		goto out;
	earlier = change_find_item(c, it->kind, it->folder, it->id);
	if (earlier != NULL) {
		earlier->superseded = true;
		it->supersedes = (size_t)(earlier - c->items) + 1;
		it->replace = earlier->replace;
	}
	c->items[c->count++] = *it;
	note_item(c, c->count);
	ok = close_if_many(c, e);
 out:
	free(path);
	return ok;
}
