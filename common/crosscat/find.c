#include "crosscat/crosscat.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "cert/certname.h"
#include "cert/spki.h"
#include "chain/select.h"

/* ---- by pin, by name ---- */

const struct crosscat_row *
crosscat_by_pin(const struct crosscat *c, const unsigned char sha1[SHA1_LEN])
{
	for (size_t i = 0; i < c->count; i++)
		if (memcmp(c->rows[i].pin, sha1, SHA1_LEN) == 0)
			return &c->rows[i];
	return NULL;
}

static bool
refuse_several_rows(const struct crosscat *c, const char *name,
    const char *part, struct err *e)
{
	err_set(e, ERR_AMBIGUOUS, "\"%s\" is part of several rows of the "
	    "catalogue:", name);
	for (size_t i = 0; i < c->count; i++)
		if (strstr(c->rows[i].folded, part) != NULL)
			err_add(e, " \"%s\"", c->rows[i].ca);
	return false;
}

static const struct crosscat_row *
row_of_hash(const struct crosscat *c, const char *hash)
{
	struct select s = { .longest = false };
	struct err ignored = ERR_INIT;
	unsigned char sha1[SHA1_LEN];

	if (!select_set_hash(&s, hash, &ignored) ||
	    !select_whole_hash(&s, sha1))
		return NULL;
	return crosscat_by_pin(c, sha1);
}

/* By the root's own name, which is not always the page's. */
static const struct crosscat_row *
row_of_subject(const struct crosscat *c, const char *name)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->rows[i].folded_subject != NULL &&
		    strcmp(c->rows[i].folded_subject, name) == 0)
			return &c->rows[i];
	return NULL;
}

/* How many have it as a part; one that is it counts alone. *row is NULL if they
 * are several. */
static size_t
rows_of_name(const struct crosscat *c, const char *name,
    const struct crosscat_row **row)
{
	size_t parts = 0;

	for (size_t i = 0; i < c->count; i++) {
		if (strcmp(c->rows[i].folded, name) == 0) {
			*row = &c->rows[i];
			return 1;
		}
		if (strstr(c->rows[i].folded, name) != NULL)
			*row = parts++ == 0 ? &c->rows[i] : NULL;
	}
	return parts;
}

static void
refuse_row(const struct crosscat *c, const char *name, struct err *e)
{
	struct nearest n;

	nearest_begin(&n, name);
	for (size_t i = 0; i < c->count; i++)
		nearest_consider(&n, c->rows[i].ca);
	err_set(e, ERR_NO_MATCH, "no row of the catalogue is called \"%s\"",
	    name);
	nearest_suggest(&n, "", e);
}

bool
crosscat_named(const struct crosscat *c, const char *name,
    const struct crosscat_row **row, struct err *e)
{
	char *wanted;
	size_t n = 0;

	*row = row_of_hash(c, name);
	if (*row != NULL)
		return true;
	wanted = crosscat_folded(view_str(name), e);
	if (wanted == NULL)
		return false;
	if (*wanted != '\0')
		n = rows_of_name(c, wanted, row);
	if (n == 0)
		*row = row_of_subject(c, wanted);
	if (n > 1)
		refuse_several_rows(c, name, wanted, e);
	else if (*row == NULL)
		refuse_row(c, name, e);
	free(wanted);
	return *row != NULL;
}

/* ---- by root ---- */

struct finding {
	const struct crosscat_root	*root;
	const struct certlist		*held;
	char				*subject;	/* of the root, folded */
	struct bytes			 key;		/* its one form */
	bool				 has_key;
	unsigned char			 key_sha256[SHA256_LEN];
};

static bool
row_has_root(const struct crosscat_row *r, const unsigned char *sha1)
{
	for (size_t i = 0; sha1 != NULL && i < r->root_count; i++)
		if (memcmp(r->roots[i], sha1, SHA1_LEN) == 0)
			return true;
	return false;
}

static const struct cert *
held_of(const struct crosscat_row *r, const struct certlist *held)
{
	for (size_t i = 0; held != NULL && i < held->count; i++)
		if (held->items[i]->scanned &&
		    memcmp(held->items[i]->sha1, r->pin, SHA1_LEN) == 0)
			return held->items[i];
	return NULL;
}

/* Is the cross-certificate about this root's key? */
static bool
is_about_root_key(const struct finding *f, const struct cert *cross, bool *same,
    struct err *e)
{
	struct bytes key = BYTES_INIT;
	bool ok = spki_canonical(cross->scan.spki, &key, e);

	*same = ok && view_equal(view_bytes(&key), view_bytes(&f->key)) &&
	    view_equal(cross->scan.subject, f->root->subject);
	bytes_clear(&key);
	return ok;
}

/* *fits with how sure it is. Where both keys are known and differ, the same
 * name means nothing. */
static bool
judge_row(const struct finding *f, const struct crosscat_row *r, bool *fits,
    enum crosscat_sure *sure, struct err *e)
{
	const struct cert *cross = held_of(r, f->held);

	*sure = CROSSCAT_BY_SHA1;
	*fits = row_has_root(r, f->root->sha1);
	if (*fits)
		return true;
	*sure = CROSSCAT_BY_KEY;
	if (f->has_key && r->has_key) {
		*fits = memcmp(f->key_sha256, r->key, SHA256_LEN) == 0;
		return true;
	}
	if (f->has_key && cross != NULL)
		return is_about_root_key(f, cross, fits, e);
	*sure = CROSSCAT_PROBABLE;
	*fits = r->folded_subject != NULL &&
	    strcmp(f->subject, r->folded_subject) == 0;
	return true;
}

static bool
finding_start(struct finding *f, struct err *e)
{
	struct bytes name = BYTES_INIT;

	certname_display(f->root->subject, &name);
	if (bytes_ok(&name, e))
		f->subject = crosscat_folded(view_bytes(&name), e);
	bytes_clear(&name);
	if (f->subject == NULL)
		return false;
	f->has_key = f->root->spki.len != 0;
	if (!f->has_key)
		return true;
	if (!spki_canonical(f->root->spki, &f->key, e))
		return false;
	sha256_of(view_bytes(&f->key), f->key_sha256);
	return true;
}

/* Surest first, else as in the catalogue. */
static void
insert_match(struct crosscat_match *m, size_t *count,
    const struct crosscat_row *r, enum crosscat_sure sure)
{
	size_t at = (*count)++;

	while (at > 0 && m[at - 1].sure > sure) {
		m[at] = m[at - 1];
		at--;
	}
	m[at].row = r;
	m[at].sure = sure;
}

bool
crosscat_find(const struct crosscat *c, const struct crosscat_root *r,
    const struct certlist *held, struct crosscat_match **matches,
    size_t *count, struct err *e)
{
	struct finding f = { .root = r, .held = held };
	struct crosscat_match *m;
	enum crosscat_sure sure;
	bool ok, fits;

	*count = 0;
	*matches = NULL;
	m = calloc(c->count + 1, sizeof(*m));
	if (m == NULL)
		return err_memory(e);
	ok = finding_start(&f, e);
	for (size_t i = 0; ok && i < c->count; i++) {
		ok = judge_row(&f, &c->rows[i], &fits, &sure, e);
		if (ok && fits)
			insert_match(m, count, &c->rows[i], sure);
	}
	free(f.subject);
	bytes_clear(&f.key);
	if (!ok) {
		free(m);
		return false;
	}
	*matches = m;
	return true;
}
