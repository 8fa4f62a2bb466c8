#include "modifiers.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"

enum modifier {
	MOD_AT_SIGNATURE, MOD_AT_KEYEXCHANGE, MOD_NO_EXPORT,
	MOD_EXPORT_ENCRYPTED, MOD_NO_CERT, MOD_NO_CHAIN, MOD_NO_ROOT,
	MOD_PROTECT, MOD_NO_PROTECT, MOD_PROTECT_HIGH, MOD_PKCS8,
	MOD_FRIENDLY_NAME, MOD_KEY_FRIENDLY_NAME, MOD_KEY_DESCRIPTION,
	MOD_VSM, MOD_COUNT
};

/* In the order of enum modifier. A word that ends in '=' has a value. */
static const char *const words[MOD_COUNT] = {
	"AT_SIGNATURE", "AT_KEYEXCHANGE", "NoExport", "ExportEncrypted",
	"NoCert", "NoChain", "NoRoot", "Protect", "NoProtect", "ProtectHigh",
	"Pkcs8", "FriendlyName=", "KeyFriendlyName=", "KeyDescription=", "VSM",
};

enum { MODIFIER_MAX = 64 };	/* longer than any of them */

const char *
modifiers_known(void)
{
	return "AT_SIGNATURE AT_KEYEXCHANGE NoExport ExportEncrypted NoCert "
	    "NoChain NoRoot Protect NoProtect ProtectHigh Pkcs8 FriendlyName= "
	    "KeyFriendlyName= KeyDescription=";
}

static bool
has_prefix(struct view part, const char *word, size_t len)
{
	char head[32];

	if (part.len < len || len >= sizeof(head))
		return false;
	memcpy(head, part.data, len);
	head[len] = '\0';
	return text_same(head, word);
}

/* MOD_COUNT: none of them. */
static enum modifier
which_modifier(struct view part, struct view *value)
{
	for (int i = 0; i < MOD_COUNT; i++) {
		size_t len = strlen(words[i]);
		bool valued = words[i][len - 1] == '=';

		if (!has_prefix(part, words[i], len) ||
		    (!valued && part.len != len))
			continue;
		*value = view_sub(part, len, part.len - len);
		return (enum modifier)i;
	}
	return MOD_COUNT;
}

enum modifiers_look
modifiers_look(const char *text)
{
	bool all = true, any = false;
	struct view part, value;

	while (text_next_part(&text, &part)) {
		if (which_modifier(part, &value) == MOD_COUNT)
			all = false;
		else
			any = true;
	}
	if (!any)
		return MODIFIERS_NONE;
	return all ? MODIFIERS_ALL : MODIFIERS_SOME;
}

/* ---- what they mean ---- */

static bool
take_value(enum modifier mod, struct view value, char **to, struct err *e)
{
	if (*to != NULL)
		return err_set(e, ERR_USAGE, "the modifier %s is given twice",
		    words[mod]);
	if (value.len == 0)
		return err_set(e, ERR_USAGE, "the modifier %s has no value",
		    words[mod]);
	if (!text_is_utf8(value))
		return err_set(e, ERR_USAGE, "the value of the modifier %s is "
		    "not valid UTF-8", words[mod]);
	*to = strndup((const char *)value.data, value.len);
	return *to != NULL || err_memory(e);
}

static bool
take_spec(enum key_spec spec, struct modifiers *m, struct err *e)
{
	if (m->spec != KEY_SPEC_NONE && m->spec != spec)
		return err_set(e, ERR_USAGE, "the modifiers AT_SIGNATURE and "
		    "AT_KEYEXCHANGE cannot be used together");
	m->spec = spec;
	return true;
}

static bool
refuse_vsm(struct err *e)
{
	return err_set(e, ERR_UNSUPPORTED, "the modifier VSM is not "
	    "supported: only Windows has a Virtual Secure Mode; to keep a key "
	    "from being copied, import it to a token (-csp "
	    "\"pkcs11:token=...\"); to be asked for a passphrase at each use, "
	    "use Protect");
}

/* The modifier that a part is like; NULL: none. */
static const char *
like_modifier(struct view part)
{
	char word[MODIFIER_MAX];
	struct nearest n;
	size_t len = 0;

	/* Up to the value, and the '=' with it. */
	while (len < part.len && len < sizeof(word) - 1 && (len == 0 ||
	    part.data[len - 1] != '=')) {
		word[len] = (char)part.data[len];
		len++;
	}
	word[len] = '\0';
	nearest_begin(&n, word);
	for (int i = 0; i < MOD_VSM; i++)
		nearest_consider(&n, words[i]);
	return n.best;
}

static bool
unknown_modifier(struct view part, struct err *e)
{
	const unsigned char *mark = part.len != 0 ?
	    memchr(part.data, '=', part.len) : NULL;
	const char *like = like_modifier(part);
	struct bytes b = BYTES_INIT;

	if (part.len == 0)
		return err_set(e, ERR_USAGE, "empty modifier; expected one "
		    "of: %s", modifiers_known());
	/* The value may be a password. */
	text_add_printable(&b, mark == NULL ? part :
	    view_sub(part, 0, (size_t)(mark - part.data) + 1));
	err_set(e, ERR_USAGE, "unknown modifier \"%.*s\"", (int)b.len,
	    b.len != 0 ? (const char *)b.data : "");
	bytes_clear(&b);
	if (like != NULL)
		return err_add(e, ", did you mean %s?", like);
	return err_add(e, "; expected one of: %s", modifiers_known());
}

bool
modifiers_resemble(const char *text)
{
	struct view part;

	while (text_next_part(&text, &part))
		if (part.len == 0 || like_modifier(part) == NULL)
			return false;
	return true;
}

static bool
take_modifier(enum modifier mod, struct view value, struct modifiers *m,
    struct err *e)
{
	switch (mod) {
	case MOD_AT_SIGNATURE:
		return take_spec(AT_SIGNATURE, m, e);
	case MOD_AT_KEYEXCHANGE:
		return take_spec(AT_KEYEXCHANGE, m, e);
	case MOD_FRIENDLY_NAME:
		return take_value(mod, value, &m->friendly_name, e);
	case MOD_KEY_FRIENDLY_NAME:
		return take_value(mod, value, &m->key_friendly_name, e);
	case MOD_KEY_DESCRIPTION:
		return take_value(mod, value, &m->key_description, e);
	case MOD_VSM:
		return refuse_vsm(e);
	case MOD_NO_EXPORT:
		m->no_export = true;
		break;
	case MOD_EXPORT_ENCRYPTED:
		m->export_encrypted = true;
		break;
	case MOD_NO_CERT:
		m->no_cert = true;
		break;
	case MOD_NO_CHAIN:
		m->no_chain = true;
		break;
	case MOD_NO_ROOT:
		m->no_root = true;
		break;
	case MOD_PROTECT:
	case MOD_PROTECT_HIGH:
		m->protect = true;
		break;
	case MOD_NO_PROTECT:	/* what happens without a word, too */
	case MOD_PKCS8:		/* the form keys have here anyway */
	case MOD_COUNT:
		break;
	}
	return true;
}

bool
modifiers_parse(const char *text, struct modifiers *m, struct err *e)
{
	bool no_protect = false;
	struct view part, value;
	enum modifier mod;

	while (text_next_part(&text, &part)) {
		mod = which_modifier(part, &value);
		if (mod == MOD_COUNT)
			return unknown_modifier(part, e);
		if (!take_modifier(mod, value, m, e))
			return false;
		no_protect = no_protect || mod == MOD_NO_PROTECT;
	}
	if (no_protect && m->protect)
		return err_set(e, ERR_USAGE, "the modifiers Protect and "
		    "NoProtect cannot be used together");
	return true;
}

void
modifiers_clear(struct modifiers *m)
{
	const struct modifiers none = MODIFIERS_INIT;

	free(m->friendly_name);
	free(m->key_friendly_name);
	free(m->key_description);
	*m = none;
}
