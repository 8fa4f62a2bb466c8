#include "chain/chain.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/osslctx.h"
#include "cert/certname.h"
#include "chain/find.h"
#include "chain/judge.h"

/* Signers of revocation lists: found good, or not, or being looked at. */
struct signer_verdict {
	const struct cert	*cert;
	bool			 good;
};

struct search {
	struct judging			*j;
	struct chain			*best;
	long				 best_score;
	bool				 done;
	unsigned			 walks;
	size_t				 judged;
	struct chain			 path;
};

/* The path ends here, for this reason (0: in a root or an anchor). */
static bool
finish_path(struct search *s, unsigned reason, struct err *e)
{
	const unsigned forged = CHAIN_BAD_SIGNATURE | CHAIN_UNVERIFIABLE;
	const bool kernel = s->j->o->kernel;
	struct chain c = s->path;
	const struct cert *last = c.steps[c.count - 1].cert;
	long n;

	s->judged += c.count;
	if (s->judged > CHAIN_JUDGED) {
		s->path.cut_short = s->done = true;
		return true;
	}
	c.trusted = reason == 0 && find_is_anchor(s->j->pool, last);
	c.complete = (reason & ~forged) == 0 && cert_is_root(last);
	c.steps[c.count - 1].faults |= reason;
	if (!judge_chain(s->j, &c, e))
		return false;
	n = judge_score(&c, kernel);
	if (s->best->count == 0 || n > s->best_score) {
		*s->best = c;
		s->best_score = n;
	}
	s->done = c.valid && (!kernel || c.to_code_verification_root);
	return true;
}

/* ---- the walk ---- */

static bool	walk_from(struct search *s, struct err *e);

static bool
walk_on(struct search *s, const struct cert *issuer, struct err *e)
{
	struct chain_step *next = &s->path.steps[s->path.count];
	bool ok;

	if (s->path.count == CHAIN_DEPTH)
		return finish_path(s, CHAIN_TOO_DEEP, e);
	if (s->walks++ == CHAIN_WALKS) {
		s->path.cut_short = s->done = true;
		return true;
	}
	memset(next, 0, sizeof(*next));
	next->cert = issuer;
	s->path.count++;
	ok = walk_from(s, e);
	s->path.count--;
	return ok;
}

/* Those whose signature is as `wanted`; *any: there was one. */
static bool
walk_signed(struct search *s, const struct candidates *c,
    enum signature wanted, bool *any, struct err *e)
{
	const struct cert *child = s->path.steps[s->path.count - 1].cert;
	enum signature found;

	for (size_t i = 0; i < c->count && !s->done; i++) {
		if (!issued_check(&s->j->parsed, child, c->items[i].cert,
		    &found, e))
			return false;
		if (found != wanted || (wanted == SIGNATURE_BAD && *any) ||
		    (wanted != SIGNATURE_GOOD &&
		    c->items[i].rank >= FIND_OTHER_KEY))
			continue;
		*any = true;
		if (!walk_on(s, c->items[i].cert, e))
			return false;
	}
	return true;
}

/*
 * First those that signed it, then those of whom that cannot be told. Where
 * there is none, the likeliest one, so that a chain with a forged member is
 * shown as such; one of another key is not an issuer.
 */
static bool
walk_issuers(struct search *s, bool *any, bool *any_below, struct err *e)
{
	struct candidates c = CANDIDATES_INIT;
	bool ok;

	*any = false;
	ok = find_issuers(s->j->pool, &s->path, &c, e) &&
	    walk_signed(s, &c, SIGNATURE_GOOD, any, e) &&
	    walk_signed(s, &c, SIGNATURE_UNKNOWN, any, e) &&
	    (*any || walk_signed(s, &c, SIGNATURE_BAD, any, e));
	*any_below = c.any_below;
	s->path.cut_short |= c.cut_short;
	find_clear(&c);
	return ok;
}

/* Unknown, too, of one that is not a root. */
static bool
check_own_signature(struct search *s, const struct cert *c,
    enum signature *own, struct err *e)
{
	*own = SIGNATURE_UNKNOWN;
	return !cert_is_root(c) || issued_check(&s->j->parsed, c, c, own, e);
}

static bool
walk_from(struct search *s, struct err *e)
{
	const struct cert *c = s->path.steps[s->path.count - 1].cert;
	enum signature own;
	bool any, any_below;

	if (!c->scanned)
		return finish_path(s, CHAIN_UNREADABLE, e);
	/* That a root signed itself matters where it is not trusted as it is. */
	if (find_is_anchor(s->j->pool, c))
		return finish_path(s, 0, e);
	if (!check_own_signature(s, c, &own, e))
		return false;
	if (own == SIGNATURE_GOOD)
		return finish_path(s, 0, e);
	if (!walk_issuers(s, &any, &any_below, e))
		return false;
	if (any)
		return true;
	/* Named as its own issuer, and no other one of the name is there. */
	if (cert_is_root(c))
		return finish_path(s, own == SIGNATURE_BAD ?
		    CHAIN_BAD_SIGNATURE : CHAIN_UNVERIFIABLE, e);
	return finish_path(s, any_below ? CHAIN_LOOP : CHAIN_ISSUER_MISSING,
	    e);
}

static bool
search_paths(struct judging *j, const struct cert *leaf, struct chain *chain,
    struct err *e)
{
	struct search *s = calloc(1, sizeof(*s));
	bool ok;

	memset(chain, 0, sizeof(*chain));
	if (s == NULL)
		return err_memory(e);
	s->j = j;
	s->best = chain;
	s->path.steps[0].cert = leaf;
	s->path.count = 1;
	ok = walk_from(s, e);
	chain->cut_short = s->path.cut_short || j->parsed.cut_short;
	free(s);
	return ok;
}

/* ---- who signs revocation lists ---- */

struct signers {
	struct judging		*j;
	struct signer_verdict	*items;
	size_t			 count;
	const struct cert	*judged;	/* whose lists are asked for */
};

/*
 * Going by its own path, revocation included; of those that sign the lists for
 * this path in turn only names and signatures are asked, or they would ask for
 * each other for ever. One of its issuer's name is not asked about itself: a
 * stolen key would say that it is good. Of another name it may be, where the
 * issuer says so in a distribution point.
 */
static bool
judge_signer(void *arg, const struct cert *c, bool *yes, struct err *e)
{
	struct signers *l = arg;
	struct chain chain;

	if (l->judged != NULL) {
		*yes = !cert_same(l->judged, c) ||
		    !certname_same(c->scan.subject, c->scan.issuer);
		return true;
	}
	for (size_t i = 0; i < l->count; i++)
		if (l->items[i].cert == c) {
			*yes = l->items[i].good;
			return true;
		}
	if (!array_room(&l->items, l->count, sizeof(*l->items), e))
		return false;
	l->judged = c;
	if (!search_paths(l->j, c, &chain, e))
		return false;
	l->judged = NULL;
	*yes = chain.valid;
	l->items[l->count++] = (struct signer_verdict){ c, *yes };
	return true;
}

static bool
build_once(const struct chain_pool *pool, const struct cert *leaf,
    const struct chain_options *o, struct chain *chain, struct err *e)
{
	struct judging j = { .pool = pool, .o = o };
	struct signers signers = { .j = &j };
	bool ok;

	j.may_sign_lists = judge_signer;
	j.arg = &signers;
	ok = search_paths(&j, leaf, chain, e);
	free(signers.items);
	issued_clear(&j.parsed);
	return ok;
}

/*
 * An allocation that fails inside libcrypto can look like a fault of a
 * certificate, and libcrypto remembers it: a fault is believed when it is found
 * a second time, from the beginning.
 */
bool
chain_build(const struct chain_pool *pool, const struct cert *leaf,
    const struct chain_options *o, struct chain *chain, struct err *e)
{
	struct chain_options options = *o;
	struct limits usual;
	struct chain again;

	limits_default(&usual);
	if (options.limits == NULL)
		options.limits = &usual;
	/* libcrypto looks at no certificate without it, and does not say so. */
	if (osslctx_digest("SHA1", e) == NULL)
		return false;
	if (!build_once(pool, leaf, &options, chain, e))
		return false;
	if (chain->valid || chain->cut_short)
		return true;
	if (!build_once(pool, leaf, &options, &again, e))
		return false;
	if (judge_score(&again, o->kernel) > judge_score(chain, o->kernel))
		*chain = again;
	return true;
}
