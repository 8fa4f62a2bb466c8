/*
 * certext.h - the extensions of a certificate, and what chains need of them
 *
 * Steps over the extensions certscan.h found, in the certificate's order, and
 * reads the few whose content decides about chains and selection. Nothing is
 * built; everything is a view into the certificate.
 *
 * Input:  untrusted; an extension that does not read is as if absent.
 */

#pragma once

#include "asn1/der.h"
#include "base/bytes.h"
#include "cert/certscan.h"

#define OID_EXT_SKID		"\x55\x1d\x0e"
#define OID_EXT_KEY_USAGE	"\x55\x1d\x0f"
#define OID_EXT_ALT_NAME	"\x55\x1d\x11"
#define OID_EXT_ISSUER_ALT_NAME	"\x55\x1d\x12"
#define OID_EXT_BASIC		"\x55\x1d\x13"
#define OID_EXT_NAME_CONSTRAINTS "\x55\x1d\x1e"
#define OID_EXT_CRL_POINTS	"\x55\x1d\x1f"
#define OID_EXT_POLICIES	"\x55\x1d\x20"
#define OID_EXT_POLICY_MAPPINGS	"\x55\x1d\x21"
#define OID_EXT_POLICY_CONSTRAINTS "\x55\x1d\x24"
#define OID_EXT_INHIBIT_ANY	"\x55\x1d\x36"
#define OID_EXT_AKID		"\x55\x1d\x23"
#define OID_EXT_EKU		"\x55\x1d\x25"
#define OID_EXT_FRESHEST_CRL	"\x55\x1d\x2e"
#define OID_EXT_AIA		"\x2b\x06\x01\x05\x05\x07\x01\x01"
#define OID_EXT_MS_TEMPLATE_NAME "\x2b\x06\x01\x04\x01\x82\x37\x14\x02"
#define OID_EXT_MS_TEMPLATE	"\x2b\x06\x01\x04\x01\x82\x37\x15\x07"
#define OID_EXT_MS_CA_VERSION	"\x2b\x06\x01\x04\x01\x82\x37\x15\x01"
#define OID_EXT_MS_POLICIES	"\x2b\x06\x01\x04\x01\x82\x37\x15\x0a"

struct certext {
	struct view	oid;		/* OID body */
	struct view	value;		/* content of the OCTET STRING */
	bool		critical;
};

/* The next extension; `rest` starts as der_open(scan->extensions). */
bool	certext_next(struct der *rest, struct certext *x);
bool	certext_find(const struct certscan *s, struct view oid,
	    struct certext *x);

/* The n-th URL of its issuer's certificate (authority information access);
 * false, and empty, after the last. */
bool	certext_issuer_url(const struct certscan *s, size_t n,
	    struct view *url);
/* The n-th URL of its OCSP responder, from the same extension. */
bool	certext_ocsp_url(const struct certscan *s, size_t n, struct view *url);
/* The n-th URL of its distribution points; `freshest`: of those of delta lists
 * (freshest CRL). *partly: the list is for some reasons only; all others are
 * alternatives (RFC 5280, 4.2.1.13). False, and empty, after the last. */
bool	certext_crl_url(const struct certscan *s, bool freshest, size_t n,
	    struct view *url, bool *partly);
/* The template as text: its name (1.3.6.1.4.1.311.20.2), its number
 * (1.3.6.1.4.1.311.21.7). Nothing is appended when it has none. */
void	certext_template_name(const struct certscan *s, struct bytes *out);
void	certext_template_oid(const struct certscan *s, struct bytes *out);
