#include "token/parts.h"

#include <stdlib.h>

#include "base/text.h"

#define MODULE_VARIABLE	"PKCS11_MODULE"

enum { SLOTS_MAX = 1024 };

static bool
load_one(struct token *t, const char *path, struct err *e)
{
	const char *why;
	CK_RV rv;

	t->module = t->p11.module_load(path, 0);
	if (t->module == NULL) {
		why = t->p11.message();
		return err_set(e, ERR_NOT_FOUND, "cannot load the module %s: "
		    "%s", path, why != NULL ? why : "no reason given");
	}
	rv = t->p11.module_initialize(t->module);
	if (rv == CKR_OK)
		return true;
	t->p11.module_release(t->module);
	t->module = NULL;
	return token_fail(t, rv, "cannot initialize the module", e);
}

static bool
load_modules(struct token *t, struct err *e)
{
	const char *path = t->p11.uri_get_module_path(t->uri);

	if (path == NULL)
		path = secure_getenv(MODULE_VARIABLE);
	if (path != NULL && *path != '\0')
		return load_one(t, path, e);
	t->modules = t->p11.modules_load_and_initialize(0);
	return t->modules != NULL || err_set(e, ERR_NOT_FOUND, "cannot load "
	    "p11-kit's modules: %s", t->p11.message());
}

/* ---- the token ---- */

struct search {
	size_t		 usable;
	struct err	 refused;	/* why one that matches is not */
	struct bytes	 labels;	/* of all that were seen */
};

static void
note_label(struct search *s, const CK_TOKEN_INFO *info)
{
	struct view v = view_of(info->label, sizeof(info->label));

	while (v.len != 0 && v.data[v.len - 1] == ' ')
		v.len--;
	if (v.len == 0)
		return;
	bytes_add_str(&s->labels, s->labels.len == 0 ? "\"" : ", \"");
	text_add_printable(&s->labels, v);
	bytes_add_str(&s->labels, "\"");
}

static bool
is_usable(const CK_TOKEN_INFO *info, struct err *why)
{
	if ((info->flags & CKF_TOKEN_INITIALIZED) == 0)
		return err_set(why, ERR_ACCESS, "the token is not initialized "
		    "(use its own tool, or pkcs11-tool --init-token)");
	if ((info->flags & CKF_WRITE_PROTECTED) != 0)
		return err_set(why, ERR_ACCESS, "the token is read-only");
	if ((info->flags & CKF_USER_PIN_LOCKED) != 0)
		return err_set(why, ERR_ACCESS, "the token's PIN is locked");
	return true;
}

static void
look_at_slot(struct token *t, CK_FUNCTION_LIST *f, CK_SLOT_ID slot,
    struct search *s)
{
	CK_SLOT_ID wanted = t->p11.uri_get_slot_id(t->uri);
	CK_SLOT_INFO slot_info;
	CK_TOKEN_INFO info;

	if (f->C_GetSlotInfo(slot, &slot_info) != CKR_OK ||
	    f->C_GetTokenInfo(slot, &info) != CKR_OK)
		return;
	note_label(s, &info);
	if ((wanted != (CK_SLOT_ID)-1 && wanted != slot) ||
	    !t->p11.uri_match_slot_info(t->uri, &slot_info) ||
	    !t->p11.uri_match_token_info(t->uri, &info) ||
	    !is_usable(&info, &s->refused))
		return;
	s->usable++;
	t->f = f;
	t->slot = slot;
	t->info = info;
}

static bool
look_at_module(struct token *t, CK_FUNCTION_LIST *f, struct search *s,
    struct err *e)
{
	CK_SLOT_ID *slots;
	CK_ULONG count = 0;
	CK_INFO info;

	if (f->C_GetInfo(&info) != CKR_OK ||
	    !t->p11.uri_match_module_info(t->uri, &info) ||
	    f->C_GetSlotList(CK_TRUE, NULL, &count) != CKR_OK || count == 0)
		return true;
	if (count > SLOTS_MAX)
		return err_set(e, ERR_LIMIT, "the module has too many "
		    "slots (%lu)", count);
	slots = calloc(count, sizeof(*slots));
	if (slots == NULL)
		return err_memory(e);
	if (f->C_GetSlotList(CK_TRUE, slots, &count) == CKR_OK)
		for (CK_ULONG i = 0; i < count; i++)
			look_at_slot(t, f, slots[i], s);
	free(slots);
	return true;
}

static bool
look_at_modules(struct token *t, struct search *s, struct err *e)
{
	const char *name = t->p11.uri_get_module_name(t->uri);
	CK_FUNCTION_LIST *f;

	if (t->module != NULL)
		return look_at_module(t, t->module, s, e);
	if (name != NULL) {
		f = t->p11.module_for_name(t->modules, name);
		return f != NULL ? look_at_module(t, f, s, e) :
		    err_set(e, ERR_NOT_FOUND, "p11-kit has no module %s", name);
	}
	for (size_t i = 0; t->modules[i] != NULL; i++)
		if (!look_at_module(t, t->modules[i], s, e))
			return false;
	return true;
}

static bool
refuse_unless_one(struct search *s, struct err *e)
{
	const char *labels;

	if (s->usable == 1)
		return true;
	bytes_add_u8(&s->labels, 0);
	if (!bytes_ok(&s->labels, e))
		return false;
	labels = (const char *)s->labels.data;
	if (s->usable > 1)
		return err_set(e, ERR_AMBIGUOUS, "%zu tokens match; add "
		    "token=, serial= or slot-id= to the URI (tokens: %s)",
		    s->usable, labels);
	if (s->refused.code != ERR_NONE)
		return err_set(e, s->refused.code, "%s", s->refused.msg);
	if (*labels == '\0')
		return err_set(e, ERR_NOT_FOUND, "no token found (for a module "
		    "that p11-kit does not know, add module-path=FILE to the "
		    "URI, or set " MODULE_VARIABLE "=FILE)");
	return err_set(e, ERR_NOT_FOUND, "no such token (tokens: %s)",
	    labels);
}

bool
token_find(struct token *t, struct err *e)
{
	struct search s = { 0, ERR_INIT, BYTES_INIT };
	bool ok;

	ok = load_modules(t, e) && look_at_modules(t, &s, e) &&
	    refuse_unless_one(&s, e);
	bytes_clear(&s.labels);
	return ok;
}
