/*
 * fetch.c - crosscert fetch: cross-certificates from where they are to be
 * had, into CA
 *
 * What comes counts only when it is the row's (catalog_check()); of anything
 * else nothing is stored. One that fails stops no other one.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cert/certjson.h"
#include "cli/report.h"
#include "download.h"
#include "io/atomicfile.h"
#include "keep.h"
#include "row.h"
#include "show/describe.h"
#include "target.h"
#include "verbs.h"

struct order {
	const struct crosscat_row	*row;
	const char			*url;
	struct cert			*cert;	/* NULL: not got */
	bool				 held;
	enum change_state		 state;
	struct err			 err;
};

struct fetching {
	const struct options	*o;
	struct catalog		 c;
	struct order		*orders;
	size_t			 count;
	size_t			 failed;
};

/* ---- what is to be fetched ---- */

static bool
add_order(struct fetching *f, const struct crosscat_row *r)
{
	const struct err fine = ERR_INIT;
	struct order *x;

	for (size_t i = 0; i < f->count; i++)
		if (f->orders[i].row == r)
			return false;
	x = &f->orders[f->count++];
	memset(x, 0, sizeof(*x));
	x->row = r;
	x->url = f->o->url != NULL ? f->o->url : r->link;
	x->err = fine;
	return true;
}

static bool
order_names(struct fetching *f, struct err *e)
{
	const struct crosscat_row *r;

	for (int i = 0; i < f->o->operand_count; i++) {
		const char *name = f->o->operands[i];

		if (!crosscat_named(&f->c.rows, name, &r, e))
			return target_hint(name, e);
		add_order(f, r);
	}
	return true;
}

static bool
order_selected(struct fetching *f, struct err *e)
{
	struct crosscat_match *m = NULL;
	struct target t;
	size_t n = 0;
	bool ok;

	ok = target_open(&t, f->o, NULL, e) &&
	    target_rows(&t, &f->c, &m, &n, e);
	for (size_t i = 0; ok && i < n; i++)
		add_order(f, m[i].row);
	if (ok && n == 0)
		ok = err_set(e, ERR_NO_MATCH, "no cross-certificate of the "
		    "catalogue fits (crosscert find says why)");
	target_close(&t);
	free(m);
	return ok;
}

static bool
check_line(const struct options *o, struct err *e)
{
	bool named = o->operand_count != 0, selected = options_select(o);

	if (named + selected + o->all > 1)
		return err_set(e, ERR_USAGE, "names of rows, -all and a "
		    "selection exclude each other");
	if (o->all && o->url != NULL)
		return err_set(e, ERR_USAGE, "-url is for one row, and -all are "
		    "many");
	return named || selected || o->all || err_set(e, ERR_USAGE,
	    "fetch needs the name of a row (crosscert list), a selection "
	    "(-cert FILE, -n, -sha1, ...) or -all");
}

static bool
make_orders(struct fetching *f, struct err *e)
{
	f->orders = calloc(f->c.rows.count + 1, sizeof(*f->orders));
	if (f->orders == NULL)
		return err_memory(e);
	for (size_t i = 0; f->o->all && i < f->c.rows.count; i++)
		add_order(f, &f->c.rows.rows[i]);
	if (f->o->operand_count != 0 && !order_names(f, e))
		return false;
	if (options_select(f->o) && !order_selected(f, e))
		return false;
	return f->o->url == NULL || f->count == 1 || err_set(e, ERR_USAGE,
	    "-url is for one row, and %zu are meant", f->count);
}

/* ---- fetching one ---- */

static bool
take_held(struct fetching *f, struct order *x, bool *taken, struct err *e)
{
	enum place place;
	const struct cert *held = catalog_held(&f->c, x->row, &place);

	*taken = held != NULL && !f->o->which.force &&
	    place == selection_place(&f->o->which.selection, PLACE_USER);
	if (!*taken)
		return true;
	x->held = true;
	x->state = CHANGE_PRESENT;
	x->cert = cert_dup(held, e);
	return x->cert != NULL;
}

/* The row's certificate among those that came. */
static bool
pick(const struct fetching *f, struct order *x, struct certlist *got,
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
fetch_one(struct fetching *f, struct order *x, struct err *e)
{
	struct certlist got = CERTLIST_INIT;
	bool taken, ok;

	if (!take_held(f, x, &taken, e))
		return false;
	if (taken)
		return true;
	if (x->url == NULL)
		return err_set(e, ERR_NO_MATCH, "the catalogue has no link for "
		    "\"%s\": -url URL gives one", x->row->ca);
	ok = download(x->url, f->o, &got, e) && pick(f, x, &got, e);
	certlist_clear(&got);
	/* Microsoft took the list away; the links may go any day. */
	if (!ok && e->code != ERR_MEMORY && f->o->url == NULL && f->count == 1)
		err_add(e, "; crosscert add FILE takes it from a file, too");
	return ok;
}

/* ---- keeping ---- */

/* A file's name that says what is in it and leads nowhere else. */
static bool
write_file(const struct fetching *f, const struct order *x, struct err *e)
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
	    view_bytes(&x->cert->der), 0644, f->o->which.force, e);
	bytes_clear(&path);
	return ok;
}

static void
fail(struct fetching *f, struct order *x, const struct err *e)
{
	x->err = *e;
	cert_free(x->cert);
	x->cert = NULL;
	f->failed++;
	report_note("%s", e->msg);
}

/* All that came, in one change; an error there is everybody's. */
static bool
keep_all(struct fetching *f, struct err *e)
{
	struct certlist fresh = CERTLIST_INIT;
	enum change_state *states;
	size_t n = 0;
	bool ok = true;

	states = calloc(f->count + 1, sizeof(*states));
	if (states == NULL)
		return err_memory(e);
	for (size_t i = 0; ok && i < f->count; i++) {
		struct cert *copy;

		if (f->orders[i].cert == NULL || f->orders[i].held)
			continue;
		copy = cert_dup(f->orders[i].cert, e);
		ok = copy != NULL && certlist_add(&fresh, copy, e);
	}
	ok = ok && (fresh.count == 0 || keep(f->o, &fresh, states, e));
	for (size_t i = 0; ok && i < f->count; i++)
		if (f->orders[i].cert != NULL && !f->orders[i].held)
			f->orders[i].state = states[n++];
	certlist_clear(&fresh);
	free(states);
	return ok;
}

static void
write_all(struct fetching *f)
{
	struct err e = ERR_INIT;

	for (size_t i = 0; f->o->folder != NULL && i < f->count; i++)
		if (f->orders[i].cert != NULL &&
		    !write_file(f, &f->orders[i], &e)) {
			fail(f, &f->orders[i], &e);
			err_clear(&e);
		}
}

/* ---- what was done ---- */

static json_t *
failed_json(const struct order *x)
{
	char hex[2 * SHA1_LEN + 1];

	text_hex(view_of(x->row->pin, SHA1_LEN), hex, sizeof(hex));
	return json_pack("{s:s, s:s, s:s, s:o}", "ca", x->row->ca,
	    "crossSha1", hex, "state", "failed", "message",
	    certjson_text(view_str(x->err.msg)));
}

static json_t *
order_json(const struct fetching *f, const struct order *x)
{
	json_t *o = x->cert != NULL ? keep_json(&f->c, x->cert, x->state) :
	    failed_json(x);

	if (o == NULL || x->url == NULL ||
	    json_object_set_new(o, "url", certjson_text(view_str(x->url))) == 0)
		return o;
	json_decref(o);
	return NULL;
}

static bool
print_json(const struct fetching *f, struct err *e)
{
	json_t *list = json_array();

	for (size_t i = 0; i < f->count; i++)
		if (json_array_append_new(list, order_json(f,
		    &f->orders[i])) != 0) {
			json_decref(list);
			return err_memory(e);
		}
	return report_doc(list, e);
}

static bool
print_words(const struct fetching *f, struct err *e)
{
	struct bytes out = BYTES_INIT;
	bool ok;

	for (size_t i = 0; i < f->count; i++)
		if (f->orders[i].cert != NULL)
			keep_add_line(&out, f->o, &f->c, f->orders[i].cert,
			    f->orders[i].state);
	ok = describe_print(&out, e);
	bytes_clear(&out);
	return ok;
}

/* ---- the verb ---- */

static bool
fetch(struct fetching *f, struct err *e)
{
	struct err why = ERR_INIT;

	if (f->count == 1 && !fetch_one(f, &f->orders[0], e))
		return false;
	for (size_t i = 0; f->count > 1 && i < f->count; i++)
		if (!fetch_one(f, &f->orders[i], &why)) {
			err_in(&why, "%s", f->orders[i].row->ca);
			fail(f, &f->orders[i], &why);
			err_clear(&why);
		}
	if (!keep_all(f, e))
		return false;
	write_all(f);
	if (f->failed == f->count)
		return err_set(e, f->orders[0].err.code, "nothing was fetched: "
		    "%s", f->orders[0].err.msg);
	if (f->failed != 0) {
		*f->o->part_undone = true;
		report_note("%zu of %zu were not fetched (crosscert add FILE "
		    "takes one from a file)", f->failed, f->count);
	}
	return f->o->which.json ? print_json(f, e) : print_words(f, e);
}

bool
crosscert_fetch(const struct options *o, struct err *e)
{
	struct fetching f = { .o = o };
	bool ok;

	if (!check_line(o, e))
		return false;
	ok = catalog_open(&f.c, o, e) && make_orders(&f, e) && fetch(&f, e);
	for (size_t i = 0; i < f.count; i++)
		cert_free(f.orders[i].cert);
	free(f.orders);
	catalog_clear(&f.c);
	return ok;
}
