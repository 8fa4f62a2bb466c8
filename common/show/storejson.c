#include "show/storejson.h"

#include "cert/certjson.h"

/* As in certjson.c: a column of puts needs one check at its end. */
static bool
put(json_t *o, const char *name, json_t *value)
{
	return json_object_set_new(o, name, value) == 0;
}

static bool
put_key(json_t *o, const struct keyinfo *info)
{
	bool ok = true;

	if (info->spec != KEY_SPEC_NONE)
		ok = put(o, "keySpec", json_string(key_spec_name(info->spec)));
	ok = ok && put(o, "exportable", json_boolean(info->exportable)) &&
	    put(o, "protected", json_boolean(info->is_protected));
	if (info->token != NULL)
		ok = ok && put(o, "keyUri", json_string(info->token));
	return ok;
}

json_t *
storejson(const struct gather *g, const struct gathered *x, struct err *e)
{
	json_t *o = certjson(x->cert, e);
	struct keyinfo info;
	bool ok, known;

	if (o == NULL)
		return NULL;
	if (!gather_keyinfo(g, x, &info, &known, e)) {
		keyinfo_clear(&info);
		json_decref(o);
		return NULL;
	}
	ok = put(o, "store", json_string(g->store.name)) &&
	    put(o, "location", json_string(location_name(g->place))) &&
	    put(o, "hasPrivateKey", json_boolean(x->has_key));
	if (known)
		ok = ok && put_key(o, &info);
	keyinfo_clear(&info);
	if (!ok) {
		json_decref(o);
		err_memory(e);
		return NULL;
	}
	return o;
}
