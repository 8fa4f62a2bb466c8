#include "keep.h"

#include "base/text.h"
#include "cert/certname.h"

static const char *
state_word(enum change_state state)
{
	switch (state) {
	case CHANGE_ADDED:
		return "added";
	case CHANGE_PRESENT:
		return "present";
	case CHANGE_REPLACED:
		break;
	}
	return "replaced";
}

bool
keep(const struct options *o, const struct certlist *certs,
    enum change_state *states, struct err *e)
{
	struct location l = LOCATION_INIT;
	struct change *change = NULL;
	bool ok;

	ok = location_open(&l, selection_place(&o->which.selection, PLACE_USER),
	    LOCATION_WRITE, e);
	if (ok) {
		change = change_begin(&l, e);
		ok = change != NULL;
	}
	for (size_t i = 0; ok && i < certs->count; i++)
		ok = change_add_cert(change, "CA", certs->items[i],
		    o->which.force, &states[i], e);
	ok = ok && change_commit(change, e);
	if (change != NULL)
		change_abort(change);
	location_close(&l);
	return ok;
}

void
keep_add_line(struct bytes *out, const struct options *o,
    const struct catalog *c, const struct cert *cert, enum change_state state)
{
	const struct crosscat_row *r = crosscat_by_pin(&c->rows, cert->sha1);

	if (r != NULL)
		text_add_printable(out, view_str(r->ca));
	else
		certname_show(cert->scan.subject, out);
	bytes_add_str(out, " (");
	text_add_hex(out, view_of(cert->sha1, SHA1_LEN));
	bytes_addf(out, "): %s, in the %s's CA store%s\n", state_word(state),
	    location_name(selection_place(&o->which.selection, PLACE_USER)),
	    r == NULL ? "; it is not in the catalogue" :
	    catalog_expired(c, r) ? "; it has expired" : "");
}

json_t *
keep_json(const struct catalog *c, const struct cert *cert,
    enum change_state state)
{
	const struct crosscat_row *r = crosscat_by_pin(&c->rows, cert->sha1);
	char hex[2 * SHA1_LEN + 1];
	json_t *o = json_object();

	text_hex(view_of(cert->sha1, SHA1_LEN), hex, sizeof(hex));
	if ((r != NULL && json_object_set_new(o, "ca", json_string(r->ca)) !=
	    0) || json_object_set_new(o, "crossSha1", json_string(hex)) != 0 ||
	    json_object_set_new(o, "pinned", json_boolean(r != NULL)) != 0 ||
	    json_object_set_new(o, "state", json_string(state_word(state))) !=
	    0) {
		json_decref(o);
		return NULL;
	}
	return o;
}
