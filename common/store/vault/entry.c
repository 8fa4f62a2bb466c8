#include "store/vault/keyvault.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "formats/certs/armor.h"
#include "formats/key/pbe.h"
#include "formats/key/pkcs8.h"
#include "io/dir.h"

#define PEM_BEGIN	"-----BEGIN "

enum {
	VAULT_ITERATIONS	= 1000,
	PROTECTED_ITERATIONS	= 600000,
};

/* ---- text lines: writing ---- */

void
keyinfo_clear(struct keyinfo *i)
{
	const struct keyinfo none = KEYINFO_INIT;

	free(i->friendly_name);
	free(i->description);
	free(i->provider);
	free(i->token);
	*i = none;
}

/* Does the value's i-th byte have to be written as \xNN, printable or not? */
static bool
needs_escape(const char *value, size_t i)
{
	char c = value[i];

	return c == '\\' || (c == '-' && i != 0 && value[i - 1] == '-') ||
	    (c == ' ' && (i == 0 || value[i + 1] == '\0'));
}

static void
put_text_line(struct bytes *out, const char *key, const char *value)
{
	size_t from = 0, i;

	if (value == NULL)
		return;
	bytes_addf(out, "%s: ", key);
	for (i = 0; value[i] != '\0'; i++) {
		if (!needs_escape(value, i))
			continue;
		text_add_printable(out, view_of(value + from, i - from));
		bytes_addf(out, "\\x%02x", (unsigned char)value[i]);
		from = i + 1;
	}
	text_add_printable(out, view_of(value + from, i - from));
	bytes_add_str(out, "\n");
}

static void
put_text_lines(struct bytes *out, const struct keyinfo *i)
{
	if (i->spec != KEY_SPEC_NONE)
		put_text_line(out, "Key-Spec", key_spec_name(i->spec));
	if (!i->exportable)
		put_text_line(out, "Exportable", "no");
	if (i->export_encrypted_only)
		put_text_line(out, "Export", "encrypted");
	if (i->is_protected)
		put_text_line(out, "Protected", "yes");
	put_text_line(out, "Friendly-Name", i->friendly_name);
	put_text_line(out, "Description", i->description);
	put_text_line(out, "Provider", i->provider);
	put_text_line(out, "Token", i->token);
}

static bool
put_pem(const struct key *k, const struct keyinfo *info,
    const struct secret *password, struct bytes *out, struct err *e)
{
	struct pbe_password pw = PBE_PASSWORD_INIT;
	struct bytes der = BYTES_INIT;
	bool ok;

	ok = pbe_password_make(&pw, password, e) &&
	    pkcs8_write_encrypted(k, info->spec, PBE_AES256_SHA256,
	    info->is_protected ? PROTECTED_ITERATIONS : VAULT_ITERATIONS, &pw,
	    &der, e);
	if (ok)
		armor_write(out, KEYVAULT_PEM_LABEL, view_bytes(&der));
	pbe_password_clear(&pw);
	bytes_clear(&der);
	return ok;
}

bool
keyvault_entry(const struct key *k, const struct keyinfo *info,
    const struct secret *password, struct bytes *out, struct err *e)
{
	put_text_lines(out, info);
	if (info->token == NULL && !put_pem(k, info, password, out, e))
		return false;
	if (!bytes_ok(out, e))
		return false;
	return out->len <= KEYVAULT_ENTRY_MAX || err_set(e, ERR_LIMIT, "an "
	    "entry of %zu bytes, with its names; the maximum is %d", out->len,
	    KEYVAULT_ENTRY_MAX);
}

/* ---- text lines: reading ---- */

static bool
get_value(struct view v, char **value, struct err *e)
{
	char *s = malloc(v.len + 1);
	size_t n = 0;

	if (s == NULL)
		return err_memory(e);
	for (size_t i = 0; i < v.len; i++) {
		int c = v.data[i];

		if (c == '\\' && v.len - i >= 4 && v.data[i + 1] == 'x' &&
		    text_hex_value(v.data[i + 2]) >= 0 &&
		    text_hex_value(v.data[i + 3]) >= 0) {
			c = text_hex_value(v.data[i + 2]) << 4 |
			    text_hex_value(v.data[i + 3]);
			i += 3;
		}
		s[n++] = (char)c;
	}
	s[n] = '\0';
	free(*value);
	*value = s;
	return true;
}

static bool
view_is(struct view v, const char *text)
{
	return view_equal(v, view_str(text));
}

static bool
take_line(struct view key, struct view value, struct keyinfo *i, struct err *e)
{
	if (view_is(key, "Key-Spec"))
		i->spec = view_is(value, key_spec_name(AT_SIGNATURE)) ?
		    AT_SIGNATURE :
		    view_is(value, key_spec_name(AT_KEYEXCHANGE)) ?
		    AT_KEYEXCHANGE : KEY_SPEC_NONE;
	else if (view_is(key, "Exportable"))
		/* What cannot be read is the stricter of the two. */
		i->exportable = view_is(value, "yes");
	else if (view_is(key, "Export"))
		i->export_encrypted_only = !view_is(value, "any");
	else if (view_is(key, "Protected"))
		i->is_protected = !view_is(value, "no");
	else if (view_is(key, "Friendly-Name"))
		return get_value(value, &i->friendly_name, e);
	else if (view_is(key, "Description"))
		return get_value(value, &i->description, e);
	else if (view_is(key, "Provider"))
		return get_value(value, &i->provider, e);
	else if (view_is(key, "Token"))
		return get_value(value, &i->token, e);
	return true;
}

/* The next line without its end; false at the end of the text. */
static bool
take_text_line(struct view *rest, struct view *line)
{
	const unsigned char *end;

	if (rest->len == 0)
		return false;
	end = memchr(rest->data, '\n', rest->len);
	line->data = rest->data;
	line->len = end != NULL ? (size_t)(end - rest->data) : rest->len;
	*rest = end != NULL ? view_sub(*rest, line->len + 1,
	    rest->len - line->len - 1) : view_of(NULL, 0);
	if (line->len != 0 && line->data[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool
keyvault_parse_info(struct view text, struct keyinfo *i, struct err *e)
{
	struct view line, key, value;
	const unsigned char *colon;

	while (take_text_line(&text, &line)) {
		if (line.len >= strlen(PEM_BEGIN) && memcmp(line.data,
		    PEM_BEGIN, strlen(PEM_BEGIN)) == 0)
			break;
		colon = line.len != 0 ? memchr(line.data, ':', line.len) : NULL;
		if (colon == NULL)
			continue;
		key = view_of(line.data, (size_t)(colon - line.data));
		value = view_sub(line, key.len + 1, line.len - key.len - 1);
		while (value.len != 0 && value.data[0] == ' ')
			value = view_sub(value, 1, value.len - 1);
		if (!take_line(key, value, i, e))
			return false;
	}
	return true;
}

bool
keyvault_open_entry(const struct location *l, const struct keyname *n,
    struct bytes *text, struct keyinfo *info, struct err *e)
{
	char file[KEYFILE_LEN + 1];
	bool found = false, ok;
	struct stat st;
	int fd;

	keyvault_file(n, file);
	if (!location_open_keys(l, false, &fd, e))
		return false;
	ok = fd == -1 || (dir_read(fd, file, KEYVAULT_ENTRY_MAX, text, &found,
	    &st, e) && (!found || (location_check_access(l, &st, e) &&
	    keyvault_parse_info(view_bytes(text), info, e))));
	if (fd != -1)
		close(fd);
	if (ok && !found)
		ok = err_set(e, ERR_NO_KEY, "the store has no such private "
		    "key");
	return ok || err_in(e, "%s/" LOCATION_KEYS "/%s", l->path, file);
}

bool
keyvault_info(const struct location *l, const struct keyname *n,
    struct keyinfo *info, struct err *e)
{
	const struct keyinfo none = KEYINFO_INIT;
	struct bytes text = BYTES_INIT;
	bool ok;

	*info = none;
	ok = keyvault_open_entry(l, n, &text, info, e);
	bytes_clear(&text);
	if (!ok)
		keyinfo_clear(info);
	return ok;
}
