#include "chain/chain.h"

#include <stdlib.h>
#include <string.h>

#include "chain/judge.h"
#include "chain/issued.h"

struct search {
	const struct chain_pool		*pool;
	const struct chain_options	*o;
	struct chain			*best;
	long				 best_score;
	bool				 done;
	unsigned			 walks;
	struct chain			 path;
	struct issued		 signatures;
};

/* The path ends here, for this reason (0: in a self-signed root). */
static void
finish_path(struct search *s, unsigned reason)
{
	struct chain c = s->path;
	long n;

	c.complete = reason == 0;
	c.steps[c.count - 1].faults |= reason;
	chain_judge(s->pool, s->o, &c);
	n = chain_score(&c, s->o->kernel);
	if (s->best->count == 0 || n > s->best_score) {
		*s->best = c;
		s->best_score = n;
	}
	s->done = c.trusted && c.faults == 0 &&
	    (!s->o->kernel || c.to_code_verification_root);
}

/* ---- issuers ---- */

struct candidates {
	struct candidate {
		const struct cert	*cert;
		unsigned		 rank;
	} items[CHAIN_BREADTH];
	size_t	count;
	bool	any_below;	/* one is in the path */
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
path_has(const struct chain *path, const struct cert *c)
{
	for (size_t i = 0; i < path->count; i++)
		if (cert_same(path->steps[i].cert, c))
			return true;
	return false;
}

/* In order of rank; the same certificate of two stores once, the better
 * standing first. */
static void
insert_candidate(struct candidates *c, const struct cert *cert, unsigned r)
{
	size_t at = c->count, end;

	for (size_t i = 0; i < c->count; i++)
		if (cert_same(c->items[i].cert, cert)) {
			if (c->items[i].rank > r)
				c->items[i].rank = r;
			return;
		}
	while (at > 0 && c->items[at - 1].rank > r)
		at--;
	if (at == CHAIN_BREADTH)
		return;
	end = c->count < CHAIN_BREADTH ? c->count++ : CHAIN_BREADTH - 1;
	memmove(c->items + at + 1, c->items + at,
	    (end - at) * sizeof(*c->items));
	c->items[at] = (struct candidate){ cert, r };
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
		if (path_has(&s->path, p->cert)) {
			c->any_below |= !cert_same(p->cert, child);
			continue;
		}
		if (c->count == CHAIN_BREADTH)
			s->path.cut_short = true;
		insert_candidate(c, p->cert, rank(&child->scan, p));
	}
}

/* ---- the walk ---- */

static bool	walk_from(struct search *s, struct err *e);

static bool
walk_on(struct search *s, const struct cert *issuer, unsigned fault,
    struct err *e)
{
	struct chain_step *child = &s->path.steps[s->path.count - 1];
	bool ok;

	if (s->path.count == CHAIN_DEPTH) {
		finish_path(s, fault | CHAIN_TOO_DEEP);
		return true;
	}
	if (s->walks++ == CHAIN_WALKS) {
		s->path.cut_short = s->done = true;
		return true;
	}
	child->faults = fault;
	s->path.steps[s->path.count].cert = issuer;
	s->path.steps[s->path.count++].faults = 0;
	ok = walk_from(s, e);
	s->path.count--;
	child->faults = 0;
	return ok;
}

/*
 * Every issuer whose signature is good. Where there is none, the likeliest one
 * with the fault, so that a chain with a forged member is shown as such; one
 * of another key is not an issuer.
 */
static bool
walk_issuers(struct search *s, const struct cert *child,
    const struct candidates *c, bool *any, struct err *e)
{
	enum signature result[CHAIN_BREADTH];

	*any = false;
	for (size_t i = 0; i < c->count && !s->done; i++) {
		if (!issued_check(&s->signatures, child, c->items[i].cert,
		    &result[i], e))
			return false;
		if (result[i] != SIGNATURE_GOOD)
			continue;
		*any = true;
		if (!walk_on(s, c->items[i].cert, 0, e))
			return false;
	}
	for (size_t i = 0; i < c->count && !*any; i++)
		if (c->items[i].rank < RANK_OTHER_KEY) {
			*any = true;
			return walk_on(s, c->items[i].cert,
			    result[i] == SIGNATURE_BAD ? CHAIN_BAD_SIGNATURE :
			    CHAIN_UNVERIFIABLE, e);
		}
	return true;
}

static bool
walk_from(struct search *s, struct err *e)
{
	const struct cert *c = s->path.steps[s->path.count - 1].cert;
	enum signature own = SIGNATURE_BAD;
	struct candidates issuers;
	bool any;

	if (!c->scanned) {
		finish_path(s, CHAIN_UNREADABLE);
		return true;
	}
	if (certscan_self_signed(&c->scan)) {
		if (!issued_check(&s->signatures, c, c, &own, e))
			return false;
		if (own == SIGNATURE_GOOD) {
			finish_path(s, 0);
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
		finish_path(s, 0);
		s->path.steps[s->path.count - 1].faults = 0;
	} else
		finish_path(s, issuers.any_below ? CHAIN_LOOP :
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
	ok = walk_from(s, e);
	chain->cut_short = s->path.cut_short || s->signatures.cut_short;
	issued_clear(&s->signatures);
	free(s);
	return ok;
}

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
