#include <stdio.h>

#include "cli/workers.h"
#include "unit.h"

enum { ITEMS = 1000 };

static void
count(void *arg, size_t i)
{
	unsigned *done = arg;

	done[i]++;
}

static const unsigned jobs[] = { 0, 1, 2, 7, WORKERS_JOBS_MAX, 1000 };

START_TEST(workers_do_every_item_once)
{
	unsigned done[ITEMS + 1] = { 0 };

	workers_run(ITEMS, jobs[_i], count, done);
	for (size_t i = 0; i < ITEMS; i++)
		ck_assert_uint_eq(done[i], 1);
	ck_assert_uint_eq(done[ITEMS], 0);
}
END_TEST

START_TEST(workers_have_nothing_to_do_for_no_items)
{
	workers_run(0, 4, count, NULL);
}
END_TEST

START_TEST(workers_rounds_grow_while_they_are_quick)
{
	size_t size = 2;

	for (int i = 0; i < 20; i++)
		size = workers_next_round(size, 2, 1);
	ck_assert_uint_eq(size, WORKERS_ROUND_MAX);
	for (int i = 0; i < 20; i++)
		size = workers_next_round(size, 2, 10000);
	ck_assert_uint_eq(size, 2);
	ck_assert_uint_eq(workers_next_round(8, 2, 200), 8);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, workers_do_every_item_once, 0, COUNT_OF(jobs));
	tcase_add_test(tc, workers_have_nothing_to_do_for_no_items);
	tcase_add_test(tc, workers_rounds_grow_while_they_are_quick);
}

UNIT_MAIN("workers", add)
