#include "store/change_parts.h"

#include <errno.h>
#include <unistd.h>

#include "io/dir.h"

size_t
change_mark(const struct change *c)
{
	return c->count;
}

static void
take_back_kind(struct change *c, enum kind kind, size_t mark)
{
	for (size_t i = c->count; i-- > mark; )
		if (c->items[i].kind == kind)
			atomicfile_take_back(&c->items[i].file);
}

void
change_back_to(struct change *c, size_t mark)
{
	if (c->count == mark)
		return;
	/* Where a commit failed: no certificate outlives its key here either. */
	for (int kind = KIND_COUNT; kind-- > 0; )
		take_back_kind(c, (enum kind)kind, mark);
	while (c->count > mark) {
		struct item *it = &c->items[--c->count];

		if (it->supersedes != NONE)
			c->items[it->supersedes - 1].superseded = false;
		if (it->kind == KIND_VAULT)
			secret_clear(&c->vault);
	}
	change_fill_index(c);
}

/* ---- commit ---- */

/* syncfs(2) reports what could not be written since c->temp was opened, which
 * was before anything was (Linux 5.8). */
static bool
sync_all(const struct change *c, struct err *e)
{
	int r;

	do
		r = syncfs(c->temp);
	while (r == -1 && errno == EINTR);
	return r == 0 || err_errno(e, errno, "%s: cannot write to the disk",
	    c->l->path);
}

static bool
sync_contents(const struct change *c, struct err *e)
{
	if (c->many)
		return sync_all(c, e);
	for (size_t i = 0; i < c->count; i++)
		if (!c->items[i].superseded &&
		    !atomicfile_sync(&c->items[i].file, e))
			return false;
	return true;
}

static bool
sync_dir(const struct change *c, int fd, struct err *e)
{
	return dir_sync(fd, e) || err_in(e, "%s", c->l->path);
}

static bool
sync_folders(const struct change *c, enum kind kind, struct err *e)
{
	if (kind == KIND_VAULT)
		return sync_dir(c, c->l->fd, e);
	if (kind == KIND_KEY)
		return sync_dir(c, c->keys, e);
	if (c->many)
		return sync_all(c, e);
	if (kind == KIND_FILE)
		return sync_dir(c, c->files != -1 ? c->files : c->l->fd, e);
	for (size_t i = 0; i < c->folder_count; i++)
		if (c->folders[i].fd != -1 &&
		    !sync_dir(c, c->folders[i].fd, e))
			return false;
	return true;
}

static bool
place_kind(struct change *c, enum kind kind, struct err *e)
{
	bool any = false;

	for (size_t i = 0; i < c->count; i++) {
		struct item *it = &c->items[i];

		if (it->kind != kind || it->superseded)
			continue;
		if (!atomicfile_place(&it->file, it->replace, e))
			return false;
		any = true;
	}
	return !any || sync_folders(c, kind, e);
}

bool
change_commit(struct change *c, struct err *e)
{
	bool ok = sync_contents(c, e);

	for (int kind = 0; ok && kind < KIND_COUNT; kind++)
		ok = place_kind(c, (enum kind)kind, e);
	if (!ok) {
		change_back_to(c, 0);
		return false;
	}
	for (size_t i = 0; i < c->count; i++)
		atomicfile_settle(&c->items[i].file);
	c->count = 0;
	if (c->index_size != 0)
		change_fill_index(c);
	return true;
}
