#include "verify.h"

#include <string.h>

#include "cert/certname.h"
#include "policy.h"

#define OID_CODE_SIGNING	"\x2b\x06\x01\x05\x05\x07\x03\x03"
#define OID_LIFETIME_SIGNING	"\x2b\x06\x01\x04\x01\x82\x37\x0a\x03\x0d"
#define OID_TIME_STAMPING	"\x2b\x06\x01\x05\x05\x07\x03\x08"
/* Microsoft's usages of those whose drivers it tested or attested. */
#define OID_WHQL		"\x2b\x06\x01\x04\x01\x82\x37\x0a\x03\x05"
#define OID_OEM_WHQL		"\x2b\x06\x01\x04\x01\x82\x37\x0a\x03\x07"
#define OID_ATTESTED		"\x2b\x06\x01\x04\x01\x82\x37\x0a\x03\x05\x01"

#define OID_VIEW(oid)	view_of((oid), sizeof(oid) - 1)

/* ---- the pool ---- */

static bool
fill_signature_pool(const struct verify *v, struct judged *j, struct err *e)
{
	return chain_pool_add_all(&j->pool, v->stores, e) &&
	    chain_pool_add_list(&j->pool, &v->given, CHAIN_KNOWN, e) &&
	    chain_pool_add_list(&j->pool, &j->sig->data.contents.certs,
	    CHAIN_KNOWN, e) && chain_pool_add_list(&j->pool,
	    &j->sig->stamp.token.contents.certs, CHAIN_KNOWN, e);
}

static bool
anchors_have(const struct anchors *a, const unsigned char sha1[SHA1_LEN])
{
	for (size_t i = 0; i < a->count; i++)
		if (memcmp(a->sha1[i], sha1, SHA1_LEN) == 0)
			return true;
	return false;
}

/*
 * For a path to other roots than those of the Root stores: these are trusted,
 * and those not. A certificate that only has the name of Microsoft's root does
 * not stand in the way of the cross-certificate.
 */
static bool
fill_anchored(const struct verify *v, const struct judged *j,
    const struct anchors *a, struct chain_pool *pool, struct err *e)
{
	const struct chain_pool *from = &j->pool;

	for (size_t i = 0; i < from->count; i++) {
		const struct cert *c = from->items[i].cert;
		enum chain_standing standing = from->items[i].standing;
		bool is_root = anchors_have(a, c->sha1);

		if (standing != CHAIN_FORBIDDEN)
			standing = is_root ? CHAIN_TRUSTED : CHAIN_KNOWN;
		if (v->pins.count != 0 && !is_root && c->scanned &&
		    chain_names_code_verification_root(c->scan.subject))
			continue;
		if (!chain_pool_add(pool, c, standing, e))
			return false;
	}
	return true;
}

/* ---- faults of a chain ---- */

static const struct {
	unsigned	 faults;
	enum finding	 finding;
} by_fault[] = {
	{ CHAIN_BAD_SIGNATURE | CHAIN_UNVERIFIABLE,
	  FINDING_BAD_CHAIN_SIGNATURE },
	{ CHAIN_DISALLOWED, FINDING_DISTRUSTED },
	{ CHAIN_UNREADABLE | CHAIN_ISSUER_MISSING | CHAIN_LOOP |
	  CHAIN_TOO_DEEP, FINDING_INCOMPLETE },
	{ CHAIN_NOT_A_CA | CHAIN_PATH_TOO_LONG, FINDING_CONSTRAINTS },
	{ CHAIN_UNTRUSTED_ROOT, FINDING_UNTRUSTED_ROOT },
	{ CHAIN_EXPIRED | CHAIN_NOT_YET_VALID | CHAIN_NO_VALIDITY,
	  FINDING_EXPIRED },
};

/* "CN: expired; ..." of its steps. */
static void
name_faults(const struct chain *c, struct err *why)
{
	struct bytes text = BYTES_INIT;

	for (size_t i = 0; i < c->count; i++) {
		const struct chain_step *s = &c->steps[i];
		const char *word;

		if (s->faults == 0)
			continue;
		bytes_add_str(&text, text.len != 0 ? "; " : "");
		if (s->cert->scanned)
			certname_show(s->cert->scan.subject, &text);
		for (size_t k = 0; (word = chain_fault_text(s->faults, k)) !=
		    NULL; k++)
			bytes_addf(&text, "%s%s", k == 0 ? ": " : ", ", word);
	}
	err_set(why, ERR_UNTRUSTED, "%.*s", (int)text.len, text.len != 0 ?
	    (const char *)text.data : "");
	bytes_clear(&text);
}

static bool
judge_faults(struct judged *j, const struct chain *c)
{
	for (size_t i = 0; i < COUNT_OF(by_fault); i++)
		if ((c->faults & by_fault[i].faults) != 0) {
			j->finding = by_fault[i].finding;
			name_faults(c, &j->why);
			return false;
		}
	return true;
}

/*
 * Does the path go through one of these, without fault up to there? What is
 * above it does not matter, nor that nothing trusted is.
 */
static bool
goes_through(const struct chain *c, const struct anchors *a,
    const struct crosscat *pins)
{
	const unsigned above = CHAIN_ISSUER_MISSING | CHAIN_UNTRUSTED_ROOT |
	    CHAIN_LOOP;

	for (size_t i = 0; i < c->count; i++) {
		const struct cert *cert = c->steps[i].cert;

		if ((c->steps[i].faults & ~above) != 0)
			return false;
		if (anchors_have(a, cert->sha1) || (pins != NULL &&
		    crosscat_by_pin(pins, cert->sha1) != NULL))
			return true;
		if (c->steps[i].faults != 0)
			return false;
	}
	return false;
}

/* ---- the chains ---- */

static bool
build_cross(struct verify *v, struct judged *j, struct err *e)
{
	const struct chain_options o = {
		.when = j->when, .kernel = v->pins.count != 0,
	};
	struct chain_pool pool = CHAIN_POOL_INIT;
	bool ok;

	ok = fill_anchored(v, j, &v->kernel, &pool, e) &&
	    chain_build(&pool, j->sig->cert, &o, &j->cross, e);
	chain_pool_clear(&pool);
	return ok;
}

/* A certificate whose signatures end with it, stamped or not. */
static bool
is_for_its_lifetime(const struct cert *c)
{
	return c != NULL && verify_policy_has_usage(&c->scan,
	    OID_VIEW(OID_LIFETIME_SIGNING));
}

/* At the time of the timestamp, whatever that is worth. */
static bool
build_chains(struct verify *v, struct judged *j, struct err *e)
{
	const struct stamp *s = &j->sig->stamp;
	struct chain_options o = { .when = v->now };

	if (s->kind != STAMP_NONE)
		o.when = s->when;
	if (s->cert != NULL &&
	    !chain_build(&j->pool, s->cert, &o, &j->stamp, e))
		return false;
	if (is_for_its_lifetime(j->sig->cert))
		o.when = v->now;
	j->when = o.when;
	if (j->sig->cert == NULL)
		return true;
	return chain_build(&j->pool, j->sig->cert, &o, &j->signing, e) &&
	    (v->policy != VERIFY_KERNEL || build_cross(v, j, e));
}

/* Of the path that is to be trusted, and of the timestamp's. */
static bool
check_revocation(struct verify *v, struct judged *j, struct err *e)
{
	const struct chain *c = v->policy == VERIFY_KERNEL ? &j->cross :
	    &j->signing;
	struct crls_result r;

	if (!crls_check(&v->crls, c, j->when, &r, e))
		return false;
	j->revocation_checked = r.checked;
	j->revoked = r.revoked;
	if (!crls_check(&v->crls, &j->stamp, j->when, &r, e))
		return false;
	j->stamp_revoked = r.revoked != SIZE_MAX;
	return true;
}

/* ---- the timestamp ---- */

/* A sentence, or NULL. */
static const char *
stamp_fault(const struct judged *j)
{
	const struct stamp *s = &j->sig->stamp;

	if (s->verdict == SIGNED_OTHER_CONTENT)
		return "the timestamp belongs to another signature";
	if (s->cert == NULL && s->verdict != SIGNED_BAD)
		return "the timestamp lacks its signer's certificate";
	if (s->verdict != SIGNED_GOOD)
		return "the timestamp's own signature is invalid";
	if (j->stamp_revoked)
		return "a certificate of the timestamp has been revoked";
	return NULL;
}

static bool
judge_stamp_chain(const struct verify *v, struct judged *j)
{
	const struct chain *c = &j->stamp;
	const char *fault = verify_policy_fault(c,
	    OID_VIEW(OID_TIME_STAMPING), &j->finding);
	bool may_stamp = j->finding != FINDING_WRONG_USAGE || fault == NULL;

	j->finding = FINDING_BAD_STAMP;
	if (fault != NULL && may_stamp)
		return err_set(&j->why, ERR_UNTRUSTED, "a certificate of the "
		    "timestamp %s", fault);
	if (!may_stamp || !j->sig->stamp.cert->scan.has_eku)
		return err_set(&j->why, ERR_UNTRUSTED, "the certificate of "
		    "the timestamp's signer is not valid for timestamping");
	if ((c->trusted && c->faults == 0) || goes_through(c, &v->stamp, NULL))
		return true;
	name_faults(c, &j->why);
	err_in(&j->why, "the timestamp's certificate chain is not trusted");
	return err_add(&j->why, " (-stamp-root trusts a file or thumbprint of "
	    "the chain)");
}

static bool
judge_stamp(const struct verify *v, struct judged *j)
{
	const char *fault;

	if (j->sig->stamp.kind == STAMP_NONE)
		return true;
	fault = stamp_fault(j);
	return fault == NULL ? judge_stamp_chain(v, j) :
	    verify_policy_refuse(j, FINDING_BAD_STAMP, fault);
}

/* ---- the signer ---- */

static bool
judge_path(struct judged *j, const struct chain *c)
{
	const char *fault;

	if (j->revoked != SIZE_MAX)
		return verify_policy_refuse(j, FINDING_REVOKED,
		    j->revoked == 0 ?
		    "the signer's certificate has been revoked" :
		    "a CA above the signer has been revoked");
	fault = verify_policy_fault(c, OID_VIEW(OID_CODE_SIGNING),
	    &j->finding);
	return fault == NULL || err_set(&j->why, ERR_UNTRUSTED, "the signer's "
	    "certificate, or a CA above it, %s", fault);
}

static bool
judge_driver(struct judged *j)
{
	const struct certscan *s = &j->sig->cert->scan;

	if (verify_policy_has_usage(s, OID_VIEW(OID_WHQL)) ||
	    verify_policy_has_usage(s, OID_VIEW(OID_OEM_WHQL)) ||
	    verify_policy_has_usage(s, OID_VIEW(OID_ATTESTED)))
		return true;
	return verify_policy_refuse(j, FINDING_UNTRUSTED_ROOT, "not a "
	    "signature of Microsoft's driver tests, which Windows' policy "
	    "without /pa or /kp requires (use /pa for programs, /kp for "
	    "drivers signed with a cross-certificate)");
}

static bool
judge_kernel(const struct verify *v, struct judged *j)
{
	const struct crosscat *pins = v->pins.count != 0 ? &v->pins : NULL;

	if (goes_through(&j->cross, &v->kernel, pins))
		return judge_path(j, &j->cross);
	j->cross.count = 0;	/* not what was asked for */
	/* As SignTool: first what is wrong with the chain as such. */
	return judge_faults(j, &j->signing) &&
	    verify_policy_refuse(j, FINDING_NOT_KERNEL,
	    v->o->kernel_root != NULL ?
	    "no valid path to what -kernel-root names" :
	    "no valid path to Microsoft Code Verification Root; its "
	    "cross-certificate must be in the signature or in a CA store "
	    "(storectl crosscert find names it)");
}

static bool
judge_chain(const struct verify *v, struct judged *j)
{
	if (v->policy == VERIFY_KERNEL)
		return judge_kernel(v, j);
	return judge_faults(j, &j->signing) && judge_path(j, &j->signing) &&
	    (v->policy != VERIFY_DRIVER || judge_driver(j));
}

/* Made by the signer, and of this file? */
static bool
judge_signature(struct judged *j)
{
	const struct authenticode *a = j->sig;

	if (a->cert == NULL)
		return verify_policy_refuse(j, FINDING_BAD_DIGEST, "the "
		    "signer's certificate is not in the signature");
	if (a->verdict == SIGNED_UNKNOWN || (a->digest.len != 0 &&
	    signed_digest_name(a->digest_oid) == NULL))
		return verify_policy_refuse(j, FINDING_BAD_DIGEST, "the "
		    "signature uses an unsupported algorithm, or MD5, which "
		    "is not secure");
	if (j->digest_is_wrong)
		return verify_policy_refuse(j, FINDING_BAD_DIGEST, "the file "
		    "was changed after it was signed");
	if (a->verdict == SIGNED_OTHER_CONTENT)
		return verify_policy_refuse(j, FINDING_BAD_DIGEST, "the "
		    "content of the signature was changed");
	return a->verdict == SIGNED_GOOD || verify_policy_refuse(j,
	    FINDING_BAD_DIGEST, "the signature was not made with the key of "
	    "the certificate it names");
}

bool
verify_judge(struct verify *v, struct verified *f, size_t n, struct err *e)
{
	struct judged *j = &f->items[n];

	if (!fill_signature_pool(v, j, e) || !build_chains(v, j, e) ||
	    !check_revocation(v, j, e))
		return false;
	j->judged = true;
	if (judge_signature(j) && judge_chain(v, j) && judge_stamp(v, j) &&
	    verify_policy_wanted(v->o, j))
		j->finding = FINDING_GOOD;
	else if (f->finding == FINDING_GOOD) {
		f->finding = j->finding;
		f->why = j->why;
	}
	return true;
}
