/*
 * list.c - storectl list: the certificates of a store, a line each
 *
 * What is kept of each is what is printed of it, because the widths of the
 * columns are known at the end only.
 */

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/text.h"
#include "cert/certtime.h"
#include "cli/report.h"
#include "query/gather.h"
#include "show/columns.h"
#include "show/describe.h"
#include "show/storejson.h"
#include "storectl/cmdline.h"
#include "verbs.h"

enum {
	DAY = 24 * 60 * 60,
	SOON_DAYS = 30,
	NAME_MAX_WIDTH = 64,	/* a common name may have 64 characters */
	NAME_MIN_WIDTH = 12,
	HASH_WIDTH = 2 * SHA1_LEN,
	GAP = 2,
	CHUNK = 32 * 1024,	/* of output */
};

struct listing {
	const struct gather	*g;
	const struct cmdline	*c;
	size_t			 count;
	struct bytes		 text;		/* of -v and -json: all of it */
	struct summary		 table;
};

/* ---- the table ---- */

enum { EXPIRES_MAX = CERTTIME_MAX + 32 };

enum state { GOOD, SOON, NOT_YET, EXPIRED, UNKNOWN };

static enum state
state_of(const struct summary_row *r, int64_t now)
{
	if (!r->has_validity)
		return UNKNOWN;
	if (now > r->not_after)
		return EXPIRED;
	if (now < r->not_before)
		return NOT_YET;
	return (r->not_after - now) / DAY < SOON_DAYS ? SOON : GOOD;
}

static const char *
colour_of(enum state s)
{
	return s == EXPIRED ? "\033[31m" : s == SOON || s == NOT_YET ?
	    "\033[33m" : NULL;
}

static void
format_expiry(const struct summary_row *r, int64_t now, char cell[EXPIRES_MAX])
{
	long long days = (long long)((r->not_after - now) / DAY);
	char date[CERTTIME_MAX];

	certtime_date(r->not_after, date);
	switch (state_of(r, now)) {
	case UNKNOWN:
		snprintf(cell, EXPIRES_MAX, "?");
		break;
	case EXPIRED:
		snprintf(cell, EXPIRES_MAX, "%s (expired)", date);
		break;
	case NOT_YET:
		snprintf(cell, EXPIRES_MAX, "%s (not yet valid)", date);
		break;
	case GOOD:
	case SOON:
		snprintf(cell, EXPIRES_MAX, days == 1 ? "%s (%lld day)" :
		    "%s (%lld days)", date, days);
		break;
	}
}

struct widths {
	size_t	to;
	size_t	by;
	size_t	expires;
	size_t	hash;		/* digits of it */
};

static void
widen(size_t *width, size_t needed, size_t most)
{
	if (needed > most)
		needed = most;
	if (needed > *width)
		*width = needed;
}

static size_t
width_of_line(const struct widths *w)
{
	return w->to + w->by + w->expires + strlen("Key") + w->hash + 4 * GAP;
}

/* As many digits as -sha1 needs for each. Neighbours are the most alike,
 * as rows are in the order of thumbprints. */
static size_t
enough_digits(const struct listing *l)
{
	unsigned char before[SHA1_LEN];
	size_t enough = strlen("Thumbprint");

	for (size_t i = 0; i < l->count; i++) {
		struct summary_row r = summary_row(&l->table, i);
		size_t same = 0;

		while (i != 0 && same < SHA1_LEN && r.sha1[same] ==
		    before[same])
			same++;
		if (enough < 2 * (same + 1) && same < SHA1_LEN)
			enough = 2 * (same + 1);
		memcpy(before, r.sha1, SHA1_LEN);
	}
	return enough;
}

/* On a terminal the thumbprint is shortened where a line does not fit, and then
 * the names give way, the longer one first; the rest of a line is never cut. */
static void
fit_terminal(const struct listing *l, struct widths *w, size_t terminal)
{
	if (width_of_line(w) > terminal)
		w->hash = enough_digits(l);
	while (width_of_line(w) > terminal) {
		size_t *longer = w->to > w->by ? &w->to : &w->by;

		if (*longer <= NAME_MIN_WIDTH)
			break;
		--*longer;
	}
}

/* Of each state the widest cell is the one of the last day. */
static size_t
width_of_expires(const struct listing *l, int64_t now)
{
	struct summary_row widest[UNKNOWN + 1] = { { .readable = false } };
	bool any[UNKNOWN + 1] = { false };
	size_t width = strlen("Expires");
	char cell[EXPIRES_MAX];

	for (size_t i = 0; i < l->count; i++) {
		struct summary_row r = summary_row(&l->table, i);
		enum state state = state_of(&r, now);

		if (!any[state] || r.not_after > widest[state].not_after)
			widest[state] = r;
		any[state] = true;
	}
	/* "1 day" is shorter than "0 days". */
	if (any[SOON])
		widen(&width, strlen("0000-00-00 (0 days)"), EXPIRES_MAX);
	for (size_t i = 0; i < COUNT_OF(widest); i++)
		if (any[i]) {
			format_expiry(&widest[i], now, cell);
			widen(&width, strlen(cell), EXPIRES_MAX);
		}
	return width;
}

static struct view
issued_to(const struct summary_row *r)
{
	return r->readable ? r->subject : view_str("(not readable)");
}

static struct widths
measure_columns(const struct listing *l)
{
	struct widths w = { strlen("Issued To"), strlen("Issued By"),
	    width_of_expires(l, l->g->criteria.when), HASH_WIDTH };
	size_t terminal = columns_of_terminal();

	for (size_t i = 0; i < l->count; i++) {
		struct summary_row r = summary_row(&l->table, i);

		widen(&w.to, columns_of(issued_to(&r)), NAME_MAX_WIDTH);
		widen(&w.by, columns_of(r.issuer), NAME_MAX_WIDTH);
	}
	if (terminal != 0)
		fit_terminal(l, &w, terminal);
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

static void
add_table_line(struct bytes *out, const struct listing *l, const struct summary_row *r,
    const struct widths *w, bool coloured)
{
	int64_t now = l->g->criteria.when;
	char cell[EXPIRES_MAX], hash[HASH_WIDTH + 1];

	columns_add(out, issued_to(r), w->to);
	bytes_add_str(out, "  ");
	columns_add(out, r->issuer, w->by);
	bytes_add_str(out, "  ");
	format_expiry(r, now, cell);
	add_cell(out, cell, w->expires, coloured ?
	    colour_of(state_of(r, now)) : NULL);
	bytes_add_str(out, r->readable &&
	    gather_has_key(l->g, &r->key_name) ? "yes  " : "-    ");
	text_hex(view_of(r->sha1, SHA1_LEN), hash, sizeof(hash));
	bytes_add(out, hash, w->hash);
	bytes_add_str(out, "\n");
}

static bool
print_table(const struct listing *l, struct err *e)
{
	const struct widths w = measure_columns(l);
	bool coloured = columns_coloured(), ok = true;
	struct bytes out = BYTES_INIT;

	add_cell(&out, "Issued To", w.to, NULL);
	add_cell(&out, "Issued By", w.by, NULL);
	add_cell(&out, "Expires", w.expires, NULL);
	bytes_add_str(&out, "Key  Thumbprint\n");
	for (size_t i = 0; ok && i < l->count; i++) {
		struct summary_row r = summary_row(&l->table, i);

		add_table_line(&out, l, &r, &w, coloured);
		if (out.len >= CHUNK)
			ok = describe_print(&out, e);
	}
	return ok && describe_print(&out, e);
}

/* ---- -v and -json ---- */

static bool
add_all_fields(const struct gathered *x, bool *keep, void *arg, struct err *e)
{
	struct listing *l = arg;

	(void)keep;
	bytes_addf(&l->text, "%sCertificate %zu\n", l->count++ != 0 ? "\n" : "",
	    x->index);
	describe_cert(&l->text, x->cert, true);
	return describe_key(&l->text, l->g, x, e) && bytes_ok(&l->text, e);
}

/* json_dumps() goes on after some failures, and returns what it has. */
static int
append_text(const char *text, size_t len, void *arg)
{
	struct bytes *out = arg;

	bytes_add(out, text, len);
	return out->failed ? -1 : 0;
}

static bool
add_as_json(const struct gathered *x, bool *keep, void *arg, struct err *e)
{
	json_t *o = storejson(((struct listing *)arg)->g, x, e);
	struct listing *l = arg;
	bool ok;

	(void)keep;
	if (o == NULL)
		return false;
	bytes_add_str(&l->text, l->count++ != 0 ? ",\n" : "[\n");
	ok = json_dump_callback(o, append_text, &l->text, JSON_PRESERVE_ORDER |
	    JSON_COMPACT) == 0;
	json_decref(o);
	return bytes_ok(&l->text, e) && (ok || err_memory(e));
}

/* ---- the verb ---- */

/* If nothing is listed, say where there is something. */
static bool
note_none(struct gather *g, struct err *e)
{
	const char *place = location_name(g->place);
	char there[128] = "";
	size_t others;

	if (!gather_count_other(g, &g->criteria, &others, e))
		return false;
	if (others != 0)
		snprintf(there, sizeof(there), ", %zu%s in the %s store: %s",
		    others, gather_that_match(g, others),
		    location_name(g->other.place), gather_other_option(g));
	if (g->total != 0)
		report_note("none of the %zu in the %s store %s matches%s",
		    g->total, place, g->store.name, there);
	else if (others == 0 && !select_is_empty(&g->criteria))
		report_note("nothing in the %s store %s matches", place,
		    g->store.name);
	else if (others != 0)
		report_note("0 in the %s store%s", place, there);
	else
		report_note("0 in the %s store %s", place, g->store.name);
	return true;
}

static bool
print_listing(struct listing *l, struct err *e)
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
list_store(struct gather *g, const struct cmdline *c, struct err *e)
{
	struct listing l = { .g = g, .c = c, .table = SUMMARY_INIT };
	bool ok;

	bytes_init(&l.text, SIZE_MAX / 2);
	ok = c->json ? gather_each(g, add_as_json, &l, e) :
	    c->verbose ? gather_each(g, add_all_fields, &l, e) :
	    gather_summary(g, &l.table, e);
	if (!c->json && !c->verbose)
		l.count = l.table.count;
	ok = ok && print_listing(&l, e);
	if (ok && g->store.skipped != 0)
		report_note(g->store.skipped == 1 ?
		    "%zu file in the store is not a readable certificate" :
		    "%zu files in the store are not readable certificates",
		    g->store.skipped);
	if (ok && l.count == 0)
		ok = note_none(g, e);
	bytes_clear(&l.text);
	summary_clear(&l.table);
	return ok;
}

bool
verb_list(const struct cmdline *c, struct err *e)
{
	return cmdline_in_store(c, list_store, e);
}
