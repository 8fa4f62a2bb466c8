#include "slot.h"

#include <string.h>

#include "base/modulename.h"
#include "mechanism.h"

#define MAKER		"spckit"
#define MODEL		"store"

enum { FIRST_ID = 1, PIN_MAX = 4096 };

/* ---- slots ---- */

void
slot_set_up(void)
{
	const struct options *o = &module.options;
	bool both = o->user == o->machine;

	module.slots[0].place = PLACE_USER;
	module.slots[0].offered = both || o->user;
	module.slots[1].place = PLACE_MACHINE;
	module.slots[1].offered = both || o->machine;
}

void
slot_forget_all(void)
{
	for (size_t n = 0; n < SLOTS; n++) {
		inventory_free(module.slots[n].inventory);
		module.slots[n].inventory = NULL;
	}
}

struct slot *
slot_of(CK_SLOT_ID id)
{
	if (id < FIRST_ID || id >= FIRST_ID + SLOTS ||
	    !module.slots[id - FIRST_ID].offered)
		return NULL;
	return &module.slots[id - FIRST_ID];
}

CK_RV
slot_enter(bool args_ok, CK_SLOT_ID id, struct slot **s)
{
	CK_RV rv = module_enter(true);

	if (rv != CKR_OK)
		return rv;
	*s = slot_of(id);
	if (*s == NULL)
		return module_leave(CKR_SLOT_ID_INVALID);
	return args_ok ? CKR_OK : module_leave(CKR_ARGUMENTS_BAD);
}

CK_RV
slot_look(struct slot *s, const struct inventory **i)
{
	struct err e = ERR_INIT;
	struct inventory *fresh;

	if (s->inventory == NULL || inventory_is_old(s->inventory)) {
		if (!inventory_read(s->place, module.options.cross,
		    s->inventory, &fresh, &e)) {
			module_fail(&e);
			return e.code == ERR_MEMORY ? CKR_HOST_MEMORY :
			    CKR_TOKEN_NOT_PRESENT;
		}
		inventory_free(s->inventory);
		s->inventory = fresh;
	}
	*i = s->inventory;
	return *i != NULL ? CKR_OK : CKR_TOKEN_NOT_PRESENT;
}

void
slot_close_keys(struct slot *s, bool protected_only)
{
	if (s->inventory != NULL)
		inventory_close_keys(s->inventory, protected_only);
}

/* ---- which there are ---- */

static CK_RV
list_slots(CK_BBOOL with_token, CK_SLOT_ID *ids, CK_ULONG *count)
{
	const struct inventory *i;
	CK_ULONG room = *count;

	*count = 0;
	for (CK_SLOT_ID id = FIRST_ID; id < FIRST_ID + SLOTS; id++) {
		struct slot *s = slot_of(id);

		if (s == NULL || (with_token && slot_look(s, &i) != CKR_OK))
			continue;
		if (ids != NULL && *count < room)
			ids[*count] = id;
		++*count;
	}
	return ids == NULL || *count <= room ? CKR_OK : CKR_BUFFER_TOO_SMALL;
}

CK_RV
C_GetSlotList(CK_BBOOL with_token, CK_SLOT_ID *ids, CK_ULONG *count)
{
	CK_RV rv = module_enter(count != NULL);

	return rv != CKR_OK ? rv :
	    module_leave(list_slots(with_token, ids, count));
}

static void
slot_info(struct slot *s, CK_SLOT_INFO *info)
{
	const struct inventory *i;

	memset(info, 0, sizeof(*info));
	MODULE_TEXT(info->slotDescription, s->place == PLACE_USER ?
	    "certificate store of the user" :
	    "certificate store of the machine");
	MODULE_TEXT(info->manufacturerID, MAKER);
	/* A location appears with the first import. */
	info->flags = CKF_REMOVABLE_DEVICE;
	if (slot_look(s, &i) == CKR_OK)
		info->flags |= CKF_TOKEN_PRESENT;
}

CK_RV
C_GetSlotInfo(CK_SLOT_ID id, CK_SLOT_INFO *info)
{
	struct slot *s;
	CK_RV rv = slot_enter(info != NULL, id, &s);

	if (rv != CKR_OK)
		return rv;
	slot_info(s, info);
	return module_leave(CKR_OK);
}

/* ---- tokens ---- */

static CK_FLAGS
token_flags(const struct slot *s, const struct inventory *i)
{
	/* Some programs do not look at a token without a PIN that is set. */
	return CKF_RNG | CKF_WRITE_PROTECTED | CKF_TOKEN_INITIALIZED |
	    CKF_USER_PIN_INITIALIZED |
	    (inventory_has_protected(i) ? CKF_LOGIN_REQUIRED : 0) |
	    (s->pin_was_wrong ? CKF_USER_PIN_COUNT_LOW : 0);
}

static CK_RV
token_info(struct slot *s, CK_TOKEN_INFO *info)
{
	const struct inventory *i;
	bool user;
	CK_RV rv;

	rv = slot_look(s, &i);
	if (rv != CKR_OK)
		return rv;
	user = s->place == PLACE_USER;
	memset(info, 0, sizeof(*info));
	MODULE_TEXT(info->label, user ? MODULENAME_USER : MODULENAME_MACHINE);
	MODULE_TEXT(info->manufacturerID, MAKER);
	MODULE_TEXT(info->model, MODEL);
	MODULE_TEXT(info->serialNumber, user ? "1" : "2");
	MODULE_TEXT(info->utcTime, "");
	info->flags = token_flags(s, i);
	info->ulMaxSessionCount = info->ulMaxRwSessionCount = SESSIONS_MAX;
	info->ulSessionCount = s->sessions;
	info->ulRwSessionCount = CK_UNAVAILABLE_INFORMATION;
	info->ulMaxPinLen = PIN_MAX;
	info->ulTotalPublicMemory = info->ulFreePublicMemory =
	    info->ulTotalPrivateMemory = info->ulFreePrivateMemory =
	    CK_UNAVAILABLE_INFORMATION;
	return CKR_OK;
}

CK_RV
C_GetTokenInfo(CK_SLOT_ID id, CK_TOKEN_INFO *info)
{
	struct slot *s;
	CK_RV rv = slot_enter(info != NULL, id, &s);

	return rv != CKR_OK ? rv : module_leave(token_info(s, info));
}

CK_RV
C_GetMechanismList(CK_SLOT_ID id, CK_MECHANISM_TYPE *types, CK_ULONG *count)
{
	struct slot *s;
	CK_RV rv = slot_enter(count != NULL, id, &s);

	return rv != CKR_OK ? rv : module_leave(mechanism_list(types, count));
}

CK_RV
C_GetMechanismInfo(CK_SLOT_ID id, CK_MECHANISM_TYPE type,
    CK_MECHANISM_INFO *info)
{
	struct slot *s;
	CK_RV rv = slot_enter(info != NULL, id, &s);

	return rv != CKR_OK ? rv : module_leave(mechanism_info(type, info));
}
