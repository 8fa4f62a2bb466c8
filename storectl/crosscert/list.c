/*
 * list.c - crosscert list: the catalogue, a line a row
 */

#include <string.h>

#include "base/text.h"
#include "catalog.h"
#include "cert/certtime.h"
#include "cli/json.h"
#include "cli/report.h"
#include "show/columns.h"
#include "show/describe.h"
#include "verbs.h"

enum { NAME_WIDTH_MAX = 64 };

static const char *
held_word(const struct catalog *c, const struct crosscat_row *r)
{
	const char *held = catalog_held_in(c, r);

	return held != NULL ? held : "-";
}

static const char *
validity_word(const struct catalog *c, const struct crosscat_row *r)
{
	return !r->has_expiry ? "?" : catalog_expired(c, r) ? "expired" :
	    "valid";
}

static size_t
ca_width(const struct crosscat *all)
{
	size_t width = strlen("CA");

	for (size_t i = 0; i < all->count; i++) {
		size_t n = columns_of(view_str(all->rows[i].ca));

		if (n > width && n <= NAME_WIDTH_MAX)
			width = n;
	}
	return width;
}

static void
add_catalog_row(struct bytes *out, const struct catalog *c,
    const struct crosscat_row *r, size_t width)
{
	struct bytes name = BYTES_INIT;
	char day[CERTTIME_MAX];

	text_add_printable(&name, view_str(r->ca));
	columns_add(out, view_bytes(&name), width);
	bytes_addf(out, "  %-10s  %-7s  %-7s  ", r->has_expiry ?
	    certtime_date(r->expires, day) : "?", validity_word(c, r),
	    held_word(c, r));
	text_add_hex(out, view_of(r->pin, SHA1_LEN));
	bytes_add_str(out, "\n");
	out->failed |= name.failed;
	bytes_clear(&name);
}

static void
add_table(struct bytes *out, const struct catalog *c,
    const struct crosscat_row *rows, size_t count)
{
	size_t width = ca_width(&c->rows);
	bool all_history = true;

	columns_add(out, view_str("CA"), width);
	bytes_add_str(out, "  Expires     State    Held     "
	    "SHA-1 of the cross-certificate\n");
	for (size_t i = 0; i < count; i++) {
		add_catalog_row(out, c, &rows[i], width);
		all_history = all_history && catalog_is_history(c, &rows[i]);
	}
	if (all_history) {
		bytes_add_str(out, "\n");
		catalog_add_lore(out, count == 1 ? rows : NULL);
	}
}

/* ---- -v ---- */

static void
list_field(struct bytes *out, const char *label, const char *value)
{
	if (value != NULL)
		describe_text(out, label, view_str(value));
}

static void
add_row_in_full(struct bytes *out, const struct catalog *c,
    const struct crosscat_row *r)
{
	char day[CERTTIME_MAX];

	text_add_printable(out, view_str(r->ca));
	bytes_add_str(out, "\n");
	describe_hex(out, "Pin (SHA-1):", view_of(r->pin, SHA1_LEN));
	list_field(out, "Issuer:", r->issuer);
	list_field(out, "Expires:", r->has_expiry ? certtime_date(r->expires,
	    day) : "not known");
	list_field(out, "State:", validity_word(c, r));
	list_field(out, "Held:", held_word(c, r));
	list_field(out, "Link:", r->link);
	list_field(out, "Root:", r->subject);
	for (size_t i = 0; i < r->root_count; i++)
		describe_hex(out, "Root's SHA-1:", view_of(r->roots[i],
		    SHA1_LEN));
	list_field(out, "From:", r->of_user ? "the user's catalogue" :
	    "Microsoft's page");
}

static void
add_rows_in_full(struct bytes *out, const struct catalog *c,
    const struct crosscat_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bytes_add_str(out, i == 0 ? "" : "\n");
		add_row_in_full(out, c, &rows[i]);
	}
}

static bool
print_rows(const struct catalog *c, const struct crosscat_row *rows,
    size_t count, struct err *e)
{
	struct bytes out = BYTES_INIT;
	json_t *list;

	if (c->o->json) {
		list = json_array();
		for (size_t i = 0; i < count; i++)
			json_add(&list, catalog_json(c, &rows[i], NULL));
		return report_doc(list, e);
	}
	if (c->o->verbose)
		add_rows_in_full(&out, c, rows, count);
	else
		add_table(&out, c, rows, count);
	return describe_print(&out, e);
}

bool
crosscert_list(const struct cmdline *o, struct err *e)
{
	const struct crosscat_row *one = NULL;
	struct catalog c;
	bool ok;

	if (o->operand_count > 1)
		return err_set(e, ERR_USAGE, "list takes one name of a row, "
		    "not %d", o->operand_count);
	ok = catalog_open(&c, o, e) && (o->operand_count == 0 ||
	    crosscat_named(&c.rows, o->operands[0], &one, e)) &&
	    (one != NULL ? print_rows(&c, one, 1, e) :
	    print_rows(&c, c.rows.rows, c.rows.count, e));
	catalog_clear(&c);
	return ok;
}
