#include <stdio.h>

#include "base/limits.h"
#include "cli/opt.h"
#include "base/secret.h"
#include "unit.h"

struct target {
	const char	*file;
	const char	*name;
	const char	*crypto;
	bool		 force;
	bool		 secretly;
	struct opt_uint	 jobs;
	struct opt_list	 in;
	struct secret	 pi;
	struct limits	 limits;
};

#define FIELD(f)	offsetof(struct target, f)

static const struct opt_spec specs[] = {
	{ "pvk", OPT_PATH, 0, FIELD(file), "FILE", "a file", NULL },
	{ "name", OPT_STRING, 0, FIELD(name), "TEXT", "a text", NULL },
	{ "crypto", OPT_STRING, OPT_REPEAT, FIELD(crypto), "NAME",
	  "one of two", "AES|3DES" },
	{ "f", OPT_FLAG, 0, FIELD(force), NULL, "force", NULL },
	{ "jobs", OPT_UINT, 0, FIELD(jobs), "N", "a number", NULL },
	{ "in", OPT_LIST, 0, FIELD(in), "FILE", "files", NULL },
	{ "pi", OPT_SECRET, 0, FIELD(pi), "PASSWORD", "a password", NULL },
	{ "limit", OPT_LIMIT, OPT_REPEAT, FIELD(limits), "NAME=N", "a limit",
	  NULL },
	{ "again", OPT_FLAG, 0, FIELD(force), NULL, "the same as -f", NULL },
	{ "secretly", OPT_FLAG, OPT_HIDDEN, FIELD(secretly), NULL, "", NULL },
	{ "old", OPT_STRING, OPT_REFUSED, 0, "NAME", "use -name", NULL },
};

static opt_pair exclusive[] = { { "pvk", "in" }, { "secretly", "name" } };

static const struct opt_table table = OPT_TABLE(specs, exclusive, '-');

enum { ARGS = 8 };

struct line {
	char		*argv[ARGS + 2];
	char		*copies[ARGS + 2];	/* operands move in argv */
	int		 argc;
	struct target	 t;
	struct opt_result r;
};

static void
line_set(struct line *l, const char *const *args)
{
	memset(l, 0, sizeof(*l));
	limits_default(&l->t.limits);
	l->argv[l->argc++] = strdup("tool");
	for (; l->argc <= ARGS && *args != NULL; args++)
		l->argv[l->argc++] = strdup(*args);
	memcpy(l->copies, l->argv, sizeof(l->argv));
}

static void
line_free(struct line *l)
{
	for (int i = 0; i < l->argc; i++)
		free(l->copies[i]);
	secret_clear(&l->t.pi);
}

static bool
parse(struct line *l, bool operands, struct err *e)
{
	return opt_parse(&table, l->argc, l->argv, operands,
	    &l->t, &l->r, e);
}

#define LINE(l, ...)	\
	line_set((l), (const char *const[]){ __VA_ARGS__, NULL })

START_TEST(opt_takes_dash_and_slash_in_any_case)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "/PVK", "a.pvk", "-Name", "x", "/f", "-JOBS", "12");
	ASSERT_WORKS(parse(&l, false, &e), &e);
	ck_assert_str_eq(l.t.file, "a.pvk");
	ck_assert_str_eq(l.t.name, "x");
	ck_assert(l.t.force);
	ck_assert(l.t.jobs.given);
	ck_assert_uint_eq(l.t.jobs.value, 12);
	ck_assert_int_eq(l.r.special, OPT_RUN);
	line_free(&l);
}
END_TEST

START_TEST(opt_takes_whatever_follows_as_the_value)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "-pvk", "-name", "-name", "--help", "-pi", "--");
	ASSERT_WORKS(parse(&l, false, &e), &e);
	ck_assert_str_eq(l.t.file, "-name");
	ck_assert_str_eq(l.t.name, "--help");
	ck_assert_str_eq((char *)l.t.pi.data, "--");
	line_free(&l);
}
END_TEST

START_TEST(opt_blanks_a_password_at_once)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "-pi", "sesame", "-jobs", "x");
	ASSERT_REFUSED(parse(&l, false, &e), &e, ERR_USAGE);
	ck_assert_str_eq((char *)l.t.pi.data, "sesame");
	ck_assert_mem_eq(l.argv[2], "\0\0\0\0\0\0", 6);
	line_free(&l);
}
END_TEST

START_TEST(opt_keeps_an_empty_password_apart_from_none)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "-pi", "");
	ASSERT_WORKS(parse(&l, false, &e), &e);
	ck_assert(l.t.pi.given);
	ck_assert_uint_eq(l.t.pi.len, 0);
	line_free(&l);
}
END_TEST

START_TEST(opt_gathers_operands_in_order)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "one", "-f", "/two", "-", "-pvk", "p", "--", "-name");
	ASSERT_WORKS(parse(&l, true, &e), &e);
	ck_assert_int_eq(l.r.operand_count, 4);
	ck_assert_str_eq(l.r.operands[0], "one");
	ck_assert_str_eq(l.r.operands[1], "/two");
	ck_assert_str_eq(l.r.operands[2], "-");
	ck_assert_str_eq(l.r.operands[3], "-name");
	ck_assert_str_eq(l.t.file, "p");
	line_free(&l);
}
END_TEST

static const struct {
	const char		*word;
	enum opt_special	 special;
} specials[] = {
	{ "-?", OPT_HELP }, { "/?", OPT_HELP }, { "-h", OPT_HELP },
	{ "--help", OPT_HELP }, { "--version", OPT_VERSION },
};

START_TEST(opt_knows_help_and_version_everywhere)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "-f", specials[_i].word, "-nonsense");
	ASSERT_WORKS(parse(&l, false, &e), &e);
	ck_assert_int_eq(l.r.special, specials[_i].special);
	ck_assert_str_eq(l.r.special_word, specials[_i].word);
	line_free(&l);
}
END_TEST

START_TEST(opt_repeats_only_where_the_table_says_so)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "-crypto", "aes", "-crypto", "3des", "-limit", "bags=1",
	    "-limit", "depth=2");
	ASSERT_WORKS(parse(&l, false, &e), &e);
	ck_assert_str_eq(l.t.crypto, "3des");
	ck_assert_uint_eq(limit_of(&l.t.limits, LIMIT_BAGS), 1);
	ck_assert_uint_eq(limit_of(&l.t.limits, LIMIT_DEPTH), 2);
	line_free(&l);
}
END_TEST

static const struct {
	const char	*args[4];
	const char	*says;
} wrong[] = {
	{ { "-pkv", "x" }, "unknown option -pkv, did you mean -pvk?" },
	{ { "-zzzzz" }, "unknown option -zzzzz" },
	{ { "--pvk", "x" }, "begin with one dash, -pvk" },
	{ { "-pvk=x" }, "written as the next argument" },
	{ { "/nothing" }, "unknown option /nothing" },
	{ { "-pvk:x" }, "unknown option -pvk:...: the value of -pvk is" },
	{ { "-pi:sesame" }, "unknown option -pi:...: the value of -pi is" },
	{ { "/PI=sesame" }, "unknown option /pi..." },
	{ { "-pisesame" }, "unknown option -pi..." },
	{ { "--pi=sesame" }, "unknown option --pi=...: the value" },
	{ { "\xe2\x80\x93pi:sesame" }, "pi..." },
	{ { "-pi\xe2\x80\x9csesame\xe2\x80\x9d" }, "unknown option -pi..." },
	{ { "-pvk=sesame" }, "unknown option -pvk=...: the value of -pvk" },
	{ { "-word=sesame" }, "unknown option -word=..." },
	{ { "-pi", "open", "sesame" }, "a password with spaces needs quotes" },
	{ { "-\x1b[2J" }, "unknown option -\\x1b[2J" },
	{ { "-pvk" }, "-pvk needs a value: -pvk FILE" },
	{ { "-pi" }, "-pi needs a value" },
	{ { "-pvk", "" }, "-pvk has an empty value" },
	{ { "-pvk", "a", "-PVK", "b" }, "-pvk is given twice" },
	{ { "-f", "/F" }, "-f is given twice" },
	{ { "-pi", "a", "-pi", "b" }, "-pi is given twice" },
	{ { "-jobs", "1", "-jobs", "1" }, "-jobs is given twice" },
	{ { "stray" }, "unexpected argument \"stray\"" },
	{ { "/tmp/file" }, "unexpected argument \"/tmp/file\"" },
	{ { "-pi", "-f" }, "-pi-from" },
	{ { "-pi", "/pvk" }, "-pi-from" },
	{ { "-jobs", "x" }, "expected a whole number" },
	{ { "-jobs", "-1" }, "expected a whole number" },
	{ { "-jobs", "1k" }, "expected a whole number" },
	{ { "-jobs", "" }, "expected a whole number" },
	{ { "-jobs", "99999999999999999999999" }, "expected a whole number" },
	{ { "-crypto", "DES" }, "expected one of AES|3DES" },
	{ { "-crypto", "AE" }, "expected one of" },
	{ { "-limit", "bags" }, "expected NAME=N" },
	{ { "\xe2\x80\x93pvk", "x" }, "typographic" },
	{ { "-name", "\xe2\x80\x9cMyCompany" }, "typographic" },
	{ { "-\xe2\x80\x9cpvk\xe2\x80\x9d" }, "typographic" },
	{ { "-pi", "\xe2\x80\x98sesame\xe2\x80\x99" }, "typographic" },
};

START_TEST(opt_refuses_with_a_sentence_of_its_own)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, wrong[_i].args[0], wrong[_i].args[1], wrong[_i].args[2],
	    wrong[_i].args[3]);
	ASSERT_REFUSED(parse(&l, false, &e), &e, ERR_USAGE);
	ASSERT_SAYS(&e, wrong[_i].says);
	ck_assert_ptr_null(strstr(e.msg, "sesame"));
	line_free(&l);
}
END_TEST

START_TEST(opt_hides_what_may_be_a_password_among_operands)
{
	static const char *const lines[] = { "/pi:se/same", "-pisesame",
	    "\xe2\x80\x93pi=sesame" };
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, lines[_i]);
	ASSERT_REFUSED(parse(&l, true, &e), &e, ERR_USAGE);
	ck_assert_ptr_null(strstr(e.msg, "same"));
	ck_assert_ptr_nonnull(strstr(e.msg, "pi...: the value of -pi is"));
	line_free(&l);
}
END_TEST

START_TEST(opt_refuses_a_pasted_dash_among_operands)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "\xe2\x80\x93" "f");
	ASSERT_REFUSED(parse(&l, true, &e), &e, ERR_USAGE);
	line_free(&l);
	LINE(&l, "\xe2\x80\x93" "file");
	ASSERT_WORKS(parse(&l, true, &e), &e);
	ck_assert_int_eq(l.r.operand_count, 1);
	line_free(&l);
}
END_TEST

static char *
printed(void (*print)(const struct opt_table *, const char *, FILE *),
    const char *takes)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(f);
	print(&table, takes, f);
	fclose(f);
	return text;
}

START_TEST(opt_usage_and_names_come_from_the_table)
{
	char *usage = printed(opt_usage, NULL);
	char *names = printed(opt_names, NULL);

	ck_assert_ptr_nonnull(strstr(usage, "  -pvk FILE               a file\n"
	    "  -name TEXT              a text\n"));
	ck_assert_ptr_nonnull(strstr(usage, "  -f                      force"));
	ck_assert_ptr_null(strstr(usage, "secretly"));
	ck_assert_ptr_nonnull(strstr(names, "pvk\tFILE\nname\tTEXT\n"
	    "crypto\tNAME\tAES|3DES\nf\njobs\tN\nin\tFILE\n"
	    "pi\tPASSWORD\nlimit\tNAME=N\tkey-file=|container=|"));
	ck_assert_ptr_nonnull(strstr(names, "|download=\nagain\n?\n-help\n"
	    "-version\n"));
	ck_assert_ptr_null(strstr(names, "secretly"));
	ck_assert_ptr_null(strstr(names, "old"));
	free(usage);
	free(names);
}
END_TEST

START_TEST(opt_names_are_those_that_a_command_takes)
{
	char *names = printed(opt_names, "name f");

	ck_assert_str_eq(names, "name\tTEXT\nf\nagain\n?\n-help\n"
	    "-version\n");
	free(names);
}
END_TEST

START_TEST(opt_refuses_what_a_command_does_not_take)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "-again", "-name", "x");
	ASSERT_WORKS(parse(&l, false, &e), &e);
	ASSERT_WORKS(opt_check_taken(&table, &l.t, "list",
	    "name f", &e), &e);
	ASSERT_REFUSED(opt_check_taken(&table, &l.t, "list",
	    "fname f nam", &e), &e, ERR_USAGE);
	ASSERT_SAYS(&e, "list does not take -name");
	line_free(&l);
}
END_TEST

START_TEST(opt_refuses_pairs_that_exclude_each_other)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "-name", "x", "-secretly");
	ASSERT_REFUSED(parse(&l, false, &e), &e, ERR_USAGE);
	ASSERT_SAYS(&e, "-secretly and -name cannot be used together");
	line_free(&l);
}
END_TEST

START_TEST(opt_says_why_an_option_is_not_supported)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "/OLD", "x");
	ASSERT_REFUSED(parse(&l, false, &e), &e, ERR_UNSUPPORTED);
	ASSERT_SAYS(&e, "-old is not supported: use -name");
	ck_assert(opt_takes_value(&table, "-old"));
	line_free(&l);
}
END_TEST

START_TEST(opt_knows_what_completion_asks)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "verb", "--options");
	ASSERT_WORKS(parse(&l, true, &e), &e);
	ck_assert_int_eq(l.r.special, OPT_LIST_OPTIONS);
	ck_assert_int_eq(l.r.operand_count, 1);
	line_free(&l);
	LINE(&l, "--verbs");
	ASSERT_WORKS(parse(&l, true, &e), &e);
	ck_assert_int_eq(l.r.special, OPT_LIST_VERBS);
	line_free(&l);
}
END_TEST

START_TEST(opt_gathers_a_list_in_order_up_to_its_end)
{
	struct err e = ERR_INIT;
	struct line l;

	LINE(&l, "-in", "b", "/IN", "a", "-in", "-in");
	ASSERT_WORKS(parse(&l, false, &e), &e);
	ck_assert_uint_eq(l.t.in.count, 3);
	ck_assert_str_eq(l.t.in.items[0], "b");
	ck_assert_str_eq(l.t.in.items[1], "a");
	ck_assert_str_eq(l.t.in.items[2], "-in");
	line_free(&l);

	LINE(&l, "-in", "");
	ASSERT_REFUSED(parse(&l, false, &e), &e, ERR_USAGE);
	line_free(&l);

	LINE(&l, "-in", "last");
	l.t.in.count = OPT_LIST_MAX - 1;
	ASSERT_WORKS(parse(&l, false, &e), &e);
	line_free(&l);

	LINE(&l, "-in", "one too many");
	l.t.in.count = OPT_LIST_MAX;
	ASSERT_REFUSED(parse(&l, false, &e), &e, ERR_USAGE);
	ASSERT_SAYS(&e, "more than 256 times");
	line_free(&l);
}
END_TEST

START_TEST(opt_tells_what_was_given)
{
	const char *const lines[COUNT_OF(specs)][2] = {
		{ "-pvk", "a" }, { "-name", "a" }, { "-crypto", "AES" },
		{ "-f", NULL }, { "-jobs", "0" }, { "-in", "a" },
		{ "-pi", "" }, { "-limit", "bags=1" },
	};
	struct err e = ERR_INIT;
	struct line l;

	for (size_t i = 0; i < COUNT_OF(specs) && lines[i][0] != NULL; i++) {
		LINE(&l, lines[i][0], lines[i][1]);
		ASSERT_WORKS(parse(&l, false, &e), &e);
		for (size_t j = 0; j + 2 < COUNT_OF(specs); j++)
			/* What sets the same is given as well. */
			ck_assert_msg(opt_given(&specs[j], &l.t) ==
			    (specs[i].offset == specs[j].offset),
			    "%s: %s", lines[i][0], specs[j].name);
		ck_assert(opt_takes_value(&table,
		    lines[i][0]) == (lines[i][1] != NULL));
		line_free(&l);
	}
	ck_assert(!opt_takes_value(&table, "-nonsense"));
	ck_assert(!opt_takes_value(&table, "pvk"));
	ck_assert(!opt_takes_value(&table, "-"));
	ck_assert(opt_takes_value(&table, "/PVK"));
}
END_TEST

START_TEST(opt_accepts_no_arguments_at_all)
{
	struct err e = ERR_INIT;
	struct line l;

	memset(&l, 0, sizeof(l));
	ASSERT_WORKS(parse(&l, true, &e), &e);
	ck_assert_int_eq(l.r.operand_count, 0);
}
END_TEST

START_TEST(opt_sees_an_option_wherever_it_stands)
{
	static char *line[] = { (char *)(uintptr_t)"tool",
	    (char *)(uintptr_t)"-nonsense", (char *)(uintptr_t)"/JSON",
	    (char *)(uintptr_t)"v", NULL };

	ck_assert(opt_written(4, line, "json"));
	ck_assert(!opt_written(4, line, "v"));
	ck_assert(!opt_written(4, line, "tool"));
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, opt_takes_dash_and_slash_in_any_case);
	tcase_add_test(tc, opt_takes_whatever_follows_as_the_value);
	tcase_add_test(tc, opt_blanks_a_password_at_once);
	tcase_add_test(tc, opt_keeps_an_empty_password_apart_from_none);
	tcase_add_test(tc, opt_gathers_operands_in_order);
	tcase_add_loop_test(tc, opt_knows_help_and_version_everywhere, 0,
	    COUNT_OF(specials));
	tcase_add_test(tc, opt_repeats_only_where_the_table_says_so);
	tcase_add_loop_test(tc, opt_refuses_with_a_sentence_of_its_own, 0,
	    COUNT_OF(wrong));
	tcase_add_loop_test(tc,
	    opt_hides_what_may_be_a_password_among_operands, 0, 3);
	tcase_add_test(tc, opt_refuses_a_pasted_dash_among_operands);
	tcase_add_test(tc, opt_usage_and_names_come_from_the_table);
	tcase_add_test(tc, opt_names_are_those_that_a_command_takes);
	tcase_add_test(tc, opt_refuses_what_a_command_does_not_take);
	tcase_add_test(tc, opt_refuses_pairs_that_exclude_each_other);
	tcase_add_test(tc, opt_says_why_an_option_is_not_supported);
	tcase_add_test(tc, opt_knows_what_completion_asks);
	tcase_add_test(tc, opt_gathers_a_list_in_order_up_to_its_end);
	tcase_add_test(tc, opt_tells_what_was_given);
	tcase_add_test(tc, opt_accepts_no_arguments_at_all);
	tcase_add_test(tc, opt_sees_an_option_wherever_it_stands);
}

UNIT_MAIN("opt", add)
