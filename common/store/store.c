#include "store/store.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "cert/contents.h"
#include "formats/sst.h"
#include "store/dir.h"

enum { ENTRY_MAX = 16 << 20 };

/* ---- one entry ---- */

void
store_file(const unsigned char sha1[SHA1_LEN], char file[STORE_FILE_LEN + 1])
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < SHA1_LEN; i++) {
		file[2 * i] = digits[sha1[i] >> 4];
		file[2 * i + 1] = digits[sha1[i] & 15];
	}
	file[STORE_FILE_LEN] = '\0';
}

static bool
parse_file(const char *file, unsigned char sha1[SHA1_LEN])
{
	size_t len;

	return strlen(file) == STORE_FILE_LEN &&
	    text_unhex(file, sha1, SHA1_LEN, &len) && len == SHA1_LEN;
}

static struct cert *
parse_entry(struct view entry, const unsigned char sha1[SHA1_LEN],
    struct err *e)
{
	struct contents found = CONTENTS_INIT;
	struct cert *c = NULL;
	struct limits limits;

	limits_default(&limits);
	if (!sst_read_element(entry, &limits, &found, e))
		goto out;
	if (found.certs.count != 1)
		err_set(e, ERR_INPUT, "an entry without a certificate");
	else if (memcmp(found.certs.items[0]->sha1, sha1, SHA1_LEN) != 0)
		err_set(e, ERR_INPUT, "holds another certificate than its name "
		    "says");
	else
		c = certlist_take(&found.certs, 0);
 out:
	contents_clear(&found);
	return c;
}

bool
store_read(int dir, const char *file, const unsigned char sha1[SHA1_LEN],
    struct bytes *raw, struct cert **c, struct err *e)
{
	bool found;

	*c = NULL;
	if (!dir_read(dir, file, ENTRY_MAX, raw, &found, NULL, e))
		return false;
	if (found)
		*c = parse_entry(view_bytes(raw), sha1, e);
	return !found || *c != NULL;
}

/* ---- the store ---- */

static bool
fail_in(const struct store *s, const char *file, struct err *e)
{
	return err_in(e, "%s/" LOCATION_CERTS "/%s/Certificates%s%s",
	    s->location->path, s->name, *file != '\0' ? "/" : "", file);
}

bool
store_open(struct store *s, const struct location *l, const char *name,
    struct err *e)
{
	const struct store empty = STORE_INIT;

	*s = empty;
	s->location = l;
	if (!location_store_name(l, name, &s->name, e) ||
	    !location_open_store(l, s->name, false, &s->dir, e)) {
		store_close(s);
		return false;
	}
	return true;
}

void
store_close(struct store *s)
{
	const struct store empty = STORE_INIT;

	if (s->dir != -1)
		close(s->dir);
	free(s->name);
	*s = empty;
}

bool
store_find(const struct store *s, const unsigned char sha1[SHA1_LEN],
    struct cert **c, struct err *e)
{
	char file[STORE_FILE_LEN + 1], lower[STORE_FILE_LEN + 1];
	struct bytes raw = BYTES_INIT;
	bool ok;

	*c = NULL;
	if (s->dir == -1)
		return true;
	store_file(sha1, file);
	ok = store_read(s->dir, file, sha1, &raw, c, e);
	bytes_clear(&raw);
	if (ok && *c == NULL) {
		/* A folder that some other program filled. */
		text_hex(view_of(sha1, SHA1_LEN), lower, sizeof(lower));
		ok = store_read(s->dir, lower, sha1, &raw, c, e);
		bytes_clear(&raw);
	}
	return ok || fail_in(s, file, e);
}

/* ---- all of them ---- */

struct walk {
	struct store	*s;
	store_each	*each;
	void		*arg;
	bool		 stopped;	/* `each` has, or an entry's error
					   has its path in front */
};

static bool
is_own_fault(enum err_code code)
{
	return code == ERR_INPUT || code == ERR_ACCESS || code == ERR_LIMIT ||
	    code == ERR_FORMAT;
}

static bool
visit(const char *file, unsigned char type, void *arg, struct err *e)
{
	unsigned char sha1[SHA1_LEN];
	struct bytes raw = BYTES_INIT;
	struct walk *w = arg;
	bool keep = false, ok;
	struct cert *c;

	if ((type != DT_REG && type != DT_UNKNOWN) ||
	    !parse_file(file, sha1)) {
		w->s->skipped++;
		return true;
	}
	ok = store_read(w->s->dir, file, sha1, &raw, &c, e);
	bytes_clear(&raw);
	if (!ok && is_own_fault(e->code)) {
		w->s->skipped++;
		err_clear(e);
		return true;
	}
	if (!ok) {
		w->stopped = true;
		return fail_in(w->s, file, e);
	}
	if (c == NULL)		/* removed since the folder was read */
		return true;
	ok = w->each(c, &keep, w->arg, e);
	if (!keep)
		cert_free(c);
	w->stopped = !ok;
	return ok;
}

bool
store_walk(struct store *s, store_each *each, void *arg, struct err *e)
{
	struct walk w = { s, each, arg, false };

	s->skipped = 0;
	if (s->dir == -1 || dir_walk(s->dir, visit, &w, e))
		return true;
	return w.stopped ? false : fail_in(s, "", e);
}

static bool
keep_all(struct cert *c, bool *keep, void *arg, struct err *e)
{
	*keep = true;
	return certlist_add(arg, c, e);
}

static int
compare(const void *a, const void *b)
{
	const struct cert *x = *(struct cert *const *)a,
	    *y = *(struct cert *const *)b;

	return memcmp(x->sha1, y->sha1, SHA1_LEN);
}

bool
store_list(struct store *s, struct certlist *l, struct err *e)
{
	size_t first = l->count;

	if (!store_walk(s, keep_all, l, e))
		return false;
	/* Only what was added, so that lists of several stores can be joined. */
	if (l->count - first > 1)
		qsort(l->items + first, l->count - first, sizeof(*l->items),
		    compare);
	l->index_size = 0;
	return true;
}
