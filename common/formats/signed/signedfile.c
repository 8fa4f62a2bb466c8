#include "formats/signed/signedfile.h"

#include <string.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "formats/signed/leftover.h"
#include "formats/signed/pe.h"

enum { DIGEST_MAX = 64 };

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

static bool
script_has(const struct signedfile *f, const struct subject *s,
    const char *digest, struct view value, bool *has, struct err *e)
{
	unsigned char own[DIGEST_MAX];
	bool is_one = true;

	for (size_t n = 0; is_one && !*has; n++) {
		if (!script_digest(&f->script, n, s->uuid, digest, own,
		    value.len, &is_one, e))
			return false;
		*has = is_one && view_equal(value, view_of(own, value.len));
	}
	return true;
}

bool
signedfile_has_digest(const struct signedfile *f, struct view content,
    const char *digest, struct view value, bool *has, struct err *e)
{
	unsigned char own[DIGEST_MAX];
	struct subject s;
	bool ok = true;

	*has = false;
	if (value.len == 0 || value.len > sizeof(own) ||
	    !read_subject(content, &s) || !is_for_kind(f, &s))
		return true;
	if (f->kind == SIGNED_SCRIPT)
		return script_has(f, &s, digest, value, has, e);
	if (f->kind == SIGNED_PE)
		ok = pe_digest(f->in, digest, own, value.len, e);
	if (f->kind == SIGNED_CAB)
		ok = cab_digest(&f->cab, digest, own, value.len, e);
	if (f->kind == SIGNED_MSI)
		ok = msi_digest(&f->msi, digest, own, value.len, e);
	*has = ok && view_equal(value, view_of(own, value.len));
	return ok;
}
