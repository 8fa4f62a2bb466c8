#include "keep.h"

const char *
keep_word(enum change_state state)
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

	ok = location_open(&l, cmdline_place(&o->which, PLACE_USER),
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
