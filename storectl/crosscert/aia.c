/*
 * aia.c - crosscert aia: the issuers that a chain lacks, from where its
 * certificates say they are (authority information access)
 *
 * What storectl chain -fetch runs. A certificate that comes counts only when
 * it did sign the one whose link it came from; it then goes into CA, also when
 * it is a root: what is trusted is the user's own decision. Further ones in the
 * same answer count when they did sign one that counts.
 */

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cert/certext.h"
#include "cert/certname.h"
#include "chain/issued.h"
#include "cli/report.h"
#include "download.h"
#include "keep.h"
#include "target.h"
#include "verbs.h"

enum {
	CHASE_FETCHES = 16,	/* for one chain */
	CHASE_LINKS = 4,	/* tried of one certificate */
	CHASE_URL = 2048,
	CHASE_ANSWER = 64,	/* certificates in one answer */
};

struct chase {
	const struct options	*o;
	struct target		 t;
	struct certlist		 found;
	char			*links[CHASE_FETCHES];
	size_t			 count;
};

/* The name that a sentence shows; the caller clears it. */
static const char *
name_of(struct view name, struct bytes *text)
{
	bytes_truncate(text, 0);
	certname_display(name, text);
	bytes_add_u8(text, 0);
	return text->failed ? "?" : (const char *)text->data;
}

/* ---- one link ---- */

static bool
remember(struct chase *c, const char *link, struct err *e)
{
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->links[i], link) == 0)
			return err_set(e, ERR_INCOMPLETE, "%s: the links go "
			    "round in a circle: this one was followed already",
			    link);
	if (c->count == CHASE_FETCHES)
		return err_set(e, ERR_LIMIT, "%s: %d links were followed, that "
		    "is enough for one chain", link, CHASE_FETCHES);
	c->links[c->count] = strdup(link);
	return c->links[c->count++] != NULL || err_memory(e);
}

static bool
refuse_others(const struct cert *child, const struct cert *got,
    const char *link, struct err *e)
{
	struct bytes mine = BYTES_INIT, theirs = BYTES_INIT;

	err_set(e, ERR_UNTRUSTED, "%s: what is there did not sign \"%s\": it "
	    "is the certificate of \"%s\"", link,
	    name_of(child->scan.subject, &mine),
	    name_of(got->scan.subject, &theirs));
	bytes_clear(&mine);
	bytes_clear(&theirs);
	return false;
}

/* Those that did sign it, out of *got. */
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

/* The issuers, and theirs, into the pool: what else is there is left alone,
 * whatever name it has. */
static bool
take(struct chase *c, const struct cert *child, struct certlist *got,
    const char *link, struct err *e)
{
	size_t first = c->found.count;

	if (got->count > CHASE_ANSWER)
		return err_set(e, ERR_LIMIT, "%s: %zu certificates, at most %d "
		    "of one answer are looked at", link, got->count,
		    CHASE_ANSWER);
	if (!take_issuers(c, child, got, e))
		return false;
	if (c->found.count == first)
		return got->count != 0 ? refuse_others(child, got->items[0],
		    link, e) : err_set(e, ERR_INCOMPLETE, "%s: what is there "
		    "was known already", link);
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
	char link[CHASE_URL + 1];
	bool ok;

	if (url.len > CHASE_URL || memchr(url.data, 0, url.len) != NULL)
		return err_set(e, ERR_INPUT, "the link to the issuer is no "
		    "URL");
	memcpy(link, url.data, url.len);
	link[url.len] = '\0';
	if (!text_starts(link, "http://") && !text_starts(link, "https://"))
		return err_set(e, ERR_UNSUPPORTED, "%s: only http and https "
		    "are fetched", link);
	ok = remember(c, link, e) && download(link, c->o, &got, e) &&
	    take(c, child, &got, link, e);
	certlist_clear(&got);
	return ok;
}

/* Each link of the certificate, until one leads to its issuer. */
static bool
fetch_issuer(struct chase *c, struct err *e)
{
	const struct cert *child = target_top(&c->t);
	struct bytes name = BYTES_INIT;
	struct view url;
	size_t n;

	for (n = 0; n < CHASE_LINKS && certext_issuer_url_at(&child->scan, n,
	    &url); n++) {
		err_clear(e);
		if (follow(c, child, url, e))
			return true;
		if (e->code == ERR_MEMORY)
			return false;
	}
	if (n == 0)
		err_set(e, ERR_INCOMPLETE, "the certificate of \"%s\" is "
		    "missing, and the one that it issued does not say where it "
		    "may be had", name_of(child->scan.issuer, &name));
	bytes_clear(&name);
	return false;
}

/* ---- all of them ---- */

static bool
lacks_issuer(const struct chain *chain)
{
	return (chain->faults & CHAIN_ISSUER_MISSING) != 0 &&
	    !chain->to_code_verification_root;
}

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
	struct bytes name = BYTES_INIT;

	if (!keep(c->o, items, count, e))
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct certscan *s = &items[i].cert->scan;

		report_note("\"%s\" was fetched and did sign: it is in the "
		    "%s's CA store now%s", name_of(s->subject, &name),
		    location_name(options_place(c->o)),
		    certscan_self_signed(s) ? ", and is not trusted for that "
		    "(certimport -addstore Root FILE would do so)" : "");
	}
	bytes_clear(&name);
	return true;
}

/* What is still to be said once all links have been followed. */
static void
settle(struct chase *c, struct err *why)
{
	const struct chain *chain = &c->t.chain;
	const char *text;

	if (chain->complete || chain->to_code_verification_root) {
		err_clear(why);
		return;
	}
	if (why->code != ERR_NONE)
		return;
	text = chain_fault_text(chain->steps[chain->count - 1].faults, 0);
	err_set(why, ERR_INCOMPLETE, "the chain leads nowhere: %s", text !=
	    NULL ? text : "it is incomplete");
}

/* *why: what is missing still. */
static bool
chase(struct chase *c, struct err *why, struct err *e)
{
	while (lacks_issuer(&c->t.chain) && fetch_issuer(c, why))
		if (!target_build(&c->t, e))
			return false;
	if (why->code == ERR_MEMORY)
		return err_memory(e);
	settle(c, why);
	return true;
}

static bool
finish(struct chase *c, const struct err *why, struct err *e)
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
crosscert_aia(const struct options *o, struct err *e)
{
	struct err why = ERR_INIT;
	struct chase c = { .o = o };
	bool ok = target_open(&c.t, o, e) && chase(&c, &why, e) &&
	    finish(&c, &why, e);

	target_close(&c.t);
	certlist_clear(&c.found);
	for (size_t i = 0; i < c.count; i++)
		free(c.links[i]);
	return ok;
}
