/*
 * main.c - crosscert: start, find the verb, run it, report
 */

#include <stdio.h>

#include "cli/command.h"
#include "cli/main.h"
#include "cli/report.h"
#include "httpget.h"
#include "query/engines.h"
#include "verbs.h"

#define SELECTION	"cert s user sm n i r sha1 u c a p p-from"
#define NETWORK		"proxy cafile timeout retries"

static const struct command rows[] = {
	{ .name = "list", .run = crosscert_list,
	  .takes = "catalog json v limit",
	  .synopsis = "list [NAME]",
	  .help = "the catalogue, and which of it is held" },
	{ .name = "find", .run = crosscert_find,
	  .takes = SELECTION " catalog root json limit",
	  .synopsis = "find [CERTID | -cert FILE... | -spc FILE...] "
	  "[-s -n -i -r -sha1 ...]",
	  .help = "which one fits a certificate" },
	{ .name = "add", .run = crosscert_add,
	  .takes = "user sm catalog root f json limit",
	  .synopsis = "add FILE... [-f]",
	  .help = "from files (zip, DER, PEM, base64) into the CA store" },
	{ .name = "fetch", .run = crosscert_fetch,
	  .takes = SELECTION " " NETWORK " catalog root all url o f json limit",
	  .synopsis = "fetch [NAME... | -cert FILE... | -n -sha1 ... | -all] "
	  "[-url URL] [-o FOLDER]",
	  .help = "from the network into the CA store" },
	{ .name = "aia", .run = crosscert_aia,
	  .takes = SELECTION " " NETWORK " f limit",
	  .synopsis = "aia [CERTID | -cert FILE...] [-s -n -i -r -sha1 ...]",
	  .help = "the missing issuers of a chain, from the links in its "
	  "certificates\n      (storectl chain -fetch)" },
	{ .name = "revocation", .run = crosscert_revocation,
	  .takes = "cert user sm " NETWORK " f limit",
	  .synopsis = "revocation -cert FILE...",
	  .help = "the revocation lists and OCSP answers that certificates "
	  "name\n      (storectl chain, verify: -revocation online)" },
	{ .name = "roots", .run = crosscert_roots,
	  .takes = "user sm in disallowed signer-root url sst o " NETWORK
	  " f json v limit",
	  .synopsis = "roots [-disallowed] [-in FILE|FOLDER]... [-sst FILE | "
	  "-o FOLDER]",
	  .help = "Microsoft's list of trusted roots into the Root store" },
};

static const struct command_table verbs = COMMAND_TABLE(rows, "");

static void
crosscert_usage(FILE *to)
{
	fprintf(to, "usage: crosscert VERB [OPTIONS]\n\n");
	command_usage(&verbs, "crosscert", to);
	fprintf(to, "\noptions (-name or /name, any letter case):\n");
	opt_usage(&options_table, NULL, to);
}

static bool
unknown_crosscert_verb(const char *verb, struct err *e)
{
	struct nearest n;

	nearest_begin(&n, verb);
	command_consider(&verbs, &n);
	err_set(e, ERR_USAGE, "unknown verb \"%s\"", verb);
	if (!nearest_suggest(&n, "", e))
		err_add(e, " (see crosscert --help)");
	return false;
}

static bool
run_verb(const struct command *v, const struct cmdline *o, struct err *e)
{
	if (v == NULL)
		return unknown_crosscert_verb(o->verb, e);
	return opt_check_taken(&options_table, o, o->verb, v->takes, e) &&
	    v->run(o, e);
}

static int
crosscert_run(struct cmdline *o, struct err *e)
{
	const struct command *v = o->verb != NULL ?
	    command_find(&verbs, o->verb) : NULL;
	bool part_undone = false;

	o->part_undone = &part_undone;
	if (o->special == OPT_LIST_OPTIONS)
		opt_names(&options_table, v != NULL ? v->takes : NULL, stdout);
	else if (o->special == OPT_LIST_VERBS)
		command_names(&verbs, stdout);
	else if (o->special == OPT_HELP)
		crosscert_usage(stdout);
	else if (o->special == OPT_VERSION)
		puts("crosscert " SPCKIT_VERSION);
	else if (!run_verb(v, o, e)) {
		report_error(e, NULL, o->json);
		return EXIT_FAILED;
	}
	return part_undone ? EXIT_PART : EXIT_DONE;
}

static int
run_crosscert(int argc, char **argv, void *arg)
{
	struct err e = ERR_INIT;
	struct cmdline o;
	int status = EXIT_FAILED;

	(void)arg;
	if (options_parse(argc, argv, &o, &e)) {
		status = crosscert_run(&o, &e);
	} else {
		report_error(&e, NULL, o.json);
		if (argc < 2)
			crosscert_usage(stderr);
	}
	options_clear(&o);
	httpget_stop();
	engines_stop();
	return status;
}

int
main(int argc, char **argv)
{
	const struct main_program p = {
		{ "crosscert", NULL, 0 }, run_crosscert, NULL
	};

	return main_run(&p, argc, argv, NULL);
}
