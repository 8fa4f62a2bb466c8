#include "verify.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "ask.h"
#include "base/osslctx.h"
#include "base/text.h"
#include "formats/signed/pe.h"
#include "formats/sniff.h"
#include "io/readfile.h"

enum { SIGNATURES_MAX = 32 };

static bool
none_because(struct verified *f, enum finding finding, const char *why)
{
	f->finding = finding;
	err_set(&f->why, ERR_UNTRUSTED, "%s", why);
	return true;
}

static const struct {
	const char	*name;
	size_t		 len;
} member_hashes[] = { { "SHA256", SHA256_LEN }, { "SHA1", SHA1_LEN } };

static bool
hash_file(struct verified *f, size_t which, struct err *e)
{
	struct view file = view_bytes(&f->file);
	const char *name = member_hashes[which].name;

	f->hash_name = name;
	f->hash_len = member_hashes[which].len;
	if (pe_is(file))
		return pe_digest(file, name, f->hash, f->hash_len, e);
	return osslctx_hash(name, file, f->hash, f->hash_len, e);
}

static bool
find_member(struct verify *v, struct verified *f, bool *found, struct err *e)
{
	struct cat_member m;

	*found = false;
	for (size_t i = 0; i < COUNT_OF(member_hashes) && !*found; i++) {
		if (v->o->hash != NULL && !text_same(v->o->hash,
		    member_hashes[i].name))
			continue;
		if (!hash_file(f, i, e))
			return false;
		if (!cat_find(&v->cat, view_of(f->hash, f->hash_len), found,
		    &m, e))
			return err_in(e, "%s", v->o->catalog);
	}
	return true;
}

static bool
collect_member(struct verify *v, struct verified *f, struct err *e)
{
	bool found;

	f->by_catalog = true;
	if (!find_member(v, f, &found, e))
		return false;
	if (!found)
		return none_because(f, FINDING_NOT_IN_CATALOG, "no member of "
		    "the catalogue has this digest: it was made for another "
		    "version of the file, or for other files");
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

static bool
add_signature(struct verified *f, const struct limits *limits,
    struct view pkcs7, bool *is_signed, struct err *e)
{
	const struct authenticode empty = AUTHENTICODE_INIT;
	struct judged *j = &f->items[f->count];

	j->own = empty;
	j->sig = &j->own;
	j->index = f->count++;
	return authenticode_read(pkcs7, limits, &j->own, is_signed, e) ||
	    err_in(e, "signature %zu", j->index);
}

static bool
add_signatures(struct verify *v, struct verified *f, struct view pkcs7,
    struct err *e)
{
	bool is_signed = false;
	struct view more;

	f->items = calloc(SIGNATURES_MAX, sizeof(*f->items));
	if (f->items == NULL)
		return err_memory(e);
	if (!add_signature(f, &v->o->limits, pkcs7, &is_signed, e))
		return false;
	for (size_t n = 0; is_signed && f->count < SIGNATURES_MAX &&
	    authenticode_nested(f->items[0].sig, n, &more); n++)
		if (!add_signature(f, &v->o->limits, more, &is_signed, e))
			return false;
	if (!is_signed)
		authenticode_clear(&f->items[--f->count].own);
	/* /all must not be claimed of the first few. */
	return f->count < SIGNATURES_MAX || err_set(e, ERR_LIMIT,
	    "has more than %d signatures",
	    SIGNATURES_MAX - 1);
}

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

static bool
find_signature(struct verify *v, struct verified *f, struct bytes *mem,
    struct view *pkcs7, bool *is_known, struct err *e)
{
	struct view file = view_bytes(&f->file);

	if (pe_is(file))
		return pe_signature(file, &v->o->limits, 0, pkcs7, e);
	if (!verify_ask_signature(v, &f->file, mem, is_known, e))
		return false;
	*pkcs7 = view_bytes(mem);
	return true;
}

static bool
collect_embedded(struct verify *v, struct verified *f, struct err *e)
{
	bool is_cat = sniff(view_bytes(&f->file)) == KIND_CAT;
	bool is_known = true, ok;
	struct bytes mem = BYTES_INIT;
	struct view pkcs7 = VIEW_INIT;

	if (is_cat)
		pkcs7 = view_bytes(&f->file);
	else if (!find_signature(v, f, &mem, &pkcs7, &is_known, e)) {
		bytes_clear(&mem);
		return false;
	}
	if (!is_known)
		return none_because(f, FINDING_UNKNOWN_FORMAT, "this kind of "
		    "file holds no signature (/c CATALOG looks for it in a "
		    "catalogue)");
	if (pkcs7.len == 0)
		return none_because(f, FINDING_NO_SIGNATURE, "the file is "
		    "not signed (/c CATALOG looks for it in a catalogue)");
	ok = add_signatures(v, f, pkcs7, e);
	bytes_clear(&mem);
	if (!ok)
		return false;
	if (f->count == 0)
		return none_because(f, FINDING_NO_SIGNATURE, "the list in it "
		    "is not signed");
	return is_cat ? hash_catalog(f, e) : verify_ask_digests(v, f, e);
}

bool
verify_collect(struct verify *v, const char *file, struct verified *f,
    struct err *e)
{
	memset(f, 0, sizeof(*f));
	f->name = file;
	if (!readfile(file, verify_size, &v->o->limits, &f->file, e)) {
		f->missing = e->code == ERR_NOT_FOUND;
		return false;
	}
	return (v->o->catalog != NULL ? collect_member(v, f, e) :
	    collect_embedded(v, f, e)) ||
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
