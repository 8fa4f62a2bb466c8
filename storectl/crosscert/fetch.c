/*
 * fetch.c - crosscert fetch: download cross-certificates into the CA store
 *
 * Only what is the row's (catalog_check()) is stored. One that fails does not
 * stop the others.
 */

#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "cli/report.h"
#include "download.h"
#include "io/atomicfile.h"
#include "keep.h"
#include "target.h"
#include "verbs.h"

struct fetching {
	const struct cmdline	*o;
	struct catalog		 c;
	struct keep		*items;
	size_t			 count;
	size_t			 failed;
};

/* ---- what is to be fetched ---- */

static void
want(struct fetching *f, const struct crosscat_row *r)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->items[i].row == r)
			return;
	f->items[f->count].row = r;
	f->items[f->count++].url = f->o->url != NULL ? f->o->url : r->link;
}

static bool
want_named(struct fetching *f, struct err *e)
{
	const struct crosscat_row *r;

	for (int i = 0; i < f->o->operand_count; i++) {
		const char *name = f->o->operands[i];

		if (!crosscat_named(&f->c.rows, name, &r, e))
			return target_hint(name, e);
		want(f, r);
	}
	return true;
}

static bool
want_selected(struct fetching *f, struct err *e)
{
	struct crosscat_match *m = NULL;
	struct target t;
	size_t n = 0;
	bool ok;

	ok = target_open(&t, f->o, e) && target_rows(&t, &f->c, &m, &n, e);
	for (size_t i = 0; ok && i < n; i++)
		want(f, m[i].row);
	if (ok && n == 0)
		ok = err_set(e, ERR_NO_MATCH, "no cross-certificate in the "
		    "catalogue fits (see crosscert find)");
	target_close(&t);
	free(m);
	return ok;
}

static bool
check_usage(const struct cmdline *o, struct err *e)
{
	bool named = o->operand_count != 0, selected = options_select(o);

	if (named + selected + o->all > 1)
		return err_set(e, ERR_USAGE, "names of rows, -all and a "
		    "selection cannot be used together");
	return named || selected || o->all || err_set(e, ERR_USAGE,
	    "fetch needs the name of a row (crosscert list), a selection "
	    "(-cert FILE, -n, -sha1, ...) or -all");
}

static bool
choose_rows(struct fetching *f, struct err *e)
{
	f->items = calloc(f->c.rows.count + 1, sizeof(*f->items));
	if (f->items == NULL)
		return err_memory(e);
	for (size_t i = 0; f->o->all && i < f->c.rows.count; i++)
		want(f, &f->c.rows.rows[i]);
	if (!want_named(f, e) || (options_select(f->o) &&
	    !want_selected(f, e)))
		return false;
	return f->o->url == NULL || f->count == 1 || err_set(e, ERR_USAGE,
	    "-url is for one row, not %zu", f->count);
}

/* The row's certificate among those that came. */
static bool
pick_row(const struct fetching *f, struct keep *x, struct certlist *got,
    struct err *e)
{
	size_t i = 0;

	while (i + 1 < got->count && memcmp(got->items[i]->sha1, x->row->pin,
	    SHA1_LEN) != 0)
		i++;
	if (!catalog_check(&f->c, x->row, got->items[i], e))
		return err_in(e, "%s", x->url);
	x->cert = certlist_take(got, i);
	return true;
}

static bool
fetch_one(struct fetching *f, struct keep *x, struct err *e)
{
	const struct cert *held = catalog_held(&f->c, x->row,
	    options_place(f->o));
	struct certlist got = CERTLIST_INIT;
	bool ok;

	x->held = held != NULL && !f->o->force;
	if (x->held) {
		x->state = CHANGE_PRESENT;
		x->cert = cert_dup(held, e);
		return x->cert != NULL;
	}
	if (x->url == NULL)
		return err_set(e, ERR_NO_MATCH, "the catalogue has no link for "
		    "\"%s\"; give one with -url URL", x->row->ca);
	ok = download(x->url, f->o, &got, e) && pick_row(f, x, &got, e);
	certlist_clear(&got);
	/* Microsoft withdrew the list; the links may go any day. */
	if (!ok && e->code != ERR_MEMORY && f->o->url == NULL && f->count == 1)
		err_add(e, "; if you have the file, run crosscert add FILE");
	return ok;
}

/* ---- all of them ---- */

/* The file is named for the CA, and cannot leave the folder. */
static bool
write_cer_file(const struct fetching *f, const struct keep *x, struct err *e)
{
	struct bytes path = BYTES_INIT;
	bool ok;

	bytes_addf(&path, "%s/", f->o->folder);
	for (const char *p = x->row->ca; *p != '\0'; p++)
		bytes_add_u8(&path, (unsigned char)*p < 0x20 || *p == '/' ||
		    (p == x->row->ca && *p == '.') ? '_' :
		    (unsigned char)*p);
	bytes_add(&path, ".cer", sizeof(".cer"));
	ok = bytes_ok(&path, e) && atomicfile_put((const char *)path.data,
	    view_bytes(&x->cert->der), 0644, f->o->force, e);
	bytes_clear(&path);
	return ok;
}

static void
fail(struct fetching *f, struct keep *x)
{
	cert_free(x->cert);
	x->cert = NULL;
	f->failed++;
	report_note("%s", x->err.msg);
}

static bool
fetch_all(struct fetching *f, struct err *e)
{
	if (f->count == 1)
		return fetch_one(f, &f->items[0], e);
	for (struct keep *x = f->items; x < f->items + f->count; x++)
		if (!fetch_one(f, x, &x->err)) {
			err_in(&x->err, "%s", x->row->ca);
			fail(f, x);
		}
	return true;
}

static void
write_cers(struct fetching *f)
{
	if (f->o->folder == NULL)
		return;
	for (struct keep *x = f->items; x < f->items + f->count; x++)
		if (x->cert != NULL && !write_cer_file(f, x, &x->err))
			fail(f, x);
}

static bool
finish_fetch(struct fetching *f, struct err *e)
{
	if (f->failed == f->count)
		return err_set(e, f->items[0].err.code, "nothing was fetched: "
		    "%s", f->items[0].err.msg);
	if (f->failed != 0) {
		*f->o->part_undone = true;
		report_note("%zu of %zu were not fetched; if you have the "
		    "file of one, run crosscert add FILE", f->failed, f->count);
	}
	return keep_print(&f->c, f->items, f->count, e);
}

bool
crosscert_fetch(const struct cmdline *o, struct err *e)
{
	struct fetching f = { .o = o };
	bool ok;

	if (!check_usage(o, e))
		return false;
	ok = catalog_open(&f.c, o, e) && choose_rows(&f, e) &&
	    fetch_all(&f, e) && keep(o, f.items, f.count, e);
	if (ok)
		write_cers(&f);
	ok = ok && finish_fetch(&f, e);
	for (size_t i = 0; i < f.count; i++)
		cert_free(f.items[i].cert);
	free(f.items);
	catalog_clear(&f.c);
	return ok;
}
