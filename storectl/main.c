/*
 * main.c - storectl: start, find the verb, run it, report
 */

#include <stdio.h>
#include <string.h>

#include "base/osslctx.h"
#include "base/startup.h"
#include "base/text.h"
#include "cmdline.h"
#include "formats/schema.h"
#include "report.h"
#include "verbs.h"

static const struct verb verbs[] = {
	{ "dump", verb_dump, "dump FILE [-p PASSWORD | -p-from SOURCE]",
	  "what a file holds, without importing it" },
};

static void
usage(FILE *to)
{
	fprintf(to, "usage: storectl VERB [OPTIONS]\n\n");
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		fprintf(to, "  storectl %s\n      %s\n", verbs[i].synopsis,
		    verbs[i].help);
	fprintf(to, "\noptions (-name or /name, any letter case):\n");
	cmdline_usage(to);
}

static bool
run_verb(const struct cmdline *c, struct err *e)
{
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		if (text_same(verbs[i].name, c->verb))
			return verbs[i].run(c, e);
	return err_set(e, ERR_USAGE, "unknown verb \"%s\" (storectl --help "
	    "lists them)", c->verb);
}

static bool
run(const struct cmdline *c, struct err *e)
{
	switch (c->special) {
	case OPT_HELP:
		usage(stdout);
		return true;
	case OPT_VERSION:
		printf("storectl %s\n", SPCKIT_VERSION);
		return true;
	case OPT_RUN:
		break;
	}
	return osslctx_init(e) && schema_init(e) && run_verb(c, e);
}

int
main(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct cmdline c = { 0 };
	bool ok;

	/* For completion and for the check against the manual. */
	if (argc == 2 && strcmp(argv[1], "--options") == 0) {
		cmdline_names(stdout);
		return 0;
	}
	ok = startup(&e) && cmdline_parse(argc, argv, &c, &e);
	if (!ok) {
		report_error(&e, NULL, c.json);
		if (argc < 2)
			usage(stderr);
		cmdline_clear(&c);
		return 1;
	}
	ok = run(&c, &e);
	if (!ok)
		report_error(&e, c.operand_count > 0 ? c.operands[0] : NULL,
		    c.json);
	cmdline_clear(&c);
	schema_done();
	osslctx_done();
	if (!startup_flush(stdout, &e)) {
		report_error(&e, NULL, false);
		ok = false;
	}
	return ok ? 0 : 1;
}
