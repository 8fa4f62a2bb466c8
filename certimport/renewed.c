#include "renewed.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cert/certname.h"
#include "issuers.h"

void
renewed_init(struct renewed *r, const struct location *l)
{
	const struct summary none = SUMMARY_INIT;

	r->location = l;
	r->store = NULL;
	r->rows = none;
}

void
renewed_clear(struct renewed *r)
{
	free(r->store);
	summary_clear(&r->rows);
	renewed_init(r, r->location);
}

static bool
read_store_rows(struct renewed *r, const char *name, struct err *e)
{
	struct store store = STORE_INIT;
	struct err why = ERR_INIT;

	if (r->store != NULL && text_same(r->store, name))
		return true;
	renewed_clear(r);
	r->store = strdup(name);
	if (r->store == NULL)
		return err_memory(e);
	if (store_open(&store, r->location, name, &why) &&
	    issuers_is_small(&store) &&
	    !summary_of_store(&r->rows, &store, &why))
		r->rows.count = 0;
	store_close(&store);
	return why.code != ERR_MEMORY || err_memory(e);
}

static bool
is_another(const struct renewed *r, const struct summary_row *row,
    const struct cert *leaf, struct view name)
{
	return row->readable && view_equal(row->subject, name) &&
	    memcmp(row->sha1, leaf->sha1, SHA1_LEN) != 0 &&
	    keyvault_has(r->location, &row->key_name);
}

bool
renewed_next(struct renewed *r, const char *store, const struct cert *leaf,
    size_t *at, struct summary_row *row, bool *found, struct err *e)
{
	struct bytes shown = BYTES_INIT, name = BYTES_INIT;
	bool ok;

	*found = false;
	if (!leaf->scanned || !leaf->scan.has_validity)
		return true;
	/* As rows have it. */
	certname_display(leaf->scan.subject, &shown);
	text_add_printable(&name, view_bytes(&shown));
	ok = bytes_ok(&name, e) && read_store_rows(r, store, e);
	for (; ok && !*found && *at < r->rows.count; ++*at) {
		*row = summary_row(&r->rows, *at);
		*found = is_another(r, row, leaf, view_bytes(&name));
	}
	bytes_clear(&shown);
	bytes_clear(&name);
	return ok;
}
