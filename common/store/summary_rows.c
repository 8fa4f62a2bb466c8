/*
 * summary_rows.c - the rows, in memory as in the file
 */

#include "store/summary.h"

#include <string.h>

#include "cert/certname.h"

#define MAGIC	"spckit index 1, " SPCKIT_VERSION

enum {
	MAGIC_SIZE = 32, COUNTS = 64, HEAD = 80,
	/* of a row: */
	KEY = 20, FLAGS = 52, NOT_BEFORE = 56, NOT_AFTER = 64, SUBJECT = 72,
	ISSUER = 80, ROW = 88,
	/* flags: */
	READABLE = 1, HAS_VALIDITY = 2,
};
_Static_assert(sizeof(MAGIC) <= MAGIC_SIZE, "a longer version");

/* ---- rows ---- */

static bool
append_name(struct summary *m, struct view name, uint32_t *off, uint32_t *len)
{
	*off = (uint32_t)m->text.len;
	certname_show(name, &m->text);
	*len = (uint32_t)m->text.len - *off;
	return !m->text.failed;
}

/* Most certificates of a large store have one issuer. */
static bool
add_issuer(struct summary *m, struct view name)
{
	if (m->issuer_len != 0 && view_equal(name, view_bytes(&m->issuer)))
		return true;
	bytes_truncate(&m->issuer, 0);
	bytes_add_view(&m->issuer, name);
	return !m->issuer.failed &&
	    append_name(m, name, &m->issuer_off, &m->issuer_len);
}

static void
append_row(struct summary *m, const struct cert *c, const struct keyname *key,
    uint32_t off, uint32_t len)
{
	const struct certscan *s = &c->scan;

	bytes_add(&m->rows, c->sha1, SHA1_LEN);
	bytes_add(&m->rows, key->sha256, SHA256_LEN);
	bytes_add_le32(&m->rows, (c->scanned ? READABLE : 0U) |
	    (c->scanned && s->has_validity ? HAS_VALIDITY : 0U));
	bytes_add_le64(&m->rows, c->scanned ? (uint64_t)s->not_before : 0);
	bytes_add_le64(&m->rows, c->scanned ? (uint64_t)s->not_after : 0);
	bytes_add_le32(&m->rows, off);
	bytes_add_le32(&m->rows, len);
	bytes_add_le32(&m->rows, c->scanned ? m->issuer_off : 0);
	bytes_add_le32(&m->rows, c->scanned ? m->issuer_len : 0);
}

bool
summary_add(struct summary *m, const struct cert *c, struct err *e)
{
	struct keyname key = { { 0 } };
	uint32_t off = 0, len = 0;

	if (m->count == 0) {
		bytes_init(&m->rows, SUMMARY_FILE_MAX);
		bytes_init(&m->text, SUMMARY_FILE_MAX);
	}
	if (c->scanned && (!append_name(m, c->scan.subject, &off, &len) ||
	    !add_issuer(m, c->scan.issuer) || !keyvault_name_of_cert(c, &key)))
		return err_memory(e);
	append_row(m, c, &key, off, len);
	m->count++;
	return bytes_ok(&m->rows, e);
}

struct summary_row
summary_row(const struct summary *m, size_t i)
{
	bool read = m->file.len != 0;
	struct view rows = read ? m->file_rows : view_bytes(&m->rows);
	struct view text = read ? m->file_text : view_bytes(&m->text);
	struct view v = view_sub(rows, i * ROW, ROW);
	struct summary_row r = { .readable = false };
	uint32_t flags = view_le32(v, FLAGS);

	if (v.len != ROW)
		return r;
	memcpy(r.sha1, v.data, SHA1_LEN);
	memcpy(r.key_name.sha256, v.data + KEY, SHA256_LEN);
	r.readable = (flags & READABLE) != 0;
	r.has_validity = (flags & HAS_VALIDITY) != 0;
	r.not_before = (int64_t)view_le64(v, NOT_BEFORE);
	r.not_after = (int64_t)view_le64(v, NOT_AFTER);
	r.subject = view_sub(text, view_le32(v, SUBJECT),
	    view_le32(v, SUBJECT + 4));
	r.issuer = view_sub(text, view_le32(v, ISSUER),
	    view_le32(v, ISSUER + 4));
	return r;
}

void
summary_clear(struct summary *m)
{
	const struct summary empty = SUMMARY_INIT;

	bytes_clear(&m->rows);
	bytes_clear(&m->text);
	bytes_clear(&m->issuer);
	bytes_clear(&m->file);
	*m = empty;
}

/* ---- the file ---- */

static void
put_head(struct bytes *out, const struct summary_stamp *s)
{
	static const char magic[MAGIC_SIZE] = MAGIC;

	bytes_add(out, magic, sizeof(magic));
	bytes_add_le64(out, s->dev);
	bytes_add_le64(out, s->inode);
	bytes_add_le64(out, s->seconds);
	bytes_add_le64(out, s->nanoseconds);
}

bool
summary_format(const struct summary *m, const struct summary_stamp *s,
    struct bytes *out, struct err *e)
{
	unsigned char hash[SHA256_LEN];

	bytes_init(out, SUMMARY_FILE_MAX);
	put_head(out, s);
	bytes_add_le64(out, m->count);
	bytes_add_le64(out, m->text.len);
	bytes_add_view(out, view_bytes(&m->rows));
	bytes_add_view(out, view_bytes(&m->text));
	sha256_of(view_bytes(out), hash);
	bytes_add(out, hash, sizeof(hash));
	return bytes_ok(out, e);
}

static bool
is_whole(struct view file, uint64_t count, uint64_t text)
{
	unsigned char hash[SHA256_LEN];
	size_t rest = file.len - HEAD - SHA256_LEN;

	if (count > rest / ROW || text != rest - count * ROW)
		return false;
	sha256_of(view_sub(file, 0, file.len - SHA256_LEN), hash);
	return memcmp(hash, file.data + file.len - SHA256_LEN,
	    SHA256_LEN) == 0;
}

/* What is printed from it must not move the cursor. */
static bool
has_no_controls(struct view text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = text.data[i];

		/* U+0080 to U+009F are C2 80 to C2 9F. */
		if (c < 0x20 || c == 0x7f || (c == 0xc2 &&
		    i + 1 < text.len && text.data[i + 1] < 0xa0))
			return false;
	}
	return true;
}

bool
summary_parse(struct summary *m, struct bytes *file,
    const struct summary_stamp *s)
{
	struct view v = view_bytes(file);
	struct bytes head = BYTES_INIT;
	struct view text;
	size_t count;
	bool ok;

	put_head(&head, s);
	ok = !head.failed && v.len >= HEAD + SHA256_LEN &&
	    view_equal(view_sub(v, 0, COUNTS), view_bytes(&head)) &&
	    is_whole(v, view_le64(v, COUNTS), view_le64(v, COUNTS + 8));
	bytes_clear(&head);
	if (!ok)
		return false;
	count = (size_t)view_le64(v, COUNTS);
	text = view_sub(v, HEAD + count * ROW,
	    (size_t)view_le64(v, COUNTS + 8));
	if (!has_no_controls(text))
		return false;
	m->count = count;
	m->file_rows = view_sub(v, HEAD, count * ROW);
	m->file_text = text;
	bytes_move(&m->file, file);
	return true;
}
