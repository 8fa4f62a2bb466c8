#include "base/array.h"

#include <stdlib.h>
#include <string.h>

bool
array_room(void *list, size_t count, size_t size, struct err *e)
{
	void *items;

	/* Full only when it has a power of two of them. */
	if ((count & (count - 1)) != 0)
		return true;
	memcpy(&items, list, sizeof(items));
	items = reallocarray(items, count != 0 ? 2 * count : 1, size);
	if (items == NULL)
		return err_memory(e);
	memcpy(list, &items, sizeof(items));
	return true;
}
