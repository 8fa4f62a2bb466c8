#include "chain.h"

#include <string.h>
#include <time.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "io/readfile.h"
#include "query/load_file.h"

void
sign_chain_clear(struct sign_chain *s)
{
	certlist_clear(&s->certs);
	certlist_clear(&s->cross);
	certlist_clear(&s->spare);
	bytes_clear(&s->notes);
	memset(s, 0, sizeof(*s));
}

static bool
list_has(const struct certlist *l, const struct cert *c)
{
	for (size_t i = 0; i < l->count; i++)
		if (cert_same(l->items[i], c))
			return true;
	return false;
}

static bool
take_cross(struct sign_chain *s, const char *name, const struct cert *leaf,
    struct certlist *from, struct err *e)
{
	bool any = false, roots = false;

	while (from->count != 0) {
		struct cert *c = certlist_take(from, 0);
		bool is_root = c->scanned && cert_is_root(c);

		roots |= is_root;
		any |= c->scanned;
		if (!c->scanned || is_root || cert_same(c, leaf) ||
		    list_has(&s->cross, c))
			cert_free(c);
		else if (!certlist_add_new(&s->cross, c, e))
			return false;
	}
	if (!any)
		return err_set(e, ERR_NO_CERT, "%s: no readable certificate "
		    "in it", name);
	if (roots)
		bytes_addf(&s->notes, "%s: the self-signed root in it is left "
		    "out of the signature; a cross-certificate for it is "
		    "signed by another CA\n", name);
	return true;
}

static bool
read_cross(struct sign_chain *s, const struct sign_chain_query *q,
    const char *operand, struct err *e)
{
	const struct load_passwords none = { 0 };
	struct contents c = CONTENTS_INIT;
	bool ok;

	ok = load_file(operand, &none, q->limits, &c, NULL, e) &&
	    take_cross(s, readfile_name(operand), q->leaf, &c.certs, e);
	contents_clear(&c);
	return ok;
}

/* ---- the path through a cross-certificate ---- */

/* Roots whose place a cross-certificate takes. */
static bool
is_replaced(const struct certlist *cross, const struct cert *c)
{
	if (!cert_is_root(c))
		return false;
	for (size_t i = 0; i < cross->count; i++)
		if (view_equal(cross->items[i]->scan.subject,
		    c->scan.subject))
			return true;
	return false;
}

static bool
pool_without_replaced(const struct sign_chain *s, const struct chain_pool *known,
    struct chain_pool *pool, struct err *e)
{
	for (size_t i = 0; i < known->count; i++)
		if (!is_replaced(&s->cross, known->items[i].cert) &&
		    !chain_pool_add(pool, known->items[i].cert,
		    known->items[i].standing, e))
			return false;
	return chain_pool_add_list(pool, &s->cross, CHAIN_KNOWN, e);
}

static bool
is_in_chain(const struct chain *chain, const struct cert *c)
{
	for (size_t i = 1; i < chain->count; i++)
		if (cert_same(chain->steps[i].cert, c))
			return true;
	return false;
}

static void
note_misfit(struct sign_chain *s, const struct cert *cross)
{
	const struct chain *c = &s->chain;
	const struct certscan *top = &c->steps[c->count - 1].cert->scan;

	bytes_add_str(&s->notes, "the certificate for ");
	certname_quote(cross->scan.subject, &s->notes);
	bytes_add_str(&s->notes, " (/ac) is not above ");
	certname_quote(c->steps[0].cert->scan.subject, &s->notes);
	bytes_add_str(&s->notes, ", whose chain ends in ");
	certname_quote(c->complete ? top->subject : top->issuer, &s->notes);
	bytes_add_str(&s->notes, "; attached anyway\n");
}

/* The chain through them, if they fit; s->chain is the plain one before. */
static bool
build_through_cross(struct sign_chain *s, const struct sign_chain_query *q,
    struct err *e)
{
	const struct chain_options o = { .when = (int64_t)time(NULL) };
	struct chain_pool pool = CHAIN_POOL_INIT;
	struct chain through;
	bool ok;

	ok = pool_without_replaced(s, q->pool, &pool, e) &&
	    chain_build(&pool, q->leaf, &o, &through, e);
	chain_pool_clear(&pool);
	if (!ok)
		return false;
	for (size_t i = 0; i < s->cross.count; i++) {
		const struct cert *c = s->cross.items[i];

		if (is_in_chain(&through, c) &&
		    (through.faults & CHAIN_BAD_SIGNATURE) == 0)
			s->crossed = true;
		else if (!is_in_chain(&s->chain, c))
			note_misfit(s, c);
	}
	if (s->crossed)
		s->chain = through;
	return true;
}

/* /kernel: one that is in the stores. */
static bool
find_cross(struct sign_chain *s, const struct sign_chain_query *q,
    struct err *e)
{
	const struct chain_options o = {
		.when = (int64_t)time(NULL),
		.kernel = true,
	};
	struct chain c;

	if (!chain_build(q->pool, q->leaf, &o, &c, e))
		return false;
	if (!c.to_code_verification_root)
		return err_set(e, ERR_NO_CERT, "no cross-certificate in the "
		    "stores leads to " CHAIN_CODE_VERIFICATION_ROOT
		    ": storectl crosscert find says which one would");
	s->chain = c;
	s->crossed = true;
	return true;
}

static bool
take_steps(struct sign_chain *s, struct err *e)
{
	for (size_t i = 0; i < s->chain.count; i++) {
		const struct cert *c = s->chain.steps[i].cert;
		struct cert *copy;

		/* A self-signed leaf still belongs in. */
		if (i > 0 && cert_is_root(c))
			continue;
		copy = cert_dup(c, e);
		if (copy == NULL || !certlist_add_new(&s->certs, copy, e))
			return false;
	}
	return true;
}

/* SignTool says nothing, and Windows refuses the signature. */
static void
note_expired(struct sign_chain *s)
{
	const unsigned faults = CHAIN_EXPIRED | CHAIN_NOT_YET_VALID;
	char date[CERTTIME_MAX];

	for (size_t i = 1; i < s->chain.count; i++) {
		const struct certscan *k = &s->chain.steps[i].cert->scan;
		const unsigned fault = s->chain.steps[i].faults & faults;

		if (fault == 0)
			continue;
		bytes_add_str(&s->notes, "the certificate of ");
		certname_quote(k->subject, &s->notes);
		bytes_add_str(&s->notes, ", issued by ");
		certname_quote(k->issuer, &s->notes);
		bytes_addf(&s->notes, ", %s %s: a signature made now is not "
		    "valid through it\n", fault == CHAIN_EXPIRED ? "expired" :
		    "is not valid before", certtime_date(fault ==
		    CHAIN_EXPIRED ? k->not_after : k->not_before, date));
	}
}

/* One that is above the leaf without it is in the signature already. The chain
 * may go through it all the same, so it stays in memory. */
static bool
set_aside(struct sign_chain *s, struct err *e)
{
	for (size_t i = s->cross.count; i-- > 0;)
		if (list_has(&s->certs, s->cross.items[i]) &&
		    !certlist_add(&s->spare, certlist_take(&s->cross, i), e))
			return false;
	return true;
}

static void
note_missing(struct sign_chain *s)
{
	const struct chain *c = &s->chain;

	if (s->crossed || (c->faults & CHAIN_ISSUER_MISSING) == 0)
		return;
	bytes_add_str(&s->notes, "the certificate of ");
	certname_quote(c->missing.name, &s->notes);
	bytes_add_str(&s->notes, " is not in the stores and, unless it is a "
	    "root, missing from the signature (storectl chain -fetch gets "
	    "it)\n");
}

bool
sign_chain_build(struct sign_chain *s, const struct sign_chain_query *q,
    struct err *e)
{
	const struct chain_options o = { .when = (int64_t)time(NULL) };

	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < q->files->count; i++)
		if (!read_cross(s, q, q->files->items[i], e))
			return false;
	if (!chain_build(q->pool, q->leaf, &o, &s->chain, e))
		return false;
	if (q->kernel && !find_cross(s, q, e))
		return false;
	if (!take_steps(s, e))
		return false;
	if (s->cross.count != 0 && (!build_through_cross(s, q, e) ||
	    !set_aside(s, e)))
		return false;
	note_missing(s);
	note_expired(s);
	return bytes_ok(&s->notes, e);
}
