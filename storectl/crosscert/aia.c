/*
 * aia.c - crosscert aia: the missing issuers of a chain, from the links in its
 * certificates (authority information access)
 *
 * storectl chain -fetch runs it. A certificate that is fetched counts only if
 * it signed the one with the link; it then goes into CA, even if it is a root:
 * what to trust is the user's decision. Others in the same answer count if they
 * signed one that counts.
 */

#include <string.h>

#include "cert/certext.h"
#include "cert/certname.h"
#include "chain/issued.h"
#include "cli/report.h"
#include "download.h"
#include "httpget.h"
#include "keep.h"
#include "target.h"
#include "verbs.h"

enum {
	CHASE_FETCHES = 16,	/* for one chain */
	CHASE_LINKS = 4,	/* tried of one certificate */
	CHASE_ANSWER = 64,	/* certificates in one answer */
};

struct chase {
	const struct cmdline	*o;
	struct target		 t;
	struct certlist		 found;
	struct view		 links[CHASE_FETCHES];
	size_t			 count;
};

/* ---- one link ---- */

static bool
remember_link(struct chase *c, struct view link, struct err *e)
{
	for (size_t i = 0; i < c->count; i++)
		if (view_equal(c->links[i], link))
			return err_set(e, ERR_INCOMPLETE, "already followed: "
			    "the links form a circle");
	if (c->count == CHASE_FETCHES)
		return err_set(e, ERR_LIMIT, "not followed: at most %d links "
		    "are followed for one chain", CHASE_FETCHES);
	c->links[c->count++] = link;
	return true;
}

static bool
refuse_others(const struct cert *child, const struct certlist *got,
    struct err *e)
{
	char mine[CERTNAME_MAX], theirs[CERTNAME_MAX];

	if (got->count == 0)
		return err_set(e, ERR_INCOMPLETE, "nothing new: the "
		    "certificates there are already known");
	return err_set(e, ERR_UNTRUSTED, "did not sign \"%s\": the "
	    "certificate there is that of \"%s\"",
	    certname_brief(child->scan.subject, mine),
	    certname_brief(got->items[0]->scan.subject, theirs));
}

/* Those that signed the child, out of *got. */
static bool
take_issuers(struct chase *c, const struct cert *child, struct certlist *got,
    struct err *e)
{
	bool yes;

	for (size_t i = 0; i < got->count; ) {
		if (!issued_by(child, got->items[i], &yes, e))
			return false;
		if (!yes)
			i++;
		else if (!certlist_add_new(&c->found, certlist_take(got, i), e))
			return false;
	}
	return true;
}

/* The issuers, and theirs, into the pool. Anything else in the answer is
 * ignored, whatever its name. */
static bool
take_answer(struct chase *c, const struct cert *child, struct certlist *got,
    struct err *e)
{
	size_t first = c->found.count;

	if (got->count > CHASE_ANSWER)
		return err_set(e, ERR_LIMIT, "%zu certificates, expected at "
		    "most %d", got->count, CHASE_ANSWER);
	if (!take_issuers(c, child, got, e))
		return false;
	if (c->found.count == first)
		return refuse_others(child, got, e);
	for (size_t i = first; i < c->found.count; i++)
		if (!chain_pool_add(&c->t.pool, c->found.items[i], CHAIN_KNOWN,
		    e) || !take_issuers(c, c->found.items[i], got, e))
			return false;
	return true;
}

static bool
follow(struct chase *c, const struct cert *child, struct view url,
    struct err *e)
{
	struct certlist got = CERTLIST_INIT;
	char link[HTTPGET_URL + 1];
	bool ok;

	if (!httpget_url(url, link, e))
		return false;
	if (!remember_link(c, url, e))
		return err_in(e, "%s", link);
	ok = download(link, c->o, &got, e) &&
	    (take_answer(c, child, &got, e) || err_in(e, "%s", link));
	certlist_clear(&got);
	return ok;
}

/* Each link of the certificate, until one leads to its issuer. */
static bool
fetch_issuer(struct chase *c, struct err *e)
{
	const struct cert *child = target_top(&c->t);
	char name[CERTNAME_MAX];
	struct view url;
	size_t n;

	for (n = 0; n < CHASE_LINKS && certext_issuer_url(&child->scan, n,
	    &url); n++) {
		err_clear(e);
		if (follow(c, child, url, e))
			return true;
		if (e->code == ERR_MEMORY)
			return false;
	}
	if (n == 0)
		err_set(e, ERR_INCOMPLETE, "the certificate of \"%s\" is "
		    "missing, and the certificate that it issued has no link "
		    "to it", certname_brief(child->scan.issuer, name));
	return false;
}

/* ---- all of them ---- */

/* Of the chain, those that came from the network, the uppermost first. */
static size_t
list_found(const struct chase *c, struct keep *items)
{
	size_t n = 0;

	for (size_t i = c->t.chain.count; i-- > 1; )
		for (size_t k = 0; k < c->found.count; k++)
			if (cert_same(c->found.items[k],
			    c->t.chain.steps[i].cert))
				items[n++].cert = c->found.items[k];
	return n;
}

static bool
keep_found(const struct chase *c, struct keep *items, size_t count,
    struct err *e)
{
	char name[CERTNAME_MAX];

	if (!keep(c->o, items, count, e))
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct certscan *s = &items[i].cert->scan;

		report_note("fetched \"%s\", the issuer, into the %s's CA "
		    "store%s", certname_brief(s->subject, name),
		    location_name(options_place(c->o)),
		    certscan_self_signed(s) ? "; this root is not trusted (to "
		    "trust it: certimport -addstore Root FILE)" : "");
	}
	return true;
}

/* What remains to be said once all links have been followed. */
static void
settle(const struct chain *chain, struct err *why)
{
	const char *text;

	if (chain->complete || chain->to_code_verification_root) {
		err_clear(why);
	} else if (why->code == ERR_NONE) {
		text = chain_fault_text(chain->steps[chain->count - 1].faults,
		    0);
		err_set(why, ERR_INCOMPLETE, "the chain is incomplete%s%s",
		    text != NULL ? ": " : "", text != NULL ? text : "");
	}
}

/* *why: what is still missing. */
static bool
chase(struct chase *c, struct err *why, struct err *e)
{
	const struct chain *chain = &c->t.chain;

	while ((chain->faults & CHAIN_ISSUER_MISSING) != 0 &&
	    !chain->to_code_verification_root && fetch_issuer(c, why))
		if (!target_build(&c->t, e))
			return false;
	if (why->code == ERR_MEMORY)
		return err_memory(e);
	settle(chain, why);
	return true;
}

static bool
finish_chase(struct chase *c, const struct err *why, struct err *e)
{
	struct keep items[CHAIN_DEPTH];
	size_t count;

	memset(items, 0, sizeof(items));
	count = list_found(c, items);
	/* Before writing: it holds the readers' lock. */
	target_close(&c->t);
	if (!keep_found(c, items, count, e))
		return false;
	if (why->code == ERR_NONE)
		return true;
	if (count == 0)
		return err_set(e, why->code, "%s", why->msg);
	*c->o->part_undone = true;
	report_note("%s", why->msg);
	return true;
}

bool
crosscert_aia(const struct cmdline *o, struct err *e)
{
	struct err why = ERR_INIT;
	struct chase c = { .o = o };
	bool ok = target_open(&c.t, o, e) && chase(&c, &why, e) &&
	    finish_chase(&c, &why, e);

	target_close(&c.t);
	certlist_clear(&c.found);
	return ok;
}
