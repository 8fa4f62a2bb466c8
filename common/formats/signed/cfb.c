#include "formats/signed/cfb.h"

#include <stdlib.h>
#include <string.h>

/* [MS-CFB] 2.2 Compound File Header, 2.6.1 Directory Entry. */
enum {
	HEADER_LEN	= 512,
	HEADER_CLSID	= 8,
	HEADER_MAJOR	= 26,
	HEADER_ORDER	= 28,
	HEADER_SHIFT	= 30,
	HEADER_MINI_SHIFT = 32,
	HEADER_RESERVED	= 34,
	HEADER_DIRS	= 40,
	HEADER_FATS	= 44,
	HEADER_DIR	= 48,
	HEADER_CUTOFF	= 56,
	HEADER_MINIFAT	= 60,
	HEADER_MINIFATS	= 64,
	HEADER_DIFAT	= 68,
	HEADER_DIFATS	= 72,
	HEADER_LIST	= 76,
	HEADER_LIST_LEN	= 109,
	CUTOFF		= 4096,
	MINI		= 64,
	ENTRY_LEN	= 128,
	ENTRY_NAME_LEN	= 64,
	ENTRY_TYPE	= 66,
	ENTRY_COLOR	= 67,
	ENTRY_LEFT	= 68,
	ENTRY_RIGHT	= 72,
	ENTRY_CHILD	= 76,
	ENTRY_CLSID	= 80,
	ENTRY_STATE	= 96,
	ENTRY_TIMES	= 100,
	ENTRY_START	= 116,
	ENTRY_SIZE	= 120,
	NAME_MAX_LEN	= 64,		/* with its zero */
};

#define SECTOR_MAX	0xfffffffau	/* and more: not a sector */
#define SECTOR_DIFAT	0xfffffffcu
#define SECTOR_FAT	0xfffffffdu
#define SECTOR_END	0xfffffffeu
#define SECTOR_FREE	0xffffffffu
#define NO_ENTRY	0xffffffffu

enum owner { NOBODY, OF_FAT, OF_DIFAT, OF_CHAIN };

bool
cfb_is(struct view in)
{
	return view_equal(view_sub(in, 0, 8),
	    view_of("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8));
}

static struct view
sector_at(const struct cfb *c, size_t n)
{
	return view_sub(c->in, (n + 1) * c->sector, c->sector);
}

/* ---- the header ---- */

static bool
bytes_are(struct view v, unsigned char value)
{
	for (size_t i = 0; i < v.len; i++)
		if (v.data[i] != value)
			return false;
	return true;
}

static bool
read_sizes(struct cfb *c, struct err *e)
{
	unsigned major = view_le16(c->in, HEADER_MAJOR);
	unsigned shift = view_le16(c->in, HEADER_SHIFT);

	if (!cfb_is(c->in) || c->in.len < HEADER_LEN)
		return err_set(e, ERR_INPUT, "%zu bytes without a whole "
		    "header of a compound file", c->in.len);
	if (!(major == 3 && shift == 9) && !(major == 4 && shift == 12))
		return err_set(e, ERR_INPUT, "version %u with sectors of 2^%u "
		    "bytes, expected 3 with 2^9 or 4 with 2^12", major, shift);
	c->sector = (size_t)1 << shift;
	if (c->in.len % c->sector != 0)
		return err_set(e, ERR_INPUT, "%zu bytes follow the last whole "
		    "sector", c->in.len % c->sector);
	c->sectors = c->in.len / c->sector - 1;
	return c->sectors > 0 || err_set(e, ERR_INPUT, "no sector follows the "
	    "header");
}

static bool
read_cfb_header(struct cfb *c, struct err *e)
{
	if (!read_sizes(c, e))
		return false;
	if (view_le16(c->in, HEADER_ORDER) != 0xfffe ||
	    view_le16(c->in, HEADER_MINI_SHIFT) != 6 ||
	    view_le32(c->in, HEADER_CUTOFF) != CUTOFF)
		return err_set(e, ERR_INPUT, "unknown byte order, size of "
		    "mini sectors or limit of mini streams");
	if (!bytes_are(view_sub(c->in, HEADER_CLSID, 16), 0) ||
	    !bytes_are(view_sub(c->in, HEADER_RESERVED, 6), 0) ||
	    !bytes_are(view_sub(c->in, HEADER_LEN, c->sector - HEADER_LEN), 0))
		return err_set(e, ERR_INPUT, "a reserved field of the header "
		    "is not zero");
	return true;
}

/* ---- the FAT ---- */

static bool
claim(struct cfb *c, uint32_t sector, enum owner owner, struct err *e)
{
	if (sector >= c->sectors)
		return err_set(e, ERR_INPUT, "sector %u is not in the file",
		    sector);
	if (c->owner[sector] != NOBODY)
		return err_set(e, ERR_INPUT, "sector %u is used twice",
		    sector);
	c->owner[sector] = (unsigned char)owner;
	return true;
}

/* The n-th sector of the FAT. */
static bool
load_fat(struct cfb *c, size_t n, uint32_t sector, struct err *e)
{
	size_t each = c->sector / 4;
	struct view v;

	if (!claim(c, sector, OF_FAT, e))
		return false;
	v = sector_at(c, sector);
	for (size_t i = 0; i < each; i++) {
		uint32_t next = view_le32(v, 4 * i);

		if (n * each + i < c->sectors)
			c->fat[n * each + i] = next;
		else if (next != SECTOR_FREE)
			return err_set(e, ERR_INPUT, "the FAT describes "
			    "sector %zu, but the file has %zu", n * each + i,
			    c->sectors);
	}
	return true;
}

/* The list of the FAT's sectors goes on in a chain of its own. */
static bool
load_more_fat(struct cfb *c, size_t n, size_t fats, struct err *e)
{
	uint32_t at = view_le32(c->in, HEADER_DIFAT);
	size_t left = view_le32(c->in, HEADER_DIFATS);
	size_t each = c->sector / 4 - 1;

	for (; left > 0; left--) {
		struct view v;

		if (!claim(c, at, OF_DIFAT, e))
			return false;
		v = sector_at(c, at);
		for (size_t i = 0; i < each; i++) {
			uint32_t sector = view_le32(v, 4 * i);

			if (n >= fats && sector != SECTOR_FREE)
				return err_set(e, ERR_INPUT, "more sectors "
				    "with a FAT than the %zu it has", fats);
			if (n < fats && !load_fat(c, n++, sector, e))
				return false;
		}
		at = view_le32(v, 4 * each);
	}
	if (at < SECTOR_END || n != fats)
		return err_set(e, ERR_INPUT, "the list of the FAT's sectors "
		    "is not of the length in the header");
	return true;
}

static bool
check_fat_marks(const struct cfb *c, struct err *e)
{
	for (size_t i = 0; i < c->sectors; i++)
		if ((c->owner[i] == OF_FAT) != (c->fat[i] == SECTOR_FAT) ||
		    (c->owner[i] == OF_DIFAT) != (c->fat[i] == SECTOR_DIFAT))
			return err_set(e, ERR_INPUT, "the FAT's entry of "
			    "sector %zu contradicts what it is", i);
	return true;
}

static bool
read_fat(struct cfb *c, struct err *e)
{
	size_t fats = view_le32(c->in, HEADER_FATS), n = 0;

	if (fats > c->sectors || fats * (c->sector / 4) < c->sectors)
		return err_set(e, ERR_INPUT, "a FAT of %zu sectors in a file "
		    "of %zu", fats, c->sectors);
	c->fat = calloc(c->sectors, sizeof(*c->fat));
	c->owner = calloc(c->sectors, 1);
	if (c->fat == NULL || c->owner == NULL)
		return err_memory(e);
	for (size_t i = 0; i < HEADER_LIST_LEN; i++) {
		uint32_t sector = view_le32(c->in, HEADER_LIST + 4 * i);

		if (i >= fats && sector != SECTOR_FREE)
			return err_set(e, ERR_INPUT, "more sectors with a FAT "
			    "than the %zu it has", fats);
		if (i < fats && !load_fat(c, n++, sector, e))
			return false;
	}
	return load_more_fat(c, n, fats, e) && check_fat_marks(c, e);
}

/* ---- chains ---- */

/* Sectors of a chain; a circle is as long as the file. */
static size_t
chain_length(const struct cfb *c, uint32_t first)
{
	size_t n = 0;

	while (first < c->sectors && n <= c->sectors) {
		first = c->fat[first];
		n++;
	}
	return n;
}

/* A chain of this length, whose sectors go to `at` (or NULL). */
static bool
claim_chain(struct cfb *c, uint32_t first, size_t want, uint32_t *at,
    struct err *e)
{
	for (size_t i = 0; i < want; i++) {
		if (first >= SECTOR_MAX)
			return err_set(e, ERR_INPUT, "its chain ends after "
			    "%zu of %zu sectors", i, want);
		if (!claim(c, first, OF_CHAIN, e))
			return false;
		if (at != NULL)
			at[i] = first;
		first = c->fat[first];
	}
	return first == SECTOR_END || (want == 0 && first == 0) ||
	    err_set(e, ERR_INPUT, "its chain is longer than %zu sectors",
	    want);
}

static bool
claim_mini_chain(struct cfb *c, uint32_t first, size_t want, struct err *e)
{
	for (size_t i = 0; i < want; i++) {
		if (first >= c->minis)
			return err_set(e, ERR_INPUT, "its chain ends after "
			    "%zu of %zu mini sectors", i, want);
		if (c->mini_owner[first] != NOBODY)
			return err_set(e, ERR_INPUT, "mini sector %u is used "
			    "twice", first);
		c->mini_owner[first] = OF_CHAIN;
		first = c->minifat[first];
	}
	return first == SECTOR_END || err_set(e, ERR_INPUT, "its chain is "
	    "longer than %zu mini sectors", want);
}

/* ---- the directory ---- */

static bool
read_entry_name(struct cfb_entry *x, struct err *e)
{
	size_t len = view_le16(x->raw, ENTRY_NAME_LEN);

	if (len < 2 || len > NAME_MAX_LEN || len % 2 != 0)
		return err_set(e, ERR_INPUT, "a name of %zu bytes, expected "
		    "an even number from 2 to 64", len);
	x->name = view_sub(x->raw, 0, len - 2);
	return bytes_are(view_sub(x->raw, len - 2, NAME_MAX_LEN - len + 2),
	    0) || err_set(e, ERR_INPUT, "other bytes follow its name");
}

static bool
read_entry(struct cfb_entry *x, bool is_root, struct err *e)
{
	unsigned type = x->raw.data[ENTRY_TYPE];

	x->type = (enum cfb_type)type;
	if (type == CFB_UNUSED && !is_root)
		return true;
	if (is_root != (type == CFB_ROOT) || (!is_root &&
	    type != CFB_STORAGE && type != CFB_STREAM))
		return err_set(e, ERR_INPUT, "unexpected type %u", type);
	if (x->raw.data[ENTRY_COLOR] > 1)
		return err_set(e, ERR_INPUT, "unknown color %u",
		    x->raw.data[ENTRY_COLOR]);
	if (view_le32(x->raw, ENTRY_SIZE + 4) != 0)
		return err_set(e, ERR_INPUT, "more than 4 GiB");
	x->clsid = view_sub(x->raw, ENTRY_CLSID, 16);
	x->state = view_sub(x->raw, ENTRY_STATE, 4);
	x->times = view_sub(x->raw, ENTRY_TIMES, 16);
	x->start = view_le32(x->raw, ENTRY_START);
	x->size = view_le32(x->raw, ENTRY_SIZE);
	if (type == CFB_STREAM && (!bytes_are(x->clsid, 0) ||
	    !bytes_are(x->times, 0)))
		return err_set(e, ERR_INPUT, "a stream with a class or "
		    "times");
	return read_entry_name(x, e);
}

static bool
read_entries(struct cfb *c, const uint32_t *at, struct err *e)
{
	size_t each = c->sector / ENTRY_LEN;

	c->entries = calloc(c->count, sizeof(*c->entries));
	if (c->entries == NULL)
		return err_memory(e);
	for (size_t i = 0; i < c->count; i++) {
		struct cfb_entry *x = &c->entries[i];

		x->raw = view_sub(sector_at(c, at[i / each]),
		    i % each * ENTRY_LEN, ENTRY_LEN);
		if (!read_entry(x, i == 0, e))
			return err_in(e, "entry %zu of the directory", i);
	}
	return true;
}

static bool
read_directory(struct cfb *c, struct err *e)
{
	uint32_t first = view_le32(c->in, HEADER_DIR), *at;
	size_t n = chain_length(c, first), said = view_le32(c->in, HEADER_DIRS);
	bool ok;

	/* Only files with large sectors say it, and not all do. */
	if (n == 0 || (said != 0 && said != n))
		return err_set(e, ERR_INPUT, "a directory of %zu sectors, but "
		    "the header says %zu", n, said);
	c->count = n * (c->sector / ENTRY_LEN);
	if (c->count > CFB_ENTRIES_MAX)
		return err_set(e, ERR_LIMIT, "%zu entries in the directory, "
		    "more than %d", c->count, CFB_ENTRIES_MAX);
	at = calloc(n, sizeof(*at));
	if (at == NULL)
		return err_memory(e);
	ok = (claim_chain(c, first, n, at, e) || err_in(e, "directory")) &&
	    read_entries(c, at, e);
	free(at);
	return ok;
}

/* ---- the directory's tree ---- */

struct walk {
	uint32_t	*stack;
	size_t		 depth;
};

static bool
visit(struct cfb *c, struct walk *w, uint32_t id, uint32_t parent,
    struct err *e)
{
	struct cfb_entry *x;

	if (id == NO_ENTRY)
		return true;
	if (id == 0 || id >= c->count || c->entries[id].type == CFB_UNUSED)
		return err_set(e, ERR_INPUT, "the directory names entry %u, "
		    "which it does not have", id);
	x = &c->entries[id];
	if (x->in_tree)
		return err_set(e, ERR_INPUT, "the directory names entry %u "
		    "twice", id);
	x->in_tree = true;
	x->parent = parent;
	x->depth = c->entries[parent].depth + 1;
	if (x->depth > CFB_DEPTH_MAX)
		return err_set(e, ERR_LIMIT, "storages are more than %d deep",
		    CFB_DEPTH_MAX);
	w->stack[w->depth++] = id;
	return true;
}

static bool
walk_tree(struct cfb *c, struct walk *w, struct err *e)
{
	c->entries[0].in_tree = true;
	if (view_le32(c->entries[0].raw, ENTRY_LEFT) != NO_ENTRY ||
	    view_le32(c->entries[0].raw, ENTRY_RIGHT) != NO_ENTRY)
		return err_set(e, ERR_INPUT, "the root has siblings");
	if (!visit(c, w, view_le32(c->entries[0].raw, ENTRY_CHILD), 0, e))
		return false;
	while (w->depth > 0) {
		uint32_t id = w->stack[--w->depth], child;
		const struct cfb_entry *x = &c->entries[id];

		child = view_le32(x->raw, ENTRY_CHILD);
		if (x->type == CFB_STREAM && child != NO_ENTRY)
			return err_set(e, ERR_INPUT, "entry %u is a stream, "
			    "but has entries below it", id);
		if (!visit(c, w, view_le32(x->raw, ENTRY_LEFT), x->parent, e) ||
		    !visit(c, w, view_le32(x->raw, ENTRY_RIGHT), x->parent,
		    e) || !visit(c, w, child, id, e))
			return false;
	}
	for (size_t i = 0; i < c->count; i++)
		if (!c->entries[i].in_tree && c->entries[i].type != CFB_UNUSED)
			return err_set(e, ERR_INPUT, "entry %zu of the "
			    "directory is in no storage", i);
	return true;
}

/* By storage, then by the bytes of the names; a prefix comes first. */
static int
compare_cfb_entries(const void *a, const void *b)
{
	const struct cfb_entry *x = *(struct cfb_entry *const *)a;
	const struct cfb_entry *y = *(struct cfb_entry *const *)b;
	size_t len = x->name.len < y->name.len ? x->name.len : y->name.len;
	int diff;

	if (x->parent != y->parent)
		return x->parent < y->parent ? -1 : 1;
	diff = len == 0 ? 0 : memcmp(x->name.data, y->name.data, len);
	if (diff != 0)
		return diff;
	return (x->name.len > y->name.len) - (x->name.len < y->name.len);
}

static bool
order_children(struct cfb *c, struct err *e)
{
	c->order = calloc(c->count, sizeof(*c->order));
	if (c->order == NULL)
		return err_memory(e);
	for (size_t i = 1; i < c->count; i++)
		if (c->entries[i].type != CFB_UNUSED)
			c->order[c->ordered++] = &c->entries[i];
	qsort(c->order, c->ordered, sizeof(*c->order), compare_cfb_entries);
	for (size_t i = 0; i < c->ordered; i++) {
		struct cfb_entry *storage = &c->entries[c->order[i]->parent];

		if (i > 0 && compare_cfb_entries(&c->order[i - 1],
		    &c->order[i]) == 0)
			return err_set(e, ERR_INPUT, "two entries of a "
			    "storage have the same name");
		if (storage->children++ == 0)
			storage->first = i;
	}
	return true;
}

static bool
read_tree(struct cfb *c, struct err *e)
{
	/* Each entry is put there once. */
	struct walk w = { calloc(c->count, sizeof(*w.stack)), 0 };
	bool ok;

	if (w.stack == NULL)
		return err_memory(e);
	ok = walk_tree(c, &w, e) && order_children(c, e);
	free(w.stack);
	return ok;
}

/* ---- streams ---- */

static size_t
ceiling(size_t n, size_t unit)
{
	return n / unit + (n % unit != 0);
}

static bool
load_minifat(struct cfb *c, const uint32_t *at, size_t sectors, struct err *e)
{
	size_t each = c->sector / 4;

	for (size_t i = 0; i < sectors * each; i++) {
		uint32_t next = view_le32(sector_at(c, at[i / each]),
		    i % each * 4);

		if (i < c->minis)
			c->minifat[i] = next;
		else if (next < SECTOR_END)
			return err_set(e, ERR_INPUT, "the mini FAT describes "
			    "mini sector %zu, but there are %zu", i, c->minis);
	}
	return true;
}

static bool
read_minifat(struct cfb *c, struct err *e)
{
	uint32_t first = view_le32(c->in, HEADER_MINIFAT), *at;
	size_t n = view_le32(c->in, HEADER_MINIFATS);
	bool ok;

	if (n > c->sectors || n * (c->sector / 4) < c->minis)
		return err_set(e, ERR_INPUT, "a mini FAT of %zu sectors for "
		    "%zu mini sectors", n, c->minis);
	if (n == 0)
		return first >= SECTOR_END || err_set(e, ERR_INPUT,
		    "a mini FAT of no sectors, but with a place");
	at = calloc(n, sizeof(*at));
	if (at == NULL)
		return err_memory(e);
	ok = (claim_chain(c, first, n, at, e) || err_in(e, "mini FAT")) &&
	    load_minifat(c, at, n, e);
	free(at);
	return ok;
}

static bool
read_mini_stream(struct cfb *c, struct err *e)
{
	const struct cfb_entry *root = cfb_root(c);
	size_t n = ceiling(root->size, c->sector);

	if (n > c->sectors)
		return err_set(e, ERR_INPUT, "a mini stream of %u bytes is "
		    "larger than the file", root->size);
	c->minis = ceiling(root->size, MINI);
	/* No empty request, whose answer could be NULL. */
	c->mini_at = calloc(n + 1, sizeof(*c->mini_at));
	c->minifat = calloc(c->minis + 1, sizeof(*c->minifat));
	c->mini_owner = calloc(c->minis + 1, 1);
	if (c->mini_at == NULL || c->minifat == NULL || c->mini_owner == NULL)
		return err_memory(e);
	return (claim_chain(c, root->start, n, c->mini_at, e) ||
	    err_in(e, "mini stream")) && read_minifat(c, e);
}

static bool
claim_stream(struct cfb *c, const struct cfb_entry *x, struct err *e)
{
	if (x->type == CFB_STORAGE || x->size == 0)
		return (x->size == 0 && (x->start == 0 ||
		    x->start == SECTOR_END)) || err_set(e, ERR_INPUT,
		    "empty or a storage, but with a place");
	if (x->size < CUTOFF)
		return claim_mini_chain(c, x->start, ceiling(x->size, MINI),
		    e);
	return claim_chain(c, x->start, ceiling(x->size, c->sector), NULL, e);
}

static bool
claim_streams(struct cfb *c, struct err *e)
{
	for (size_t i = 1; i < c->count; i++)
		if (c->entries[i].type != CFB_UNUSED &&
		    !claim_stream(c, &c->entries[i], e))
			return err_in(e, "entry %zu of the directory", i);
	return true;
}

static bool
check_free(const struct cfb *c, struct err *e)
{
	for (size_t i = 0; i < c->sectors; i++)
		if (c->owner[i] == NOBODY && c->fat[i] != SECTOR_FREE)
			return err_set(e, ERR_INPUT, "sector %zu is neither "
			    "free nor part of anything", i);
	for (size_t i = 0; i < c->minis; i++)
		if (c->mini_owner[i] == NOBODY && c->minifat[i] != SECTOR_FREE)
			return err_set(e, ERR_INPUT, "mini sector %zu is "
			    "neither free nor part of anything", i);
	return c->owner[c->sectors - 1] != NOBODY || err_set(e, ERR_INPUT,
	    "the last sector is free: something may have been appended");
}

bool
cfb_open(struct cfb *c, struct view in, struct err *e)
{
	memset(c, 0, sizeof(*c));
	c->in = in;
	return read_cfb_header(c, e) && read_fat(c, e) && read_directory(c, e) &&
	    read_tree(c, e) && read_mini_stream(c, e) && claim_streams(c, e) &&
	    check_free(c, e);
}

void
cfb_clear(struct cfb *c)
{
	free(c->fat);
	free(c->owner);
	free(c->minifat);
	free(c->mini_owner);
	free(c->mini_at);
	free(c->entries);
	free(c->order);
	memset(c, 0, sizeof(*c));
}

/* ---- what was opened ---- */

const struct cfb_entry *
cfb_root(const struct cfb *c)
{
	return &c->entries[0];
}

const struct cfb_entry *
cfb_child(const struct cfb *c, const struct cfb_entry *storage, size_t n)
{
	return c->order[storage->first + n];
}

static struct view
mini_sector(const struct cfb *c, uint32_t n)
{
	size_t at = (size_t)n * MINI;

	return view_sub(sector_at(c, c->mini_at[at / c->sector]),
	    at % c->sector, MINI);
}

/* The chains are as long as the streams: cfb_open() saw to that. */
void
cfb_pieces(const struct cfb *c, const struct cfb_entry *stream,
    cfb_piece *piece, void *arg)
{
	const bool is_mini = stream->size < CUTOFF;
	uint32_t at = stream->start;
	size_t left = stream->size;

	while (left > 0) {
		struct view v = is_mini ? mini_sector(c, at) :
		    sector_at(c, at);

		if (v.len > left)
			v.len = left;
		piece(v, arg);
		left -= v.len;
		at = is_mini ? c->minifat[at] : c->fat[at];
	}
}

void
cfb_tables(const struct cfb *c, cfb_piece *piece, void *arg)
{
	for (size_t i = 0; i < c->sectors; i++)
		if (c->owner[i] == OF_FAT || c->owner[i] == OF_DIFAT)
			piece(sector_at(c, i), arg);
}
