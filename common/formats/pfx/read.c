#include "formats/pfx/pfx.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "asn1/schema.h"
#include "base/text.h"
#include "formats/pfx/bags.h"
#include "formats/pfx/mac.h"

enum {
	PFX_VERSION	= 3,
	/* Old CryptoAPI's longest password, in UTF-16 units. */
	OLD_UNITS_MAX	= 32,
};

/* One ContentInfo of authSafe. */
struct part {
	bool		encrypted;
	struct view	algorithm;	/* encrypted: whole element */
	struct view	data;		/* SafeContents, or what hides it */
	struct bytes	octets;		/* where data is joined, */
	struct bytes	definite;	/* ... made definite */
};

struct pfx {
	struct bytes	 definite;	/* the whole file, where it was BER */
	struct bytes	 octets;	/* content of authSafe, joined */
	struct bytes	 safes;		/* ... made definite */
	struct view	 content;	/* what the MAC is over */
	bool		 has_mac;
	struct pfx_mac	 mac;
	struct part	*parts;
	size_t		 part_count;
};

static void
pfx_clear(struct pfx *p)
{
	for (size_t i = 0; i < p->part_count; i++) {
		bytes_clear(&p->parts[i].octets);
		bytes_clear(&p->parts[i].definite);
	}
	free(p->parts);
	bytes_clear(&p->definite);
	bytes_clear(&p->octets);
	bytes_clear(&p->safes);
}

static bool
all_definite(struct view in, const struct limits *limits, struct bytes *mem,
    struct view *out, const char *what, struct err *e)
{
	size_t used = 0;

	if (!ber_definite(in, (unsigned)limit_of(limits, LIMIT_DEPTH), mem,
	    out, &used, e))
		return err_in(e, "%s", what);
	if (used != in.len)
		return err_set(e, ERR_INPUT, "%s: %zu bytes after its end",
		    what, in.len - used);
	return true;
}

/* ---- the outer structure ---- */

static bool
open_auth_safe(struct pfx *p, const struct asn *a, struct err *e)
{
	struct view type = asn_body(a, "authSafe.contentType");

	if (der_oid_is(type, OID_SIGNED_DATA))
		return err_set(e, ERR_UNSUPPORTED, "this PFX is protected by "
		    "a signature instead of a password (public-key "
		    "integrity mode), which is not supported");
	if (!der_oid_is(type, OID_DATA))
		return err_set(e, ERR_INPUT, "authSafe is neither data nor "
		    "signed data");
	if (!asn_present(a, "authSafe.content"))
		return err_set(e, ERR_INPUT, "authSafe has no content");
	if (!pfx_octets(asn_whole(a, "authSafe.content"), &p->octets,
	    &p->content, e))
		return err_in(e, "authSafe");
	return true;
}

static bool
open_pfx(struct pfx *p, struct view der, const struct limits *limits,
    struct err *e)
{
	struct asn a = ASN_INIT;
	struct view whole;
	uint64_t version;
	bool ok = false;

	if (!all_definite(der, limits, &p->definite, &whole, "PFX", e) ||
	    !asn_decode(&a, "PFX", whole, "PFX", e))
		goto out;
	if (!asn_uint(&a, "version", &version) || version != PFX_VERSION) {
		err_set(e, ERR_VERSION, "PFX of an unknown version, expected "
		    "%d", PFX_VERSION);
		goto out;
	}
	if (!open_auth_safe(p, &a, e))
		goto out;
	p->has_mac = asn_present(&a, "macData");
	if (p->has_mac && !pfx_mac_read(asn_whole(&a, "macData"), &p->mac, e))
		goto out;
	ok = true;
 out:
	asn_clear(&a);
	return ok;
}

/* content is EncryptedData in its EXPLICIT tag. */
static bool
open_encrypted(struct part *part, struct view content, struct err *e)
{
	struct der d = der_open(content), inner;
	struct asn a = ASN_INIT;
	struct view octets;
	struct tlv t;

	if (!der_enter(&d, DER_CONTEXT(0), &inner) || !der_next(&inner, &t))
		return err_set(e, ERR_INPUT, "not EncryptedData");
	if (!asn_decode(&a, "EncryptedData", t.whole, "EncryptedData", e))
		return false;
	part->encrypted = true;
	part->algorithm = asn_whole(&a,
	    "encryptedContentInfo.contentEncryptionAlgorithm");
	octets = asn_whole(&a, "encryptedContentInfo.encryptedContent");
	asn_clear(&a);

	/* [0] IMPLICIT OCTET STRING, in one piece or in segments. */
	d = der_open(octets);
	if (!der_next(&d, &t) || (t.tag & ~0x20u) != DER_CONTEXT_PRIM(0))
		return err_set(e, ERR_INPUT, "EncryptedData without content");
	return ber_string(&t, &part->octets, &part->data, e);
}

static bool
open_part(struct part *part, struct view info, const struct limits *limits,
    struct err *e)
{
	struct asn a = ASN_INIT;
	struct view type, content, octets;

	if (!asn_decode(&a, "ContentInfo", info, "ContentInfo", e))
		return false;
	type = asn_body(&a, "contentType");
	content = asn_whole(&a, "content");
	asn_clear(&a);
	if (der_oid_is(type, OID_ENVELOPED_DATA))
		return err_set(e, ERR_UNSUPPORTED, "encrypted for a public "
		    "key instead of a password, which is not supported");
	if (content.len == 0)
		return err_set(e, ERR_INPUT, "no content");
	if (der_oid_is(type, OID_ENCRYPTED_DATA))
		return open_encrypted(part, content, e);
	if (!der_oid_is(type, OID_DATA))
		return err_set(e, ERR_INPUT, "neither data nor encrypted "
		    "data");
	return pfx_octets(content, &part->octets, &octets, e) &&
	    all_definite(octets, limits, &part->definite, &part->data,
	    "SafeContents", e);
}

static bool
open_safes(struct pfx *p, const struct limits *limits, struct err *e)
{
	size_t max = (size_t)limit_of(limits, LIMIT_BAGS), count;
	struct view safes;
	struct der d, list;
	struct tlv t;

	if (!all_definite(p->content, limits, &p->safes, &safes,
	    "AuthenticatedSafe", e))
		return false;
	d = der_open(safes);
	if (!der_enter(&d, DER_SEQUENCE, &list) ||
	    !der_count(list.rest, max, &count))
		return err_set(e, ERR_INPUT, "truncated or malformed AuthenticatedSafe");
	if (!limit_check(limits, LIMIT_BAGS, count, "parts of the PFX", e))
		return false;
	p->parts = calloc(count + 1, sizeof(*p->parts));
	if (p->parts == NULL)
		return err_memory(e);
	while (der_next(&list, &t))
		if (!open_part(&p->parts[p->part_count++], t.whole, limits, e))
			return err_in(e, "part %zu", p->part_count);
	return true;
}

/* Everything that can be seen without a password. */
static bool
survey(const struct pfx *p, struct pfx_reading *r, struct err *e)
{
	if (p->has_mac && !pfx_mac_cost(&p->mac, r->limits,
	    &r->tally.iterations, e))
		return false;
	for (size_t i = 0; i < p->part_count; i++) {
		const struct part *part = &p->parts[i];

		r->tally.encrypted += part->encrypted;
		if (!(part->encrypted ? pfx_survey_encryption(r,
		    part->algorithm, e) : pfx_bags_survey(r, part->data, e)))
			return err_in(e, "part %zu", i + 1);
	}
	return true;
}

static bool
read_encrypted(struct pfx_reading *r, const struct part *part, struct err *e)
{
	struct secret plain = SECRET_INIT;
	struct bytes mem = BYTES_INIT;
	struct view bags;
	bool ok;

	ok = pfx_decrypt(r, part->algorithm, part->data, &plain, e) &&
	    all_definite(secret_view(&plain), r->limits, &mem, &bags,
	    "SafeContents", e) && pfx_bags_survey(r, bags, e) &&
	    pfx_bags_read(r, bags, e);
	secret_clear(&plain);
	bytes_clear(&mem);
	return ok;
}

static bool
read_parts(const struct pfx *p, struct pfx_reading *r, struct err *e)
{
	for (size_t i = 0; i < p->part_count; i++) {
		const struct part *part = &p->parts[i];

		if (part->encrypted && r->public_only)
			continue;
		if (!(part->encrypted ? read_encrypted(r, part, e) :
		    pfx_bags_read(r, part->data, e)))
			return err_in(e, "part %zu", i + 1);
	}
	return true;
}

static bool
read_public(const struct pfx *p, struct pfx_reading *r, struct err *e)
{
	struct contents *c = r->contents;

	r->public_only = true;
	c->encrypted = r->tally.encrypted != 0;
	if (!read_parts(p, r, e))
		return false;
	if (c->keys.count + c->certs.count == 0)
		return err_set(e, ERR_PASSWORD_NEEDED, "the PFX needs a "
		    "password and none was given");
	return contents_warn(c, e, "without its password %zu encrypted key%s "
	    "or part%s of it could not be read, and nothing was checked "
	    "(-p-from gives it)", r->tally.encrypted,
	    r->tally.encrypted == 1 ? "" : "s",
	    r->tally.encrypted == 1 ? "" : "s");
}

/* ---- the forms of a password ---- */

static bool
is_password_given(const struct passforms *password)
{
	return password->count != 0;
}

/* Each byte of the UTF-8 as a character of its own, as OpenSSL did it before
 * 1.1.0, and for what is no UTF-8 does it still. */
static bool
add_widened(struct passforms *f, struct view raw, struct err *e)
{
	struct secret wide = SECRET_INIT;
	bool ok;

	if (!secret_alloc(&wide, 2 * raw.len + 2, e))
		return false;
	for (size_t i = 0; i < raw.len; i++)
		wide.data[2 * i + 1] = raw.data[i];
	ok = passforms_add(f, raw, secret_view(&wide), e);
	secret_clear(&wide);
	return ok;
}

static bool
add_variants(struct passforms *f, const struct pbe_password *own,
    struct err *e)
{
	const struct view bmp = secret_view(&own->bmp);
	const struct view raw = secret_view(&own->raw);

	if (raw.len == 0 && !passforms_add(f, raw, view_of(NULL, 0), e))
		return false;
	if (bmp.len / 2 > OLD_UNITS_MAX && !passforms_add(f, raw,
	    view_sub(bmp, 0, 2 * OLD_UNITS_MAX), e))
		return false;
	return text_is_ascii(raw) || add_widened(f, raw, e);
}

/* No password and the empty one each have two forms in the wild: only the
 * terminator, or nothing at all. */
static bool
make_forms(struct passforms *f, const struct passforms *password,
    struct err *e)
{
	if (!is_password_given(password) &&
	    !passforms_add(f, view_of(NULL, 0), view_of("\0", 2), e))
		return false;
	for (size_t i = 0; i < password->count; i++)
		if (!passforms_add(f, secret_view(&password->form[i].raw),
		    secret_view(&password->form[i].bmp), e))
			return false;
	return add_variants(f, &f->form[0], e);
}

static bool
no_form_fits(const struct pfx_reading *r, const struct passforms *password,
    struct err *e)
{
	if (r->tally.for_principal)
		return err_set(e, is_password_given(password) ? ERR_PASSWORD :
		    ERR_UNSUPPORTED, "this PFX is protected to a user or group "
		    "of a Windows domain, who alone can open it there; export "
		    "it again with a password%s",
		    is_password_given(password) ? "" :
		    ", or give it with -p-from if it has one as well");
	if (!is_password_given(password))
		return err_set(e, ERR_PASSWORD_NEEDED, "the PFX needs a "
		    "password and none was given");
	return err_set(e, ERR_PASSWORD, "wrong password, or damaged (the MAC "
	    "does not match)");
}

/* Forms may differ in their bytes alone, which PKCS#12's derivation does not
 * look at. */
static bool
was_tried(const struct passforms *f, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (secret_equal(&f->form[i].bmp, &f->form[n].bmp))
			return true;
	return false;
}

/* The MAC decides which form it is; the content may have another. */
static bool
read_with_mac(const struct pfx *p, const struct passforms *password,
    struct pfx_reading *r, struct err *e)
{
	const struct passforms *f = r->forms;
	bool fits = false;
	size_t i;

	for (i = 0; i < f->count && !fits; i++)
		if ((p->mac.pbmac1 || !was_tried(f, i)) &&
		    !pfx_mac_matches(&p->mac, &f->form[i], p->content, &fits,
		    e))
			return err_in(e, "MAC");
	if (!fits)
		return no_form_fits(r, password, e);
	r->password = &f->form[i - 1];
	r->mac_fits = true;
	r->contents->encrypted = r->tally.encrypted != 0 ||
	    (is_password_given(password) && password->form[0].raw.len != 0);
	if (read_parts(p, r, e))
		return true;
	if (e->code == ERR_PASSWORD && !is_password_given(password))
		e->code = ERR_PASSWORD_NEEDED;
	return false;
}

/* No MAC: it is the form that decrypts. */
static bool
read_without_mac(const struct pfx *p, const struct passforms *password,
    struct pfx_reading *r, struct err *e)
{
	const struct pfx_tally seen = r->tally;
	struct err why = ERR_INIT;

	for (size_t i = 0; i < r->forms->count; i++) {
		contents_clear(r->contents);
		r->contents->encrypted = seen.encrypted != 0;
		r->contents->password_unchecked = seen.encrypted == 0;
		r->password = &r->forms->form[i];
		r->tally = seen;
		if (read_parts(p, r, &why))
			return true;
		if (why.code != ERR_PASSWORD)
			break;
	}
	if (why.code == ERR_PASSWORD && !is_password_given(password))
		return no_form_fits(r, password, e);
	*e = why;
	return false;
}

/* ---- */

static bool
warn_skipped(const struct pfx_reading *r, struct err *e)
{
	struct contents *c = r->contents;
	const struct pbe_oddity *odd = &r->tally.odd;

	if (odd->asked != 0 && !contents_warn(c, e, PBE_ODDITY, odd->asked,
	    odd->taken))
		return false;
	if (c->crls != 0 && !contents_warn(c, e, "%zu CRL%s skipped", c->crls,
	    c->crls == 1 ? " was" : "s were"))
		return false;
	if (c->others != 0 && !contents_warn(c, e, "%zu bag%s neither a key "
	    "nor an X.509 certificate skipped", c->others, c->others == 1 ?
	    " that is" : "s that are"))
		return false;
	return true;
}

bool
pfx_read(struct view der, const struct pfx_passwords *passwords,
    const struct limits *limits, struct contents *c, struct err *e)
{
	struct contents found = CONTENTS_INIT;
	struct passforms forms = PASSFORMS_INIT;
	struct pfx_reading r = {
		.limits = limits, .contents = &found, .forms = &forms,
		.key_forms = passwords->key,
	};
	const struct passforms *password = passwords->file;
	struct pfx p = { 0 };
	bool ok = false;

	if (!open_pfx(&p, der, limits, e) || !open_safes(&p, limits, e) ||
	    !survey(&p, &r, e) || !make_forms(&forms, password, e))
		goto out;
	if (!(passwords->public_only ? read_public(&p, &r, e) :
	    p.has_mac ? read_with_mac(&p, password, &r, e) :
	    read_without_mac(&p, password, &r, e)))
		goto out;
	ok = warn_skipped(&r, e) && contents_merge(c, &found, e);
 out:
	contents_clear(&found);
	passforms_clear(&forms);
	pfx_clear(&p);
	return ok;
}
