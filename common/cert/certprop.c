#include "cert/certprop.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	RECORD_HEADER_LEN	= 12,
	KEY_HEADER_LEN		= 28,
	NAME_MAX_BYTES		= 4096,	/* of UTF-16, far more than any */
};

bool
certprop_get(const struct cert *c, uint32_t id, struct view *value)
{
	struct view rest = view_bytes(&c->properties);
	uint32_t found;

	while (sst_next_property(&rest, &found, value))
		if (found == id)
			return true;
	return false;
}

static void
put_record(struct bytes *b, uint32_t id, struct view value)
{
	bytes_add_le32(b, id);
	bytes_add_le32(b, 1);
	bytes_add_le32(b, (uint32_t)value.len);
	bytes_add_view(b, value);
}

/* A copy with the new value, or without the property; a new property goes to
 * the end. */
static bool
rebuild(struct cert *c, uint32_t id, const struct view *value, struct err *e)
{
	struct view rest = view_bytes(&c->properties), old;
	struct bytes fresh = BYTES_INIT;
	uint32_t found;

	bytes_init(&fresh, rest.len + RECORD_HEADER_LEN +
	    (value != NULL ? value->len : 0) + 1);
	while (sst_next_property(&rest, &found, &old)) {
		if (found != id) {
			put_record(&fresh, found, old);
			continue;
		}
		if (value != NULL)
			put_record(&fresh, id, *value);
		value = NULL;
	}
	if (value != NULL)
		put_record(&fresh, id, *value);
	if (!bytes_ok(&fresh, e)) {
		bytes_clear(&fresh);
		return false;
	}
	bytes_move(&c->properties, &fresh);
	return true;
}

bool
certprop_set(struct cert *c, uint32_t id, struct view value, struct err *e)
{
	if (value.len > UINT32_MAX - RECORD_HEADER_LEN)
		return err_set(e, ERR_LIMIT, "property of %zu bytes is too large",
		    value.len);
	return rebuild(c, id, &value, e);
}

bool
certprop_remove(struct cert *c, uint32_t id, struct err *e)
{
	struct view ignored;

	return !certprop_get(c, id, &ignored) || rebuild(c, id, NULL, e);
}

/* ---- CERT_KEY_PROV_INFO ---- */

/* The name at an offset, up to its NUL. Offset 0: no name. */
static bool
get_name(struct view v, uint32_t off, char **name, struct err *e)
{
	struct bytes utf8 = BYTES_INIT;
	struct view from;
	bool ok;

	if (off > v.len)
		return err_set(e, ERR_INPUT, "a name is outside the property");
	from = off == 0 ? view_of(NULL, 0) : view_sub(v, off, v.len - off);
	if (from.len > NAME_MAX_BYTES)
		from.len = NAME_MAX_BYTES;
	text_from_utf16(from, TEXT_LE, true, &utf8);
	bytes_add_u8(&utf8, 0);
	ok = bytes_ok(&utf8, e) &&
	    ((*name = strdup((char *)utf8.data)) != NULL || err_memory(e));
	bytes_clear(&utf8);
	return ok;
}

static bool
parse_key(struct view v, struct certprop_key *k, struct err *e)
{
	if (v.len < KEY_HEADER_LEN)
		return err_set(e, ERR_INPUT, "key property of %zu bytes, "
		    "expected at least %d", v.len, KEY_HEADER_LEN);
	k->type = view_le32(v, 8);
	k->flags = view_le32(v, 12);
	k->spec = view_le32(v, 24);
	return get_name(v, view_le32(v, 0), &k->container, e) &&
	    get_name(v, view_le32(v, 4), &k->provider, e);
}

bool
certprop_get_key(const struct cert *c, struct certprop_key *k, bool *found,
    struct err *e)
{
	const struct certprop_key none = CERTPROP_KEY_INIT;
	struct err why = ERR_INIT;
	struct view v;

	*k = none;
	*found = false;
	if (!certprop_get(c, SST_KEY_PROV_INFO, &v))
		return true;
	*found = parse_key(v, k, &why);
	if (*found)
		return true;
	certprop_key_clear(k);
	return why.code != ERR_MEMORY || err_memory(e);
}

/* UTF-16LE with its terminator. */
static bool
put_name(const char *name, struct bytes *out, struct err *e)
{
	struct bytes be = BYTES_INIT;
	bool ok;

	ok = (text_to_utf16be(view_str(name), &be) ||
	    err_set(e, ERR_INPUT, "the name of the key is not valid UTF-8")) &&
	    bytes_ok(&be, e);
	for (size_t i = 0; ok && i + 1 < be.len; i += 2) {
		bytes_add_u8(out, be.data[i + 1]);
		bytes_add_u8(out, be.data[i]);
	}
	bytes_add_le16(out, 0);
	bytes_clear(&be);
	return ok && bytes_ok(out, e);
}

bool
certprop_set_key(struct cert *c, const struct certprop_key *k, struct err *e)
{
	struct bytes container = BYTES_INIT, provider = BYTES_INIT,
	    value = BYTES_INIT;
	bool ok = false;

	if (!put_name(k->container != NULL ? k->container : "", &container,
	    e) ||
	    !put_name(k->provider != NULL ? k->provider : "", &provider, e))
		goto out;
	bytes_add_le32(&value, KEY_HEADER_LEN);
	bytes_add_le32(&value, (uint32_t)(KEY_HEADER_LEN + container.len));
	bytes_add_le32(&value, k->type);
	bytes_add_le32(&value, k->flags);
	bytes_add_le32(&value, 0);
	bytes_add_le32(&value, 0);
	bytes_add_le32(&value, k->spec);
	bytes_add_view(&value, view_bytes(&container));
	bytes_add_view(&value, view_bytes(&provider));
	ok = bytes_ok(&value, e) &&
	    certprop_set(c, SST_KEY_PROV_INFO, view_bytes(&value), e);
 out:
	bytes_clear(&container);
	bytes_clear(&provider);
	bytes_clear(&value);
	return ok;
}

void
certprop_key_clear(struct certprop_key *k)
{
	const struct certprop_key none = CERTPROP_KEY_INIT;

	free(k->container);
	free(k->provider);
	*k = none;
}
