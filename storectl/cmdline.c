#include "cmdline.h"

#include <string.h>

#define FIELD(f)	offsetof(struct cmdline, f)

static const struct opt_spec specs[] = {
	{ "p", OPT_SECRET, 0, FIELD(password), "PASSWORD",
	  "password of the file", NULL },
	{ "p-from", OPT_STRING, 0, FIELD(password_from), "SOURCE",
	  "the same from env:NAME, file:PATH, fd:N, stdin or prompt", NULL },
	{ "json", OPT_FLAG, 0, FIELD(json), NULL,
	  "one JSON document on standard output", NULL },
	{ "v", OPT_FLAG, 0, FIELD(verbose), NULL,
	  "all fields", NULL },
	{ "limit", OPT_LIMIT, OPT_REPEAT, FIELD(limits), "NAME=N",
	  "raise or lower a limit", NULL },
};

bool
cmdline_parse(int argc, char **argv, struct cmdline *c, struct err *e)
{
	struct opt_result r;

	memset(c, 0, sizeof(*c));
	limits_default(&c->limits);
	if (!opt_parse(specs, COUNT_OF(specs), argc, argv, true, c, &r, e))
		return false;
	c->special = r.special;
	if (c->special != OPT_RUN)
		return true;
	if (r.operand_count == 0)
		return err_set(e, ERR_USAGE, "a verb is missing");
	c->verb = r.operands[0];
	c->operands = r.operands + 1;
	c->operand_count = r.operand_count - 1;
	if (c->password.given && c->password_from != NULL)
		return err_set(e, ERR_USAGE, "-p and -p-from are two ways to "
		    "say the same: give one of them");
	return true;
}

void
cmdline_clear(struct cmdline *c)
{
	secret_clear(&c->password);
}

void
cmdline_usage(FILE *to)
{
	opt_usage(specs, COUNT_OF(specs), to);
}

void
cmdline_names(FILE *to)
{
	opt_names(specs, COUNT_OF(specs), to);
}
