#include "query/gather.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/nearest.h"
#include "base/text.h"
#include "chain/choose.h"
#include "query/engines.h"

void
gather_init(struct gather *g)
{
	const struct location closed = LOCATION_INIT;
	const struct store no_store = STORE_INIT;

	memset(g, 0, sizeof(*g));
	g->location = closed;
	g->other = closed;
	g->store = no_store;
}

static void
drop_found(struct gather *g)
{
	for (size_t i = 0; i < g->count; i++)
		cert_free(g->found[i].cert);
	free(g->found);
	g->found = NULL;
	g->count = 0;
}

void
gather_close(struct gather *g)
{
	chain_pool_clear(&g->pool);
	certlist_clear(&g->pool_certs);
	disallowed_clear(&g->disallowed);
	drop_found(g);
	keynames_clear(&g->keys);
	store_close(&g->store);
	location_close(&g->location);
	location_close(&g->other);
}

void
gather_unlock(struct gather *g)
{
	location_unlock(&g->location);
	location_unlock(&g->other);
}

/* ---- private keys ---- */

static bool
read_keys(struct gather *g, struct err *e)
{
	if (g->have_keys)
		return true;
	g->have_keys = keyvault_names(&g->location, &g->keys, e);
	return g->have_keys;
}

bool
gather_has_key(const struct gather *g, const struct keyname *n)
{
	return g->have_keys ? keynames_find(&g->keys, n) != NULL :
	    keyvault_has(&g->location, n);
}

static bool
has_key(const struct gather *g, const struct cert *c, bool *yes,
    struct err *e)
{
	struct keyname n;

	/* One certificate asks for one key. Where there are none nothing is
	 * hashed. */
	*yes = false;
	if (!c->scanned || (g->have_keys && g->keys.count == 0))
		return true;
	if (!keyvault_name_of_cert(c, &n))
		return err_memory(e);
	*yes = gather_has_key(g, &n);
	return true;
}

bool
gather_keyinfo(const struct gather *g, const struct gathered *x,
    struct keyinfo *info, bool *known, struct err *e)
{
	const struct keyinfo empty = KEYINFO_INIT;
	struct err why = ERR_INIT;
	struct keyname n;

	*info = empty;
	*known = false;
	if (!x->has_key)
		return true;
	if (!keyvault_name_of_cert(x->cert, &n))
		return err_memory(e);
	*known = keyvault_info(&g->location, &n, info, &why);
	return *known || why.code != ERR_MEMORY || err_memory(e);
}

/* ---- the other location, and what chains go through ---- */

const char *
gather_other_option(const struct gather *g)
{
	if (g->place == PLACE_MACHINE)
		return "-user";
	return g->windows ? "without -user" : "-sm";
}

static bool
open_other(struct gather *g, struct err *e)
{
	enum place place = g->place == PLACE_USER ? PLACE_MACHINE : PLACE_USER;

	if (g->other_tried)
		return true;
	g->other_tried = true;
	if (location_open(&g->other, place, LOCATION_READ, &g->other_err))
		return true;
	if (g->other_err.code != ERR_MEMORY)
		return true;
	*e = g->other_err;
	return false;
}

/* ---- a store that is not there ---- */

static void
add_store_names(const struct gather *g, char **names, size_t count,
    struct err *e)
{
	struct nearest n;
	const char *known;

	nearest_begin(&n, g->store.name);
	for (size_t i = 0; (known = location_known_store(i)) != NULL; i++) {
		/* As Windows shows it: "Personal". */
		if (text_same(location_display_name(known), g->store.name))
			nearest_begin(&n, known);
		nearest_consider(&n, known);
	}
	for (size_t i = 0; i < count; i++)
		nearest_consider(&n, names[i]);
	if (nearest_suggest(&n, "", e) || count == 0)
		return;
	err_add(e, "; there %s", count == 1 ? "is" : "are");
	for (size_t i = 0; i < count; i++)
		err_add(e, "%s %s", i == 0 ? "" : ",", names[i]);
}

static bool
other_has_store(struct gather *g)
{
	struct err ignored = ERR_INIT;
	struct store s = STORE_INIT;
	bool has;

	has = open_other(g, &ignored) && g->other.fd != -1 &&
	    store_open(&s, &g->other, g->store.name, &ignored) && s.dir != -1;
	store_close(&s);
	return has;
}

static bool
refuse_store(struct gather *g, struct err *e)
{
	char **names;
	size_t count;

	if (!location_list_stores(&g->location, &names, &count, e))
		return false;
	err_set(e, ERR_NOT_FOUND, "the %s has no store %s",
	    location_name(g->place), g->store.name);
	if (other_has_store(g))
		err_add(e, "; the %s has one: %s",
		    location_name(g->other.place), gather_other_option(g));
	else
		add_store_names(g, names, count, e);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	return false;
}

/* Windows' own may be empty; another is there when its folder is. A name that
 * is misspelt must not pass for a store that is empty. */
static bool
check_store(struct gather *g, struct err *e)
{
	return g->store.dir != -1 ||
	    location_display_name(g->store.name) != NULL ||
	    refuse_store(g, e);
}

bool
gather_open(struct gather *g, const struct selection *s, struct err *e)
{
	gather_init(g);
	g->windows = s->windows;
	g->place = selection_place(s, PLACE_USER);
	return selection_criteria(s, &g->criteria, e) &&
	    location_open(&g->location, g->place, LOCATION_READ, e) &&
	    store_open(&g->store, &g->location, s->store != NULL ? s->store :
	    "My", e) && check_store(g, e);
}

/* What the machine forbids binds its users: a verdict must not come out because
 * that cannot be read. A user's location that root does not own, or that has no
 * home, is none of root's. */
static bool
refuse_without_machine(const struct gather *g, struct err *e)
{
	if (g->place == PLACE_MACHINE || g->other_err.code == ERR_NONE)
		return true;
	*e = g->other_err;
	return false;
}

static bool
add_store(struct gather *g, const struct location *l, const char *name,
    struct err *e)
{
	struct store s;
	bool ok;

	if (!store_open(&s, l, name, e))
		return false;
	ok = store_list(&s, &g->pool_certs, e);
	/* What it forbids must not be trusted because it cannot be read. */
	if (ok && s.unread != 0 && text_same(name, "Disallowed"))
		ok = err_set(e, ERR_ACCESS, "%s: %zu certificate%s in "
		    "Disallowed cannot be read, so nothing can be trusted; "
		    "check the owners and rights of its files", l->path,
		    s.unread, s.unread == 1 ? "" : "s");
	store_close(&s);
	return ok;
}

static bool
add_disallowed(struct gather *g, const struct location *l, struct err *e)
{
	struct bytes text = BYTES_INIT;
	bool ok;

	ok = location_read_file(l, LOCATION_DISALLOWED, &text, e) &&
	    (disallowed_read(&g->disallowed, view_bytes(&text), e) ||
	    err_in(e, "%s/%s", l->path, LOCATION_DISALLOWED));
	bytes_clear(&text);
	return ok;
}

static const struct {
	const char		*name;
	enum chain_standing	 standing;
} pooled[] = {
	{ "Root", CHAIN_TRUSTED }, { "CA", CHAIN_KNOWN },
	{ "My", CHAIN_KNOWN }, { "Disallowed", CHAIN_FORBIDDEN },
};

static bool
fill_pool(struct gather *g, struct err *e)
{
	const struct location *const both[] = { &g->location, &g->other };

	for (size_t k = 0; k < COUNT_OF(both); k++)
		if (!add_disallowed(g, both[k], e))
			return false;
	g->pool.disallowed = &g->disallowed;
	for (size_t i = 0; i < COUNT_OF(pooled); i++) {
		size_t first = g->pool_certs.count;

		for (size_t k = 0; k < COUNT_OF(both); k++)
			if (both[k]->fd != -1 &&
			    !add_store(g, both[k], pooled[i].name, e))
				return false;
		for (size_t k = first; k < g->pool_certs.count; k++)
			if (!chain_pool_add(&g->pool, g->pool_certs.items[k],
			    pooled[i].standing, e))
				return false;
	}
	return true;
}

const struct chain_pool *
gather_pool(struct gather *g, struct err *e)
{
	if (g->have_pool)
		return &g->pool;
	if (!engines_start(e) || !open_other(g, e) ||
	    !refuse_without_machine(g, e) || !fill_pool(g, e))
		return NULL;
	g->have_pool = true;
	return &g->pool;
}

struct counting {
	struct gather		*g;
	const struct select	*criteria;
	size_t			 seen;
	size_t			 matching;
};

static bool
count_matching(struct cert *c, bool *keep, void *arg, struct err *e)
{
	struct counting *k = arg;
	struct select_candidate x = { c, false, k->seen++ };
	struct keyname n;
	bool meets;

	(void)keep;
	if (k->criteria->signing && c->scanned) {
		if (!keyvault_name_of_cert(c, &n))
			return err_memory(e);
		x.has_key = keyvault_has(&k->g->other, &n);
	}
	if (!select_meets(k->criteria, &x, k->g->have_pool ? &k->g->pool :
	    NULL, &meets, e))
		return false;
	k->matching += meets;
	return true;
}

bool
gather_count_other(struct gather *g, const struct select *criteria,
    size_t *count, struct err *e)
{
	struct counting k = { g, criteria, 0, 0 };
	struct store s;
	bool ok;

	*count = 0;
	if (!open_other(g, e))
		return false;
	if (g->other.fd == -1)
		return true;
	if ((criteria->root.len != 0 && gather_pool(g, e) == NULL) ||
	    !store_open(&s, &g->other, g->store.name, e))
		return false;
	ok = store_walk_like(&s, criteria->id.len == 0 ? criteria->hash : "",
	    count_matching, &k, e);
	store_close(&s);
	*count = k.matching;
	return ok;
}

/* ---- selecting ---- */

struct pass {
	struct gather		*g;
	const struct select	*criteria;
	gather_visit		*each;
	void			*arg;
};

static bool
consider(struct cert *c, bool *keep, void *arg, struct err *e)
{
	struct pass *p = arg;
	struct gather *g = p->g;
	struct select_candidate candidate = { c, false, g->total };
	struct gathered x = { c, false, g->total };
	bool meets;

	g->total++;
	if (!select_meets(p->criteria, &candidate, g->have_pool ? &g->pool :
	    NULL, &meets, e))
		return false;
	if (!meets)
		return true;
	return has_key(g, c, &x.has_key, e) && p->each(&x, keep, p->arg, e);
}

static bool
find_whole_hash(struct pass *p, const unsigned char sha1[SHA1_LEN],
    struct err *e)
{
	bool keep = false, ok;
	struct cert *c;

	if (!store_find(&p->g->store, sha1, &c, e))
		return false;
	if (c == NULL)
		return true;
	ok = consider(c, &keep, p, e);
	if (!keep)
		cert_free(c);
	return ok;
}

static bool
make_pass(struct pass *p, struct err *e)
{
	const struct select *s = p->criteria;
	struct gather *g = p->g;
	unsigned char sha1[SHA1_LEN];

	g->total = 0;
	if (s->root.len != 0 && gather_pool(g, e) == NULL)
		return false;
	/* With a CertId the place matters, so all have to be counted. */
	if (s->id.len == 0 && select_whole_hash(s, sha1))
		return find_whole_hash(p, sha1, e);
	return read_keys(g, e) && store_walk_like(&g->store,
	    s->id.len == 0 ? s->hash : "", consider, p, e);
}

bool
gather_each(struct gather *g, gather_visit *each, void *arg, struct err *e)
{
	struct pass p = { g, &g->criteria, each, arg };

	return make_pass(&p, e);
}

static bool
add_row(const struct gathered *x, bool *keep, void *arg, struct err *e)
{
	(void)keep;
	return summary_add(arg, x->cert, e);
}

bool
gather_summary(struct gather *g, struct summary *m, struct err *e)
{
	if (!select_is_empty(&g->criteria))
		return gather_each(g, add_row, m, e);
	if (!read_keys(g, e) || !summary_of_store(m, &g->store, e))
		return false;
	g->total = m->count;
	return true;
}

static bool
keep_it(const struct gathered *x, bool *keep, void *arg, struct err *e)
{
	struct gather *g = arg;

	if (!array_room(&g->found, g->count, sizeof(*g->found), e))
		return false;
	g->found[g->count++] = *x;
	*keep = true;
	return true;
}

bool
gather_all_that(struct gather *g, const struct select *criteria,
    struct err *e)
{
	struct pass p = { g, criteria, keep_it, g };

	drop_found(g);
	return make_pass(&p, e);
}

bool
gather_all(struct gather *g, struct err *e)
{
	return gather_all_that(g, &g->criteria, e);
}

/* ---- exactly one ---- */

bool
gather_refuse_several(const struct gather *g, const char *cure,
    struct err *e)
{
	struct choose_several several = CHOOSE_SEVERAL_INIT;

	for (size_t i = 0; i < g->count; i++)
		choose_list(&several, g->found[i].cert);
	return choose_refuse_several(&several, cure, e);
}

const char *
gather_that_match(const struct gather *g, size_t count)
{
	if (select_is_empty(&g->criteria))
		return "";
	return count == 1 ? " that matches" : " that match";
}

bool
gather_refuse_none(struct gather *g, struct err *e)
{
	const char *place = location_name(g->place);
	size_t others;

	if (!gather_count_other(g, &g->criteria, &others, e))
		return false;
	err_set(e, ERR_NO_CERT, g->total == 0 && g->criteria.hash[0] == '\0' ?
	    "the %s's store %s is empty" : "no certificate in the %s's store "
	    "%s matches", place, g->store.name);
	if (others != 0)
		err_add(e, "; the %s's, not searched, has %zu%s: %s",
		    location_name(g->other.place), others,
		    gather_that_match(g, others), gather_other_option(g));
	return false;
}

bool
gather_one(struct gather *g, const struct gathered **x, struct err *e)
{
	size_t best = 0;

	*x = NULL;
	if (!gather_all(g, e))
		return false;
	if (g->count == 0)
		return gather_refuse_none(g, e);
	if (g->count > 1 && !g->criteria.longest)
		return gather_refuse_several(g, CHOOSE_CURE, e);
	for (size_t i = 1; i < g->count; i++)
		if (choose_longer(g->found[i].cert, g->found[best].cert))
			best = i;
	*x = &g->found[best];
	return true;
}
