/*
 * main.c - storectl: start, find the command, run it, report
 *
 * Three kinds of lines come here: our verbs (storectl list ...), certutil's
 * (-store My, anywhere on the line), and SignTool's commands (storectl sign ...,
 * or anything when we are started as signtool), which parse their own options.
 */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/main.h"
#include "cli/report.h"
#include "cli/startup.h"
#include "cmdline.h"
#include "io/process.h"
#include "io/sibling.h"
#include "query/engines.h"
#include "storectl/certutil/verbs.h"
#include "storectl/signtool/signtool.h"
#include "storectl/verbs/verbs.h"

enum { NO_PROGRAM = -1 };

/* Which certificates are meant, and where: as options, and in a synopsis. */
#define SELECTION	"s user sm n i r sha1 u c a"
#define SELECTION_USAGE	"[CERTID] [-s STORE] [-sm] [-n -i -r -sha1 -u -c -a]"

static const struct command rows[] = {
	{ .name = "list", .run = verb_list, .takes = SELECTION " v json",
	  .synopsis = "list " SELECTION_USAGE,
	  .help = "the certificates of a store, a line each" },
	{ .name = "show", .run = verb_show, .takes = SELECTION " json",
	  .synopsis = "show " SELECTION_USAGE,
	  .help = "one certificate: general, details, certification path" },
	{ .name = "delete", .run = verb_delete,
	  .takes = "s user sm n i r sha1 u c delkey f kp-from json",
	  .synopsis = "delete CERTID [-delkey] [-s STORE] [-sm] "
	  "[-n -i -r -sha1 -u -c]",
	  .help = "one certificate out of a store" },
	{ .name = "export", .run = verb_export,
	  .takes = SELECTION " in p p-from p-encoding kp-from as out po po-from crypto "
	  "iter name csp keyspec form cross nokey nochain noroot f json v limit",
	  .synopsis = "export [CERTID | -in FILE...] -as FORMAT -out FILE "
	  "[-po-from SOURCE]",
	  .help = "from a store or from files, in the form that is needed" },
	{ .name = "run", .run = verb_run_program,
	  .takes = SELECTION " kp-from crypto iter name csp cross noroot limit",
	  .synopsis = "run [CERTID] [-s STORE] [-n -i -r -sha1 -u -c -a] -- "
	  "PROGRAM ... {pfx} {pass} ...",
	  .help = "any signer, with an identity of the store as files in "
	  "memory" },
	{ .name = "pkcs11", .run = verb_pkcs11,
	  .takes = "user sm n i r sha1 u c a json",
	  .synopsis = "pkcs11 [CERTID] [-sm] [-n -i -r -sha1 -u -c -a]",
	  .help = "the PKCS#11 module, and the URI of an identity in it" },
	{ .name = "dump", .run = verb_dump, .takes = "p p-from p-encoding kp-from json v limit",
	  .on_file = true,
	  .synopsis = "dump FILE [-p PASSWORD | -p-from SOURCE]",
	  .help = "what a file holds, without importing it" },
	{ .name = "chain", .run = verb_chain,
	  .takes = SELECTION " in p p-from p-encoding kp-from tree kernel at crl revocation policy "
	  "explicit-policy fetch proxy cafile timeout retries json limit",
	  .synopsis = "chain [CERTID | -in FILE...] [-tree] [-kernel] "
	  "[-at TIME] [-crl FILE] [-fetch]",
	  .help = "the certificates up to the root, and what is wrong or "
	  "missing" },
	{ .name = "crosscert", .program = "crosscert",
	  .synopsis = "crosscert list|find|add|fetch|roots ...",
	  .help = "cross-certificates for kernel-mode signing, Microsoft's "
	  "list of roots\n      (crosscert --help)" },
};

static const struct command_table ours = COMMAND_TABLE(rows, "");

static void
usage(FILE *to)
{
	fprintf(to, "usage: storectl VERB [OPTIONS]\n\n");
	command_usage(&ours, "storectl", to);
	command_usage(&signtool_commands, "storectl", to);
	fprintf(to, "\nas on Windows (the machine's stores unless -user):\n");
	command_usage(&certutil_verbs, "certutil", to);
	fprintf(to, "\noptions (-name or /name, any letter case):\n");
	opt_usage(&cmdline_options, NULL, to);
}

static void
list_verbs(void)
{
	command_names(&ours, stdout);
	command_names(&signtool_commands, stdout);
	command_names(&certutil_verbs, stdout);
}

static bool
is_certutil(const char *argv0)
{
	return sibling_called(argv0, "certutil");
}

/* ---- a command ---- */

static bool
unknown_verb(const char *verb, struct err *e)
{
	const struct command *k = command_find(&certutil_verbs, verb);
	struct nearest n;

	nearest_begin(&n, verb);
	command_consider(&ours, &n);
	command_consider(&signtool_commands, &n);
	err_set(e, ERR_USAGE, "unknown verb \"%s\"", verb);
	if (k != NULL && k->synopsis != NULL)
		return err_add(e, ", did you mean -%s?", k->name);
	if (!nearest_suggest(&n, "", e))
		err_add(e, access(verb, F_OK) == 0 ? " (it is a file: storectl "
		    "dump FILE shows it)" : " (storectl --help lists them)");
	return false;
}

static bool
run_command(const struct cmdline *c, const struct command_table *t,
    const struct command *k, struct err *e)
{
	if (k == NULL)
		return unknown_verb(c->verb, e);
	if (k->instead != NULL)
		return command_refuse(t, k, e);
	if (k->run == NULL)
		return err_set(e, ERR_USAGE, "%s must be the first argument",
		    k->name);
	return cmdline_check(c, k->takes, e) && k->run(c, e);
}

/* A file where a CertId belongs. */
static void
hint_at_file(const struct cmdline *c, const struct command *k, struct err *e)
{
	if (k == NULL || k->takes == NULL || e->code != ERR_NO_CERT ||
	    c->operand_count != 1 || c->in.count != 0 ||
	    access(c->operands[0], F_OK) == -1)
		return;
	if (strstr(k->takes, " in ") != NULL)
		err_add(e, " (%s is a file: use -in FILE)", c->operands[0]);
	else
		err_add(e, " (%s is a file: storectl dump FILE shows it)",
		    c->operands[0]);
}

static bool
run_ours(const struct cmdline *c, const struct command *k)
{
	struct err e = ERR_INIT;

	if (run_command(c, &ours, k, &e))
		return true;
	hint_at_file(c, k, &e);
	report_error(&e, k != NULL && k->on_file && c->operand_count > 0 ?
	    c->operands[0] : NULL, c->json);
	return false;
}

static bool
run_certutil(struct cmdline *c, const struct command *k)
{
	struct err e = ERR_INIT;

	c->verb = k->name;
	if (!run_command(c, &certutil_verbs, k, &e)) {
		report_certutil_failed(k->name, &e);
		return false;
	}
	report_certutil_done(k->name);
	return true;
}

/* What is asked of every program: help, version, names for completion. */
static void
tell(const struct cmdline *c, const struct command *k)
{
	switch (c->special) {
	case OPT_LIST_OPTIONS:
		opt_names(&cmdline_options, k != NULL ? k->takes : NULL,
		    stdout);
		break;
	case OPT_LIST_VERBS:
		list_verbs();
		break;
	case OPT_VERSION:
		printf("storectl %s\n", SPCKIT_VERSION);
		break;
	default:
		if (c->windows)
			certutil_verbs_help(stdout);
		else
			usage(stdout);
	}
}

/* `w` is certutil's verb on the line, or NULL. */
static int
run(struct cmdline *c, const struct command *w, struct program_end *program)
{
	const struct command *k = w != NULL || c->verb == NULL ? w :
	    command_find(&ours, c->verb);
	bool part_undone = false, ok;

	c->part_undone = &part_undone;
	c->program = program;
	if (c->special != OPT_RUN || (w == NULL && text_same(c->verb,
	    "help"))) {
		tell(c, k);
		return EXIT_DONE;
	}
	ok = w != NULL ? run_certutil(c, w) : run_ours(c, k);
	if (ok && program->status != NO_PROGRAM)
		return program->status;
	return !ok ? EXIT_FAILED : part_undone ? EXIT_PART : EXIT_DONE;
}

/* ---- which kind of line ---- */

/* SignTool's, without what comes before the command; NULL: it is not. */
static char **
take_signtool(int *argc, char **argv)
{
	const struct command *k;

	if (!sibling_called(argv[0], "signtool")) {
		k = *argc > 1 ? command_find(&signtool_commands, argv[1]) :
		    NULL;
		if (k == NULL || k->synopsis == NULL)
			return NULL;
	}
	--*argc;
	return argv + 1;
}

/* certutil's verb, taken out of the line. NULL: it has none. */
static const struct command *
take_certutil(int *argc, char **argv)
{
	const struct command *k;
	int at;

	k = certutil_verbs_find(*argc, argv, &at);
	if (k == NULL || k->program != NULL)
		return k;
	/* The NULL at the end comes along. */
	memmove(argv + at, argv + at + 1, (size_t)(*argc - at) *
	    sizeof(*argv));
	--*argc;
	return k;
}

/* Two verbs, or none where certutil wants one. */
static bool
check_verbs(int argc, char **argv, const struct command **w, struct err *e)
{
	const bool certutil = is_certutil(argv[0]);

	if (*w != NULL && argc > 1 && !certutil &&
	    command_find(&ours, argv[1]) != NULL)
		return err_set(e, ERR_USAGE, "\"%s\" and -%s are two verbs (the "
		    "store to look into is -s STORE)", argv[1], (*w)->name);
	if (*w == NULL && !certutil && !certutil_verbs_suggest(argc, argv, e))
		return false;
	if (*w != NULL || argc < 2 || !certutil)
		return true;
	*w = certutil_verbs_default();
	return certutil_verbs_check(argc, argv, e);
}

static int
refuse_line(int argc, char **argv, const struct cmdline *c,
    const struct command *w, const struct err *e)
{
	if (w != NULL)
		report_certutil_failed(w->name, e);
	else
		report_error(e, NULL, c->json);
	if (argc < 2 && is_certutil(argv[0]))
		certutil_verbs_help(stderr);
	else if (argc < 2)
		usage(stderr);
	return EXIT_FAILED;
}

/* Before a password is blanked: it is for the other program. */
static int
become(const struct command *k, char **argv, const struct command *w,
    struct err *e)
{
	sibling_become(k->program, argv, e);
	if (w != NULL)
		report_certutil_failed(w->name, e);
	else
		report_error(e, NULL, false);
	return EXIT_FAILED;
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

static int
start(int argc, char **argv, struct cmdline *c, struct program_end *program,
    struct err *e)
{
	const struct command *k, *w;
	char **line;

	if (argc > 0 && (line = take_signtool(&argc, argv)) != NULL)
		return run_signtool(argc, line, program, e);
	k = argc > 1 ? command_find(&ours, argv[1]) : NULL;
	if (k != NULL && k->program != NULL)
		return become(k, argv + 1, NULL, e);
	w = take_certutil(&argc, argv);
	if (w != NULL && w->program != NULL)
		return become(w, argv, w, e);
	if (!check_verbs(argc, argv, &w, e)) {
		report_error(e, NULL, false);
		return EXIT_FAILED;
	}
	if (!startup(e) || !cmdline_parse(argc, argv, w != NULL, c, e))
		return refuse_line(argc, argv, c, w, e);
	return run(c, w, program);
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
	return main_end(NULL, status, program.ended_by, NULL);
}
