#include "chain/disallowed.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/osslctx.h"
#include "base/sha.h"
#include "base/text.h"

enum { MD5_LEN = 16, LINE_MAX_LEN = 160 };

struct disallowed_entry {
	unsigned char	by;
	unsigned char	len;
	unsigned char	id[DISALLOWED_ID];	/* zeros after it */
};

static const struct {
	const char	*word;
	size_t		 len;		/* 0: several */
} kinds[] = {
	[DISALLOWED_SHA1] = { "sha1", SHA1_LEN },
	[DISALLOWED_SHA256] = { "sha256", SHA256_LEN },
	[DISALLOWED_HASH] = { "hash", 0 },
};

/* What a hash may be, by its length. */
static const struct {
	const char	*digest;
	size_t		 len;
} digests[] = {
	{ "MD5", MD5_LEN }, { "SHA1", SHA1_LEN }, { "SHA256", SHA256_LEN },
	{ "SHA384", 48 }, { "SHA512", 64 },
};

/* ---- the set ---- */

static int
compare_entries(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct disallowed_entry));
}

/* The bit of `kinds` for hashes of this length; 0: of no digest. */
static unsigned
hash_bit(size_t len)
{
	for (size_t i = 0; i < COUNT_OF(digests); i++)
		if (digests[i].len == len)
			return 1u << (DISALLOWED_HASH + i);
	return 0;
}

bool
disallowed_add(struct disallowed *d, enum disallowed_by by, struct view id,
    struct err *e)
{
	unsigned bit = by == DISALLOWED_HASH ? hash_bit(id.len) : 1u << by;
	struct disallowed_entry *x;

	if (bit == 0 || (kinds[by].len != 0 && id.len != kinds[by].len))
		return err_set(e, ERR_INPUT, "%zu bytes are not a %s", id.len,
		    by == DISALLOWED_HASH ? "hash of a known length" :
		    kinds[by].word);
	if (d->count == DISALLOWED_MAX)
		return err_set(e, ERR_LIMIT, "more than %d disallowed "
		    "certificates", DISALLOWED_MAX);
	if (!array_room(&d->entries, d->count, sizeof(*d->entries), e))
		return false;
	x = &d->entries[d->count++];
	memset(x, 0, sizeof(*x));
	x->by = (unsigned char)by;
	x->len = (unsigned char)id.len;
	memcpy(x->id, id.data, id.len);
	d->kinds |= bit;
	d->sorted = false;
	return true;
}

static void
sort(struct disallowed *d)
{
	if (!d->sorted && d->count != 0)
		qsort(d->entries, d->count, sizeof(*d->entries),
		    compare_entries);
	d->sorted = true;
}

void
disallowed_clear(struct disallowed *d)
{
	const struct disallowed empty = DISALLOWED_INIT;

	free(d->entries);
	*d = empty;
}

/* ---- the file ---- */

static bool
read_hash_line(struct disallowed *d, struct view line, struct err *e)
{
	unsigned char id[DISALLOWED_ID];
	char text[LINE_MAX_LEN], *hex;
	size_t len;

	if (line.len >= sizeof(text) || memchr(line.data, 0, line.len) != NULL)
		return err_set(e, ERR_INPUT, "not a line of this file");
	memcpy(text, line.data, line.len);
	text[line.len] = '\0';
	hex = strchr(text, ' ');
	if (hex != NULL)
		*hex++ = '\0';
	for (size_t i = 0; hex != NULL && i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i].word, text) == 0 &&
		    text_unhex(hex, id, sizeof(id), &len))
			return disallowed_add(d, (enum disallowed_by)i,
			    view_of(id, len), e);
	return err_set(e, ERR_INPUT, "expected sha1, sha256 or hash, and hex "
	    "digits");
}

bool
disallowed_read(struct disallowed *d, struct view text, struct err *e)
{
	for (size_t n = 1; text.len != 0; n++) {
		const unsigned char *end = memchr(text.data, '\n', text.len);
		size_t len = end == NULL ? text.len :
		    (size_t)(end - text.data);
		struct view line = view_sub(text, 0, len);

		/* A file that was cut off must not pass for a shorter list. */
		if (end == NULL)
			return err_set(e, ERR_INPUT, "line %zu is truncated",
			    n);
		text = view_sub(text, len + 1, text.len - len - 1);
		if (line.len != 0 && line.data[0] != '#' &&
		    !read_hash_line(d, line, e))
			return err_in(e, "line %zu", n);
	}
	return true;
}

void
disallowed_write(struct disallowed *d, struct bytes *out)
{
	sort(d);
	for (size_t i = 0; i < d->count; i++) {
		const struct disallowed_entry *x = &d->entries[i];

		bytes_addf(out, "%s ", kinds[x->by].word);
		text_add_hex(out, view_of(x->id, x->len));
		bytes_add_str(out, "\n");
	}
}

/* ---- the question ---- */

static bool
has_entry(const struct disallowed *d, enum disallowed_by by,
    const unsigned char *id, size_t len)
{
	struct disallowed_entry x;

	memset(&x, 0, sizeof(x));
	x.by = (unsigned char)by;
	x.len = (unsigned char)len;
	memcpy(x.id, id, len);
	return bsearch(&x, d->entries, d->count, sizeof(x),
	    compare_entries) != NULL;
}

static bool
has_thumbprint(const struct disallowed *d, const struct cert *c)
{
	unsigned char sha256[SHA256_LEN];

	if ((d->kinds & 1u << DISALLOWED_SHA1) != 0 &&
	    has_entry(d, DISALLOWED_SHA1, c->sha1, SHA1_LEN))
		return true;
	if ((d->kinds & 1u << DISALLOWED_SHA256) == 0)
		return false;
	sha256_of(view_bytes(&c->der), sha256);
	return has_entry(d, DISALLOWED_SHA256, sha256, SHA256_LEN);
}

static bool
has_hash_of(const struct disallowed *d, size_t digest, struct view v,
    bool *is, struct err *e)
{
	unsigned char id[DISALLOWED_ID];

	if (!osslctx_hash(digests[digest].digest, v, id, digests[digest].len,
	    e))
		return false;
	*is |= has_entry(d, DISALLOWED_HASH, id, digests[digest].len);
	return true;
}

bool
disallowed_has(struct disallowed *d, const struct cert *c, bool *is,
    struct err *e)
{
	sort(d);
	*is = has_thumbprint(d, c);
	if (!c->scanned)
		return true;
	for (size_t i = 0; i < COUNT_OF(digests) && !*is; i++) {
		if ((d->kinds & hash_bit(digests[i].len)) == 0)
			continue;
		if (!has_hash_of(d, i, c->scan.tbs, is, e) ||
		    (digests[i].len == MD5_LEN &&
		    !has_hash_of(d, i, c->scan.key_bits, is, e)))
			return false;
	}
	return true;
}
