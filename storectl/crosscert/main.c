/*
 * crosscert - cross-certificates for kernel-mode signing: which one fits, where
 * it is to be had, and whether what came is the right one
 */

#include <stdio.h>

#include "base/text.h"
#include "cli/main.h"
#include "cli/report.h"
#include "httpget.h"
#include "query/engines.h"
#include "verbs.h"

#define SELECTION	"cert s user sm n i r sha1 u c a p p-from"
#define NETWORK		"proxy cafile timeout retries"

static const struct verb verbs[] = {
	{ "list", crosscert_list, "catalog json v limit",
	  "list [NAME]",
	  "the cross-certificates there are, and which of them are held" },
	{ "find", crosscert_find, SELECTION " catalog root json limit",
	  "find [CERTID | -cert FILE... | -spc FILE...] [-s -n -i -r -sha1 ...]",
	  "the one that fits a certificate, and what it still serves for" },
	{ "add", crosscert_add, "user sm catalog root f json limit",
	  "add FILE... [-f]",
	  "from files (zip, DER, PEM, base64) into the CA store" },
	{ "fetch", crosscert_fetch, SELECTION " " NETWORK
	  " catalog root all url o f json limit",
	  "fetch [NAME... | -cert FILE... | -n -sha1 ... | -all] [-url URL] "
	  "[-o FOLDER]",
	  "the same from the network" },
	{ "aia", crosscert_aia, SELECTION " " NETWORK " f limit",
	  "aia [CERTID | -cert FILE...] [-s -n -i -r -sha1 ...]",
	  "the issuers a chain lacks, from the links in its certificates\n"
	  "      (storectl chain -fetch)" },
};

static void
usage(FILE *to)
{
	fprintf(to, "usage: crosscert VERB [OPTIONS]\n\n");
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		fprintf(to, "  crosscert %s\n      %s\n", verbs[i].synopsis,
		    verbs[i].help);
	fprintf(to, "\noptions (-name or /name, any letter case):\n");
	options_usage(to);
}

static const struct verb *
find_verb(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		if (text_same(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

/* ---- for completion ---- */

static void
list_options(const struct options *o)
{
	const struct verb *v = o->verb != NULL ? find_verb(o->verb) : NULL;

	options_names(v != NULL ? v->takes : NULL, stdout);
}

static void
list_verbs(void)
{
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		puts(verbs[i].name);
}

/* ---- the verbs ---- */

static bool
run_verb(const struct options *o, struct err *e)
{
	const struct verb *v = find_verb(o->verb);

	if (v == NULL)
		return err_set(e, ERR_USAGE, "unknown verb \"%s\" (crosscert "
		    "--help lists them)", o->verb);
	return options_check(o, v->takes, e) && v->run(o, e);
}

static int
run(struct options *o, struct err *e)
{
	bool part_undone = false;

	o->part_undone = &part_undone;
	if (o->special == OPT_LIST_OPTIONS)
		list_options(o);
	else if (o->special == OPT_LIST_VERBS)
		list_verbs();
	else if (o->special == OPT_HELP)
		usage(stdout);
	else if (o->special == OPT_VERSION)
		puts("crosscert " SPCKIT_VERSION);
	else if (!run_verb(o, e)) {
		report_error(e, NULL, o->json);
		return EXIT_FAILED;
	}
	return part_undone ? EXIT_PART : EXIT_DONE;
}

static int
run_crosscert(int argc, char **argv, void *arg)
{
	struct err e = ERR_INIT;
	struct options o;
	int status = EXIT_FAILED;

	(void)arg;
	if (options_parse(argc, argv, &o, &e)) {
		status = run(&o, &e);
	} else {
		report_error(&e, NULL, o.json);
		if (argc < 2)
			usage(stderr);
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
