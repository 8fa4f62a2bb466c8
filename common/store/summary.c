#include "store/summary.h"

#include <sys/stat.h>

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/atomicfile.h"
#include "io/dir.h"

#define INDEX_NAME	".index"

enum {
	WORTH = 256,		/* fewer are read as quickly */
	SETTLED = 3,		/* seconds; no clock of a disk is coarser */
};

/* ---- the file, where it is ---- */

static bool
stamp_of(int dir, struct summary_stamp *stamp)
{
	struct stat st;

	if (fstat(dir, &st) == -1)
		return false;
	stamp->dev = st.st_dev;
	stamp->inode = st.st_ino;
	stamp->seconds = (uint64_t)st.st_ctim.tv_sec;
	stamp->nanoseconds = (uint64_t)st.st_ctim.tv_nsec;
	return true;
}

/* A change within the same tick of the disk's clock could not be told from the
 * one before it: only what is older than that can be recognised. */
static bool
is_settled(const struct summary_stamp *stamp)
{
	return (int64_t)stamp->seconds + SETTLED <= (int64_t)time(NULL);
}

static bool
recall(struct summary *m, const struct store *s,
    const struct summary_stamp *stamp)
{
	struct bytes file = BYTES_INIT;
	struct err ignored = ERR_INIT;
	bool found = false, ok;
	struct stat st;
	int dir;

	if (!dir_open(s->location->fd, INDEX_NAME, &dir, &ignored) ||
	    dir == -1)
		return false;
	ok = location_check_fd(s->location, dir, &ignored) &&
	    dir_read(dir, s->name, SUMMARY_FILE_MAX, &file, &found, &st,
	    &ignored) && found &&
	    location_check_access(s->location, &st, &ignored) &&
	    summary_parse(m, &file, stamp);
	close(dir);
	bytes_clear(&file);
	return ok;
}

/* Not synced: after a crash it is whole, or its hash is wrong. */
static bool
write_index(const struct location *l, int temp, int dir, const char *name,
    struct view content, struct err *e)
{
	struct atomicfile f = ATOMICFILE_INIT;
	bool ok;

	if (!atomicfile_begin_at(&f, temp, dir, name, name,
	    location_cert_mode(l), e))
		return false;
	ok = atomicfile_write(&f, content, e) && atomicfile_place(&f, true, e);
	if (ok)
		atomicfile_settle(&f);
	else
		atomicfile_abort(&f);
	return ok;
}

static void
write_summary(const struct summary *m, const struct store *s,
    const struct summary_stamp *stamp)
{
	const struct location *l = s->location;
	struct bytes out = BYTES_INIT;
	struct err ignored = ERR_INIT;
	int temp = -1, dir = -1;
	bool made;

	/* What cannot be remembered is read again. */
	if (!summary_format(m, stamp, &out, &ignored) ||
	    !location_open_temp(l, true, &temp, &ignored) ||
	    !dir_make(l->fd, INDEX_NAME, location_folder_mode(l), DIR_NO_GROUP,
	    &made, &dir, &ignored) ||
	    !write_index(l, temp, dir, s->name, view_bytes(&out), &ignored))
		err_clear(&ignored);
	if (dir != -1)
		close(dir);
	if (temp != -1) {
		close(temp);
		location_drop_temp(l);
	}
	bytes_clear(&out);
}

static bool
add_one(struct cert *c, bool *keep, void *arg, struct err *e)
{
	(void)keep;
	return summary_add(arg, c, e);
}

bool
summary_of_store(struct summary *m, struct store *s, struct err *e)
{
	struct summary_stamp before, after;
	bool known;

	if (s->dir == -1)
		return true;
	known = stamp_of(s->dir, &before);
	if (known && recall(m, s, &before)) {
		s->skipped = 0;
		return true;
	}
	if (!store_walk(s, add_one, m, e))
		return false;
	/* What was skipped may be an entry for a user with more rights. */
	if (known && m->count >= WORTH && s->skipped == 0 &&
	    is_settled(&before) && stamp_of(s->dir, &after) &&
	    memcmp(&before, &after, sizeof(before)) == 0)
		write_summary(m, s, &before);
	return true;
}
