#include "formats/sniff.h"

#include "asn1/der.h"
#include "asn1/oids.h"
#include "formats/certs/sst.h"
#include "formats/key/msblob.h"
#include "formats/key/pvk.h"

/* How deep an element of indefinite length is followed to get past it. */
enum { SKIP_DEPTH = 8 };

/*
 * der.h wants whole elements of definite length. A look must also recognise a
 * file that was cut off (its reader then says what is missing) and BER, so
 * here is a cursor that forgives both: the content of an element is what is
 * there of it.
 */
struct look {
	struct view	rest;
};

struct found {
	unsigned	tag;		/* 0: nothing there */
	struct look	body;
	bool		indefinite;
};

static bool
read_found(struct look *l, struct found *f)
{
	size_t n, len = 0, pos = 2;

	f->tag = 0;
	if (l->rest.len < 2 || (l->rest.data[0] & 0x1f) == 0x1f)
		return false;
	n = l->rest.data[1];
	f->indefinite = n == 0x80;
	if (n > 0x80) {
		n &= 0x7f;
		if (n > 4 || n > l->rest.len - pos)
			return false;
		while (n-- > 0)
			len = len << 8 | l->rest.data[pos++];
	} else if (!f->indefinite)
		len = n;
	if (f->indefinite || len > l->rest.len - pos)
		len = l->rest.len - pos;
	f->tag = l->rest.data[0];
	f->body.rest = view_sub(l->rest, pos, len);
	return true;
}

static bool	skip(struct look *l, unsigned depth);

/* Past the content of an indefinite element, its end mark included. */
static bool
skip_indefinite(struct look *l, unsigned depth)
{
	while (l->rest.len >= 2) {
		if (l->rest.data[0] == 0 && l->rest.data[1] == 0) {
			l->rest = view_sub(l->rest, 2, l->rest.len - 2);
			return true;
		}
		if (depth == 0 || !skip(l, depth - 1))
			return false;
	}
	return false;
}

static bool
skip(struct look *l, unsigned depth)
{
	struct found f;
	size_t used;

	if (!read_found(l, &f))
		return false;
	if (f.indefinite) {
		*l = f.body;
		return skip_indefinite(l, depth);
	}
	used = (size_t)(f.body.rest.data - l->rest.data) + f.body.rest.len;
	l->rest = view_sub(l->rest, used, l->rest.len - used);
	return true;
}

/* The next element; *l moves behind it. An indefinite one that cannot be
 * passed leaves nothing behind it. */
static unsigned
next(struct look *l, struct look *body)
{
	struct found f;

	if (!read_found(l, &f))
		return 0;
	if (body != NULL)
		*body = f.body;
	if (!skip(l, SKIP_DEPTH))
		l->rest = view_of(NULL, 0);
	return f.tag;
}

static unsigned
peek(const struct look *l)
{
	return l->rest.len != 0 ? l->rest.data[0] : 0;
}

/* ---- PKCS#7 ---- */

static bool
oid_begins(struct view oid, struct view with)
{
	return oid.len >= with.len && view_equal(view_sub(oid, 0, with.len),
	    with);
}

/* SignedData: version, digest algorithms, content. */
static enum kind
sniff_signed(struct look sd)
{
	struct look content, oid;

	if (next(&sd, NULL) == DER_INTEGER && next(&sd, NULL) == DER_SET &&
	    next(&sd, &content) == DER_SEQUENCE &&
	    next(&content, &oid) == DER_OID && der_oid_is(oid.rest, OID_CTL))
		return KIND_CAT;
	return KIND_PKCS7;
}

/* ContentInfo, its type already taken. */
static enum kind
sniff_content_info(struct view type, struct look rest)
{
	struct look wrap, sd;

	/* pkcs-7 (1.2.840.113549.1.7), whatever comes after it */
	if (!oid_begins(type, view_of(OID_DATA, sizeof(OID_DATA) - 2)))
		return KIND_UNKNOWN;
	if (der_oid_is(type, OID_SIGNED_DATA) &&
	    next(&rest, &wrap) == DER_CONTEXT(0) &&
	    next(&wrap, &sd) == DER_SEQUENCE)
		return sniff_signed(sd);
	return KIND_PKCS7;
}

/* ---- what begins with a version ---- */

static enum kind
sniff_versioned(struct view version, struct look rest)
{
	struct look body, oid;

	switch (next(&rest, &body)) {
	case DER_INTEGER:
		return KIND_KEY_TRADITIONAL;	/* RSA: n, DSA: p */
	case DER_OCTET_STRING:
		return KIND_KEY_TRADITIONAL;	/* EC */
	case DER_SET:
		/* SignedData without the ContentInfo around it */
		return KIND_PKCS7;
	case DER_SEQUENCE:
		break;
	default:
		return KIND_UNKNOWN;
	}
	if (next(&body, &oid) != DER_OID)
		return KIND_UNKNOWN;
	/* Version 3 and a ContentInfo, or 0 or 1 and an algorithm. */
	if (oid_begins(oid.rest, view_of(OID_DATA, sizeof(OID_DATA) - 2)))
		return KIND_PFX;
	return version.len == 1 && peek(&rest) == DER_OCTET_STRING ?
	    KIND_PKCS8 : KIND_UNKNOWN;
}

/* ---- what begins with a SEQUENCE ---- */

/* TBSCertificate, TBSCertList or CertificationRequestInfo. Names are a
 * SEQUENCE of SETs, algorithms one that begins with an OID, and only a
 * certificate has a validity in the place of the CRL's date. */
static enum kind
sniff_signed_part(struct look tbs)
{
	bool numbered = peek(&tbs) == DER_INTEGER;
	struct look body;

	if (peek(&tbs) == DER_CONTEXT(0))
		return KIND_CERT;
	if (numbered)
		next(&tbs, NULL);
	if (next(&tbs, &body) != DER_SEQUENCE)
		return KIND_UNKNOWN;
	if (peek(&body) != DER_OID)
		return numbered && next(&tbs, NULL) == DER_SEQUENCE ?
		    KIND_REQUEST : KIND_UNKNOWN;
	if (next(&tbs, NULL) != DER_SEQUENCE)
		return KIND_UNKNOWN;
	switch (peek(&tbs)) {
	case DER_UTC_TIME:
	case DER_GENERALIZED_TIME:
		return KIND_CRL;
	case DER_SEQUENCE:
		return numbered ? KIND_CERT : KIND_UNKNOWN;
	default:
		return KIND_UNKNOWN;
	}
}

static enum kind
sniff_nested(struct look first, struct look rest)
{
	if (peek(&first) != DER_OID)
		return sniff_signed_part(first);
	switch (peek(&rest)) {
	case DER_OCTET_STRING:
	case DER_OCTET_STRING | 0x20:
		return KIND_PKCS8_ENCRYPTED;
	case DER_BIT_STRING:
		return KIND_PUBLIC_KEY;
	default:
		return KIND_UNKNOWN;
	}
}

static enum kind
sniff_der(struct view in)
{
	struct look l = { in }, outer, first;

	if (next(&l, &outer) != DER_SEQUENCE)
		return KIND_UNKNOWN;
	switch (next(&outer, &first)) {
	case DER_OID:
		return sniff_content_info(first.rest, outer);
	case DER_INTEGER:
		return sniff_versioned(first.rest, outer);
	case DER_SEQUENCE:
		return sniff_nested(first, outer);
	default:
		return KIND_UNKNOWN;
	}
}

enum kind
sniff(struct view in)
{
	if (pvk_is(in))
		return KIND_PVK;
	if (msblob_is(in))
		return KIND_KEYBLOB;
	if (sst_is_store(in))
		return KIND_SST;
	if (sst_is_element(in))
		return KIND_ELEMENT;
	if (in.len >= 2 && in.data[0] == 'M' && in.data[1] == 'Z')
		return KIND_PE;
	return sniff_der(in);
}

const char *
kind_name(enum kind k)
{
	static const char *const names[KIND_COUNT] = {
		[KIND_UNKNOWN]		= "file of no known kind",
		[KIND_PVK]		= "PVK private key",
		[KIND_KEYBLOB]		= "CryptoAPI private key blob",
		[KIND_PKCS8]		= "PKCS#8 private key",
		[KIND_PKCS8_ENCRYPTED]	= "encrypted PKCS#8 private key",
		[KIND_KEY_TRADITIONAL]	= "traditional private key",
		[KIND_CERT]		= "certificate",
		[KIND_PKCS7]		= "PKCS#7 certificate container",
		[KIND_PFX]		= "PFX",
		[KIND_SST]		= "serialized certificate store",
		[KIND_ELEMENT]		= "serialized store element",
		[KIND_CAT]		= "security catalogue",
		[KIND_PE]		= "PE program file",
		[KIND_CRL]		= "certificate revocation list",
		[KIND_REQUEST]		= "certificate request",
		[KIND_PUBLIC_KEY]	= "public key",
	};

	return k < KIND_COUNT ? names[k] : names[KIND_UNKNOWN];
}
