/*
 * list.c - crosscert list: the catalogue, a line a row
 */

#include <string.h>

#include "base/text.h"
#include "cert/certtime.h"
#include "cli/report.h"
#include "row.h"
#include "show/columns.h"
#include "show/describe.h"
#include "verbs.h"

enum { NAME_WIDTH_MAX = 64 };

/* The rows that are asked for: one by its name, or all. */
struct listing {
	const struct catalog		*c;
	const struct crosscat_row	*one;
};

static const char *
held_word(const struct listing *l, const struct crosscat_row *r)
{
	enum place place;

	return catalog_held(l->c, r, &place) == NULL ? "-" :
	    location_name(place);
}

static const char *
state_word(const struct listing *l, const struct crosscat_row *r)
{
	return !r->has_expiry ? "?" : catalog_expired(l->c, r) ? "expired" :
	    "valid";
}

/* ---- the table ---- */

static void
add_name(struct bytes *out, const struct crosscat_row *r, size_t width)
{
	struct bytes name = BYTES_INIT;

	text_add_printable(&name, view_str(r->ca));
	if (width != 0)
		columns_add(out, view_bytes(&name), width);
	else
		bytes_add_view(out, view_bytes(&name));
	out->failed |= name.failed;
	bytes_clear(&name);
}

static size_t
name_width(const struct listing *l)
{
	size_t width = strlen("CA");

	for (size_t i = 0; i < l->c->rows.count; i++) {
		size_t n = columns_of(view_str(l->c->rows.rows[i].ca));

		if (n > width && n <= NAME_WIDTH_MAX)
			width = n;
	}
	return width;
}

static void
add_row(struct bytes *out, const struct listing *l,
    const struct crosscat_row *r, size_t width)
{
	char day[CERTTIME_MAX];

	add_name(out, r, width);
	bytes_addf(out, "  %-10s  %-7s  %-7s  ", r->has_expiry ?
	    certtime_date(r->expires, day) : "?", state_word(l, r),
	    held_word(l, r));
	row_add_pin(out, r);
	bytes_add_str(out, "\n");
}

static void
add_table(struct bytes *out, const struct listing *l)
{
	size_t width = name_width(l);
	char day[CERTTIME_MAX];
	bool all_expired = true;

	columns_add(out, view_str("CA"), width);
	bytes_add_str(out, "  Expires     State    Held     "
	    "SHA-1 of the cross-certificate\n");
	for (size_t i = 0; i < l->c->rows.count; i++) {
		const struct crosscat_row *r = &l->c->rows.rows[i];

		if (l->one != NULL && l->one != r)
			continue;
		add_row(out, l, r, width);
		all_expired = all_expired && catalog_expired(l->c, r) &&
		    row_is_microsofts(r);
	}
	if (!all_expired)
		return;
	bytes_add_str(out, "\n");
	row_add_lore(out, l->one == NULL ? NULL :
	    certtime_date(l->one->expires, day));
}

/* ---- -v ---- */

static void
add_field(struct bytes *out, const char *label, const char *value)
{
	if (value == NULL)
		return;
	bytes_addf(out, "  %-13s ", label);
	text_add_printable(out, view_str(value));
	bytes_add_str(out, "\n");
}

static void
add_fields(struct bytes *out, const struct listing *l,
    const struct crosscat_row *r)
{
	char day[CERTTIME_MAX], hex[2 * SHA1_LEN + 1];

	add_name(out, r, 0);
	bytes_add_str(out, "\n");
	text_hex(view_of(r->pin, SHA1_LEN), hex, sizeof(hex));
	add_field(out, "Pin (SHA-1):", hex);
	add_field(out, "Issuer:", r->issuer);
	add_field(out, "Expires:", r->has_expiry ? certtime_date(r->expires,
	    day) : "not known");
	add_field(out, "State:", state_word(l, r));
	add_field(out, "Held:", held_word(l, r));
	add_field(out, "Link:", r->link);
	add_field(out, "Root:", r->subject);
	for (size_t i = 0; i < r->root_count; i++) {
		text_hex(view_of(r->roots[i], SHA1_LEN), hex, sizeof(hex));
		add_field(out, "Root's SHA-1:", hex);
	}
	add_field(out, "From:", r->of_user ? "the user's catalogue" :
	    "Microsoft's page");
}

static void
add_all_fields(struct bytes *out, const struct listing *l)
{
	for (size_t i = 0; i < l->c->rows.count; i++) {
		const struct crosscat_row *r = &l->c->rows.rows[i];

		if (l->one != NULL && l->one != r)
			continue;
		if (out->len != 0)
			bytes_add_str(out, "\n");
		add_fields(out, l, r);
	}
}

/* ---- the verb ---- */

static bool
print_json(const struct listing *l, struct err *e)
{
	json_t *list = json_array();

	for (size_t i = 0; i < l->c->rows.count; i++) {
		const struct crosscat_row *r = &l->c->rows.rows[i];
		json_t *o;

		if (l->one != NULL && l->one != r)
			continue;
		o = row_json(l->c, r, e);
		if (o == NULL || json_array_append_new(list, o) != 0) {
			json_decref(list);
			return o == NULL ? false : err_memory(e);
		}
	}
	return report_doc(list, e);
}

static bool
print(const struct listing *l, const struct options *o, struct err *e)
{
	struct bytes out = BYTES_INIT;
	bool ok;

	if (o->which.json)
		return print_json(l, e);
	if (o->which.verbose)
		add_all_fields(&out, l);
	else
		add_table(&out, l);
	ok = describe_print(&out, e);
	bytes_clear(&out);
	return ok;
}

bool
crosscert_list(const struct options *o, struct err *e)
{
	struct catalog c;
	struct listing l = { .c = &c };
	bool ok;

	if (o->operand_count > 1)
		return err_set(e, ERR_USAGE, "list takes one name of a row, "
		    "not %d", o->operand_count);
	ok = catalog_open(&c, o, e) && (o->operand_count == 0 ||
	    crosscat_named(&c.rows, o->operands[0], &l.one, e)) &&
	    print(&l, o, e);
	catalog_clear(&c);
	return ok;
}
