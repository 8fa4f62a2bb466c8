#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "operation.h"

/* ---- finding ---- */

static struct session *
find_session(CK_SESSION_HANDLE handle)
{
	for (size_t n = 0; handle != 0 && n < module.session_count; n++)
		if (module.sessions[n].handle == handle)
			return &module.sessions[n];
	return NULL;
}

CK_RV
session_enter(bool args_ok, CK_SESSION_HANDLE handle, struct session **s)
{
	CK_RV rv = module_enter(true);

	if (rv != CKR_OK)
		return rv;
	*s = find_session(handle);
	if (*s == NULL)
		return module_leave(CKR_SESSION_HANDLE_INVALID);
	return args_ok ? CKR_OK : module_leave(CKR_ARGUMENTS_BAD);
}

CK_RV
session_look(const struct session *s, const struct inventory **i)
{
	CK_RV rv = slot_look(slot_of(s->slot), i);

	return rv == CKR_TOKEN_NOT_PRESENT ? CKR_DEVICE_REMOVED : rv;
}

bool
session_read_only_exists(CK_SLOT_ID slot)
{
	for (size_t n = 0; n < module.session_count; n++) {
		const struct session *s = &module.sessions[n];

		if (s->handle != 0 && s->slot == slot &&
		    (s->flags & CKF_RW_SESSION) == 0)
			return true;
	}
	return false;
}

bool
session_sees(const struct session *s, const struct object *o)
{
	return o->class != CKO_PRIVATE_KEY || !o->entry->is_protected ||
	    slot_of(s->slot)->logged_in;
}

CK_RV
session_object(const struct session *s, CK_OBJECT_HANDLE handle,
    const struct inventory **i, struct object *o)
{
	CK_RV rv = session_look(s, i);

	if (rv == CKR_OK && (!inventory_find(*i, handle, o) ||
	    !session_sees(s, o)))
		rv = CKR_OBJECT_HANDLE_INVALID;
	return rv;
}

static struct session *
free_session(void)
{
	struct session *grown;
	size_t count = module.session_count;

	for (size_t n = 0; n < count; n++)
		if (module.sessions[n].handle == 0)
			return &module.sessions[n];
	if (count == SESSIONS_MAX)
		return NULL;
	grown = reallocarray(module.sessions, count + 1, sizeof(*grown));
	if (grown == NULL)
		return NULL;
	module.sessions = grown;
	module.session_count++;
	memset(&grown[count], 0, sizeof(*grown));
	return &grown[count];
}

static CK_RV
open_session(struct slot *slot, CK_SLOT_ID id, CK_FLAGS flags,
    CK_SESSION_HANDLE *handle)
{
	const struct inventory *i;
	struct session *s;
	CK_RV rv;

	if ((flags & CKF_SERIAL_SESSION) == 0)
		return CKR_SESSION_PARALLEL_NOT_SUPPORTED;
	rv = slot_look(slot, &i);
	if (rv != CKR_OK)
		return rv;
	s = free_session();
	if (s == NULL)
		return module.session_count == SESSIONS_MAX ?
		    CKR_SESSION_COUNT : CKR_HOST_MEMORY;
	s->handle = *handle = ++module.last_session;
	s->slot = id;
	s->flags = flags;
	slot->sessions++;
	return CKR_OK;
}

CK_RV
C_OpenSession(CK_SLOT_ID id, CK_FLAGS flags, void *application,
    CK_NOTIFY notify, CK_SESSION_HANDLE *handle)
{
	struct slot *slot;
	CK_RV rv = slot_enter(handle != NULL, id, &slot);

	(void)application, (void)notify;
	return rv != CKR_OK ? rv :
	    module_leave(open_session(slot, id, flags, handle));
}

/* ---- closing ---- */

static void
close_session(struct session *s)
{
	struct slot *slot = slot_of(s->slot);

	operation_free(s->operation);
	free(s->search.found);
	memset(s, 0, sizeof(*s));
	if (--slot->sessions != 0)
		return;
	slot->logged_in = false;
	slot_close_keys(slot, false);
}

static void
close_all_of(CK_SLOT_ID id)
{
	for (size_t n = 0; n < module.session_count; n++)
		if (module.sessions[n].handle != 0 &&
		    module.sessions[n].slot == id)
			close_session(&module.sessions[n]);
}

void
session_close_all(void)
{
	for (size_t n = 0; n < module.session_count; n++)
		if (module.sessions[n].handle != 0)
			close_session(&module.sessions[n]);
	free(module.sessions);
	module.sessions = NULL;
	module.session_count = 0;
}

CK_RV
C_CloseSession(CK_SESSION_HANDLE handle)
{
	struct session *s;
	CK_RV rv = session_enter(true, handle, &s);

	if (rv != CKR_OK)
		return rv;
	close_session(s);
	return module_leave(CKR_OK);
}

CK_RV
C_CloseAllSessions(CK_SLOT_ID id)
{
	struct slot *slot;
	CK_RV rv = slot_enter(true, id, &slot);

	if (rv != CKR_OK)
		return rv;
	close_all_of(id);
	return module_leave(CKR_OK);
}

static CK_STATE
session_state(const struct session *s)
{
	bool in = slot_of(s->slot)->logged_in;

	if ((s->flags & CKF_RW_SESSION) != 0)
		return in ? CKS_RW_USER_FUNCTIONS : CKS_RW_PUBLIC_SESSION;
	return in ? CKS_RO_USER_FUNCTIONS : CKS_RO_PUBLIC_SESSION;
}

CK_RV
C_GetSessionInfo(CK_SESSION_HANDLE handle, CK_SESSION_INFO *info)
{
	struct session *s;
	CK_RV rv = session_enter(info != NULL, handle, &s);

	if (rv != CKR_OK)
		return rv;
	info->slotID = s->slot;
	info->state = session_state(s);
	info->flags = s->flags;
	info->ulDeviceError = 0;
	return module_leave(CKR_OK);
}
