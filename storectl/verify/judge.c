#include "verify.h"

#include <stdio.h>
#include <string.h>

#include "crossfault.h"
#include "policy.h"
#include "show/tree.h"

enum { CLOCK_SKEW = 600 };	/* seconds that a stamper may be ahead of us */

#define OID_LIFETIME_SIGNING	"\x2b\x06\x01\x04\x01\x82\x37\x0a\x03\x0d"
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

static bool
is_pinned(const struct verify *v, const struct cert *c)
{
	return v->pins.count != 0 &&
	    crosscat_by_pin(&v->pins, c->sha1) != NULL;
}

/*
 * For a path to other roots than those of the Root stores: `a` are the
 * anchors, and with `lone` no others. A certificate that only has the name of
 * Microsoft's root does not stand in the way of the cross-certificate.
 */
static bool
fill_anchored(const struct verify *v, const struct judged *j,
    const struct anchors *a, bool lone, struct chain_pool *pool,
    struct err *e)
{
	const struct chain_pool *from = &j->pool;

	pool->disallowed = from->disallowed;
	for (size_t i = 0; i < from->count; i++) {
		const struct cert *c = from->items[i].cert;
		enum chain_standing standing = from->items[i].standing;
		const bool is_anchor = anchors_have(a, c->sha1) ||
		    (lone && is_pinned(v, c));

		if (lone && v->pins.count != 0 && !is_anchor && c->scanned &&
		    chain_names_code_verification_root(c->scan.subject))
			continue;
		if (standing != CHAIN_FORBIDDEN)
			standing = is_anchor ? CHAIN_ANCHOR : lone ?
			    CHAIN_KNOWN : standing;
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
	{ CHAIN_DISALLOWED, FINDING_DISTRUSTED },
	{ CHAIN_BAD_SIGNATURE | CHAIN_UNVERIFIABLE,
	  FINDING_BAD_CHAIN_SIGNATURE },
	{ CHAIN_UNREADABLE | CHAIN_NOT_DER | CHAIN_MALFORMED,
	  FINDING_MALFORMED },
	{ CHAIN_ISSUER_MISSING | CHAIN_LOOP | CHAIN_TOO_DEEP |
	  CHAIN_REFUSED, FINDING_INCOMPLETE },
	{ CHAIN_WEAK_SIGNATURE | CHAIN_WEAK_KEY,
	  FINDING_BAD_CHAIN_SIGNATURE },
	{ CHAIN_NOT_A_CA | CHAIN_PATH_TOO_LONG, FINDING_CONSTRAINTS },
	{ CHAIN_CRITICAL, FINDING_CRITICAL },
	{ CHAIN_NAME_CONSTRAINTS, FINDING_NAME_CONSTRAINTS },
	{ CHAIN_POLICY, FINDING_POLICY },
	{ CHAIN_UNTRUSTED_ROOT | CHAIN_ROOT_LIMITED,
	  FINDING_UNTRUSTED_ROOT },
	{ CHAIN_REVOKED, FINDING_REVOKED },
	{ CHAIN_EXPIRED | CHAIN_NOT_YET_VALID | CHAIN_NO_VALIDITY,
	  FINDING_EXPIRED },
	{ CHAIN_REVOCATION_UNKNOWN, FINDING_REVOCATION_UNKNOWN },
};

static void
name_faults(const struct chain *c, struct err *why)
{
	struct bytes text = BYTES_INIT;

	tree_add_reason(&text, c);
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

/* ---- the chains ---- */

static struct chain_options
chain_options_at(const struct verify *v, enum verify_role role, int64_t when)
{
	return (struct chain_options){
		.usage = verify_policy_usage(role),
		.when = when, .limits = &v->o->limits, .crls_when = v->now,
		.crls = v->asks ? &v->revocation.crls : NULL,
	};
}

static bool
build_cross(struct verify *v, struct judged *j, struct err *e)
{
	struct chain_options o = chain_options_at(v, VERIFY_SIGNER, j->when);
	struct chain_pool pool = CHAIN_POOL_INIT;
	bool ok;

	o.kernel = v->pins.count != 0;
	ok = fill_anchored(v, j, &v->kernel, true, &pool, e) &&
	    chain_build(&pool, j->sig->cert, &o, &j->cross, e);
	chain_pool_clear(&pool);
	return ok;
}

static bool
build_stamp(struct verify *v, struct judged *j, struct err *e)
{
	const struct chain_options o = chain_options_at(v, VERIFY_STAMPER,
	    j->sig->stamp.when);
	struct chain_pool pool = CHAIN_POOL_INIT;
	bool ok;

	ok = fill_anchored(v, j, &v->stamp, false, &pool, e) &&
	    chain_build(&pool, j->sig->stamp.cert, &o, &j->stamp, e);
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

/* First without revocation, to know whom to ask. */
static bool
fetch_revocation(struct verify *v, struct judged *j, struct err *e)
{
	const struct fetcher f = {
		.place = PLACE_USER, .proxy = v->o->proxy,
		.ca_file = v->o->ca_file, .timeout = v->o->timeout,
		.retries = v->o->retries, .limits = &v->o->limits,
	};

	fflush(stdout);
	return revocation_online(&v->revocation, &j->signing, &f, e) &&
	    revocation_online(&v->revocation, &j->stamp, &f, e) &&
	    revocation_online(&v->revocation, &j->cross, &f, e);
}

/* At the time of the timestamp, whatever that is worth if it can be read. */
static bool
build_chains(struct verify *v, struct judged *j, struct err *e)
{
	const struct stamp *s = &j->sig->stamp;
	struct chain_options o;

	j->when = s->kind != STAMP_NONE && s->fault == NULL &&
	    !is_for_its_lifetime(j->sig->cert) ? s->when : v->now;
	if (s->cert != NULL && !build_stamp(v, j, e))
		return false;
	if (j->sig->cert == NULL)
		return true;
	o = chain_options_at(v, VERIFY_SIGNER, j->when);
	return chain_build(&j->pool, j->sig->cert, &o, &j->signing, e) &&
	    (v->policy != VERIFY_KERNEL || build_cross(v, j, e));
}

/* Of the path that is to be trusted: the steps that a list covers. */
static void
count_checked(const struct verify *v, struct judged *j)
{
	const struct chain *c = v->policy == VERIFY_KERNEL ? &j->cross :
	    &j->signing;

	if (c->revocation == CRLS_NOT_CHECKED || !c->trusted)
		return;
	for (size_t i = 0; i + 1 < c->count; i++)
		j->revocation_checked += (c->steps[i].faults &
		    CHAIN_REVOCATION_UNKNOWN) == 0;
}

/* ---- the timestamp ---- */

/* What is wrong before any chain is looked at; NULL: nothing. */
static const char *
stamp_fault(const struct verify *v, const struct judged *j)
{
	const struct stamp *s = &j->sig->stamp;

	if (s->verdict == SIGNED_OTHER_CONTENT)
		return "the timestamp belongs to another signature";
	if (s->cert == NULL && s->verdict != SIGNED_BAD)
		return "the timestamp lacks its signer's certificate";
	if (s->verdict != SIGNED_GOOD)
		return "the timestamp's own signature is invalid";
	if (s->when > v->now + CLOCK_SKEW)
		return "the timestamp is in the future";
	return NULL;
}

/* A list that does not cover a stamper is said with /v, not held against it:
 * lists are usually given for the signer. */
static bool
judge_stamp_chain(struct judged *j)
{
	struct chain *c = &j->stamp;

	j->finding = FINDING_BAD_STAMP;
	if (!verify_policy_usages(c, VERIFY_STAMPER, &j->why))
		return err_in(&j->why, "the timestamp's certificate chain");
	if (c->trusted &&
	    (c->faults & ~(unsigned)CHAIN_REVOCATION_UNKNOWN) == 0)
		return true;
	name_faults(c, &j->why);
	err_in(&j->why, "the timestamp's certificate chain is not trusted");
	return c->trusted ? false : err_add(&j->why, " (-stamp-root trusts a "
	    "file or thumbprint of the chain)");
}

/* Before the signer's chain, which is judged as of the time it tells. */
static bool
judge_stamp_form(struct judged *j)
{
	const struct stamp *s = &j->sig->stamp;

	return s->fault == NULL ||
	    verify_policy_refuse(j, FINDING_BAD_STAMP, s->fault);
}

static bool
judge_stamp(const struct verify *v, struct judged *j)
{
	const char *fault;

	if (j->sig->stamp.kind == STAMP_NONE)
		return true;
	fault = stamp_fault(v, j);
	return fault == NULL ? judge_stamp_chain(j) :
	    verify_policy_refuse(j, FINDING_BAD_STAMP, fault);
}

/* ---- the signer ---- */

static bool
judge_trusted_path(struct judged *j, const struct chain *c)
{
	if (!judge_faults(j, c))
		return false;
	j->finding = FINDING_WRONG_USAGE;
	return verify_policy_usages(c, VERIFY_SIGNER, &j->why);
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
	const unsigned lists = CHAIN_REVOKED | CHAIN_REVOCATION_UNKNOWN;

	if (j->cross.trusted && (j->cross.faults & ~lists) == 0)
		return judge_trusted_path(j, &j->cross);
	j->cross.count = 0;	/* not what was asked for */
	/* As SignTool: first what is wrong with the chain as such. */
	if (!judge_faults(j, &j->signing))
		return false;
	j->finding = FINDING_NOT_KERNEL;
	return verify_cross_fault(v, j, &j->why) ? false :
	    verify_policy_refuse(j, FINDING_NOT_KERNEL,
	    v->o->kernel_root != NULL ?
	    "no valid path to what -kernel-root names" :
	    "no valid path to Microsoft Code Verification Root; its "
	    "cross-certificate must be in the signature or in a CA store "
	    "(storectl crosscert find names it)");
}

static bool
judge_signer_chain(const struct verify *v, struct judged *j)
{
	if (v->policy == VERIFY_KERNEL)
		return judge_kernel(v, j);
	return judge_trusted_path(j, &j->signing) &&
	    (v->policy != VERIFY_DRIVER || judge_driver(j));
}

/* Made by the signer, and of this file? */
static bool
judge_signature(struct judged *j)
{
	const struct authenticode *a = j->sig;

	if (a->fault != NULL)
		return verify_policy_refuse(j, FINDING_BAD_DIGEST, a->fault);
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

	v->asks = v->o->crl.count != 0 && !verify_options_online(v->o);
	if (!fill_signature_pool(v, j, e) || !build_chains(v, j, e))
		return false;
	if (verify_options_online(v->o)) {
		v->asks = true;
		if (!fetch_revocation(v, j, e) || !build_chains(v, j, e))
			return false;
	}
	count_checked(v, j);
	j->judged = true;
	if (judge_signature(j) && judge_stamp_form(j) &&
	    judge_signer_chain(v, j) && judge_stamp(v, j) &&
	    verify_policy_wanted(v->o, j))
		j->finding = FINDING_GOOD;
	else if (f->finding == FINDING_GOOD) {
		f->finding = j->finding;
		f->why = j->why;
	}
	return true;
}
