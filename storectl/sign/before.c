#include "before.h"

#include <string.h>

#include "base/text.h"
#include "formats/signed/package.h"
#include "formats/signed/pe.h"
#include "formats/sniff.h"
#include "io/readfile.h"
#include "storectl/verify/verify.h"

/* ---- what kind of file is it? ---- */

static bool
refuse_target(struct view file, const char *path, struct err *e)
{
	bool is_signed;

	if (script_is(path))
		return err_set(e, ERR_FORMAT, "a script, which can be verified "
		    "but not signed here (storectl run hands the identity to "
		    "a program that signs scripts)");
	if (package_is(file, &is_signed))
		return err_set(e, ERR_FORMAT, "an app package, which can be "
		    "verified but not signed here (storectl run hands the "
		    "identity to a program that signs packages)");
	return err_set(e, ERR_FORMAT, "not a program (PE), catalogue, .msi or "
	    ".cab");
}

/* osslsigncode makes its own reserve, and takes no other. */
static bool
is_plain_cabinet(struct view file, struct err *e)
{
	struct cab c;

	if (!cab_open(&c, file, e))
		return false;
	return cab_is_signable(&c) || err_set(e, ERR_UNSUPPORTED, "its "
	    "header has reserved areas for something else than a signature, "
	    "and osslsigncode signs no such cabinet; make it again without "
	    "them");
}

static bool
check_target(const struct sign_before *b, struct view file, const char *path,
    struct err *e)
{
	if (b->is_catalog)
		return true;
	switch (b->kind) {
	case SIGNED_PE:		return pe_check_table(file, e);
	case SIGNED_CAB:	return is_plain_cabinet(file, e);
	case SIGNED_MSI:	return true;
	case SIGNED_SCRIPT:
	case SIGNED_OTHER:	break;
	}
	return refuse_target(file, path, e);
}

/* ---- its content ---- */

static bool
content_of_catalog(struct view file, const struct limits *limits,
    unsigned char sha256[SHA256_LEN], struct err *e)
{
	struct signed_data s = SIGNED_DATA_INIT;
	bool ok = signed_read(file, limits, &s, e);

	if (ok)
		sha256_of(s.value, sha256);
	signed_clear(&s);
	return ok;
}

static bool
content_of(struct view file, const char *name, const struct limits *limits,
    unsigned char sha256[SHA256_LEN], struct err *e)
{
	struct signedfile f;
	bool ok;

	if (sniff(file) == KIND_CAT)
		return content_of_catalog(file, limits, sha256, e);
	ok = signedfile_open(&f, file, name, limits, e) &&
	    signedfile_content(&f, sha256, e);
	signedfile_clear(&f);
	return ok;
}

/* A package that is malformed may be one that osslsigncode puts right. */
static bool
note_content(struct sign_before *b, const struct verified *f,
    const struct sign_options *o, struct err *e)
{
	struct err why = ERR_INIT;

	b->has_content = content_of(view_bytes(&f->file), f->name, &o->limits,
	    b->content, &why);
	if (b->has_content)
		return true;
	if (b->kind == SIGNED_MSI && !o->append && why.code == ERR_INPUT)
		return true;
	*e = why;
	return false;
}

/* ---- its signatures ---- */

static void
mark(const struct judged *j, struct sign_mark *m)
{
	const struct stamp *s = &j->sig->stamp;

	memset(m, 0, sizeof(*m));
	sha256_of(j->sig->signer.signature, m->signature);
	m->verdict = j->sig->verdict;
	m->stamp = s->kind;
	m->stamp_verdict = s->verdict;
	m->when = s->when;
}

/* One that is wrong today would make the new one in it worthless. */
static bool
mark_signature(struct sign_before *b, const struct judged *j, struct err *e)
{
	if (j->digest_is_wrong || j->sig->verdict == SIGNED_BAD ||
	    j->sig->verdict == SIGNED_OTHER_CONTENT)
		return err_set(e, ERR_INPUT, "signature %zu is not valid for "
		    "this file, so none can be added to it; without /as it is "
		    "replaced", j->index);
	mark(j, &b->marks[b->count++]);
	return true;
}

static bool
mark_signatures(struct sign_before *b, const struct verified *f,
    struct err *e)
{
	size_t entries = 0;

	for (size_t i = 0; i < f->count; i++) {
		entries += !f->items[i].is_nested;
		if (!mark_signature(b, &f->items[i], e))
			return false;
	}
	return entries <= 1 || err_set(e, ERR_UNSUPPORTED, "has %zu "
	    "signatures side by side, and osslsigncode can only add one to a "
	    "single one; without /as they are all replaced", entries);
}

/* With it the digest of every signature has the length of that stream. */
static bool
extended_digest_fits(const struct sign_before *b, struct view file,
    const struct sign_material *m, struct err *e)
{
	const char *name;
	struct msi msi;

	if (!b->is_extended || b->count == 0)
		return true;
	if (!msi_open(&msi, file, e)) {
		msi_clear(&msi);
		return false;
	}
	name = msi_extended_digest(&msi);
	msi_clear(&msi);
	return name == NULL || text_same(name, m->digest) || err_set(e, ERR_UNSUPPORTED, "has "
	    "MsiDigitalSignatureEx, a digest that is part of what was signed, "
	    "so only signatures of that digest can be added: use /fd %s",
	    name);
}

/* Entries of the table that are no signatures go with it. */
static bool
check_foreign(const struct sign_before *b, struct view file,
    const struct limits *limits, struct err *e)
{
	return b->kind != SIGNED_PE || b->count != 0 ||
	    pe_account(file, limits, e) || err_in(e, "its certificate table "
	    "cannot be kept (without /as it is replaced)");
}

static bool
check_append(struct sign_before *b, const struct verified *f,
    const struct sign_options *o, const struct sign_material *m,
    struct err *e)
{
	if (f->finding == FINDING_BAD_DIGEST) {
		*e = f->why;
		return err_in(e, "its signatures cannot be kept (without /as "
		    "they are replaced)");
	}
	if (b->is_catalog && f->count != 0)
		return err_set(e, ERR_UNSUPPORTED, "is signed already, and "
		    "osslsigncode cannot add a signature to a catalogue (/as)");
	return mark_signatures(b, f, e) &&
	    check_foreign(b, view_bytes(&f->file), &o->limits, e) &&
	    extended_digest_fits(b, view_bytes(&f->file), m, e);
}

/* What is there, by verify's readers. */
static bool
look_at_signatures(struct sign_before *b, struct verified *f,
    const struct sign_options *o, const struct sign_material *m,
    struct err *e)
{
	struct verify_options vo = { .limits = o->limits };
	struct verify v = { .o = &vo };

	return !o->append || ((verify_collect_bytes(&v, f, e) ||
	    err_in(e, "its signatures cannot be read")) &&
	    check_append(b, f, o, m, e));
}

/* Only what is there already is kept; it is rare. */
static void
note_extended(struct sign_before *b, struct view file)
{
	struct err ignored = ERR_INIT;
	struct msi m;

	if (b->kind != SIGNED_MSI)
		return;
	b->is_extended = msi_open(&m, file, &ignored) && m.extended != NULL;
	msi_clear(&m);
}

bool
sign_before_look(struct sign_before *b, const char *path,
    const struct sign_options *o, const struct sign_material *m,
    struct err *e)
{
	struct verified f;
	struct view file;
	bool ok;

	memset(b, 0, sizeof(*b));
	memset(&f, 0, sizeof(f));
	f.name = path;
	if (!readfile_regular(path, verify_size, &o->limits, &f.file, e))
		return false;
	file = view_bytes(&f.file);
	b->kind = signedfile_kind(file, path);
	b->is_catalog = sniff(file) == KIND_CAT;
	note_extended(b, file);
	ok = (check_target(b, file, path, e) && note_content(b, &f, o, e) &&
	    look_at_signatures(b, &f, o, m, e)) || err_in(e, "%s", path);
	verify_collect_clear(&f);
	return ok;
}

/* ---- afterwards ---- */

/* The mark that this is, of those not found yet. */
static bool
find_mark(const struct sign_before *b, const struct judged *j,
    bool found[VERIFY_SIGNATURES_MAX])
{
	struct sign_mark m;

	mark(j, &m);
	for (size_t i = 0; i < b->count && !j->digest_is_wrong; i++)
		if (!found[i] && memcmp(&b->marks[i], &m, sizeof(m)) == 0) {
			found[i] = true;
			return true;
		}
	return false;
}

static bool
is_good(const struct judged *j)
{
	return !j->digest_is_wrong && j->sig->verdict == SIGNED_GOOD;
}

/* Each old one once, and a new one. */
static bool
check_signatures(const struct sign_before *b, const struct verified *after,
    struct err *e)
{
	bool found[VERIFY_SIGNATURES_MAX] = { false };
	size_t kept = 0, made = 0;

	for (size_t i = 0; i < after->count; i++)
		if (find_mark(b, &after->items[i], found))
			kept++;
		else if (is_good(&after->items[i]))
			made++;
	if (made == 0 || kept + made != after->count)
		return err_set(e, ERR_IO, "osslsigncode's output is "
		    "incomplete; check for a full disk");
	return (kept == b->count && made == 1) || err_set(e, ERR_IO,
	    "osslsigncode did not keep all of the signatures that the file "
	    "has (%zu); without /as they are replaced", b->count);
}

bool
sign_before_check(const struct sign_before *b, const struct verified *after,
    const struct limits *limits, struct err *e)
{
	unsigned char content[SHA256_LEN];

	if (after->finding == FINDING_BAD_DIGEST) {
		*e = after->why;
		return false;
	}
	if (!check_signatures(b, after, e))
		return false;
	if (!b->has_content)
		return true;
	return content_of(view_bytes(&after->file), after->name, limits,
	    content, e) && (memcmp(content, b->content, SHA256_LEN) == 0 ||
	    err_set(e, ERR_IO, "osslsigncode changed more of the file than its "
	    "signature"));
}
