#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "unit.h"

START_TEST(array_room_keeps_what_is_there)
{
	struct err e = ERR_INIT;
	int *list = NULL;

	for (size_t n = 0; n < 100; n++) {
		ASSERT_WORKS(array_room(&list, n, sizeof(*list), &e), &e);
		list[n] = (int)n;
	}
	for (size_t n = 0; n < 100; n++)
		ck_assert_int_eq(list[n], (int)n);
	free(list);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, array_room_keeps_what_is_there);
}

UNIT_MAIN("array", add)
