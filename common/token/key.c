#include "token/parts.h"

#include <stdlib.h>
#include <string.h>

enum { FOUND_MAX = 8 };		/* objects asked for at once */

/* ---- finding objects ---- */

struct found {
	CK_OBJECT_HANDLE handle[FOUND_MAX];
	CK_ULONG	 count;
};

static bool
find_objects(struct token *t, struct token_template *m, struct found *f,
    struct err *e)
{
	CK_RV rv, done;

	f->count = 0;
	rv = t->f->C_FindObjectsInit(t->session, m->a, m->count);
	if (rv == CKR_OK) {
		rv = t->f->C_FindObjects(t->session, f->handle, FOUND_MAX,
		    &f->count);
		done = t->f->C_FindObjectsFinal(t->session);
		rv = rv != CKR_OK ? rv : done;
	}
	return rv == CKR_OK || token_fail(t, rv, "cannot search for the key", e);
}

static bool
find_by_id(struct token *t, const CK_ULONG *class, struct view id,
    struct found *f, struct err *e)
{
	struct token_template m = { .count = 0 };

	token_search_id(class, id, &m);
	return find_objects(t, &m, f, e);
}

/* A short attribute of an object; empty when it has none. */
static bool
read_value(struct token *t, CK_OBJECT_HANDLE h, CK_ATTRIBUTE_TYPE type,
    struct bytes *out, struct err *e)
{
	CK_ATTRIBUTE a = { type, NULL, 0 };
	CK_ULONG room;
	CK_RV rv;

	rv = t->f->C_GetAttributeValue(t->session, h, &a, 1);
	if (rv == CKR_ATTRIBUTE_TYPE_INVALID ||
	    a.ulValueLen == CK_UNAVAILABLE_INFORMATION || a.ulValueLen == 0)
		return true;
	room = a.ulValueLen;
	if (rv == CKR_OK) {
		a.pValue = bytes_reserve(out, room);
		if (a.pValue == NULL)
			return bytes_ok(out, e);
		rv = t->f->C_GetAttributeValue(t->session, h, &a, 1);
	}
	if (rv != CKR_OK)
		return token_fail(t, rv, "cannot read from the token", e);
	if (a.ulValueLen > room)
		return err_set(e, ERR_IO, "the token's module returned more "
		    "than was asked for");
	out->len += a.ulValueLen;
	return true;
}

static bool
set_value(struct token *t, P11KitUri *uri, CK_ATTRIBUTE_TYPE type,
    struct view v)
{
	CK_ATTRIBUTE a = { type, (void *)(uintptr_t)v.data, v.len };

	return t->p11.uri_set_attribute(uri, &a) == P11_KIT_URI_OK;
}

static bool
format_key_uri(struct token *t, const struct token_key *p, char **key_uri,
    struct err *e)
{
	P11KitUri *uri = t->p11.uri_new();
	bool ok;

	*key_uri = NULL;
	if (uri == NULL)
		return err_memory(e);
	*t->p11.uri_get_token_info(uri) = t->info;
	t->p11.uri_set_module_path(uri, t->p11.uri_get_module_path(t->uri));
	t->p11.uri_set_module_name(uri, t->p11.uri_get_module_name(t->uri));
	t->p11.uri_set_pin_source(uri, t->p11.uri_get_pin_source(t->uri));
	ok = set_value(t, uri, CKA_ID, view_bytes(&p->id)) &&
	    set_value(t, uri, CKA_LABEL, view_bytes(&p->label)) &&
	    set_value(t, uri, CKA_CLASS, view_of(&token_private,
	    sizeof(token_private))) &&
	    t->p11.uri_format(uri, P11_KIT_URI_FOR_OBJECT_ON_TOKEN, key_uri) ==
	    P11_KIT_URI_OK;
	t->p11.uri_free(uri);
	if (!ok)
		*key_uri = NULL;
	return ok || err_memory(e);
}

/* ---- putting a key there ---- */

/* What of a key is on the token already. */
struct present {
	bool	public_part;
	bool	private_part;
};

/* Is there a private key beside this public part? The key then has the id and
 * the label that it has there. */
static bool
look_beside(struct token *t, CK_OBJECT_HANDLE public_part, struct token_key *p,
    struct present *has, struct err *e)
{
	struct bytes id = BYTES_INIT, label = BYTES_INIT;
	struct found keys;
	bool ok = false;

	if (!read_value(t, public_part, CKA_ID, &id, e) ||
	    !find_by_id(t, &token_private, view_bytes(&id), &keys, e))
		goto out;
	if (keys.count != 0 &&
	    !read_value(t, keys.handle[0], CKA_LABEL, &label, e))
		goto out;
	has->private_part = keys.count != 0;
	/* Without one: left by a removal that was killed. */
	if (has->private_part || view_equal(view_bytes(&id),
	    view_bytes(&p->id)))
		has->public_part = true;
	if (has->private_part) {
		bytes_move(&p->id, &id);
		bytes_move(&p->label, &label);
	}
	ok = true;
 out:
	bytes_clear(&id);
	bytes_clear(&label);
	return ok;
}

/* A private key of our id without its public part: left by an import that was
 * killed or, where it was the URI that said the id, perhaps another one. */
static bool
look_at_id(struct token *t, const struct token_key *p, struct present *has,
    struct err *e)
{
	struct found f;

	if (!find_by_id(t, &token_private, view_bytes(&p->id), &f, e))
		return false;
	has->private_part = f.count != 0;
	return f.count == 0 || !p->id_is_given || err_set(e, ERR_EXISTS,
	    "another private key has the id given in the URI");
}

static bool
find_present(struct token *t, struct token_key *p, struct present *has,
    struct err *e)
{
	struct token_template m = { .count = 0 };
	struct found f;

	/* The public part of this very key, whatever its id is. */
	token_search_public(p, &m);
	if (!find_objects(t, &m, &f, e))
		return false;
	for (CK_ULONG i = 0; i < f.count && !has->private_part; i++)
		if (!look_beside(t, f.handle[i], p, has, e))
			return false;
	return has->private_part || look_at_id(t, p, has, e);
}

static bool
create_object(struct token *t, struct token_template *m, CK_OBJECT_HANDLE *h,
    struct err *e)
{
	CK_RV rv = t->f->C_CreateObject(t->session, m->a, m->count, h);

	return rv == CKR_OK || token_fail(t, rv, "the token refuses the key", e);
}

/* Room for one more, of this URI; it counts when the key is there. */
static bool
reserve_added(struct token *t, const char *uri, struct err *e)
{
	struct token_added *list = reallocarray(t->added, t->added_count + 1,
	    sizeof(*list));

	if (list == NULL)
		return err_memory(e);
	t->added = list;
	list += t->added_count;
	list->private_part = list->public_part = CK_INVALID_HANDLE;
	list->uri = strdup(uri);
	return list->uri != NULL || err_memory(e);
}

/* The private part first: where the public one is, the other is, too. */
static bool
create_parts(struct token *t, const struct token_key *p,
    const struct present *has, struct token_added *made, struct err *e)
{
	struct token_template private = { .count = 0 }, public = { .count = 0 };

	token_private_template(p, &private);
	token_public_template(p, &public);
	if (!has->private_part &&
	    !create_object(t, &private, &made->private_part, e))
		return false;
	if (has->public_part ||
	    create_object(t, &public, &made->public_part, e))
		return true;
	if (!has->private_part)
		t->f->C_DestroyObject(t->session, made->private_part);
	return false;
}

static bool
put_missing(struct token *t, const struct token_key *p,
    const struct present *has, const char *uri, struct err *e)
{
	if (has->private_part && has->public_part)
		return true;
	/* All that can fail here, before something is there to take back. */
	if (!reserve_added(t, uri, e))
		return false;
	if (!create_parts(t, p, has, &t->added[t->added_count], e)) {
		free(t->added[t->added_count].uri);
		return false;
	}
	t->added_count++;
	return true;
}

bool
token_put(struct token *t, const struct key *k, const char *label,
    enum token_state *state, char **key_uri, struct err *e)
{
	struct present has = { false, false };
	struct token_key p = { .type = NULL };
	bool ok;

	*key_uri = NULL;
	ok = token_key_open(t, k, label, &p, e) &&
	    find_present(t, &p, &has, e) && format_key_uri(t, &p, key_uri, e) &&
	    put_missing(t, &p, &has, *key_uri, e);
	*state = has.private_part ? TOKEN_PRESENT : TOKEN_ADDED;
	if (!ok) {
		free(*key_uri);
		*key_uri = NULL;
		err_in(e, "%s", t->name);
	}
	token_key_clear(&p);
	return ok;
}

/* ---- keys that are there ---- */

static bool
id_of_uri(struct token *t, const char *key_uri, struct bytes *id,
    struct err *e)
{
	P11KitUri *uri = token_parse(t, key_uri, e);
	struct view v;

	if (uri == NULL)
		return false;
	v = token_uri_value(t, uri, CKA_ID);
	bytes_add_view(id, v);
	t->p11.uri_free(uri);
	if (id->len == 0 && !id->failed)
		return err_set(e, ERR_USAGE, "the PKCS#11 URI has no key id");
	return bytes_ok(id, e);
}

static bool
destroy(struct token *t, CK_OBJECT_HANDLE h, struct err *e)
{
	CK_RV rv = h != CK_INVALID_HANDLE ?
	    t->f->C_DestroyObject(t->session, h) : CKR_OK;

	return rv == CKR_OK || token_fail(t, rv, "cannot remove the key", e);
}

static bool
destroy_all(struct token *t, const CK_ULONG *class, struct view id,
    size_t *gone, struct err *e)
{
	struct found f;

	do {
		if (!find_by_id(t, class, id, &f, e))
			return false;
		for (CK_ULONG i = 0; i < f.count; i++, ++*gone)
			if (!destroy(t, f.handle[i], e))
				return false;
	} while (f.count == FOUND_MAX);
	return true;
}

static struct token_added *
find_added(struct token *t, const char *key_uri)
{
	for (size_t i = 0; i < t->added_count; i++)
		if (strcmp(t->added[i].uri, key_uri) == 0)
			return &t->added[i];
	return NULL;
}

static bool
take_back(struct token *t, struct token_added *a, struct err *e)
{
	if (!destroy(t, a->private_part, e) || !destroy(t, a->public_part, e))
		return false;
	free(a->uri);
	*a = t->added[--t->added_count];
	return true;
}

static bool
remove_by_id(struct token *t, const char *key_uri, struct err *e)
{
	struct bytes id = BYTES_INIT;
	size_t gone = 0;
	bool ok;

	ok = id_of_uri(t, key_uri, &id, e) &&
	    destroy_all(t, &token_private, view_bytes(&id), &gone, e) &&
	    destroy_all(t, &token_public, view_bytes(&id), &gone, e);
	bytes_clear(&id);
	return ok && (gone != 0 || err_set(e, ERR_NOT_FOUND, "the key is not "
	    "on the token"));
}

bool
token_remove(struct token *t, const char *key_uri, struct err *e)
{
	struct token_added *a = find_added(t, key_uri);

	return (a != NULL ? take_back(t, a, e) :
	    remove_by_id(t, key_uri, e)) || err_in(e, "%s", t->name);
}
