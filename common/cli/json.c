#include "cli/json.h"

#include "base/text.h"

/* Both jansson's calls refuse what is NULL. */

void
json_put(json_t **o, const char *name, json_t *value)
{
	if (json_object_set_new(*o, name, value) != 0) {
		json_decref(*o);
		*o = NULL;
	}
}

void
json_add(json_t **list, json_t *value)
{
	if (json_array_append_new(*list, value) != 0) {
		json_decref(*list);
		*list = NULL;
	}
}

json_t *
json_text(struct view text)
{
	struct bytes b = BYTES_INIT;
	json_t *s = NULL;

	if (text_is_utf8(text))
		return json_stringn(text.len != 0 ? (const char *)text.data :
		    "", text.len);
	text_add_printable(&b, text);
	if (!b.failed)
		s = json_stringn((const char *)b.data, b.len);
	bytes_clear(&b);
	return s;
}

json_t *
json_hex(struct view v)
{
	struct bytes b = BYTES_INIT;
	json_t *s = NULL;

	text_add_hex(&b, v);
	if (!b.failed)
		s = json_stringn(b.len != 0 ? (const char *)b.data : "", b.len);
	bytes_clear(&b);
	return s;
}
