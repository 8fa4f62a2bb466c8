/*
 * fuzz_opt.c - command lines: the input is the arguments, each ended by a NUL
 */

#include "fuzz.h"

#include <string.h>

#include "cli/opt.h"

#define MAX_ARGS	32

struct line {
	const char	*path;
	const char	*word;
	struct secret	 password;
	struct opt_uint	 number;
	struct opt_list	 list;
	struct limits	 limits;
	bool		 flag;
};
#define FIELD(f)	offsetof(struct line, f)

static const struct opt_spec specs[] = {
	{ "pvk", OPT_PATH, 0, FIELD(path), "FILE", "a path", NULL },
	{ "crypto", OPT_STRING, 0, FIELD(word), "WORD", "one of two",
	  "AES256-SHA256|TripleDES-SHA1" },
	{ "pi", OPT_SECRET, 0, FIELD(password), "PASSWORD", "secret", NULL },
	{ "iter", OPT_UINT, 0, FIELD(number), "N", "a number", NULL },
	{ "in", OPT_LIST, 0, FIELD(list), "FILE", "paths", NULL },
	{ "limit", OPT_LIMIT, OPT_REPEAT, FIELD(limits), "NAME=N", "limit",
	  NULL },
	{ "f", OPT_FLAG, 0, FIELD(flag), NULL, "a flag", NULL },
};

static opt_pair exclusive[] = { { "pvk", "f" } };

static const struct opt_table table = OPT_TABLE(specs, exclusive, '-');

static void
parse(int argc, char **argv, bool operands)
{
	struct opt_result r = { .special = OPT_RUN };
	struct err e = ERR_INIT;
	struct line l;
	bool ok;

	memset(&l, 0, sizeof(l));
	limits_default(&l.limits);
	ok = opt_parse(&table, argc, argv, operands, &l, &r, &e);
	HOLDS_VERDICT(ok, e);
	if (ok && r.special == OPT_RUN) {
		HOLDS(operands || r.operand_count == 0);
		HOLDS(r.operand_count >= 0 && r.operand_count < argc);
		for (int i = 0; i < r.operand_count; i++)
			HOLDS(strlen(r.operands[i]) < 65536);
	}
	secret_clear(&l.password);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *argv[MAX_ARGS + 2], *text, *p;
	int argc = 1;

	if (size > 60000)
		return 0;
	for (int twice = 0; twice < 2; twice++) {
		text = malloc(size + 1);
		HOLDS(text != NULL);
		if (size != 0)
			memcpy(text, data, size);
		text[size] = '\0';
		argc = 1;
		argv[0] = (char []){ "fuzz" };
		for (p = text; p < text + size && argc <= MAX_ARGS;
		    p += strlen(p) + 1)
			argv[argc++] = p;
		argv[argc] = NULL;
		parse(argc, argv, twice == 1);
		free(text);
	}
	return 0;
}
