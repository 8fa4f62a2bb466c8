#include "query/pick_in_files.h"

#include <stdlib.h>

#include "asn1/der.h"
#include "chain/choose.h"
#include "query/choose.h"

static bool
is_repeated(const struct certlist *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cert_same(l->items[i], l->items[n]))
			return true;
	return false;
}

/* Its one usage is 1.3.6.1.5.5.7.3.8, that of time stamps. */
static bool
stamps_time(const struct cert *c)
{
	return c->scanned && c->scan.has_eku &&
	    der_oid_is(c->scan.eku, "\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x08");
}

/* Keeps what is kept by both, unless that is nothing. */
static void
keep_both(bool *chosen, const bool *those, size_t count)
{
	bool any = false;

	for (size_t i = 0; i < count; i++)
		any |= chosen[i] && those[i];
	for (size_t i = 0; any && i < count; i++)
		chosen[i] &= those[i];
}

/* Of several, those at the end of a chain, and rather the signer of a program
 * than who stamped the time: nobody means the others who does not say so. */
static bool
drop_others(const struct certlist *l, bool *chosen, struct err *e)
{
	bool *those = calloc(l->count, sizeof(*those));

	if (those == NULL)
		return err_memory(e);
	export_ends(l, those);
	keep_both(chosen, those, l->count);
	for (size_t i = 0; i < l->count; i++)
		those[i] = !stamps_time(l->items[i]);
	keep_both(chosen, those, l->count);
	free(those);
	return true;
}

static bool
take_one(const struct certlist *l, const bool *chosen, bool longest,
    const struct cert **leaf, struct err *e)
{
	struct choose_several several = CHOOSE_SEVERAL_INIT;

	for (size_t i = 0; i < l->count; i++)
		if (chosen[i] && !is_repeated(l, i)) {
			if (*leaf == NULL || choose_longer(l->items[i], *leaf))
				*leaf = l->items[i];
			choose_list(&several, l->items[i]);
		}
	if (several.count > 1 && !longest)
		return choose_refuse_several(&several, CHOOSE_CURE, e);
	bytes_clear(&several.text);
	return *leaf != NULL || err_set(e, ERR_NO_CERT, "no certificate of the "
	    "files fits");
}

bool
infiles_one(const struct contents *c, const struct select *criteria,
    const struct cert **leaf, struct err *e)
{
	const bool asked = !select_is_empty(criteria);
	const struct certlist *l = &c->certs;
	bool *chosen, ok;
	size_t n;

	*leaf = NULL;
	if (l->count == 0)
		return err_set(e, ERR_NO_CERT, "no certificate in the files");
	chosen = calloc(l->count, sizeof(*chosen));
	if (chosen == NULL)
		return err_memory(e);
	ok = export_choose(c, asked ? criteria : NULL, chosen, &n, e) &&
	    (asked || n <= 1 || drop_others(l, chosen, e)) &&
	    take_one(l, chosen, criteria->longest, leaf, e);
	free(chosen);
	return ok;
}
