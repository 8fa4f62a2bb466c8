/*
 * verify_usage.c - what the certificates of a chain may be used for, and what
 * their own signatures are worth
 */

#include "verify.h"

#include <string.h>

#include "asn1/der.h"
#include "cert/certext.h"

#define OID_ANY_USAGE	"\x55\x1d\x25\x00"

bool
verify_has_usage(const struct certscan *s, struct view oid)
{
	struct der d = der_open(s->eku);
	struct tlv t;

	while (der_next(&d, &t))
		if (view_equal(t.body, oid))
			return true;
	return false;
}

/* As Windows: what a CA may not do, those below it may not either; no usage at
 * all is every usage. The root is trusted as it is. */
bool
verify_chain_allows(const struct chain *c, struct view oid)
{
	const struct view any = view_of(OID_ANY_USAGE,
	    sizeof(OID_ANY_USAGE) - 1);

	for (size_t i = 0; i < c->count; i++) {
		const struct certscan *s = &c->steps[i].cert->scan;

		if (i + 1 == c->count && i > 0 && c->complete)
			break;
		if (s->has_eku && !verify_has_usage(s, oid) &&
		    !verify_has_usage(s, any))
			return false;
	}
	return true;
}

/* MD2, MD4 and MD5 with RSA: such a certificate may be a twin of the one that
 * the CA signed. The root is trusted as it is. */
bool
verify_chain_is_weak(const struct chain *c)
{
	static const unsigned char pkcs1[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x01";
	const size_t len = sizeof(pkcs1) - 1;

	for (size_t i = 0; i < c->count; i++) {
		struct view oid = c->steps[i].cert->scan.signature_oid;

		if (i + 1 == c->count && c->complete)
			break;
		if (oid.len == len + 1 && memcmp(oid.data, pkcs1, len) == 0 &&
		    oid.data[len] >= 2 && oid.data[len] <= 4)
			return true;
	}
	return false;
}

/* Those of X.509 itself, of PKIX and of Microsoft, but for name constraints,
 * which nobody here compares with names. */
static bool
is_understood(struct view oid)
{
	static const struct view known[] = {
#define ARC(oid)	{ (const unsigned char *)(oid), sizeof(oid) - 1 }
		ARC("\x55\x1d"),			/* 2.5.29 */
		ARC("\x2b\x06\x01\x05\x05\x07\x01"),
		ARC("\x2b\x06\x01\x04\x01\x82\x37"),
#undef ARC
	};

	if (der_oid_is(oid, OID_EXT_NAME_CONSTRAINTS))
		return false;
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (oid.len > known[i].len && memcmp(oid.data, known[i].data,
		    known[i].len) == 0)
			return true;
	return false;
}

bool
verify_chain_is_understood(const struct chain *c)
{
	for (size_t i = 0; i < c->count; i++) {
		struct der rest = der_open(c->steps[i].cert->scan.extensions);
		struct certext x;

		if (i + 1 == c->count && c->complete)
			break;
		while (certext_next(&rest, &x))
			if (x.critical && !is_understood(x.oid))
				return false;
	}
	return true;
}
