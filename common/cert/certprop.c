#include "cert/certprop.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	KEY_HEADER_LEN		= 28,
	NAME_MAX_BYTES		= 4096,	/* of UTF-16, far more than any */
};

bool
certprop_next(struct view *rest, uint32_t *id, struct view *value)
{
	size_t len;

	if (rest->len < CERTPROP_HEADER_LEN)
		return false;
	len = view_le32(*rest, 8);
	if (len > rest->len - CERTPROP_HEADER_LEN)
		return false;
	*id = view_le32(*rest, 0);
	*value = view_sub(*rest, CERTPROP_HEADER_LEN, len);
	*rest = view_sub(*rest, CERTPROP_HEADER_LEN + len,
	    rest->len - CERTPROP_HEADER_LEN - len);
	return true;
}

bool
certprop_get(const struct cert *c, uint32_t id, struct view *value)
{
	struct view rest = view_bytes(&c->properties);
	uint32_t found;

	while (certprop_next(&rest, &found, value))
		if (found == id)
			return true;
	return false;
}

void
certprop_put(struct bytes *out, uint32_t id, struct view value)
{
	bytes_add_le32(out, id);
	bytes_add_le32(out, CERTPROP_ENCODING);
	bytes_add_le32(out, (uint32_t)value.len);
	bytes_add_view(out, value);
}

bool
certprop_set(struct cert *c, uint32_t id, struct view value, struct err *e)
{
	struct view rest = view_bytes(&c->properties), old;
	struct bytes fresh = BYTES_INIT;
	bool placed = false;
	uint32_t found;

	if (value.len > UINT32_MAX - CERTPROP_HEADER_LEN)
		return err_set(e, ERR_LIMIT, "a property of %zu bytes",
		    value.len);
	bytes_init(&fresh, rest.len + CERTPROP_HEADER_LEN + value.len + 1);
	while (certprop_next(&rest, &found, &old)) {
		if (found != id)
			certprop_put(&fresh, found, old);
		else if (!placed)
			certprop_put(&fresh, id, value);
		placed |= found == id;
	}
	if (!placed)
		certprop_put(&fresh, id, value);
	if (!bytes_ok(&fresh, e)) {
		bytes_clear(&fresh);
		return false;
	}
	bytes_move(&c->properties, &fresh);
	return true;
}

/* ---- CERT_KEY_PROV_INFO ---- */

/* The name at an offset, up to its NUL. Offset 0: no name. */
static bool
get_name(struct view v, uint32_t off, char **name, struct err *e)
{
	struct view from = off == 0 ? view_of(NULL, 0) :
	    view_sub(v, off, v.len - off);
	struct bytes utf8 = BYTES_INIT;
	bool ok;

	if (from.len > NAME_MAX_BYTES)
		from.len = NAME_MAX_BYTES;
	text_from_utf16(from, TEXT_LE, true, &utf8);
	bytes_add_u8(&utf8, 0);
	ok = bytes_ok(&utf8, e) &&
	    ((*name = strdup((char *)utf8.data)) != NULL || err_memory(e));
	bytes_clear(&utf8);
	return ok;
}

bool
certprop_get_key(const struct cert *c, struct certprop_key *k, bool *found,
    struct err *e)
{
	const struct certprop_key none = CERTPROP_KEY_INIT;
	uint32_t container, provider;
	struct view v;

	*k = none;
	*found = false;
	if (!certprop_get(c, CERTPROP_KEY_PROV_INFO, &v) ||
	    v.len < KEY_HEADER_LEN)
		return true;
	container = view_le32(v, 0);
	provider = view_le32(v, 4);
	if (container > v.len || provider > v.len)
		return true;
	k->type = view_le32(v, 8);
	k->flags = view_le32(v, 12);
	k->spec = view_le32(v, 24);
	*found = get_name(v, container, &k->container, e) &&
	    get_name(v, provider, &k->provider, e);
	if (!*found)
		certprop_key_clear(k);
	return *found;
}

bool
certprop_put_text(struct bytes *out, const char *text, const char *what,
    struct err *e)
{
	struct bytes be = BYTES_INIT;
	bool ok;

	ok = (text_to_utf16be(view_str(text), &be) ||
	    err_set(e, ERR_INPUT, "the %s is not valid UTF-8", what)) &&
	    bytes_ok(&be, e);
	for (size_t i = 0; ok && i + 1 < be.len; i += 2) {
		bytes_add_u8(out, be.data[i + 1]);
		bytes_add_u8(out, be.data[i]);
	}
	bytes_add_le16(out, 0);
	bytes_clear(&be);
	return ok && bytes_ok(out, e);
}

static bool
put_key_name(const char *name, struct bytes *out, struct err *e)
{
	return certprop_put_text(out, name != NULL ? name : "",
	    "name of the key", e);
}

bool
certprop_set_key(struct cert *c, const struct certprop_key *k, struct err *e)
{
	struct bytes names = BYTES_INIT, value = BYTES_INIT;
	bool ok = put_key_name(k->container, &names, e);
	size_t provider = KEY_HEADER_LEN + names.len;

	ok = ok && put_key_name(k->provider, &names, e);
	bytes_add_le32(&value, KEY_HEADER_LEN);
	bytes_add_le32(&value, (uint32_t)provider);
	bytes_add_le32(&value, k->type);
	bytes_add_le32(&value, k->flags);
	bytes_add_le32(&value, 0);
	bytes_add_le32(&value, 0);
	bytes_add_le32(&value, k->spec);
	bytes_add_view(&value, view_bytes(&names));
	ok = ok && bytes_ok(&value, e) &&
	    certprop_set(c, CERTPROP_KEY_PROV_INFO, view_bytes(&value), e);
	bytes_clear(&names);
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
