#include "store/store.h"

#include <ctype.h>
#include <dirent.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/limits.h"
#include "base/text.h"
#include "cert/contents.h"
#include "formats/certs/sst.h"
#include "io/dir.h"

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
	bool upper = false, lower = false;

	for (size_t i = 0; i < STORE_FILE_LEN; i++) {
		int digit = text_hex_value((unsigned char)file[i]);

		if (digit < 0)
			return false;
		upper |= file[i] >= 'A' && file[i] <= 'F';
		lower |= file[i] >= 'a';
		sha1[i / 2] = (unsigned char)(sha1[i / 2] << 4 | digit);
	}
	/* In one spelling: that is how it will be opened. */
	return file[STORE_FILE_LEN] == '\0' && !(upper && lower);
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
		err_set(e, ERR_INPUT, "the entry has no certificate");
	else if (memcmp(found.certs.items[0]->sha1, sha1, SHA1_LEN) != 0)
		err_set(e, ERR_INPUT, "holds a different certificate than its "
		    "name says");
	else
		c = certlist_take(&found.certs, 0);
 out:
	contents_clear(&found);
	return c;
}

bool
store_read(const struct location *l, int dir, const char *file,
    const unsigned char sha1[SHA1_LEN], struct cert **c, struct err *e)
{
	struct bytes raw = BYTES_INIT;
	struct stat st;
	bool found, ok;

	*c = NULL;
	ok = dir_read(dir, file, ENTRY_MAX, &raw, &found, &st, e) &&
	    (!found || location_check_access(l, &st, e));
	if (ok && found) {
		*c = parse_entry(view_bytes(&raw), sha1, e);
		ok = *c != NULL;
	}
	bytes_clear(&raw);
	return ok;
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

/* By thumbprint, in the spelling of Windows or in that of another program. */
static bool
read_spelled(const struct store *s, const unsigned char sha1[SHA1_LEN],
    struct cert **c, struct err *e)
{
	char file[STORE_FILE_LEN + 1];

	store_file(sha1, file);
	if (!store_read(s->location, s->dir, file, sha1, c, e))
		return false;
	if (*c != NULL)
		return true;
	text_hex(view_of(sha1, SHA1_LEN), file, sizeof(file));
	return store_read(s->location, s->dir, file, sha1, c, e);
}

bool
store_find(const struct store *s, const unsigned char sha1[SHA1_LEN],
    struct cert **c, struct err *e)
{
	char file[STORE_FILE_LEN + 1];

	*c = NULL;
	if (s->dir == -1 || read_spelled(s, sha1, c, e))
		return true;
	store_file(sha1, file);
	return fail_in(s, file, e);
}

/* ---- all of them ---- */

/*
 * First the names, sorted, then the files: the callback sees them in one
 * order, keeps as many of them as it wants to, and may change the store.
 */
struct names {
	const char	*digits;	/* how they have to begin */
	unsigned char	(*sha1)[SHA1_LEN];
	size_t		 count;
	size_t		 others;	/* files that are not entries */
};

static bool
begins_with_digits(const char *file, const char *digits)
{
	for (; *digits != '\0'; file++, digits++)
		if (toupper((unsigned char)*file) !=
		    toupper((unsigned char)*digits))
			return false;
	return true;
}

static bool
collect_entry(const char *file, unsigned char type, void *arg, struct err *e)
{
	struct names *n = arg;

	if (!array_room(&n->sha1, n->count, sizeof(*n->sha1), e))
		return false;
	if ((type != DT_REG && type != DT_UNKNOWN) ||
	    !parse_file(file, n->sha1[n->count]))
		n->others++;
	else if (begins_with_digits(file, n->digits))
		n->count++;
	return true;
}

static uint64_t
head_of(const unsigned char *sha1)
{
	uint64_t n;

	memcpy(&n, sha1, sizeof(n));
	return be64toh(n);
}

/* Thumbprints differ in their first bytes, nearly always. */
static int
compare_sha1(const void *a, const void *b)
{
	uint64_t x = head_of(a), y = head_of(b);

	return x < y ? -1 : x > y ? 1 : memcmp(a, b, SHA1_LEN);
}

static bool
is_own_fault(enum err_code code)
{
	return code == ERR_INPUT || code == ERR_ACCESS || code == ERR_LIMIT ||
	    code == ERR_FORMAT;
}

static bool
visit_entry(struct store *s, const unsigned char sha1[SHA1_LEN],
    store_each *each, void *arg, struct err *e)
{
	char file[STORE_FILE_LEN + 1];
	bool keep = false, ok;
	struct cert *c;

	if (!read_spelled(s, sha1, &c, e)) {
		if (is_own_fault(e->code)) {
			s->skipped++;
			s->unread++;
			err_clear(e);
			return true;
		}
		store_file(sha1, file);
		return fail_in(s, file, e);
	}
	if (c == NULL)		/* removed since the folder was read */
		return true;
	ok = each(c, &keep, arg, e);
	if (!keep)
		cert_free(c);
	return ok;
}

bool
store_walk_like(struct store *s, const char *digits, store_each *each,
    void *arg, struct err *e)
{
	struct names n = { digits, NULL, 0, 0 };
	bool ok;

	s->skipped = s->unread = 0;
	if (s->dir == -1)
		return true;
	ok = dir_walk(s->dir, collect_entry, &n, e) || fail_in(s, "", e);
	if (n.count > 1)
		qsort(n.sha1, n.count, sizeof(*n.sha1), compare_sha1);
	s->skipped = n.others;
	for (size_t i = 0; ok && i < n.count; i++)
		/* Twice, when it is there in both spellings. */
		if (i == 0 || compare_sha1(n.sha1[i - 1], n.sha1[i]) != 0)
			ok = visit_entry(s, n.sha1[i], each, arg, e);
	free(n.sha1);
	return ok;
}

bool
store_walk(struct store *s, store_each *each, void *arg, struct err *e)
{
	return store_walk_like(s, "", each, arg, e);
}

static bool
keep_cert(struct cert *c, bool *keep, void *arg, struct err *e)
{
	*keep = true;
	return certlist_add(arg, c, e);
}

bool
store_list(struct store *s, struct certlist *l, struct err *e)
{
	return store_walk(s, keep_cert, l, e);
}
