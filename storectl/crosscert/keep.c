#include "keep.h"

#include "base/text.h"
#include "cert/certname.h"
#include "cli/json.h"
#include "cli/report.h"
#include "show/describe.h"

static bool
begin_keeping(struct location *l, enum place place, struct change **change,
    struct err *e)
{
	if (*change == NULL && location_open(l, place, LOCATION_WRITE, e))
		*change = change_begin(l, e);
	return *change != NULL;
}

bool
keep(const struct cmdline *o, struct keep *items, size_t count,
    struct err *e)
{
	struct location l = LOCATION_INIT;
	struct change *change = NULL;
	bool ok = true;

	for (struct keep *x = items; ok && x < items + count; x++)
		if (x->cert != NULL && !x->held)
			ok = begin_keeping(&l, options_place(o), &change, e) &&
			    change_add_cert(change, "CA", x->cert, o->force,
			    &x->state, e);
	if (change != NULL) {
		ok = ok && change_commit(change, e);
		change_abort(change);
	}
	location_close(&l);
	return ok;
}

static const char *const outcomes[] = {
	[CHANGE_ADDED] = "added",
	[CHANGE_PRESENT] = "present",
	[CHANGE_REPLACED] = "replaced",
};

static void
add_outcome(struct bytes *out, const struct catalog *c, const struct keep *x)
{
	if (x->row != NULL)
		text_add_printable(out, view_str(x->row->ca));
	else
		certname_show(x->cert->scan.subject, out);
	bytes_add_str(out, " (");
	text_add_hex(out, view_of(x->cert->sha1, SHA1_LEN));
	bytes_addf(out, "): %s, in the %s's CA store%s\n",
	    outcomes[x->state], location_name(options_place(c->o)),
	    x->row == NULL ? "; not in the catalogue" :
	    catalog_expired(c, x->row) ? "; expired" : "");
}

static json_t *
item_json(const struct keep *x)
{
	json_t *o = json_object();

	if (x->row != NULL)
		json_put(&o, "ca", json_string(x->row->ca));
	json_put(&o, "crossSha1", json_hex(view_of(x->row != NULL ?
	    x->row->pin : x->cert->sha1, SHA1_LEN)));
	if (x->cert != NULL) {
		json_put(&o, "pinned", json_boolean(x->row != NULL));
		json_put(&o, "state", json_string(outcomes[x->state]));
	} else {
		json_put(&o, "state", json_string("failed"));
		json_put(&o, "message", json_text(view_str(x->err.msg)));
	}
	if (x->url != NULL)
		json_put(&o, "url", json_text(view_str(x->url)));
	return o;
}

bool
keep_print(const struct catalog *c, const struct keep *items, size_t count,
    struct err *e)
{
	struct bytes out = BYTES_INIT;
	json_t *list;

	if (c->o->json) {
		list = json_array();
		for (size_t i = 0; i < count; i++)
			json_add(&list, item_json(&items[i]));
		return report_doc(list, e);
	}
	for (size_t i = 0; i < count; i++)
		if (items[i].cert != NULL)
			add_outcome(&out, c, &items[i]);
	return describe_print(&out, e);
}
