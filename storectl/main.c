/*
 * main.c - storectl: start, find the verb, run it, report
 */

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/report.h"
#include "cli/startup.h"
#include "cmdline.h"
#include "io/process.h"
#include "io/sibling.h"
#include "query/engines.h"
#include "storectl/certutil/winverb.h"
#include "storectl/signtool/signtool.h"
#include "storectl/verbs/verbs.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_PART = 2, NO_PROGRAM = -1 };

#define CROSSCERT	"crosscert"
#define SELECTION_USAGE	"[CERTID] [-s STORE] [-sm] [-n -i -r -sha1 -u -c -a]"

static const struct verb verbs[] = {
	{ "list", verb_list, VERB_SELECTION " v json", false,
	  "list " SELECTION_USAGE,
	  "the certificates of a store, a line each" },
	{ "show", verb_show, VERB_SELECTION " json", false,
	  "show " SELECTION_USAGE,
	  "one certificate: general, details, certification path" },
	{ "delete", verb_delete, VERB_SELECTION " delkey kp-from json", false,
	  "delete CERTID [-delkey] [-s STORE] [-sm] [-n -i -r -sha1 -u -c -a]",
	  "one certificate out of a store" },
	{ "export", verb_export, VERB_SELECTION " in p p-from kp-from as out "
	  "po po-from crypto iter name csp form cross nokey nochain noroot f "
	  "json v limit", false,
	  "export [CERTID | -in FILE...] -as FORMAT -out FILE [-po-from SOURCE]",
	  "from a store or from files, in the form that is needed" },
	{ "run", verb_run_program, VERB_SELECTION " kp-from crypto iter name "
	  "csp cross noroot limit", false,
	  "run [CERTID] [-s STORE] [-n -i -r -sha1 -u -c -a] -- PROGRAM "
	  "... {pfx} {pass} ...",
	  "any signer, with an identity of the store as files in memory" },
	{ "pkcs11", verb_pkcs11, "user sm n i r sha1 u c a json", false,
	  "pkcs11 [CERTID] [-sm] [-n -i -r -sha1 -u -c -a]",
	  "the PKCS#11 module, and the URI of an identity in it" },
	{ "dump", verb_dump, "p p-from json v limit", true,
	  "dump FILE [-p PASSWORD | -p-from SOURCE]",
	  "what a file holds, without importing it" },
	{ "chain", verb_chain, VERB_SELECTION " in p p-from tree kernel fetch "
	  "proxy cafile timeout retries json limit", false,
	  "chain [CERTID | -in FILE...] [-tree] [-kernel] [-fetch]",
	  "the certificates up to the root, and what is wrong or missing" },
	/* A program of its own. */
	{ CROSSCERT, NULL, "", false,
	  CROSSCERT " list|find|add|fetch ...",
	  "cross-certificates for kernel-mode signing (crosscert --help)" },
};

static const struct verb *
find_verb(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		if (text_same(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

static void
usage(FILE *to)
{
	fprintf(to, "usage: storectl VERB [OPTIONS]\n\n");
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		fprintf(to, "  storectl %s\n      %s\n", verbs[i].synopsis,
		    verbs[i].help);
	signtool_usage(to);
	fprintf(to, "\nas on Windows (the machine's stores unless -user):\n");
	winverb_usage(to);
	fprintf(to, "\noptions (-name or /name, any letter case):\n");
	cmdline_usage(NULL, to);
}

/* ---- for completion ---- */

static void
list_options(const struct cmdline *c, const struct winverb *w)
{
	const struct verb *v = c->verb != NULL ? find_verb(c->verb) : NULL;

	cmdline_names(w != NULL ? w->takes : v != NULL ? v->takes : NULL,
	    stdout);
}

static void
list_verbs(void)
{
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		puts(verbs[i].name);
	signtool_names(stdout);
	winverb_names(stdout);
}

/* ---- our verbs ---- */

static bool
run_verb(const struct cmdline *c, const struct verb *v, struct err *e)
{
	if (v == NULL)
		return err_set(e, ERR_USAGE, "unknown verb \"%s\" (storectl "
		    "--help lists them)", c->verb);
	if (v->run == NULL)
		return err_set(e, ERR_USAGE, "%s has to be the first word",
		    v->name);
	return cmdline_check(c, v->takes, e) && v->run(c, e);
}

static bool
run_ours(const struct cmdline *c)
{
	const struct verb *v = find_verb(c->verb);
	struct err e = ERR_INIT;

	if (run_verb(c, v, &e))
		return true;
	report_error(&e, v != NULL && v->on_file && c->operand_count > 0 ?
	    c->operands[0] : NULL, c->json);
	return false;
}

/* ---- those of Windows ---- */

static bool
run_winverb(const struct cmdline *c, const struct winverb *v, struct err *e)
{
	if (v->run == NULL)
		return err_set(e, ERR_UNSUPPORTED, "-%s is not offered here: "
		    "%s", v->name, v->instead);
	return cmdline_check(c, v->takes, e) && v->run(c, e);
}

static bool
run_windows(struct cmdline *c, const struct winverb *v)
{
	struct err e = ERR_INIT;

	c->verb = v->name;
	if (!run_winverb(c, v, &e)) {
		report_certutil_failed(v->name, &e);
		return false;
	}
	report_certutil_done(v->name);
	return true;
}

/* The verb that Windows spells so, taken out of the line. NULL: one of ours. */
static const struct winverb *
take_winverb(int *argc, char **argv)
{
	const struct winverb *v;
	int at;

	v = winverb_find(*argc, argv, &at);
	if (v == NULL || v->program != NULL)
		return v;
	/* The NULL at the end comes along. */
	memmove(argv + at, argv + at + 1, (size_t)(*argc - at) *
	    sizeof(*argv));
	--*argc;
	return v;
}

/* ---- SignTool's commands, whose options are their own ---- */

/* The line without what comes before the command; NULL: not one of them. */
static char **
find_signtool(int *argc, char **argv)
{
	const struct signtool_command *c;

	if (!signtool_is(argv[0])) {
		c = *argc > 1 ? signtool_find(argv[1]) : NULL;
		if (c == NULL || !c->storectl_too)
			return NULL;
	}
	--*argc;
	return argv + 1;
}

static int
run_signtool(int argc, char **line, struct program_end *program,
    struct err *e)
{
	if (!startup(e)) {
		report_error(e, NULL, false);
		return EXIT_FAILED;
	}
	return signtool_main(argc, line, &program->ended_by);
}

/* ---- main ---- */

static int
run(struct cmdline *c, const struct winverb *v, struct program_end *program)
{
	bool part_undone = false, ok;

	c->part_undone = &part_undone;
	c->program = program;
	if (c->special == OPT_LIST_OPTIONS)
		list_options(c, v);
	else if (c->special == OPT_LIST_VERBS)
		list_verbs();
	else if (c->special == OPT_HELP && c->windows)
		winverb_help(stdout);
	else if (c->special == OPT_HELP || (c->verb != NULL &&
	    text_same(c->verb, "help")))
		usage(stdout);
	else if (c->special == OPT_VERSION)
		printf("storectl %s\n", SPCKIT_VERSION);
	else {
		ok = v != NULL ? run_windows(c, v) : run_ours(c);
		if (ok && program->status != NO_PROGRAM)
			return program->status;
		return !ok ? EXIT_FAILED : part_undone ? EXIT_PART : EXIT_DONE;
	}
	return EXIT_DONE;
}

/* Two verbs, or none where certutil wants one. */
static bool
check_winverb(int argc, char **argv, const struct winverb **v, struct err *e)
{
	const bool certutil = winverb_is_certutil(argv[0]);

	if (*v != NULL && argc > 1 && !certutil && find_verb(argv[1]) != NULL)
		return err_set(e, ERR_USAGE, "\"%s\" and -%s are two verbs (the "
		    "store to look into is -s STORE)", argv[1], (*v)->name);
	if (*v != NULL || argc < 2 || !certutil)
		return true;
	*v = winverb_default();
	return winverb_check(argc, argv, e);
}

static int
refuse_line(int argc, char **argv, const struct cmdline *c,
    const struct winverb *v, const struct err *e)
{
	if (v != NULL)
		report_certutil_failed(v->name, e);
	else
		report_error(e, NULL, c->json);
	if (argc < 2 && winverb_is_certutil(argv[0]))
		winverb_help(stderr);
	else if (argc < 2)
		usage(stderr);
	return EXIT_FAILED;
}

static int
start(int argc, char **argv, struct cmdline *c, struct program_end *program,
    struct err *e)
{
	const struct winverb *v;
	char **line;

	if (argc > 0 && (line = find_signtool(&argc, argv)) != NULL)
		return run_signtool(argc, line, program, e);
	if (argc > 1 && text_same(argv[1], CROSSCERT)) {
		sibling_become(CROSSCERT, argv + 1, e);
		report_error(e, NULL, false);
		return EXIT_FAILED;
	}
	v = take_winverb(&argc, argv);
	if (v != NULL && v->program != NULL) {
		/* Before a password is blanked: it is for the other program. */
		sibling_become(v->program, argv, e);
		report_certutil_failed(v->name, e);
		return EXIT_FAILED;
	}
	if (!check_winverb(argc, argv, &v, e)) {
		report_error(e, NULL, false);
		return EXIT_FAILED;
	}
	if (!startup(e) || !cmdline_parse(argc, argv, v != NULL, c, e))
		return refuse_line(argc, argv, c, v, e);
	return run(c, v, program);
}

int
main(int argc, char **argv)
{
	struct program_end program = { NO_PROGRAM, 0 };
	struct err e = ERR_INIT;
	struct cmdline c;
	int status;

	memset(&c, 0, sizeof(c));
	status = start(argc, argv, &c, &program, &e);
	cmdline_clear(&c);
	engines_stop();
	err_clear(&e);
	if (!startup_flush(stdout, &e)) {
		report_error(&e, NULL, false);
		status = EXIT_FAILED;
	}
	signer_raise(program.ended_by);
	return startup_end(status);
}
