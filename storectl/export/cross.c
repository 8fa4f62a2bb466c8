#include "cross.h"

#include <time.h>

#include "cert/certname.h"
#include "chain/chain.h"
#include "formats/load.h"
#include "io/readfile.h"

static bool
read_cross_file(const char *operand, const struct limits *limits,
    struct contents *c, struct err *e)
{
	const struct load_options o = {
		.kinds = LOAD_CERTS,
		.expected = "a cross-certificate",
		.limits = limits,
	};
	struct bytes file = BYTES_INIT;
	bool ok;

	ok = readfile(operand, load_cap_any, limits, &file, e) &&
	    (load(view_bytes(&file), &o, c, NULL, e) ||
	    err_in(e, "%s", readfile_name(operand)));
	bytes_clear(&file);
	return ok;
}

static bool
pool_with(struct chain_pool *pool, struct bundle *p, const struct cert *cross,
    struct err *e)
{
	const struct certlist *chain = bundle_chain(p);

	for (size_t i = 0; i < chain->count; i++)
		if (!cert_is_root(chain->items[i]) && !chain_pool_add(pool,
		    chain->items[i], CHAIN_KNOWN, e))
			return false;
	return chain_pool_add(pool, cross, CHAIN_KNOWN, e);
}

static bool
is_in(const struct certlist *l, const struct cert *c)
{
	for (size_t i = 0; i < l->count; i++)
		if (cert_same(l->items[i], c))
			return true;
	return false;
}

/* Is it about the root of this chain, as far as the chain has one? */
static bool
is_for_root(struct bundle *p, const struct cert *cross)
{
	const struct cert *root;

	if (!cross->scanned || cert_is_root(cross))
		return false;
	if (!bundle_is_complete(p, &root))
		return !is_in(bundle_chain(p), cross);
	return view_equal(root->scan.subject, cross->scan.subject) &&
	    view_equal(root->scan.spki, cross->scan.spki);
}

/* Does the chain, without its root, lead to this one? */
static bool
belongs(struct bundle *p, const struct cert *cross, bool *yes, struct err *e)
{
	const struct chain_options o = { .when = (int64_t)time(NULL) };
	struct chain_pool pool = CHAIN_POOL_INIT;
	struct chain chain;
	bool ok;

	*yes = false;
	if (!is_for_root(p, cross))
		return true;
	ok = pool_with(&pool, p, cross, e) &&
	    chain_build(&pool, bundle_cert(p), &o, &chain, e);
	for (size_t i = 1; ok && i < chain.count; i++)
		if (cert_same(chain.steps[i].cert, cross))
			*yes = (chain.faults & CHAIN_BAD_SIGNATURE) == 0;
	chain_pool_clear(&pool);
	return ok;
}

static bool
refuse_misfit(struct bundle *p, const struct cert *cross, struct err *e)
{
	struct bytes text = BYTES_INIT;
	const struct cert *top;
	bool whole = bundle_is_complete(p, &top);

	bytes_add_str(&text, "not a cross-certificate for the chain: it is "
	    "for ");
	certname_quote(cross->scan.subject, &text);
	bytes_add_str(&text, cert_is_root(cross) ?
	    " and self-signed, and the chain ends in " :
	    ", and the chain ends in ");
	certname_quote(whole ? top->scan.subject : top->scan.issuer, &text);
	bytes_add_u8(&text, 0);
	err_set(e, ERR_NO_MATCH, "%s", text.failed ? "" :
	    (const char *)text.data);
	bytes_clear(&text);
	return false;
}

/* Of the certificates in the file those that belong. */
static bool
take_fitting(struct bundle *p, struct contents *c, struct certlist *fitting,
    struct err *e)
{
	bool found = false, yes;

	if (c->certs.count == 0)
		return err_set(e, ERR_NO_CERT, "no certificate in it");
	for (size_t i = 0; i < c->certs.count; ) {
		if (!belongs(p, c->certs.items[i], &yes, e))
			return false;
		if (!yes) {
			i++;
			continue;
		}
		found = true;
		if (!certlist_add_new(fitting, certlist_take(&c->certs, i), e))
			return false;
	}
	return found || refuse_misfit(p, c->certs.items[0], e);
}

static bool
take_file(const char *operand, const struct limits *limits, struct bundle *p,
    struct certlist *fitting, struct err *e)
{
	struct contents c = CONTENTS_INIT;
	bool ok;

	ok = read_cross_file(operand, limits, &c, e) &&
	    (take_fitting(p, &c, fitting, e) ||
	    err_in(e, "%s", readfile_name(operand)));
	contents_clear(&c);
	return ok;
}

bool
export_cross_add(const struct opt_list *files, const struct limits *limits,
    struct bundle *p, struct err *e)
{
	struct certlist fitting = CERTLIST_INIT;
	bool ok = true;

	for (size_t i = 0; ok && i < files->count; i++)
		ok = take_file(files->items[i], limits, p, &fitting, e);
	if (ok)
		bundle_drop_roots(p);
	while (ok && fitting.count != 0)
		ok = certlist_add_new(bundle_chain(p),
		    certlist_take(&fitting, 0), e);
	certlist_clear(&fitting);
	return ok;
}
