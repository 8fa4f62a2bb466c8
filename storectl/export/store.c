#include "store.h"

static bool
wants_key(const struct export_store *s, const struct gathered *x)
{
	return s->with_key && (x->has_key ||
	    (s->format->flags & EXPORT_NEEDS_KEY) != 0);
}

bool
export_from_found(const struct export_store *s, const struct gathered *x,
    struct bundles *out, struct err *e)
{
	struct bundle p = BUNDLE_INIT;
	struct chain built;
	bool ok;

	if (wants_key(s, x)) {
		p.id = loadid(s->load, x, NULL, &p.encrypted_only, e);
		ok = p.id != NULL;
	} else {
		p.cert = cert_dup(x->cert, e);
		ok = p.cert != NULL;
	}
	ok = ok && (!s->with_chain || loadid_chain(s->load->g, x->cert,
	    bundle_chain(&p), &built, e)) && bundles_add(out, &p, e);
	bundle_clear(&p);
	return ok;
}

bool
export_from_store(const struct export_store *s, struct bundles *out,
    struct err *e)
{
	struct gather *g = s->load->g;
	const struct gathered *x;

	if ((s->format->flags & EXPORT_ONE) != 0)
		return gather_one(g, &x, e) && export_from_found(s, x, out, e);
	if (!gather_all(g, e))
		return false;
	if (g->count == 0)
		return gather_refuse_none(g, e);
	for (size_t i = 0; i < g->count; i++)
		if (!export_from_found(s, &g->found[i], out, e))
			return false;
	return true;
}
