#include "cert/certext.h"

#include "base/text.h"
#include "cert/algname.h"

#define OID_CA_ISSUERS	"\x2b\x06\x01\x05\x05\x07\x30\x02"
#define OID_OCSP	"\x2b\x06\x01\x05\x05\x07\x30\x01"

enum { URL_TAG = 6 };

bool
certext_next(struct der *rest, struct certext *x)
{
	struct der ext;
	struct tlv t;

	if (!der_enter(rest, DER_SEQUENCE, &ext) ||
	    !der_take(&ext, DER_OID, &t))
		return false;
	x->oid = t.body;
	x->critical = der_take(&ext, DER_BOOLEAN, &t) && t.body.len == 1 &&
	    t.body.data[0] != 0;
	if (!der_take(&ext, DER_OCTET_STRING, &t))
		return false;
	x->value = t.body;
	return true;
}

bool
certext_find(const struct certscan *s, struct view oid, struct certext *x)
{
	struct der rest = der_open(s->extensions);

	while (certext_next(&rest, x))
		if (view_equal(x->oid, oid))
			return true;
	return false;
}

/* The extension's value, entered. */
static bool
enter_extension(const struct certscan *s, struct view oid, struct der *seq)
{
	struct certext x;
	struct der d;

	if (!certext_find(s, oid, &x))
		return false;
	d = der_open(x.value);
	return der_enter(&d, DER_SEQUENCE, seq);
}

#define VIEW_LIT(lit)	view_of((lit), sizeof(lit) - 1)

/* The n-th URL of this kind of access (authority information access). */
static bool
access_url(const struct certscan *s, struct view method, size_t n,
    struct view *url)
{
	struct der seq, access;
	struct tlv t;

	*url = view_of(NULL, 0);
	if (!enter_extension(s, VIEW_LIT(OID_EXT_AIA), &seq))
		return false;
	while (der_enter(&seq, DER_SEQUENCE, &access))
		if (der_take(&access, DER_OID, &t) &&
		    view_equal(t.body, method) &&
		    der_take(&access, DER_CONTEXT_PRIM(URL_TAG), &t) &&
		    n-- == 0) {
			*url = t.body;
			return true;
		}
	return false;
}

bool
certext_issuer_url(const struct certscan *s, size_t n, struct view *url)
{
	return access_url(s, VIEW_LIT(OID_CA_ISSUERS), n, url);
}

bool
certext_ocsp_url(const struct certscan *s, size_t n, struct view *url)
{
	return access_url(s, VIEW_LIT(OID_OCSP), n, url);
}

/* Its distributionPoint as a fullName (RFC 5280, 4.2.1.13), entered. */
static bool
enter_full_name(struct der *point, struct der *names, bool *partly)
{
	struct der name;

	if (!der_enter(point, DER_CONTEXT(0), &name))
		return false;
	*partly = der_peek(point) == DER_CONTEXT_PRIM(1);	/* reasons */
	return der_enter(&name, DER_CONTEXT(0), names);
}

bool
certext_crl_url(const struct certscan *s, bool freshest, size_t n,
    struct view *url, bool *partly)
{
	struct view oid = freshest ? VIEW_LIT(OID_EXT_FRESHEST_CRL) :
	    VIEW_LIT(OID_EXT_CRL_POINTS);
	struct der seq, point, names;
	struct tlv t;

	*url = view_of(NULL, 0);
	*partly = false;
	if (!enter_extension(s, oid, &seq))
		return false;
	while (der_enter(&seq, DER_SEQUENCE, &point)) {
		if (!enter_full_name(&point, &names, partly))
			continue;
		while (der_next(&names, &t))
			if (t.tag == DER_CONTEXT_PRIM(URL_TAG) && n-- == 0) {
				*url = t.body;
				return true;
			}
	}
	return false;
}

void
certext_template_name(const struct certscan *s, struct bytes *out)
{
	struct certext x;
	struct der d;
	struct tlv t;

	if (!certext_find(s, VIEW_LIT(OID_EXT_MS_TEMPLATE_NAME), &x))
		return;
	d = der_open(x.value);
	if (der_take(&d, DER_BMP_STRING, &t))
		text_from_utf16(t.body, TEXT_BE, false, out);
	else if (der_next(&d, &t) && text_is_utf8(t.body))
		bytes_add_view(out, t.body);
}

void
certext_template_oid(const struct certscan *s, struct bytes *out)
{
	char buf[ALGNAME_MAX];
	struct der seq;
	struct tlv t;

	if (enter_extension(s, VIEW_LIT(OID_EXT_MS_TEMPLATE), &seq) &&
	    der_take(&seq, DER_OID, &t))
		bytes_add_str(out, algname_dotted(t.body, buf));
}
