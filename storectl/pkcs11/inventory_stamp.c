#include "inventory_parts.h"

#include <sys/stat.h>

#include <stdlib.h>
#include <string.h>

/*
 * Everything in a store comes and goes by rename, which changes the time of its
 * directory. Two changes within one tick of the kernel's clock have the same
 * time: a directory that young is read again the next time.
 */
enum { TICK_NS = 100 * 1000 * 1000, SECOND_NS = 1000 * 1000 * 1000 };

static bool
is_young(struct timespec t)
{
	struct timespec now;

	if (clock_gettime(CLOCK_REALTIME, &now) != 0)
		return true;
	/* Long ago, or by a wrong clock. */
	if (t.tv_sec < now.tv_sec - 1 || t.tv_sec > now.tv_sec + 1)
		return false;
	return (now.tv_sec - t.tv_sec) * SECOND_NS +
	    (now.tv_nsec - t.tv_nsec) < TICK_NS;
}

static void
look(struct stamp *s)
{
	struct stat st;

	s->there = stat(s->path, &st) == 0;
	if (!s->there)
		return;
	s->inode = st.st_ino;
	s->changed = st.st_mtim;
	s->unsure = is_young(st.st_mtim);
}

bool
inventory_stamp(struct inventory *i, char *path, struct err *e)
{
	struct stamp *s = &i->stamps[i->stamp_count];

	if (path == NULL)
		return err_memory(e);
	if (i->stamp_count == STAMPS_MAX) {
		free(path);
		return err_set(e, ERR_LIMIT, "too many directories");
	}
	s->path = path;
	look(s);
	i->stamp_count++;
	return true;
}

void
inventory_drop_stamps(struct inventory *i)
{
	while (i->stamp_count != 0)
		free(i->stamps[--i->stamp_count].path);
}

static bool
has_changed(const struct stamp *s)
{
	struct stamp now = *s;

	look(&now);
	return now.there != s->there || (s->there && (s->unsure ||
	    now.inode != s->inode ||
	    now.changed.tv_sec != s->changed.tv_sec ||
	    now.changed.tv_nsec != s->changed.tv_nsec));
}

bool
inventory_is_old(const struct inventory *i)
{
	for (size_t n = 0; n < i->stamp_count; n++)
		if (has_changed(&i->stamps[n]))
			return true;
	return false;
}
