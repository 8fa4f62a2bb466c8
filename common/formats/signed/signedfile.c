#include "formats/signed/signedfile.h"

#include <string.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "formats/signed/imprint.h"
#include "formats/signed/leftover.h"
#include "formats/signed/pe.h"

static const char msi_uuid[] =
    "\xf1\x10\x0c\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46";

enum signed_kind
signedfile_kind(struct view in, const char *name)
{
	if (pe_is(in))
		return SIGNED_PE;
	if (cab_is(in))
		return SIGNED_CAB;
	if (cfb_is(in))
		return SIGNED_MSI;
	return script_is(name) ? SIGNED_SCRIPT : SIGNED_OTHER;
}

bool
signedfile_open(struct signedfile *f, struct view in, const char *name,
    const struct limits *limits, struct err *e)
{
	memset(f, 0, sizeof(*f));
	f->in = in;
	f->limits = limits;
	f->kind = signedfile_kind(in, name);
	switch (f->kind) {
	case SIGNED_CAB:	return cab_open(&f->cab, in, e);
	case SIGNED_MSI:	return msi_open(&f->msi, in, e);
	case SIGNED_SCRIPT:
		return script_open(&f->script, in, name, limits, e);
	case SIGNED_PE:
	case SIGNED_OTHER:	break;
	}
	return true;
}

bool
signedfile_account(const struct signedfile *f, struct err *e)
{
	switch (f->kind) {
	case SIGNED_PE:		return pe_account(f->in, f->limits, e);
	case SIGNED_CAB:	return cab_account(&f->cab, f->limits, e);
	case SIGNED_MSI:	return msi_account(&f->msi, f->limits, e);
	case SIGNED_SCRIPT:
		return leftover_check_pkcs7(view_bytes(&f->script.signature),
		    f->limits, e);
	case SIGNED_OTHER:	break;
	}
	return true;
}

void
signedfile_clear(struct signedfile *f)
{
	if (f->kind == SIGNED_MSI)
		msi_clear(&f->msi);
	if (f->kind == SIGNED_SCRIPT)
		script_clear(&f->script);
	f->kind = SIGNED_OTHER;
}

bool
signedfile_signature(const struct signedfile *f, size_t n,
    struct view *pkcs7, struct err *e)
{
	*pkcs7 = view_of(NULL, 0);
	if (f->kind == SIGNED_PE)
		return pe_signature(f->in, f->limits, n, pkcs7, e);
	if (n != 0)
		return true;
	if (f->kind == SIGNED_CAB)
		*pkcs7 = f->cab.signature;
	if (f->kind == SIGNED_MSI)
		*pkcs7 = view_bytes(&f->msi.signature);
	if (f->kind == SIGNED_SCRIPT)
		*pkcs7 = view_bytes(&f->script.signature);
	return true;
}

bool
signedfile_content(const struct signedfile *f,
    unsigned char sha256[SHA256_LEN], struct err *e)
{
	switch (f->kind) {
	case SIGNED_PE:
		return pe_digest(f->in, "SHA256", sha256, SHA256_LEN, e);
	case SIGNED_MSI:
		return msi_streams(&f->msi, sha256, e);
	case SIGNED_CAB:
		sha256_of(cab_files(&f->cab), sha256);
		break;
	case SIGNED_SCRIPT:
	case SIGNED_OTHER:
		sha256_of(f->in, sha256);
		break;
	}
	return true;
}

/* ---- the digest ---- */

/* What was signed: its type, and for SpcSipInfo the subject's uuid. */
struct subject {
	struct view	type;
	struct view	uuid;
};

static bool
read_subject(struct view content, struct subject *s)
{
	struct der d = der_open(content), outer, data, info;
	struct tlv t;

	memset(s, 0, sizeof(*s));
	if (!der_enter(&d, DER_SEQUENCE, &outer) ||
	    !der_enter(&outer, DER_SEQUENCE, &data) ||
	    !der_take(&data, DER_OID, &t))
		return false;
	s->type = t.body;
	if (der_oid_is(s->type, OID_SPC_SIP_INFO) &&
	    der_enter(&data, DER_SEQUENCE, &info) &&
	    der_take(&info, DER_INTEGER, &t) &&
	    der_take(&info, DER_OCTET_STRING, &t))
		s->uuid = t.body;
	return true;
}

static bool
is_for_kind(const struct signedfile *f, const struct subject *s)
{
	switch (f->kind) {
	case SIGNED_PE:
		return der_oid_is(s->type, OID_SPC_PE_IMAGE_DATA);
	case SIGNED_CAB:
		return der_oid_is(s->type, OID_SPC_CAB_DATA);
	case SIGNED_MSI:
		return der_oid_is(s->uuid, msi_uuid);
	case SIGNED_SCRIPT:
		return s->uuid.len != 0;
	case SIGNED_OTHER:
		break;
	}
	return false;
}

/* *is_one: the file can be read in this way; *end: in no other. */
static bool
compute_digest(const struct signedfile *f, struct signed_digest *d,
    bool *is_one, bool *end, struct err *e)
{
	*is_one = *end = true;
	switch (f->kind) {
	case SIGNED_PE:
		return pe_digest(f->in, d->name, d->value, d->len, e);
	case SIGNED_CAB:
		return cab_digest(&f->cab, d->name, d->value, d->len, e);
	case SIGNED_MSI:
		return msi_digest(&f->msi, d->name, d->value, d->len, e);
	case SIGNED_SCRIPT:
		return script_digest(&f->script, d->reading, d->uuid, d->name,
		    d->value, d->len, is_one, end, e);
	case SIGNED_OTHER:
		break;
	}
	*is_one = false;
	return true;
}

static bool
same_digest(const struct signed_digest *a, const struct signed_digest *b)
{
	return strcmp(a->name, b->name) == 0 && a->len == b->len &&
	    a->reading == b->reading && view_equal(a->uuid, b->uuid);
}

/* From those computed before, if it is among them. */
static bool
get_digest(struct signedfile *f, struct signed_digest *d, bool *is_one,
    bool *end, struct err *e)
{
	for (size_t i = 0; i < f->digest_count; i++)
		if (same_digest(&f->digests[i], d)) {
			*d = f->digests[i];
			*is_one = true;
			*end = f->kind != SIGNED_SCRIPT;
			return true;
		}
	if (!compute_digest(f, d, is_one, end, e))
		return false;
	if (*is_one && f->digest_count < SIGNED_DIGESTS)
		f->digests[f->digest_count++] = *d;
	return true;
}

bool
signedfile_has_digest(struct signedfile *f, struct view content,
    const char *digest, struct view value, bool *has, struct err *e)
{
	bool is_one, end = false;
	struct subject s;

	*has = false;
	if (value.len > SIGNED_DIGEST_MAX ||
	    !imprint_is_of_length(digest, value.len) ||
	    !read_subject(content, &s) || !is_for_kind(f, &s))
		return true;
	for (size_t n = 0; !*has && !end; n++) {
		struct signed_digest d = { .name = digest, .len = value.len,
		    .reading = n, .uuid = s.uuid };

		if (!get_digest(f, &d, &is_one, &end, e))
			return false;
		*has = is_one && view_equal(value, view_of(d.value, d.len));
	}
	return true;
}
