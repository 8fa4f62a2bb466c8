#include "target.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/passin.h"
#include "query/engines.h"
#include "query/load_file.h"
#include "query/pick_in_files.h"

static bool
leaf_from_files(struct target *t, const struct cmdline *o, struct err *e)
{
	struct secret password = SECRET_INIT;
	bool ok = o->password_from == NULL ?
	    secret_copy(&password, &o->password, e) :
	    passin_source(o->password_from, "Enter password: ", PASSIN_ONCE,
	    "-p-from", &password, e);

	for (size_t i = 0; ok && i < o->files.count; i++)
		ok = load_file(o->files.items[i],
		    &(struct load_passwords){ .file = &password }, &o->limits, &t->files, NULL, e);
	secret_clear(&password);
	return ok && pick_in_files_one(&t->files, &t->g.criteria, &t->leaf, e);
}

bool
target_hint(const char *name, struct err *e)
{
	if (e->code != ERR_MEMORY && access(name, F_OK) == 0)
		err_add(e, " (%s is a file: use -cert FILE)", name);
	return false;
}

static bool
leaf_from_store(struct target *t, const char *id, struct err *e)
{
	const struct gathered *x;

	if (!gather_one(&t->g, &x, e))
		return id != NULL && target_hint(id, e);
	t->leaf = x->cert;
	return true;
}

static bool
fill_target_pool(struct target *t, struct err *e)
{
	const struct chain_pool *stores = gather_pool(&t->g, e);

	return stores != NULL && chain_pool_add_all(&t->pool, stores, e) &&
	    chain_pool_add_list(&t->pool, &t->files.certs, CHAIN_KNOWN, e);
}

/* ---- the target ---- */

bool
target_open(struct target *t, const struct cmdline *o, struct err *e)
{
	const char *id = o->operand_count != 0 ? o->operands[0] : NULL;
	const struct selection s = selection_of(&o->selection,
	    PLACE_USER, "My", id);

	memset(t, 0, sizeof(*t));
	if (!gather_open(&t->g, &s, e))
		return false;
	if (o->operand_count > 1)
		return err_set(e, ERR_USAGE, "%s takes one CertId, not %d",
		    o->verb, o->operand_count);
	return engines_start(e) &&
	    (o->files.count != 0 ? leaf_from_files(t, o, e) :
	    leaf_from_store(t, id, e)) &&
	    fill_target_pool(t, e) && target_build(t, e);
}

bool
target_build(struct target *t, struct err *e)
{
	const struct chain_options o = { .when = t->g.criteria.when };

	return chain_build(&t->pool, t->leaf, &o, &t->chain, e);
}

void
target_close(struct target *t)
{
	chain_pool_clear(&t->pool);
	contents_clear(&t->files);
	gather_close(&t->g);
}

const struct cert *
target_top(const struct target *t)
{
	return t->chain.steps[t->chain.count - 1].cert;
}

bool
target_rows(const struct target *t, const struct catalog *c,
    struct crosscat_match **matches, size_t *count, struct err *e)
{
	const struct cert *top = target_top(t);
	const struct crosscat_row *r = crosscat_by_pin(&c->rows, top->sha1);
	struct crosscat_root root = { .sha1 = NULL };

	*matches = NULL;
	*count = 0;
	if (r != NULL) {
		/* The chain itself ends in a cross-certificate. */
		*matches = calloc(1, sizeof(**matches));
		if (*matches == NULL)
			return err_memory(e);
		(*matches)->row = r;
		(*matches)->sure = CROSSCAT_BY_KEY;
		*count = 1;
		return true;
	}
	if (top->scanned && t->chain.complete) {
		root.subject = top->scan.subject;
		root.spki = top->scan.spki;
		root.sha1 = top->sha1;
	} else if (top->scanned &&
	    (t->chain.faults & CHAIN_ISSUER_MISSING) != 0) {
		root.subject = t->chain.missing.name;
	} else {
		return true;
	}
	return crosscat_find(&c->rows, &root, &c->held, matches, count, e);
}
