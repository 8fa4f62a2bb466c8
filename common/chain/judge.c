#include "chain/judge.h"

#include <string.h>

#include <openssl/x509.h>

#include "base/osslctx.h"
#include "cert/certext.h"
#include "cert/certname.h"
#include "chain/inherit.h"
#include "chain/path.h"
#include "chain/revoke.h"
#include "chain/rootuse.h"
#include "chain/rules.h"

bool
chain_names_code_verification_root(struct view name)
{
	struct bytes text = BYTES_INIT;
	bool is;

	certname_display(name, &text);
	is = view_equal(view_bytes(&text),
	    view_str(CHAIN_CODE_VERIFICATION_ROOT));
	bytes_clear(&text);
	return is;
}

/* ---- libcrypto's certificates ---- */

/*
 * A certificate whose key was completed is not the one that was signed, as newer
 * versions of libcrypto see it: whether it was is asked before.
 */
static bool
complete_parameters(struct path *p, size_t i, struct err *e)
{
	X509 *copy;

	if (!issued_verify(p->x[i], p->x[i + 1], &p->signed_by[i], e))
		return false;
	copy = X509_dup(p->x[i]);
	if (copy == NULL)
		return osslctx_err(e, ERR_CRYPTO, "cannot copy a certificate");
	p->x[i] = copy;
	p->completed[i] = true;
	return inherit_parameters(p->x[i + 1], copy, e);
}

/* DSA parameters come from above. */
static bool
complete_keys(const struct chain *c, struct path *p, struct err *e)
{
	for (size_t i = p->count - 1; i-- > 0; )
		if (inherit_lacks_parameters(c->steps[i].cert) &&
		    !complete_parameters(p, i, e))
			return false;
	return true;
}

static void
clear_path(struct path *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->completed[i])
			X509_free(p->x[i]);
}

/* p->count stays 0 when libcrypto cannot read one of them. */
static bool
fill_path(struct judging *j, struct chain *c, struct path *p, struct err *e)
{
	bool all = true;

	memset(p->completed, 0, sizeof(p->completed));
	p->count = 0;
	for (size_t i = 0; i < c->count; i++) {
		if (!issued_x509(&j->parsed, c->steps[i].cert, &p->x[i], e))
			return false;
		if (p->x[i] != NULL && c->steps[i].cert->scanned)
			continue;
		c->steps[i].faults |= CHAIN_UNREADABLE;
		all = false;
	}
	if (!all)
		return true;
	p->count = c->count;
	return complete_keys(c, p, e);
}

/* ---- the path ---- */

/* libcrypto does not tell an unknown algorithm from a wrong signature, and
 * looks at keys that were completed. */
static bool
explain_signatures(struct judging *j, const struct path *p, struct chain *c,
    struct err *e)
{
	enum signature s;

	for (size_t i = 0; i + 1 < c->count; i++) {
		struct chain_step *step = &c->steps[i];

		if ((step->faults & CHAIN_BAD_SIGNATURE) == 0 ||
		    (!p->completed[i] && p->completed[i + 1]))
			continue;
		if (p->completed[i])
			s = p->signed_by[i];
		else if (!issued_check(&j->parsed, step->cert, step[1].cert,
		    &s, e))
			return false;
		if (s == SIGNATURE_UNKNOWN)
			step->faults |= CHAIN_UNVERIFIABLE;
		if (s == SIGNATURE_UNKNOWN || (s == SIGNATURE_GOOD &&
		    p->completed[i]))
			step->faults &= ~(unsigned)CHAIN_BAD_SIGNATURE;
	}
	return true;
}

/* Where a certificate is not as it should be, libcrypto often finds no issuer
 * either, which explains nothing. */
static void
drop_consequences(struct chain *c)
{
	unsigned faults = 0;

	for (size_t i = 0; i < c->count; i++)
		faults |= c->steps[i].faults;
	for (size_t i = 0; i < c->count; i++)
		if ((faults & ~(unsigned)(CHAIN_REFUSED |
		    CHAIN_UNTRUSTED_ROOT | CHAIN_ISSUER_MISSING)) != 0)
			c->steps[i].faults &= ~(unsigned)CHAIN_REFUSED;
}

static bool
ask_libcrypto(struct judging *j, const struct path *p, struct chain *c,
    struct err *e)
{
	if (!path_verify(p, j->o, c, e))
		return false;
	drop_consequences(c);
	return explain_signatures(j, p, c, e);
}

static void
apply_rules(const struct judging *j, const struct path *p, struct chain *c)
{
	const char *detail;

	for (size_t i = 0; i < c->count; i++) {
		const bool top = i + 1 == c->count;
		enum rules_place place = top && (c->trusted || c->complete) ?
		    RULES_ANCHOR : i == 0 ? RULES_LEAF : RULES_ISSUER;

		c->steps[i].faults |= rules_faults(c->steps[i].cert, p->x[i],
		    place, j->o->limits, &detail);
		if (detail != NULL)
			c->steps[i].detail = detail;
	}
	/* One that issued nothing but itself need not be a CA. */
	if (c->count == 1)
		c->steps[0].faults &= ~(unsigned)CHAIN_NOT_A_CA;
}

/* Without a good signature there is nothing that a list could say. */
static bool
lists_can_speak(const struct judging *j, const struct chain *c)
{
	const unsigned forged = CHAIN_BAD_SIGNATURE | CHAIN_UNVERIFIABLE;

	if (!c->trusted || j->o->crls == NULL)
		return false;
	for (size_t i = 0; i < c->count; i++)
		if ((c->steps[i].faults & forged) != 0)
			return false;
	return true;
}

static bool
judge_path(struct judging *j, struct chain *c, struct err *e)
{
	struct path p;
	bool ok;

	c->revocation = j->o->crls != NULL ? CRLS_UNKNOWN : CRLS_NOT_CHECKED;
	ok = fill_path(j, c, &p, e);
	if (ok && p.count != 0) {
		apply_rules(j, &p, c);
		ok = ask_libcrypto(j, &p, c, e) && (!lists_can_speak(j, c) ||
		    revoke_check(j, &p, c, e));
	}
	clear_path(&p);
	return ok;
}

/* The same root in several stores is trusted as far as one of them trusts it. */
static void
judge_root_use(const struct judging *j, struct chain *c)
{
	const struct certscan *leaf = &c->steps[0].cert->scan;
	struct chain_step *top = &c->steps[c->count - 1];
	enum rootuse use, first = ROOTUSE_ALLOWED;

	if (!c->trusted || chain_pool_has(j->pool, top->cert, CHAIN_ANCHOR))
		return;
	for (size_t i = 0; i < j->pool->count; i++) {
		const struct chain_pooled *p = &j->pool->items[i];

		if (p->standing != CHAIN_TRUSTED ||
		    !cert_same(p->cert, top->cert))
			continue;
		use = rootuse_judge(p->cert, j->o->usage, j->o->when,
		    leaf->not_before);
		if (use == ROOTUSE_ALLOWED)
			return;
		first = use;
	}
	top->faults |= CHAIN_ROOT_LIMITED;
	top->detail = rootuse_text(first);
}

/* What the stores say about its certificates. */
static bool
apply_stores(const struct judging *j, struct chain *c, struct err *e)
{
	bool yes;

	for (size_t i = 0; i < c->count; i++) {
		if (!chain_pool_forbids(j->pool, c->steps[i].cert, &yes, e))
			return false;
		if (yes)
			c->steps[i].faults |= CHAIN_DISALLOWED;
	}
	judge_root_use(j, c);
	return true;
}

bool
judge_chain(struct judging *j, struct chain *c, struct err *e)
{
	struct chain_step *last = &c->steps[c->count - 1];

	if (c->complete && !c->trusted)
		last->faults |= CHAIN_UNTRUSTED_ROOT;
	c->to_code_verification_root =
	    chain_names_code_verification_root(last->cert->scan.issuer);
	if (!judge_path(j, c, e))
		return false;
	if (!apply_stores(j, c, e))
		return false;
	for (size_t i = 0; i < c->count; i++)
		c->faults |= c->steps[i].faults;
	c->valid = c->trusted && c->faults == 0;
	if ((c->faults & CHAIN_ISSUER_MISSING) != 0) {
		c->missing.name = last->cert->scan.issuer;
		c->missing.key_id = last->cert->scan.akid;
		certext_issuer_url(&last->cert->scan, 0, &c->missing.url);
	}
	return true;
}

long
judge_score(const struct chain *c, bool kernel)
{
	long n = -(long)c->count;

	if (kernel && c->to_code_verification_root)
		n += 100000;
	if (c->trusted)
		n += 10000;
	if (c->complete)
		n += 1000;
	for (size_t i = 0; i < c->count; i++)
		for (unsigned f = c->steps[i].faults; f != 0; f &= f - 1)
			n -= 100;
	return n;
}
