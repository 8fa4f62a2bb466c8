#include "show/storejson.h"

#include "cli/json.h"
#include "show/certjson.h"

static void
put_key_state(json_t **o, const struct keyinfo *info)
{
	if (info->spec != KEY_SPEC_NONE)
		json_put(o, "keySpec", json_string(key_spec_name(info->spec)));
	json_put(o, "exportable", json_boolean(info->exportable));
	json_put(o, "protected", json_boolean(info->is_protected));
	if (info->token != NULL)
		json_put(o, "keyUri", json_string(info->token));
}

json_t *
storejson(const struct gather *g, const struct gathered *x, struct err *e)
{
	json_t *o = certjson(x->cert, e);
	struct keyinfo info;
	bool known;

	if (o == NULL)
		return NULL;
	if (!gather_keyinfo(g, x, &info, &known, e)) {
		keyinfo_clear(&info);
		json_decref(o);
		return NULL;
	}
	json_put(&o, "store", json_string(g->store.name));
	json_put(&o, "location", json_string(location_name(g->place)));
	json_put(&o, "hasPrivateKey", json_boolean(x->has_key));
	if (known)
		put_key_state(&o, &info);
	keyinfo_clear(&info);
	if (o == NULL)
		err_memory(e);
	return o;
}
