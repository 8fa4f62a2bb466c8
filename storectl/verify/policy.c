#include "policy.h"

#include <string.h>

#include "asn1/der.h"
#include "base/text.h"
#include "cert/algname.h"
#include "cert/certext.h"
#include "cert/certname.h"

#define OID_ANY_USAGE		"\x55\x1d\x25\x00"
#define OID_CODE_SIGNING	"\x2b\x06\x01\x05\x05\x07\x03\x03"
#define OID_TIME_STAMPING	"\x2b\x06\x01\x05\x05\x07\x03\x08"

#define OID_VIEW(oid)	view_of((oid), sizeof(oid) - 1)

bool
verify_policy_refuse(struct judged *j, enum finding finding, const char *why)
{
	j->finding = finding;
	return err_set(&j->why, ERR_UNTRUSTED, "%s", why);
}

/* ---- what a certificate is good for ---- */

bool
verify_policy_has_usage(const struct certscan *s, struct view oid)
{
	struct der d = der_open(s->eku);
	struct tlv t;

	while (der_next(&d, &t))
		if (view_equal(t.body, oid))
			return true;
	return false;
}

/* Is there a usage other than this one? */
static bool
has_other_usage(const struct certscan *s, struct view oid)
{
	struct der d = der_open(s->eku);
	struct tlv t;

	while (der_next(&d, &t))
		if (!view_equal(t.body, oid))
			return true;
	return false;
}

/* Where usages are stated, is it one of them, or any? */
static bool
eku_allows(const struct certscan *s, struct view usage)
{
	return !s->has_eku || verify_policy_has_usage(s, usage) ||
	    verify_policy_has_usage(s, OID_VIEW(OID_ANY_USAGE));
}

/* The same for application policies, which look like certificatePolicies. */
static bool
application_allows(const struct certscan *s, struct view usage)
{
	struct der d, list, policy;
	struct certext x;
	struct tlv t;

	if (!certext_find(s, OID_VIEW(OID_EXT_MS_POLICIES), &x))
		return true;
	d = der_open(x.value);
	if (!der_enter(&d, DER_SEQUENCE, &list))
		return false;
	while (der_enter(&list, DER_SEQUENCE, &policy))
		if (der_take(&policy, DER_OID, &t) &&
		    (view_equal(t.body, usage) ||
		    der_oid_is(t.body, OID_ANY_USAGE)))
			return true;
	return false;
}

enum {				/* RFC 5280, 4.2.1.3; KU_... are libcrypto's */
	USAGE_SIGNATURE		= 0x80,
	USAGE_COMMITMENT	= 0x40,
};

/* One of these bits, where there is a key usage at all. */
static bool
key_usage_allows(const struct certscan *s, unsigned bits)
{
	struct certext x;

	if (!certext_find(s, OID_VIEW(OID_EXT_KEY_USAGE), &x))
		return true;
	return s->key_usage.len >= 2 && (s->key_usage.data[1] & bits) != 0;
}

/* ---- signers and stampers ---- */

static const char *
signer_fault(const struct certscan *s)
{
	if (!key_usage_allows(s, USAGE_SIGNATURE))
		return "its key usage lacks digitalSignature (RFC 5280, "
		    "4.2.1.3)";
	return NULL;
}

static const char *
stamper_fault(const struct certscan *s)
{
	if (!s->has_eku || !verify_policy_has_usage(s,
	    OID_VIEW(OID_TIME_STAMPING)) ||
	    has_other_usage(s, OID_VIEW(OID_TIME_STAMPING)))
		return "not valid for timestamping, and for that alone "
		    "(RFC 3161, 2.3)";
	if (!key_usage_allows(s, USAGE_SIGNATURE | USAGE_COMMITMENT))
		return "its key usage allows no signatures (RFC 5280, "
		    "4.2.1.3)";
	return NULL;
}

static const struct {
	struct view	 usage;
	const char	*lacking;
	const char	*(*leaf_fault)(const struct certscan *s);
} roles[] = {
#define VIEW_OID(oid)	{ (const unsigned char *)(oid), sizeof(oid) - 1 }
	[VERIFY_SIGNER] = { VIEW_OID(OID_CODE_SIGNING),
	  "not valid for code signing (RFC 5280, 4.2.1.12)", signer_fault },
	[VERIFY_STAMPER] = { VIEW_OID(OID_TIME_STAMPING),
	  "not valid for timestamping (RFC 5280, 4.2.1.12)", stamper_fault },
#undef VIEW_OID
};

struct view
verify_policy_usage(enum verify_role role)
{
	return roles[role].usage;
}

static bool
refuse_usage(const struct cert *c, const char *fault, struct err *why)
{
	char name[CERTNAME_MAX];

	return err_set(why, ERR_UNTRUSTED, "%s: %s",
	    certname_brief(c->scan.subject, name), fault);
}

bool
verify_policy_usages(const struct chain *c, enum verify_role role,
    struct err *why)
{
	const char *fault = roles[role].leaf_fault(&c->steps[0].cert->scan);

	if (fault != NULL)
		return refuse_usage(c->steps[0].cert, fault, why);
	for (size_t i = 0; i < c->count; i++) {
		const struct cert *cert = c->steps[i].cert;

		if (!eku_allows(&cert->scan, roles[role].usage) ||
		    !application_allows(&cert->scan, roles[role].usage))
			return refuse_usage(cert, roles[role].lacking, why);
	}
	return true;
}

bool
verify_policy_uses_sha1(const struct chain *c)
{
	static const struct view oids[] = {
#define VIEW_OID(oid)	{ (const unsigned char *)(oid), sizeof(oid) - 1 }
		VIEW_OID("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05"), /* RSA */
		VIEW_OID("\x2b\x0e\x03\x02\x1d"),	/* RSA, by OIW */
		VIEW_OID("\x2a\x86\x48\xce\x38\x04\x03"),	/* DSA */
		VIEW_OID("\x2a\x86\x48\xce\x3d\x04\x01"),	/* ECDSA */
#undef VIEW_OID
	};

	for (size_t i = 0; i + 1 < c->count; i++)
		for (size_t k = 0; k < COUNT_OF(oids); k++)
			if (view_equal(c->steps[i].cert->scan.signature_oid,
			    oids[k]))
				return true;
	return false;
}

bool
verify_policy_usage_is_critical(const struct certscan *s)
{
	struct certext x;

	return certext_find(s, OID_VIEW(OID_EXT_EKU), &x) && x.critical;
}

/* ---- what was asked for ---- */

static bool
is_one_of(const struct opt_list *l, const unsigned char sha1[SHA1_LEN])
{
	unsigned char wanted[SHA1_LEN];
	size_t len;

	for (size_t i = 0; i < l->count; i++)
		if (text_unhex(l->items[i], wanted, sizeof(wanted), &len) &&
		    len == SHA1_LEN && memcmp(wanted, sha1, SHA1_LEN) == 0)
			return true;
	return false;
}

static bool
has_named_usage(const struct certscan *s, const char *name)
{
	char buf[ALGNAME_MAX];
	struct der d = der_open(s->eku);
	struct tlv t;

	while (der_next(&d, &t))
		if (text_same(algname_dotted(t.body, buf), name) ||
		    text_same(algname_usage(t.body, buf), name))
			return true;
	return false;
}

static bool
root_is_named(const struct chain *c, const char *text)
{
	struct bytes name = BYTES_INIT;
	bool is;

	certname_text(c->steps[c->count - 1].cert->scan.subject, &name);
	bytes_add_u8(&name, 0);
	is = !name.failed && strcasestr((const char *)name.data, text) != NULL;
	bytes_clear(&name);
	return is;
}

bool
verify_policy_wanted(const struct verify_options *o, struct judged *j)
{
	const struct cert *signer = j->sig->cert;
	const struct chain *c = &j->signing;
	bool has_ca = o->ca_sha1.count == 0;

	for (size_t i = 0; i < o->usages.count; i++)
		if (!has_named_usage(&signer->scan, o->usages.items[i]))
			return verify_policy_refuse(j, FINDING_OTHER_USAGE,
			    "the signer's certificate lacks the usage given "
			    "with /u");
	if (o->signer_sha1.count != 0 &&
	    !is_one_of(&o->signer_sha1, signer->sha1))
		return verify_policy_refuse(j, FINDING_OTHER_CERT, "the "
		    "signer's certificate is not the one given with /sha1");
	for (size_t i = 1; i < c->count; i++)
		has_ca |= is_one_of(&o->ca_sha1, c->steps[i].cert->sha1);
	if (!has_ca)
		return verify_policy_refuse(j, FINDING_OTHER_CERT, "no "
		    "certificate given with /ca is in the chain");
	if (o->root != NULL && !root_is_named(c, o->root))
		return verify_policy_refuse(j, FINDING_OTHER_CERT, "the root "
		    "does not match /r");
	return true;
}
