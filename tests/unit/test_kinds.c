#include "formats/kinds.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

START_TEST(kinds_have_a_name_each)
{
	for (int k = 0; k <= KIND_COUNT; k++)
		ck_assert(kind_name((enum kind)k) != NULL);
	ck_assert_ptr_eq(kind_row(KIND_COUNT), kind_row(KIND_UNKNOWN));
}
END_TEST

/* A word of the JSON contract and a reader, or neither. */
START_TEST(kinds_that_load_takes_have_all_it_needs)
{
	static const char words[] = "pvk spc cer pfx sst key pe cat";
	const struct kind_row *row = kind_row((enum kind)_i);
	bool told = row->is != NULL || row->shapes[0] != NULL;

	ck_assert_int_eq(told, _i != KIND_UNKNOWN);
	ck_assert_int_eq(row->read != NULL, row->class != 0);
	ck_assert_int_eq(row->word != NULL, row->class != 0);
	ck_assert(row->word == NULL || strstr(words, row->word) != NULL);
	ck_assert(row->cap == LIMIT_CONTAINER || row->cap == LIMIT_SST ||
	    row->cap == LIMIT_SIGNED_FILE);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, kinds_have_a_name_each);
	tcase_add_loop_test(tc, kinds_that_load_takes_have_all_it_needs, 0,
	    KIND_COUNT);
}

UNIT_MAIN("kinds", add)
