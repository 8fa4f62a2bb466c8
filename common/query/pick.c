#include "query/pick.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "chain/choose.h"

void
pick_clear(struct pick *p)
{
	const struct pick none = PICK_INIT;

	free(p->considered);
	free(p->left);
	*p = none;
}

static struct select_candidate *
copied(const struct select_candidate *items, size_t count, struct err *e)
{
	struct select_candidate *copy = calloc(count + 1, sizeof(*copy));

	if (copy == NULL)
		err_memory(e);
	else if (count != 0)
		memcpy(copy, items, count * sizeof(*copy));
	return copy;
}

/* ---- why nothing is left ---- */

static void
add_quoted(struct bytes *out, struct view text)
{
	bytes_add_str(out, "\"");
	text_add_printable(out, text);
	bytes_add_str(out, "\"");
}

/* It matches what was asked for, and SignTool's own filters reject it. */
static void
add_fault(struct bytes *out, const struct select_candidate *c,
    const struct select *s, const char *closed)
{
	const struct certscan *k = &c->cert->scan;
	char date[CERTTIME_MAX];

	certname_quote(c->cert->scanned ? k->subject : view_of(NULL, 0), out);
	bytes_add_str(out, " matches, but ");
	if (!k->has_validity)
		bytes_add_str(out, "its validity dates are unreadable");
	else if (s->when > k->not_after)
		bytes_addf(out, "it expired %s", certtime_date(k->not_after,
		    date));
	else if (s->when < k->not_before)
		bytes_addf(out, "it is not valid before %s",
		    certtime_date(k->not_before, date));
	else if (!c->has_key)
		bytes_add_str(out, closed != NULL ? closed :
		    "its private key is missing");
	else if (s->usage.len != 0) {
		bytes_add_str(out, "its extended key usage does not include ");
		add_quoted(out, s->usage);
		bytes_add_str(out, " (/u)");
	} else
		bytes_add_str(out, "its extended key usage does not "
		    "include code signing");
}

/* "has "Foo" in its subject (/n)" */
static void
add_part(struct bytes *out, struct view wanted, const char *in,
    const char *option)
{
	bytes_add_str(out, "has ");
	add_quoted(out, wanted);
	bytes_addf(out, " in %s (/%s)", in, option);
}

static void
add_criterion(struct bytes *out, const struct select *s,
    enum select_filter filter)
{
	switch (filter) {
	case SELECT_SUBJECT:
		add_part(out, s->subject, "its subject", "n");
		break;
	case SELECT_ISSUER:
		add_part(out, s->issuer, "its issuer's name", "i");
		break;
	case SELECT_ROOT:
		add_part(out, s->root, "the name of its root", "r");
		break;
	case SELECT_TEMPLATE:
		add_part(out, s->template_name, "its template", "c");
		break;
	case SELECT_HASH:
		bytes_addf(out, "has the thumbprint %s (/sha1)", s->hash);
		break;
	case SELECT_ID:
		bytes_add_str(out, "is ");
		add_quoted(out, s->id);
		break;
	case SELECT_USAGE:
	case SELECT_EXPIRY:
	case SELECT_KEY:
	case SELECT_FILTERS:
		break;
	}
}

/* Nothing matches: which criterion rejected the last ones? */
static void
add_missing(struct bytes *out, const struct select_trail *t,
    const struct select *asked, const char *where)
{
	size_t step = 0, before;

	while (step + 1 < t->count && t->steps[step].left != 0)
		step++;
	before = step == 0 ? t->considered : t->steps[step - 1].left;
	bytes_addf(out, "of %zu certificate%s in %s ", t->considered,
	    t->considered == 1 ? "" : "s", where);
	if (before != t->considered)
		bytes_addf(out, "%zu match%s so far, of which ", before,
		    before == 1 ? "es" : "");
	bytes_add_str(out, "none ");
	add_criterion(out, asked, t->steps[step].filter);
}

/* How near is it to what can sign? A key counts most; CAs come along for the
 * chain. */
static int
nearness(const struct select_candidate *c)
{
	return 2 * c->has_key + (c->cert->scanned && !c->cert->scan.is_ca);
}

/* Those that come nearest, in their order. */
static void
keep_nearest(struct select_candidate *items, size_t *count)
{
	int best = 0;
	size_t left = 0;

	for (size_t i = 0; i < *count; i++)
		if (nearness(&items[i]) > best)
			best = nearness(&items[i]);
	for (size_t i = 0; i < *count; i++)
		if (nearness(&items[i]) == best)
			items[left++] = items[i];
	*count = left;
}

static bool
refuse_none(const struct pick *p, const struct select *s,
    const struct chain_pool *pool, const char *where, struct err *e)
{
	struct select asked = *s;
	struct select_candidate *fits;
	struct select_trail t;
	struct bytes text = BYTES_INIT;
	size_t count = p->considered_count;

	if (count == 0)
		return err_set(e, ERR_NO_CERT, "no certificate in %s%s", where,
		    s->hash[0] != '\0' ? " has this thumbprint" : "");
	asked.signing = false;
	asked.usage = view_of(NULL, 0);
	fits = copied(p->considered, count, e);
	if (fits == NULL)
		return false;
	if (!select_run(&asked, fits, &count, pool, &t, e)) {
		free(fits);
		return false;
	}
	keep_nearest(fits, &count);
	if (count != 0)
		add_fault(&text, &fits[select_longest(fits, count)], s,
		    p->closed.code != ERR_NONE ? p->closed.msg : NULL);
	else
		add_missing(&text, &t, &asked, where);
	if (count > 1)
		bytes_addf(&text, "; so do %zu more, each with such a problem",
		    count - 1);
	bytes_add_u8(&text, 0);
	err_set(e, ERR_NO_CERT, "%s", text.failed ? "" :
	    (const char *)text.data);
	bytes_clear(&text);
	free(fits);
	return false;
}

static bool
refuse_left(const struct pick *p, struct err *e)
{
	struct choose_several several = CHOOSE_SEVERAL_INIT;

	for (size_t i = 0; i < p->left_count; i++)
		choose_list(&several, p->left[i].cert);
	return choose_refuse_several(&several, CHOOSE_CURE, e);
}

bool
pick_from(struct pick *p, const struct select *criteria,
    const struct select_candidate *items, size_t count,
    const struct chain_pool *pool, const char *where, struct err *e)
{
	struct select s = *criteria;
	size_t best = 0;

	s.signing = true;
	p->considered = copied(items, count, e);
	p->left = p->considered != NULL ? copied(items, count, e) : NULL;
	if (p->left == NULL)
		return false;
	p->considered_count = p->left_count = count;
	if (!select_run(&s, p->left, &p->left_count, pool, &p->trail, e))
		return false;
	if (p->left_count == 0)
		return refuse_none(p, &s, pool, where, e);
	if (p->left_count > 1 && !s.longest)
		return refuse_left(p, e);
	if (p->left_count > 1)
		best = select_longest(p->left, p->left_count);
	p->chosen = p->left[best].cert;
	return true;
}

/* ---- in a store ---- */

/* The store's certificates, unfiltered: pick_from() has the filters. */
static bool
find_candidates(struct gather *g, bool all, struct select_candidate **items,
    struct err *e)
{
	const struct select *asked = &g->criteria;
	struct select read = { .when = asked->when };
	unsigned char sha1[SHA1_LEN];
	bool ok;

	/* A hash alone narrows what is read; a place has to be counted. */
	if (!all && asked->id.len == 0 && select_whole_hash(asked, sha1))
		memcpy(read.hash, asked->hash, sizeof(read.hash));
	ok = gather_all_that(g, &read, e);
	*items = ok ? calloc(g->count + 1, sizeof(**items)) : NULL;
	if (*items == NULL)
		return ok ? err_memory(e) : false;
	for (size_t i = 0; i < g->count; i++)
		(*items)[i] = (struct select_candidate){ g->found[i].cert,
		    g->found[i].has_key, g->found[i].index };
	return true;
}

static void
say_other(struct gather *g, struct err *e)
{
	struct select usable = g->criteria;
	struct err ignored = ERR_INIT;
	size_t n;

	usable.signing = true;
	if (gather_count_other(g, &usable, &n, &ignored) && n != 0)
		err_add(e, "; the %s's, not searched, has %zu that %s (%s)",
		    location_name(g->place == PLACE_USER ? PLACE_MACHINE :
		    PLACE_USER), n, n == 1 ? "matches" : "match",
		    g->place == PLACE_USER ? "/sm" : "without /sm");
}

bool
pick_gathered(struct pick *p, struct gather *g, bool all,
    const struct gathered **x, struct err *e)
{
	const struct chain_pool *pool = NULL;
	struct select_candidate *items = NULL;
	struct bytes where = BYTES_INIT;
	bool ok;

	*x = NULL;
	bytes_addf(&where, "the %s's store %s", location_name(g->place),
	    g->store.name);
	bytes_add_u8(&where, 0);
	ok = bytes_ok(&where, e) &&
	    find_candidates(g, all, &items, e);
	if (ok && g->criteria.root.len != 0) {
		pool = gather_pool(g, e);
		ok = pool != NULL;
	}
	if (ok && !keyvault_is_open(&g->location, &p->closed) &&
	    p->closed.code == ERR_MEMORY)
		ok = err_memory(e);
	ok = ok && pick_from(p, &g->criteria, items, g->count, pool,
	    (const char *)where.data, e);
	if (!ok && e->code == ERR_NO_CERT)
		say_other(g, e);
	for (size_t i = 0; ok && i < g->count; i++)
		if (g->found[i].cert == p->chosen)
			*x = &g->found[i];
	free(items);
	bytes_clear(&where);
	return ok;
}
