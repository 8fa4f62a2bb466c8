#include "infiles.h"

#include <stdlib.h>

#include "criteria.h"
#include "export_choose.h"

static bool
is_repeated(const struct certlist *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cert_same(l->items[i], l->items[n]))
			return true;
	return false;
}

bool
infiles_one(const struct contents *c, const struct select *criteria,
    const struct cert **leaf, struct err *e)
{
	const struct select *s = select_is_empty(criteria) &&
	    !criteria->longest ? NULL : criteria;
	struct criteria_names names = CRITERIA_NAMES_INIT;
	const struct certlist *l = &c->certs;
	bool *chosen, ok;
	size_t n;

	*leaf = NULL;
	if (l->count == 0)
		return err_set(e, ERR_NO_CERT, "no certificate in the files");
	chosen = calloc(l->count, sizeof(*chosen));
	if (chosen == NULL)
		return err_memory(e);
	ok = export_choose(c, s, chosen, &n, e);
	for (size_t i = 0; ok && i < l->count; i++)
		if (chosen[i] && !is_repeated(l, i)) {
			*leaf = l->items[i];
			criteria_name(&names, *leaf);
		}
	free(chosen);
	if (ok && names.count > 1)
		return criteria_refuse_several(&names, e);
	bytes_clear(&names.text);
	if (ok && *leaf == NULL)
		return err_set(e, ERR_NO_CERT, "no certificate of the files "
		    "fits");
	return ok;
}
