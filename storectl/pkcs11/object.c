/*
 * object.c - C_FindObjects*, C_GetAttributeValue, C_GetObjectSize
 */

#include <stdlib.h>
#include <string.h>

#include "attribute.h"
#include "session.h"

/* ---- searching ---- */

static bool
matches(const struct object *o, const CK_ATTRIBUTE *wanted, CK_ULONG count)
{
	struct attribute a;

	for (CK_ULONG n = 0; n < count; n++)
		if (attribute_get(o, wanted[n].type, &a) != CKR_OK ||
		    !view_equal(a.value, view_of(wanted[n].pValue,
		    wanted[n].ulValueLen)))
			return false;
	return true;
}

/* A length without a value. */
static bool
is_broken(const CK_ATTRIBUTE *wanted, CK_ULONG count)
{
	for (CK_ULONG n = 0; n < count; n++)
		if (wanted[n].pValue == NULL && wanted[n].ulValueLen != 0)
			return true;
	return false;
}

static bool
add_found(struct search *s, size_t *cap, CK_OBJECT_HANDLE handle)
{
	if (s->count == *cap) {
		size_t more = *cap * 2;
		void *grown = reallocarray(s->found, more, sizeof(*s->found));

		if (grown == NULL)
			return false;
		s->found = grown;
		*cap = more;
	}
	s->found[s->count++] = handle;
	return true;
}

static bool
search(const struct session *s, const struct inventory *i,
    const CK_ATTRIBUTE *wanted, CK_ULONG count, struct search *found)
{
	size_t cap = 16;
	struct object o;

	found->found = calloc(cap, sizeof(*found->found));
	if (found->found == NULL)
		return false;
	for (size_t k = 0; k < inventory_count(i); k++)
		for (size_t n = 0; object_of(inventory_entry(i, k), n, &o); n++)
			if (session_sees(s, &o) &&
			    matches(&o, wanted, count) &&
			    !add_found(found, &cap, object_handle(&o)))
				return false;
	return true;
}

static CK_RV
begin_search(struct session *s, const CK_ATTRIBUTE *wanted, CK_ULONG count)
{
	struct search found = { NULL, 0, 0 };
	const struct inventory *i;
	CK_RV rv;

	if (s->search.found != NULL)
		return CKR_OPERATION_ACTIVE;
	if (is_broken(wanted, count))
		return CKR_ATTRIBUTE_VALUE_INVALID;
	rv = session_look(s, &i);
	if (rv != CKR_OK)
		return rv;
	if (!search(s, i, wanted, count, &found)) {
		free(found.found);
		return CKR_HOST_MEMORY;
	}
	s->search = found;
	return CKR_OK;
}

CK_RV
C_FindObjectsInit(CK_SESSION_HANDLE handle, CK_ATTRIBUTE *wanted,
    CK_ULONG count)
{
	struct session *s;
	CK_RV rv = session_enter(wanted != NULL || count == 0, handle, &s);

	return rv != CKR_OK ? rv : module_leave(begin_search(s, wanted, count));
}

static CK_RV
take_found(struct search *s, CK_OBJECT_HANDLE *objects, CK_ULONG room,
    CK_ULONG *count)
{
	size_t n;

	if (s->found == NULL)
		return CKR_OPERATION_NOT_INITIALIZED;
	n = s->count - s->next;
	if (n > room)
		n = room;
	if (n != 0)
		memcpy(objects, s->found + s->next, n * sizeof(*objects));
	s->next += n;
	*count = n;
	return CKR_OK;
}

CK_RV
C_FindObjects(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE *objects,
    CK_ULONG room, CK_ULONG *count)
{
	struct session *s;
	CK_RV rv = session_enter(count != NULL &&
	    (objects != NULL || room == 0), handle, &s);

	return rv != CKR_OK ? rv :
	    module_leave(take_found(&s->search, objects, room, count));
}

CK_RV
C_FindObjectsFinal(CK_SESSION_HANDLE handle)
{
	const struct search none = { NULL, 0, 0 };
	struct session *s;
	CK_RV rv = session_enter(true, handle, &s);

	if (rv != CKR_OK)
		return rv;
	if (s->search.found == NULL)
		return module_leave(CKR_OPERATION_NOT_INITIALIZED);
	free(s->search.found);
	s->search = none;
	return module_leave(CKR_OK);
}

/* ---- attributes ---- */

static CK_RV
give(const struct object *o, CK_ATTRIBUTE *to)
{
	struct attribute a;
	CK_ULONG room = to->ulValueLen;
	CK_RV rv;

	to->ulValueLen = CK_UNAVAILABLE_INFORMATION;
	rv = attribute_get(o, to->type, &a);
	if (rv != CKR_OK)
		return rv;
	if (to->pValue != NULL && room < a.value.len)
		return CKR_BUFFER_TOO_SMALL;
	if (to->pValue != NULL && a.value.len != 0)
		memcpy(to->pValue, a.value.data, a.value.len);
	to->ulValueLen = a.value.len;
	return CKR_OK;
}

/* Every attribute is answered, whatever is wrong with others; one of the
 * reasons is returned. */
static CK_RV
give_all(const struct session *s, CK_OBJECT_HANDLE handle, CK_ATTRIBUTE *to,
    CK_ULONG count)
{
	const struct inventory *i;
	struct object o;
	CK_RV rv, one;

	rv = session_object(s, handle, &i, &o);
	if (rv != CKR_OK)
		return rv;
	for (CK_ULONG n = 0; n < count; n++) {
		one = give(&o, &to[n]);
		if (one != CKR_OK)
			rv = one;
	}
	return rv;
}

CK_RV
C_GetAttributeValue(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object,
    CK_ATTRIBUTE *to, CK_ULONG count)
{
	struct session *s;
	CK_RV rv = session_enter(to != NULL || count == 0, handle, &s);

	return rv != CKR_OK ? rv : module_leave(give_all(s, object, to, count));
}

CK_RV
C_GetObjectSize(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object,
    CK_ULONG *size)
{
	const struct inventory *i;
	struct session *s;
	struct object o;
	CK_RV rv = session_enter(size != NULL, handle, &s);

	if (rv != CKR_OK)
		return rv;
	rv = session_object(s, object, &i, &o);
	*size = CK_UNAVAILABLE_INFORMATION;
	return module_leave(rv);
}
