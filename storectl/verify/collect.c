#include "verify.h"

#include <sys/stat.h>

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "ask.h"
#include "base/osslctx.h"
#include "base/text.h"
#include "formats/signed/leftover.h"
#include "formats/signed/package.h"
#include "formats/signed/pe.h"
#include "formats/signed/signedfile.h"
#include "formats/sniff.h"
#include "io/readfile.h"

static bool
none_because(struct verified *f, enum finding finding, const char *why)
{
	f->finding = finding;
	err_set(&f->why, ERR_UNTRUSTED, "%s", why);
	return true;
}

/* Windows' word for a file that holds more than what was signed. */
static bool
not_accounted(struct verified *f, struct err *e)
{
	if (e->code != ERR_INPUT)
		return false;
	for (size_t i = 0; i < f->count; i++)
		f->items[i].digest_is_wrong = true;
	f->finding = FINDING_BAD_DIGEST;
	f->why = *e;
	err_clear(e);
	return true;
}

/* ---- members of a catalogue ---- */

static const struct {
	const char	*name;
	size_t		 len;
} member_hashes[] = { { "SHA256", SHA256_LEN }, { "SHA1", SHA1_LEN } };

/* The digest that leaves out the file's own signature, of the kinds that have
 * one in catalogues; *is_one is false of others, and of files that only begin
 * like these. */
static bool
hash_subject(struct verified *f, bool *is_one, struct err *e)
{
	struct view file = view_bytes(&f->file);
	struct cab c;

	if (pe_is(file))
		*is_one = pe_digest(file, f->hash_name, f->hash, f->hash_len,
		    e);
	else
		*is_one = cab_is(file) && cab_open(&c, file, e) &&
		    cab_digest(&c, f->hash_name, f->hash, f->hash_len, e);
	if (e->code != ERR_NONE && e->code != ERR_INPUT &&
	    e->code != ERR_UNSUPPORTED)
		return false;
	err_clear(e);
	return true;
}

/* Windows knows a program by no other digest. */
static bool
hash_member(struct verified *f, bool whole, bool *is_one, struct err *e)
{
	struct view file = view_bytes(&f->file);

	if (!hash_subject(f, is_one, e))
		return false;
	if (!whole)
		return true;
	if (pe_is(file) && *is_one) {
		*is_one = false;
		return true;
	}
	*is_one = true;
	return osslctx_hash(f->hash_name, file, f->hash, f->hash_len, e);
}

static bool
find_by_digest(struct verify *v, struct verified *f, bool whole, bool *found,
    struct err *e)
{
	struct cat_member m;
	bool is_one;

	if (!hash_member(f, whole, &is_one, e))
		return false;
	if (!is_one)
		return true;
	return cat_find(&v->cat, view_of(f->hash, f->hash_len), found, &m, e) ||
	    err_in(e, "%s", v->o->catalog);
}

/* *whole: by a digest of all its bytes. */
static bool
find_member(struct verify *v, struct verified *f, bool *found, bool *whole,
    struct err *e)
{
	*found = false;
	for (size_t i = 0; i < 2 * COUNT_OF(member_hashes) && !*found; i++) {
		f->hash_name = member_hashes[i / 2].name;
		f->hash_len = member_hashes[i / 2].len;
		if (v->o->hash != NULL && !text_same(v->o->hash, f->hash_name))
			continue;
		*whole = i % 2 != 0;
		if (!find_by_digest(v, f, *whole, found, e))
			return false;
	}
	return true;
}

/* A digest that leaves out a signature may leave out more. */
static bool
account_member(const struct verify *v, const struct verified *f,
    struct err *e)
{
	struct view file = view_bytes(&f->file);
	struct cab c;

	if (pe_is(file))
		return pe_account(file, &v->o->limits, e);
	return cab_open(&c, file, e) && cab_account(&c, &v->o->limits, e);
}

static bool
collect_member(struct verify *v, struct verified *f, struct err *e)
{
	bool found, whole = false;

	f->by_catalog = true;
	if (!find_member(v, f, &found, &whole, e))
		return false;
	if (!found)
		return none_because(f, FINDING_NOT_IN_CATALOG, "no member of "
		    "the catalogue has this digest: it was made for another "
		    "version of the file, or for other files");
	if (!whole && !account_member(v, f, e))
		return not_accounted(f, e);
	if (v->cat_signature.data.signers.len == 0)
		return none_because(f, FINDING_NO_SIGNATURE, "the catalogue "
		    "lists the file, but is not signed");
	f->items = calloc(1, sizeof(*f->items));
	if (f->items == NULL)
		return err_memory(e);
	f->items->sig = &v->cat_signature;
	f->count = 1;
	return true;
}

/* ---- signatures in the file ---- */

/* *is_signed: by somebody, else it is not kept. */
static bool
add_signature(struct verified *f, const struct limits *limits,
    struct view pkcs7, bool is_nested, bool *is_signed, struct err *e)
{
	const struct authenticode empty = AUTHENTICODE_INIT;
	struct judged *j = &f->items[f->count];
	bool ok;

	/* /all must not be claimed of the first few. */
	if (f->count == VERIFY_SIGNATURES_MAX)
		return err_set(e, ERR_LIMIT, "has more than %d signatures",
		    VERIFY_SIGNATURES_MAX);
	j->own = empty;
	j->sig = &j->own;
	j->index = f->count;
	j->is_nested = is_nested;
	ok = authenticode_read(pkcs7, limits, &j->own, is_signed, e) ||
	    err_in(e, "signature %zu", j->index);
	if (ok && *is_signed)
		f->count++;
	else
		authenticode_clear(&j->own);
	return ok;
}

/* One signature, and those in it. */
static bool
add_signatures(struct verify *v, struct verified *f, struct view pkcs7,
    bool *is_signed, struct err *e)
{
	const size_t first = f->count;
	struct view more;
	bool is_one;

	if (f->items == NULL)
		f->items = calloc(VERIFY_SIGNATURES_MAX, sizeof(*f->items));
	if (f->items == NULL)
		return err_memory(e);
	if (!add_signature(f, &v->o->limits, pkcs7, false, is_signed, e))
		return false;
	is_one = *is_signed;
	for (size_t n = 0; is_one && authenticode_nested(f->items[first].sig,
	    n, &more); n++)
		if (!add_signature(f, &v->o->limits, more, true, &is_one, e))
			return false;
	return true;
}

static bool
none_there(struct verified *f)
{
	return none_because(f, FINDING_NO_SIGNATURE, "the file is not signed "
	    "(/c CATALOG looks for it in a catalogue)");
}

/* ---- catalogues ---- */

/* Of a catalogue itself: the digest of what was signed. */
static bool
hash_catalog(struct verified *f, struct err *e)
{
	const struct authenticode *a = f->items[0].sig;
	EVP_MD *md;

	f->hash_name = signed_digest_name(a->signer.digest_oid);
	if (f->hash_name == NULL)
		return true;
	md = osslctx_digest(f->hash_name, e);
	if (md == NULL)
		return false;
	f->hash_len = (size_t)EVP_MD_get_size(md);
	return osslctx_hash(f->hash_name, a->data.value, f->hash,
	    f->hash_len, e);
}

/* One that is nested signs the same list, or it was made for something else. */
static void
compare_lists(struct verified *f)
{
	const struct signed_data *list = &f->items[0].sig->data;

	for (size_t i = 1; i < f->count; i++) {
		const struct signed_data *s = &f->items[i].sig->data;

		f->items[i].digest_is_wrong =
		    !view_equal(s->content_type, list->content_type) ||
		    !view_equal(s->value, list->value);
	}
}

static bool
collect_catalog(struct verify *v, struct verified *f, struct err *e)
{
	struct view file = view_bytes(&f->file);
	bool is_signed;

	if (!add_signatures(v, f, file, &is_signed, e))
		return false;
	if (!is_signed)
		return none_because(f, FINDING_NO_SIGNATURE, "the list in it "
		    "is not signed");
	compare_lists(f);
	return hash_catalog(f, e) && (leftover_check_pkcs7(file,
	    &v->o->limits, e) || not_accounted(f, e));
}

/* ---- programs, cabinets, installer packages, scripts ---- */

static bool
compare_digests(struct signedfile *s, struct verified *f, struct err *e)
{
	for (size_t i = 0; i < f->count; i++) {
		struct judged *j = &f->items[i];
		const char *name = signed_digest_name(j->sig->digest_oid);
		bool has = false;

		if (name != NULL && !signedfile_has_digest(s,
		    j->sig->data.content, name, j->sig->digest, &has, e))
			return false;
		j->digest_is_wrong = !has;
	}
	return true;
}

/* Each entry of a program's table is one: what Windows would not look at must
 * not be able to hide behind the first. */
static bool
collect_entries(struct verify *v, struct verified *f,
    const struct signedfile *s, struct err *e)
{
	struct view pkcs7;
	bool is_signed;

	for (size_t n = 0;; n++) {
		if (!signedfile_signature(s, n, &pkcs7, e))
			return false;
		if (pkcs7.len == 0)
			return true;
		if (!add_signatures(v, f, pkcs7, &is_signed, e))
			return false;
		if (!is_signed)
			return err_set(e, ERR_INPUT, "signature %zu has no "
			    "signer", n);
	}
}

/* A table without a signature, or what is not a table at all. */
static bool
no_table(struct verified *f, struct err *e)
{
	if (e->code != ERR_INPUT)
		return false;
	f->finding = FINDING_NO_SIGNATURE;
	f->why = *e;
	err_in(&f->why, "the file is not signed");
	err_clear(e);
	return true;
}

static bool
compare_with_file(struct signedfile *s, struct verified *f, struct err *e)
{
	if (f->count == 0)
		return s->kind != SIGNED_PE || pe_account(s->in, s->limits,
		    e) ? none_there(f) : no_table(f, e);
	if (!signedfile_account(s, e))
		return not_accounted(f, e);
	return compare_digests(s, f, e);
}

static bool
collect_signed(struct verify *v, struct verified *f, struct err *e)
{
	struct signedfile s;
	bool ok;

	ok = signedfile_open(&s, view_bytes(&f->file), f->name,
	    &v->o->limits, e) && collect_entries(v, f, &s, e) &&
	    compare_with_file(&s, f, e);
	signedfile_clear(&s);
	return ok;
}

/* ---- app packages ---- */

static bool
collect_package(struct verify *v, struct verified *f, struct err *e)
{
	struct view file = view_bytes(&f->file);
	struct bytes pkcs7 = BYTES_INIT;
	bool is_signed, has = false, ok;

	if (!package_account(file, e))
		return not_accounted(f, e);
	ok = verify_ask_signature(v, file, &pkcs7, e) &&
	    add_signatures(v, f, view_bytes(&pkcs7), &is_signed, e);
	bytes_clear(&pkcs7);
	for (size_t i = 0; ok && i < f->count; i++) {
		ok = verify_ask_digest(v, file, f->items[i].sig, &has, e);
		f->items[i].digest_is_wrong = !has;
	}
	return ok && (f->count != 0 || none_there(f));
}

static bool
collect_embedded(struct verify *v, struct verified *f, struct err *e)
{
	struct view file = view_bytes(&f->file);
	bool is_signed;

	if (sniff(file) == KIND_CAT)
		return collect_catalog(v, f, e);
	if (signedfile_kind(file, f->name) != SIGNED_OTHER)
		return collect_signed(v, f, e);
	if (package_is(file, &is_signed))
		return is_signed ? collect_package(v, f, e) : none_there(f);
	return none_because(f, FINDING_UNKNOWN_FORMAT, "this kind of "
	    "file holds no signature (/c CATALOG looks for it in a "
	    "catalogue)");
}

/* What cannot be read has no signature that counts, and the error says why. A
 * file that is whole, but of a kind that is not supported, is not called
 * changed. */
static bool
not_read(struct verified *f, struct err *e)
{
	if (e->code == ERR_FORMAT)
		e->code = ERR_INPUT;
	if (e->code != ERR_UNSUPPORTED || f->count != 0)
		return not_accounted(f, e);
	f->finding = FINDING_UNKNOWN_FORMAT;
	f->why = *e;
	err_clear(e);
	return true;
}

bool
verify_collect_bytes(struct verify *v, struct verified *f, struct err *e)
{
	return v->o->catalog != NULL ? collect_member(v, f, e) :
	    collect_embedded(v, f, e) || not_read(f, e);
}

/* It would keep us until somebody writes to it. What a shell makes of <(...) is
 * open already. */
static bool
is_named_pipe(const char *file)
{
	struct stat st;

	return stat(file, &st) == 0 && S_ISFIFO(st.st_mode) &&
	    strncmp(file, "/dev/fd/", 8) != 0 &&
	    strncmp(file, "/proc/", 6) != 0;
}

bool
verify_collect(struct verify *v, const char *file, struct verified *f,
    struct err *e)
{
	memset(f, 0, sizeof(*f));
	f->name = file;
	if (is_named_pipe(file))
		return err_set(e, ERR_IO, "%s: a named pipe; redirect it to "
		    "standard input and verify -", file);
	if (!readfile(file, verify_size, &v->o->limits, &f->file, e)) {
		f->missing = e->code == ERR_NOT_FOUND;
		return false;
	}
	return verify_collect_bytes(v, f, e) ||
	    err_in(e, "%s", readfile_name(file));
}

void
verify_collect_clear(struct verified *f)
{
	for (size_t i = 0; i < f->count; i++) {
		struct judged *j = &f->items[i];

		chain_pool_clear(&j->pool);
		if (j->sig == &j->own)
			authenticode_clear(&j->own);
	}
	free(f->items);
	f->items = NULL;
	f->count = 0;
	bytes_clear(&f->file);
}
