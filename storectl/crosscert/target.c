#include "target.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "query/engines.h"
#include "query/load_file.h"
#include "query/pick_in_files.h"

/* ---- files ---- */

static bool
read_files(struct target *t, const struct options *o, struct err *e)
{
	struct secret password = SECRET_INIT;
	bool ok = options_password(o, &password, e);

	for (size_t i = 0; ok && i < o->files.count; i++)
		ok = anyfile_read(o->files.items[i], &password, NULL,
		    &o->which.limits, &t->files, NULL, e);
	secret_clear(&password);
	return ok;
}

static bool
from_files(struct target *t, const struct options *o, struct err *e)
{
	return read_files(t, o, e) &&
	    infiles_one(&t->files, &t->g.criteria, &t->leaf, e);
}

/* ---- stores ---- */

bool
target_hint(const char *name, struct err *e)
{
	if (e->code != ERR_MEMORY && access(name, F_OK) == 0)
		err_add(e, " (%s is a file: -cert FILE is for those)", name);
	return false;
}

static bool
from_store(struct target *t, const char *id, struct err *e)
{
	const struct gathered *x;

	if (!gather_one(&t->g, &x, e))
		return id != NULL && target_hint(id, e);
	t->leaf = x->cert;
	return true;
}

static bool
fill_pool(struct target *t, struct err *e)
{
	const struct chain_pool *stores = gather_pool(&t->g, e);

	if (stores == NULL)
		return false;
	for (size_t i = 0; i < stores->count; i++)
		if (!chain_pool_add(&t->pool, stores->items[i].cert,
		    stores->items[i].standing, e))
			return false;
	return chain_pool_add_list(&t->pool, &t->files.certs, CHAIN_KNOWN, e);
}

/* ---- the target ---- */

bool
target_open(struct target *t, const struct options *o, const char *id,
    struct err *e)
{
	const struct selection s = selection_of(&o->which.selection,
	    PLACE_USER, "My", id);

	memset(t, 0, sizeof(*t));
	if (!gather_open(&t->g, &s, e) || !engines_start(e))
		return false;
	if (!(o->files.count != 0 ? from_files(t, o, e) : from_store(t, id,
	    e)))
		return false;
	return fill_pool(t, e) && target_build(t, e);
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

/* The row of a cross-certificate that the chain itself ends in. */
static bool
row_of_top(const struct crosscat_row *r, struct crosscat_match **matches,
    size_t *count, struct err *e)
{
	struct crosscat_match *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return err_memory(e);
	m->row = r;
	m->sure = CROSSCAT_BY_KEY;
	*matches = m;
	*count = 1;
	return true;
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
	if (r != NULL)
		return row_of_top(r, matches, count, e);
	if (!top->scanned)
		return true;
	if (t->chain.complete) {
		root.subject = top->scan.subject;
		root.spki = top->scan.spki;
		root.sha1 = top->sha1;
	} else if ((t->chain.faults & CHAIN_ISSUER_MISSING) != 0) {
		root.subject = t->chain.missing.name;
	} else {
		return true;
	}
	return crosscat_find(&c->rows, &root, &c->held, matches, count, e);
}
