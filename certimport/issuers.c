#include "issuers.h"

#include <sys/stat.h>

#include <string.h>
#include <time.h>

#include "chain/order.h"
#include "query/engines.h"
#include "store/store.h"

enum { PLACES = 2 };

void
issuers_init(struct issuers *s, const struct location *l)
{
	memset(s, 0, sizeof(*s));
	s->location = l;
}

void
issuers_clear(struct issuers *s)
{
	certlist_clear(&s->stored);
}

/* ---- the stores ---- */

static bool
take_issuer(struct cert *c, bool *keep, void *arg, struct err *e)
{
	struct issuers *s = arg;

	if (s->stored.count >= ISSUERS_LOOK) {
		s->too_many = true;
		return err_set(e, ERR_LIMIT, "more than %d certificates",
		    ISSUERS_LOOK);
	}
	*keep = true;
	return certlist_add(&s->stored, c, e);
}

/* A folder's size grows with its names on every file system that we know. */
bool
issuers_is_small(const struct store *store)
{
	struct stat st;

	return store->dir == -1 || (fstat(store->dir, &st) == 0 &&
	    st.st_size <= ISSUERS_FOLDER);
}

static bool
read_issuers_of(struct issuers *s, const struct location *l, const char *name,
    struct err *e)
{
	struct store store = STORE_INIT;
	struct err why = ERR_INIT;

	if (store_open(&store, l, name, &why)) {
		if (!issuers_is_small(&store))
			s->too_many = true;
		else if (!store_walk(&store, take_issuer, s, &why) &&
		    why.code != ERR_MEMORY)
			err_clear(&why);
	}
	store_close(&store);
	return why.code != ERR_MEMORY || err_memory(e);
}

static bool
read_location(struct issuers *s, const struct location *l, struct err *e)
{
	return read_issuers_of(s, l, "CA", e) &&
	    read_issuers_of(s, l, "Root", e);
}

/* The next place; false in *more when there is none. */
static bool
read_more(struct issuers *s, bool *more, struct err *e)
{
	struct location other = LOCATION_INIT;
	struct err ignored = ERR_INIT;
	bool ok = true;

	*more = s->places < PLACES;
	if (!*more)
		return true;
	if (s->places++ == 0)
		return read_location(s, s->location, e);
	if (location_open(&other, s->location->place == PLACE_USER ?
	    PLACE_MACHINE : PLACE_USER, LOCATION_READ, &ignored))
		ok = read_location(s, &other, e);
	location_close(&other);
	return ok;
}

/* A root before a cross-certificate of the same key. */
static const struct cert *
find_issuer_in(const struct certlist *l, const struct cert *c)
{
	const struct cert *found = NULL;

	for (size_t i = 0; i < l->count; i++) {
		const struct cert *one = l->items[i];

		if (!order_is_issuer(one, c) || cert_same(one, c))
			continue;
		if (certscan_self_signed(&one->scan))
			return one;
		if (found == NULL)
			found = one;
	}
	return found;
}

static bool
find_issuer(struct issuers *s, const struct certlist *file,
    const struct cert *c, const struct cert **issuer, struct err *e)
{
	bool more = true;

	*issuer = find_issuer_in(file, c);
	while (*issuer == NULL && more) {
		*issuer = find_issuer_in(&s->stored, c);
		if (*issuer == NULL && !read_more(s, &more, e))
			return false;
	}
	return true;
}

bool
issuers_last(struct issuers *s, const struct certlist *file,
    const struct cert *leaf, const struct cert **last, struct err *e)
{
	const struct cert *c = leaf, *issuer;

	*last = NULL;
	for (int depth = 0; depth < ISSUERS_DEPTH; depth++) {
		if (!c->scanned || cert_is_root(c))
			return true;
		if (!find_issuer(s, file, c, &issuer, e))
			return false;
		if (issuer == NULL) {
			*last = s->too_many ? NULL : c;
			return true;
		}
		c = issuer;
	}
	return true;
}

static bool
add_pooled(struct chain_pool *pool, const struct certlist *l, struct err *e)
{
	for (size_t i = 0; i < l->count; i++)
		if (!chain_pool_add(pool, l->items[i],
		    cert_is_root(l->items[i]) ? CHAIN_TRUSTED : CHAIN_KNOWN,
		    e))
			return false;
	return true;
}

bool
issuers_judge(struct issuers *s, const struct certlist *file,
    const struct cert *leaf, struct chain *chain, struct err *e)
{
	const struct chain_options o = { .when = (int64_t)time(NULL) };
	struct chain_pool pool = CHAIN_POOL_INIT;
	bool ok;

	ok = engines_start(e) && add_pooled(&pool, file, e) &&
	    add_pooled(&pool, &s->stored, e) &&
	    chain_build(&pool, leaf, &o, chain, e);
	chain_pool_clear(&pool);
	return ok;
}
