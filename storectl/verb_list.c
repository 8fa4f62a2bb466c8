/*
 * verb_list.c - storectl list: the certificates of a store, a line each
 *
 * Certificates are read one at a time; what is kept of each is what is printed
 * of it, because the widths of the columns are known at the end only.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "columns.h"
#include "describe.h"
#include "gather.h"
#include "report.h"
#include "storejson.h"
#include "verbs.h"

enum {
	DAY = 24 * 60 * 60,
	SOON = 30,		/* days */
	NAME_MAX_WIDTH = 64,	/* a common name may have 64 characters */
	NAME_MIN_WIDTH = 12,
	GAP = 2,
};

struct row {
	size_t		off;		/* of the names in list.text */
	size_t		to_len;
	size_t		by_len;
	int64_t		not_before;
	int64_t		not_after;
	bool		has_validity;
	bool		has_key;
	unsigned char	sha1[SHA1_LEN];
};

struct list {
	const struct gather	*g;
	const struct cmdline	*c;
	struct bytes		 text;	/* names; with -v and -json: the output */
	struct row		*rows;
	size_t			 count;
	size_t			 cap;
};

/* ---- rows ---- */

static size_t
add_name(struct bytes *out, struct view name)
{
	struct bytes text = BYTES_INIT;
	size_t before = out->len;

	certname_display(name, &text);
	text_add_printable(out, view_bytes(&text));
	out->failed |= text.failed;
	bytes_clear(&text);
	return out->len - before;
}

static bool
add_row(const struct gathered *x, bool *keep, void *arg, struct err *e)
{
	const struct skim *s = &x->cert->skim;
	struct list *l = arg;
	struct row *r;

	(void)keep;
	if (l->count == l->cap) {
		size_t cap = l->cap != 0 ? 2 * l->cap : 64;
		void *grown = reallocarray(l->rows, cap, sizeof(*l->rows));

		if (grown == NULL)
			return err_memory(e);
		l->rows = grown;
		l->cap = cap;
	}
	r = &l->rows[l->count++];
	memset(r, 0, sizeof(*r));
	memcpy(r->sha1, x->cert->sha1, SHA1_LEN);
	r->off = l->text.len;
	r->has_key = x->has_key;
	if (x->cert->skimmed) {
		r->to_len = add_name(&l->text, s->subject);
		r->by_len = add_name(&l->text, s->issuer);
		r->has_validity = s->has_validity;
		r->not_before = s->not_before;
		r->not_after = s->not_after;
	} else {
		bytes_add_str(&l->text, "(not readable)");
		r->to_len = l->text.len - r->off;
	}
	return bytes_ok(&l->text, e);
}

static struct view
issued_to(const struct list *l, const struct row *r)
{
	return view_sub(view_bytes(&l->text), r->off, r->to_len);
}

static struct view
issued_by(const struct list *l, const struct row *r)
{
	return view_sub(view_bytes(&l->text), r->off + r->to_len, r->by_len);
}

/* ---- the table ---- */

enum { EXPIRES_MAX = CERTTIME_MAX + 32 };

/* The cell, and its colour: NULL, or an escape sequence. */
static const char *
expires(const struct row *r, int64_t now, char cell[EXPIRES_MAX])
{
	char date[CERTTIME_MAX];
	int64_t days = (r->not_after - now) / DAY;

	if (!r->has_validity) {
		snprintf(cell, EXPIRES_MAX, "?");
		return NULL;
	}
	certtime_date(r->not_after, date);
	if (now > r->not_after) {
		snprintf(cell, EXPIRES_MAX, "%s (expired)", date);
		return "\033[31m";
	}
	if (now < r->not_before) {
		snprintf(cell, EXPIRES_MAX, "%s (not yet valid)", date);
		return "\033[33m";
	}
	snprintf(cell, EXPIRES_MAX, days == 1 ? "%s (%lld day)" :
	    "%s (%lld days)", date, (long long)days);
	return days < SOON ? "\033[33m" : NULL;
}

struct widths {
	size_t	to;
	size_t	by;
	size_t	expires;
};

static void
widen(size_t *width, size_t needed, size_t most)
{
	if (needed > most)
		needed = most;
	if (needed > *width)
		*width = needed;
}

/* On a terminal the names give way until a line fits, the longer one first; the
 * rest of a line is never cut. */
static void
fit(struct widths *w, size_t terminal)
{
	size_t others = w->expires + strlen("Key") + 2 * SHA1_LEN + 4 * GAP;

	while (w->to + w->by + others > terminal) {
		size_t *longer = w->to > w->by ? &w->to : &w->by;

		if (*longer <= NAME_MIN_WIDTH)
			break;
		--*longer;
	}
}

static struct widths
measure(const struct list *l)
{
	struct widths w = { strlen("Issued To"), strlen("Issued By"),
	    strlen("Expires") };
	int64_t now = l->g->criteria.when;
	size_t terminal = columns_of_terminal();
	char cell[EXPIRES_MAX];

	for (size_t i = 0; i < l->count; i++) {
		const struct row *r = &l->rows[i];

		widen(&w.to, columns_of(issued_to(l, r)), NAME_MAX_WIDTH);
		widen(&w.by, columns_of(issued_by(l, r)), NAME_MAX_WIDTH);
		expires(r, now, cell);
		widen(&w.expires, strlen(cell), EXPIRES_MAX);
	}
	if (terminal != 0)
		fit(&w, terminal);
	return w;
}

static void
add_cell(struct bytes *out, const char *text, size_t width,
    const char *colour)
{
	if (colour != NULL)
		bytes_add_str(out, colour);
	columns_add(out, view_str(text), width);
	bytes_add_str(out, colour != NULL ? "\033[0m  " : "  ");
}

static bool
print_table(const struct list *l, struct err *e)
{
	const struct widths w = measure(l);
	bool coloured = columns_coloured(), ok;
	struct bytes out = BYTES_INIT;
	char cell[EXPIRES_MAX];
	const char *colour;

	bytes_init(&out, SIZE_MAX / 2);
	add_cell(&out, "Issued To", w.to, NULL);
	add_cell(&out, "Issued By", w.by, NULL);
	add_cell(&out, "Expires", w.expires, NULL);
	bytes_add_str(&out, "Key  Thumbprint\n");
	for (size_t i = 0; i < l->count; i++) {
		const struct row *r = &l->rows[i];

		columns_add(&out, issued_to(l, r), w.to);
		bytes_add_str(&out, "  ");
		columns_add(&out, issued_by(l, r), w.by);
		bytes_add_str(&out, "  ");
		colour = expires(r, l->g->criteria.when, cell);
		add_cell(&out, cell, w.expires, coloured ? colour : NULL);
		bytes_add_str(&out, r->has_key ? "yes  " : "-    ");
		text_add_hex(&out, view_of(r->sha1, SHA1_LEN));
		bytes_add_str(&out, "\n");
	}
	ok = describe_print(&out, e);
	bytes_clear(&out);
	return ok;
}

/* ---- -v and -json ---- */

static bool
add_fields(const struct gathered *x, bool *keep, void *arg, struct err *e)
{
	struct list *l = arg;

	(void)keep;
	bytes_addf(&l->text, "%sCertificate %zu\n", l->count++ != 0 ? "\n" : "",
	    x->index);
	describe_cert(&l->text, x->cert, true);
	describe_key(&l->text, l->g, x);
	return bytes_ok(&l->text, e);
}

static bool
add_json(const struct gathered *x, bool *keep, void *arg, struct err *e)
{
	json_t *o = storejson(((struct list *)arg)->g, x, e);
	struct list *l = arg;
	char *text;

	(void)keep;
	if (o == NULL)
		return false;
	text = json_dumps(o, JSON_PRESERVE_ORDER | JSON_COMPACT);
	json_decref(o);
	if (text == NULL)
		return err_memory(e);
	bytes_add_str(&l->text, l->count++ != 0 ? ",\n" : "[\n");
	bytes_add_str(&l->text, text);
	free(text);
	return bytes_ok(&l->text, e);
}

/* ---- the verb ---- */

/* Where nothing is listed it says where there is something. */
static bool
note_nothing(struct gather *g, struct err *e)
{
	size_t others;

	if (!gather_count_other(g, &others, e))
		return false;
	if (g->total != 0)
		report_note("none of the %zu in the %s store %s fits",
		    g->total, location_name(g->place), g->store.name);
	else if (others == 0 && !select_is_empty(&g->criteria))
		report_note("nothing in the %s store %s fits",
		    location_name(g->place), g->store.name);
	else if (others != 0)
		report_note("0 in the %s store, %zu in the %s store: %s",
		    location_name(g->place), others,
		    location_name(g->other.place), gather_other_option(g));
	else
		report_note("0 in the %s store %s", location_name(g->place),
		    g->store.name);
	return true;
}

static bool
print(struct list *l, struct err *e)
{
	if (l->c->json) {
		bytes_add_str(&l->text, l->count == 0 ? "[]\n" : "\n]\n");
		return describe_print(&l->text, e);
	}
	if (l->count == 0)
		return true;
	return l->c->verbose ? describe_print(&l->text, e) :
	    print_table(l, e);
}

static bool
list(struct gather *g, const struct cmdline *c, struct err *e)
{
	struct list l = { .g = g, .c = c };
	bool ok;

	bytes_init(&l.text, SIZE_MAX / 2);
	ok = gather_each(g, c->json ? add_json : c->verbose ? add_fields :
	    add_row, &l, e) && print(&l, e);
	if (ok && g->store.skipped != 0)
		report_note("%zu file%s in the store that %s no certificate%s "
		    "or cannot be read", g->store.skipped,
		    g->store.skipped == 1 ? "" : "s",
		    g->store.skipped == 1 ? "is" : "are",
		    g->store.skipped == 1 ? "" : "s");
	if (ok && l.count == 0)
		ok = note_nothing(g, e);
	bytes_clear(&l.text);
	free(l.rows);
	return ok;
}

bool
verb_list(const struct cmdline *c, struct err *e)
{
	struct gather g;
	struct gather_query q = { c, PLACE_USER, "My",
	    c->operand_count > 0 ? c->operands[0] : NULL };
	bool ok;

	if (c->operand_count > 1)
		return err_set(e, ERR_USAGE, "list takes one CertId, not %d",
		    c->operand_count);
	ok = gather_open(&g, &q, e) && list(&g, c, e);
	gather_close(&g);
	return ok;
}
