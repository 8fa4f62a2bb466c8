/*
 * badtoken.c - a PKCS#11 module whose token fails where it is told to
 *
 * The environment says what goes wrong, and where it is written down:
 *
 *   BADTOKEN=NAME=CODE     CKR_ CODE for NAME: login, open, find, private,
 *                          public (creating that part), destroy, initialize
 *   BADTOKEN=flags=BITS    more flags of the token (CKF_)
 *   BADTOKEN=count=N       N slots are said to be there
 *   BADTOKEN_LOG=FILE      a line for each object made and destroyed
 */

#include <p11-kit/pkcs11.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static CK_ULONG made;

static CK_ULONG
told(const char *name)
{
	const char *s = getenv("BADTOKEN");
	size_t len = strlen(name);

	if (s == NULL || strncmp(s, name, len) != 0 || s[len] != '=')
		return 0;
	return strtoul(s + len + 1, NULL, 0);
}

static void
note(const char *what, CK_ULONG object)
{
	const char *path = getenv("BADTOKEN_LOG");
	char line[64];
	int fd, n;

	/* Without an allocation: those may be failing, too. */
	fd = path != NULL ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) :
	    -1;
	if (fd == -1)
		return;
	n = snprintf(line, sizeof(line), "%s %lu\n", what, object);
	if (write(fd, line, (size_t)n) != n)
		abort();
	close(fd);
}

static void
blank(unsigned char *to, size_t size, const char *text)
{
	memset(to, ' ', size);
	memcpy(to, text, strlen(text));
}

static CK_RV
initialize(void *args)
{
	(void)args;
	return told("initialize");
}

static CK_RV
finalize(void *reserved)
{
	(void)reserved;
	return CKR_OK;
}

static CK_RV
get_info(CK_INFO *info)
{
	memset(info, 0, sizeof(*info));
	info->cryptokiVersion.major = 2;
	info->cryptokiVersion.minor = 40;
	blank(info->manufacturerID, sizeof(info->manufacturerID), "spckit");
	blank(info->libraryDescription, sizeof(info->libraryDescription),
	    "bad");
	return CKR_OK;
}

static CK_RV
get_slot_list(CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *count)
{
	(void)present;
	if (slots != NULL && *count >= 1)
		slots[0] = 7;
	*count = slots == NULL && told("count") != 0 ? told("count") : 1;
	return CKR_OK;
}

static CK_RV
get_slot_info(CK_SLOT_ID slot, CK_SLOT_INFO *info)
{
	(void)slot;
	memset(info, 0, sizeof(*info));
	blank(info->slotDescription, sizeof(info->slotDescription), "slot");
	blank(info->manufacturerID, sizeof(info->manufacturerID), "spckit");
	info->flags = CKF_TOKEN_PRESENT;
	return CKR_OK;
}

static CK_RV
get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
	(void)slot;
	memset(info, 0, sizeof(*info));
	blank(info->label, sizeof(info->label), "bad");
	blank(info->manufacturerID, sizeof(info->manufacturerID), "spckit");
	blank(info->model, sizeof(info->model), "none");
	blank(info->serialNumber, sizeof(info->serialNumber), "1");
	info->flags = CKF_TOKEN_INITIALIZED | CKF_LOGIN_REQUIRED |
	    CKF_USER_PIN_INITIALIZED | told("flags");
	return CKR_OK;
}

static CK_RV
open_session(CK_SLOT_ID slot, CK_FLAGS flags, void *app, CK_NOTIFY notify,
    CK_SESSION_HANDLE *session)
{
	(void)slot, (void)flags, (void)app, (void)notify;
	*session = 1;
	return told("open");
}

static CK_RV
close_session(CK_SESSION_HANDLE session)
{
	(void)session;
	return CKR_OK;
}

static CK_RV
login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char *pin,
    CK_ULONG len)
{
	(void)session, (void)user, (void)pin, (void)len;
	return told("flags") != 0 ? CKR_PIN_INCORRECT : told("login");
}

static CK_RV
find_init(CK_SESSION_HANDLE session, CK_ATTRIBUTE *a, CK_ULONG count)
{
	(void)session, (void)a, (void)count;
	return told("find");
}

static CK_RV
find(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE *objects, CK_ULONG max,
    CK_ULONG *count)
{
	(void)session, (void)objects, (void)max;
	*count = 0;
	return CKR_OK;
}

static CK_RV
find_final(CK_SESSION_HANDLE session)
{
	(void)session;
	return CKR_OK;
}

static CK_RV
create(CK_SESSION_HANDLE session, CK_ATTRIBUTE *a, CK_ULONG count,
    CK_OBJECT_HANDLE *object)
{
	CK_ULONG class = 0, fault;

	(void)session;
	for (CK_ULONG i = 0; i < count; i++)
		if (a[i].type == CKA_CLASS)
			memcpy(&class, a[i].pValue, sizeof(class));
	fault = told(class == CKO_PRIVATE_KEY ? "private" : "public");
	if (fault != 0)
		return fault;
	*object = ++made;
	note(class == CKO_PRIVATE_KEY ? "private" : "public", made);
	return CKR_OK;
}

static CK_RV
destroy(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object)
{
	(void)session;
	note("destroyed", object);
	return told("destroy");
}

static CK_RV
get_function_list(CK_FUNCTION_LIST **list);

static CK_FUNCTION_LIST functions = {
	.version = { 2, 40 },
	.C_GetFunctionList = get_function_list,
	.C_Initialize = initialize,
	.C_Finalize = finalize,
	.C_GetInfo = get_info,
	.C_GetSlotList = get_slot_list,
	.C_GetSlotInfo = get_slot_info,
	.C_GetTokenInfo = get_token_info,
	.C_OpenSession = open_session,
	.C_CloseSession = close_session,
	.C_Login = login,
	.C_FindObjectsInit = find_init,
	.C_FindObjects = find,
	.C_FindObjectsFinal = find_final,
	.C_CreateObject = create,
	.C_DestroyObject = destroy,
};

static CK_RV
get_function_list(CK_FUNCTION_LIST **list)
{
	*list = &functions;
	return CKR_OK;
}

CK_RV
C_GetFunctionList(CK_FUNCTION_LIST **list)
{
	return get_function_list(list);
}
