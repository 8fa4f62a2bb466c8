#include "chain/chain.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include "base/osslctx.h"
#include "cert/certext.h"
#include "cert/certname.h"

/* ---- the pool ---- */

bool
chain_pool_add(struct chain_pool *p, const struct cert *c,
    enum chain_standing standing, struct err *e)
{
	size_t cap = p->cap != 0 ? p->cap * 2 : 16;
	struct chain_pooled *items;

	if (p->count == p->cap) {
		items = reallocarray(p->items, cap, sizeof(*items));
		if (items == NULL)
			return err_memory(e);
		p->items = items;
		p->cap = cap;
	}
	p->items[p->count].cert = c;
	p->items[p->count++].standing = standing;
	p->of_standing[standing]++;
	return true;
}

bool
chain_pool_add_list(struct chain_pool *p, const struct certlist *l,
    enum chain_standing standing, struct err *e)
{
	for (size_t i = 0; i < l->count; i++)
		if (!chain_pool_add(p, l->items[i], standing, e))
			return false;
	return true;
}

void
chain_pool_clear(struct chain_pool *p)
{
	free(p->items);
	memset(p, 0, sizeof(*p));
}

static bool
pool_has(const struct chain_pool *p, const struct cert *c,
    enum chain_standing standing)
{
	for (size_t i = 0; p->of_standing[standing] != 0 && i < p->count; i++)
		if (p->items[i].standing == standing &&
		    cert_same(p->items[i].cert, c))
			return true;
	return false;
}

/* ---- one search ---- */

enum signature { SIGNATURE_GOOD, SIGNATURE_BAD, SIGNATURE_UNKNOWN };

struct verified {
	const struct cert	*child;
	const struct cert	*issuer;
	enum signature		 result;
};

/* An X509 object is expensive, and every path goes through the same few. */
struct built {
	const struct cert	*cert;
	X509			*x;
};

struct search {
	const struct chain_pool		*pool;
	const struct chain_options	*o;
	struct chain			*best;
	long				 best_score;
	bool				 done;
	unsigned			 walks;
	struct chain			 path;
	struct verified			 verified[CHAIN_VERIFICATIONS];
	size_t				 verified_count;
	struct built			 built[2 * CHAIN_VERIFICATIONS];
	size_t				 built_count;
};

/* ---- signatures ---- */

/*
 * Want of memory inside libcrypto is not always said to be that: then a good
 * certificate looks unreadable, and a good signature bad. So both verdicts are
 * only believed when they are the same a second time.
 */

static bool
read_once(const struct cert *c, X509 **x, struct err *e)
{
	const unsigned char *p = c->der.data;
	struct err why = ERR_INIT;

	*x = X509_new_ex(osslctx_lib(), NULL);
	if (*x == NULL)
		return osslctx_err(e, ERR_CRYPTO, "cannot read a certificate");
	if (d2i_X509(x, &p, (long)c->der.len) != NULL)
		return true;
	*x = NULL;
	osslctx_err(&why, ERR_INPUT, "");
	return why.code != ERR_MEMORY || err_memory(e);
}

/* False only when libcrypto failed for want of memory; *x is NULL when the
 * certificate is one that it cannot read. */
static bool
build(struct search *s, const struct cert *c, X509 **x, struct err *e)
{
	struct built *b;

	for (size_t i = 0; i < s->built_count; i++)
		if (s->built[i].cert == c) {
			*x = s->built[i].x;
			return true;
		}
	if (!read_once(c, x, e) || (*x == NULL && !read_once(c, x, e)))
		return false;
	b = &s->built[s->built_count++];
	b->cert = c;
	b->x = *x;
	return true;
}

/* Is the certificate's signature of a kind that libcrypto can verify? */
static bool
is_known_algorithm(const X509 *x)
{
	int digest = NID_undef, key = NID_undef;
	struct err ignored = ERR_INIT;

	if (OBJ_find_sigid_algs(X509_get_signature_nid(x), &digest,
	    &key) != 1)
		return false;
	return digest == NID_undef ||
	    osslctx_digest(OBJ_nid2sn(digest), &ignored) != NULL;
}

static bool
verify(struct search *s, const struct cert *child, const struct cert *issuer,
    enum signature *result, struct err *e)
{
	X509 *x = NULL, *parent = NULL;
	struct err why = ERR_INIT;
	EVP_PKEY *key;
	bool good;

	*result = SIGNATURE_UNKNOWN;
	if (!build(s, child, &x, e) || !build(s, issuer, &parent, e))
		return false;
	if (x == NULL || parent == NULL)
		return true;
	key = X509_get0_pubkey(parent);
	good = key != NULL && (X509_verify(x, key) == 1 ||
	    X509_verify(x, key) == 1);
	osslctx_err(&why, ERR_INPUT, "");	/* empties the queue */
	if (good) {
		*result = SIGNATURE_GOOD;
		return true;
	}
	if (why.code == ERR_MEMORY)
		return err_memory(e);
	if (key != NULL && is_known_algorithm(x))
		*result = SIGNATURE_BAD;
	return true;
}

/* The same pair is met again on every path through it. */
static bool
signature(struct search *s, const struct cert *child,
    const struct cert *issuer, enum signature *result, struct err *e)
{
	struct verified *v;

	for (size_t i = 0; i < s->verified_count; i++) {
		v = &s->verified[i];
		if (v->child == child && v->issuer == issuer) {
			*result = v->result;
			return true;
		}
	}
	*result = SIGNATURE_UNKNOWN;
	if (s->verified_count == CHAIN_VERIFICATIONS) {
		s->path.cut_short = true;
		return true;
	}
	if (!verify(s, child, issuer, result, e))
		return false;
	v = &s->verified[s->verified_count++];
	v->child = child;
	v->issuer = issuer;
	v->result = *result;
	return true;
}

/* ---- judging a path ---- */

static unsigned
time_faults(const struct certscan *s, int64_t when)
{
	if (!s->has_validity)
		return CHAIN_NO_VALIDITY;
	if (when > s->not_after)
		return CHAIN_EXPIRED;
	return when < s->not_before ? CHAIN_NOT_YET_VALID : 0;
}

/* A root may be older than the extensions that say what a CA is; that it is
 * trusted stands for them. */
static bool
is_ca(const struct certscan *s, bool trusted_root)
{
	if (!certext_may_sign_certs(s))
		return false;
	return s->has_bc ? s->is_ca : trusted_root;
}

/* Certificates between step i and the leaf, self-issued ones not counted
 * (RFC 5280, 4.2.1.9). */
static uint64_t
steps_below(const struct chain *c, size_t i)
{
	uint64_t n = 0;

	for (size_t j = 1; j < i; j++)
		if (!view_equal(c->steps[j].cert->scan.subject,
		    c->steps[j].cert->scan.issuer))
			n++;
	return n;
}

static unsigned
issuer_faults(const struct chain *c, size_t i)
{
	const struct certscan *s = &c->steps[i].cert->scan;
	unsigned faults = 0;
	uint64_t n;

	if (!is_ca(s, i + 1 == c->count && c->trusted))
		faults |= CHAIN_NOT_A_CA;
	if (certext_path_length(s, &n) && steps_below(c, i) > n)
		faults |= CHAIN_PATH_TOO_LONG;
	return faults;
}

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

static void
judge(const struct search *s, struct chain *c)
{
	const struct certscan *last = &c->steps[c->count - 1].cert->scan;

	c->trusted = c->complete && pool_has(s->pool,
	    c->steps[c->count - 1].cert, CHAIN_TRUSTED);
	if (c->complete && !c->trusted)
		c->steps[c->count - 1].faults |= CHAIN_UNTRUSTED_ROOT;
	c->to_code_verification_root =
	    chain_names_code_verification_root(last->issuer);
	for (size_t i = 0; i < c->count; i++) {
		struct chain_step *step = &c->steps[i];

		if (!step->cert->scanned)
			step->faults |= CHAIN_UNREADABLE;
		else
			step->faults |= time_faults(&step->cert->scan,
			    s->o->when);
		if (i > 0)
			step->faults |= issuer_faults(c, i);
		if (pool_has(s->pool, step->cert, CHAIN_FORBIDDEN))
			step->faults |= CHAIN_DISALLOWED;
		c->faults |= step->faults;
	}
	if ((c->faults & CHAIN_ISSUER_MISSING) != 0) {
		c->missing.name = last->issuer;
		c->missing.key_id = last->akid;
		c->missing.url = certext_issuer_url(last);
	}
}

static long
score(const struct chain *c, bool kernel)
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

/* The path ends here, for this reason (0: in a self-signed root). */
static void
finish(struct search *s, unsigned reason)
{
	struct chain c = s->path;
	long n;

	c.complete = reason == 0;
	c.steps[c.count - 1].faults |= reason;
	judge(s, &c);
	n = score(&c, s->o->kernel);
	if (s->best->count == 0 || n > s->best_score) {
		*s->best = c;
		s->best_score = n;
	}
	s->done = c.trusted && c.faults == 0 &&
	    (!s->o->kernel || c.to_code_verification_root);
}

/* ---- issuers ---- */

struct candidates {
	const struct cert	*certs[CHAIN_BREADTH];
	unsigned		 ranks[CHAIN_BREADTH];
	size_t			 count;
	bool			 any_below;	/* one is in the path */
};
enum { RANK_OTHER_KEY = 6 };

/* Smaller is tried earlier: the key identifier, then what ends the path. */
static unsigned
rank(const struct certscan *child, const struct chain_pooled *issuer)
{
	const struct certscan *s = &issuer->cert->scan;
	unsigned n = 3;

	if (child->akid.len != 0 && s->skid.len != 0)
		n = view_equal(child->akid, s->skid) ? 0 : RANK_OTHER_KEY;
	if (!certscan_self_signed(s))
		return n + 2;
	return issuer->standing == CHAIN_TRUSTED ? n : n + 1;
}

static bool
in_path(const struct chain *path, const struct cert *c)
{
	for (size_t i = 0; i < path->count; i++)
		if (cert_same(path->steps[i].cert, c))
			return true;
	return false;
}

/* In order of rank; the same certificate of two stores once, the better
 * standing first. False when there was no room. */
static bool
insert(struct candidates *c, const struct cert *cert, unsigned r)
{
	size_t at = c->count, end;

	for (size_t i = 0; i < c->count; i++)
		if (cert_same(c->certs[i], cert)) {
			if (c->ranks[i] > r)
				c->ranks[i] = r;
			return true;
		}
	while (at > 0 && c->ranks[at - 1] > r)
		at--;
	if (at == CHAIN_BREADTH)
		return false;
	end = c->count < CHAIN_BREADTH ? c->count++ : CHAIN_BREADTH - 1;
	memmove(c->certs + at + 1, c->certs + at,
	    (end - at) * sizeof(*c->certs));
	memmove(c->ranks + at + 1, c->ranks + at,
	    (end - at) * sizeof(*c->ranks));
	c->certs[at] = cert;
	c->ranks[at] = r;
	return end == c->count - 1;
}

static void
find_issuers(struct search *s, const struct cert *child, struct candidates *c)
{
	c->count = 0;
	c->any_below = false;
	for (size_t i = 0; i < s->pool->count; i++) {
		const struct chain_pooled *p = &s->pool->items[i];

		if (!p->cert->scanned || p->standing == CHAIN_FORBIDDEN ||
		    !view_equal(p->cert->scan.subject, child->scan.issuer))
			continue;
		if (in_path(&s->path, p->cert)) {
			c->any_below |= !cert_same(p->cert, child);
			continue;
		}
		if (c->count == CHAIN_BREADTH)
			s->path.cut_short = true;
		insert(c, p->cert, rank(&child->scan, p));
	}
}

/* ---- the walk ---- */

static bool	walk(struct search *s, struct err *e);

static bool
walk_on(struct search *s, const struct cert *issuer, unsigned fault,
    struct err *e)
{
	struct chain_step *child = &s->path.steps[s->path.count - 1];
	bool ok;

	if (s->path.count == CHAIN_DEPTH) {
		finish(s, fault | CHAIN_TOO_DEEP);
		return true;
	}
	if (s->walks++ == CHAIN_WALKS) {
		s->path.cut_short = s->done = true;
		return true;
	}
	child->faults = fault;
	s->path.steps[s->path.count].cert = issuer;
	s->path.steps[s->path.count++].faults = 0;
	ok = walk(s, e);
	s->path.count--;
	child->faults = 0;
	return ok;
}

/*
 * Every issuer whose signature is good. Where there is none, the likeliest one
 * with the fault, so that a chain with a forged member is shown as such; one
 * of another key is no issuer at all.
 */
static bool
walk_issuers(struct search *s, const struct cert *child,
    const struct candidates *c, bool *any, struct err *e)
{
	enum signature result[CHAIN_BREADTH];

	*any = false;
	for (size_t i = 0; i < c->count && !s->done; i++) {
		if (!signature(s, child, c->certs[i], &result[i], e))
			return false;
		if (result[i] != SIGNATURE_GOOD)
			continue;
		*any = true;
		if (!walk_on(s, c->certs[i], 0, e))
			return false;
	}
	for (size_t i = 0; i < c->count && !*any; i++)
		if (c->ranks[i] < RANK_OTHER_KEY) {
			*any = true;
			return walk_on(s, c->certs[i],
			    result[i] == SIGNATURE_BAD ? CHAIN_BAD_SIGNATURE :
			    CHAIN_UNVERIFIABLE, e);
		}
	return true;
}

static bool
walk(struct search *s, struct err *e)
{
	const struct cert *c = s->path.steps[s->path.count - 1].cert;
	enum signature own = SIGNATURE_BAD;
	struct candidates issuers;
	bool any;

	if (!c->scanned) {
		finish(s, CHAIN_UNREADABLE);
		return true;
	}
	if (certscan_self_signed(&c->scan)) {
		if (!signature(s, c, c, &own, e))
			return false;
		if (own == SIGNATURE_GOOD) {
			finish(s, 0);
			return true;
		}
	}
	find_issuers(s, c, &issuers);
	if (!walk_issuers(s, c, &issuers, &any, e))
		return false;
	if (any)
		return true;
	/* Named as its own issuer, and no other one of the name is there. */
	if (certscan_self_signed(&c->scan)) {
		s->path.steps[s->path.count - 1].faults =
		    own == SIGNATURE_BAD ? CHAIN_BAD_SIGNATURE :
		    CHAIN_UNVERIFIABLE;
		finish(s, 0);
		s->path.steps[s->path.count - 1].faults = 0;
	} else
		finish(s, issuers.any_below ? CHAIN_LOOP :
		    CHAIN_ISSUER_MISSING);
	return true;
}

bool
chain_build(const struct chain_pool *pool, const struct cert *leaf,
    const struct chain_options *o, struct chain *chain, struct err *e)
{
	struct search *s = calloc(1, sizeof(*s));
	bool ok;

	memset(chain, 0, sizeof(*chain));
	if (s == NULL)
		return err_memory(e);
	s->pool = pool;
	s->o = o;
	s->best = chain;
	s->path.steps[0].cert = leaf;
	s->path.count = 1;
	ok = walk(s, e);
	chain->cut_short = s->path.cut_short;
	for (size_t i = 0; i < s->built_count; i++)
		X509_free(s->built[i].x);
	free(s);
	return ok;
}

/* ---- words ---- */

const char *
chain_fault_text(unsigned faults, size_t n)
{
	static const char *const texts[] = {
		"not readable", "expired", "not yet valid",
		"its dates are not readable", "its signature is wrong",
		"its signature cannot be verified",
		"not allowed to issue certificates",
		"not allowed to issue so long a chain",
		"in the Disallowed store",
		"root not trusted (not in a Root store)",
		"its issuer is missing", "its issuers form a loop",
		"the chain is too long",
	};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if ((faults & 1u << i) != 0 && n-- == 0)
			return texts[i];
	return NULL;
}
