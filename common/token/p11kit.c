#include "token/parts.h"

#include <dlfcn.h>
#include <string.h>

#define LIBRARY	"libp11-kit.so.0"

static bool
find_symbol(void *library, const char *name, void *function, struct err *e)
{
	void *p = dlsym(library, name);

	if (p == NULL)
		return err_set(e, ERR_UNSUPPORTED, LIBRARY " has no %s: "
		    "0.23.3 or later is needed", name);
	/* As POSIX does it for a pointer to a function. */
	memcpy(function, &p, sizeof(p));
	return true;
}

bool
p11kit_load(struct p11kit *p, struct err *e)
{
	p->library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (p->library == NULL)
		return err_set(e, ERR_UNSUPPORTED, "keys on tokens need "
		    "libp11-kit (package libp11-kit0): %s", dlerror());
#define P11KIT_FIND(name)						\
	if (!find_symbol(p->library, "p11_kit_" #name, &p->name, e))		\
		return false;
	P11KIT_FUNCTIONS(P11KIT_FIND)
#undef P11KIT_FIND
	/* Only programs print. */
	p->be_quiet();
	return true;
}

void
p11kit_unload(struct p11kit *p)
{
	if (p->library != NULL)
		dlclose(p->library);
	memset(p, 0, sizeof(*p));
}
