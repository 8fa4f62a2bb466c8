#include "container.h"

#include <string.h>

#include "base/text.h"
#include "store/vault/keyvault.h"
#include "token/token.h"

static bool
is_on_token(const struct sign_options *o)
{
	return o->csp != NULL && token_is_uri(o->csp);
}

static bool
is_called(const struct gather *g, const struct keyname *n, const char *name,
    bool *is, struct err *e)
{
	struct keyinfo info = KEYINFO_INIT;
	char hex[KEYNAME_HEX + 1];
	bool ok = true;

	keyname_hex(n, hex);
	*is = text_same(hex, name);
	if (!*is)
		ok = keyvault_info(&g->location, n, &info, e);
	if (ok && info.friendly_name != NULL)
		*is = text_same(info.friendly_name, name);
	keyinfo_clear(&info);
	return ok;
}

bool
sign_container_has(const struct sign_options *o, const struct gather *g,
    const struct cert *c, bool *has, struct err *e)
{
	struct keyname n;

	*has = false;
	if (!c->scanned)
		return true;
	if (is_on_token(o)) {
		/* CAs are in the file for the chain. */
		*has = !c->scan.is_ca;
		return true;
	}
	if (g == NULL)
		return true;
	if (!keyvault_name_of_cert(c, &n))
		return err_memory(e);
	*has = gather_has_key(g, &n);
	return !*has || o->container == NULL ||
	    is_called(g, &n, o->container, has, e);
}

/* Is the attribute in the part of the URI that names the object? */
static bool
uri_names(struct view path, const char *attribute)
{
	size_t len = strlen(attribute);

	for (size_t i = 1; i + len <= path.len; i++)
		if (memcmp(path.data + i, attribute, len) == 0 &&
		    (path.data[i - 1] == ';' || path.data[i - 1] == ':'))
			return true;
	return false;
}

static void
add_object(struct bytes *out, const struct sign_options *o, struct view path,
    const struct cert *c)
{
	unsigned char id[SHA1_LEN];

	if (uri_names(path, "object=") || uri_names(path, "id="))
		return;
	if (o->container != NULL) {
		bytes_add_str(out, ";object=");
		text_add_percent(out, view_str(o->container), true);
		return;
	}
	sha1_of(c->scan.key_bits, id);
	bytes_add_str(out, ";id=");
	text_add_percent(out, view_of(id, sizeof(id)), false);
}

bool
sign_container_token(const struct sign_options *o, const struct cert *c,
    char **uri, struct err *e)
{
	struct bytes out = BYTES_INIT;
	struct view path;
	bool ok;

	*uri = NULL;
	if (!is_on_token(o))
		return true;
	path = view_of(o->csp, strcspn(o->csp, "?"));
	bytes_add_view(&out, path);
	add_object(&out, o, path, c);
	bytes_add_str(&out, o->csp + path.len);
	bytes_add_u8(&out, 0);
	ok = bytes_ok(&out, e);
	if (ok) {
		*uri = strdup((const char *)out.data);
		ok = *uri != NULL || err_memory(e);
	}
	bytes_clear(&out);
	return ok;
}
