#include "chain/rules.h"

#include <openssl/asn1t.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "asn1/strict.h"
#include "cert/certext.h"

enum { EXTENSIONS_MAX = 128 };

/* ---- the structure ---- */

#define VIEW_OID(oid)	{ (const unsigned char *)(oid), sizeof(oid) - 1 }

/* Extensions that decide about paths and usages. */
static const struct {
	struct view	oid;
	int		nid;		/* 0: not libcrypto's to read */
	bool		critical;	/* evaluated, so may be critical */
} deciding[] = {
	{ VIEW_OID(OID_EXT_BASIC), NID_basic_constraints, true },
	{ VIEW_OID(OID_EXT_KEY_USAGE), NID_key_usage, true },
	{ VIEW_OID(OID_EXT_EKU), NID_ext_key_usage, true },
	{ VIEW_OID(OID_EXT_NAME_CONSTRAINTS), NID_name_constraints, true },
	{ VIEW_OID(OID_EXT_POLICIES), NID_certificate_policies, true },
	{ VIEW_OID(OID_EXT_POLICY_MAPPINGS), NID_policy_mappings, true },
	{ VIEW_OID(OID_EXT_POLICY_CONSTRAINTS), NID_policy_constraints, true },
	{ VIEW_OID(OID_EXT_INHIBIT_ANY), NID_inhibit_any_policy, true },
	{ VIEW_OID(OID_EXT_ALT_NAME), NID_subject_alt_name, true },
	{ VIEW_OID(OID_EXT_CRL_POINTS), NID_crl_distribution_points, true },
	{ VIEW_OID(OID_EXT_MS_POLICIES), NID_undef, true },
	{ VIEW_OID(OID_EXT_SKID), NID_subject_key_identifier, false },
	{ VIEW_OID(OID_EXT_AKID), NID_authority_key_identifier, false },
};

static size_t
deciding_row(struct view oid)
{
	size_t i = 0;

	while (i < COUNT_OF(deciding) && !view_equal(deciding[i].oid, oid))
		i++;
	return i;
}

static bool
is_there_before(const struct certscan *s, const struct certext *x, size_t n)
{
	struct der rest = der_open(s->extensions);
	struct certext before;

	for (size_t i = 0; i < n && certext_next(&rest, &before); i++)
		if (view_equal(before.oid, x->oid))
			return true;
	return false;
}

static bool
libcrypto_reads(const X509 *x, int nid)
{
	int place = X509_get_ext_by_NID(x, nid, -1);
	void *value = place < 0 ? NULL :
	    X509V3_EXT_d2i(X509_get_ext(x, place));
	const X509V3_EXT_METHOD *method = X509V3_EXT_get_nid(nid);

	if (value == NULL || method == NULL || method->it == NULL)
		return false;
	ASN1_item_free(value, ASN1_ITEM_ptr(method->it));
	return true;
}

/* NULL: nothing is wrong. */
static const char *
extension_fault(const struct certscan *s, const X509 *x,
    const struct certext *ext, size_t n)
{
	size_t row = deciding_row(ext->oid);

	if (n >= EXTENSIONS_MAX)
		return "more than 128 extensions";
	if (is_there_before(s, ext, n))
		return "an extension is there twice (RFC 5280, 4.2)";
	if (row == COUNT_OF(deciding))
		return NULL;
	if (!strict_is_der(ext->value) || (deciding[row].nid != NID_undef &&
	    !libcrypto_reads(x, deciding[row].nid)))
		return "an extension that cannot be read (RFC 5280, 4.2.1)";
	return NULL;
}

static const char *
structure_fault(const struct certscan *s, X509 *x)
{
	struct der rest = der_open(s->extensions);
	const char *fault = NULL;
	struct certext ext;

	if (s->version > 3)
		return "an unknown version (RFC 5280, 4.1.2.1)";
	if (s->version < 3 && s->extensions.len != 0)
		return "extensions before version 3 (RFC 5280, 4.1.2.9)";
	for (size_t n = 0; fault == NULL && certext_next(&rest, &ext); n++)
		fault = extension_fault(s, x, &ext, n);
	if (fault == NULL && (X509_get_extension_flags(x) &
	    EXFLAG_INVALID) != 0)
		fault = "an extension that makes no sense (RFC 5280, 4.2.1)";
	return fault;
}

static bool
has_foreign_critical(const struct certscan *s)
{
	struct der rest = der_open(s->extensions);
	struct certext x;
	size_t row;

	while (certext_next(&rest, &x)) {
		row = deciding_row(x.oid);
		if (x.critical && (row == COUNT_OF(deciding) ||
		    !deciding[row].critical))
			return true;
	}
	return false;
}

/* ---- algorithms ---- */

static bool
is_weak_digest(int nid)
{
	switch (nid) {
	case NID_md2:
	case NID_md4:
	case NID_md5:
	case NID_md5_sha1:
	case NID_mdc2:
		return true;
	default:
		return false;
	}
}

static bool
is_weak_identifier(const X509_ALGOR *a)
{
	return a != NULL && is_weak_digest(OBJ_obj2nid(a->algorithm));
}

/* RSASSA-PSS names its digest, and that of the mask, in its parameters. */
static bool
is_weak_pss(const X509_ALGOR *a)
{
	RSA_PSS_PARAMS *pss = ASN1_TYPE_unpack_sequence(
	    ASN1_ITEM_rptr(RSA_PSS_PARAMS), a->parameter);
	X509_ALGOR *mask = NULL;
	bool weak = false;

	if (pss != NULL) {
		if (pss->maskGenAlgorithm != NULL)
			mask = ASN1_TYPE_unpack_sequence(
			    ASN1_ITEM_rptr(X509_ALGOR),
			    pss->maskGenAlgorithm->parameter);
		weak = is_weak_identifier(pss->hashAlgorithm) ||
		    is_weak_identifier(mask);
	}
	X509_ALGOR_free(mask);
	RSA_PSS_PARAMS_free(pss);
	return weak;
}

bool
rules_is_weak_algorithm(const X509_ALGOR *a)
{
	int nid = OBJ_obj2nid(a->algorithm), digest = NID_undef;

	if (nid == NID_rsassaPss)
		return is_weak_pss(a);
	return OBJ_find_sigid_algs(nid, &digest, NULL) == 1 &&
	    is_weak_digest(digest);
}

static bool
exponent_is_one(EVP_PKEY *key)
{
	BIGNUM *e = NULL;
	bool is;

	is = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &e) == 1 &&
	    BN_is_one(e);
	BN_free(e);
	return is;
}

static bool
curve_is_spelled_out(EVP_PKEY *key)
{
	int is = 0;

	return EVP_PKEY_get_int_param(key,
	    OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &is) == 1 &&
	    is != 0;
}

/* NULL: strong enough, or of a kind that no signature here is made with. */
static const char *
key_fault(EVP_PKEY *key, const struct limits *limits)
{
	uint64_t bits = key != NULL ? (uint64_t)EVP_PKEY_get_bits(key) : 0;

	switch (key != NULL ? EVP_PKEY_get_base_id(key) : NID_undef) {
	case EVP_PKEY_RSA:
	case EVP_PKEY_RSA_PSS:
		if (exponent_is_one(key))
			return "RSA with an exponent of 1";
		/* FALLTHROUGH */
	case EVP_PKEY_DSA:
		return bits < limit_of(limits, LIMIT_TRUST_RSA) ? "too few "
		    "bits; -limit trust-rsa=N takes smaller ones" : NULL;
	case EVP_PKEY_EC:
		if (curve_is_spelled_out(key))
			return "curve parameters instead of a curve's name "
			    "(RFC 5480, 2.1.1)";
		return bits < limit_of(limits, LIMIT_TRUST_EC) ? "too few "
		    "bits; -limit trust-ec=N takes smaller ones" : NULL;
	default:
		return NULL;
	}
}

/* ---- a certificate ---- */

static unsigned
content_faults(const struct cert *c, X509 *x, const char **detail)
{
	const X509_ALGOR *algorithm;
	unsigned faults = 0;

	X509_get0_signature(NULL, &algorithm, x);
	if (!strict_is_der(view_bytes(&c->der)))
		faults |= CHAIN_NOT_DER;
	*detail = structure_fault(&c->scan, x);
	if (*detail != NULL)
		faults |= CHAIN_MALFORMED;
	if (has_foreign_critical(&c->scan))
		faults |= CHAIN_CRITICAL;
	if (rules_is_weak_algorithm(algorithm))
		faults |= CHAIN_WEAK_SIGNATURE;
	return faults;
}

unsigned
rules_faults(const struct cert *c, X509 *x, enum rules_place place,
    const struct limits *limits, const char **detail)
{
	const char *weak = key_fault(X509_get0_pubkey(x), limits);
	unsigned faults = 0;

	*detail = NULL;
	if (place != RULES_ANCHOR)
		faults = content_faults(c, x, detail);
	if (weak != NULL) {
		faults |= CHAIN_WEAK_KEY;
		if (*detail == NULL)
			*detail = weak;
	}
	if (place == RULES_ISSUER && X509_check_ca(x) != 1)
		faults |= CHAIN_NOT_A_CA;
	/* A root may be older than the extension, but not state the contrary. */
	if (place == RULES_ANCHOR && c->scan.has_bc && !c->scan.is_ca)
		faults |= CHAIN_NOT_A_CA;
	return faults;
}
