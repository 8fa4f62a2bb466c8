#include <stdio.h>

#include "base/nearest.h"
#include "unit.h"

static const char *const names[] = { "list", "show", "run", "export", "sign" };

static const struct {
	const char	*word;
	const char	*best;		/* NULL: none */
} words[] = {
	{ "list", "list" }, { "LIST", "list" }, { "lst", "list" },
	{ "lsit", "list" }, { "listt", "list" }, { "lizt", "list" },
	{ "ls", "list" }, { "exprot", "export" }, { "xpr", NULL },
	{ "sing", "sign" }, { "nur", NULL }, { "rn", "run" }, { "rm", NULL },
	{ "", NULL }, { "x", NULL },
	{ "an unreasonably long word for the name of a verb", NULL },
};

START_TEST(nearest_finds_what_was_meant)
{
	struct err e = ERR_INIT;
	struct nearest n;
	char want[64];

	nearest_begin(&n, words[_i].word);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		nearest_consider(&n, names[i]);
	err_set(&e, ERR_USAGE, "no");
	ck_assert_int_eq(nearest_suggest(&n, "-", &e), words[_i].best != NULL);
	if (words[_i].best == NULL) {
		ck_assert_ptr_null(n.best);
		ck_assert_str_eq(e.msg, "no");
		return;
	}
	snprintf(want, sizeof(want), "no, did you mean -%s?", words[_i].best);
	ck_assert_str_eq(e.msg, want);
}
END_TEST

START_TEST(nearest_takes_the_first_of_two)
{
	struct nearest n;

	nearest_begin(&n, "cart");
	nearest_consider(&n, "card");
	nearest_consider(&n, "care");
	ck_assert_str_eq(n.best, "card");
	nearest_consider(&n, "cart");
	ck_assert_str_eq(n.best, "cart");
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, nearest_finds_what_was_meant, 0,
	    COUNT_OF(words));
	tcase_add_test(tc, nearest_takes_the_first_of_two);
}

UNIT_MAIN("nearest", add)
