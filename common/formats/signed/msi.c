#include "formats/signed/msi.h"

#include <stdlib.h>
#include <string.h>

#include "formats/signed/imprint.h"
#include "formats/signed/leftover.h"

enum { DIGEST_MAX = 64 };

/* A name in ASCII. */
static bool
name_is(const struct cfb_entry *x, const char *name)
{
	size_t len = strlen(name);

	if (x->name.len != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (x->name.data[2 * i] != (unsigned char)name[i] ||
		    x->name.data[2 * i + 1] != 0)
			return false;
	return true;
}

static bool
is_signature(const struct cfb_entry *x)
{
	return x->type == CFB_STREAM && name_is(x, "\5DigitalSignature");
}

static bool
is_extended(const struct cfb_entry *x)
{
	return x->type == CFB_STREAM && name_is(x, "\5MsiDigitalSignatureEx");
}

static void
append_piece(struct view piece, void *arg)
{
	bytes_add_view(arg, piece);
}

bool
msi_open(struct msi *m, struct view in, struct err *e)
{
	const struct cfb_entry *root;

	memset(m, 0, sizeof(*m));
	if (!cfb_open(&m->file, in, e))
		return false;
	bytes_init(&m->signature, in.len);
	root = cfb_root(&m->file);
	for (size_t i = 0; i < root->children; i++) {
		const struct cfb_entry *x = cfb_child(&m->file, root, i);

		if (is_extended(x))
			m->extended = x;
		if (is_signature(x))
			cfb_pieces(&m->file, x, append_piece, &m->signature);
	}
	return bytes_ok(&m->signature, e);
}

void
msi_clear(struct msi *m)
{
	cfb_clear(&m->file);
	bytes_clear(&m->signature);
	m->extended = NULL;
}

/* ---- what is in the digest ---- */

/* Called for each stream that the digest covers, and for each storage after
 * what is in it. */
typedef void	visit_entry(const struct msi *m, const struct cfb_entry *x,
		    void *arg);

static void
walk_storage(const struct msi *m, const struct cfb_entry *storage,
    visit_entry *before, visit_entry *after, void *arg)
{
	const bool is_root = storage->type == CFB_ROOT;

	if (before != NULL)
		before(m, storage, arg);
	for (size_t i = 0; i < storage->children; i++) {
		const struct cfb_entry *x = cfb_child(&m->file, storage, i);

		if (is_root && (is_signature(x) || is_extended(x)))
			continue;
		if (x->type == CFB_STORAGE)	/* CFB_DEPTH_MAX bounds it */
			walk_storage(m, x, before, after, arg);
		else if (before != NULL)
			before(m, x, arg);
		else
			after(m, x, arg);
	}
	if (after != NULL)
		after(m, storage, arg);
}

static void
add_piece(struct view piece, void *arg)
{
	imprint_add(arg, piece);
}

static void
add_content(const struct msi *m, const struct cfb_entry *x, void *arg)
{
	if (x->type == CFB_STREAM)
		cfb_pieces(&m->file, x, add_piece, arg);
	else
		imprint_add(arg, x->clsid);
}

bool
msi_digest(const struct msi *m, const char *digest, unsigned char *out,
    size_t outlen, struct err *e)
{
	struct imprint i;

	if (!imprint_begin(&i, digest, outlen, e))
		return false;
	if (m->extended != NULL)
		cfb_pieces(&m->file, m->extended, add_piece, &i);
	walk_storage(m, cfb_root(&m->file), NULL, add_content, &i);
	return imprint_end(&i, out, e);
}

bool
msi_streams(const struct msi *m, unsigned char sha256[SHA256_LEN],
    struct err *e)
{
	struct imprint i;

	if (!imprint_begin(&i, "SHA256", SHA256_LEN, e))
		return false;
	walk_storage(m, cfb_root(&m->file), NULL, add_content, &i);
	return imprint_end(&i, sha256, e);
}

/* ---- the extended digest ---- */

static void
add_metadata(const struct msi *m, const struct cfb_entry *x, void *arg)
{
	const bool is_root = x->type == CFB_ROOT;
	unsigned char size[4];

	(void)m;
	for (int i = 0; i < 4; i++)
		size[i] = (unsigned char)(x->size >> 8 * i);
	if (!is_root)
		imprint_add(arg, x->name);
	imprint_add(arg, x->type == CFB_STREAM ? view_of(size, sizeof(size)) :
	    x->clsid);
	imprint_add(arg, x->state);
	if (!is_root)
		imprint_add(arg, x->times);
}

static const char *
digest_of_length(size_t len)
{
	switch (len) {
	case 20:	return "SHA1";
	case 32:	return "SHA256";
	case 48:	return "SHA384";
	case 64:	return "SHA512";
	default:	return NULL;
	}
}

const char *
msi_extended_digest(const struct msi *m)
{
	return m->extended != NULL ? digest_of_length(m->extended->size) : NULL;
}

static bool
check_extended(const struct msi *m, struct err *e)
{
	struct bytes said = BYTES_INIT;
	const char *name;
	unsigned char own[DIGEST_MAX];
	struct imprint i;
	bool ok;

	if (m->extended == NULL)
		return true;
	name = digest_of_length(m->extended->size);
	if (name == NULL)
		return err_set(e, ERR_INPUT, "MsiDigitalSignatureEx: %u bytes "
		    "are not a digest", m->extended->size);
	cfb_pieces(&m->file, m->extended, append_piece, &said);
	ok = bytes_ok(&said, e) && imprint_begin(&i, name, said.len, e);
	if (ok) {
		walk_storage(m, cfb_root(&m->file), add_metadata, NULL, &i);
		ok = imprint_end(&i, own, e) && (view_equal(view_bytes(&said),
		    view_of(own, said.len)) || err_set(e, ERR_INPUT,
		    "MsiDigitalSignatureEx: names, sizes or times were "
		    "changed after they were signed"));
	}
	bytes_clear(&said);
	return ok;
}

/* ---- unused space ---- */

struct cover {
	struct view	 in;
	unsigned char	*is_covered;	/* of each byte */
};

static void
cover_piece(struct view piece, void *arg)
{
	struct cover *c = arg;

	memset(c->is_covered + (piece.data - c->in.data), 1, piece.len);
}

static void
cover_content(const struct msi *m, const struct cfb_entry *x, void *arg)
{
	if (x->type == CFB_STREAM)
		cfb_pieces(&m->file, x, cover_piece, arg);
}

static bool
check_marks(const struct cover *c, struct err *e)
{
	size_t at = 0;

	while ((at = leftover_find_zip(c->in, at, false)) != c->in.len) {
		if (memchr(c->is_covered + at, 0, 4) != NULL)
			return err_set(e, ERR_INPUT, "part of a ZIP archive "
			    "at offset %zu, in bytes that are not signed", at);
		at++;
	}
	return true;
}

/*
 * An archive that is signed may be in a stream. But the order of the sectors is
 * not signed: what lies between those of the archive could be made part of it.
 */
static bool
check_archives(const struct cover *c, struct err *e)
{
	size_t end = 0, at = c->in.len > LEFTOVER_ZIP_TAIL ?
	    c->in.len - LEFTOVER_ZIP_TAIL : 0;

	for (; (at = leftover_find_zip(c->in, at, true)) != c->in.len; at++)
		end = at;
	at = leftover_find_zip(c->in, 0, false);
	for (; at < end; at++)
		if (!c->is_covered[at] && c->in.data[at] != 0)
			return err_set(e, ERR_INPUT, "bytes that are not "
			    "signed lie inside a ZIP archive, at offset %zu",
			    at);
	return true;
}

static bool
check_unused(const struct msi *m, struct err *e)
{
	struct cover c = { .in = m->file.in };
	bool ok;

	if (leftover_find_zip(c.in, 0, false) == c.in.len)
		return true;
	c.is_covered = calloc(c.in.len, 1);
	if (c.is_covered == NULL)
		return err_memory(e);
	walk_storage(m, cfb_root(&m->file), NULL, cover_content, &c);
	cfb_tables(&m->file, cover_piece, &c);
	ok = check_marks(&c, e) && check_archives(&c, e);
	free(c.is_covered);
	return ok;
}

bool
msi_account(const struct msi *m, const struct limits *limits, struct err *e)
{
	return (leftover_check_pkcs7(view_bytes(&m->signature), limits, e) ||
	    err_in(e, "DigitalSignature")) && check_extended(m, e) &&
	    check_unused(m, e);
}
