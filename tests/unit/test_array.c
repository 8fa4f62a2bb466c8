#include <stdint.h>
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

START_TEST(array_room_refuses_what_no_memory_holds)
{
	struct err e = ERR_INIT;
	int *list = NULL;

	ASSERT_REFUSED(array_room(&list, (SIZE_MAX >> 2) + 1, sizeof(*list),
	    &e), &e, ERR_MEMORY);
	ck_assert_ptr_null(list);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, array_room_keeps_what_is_there);
	tcase_add_test(tc, array_room_refuses_what_no_memory_holds);
}

UNIT_MAIN("array", add)
