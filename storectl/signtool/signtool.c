#include "signtool.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/report.h"
#include "args.h"
#include "storectl/cmdline.h"
#include "storectl/sign/options.h"
#include "storectl/verify/options.h"

static const struct command rows[] = {
	{ .name = "sign", .run = signtool_sign,
	  .options = &sign_options_table,
	  .synopsis = "sign [/n NAME] [/ac FILE] [/fd DIGEST] [/tr URL] [/v] "
	  "FILE...",
	  .help = "programs, catalogues, .msi and .cab, as SignTool does" },
	{ .name = "verify", .run = signtool_verify,
	  .options = &verify_options_table,
	  .synopsis = "verify [/pa | /kp] [/v] [/c CATALOG] FILE...",
	  .help = "are they signed, by whom, and is the signer trusted?" },
	{ .name = "timestamp", .instead = "sign with /t or /tr adds a timestamp "
	  "while signing; osslsigncode add -ts URL adds one later" },
	{ .name = "catdb", .instead = "there is no catalogue database on this "
	  "system" },
	{ .name = "remove", .instead = "osslsigncode remove-signature removes "
	  "a signature" },
};

const struct command_table signtool_commands = COMMAND_TABLE(rows, "");

static void
print_usage(FILE *to)
{
	fprintf(to, "Usage: signtool <command> [options]\n\n");
	command_usage(&signtool_commands, "signtool", to);
	fprintf(to, "  signtool @FILE\n      command lines from a file\n\n"
	    "For help on a command: signtool <command> /?\n");
}

static bool
asks_for_help(const char *arg)
{
	return strcmp(arg, "/?") == 0 || strcmp(arg, "-?") == 0 ||
	    strcmp(arg, "--help") == 0;
}

/* Parsing moves arguments about, and each of them is to be freed once. */
static int
run_signtool_command(const struct command *k, const struct signtool_line *line,
    int *caught)
{
	const size_t size = ((size_t)line->argc + 1) * sizeof(*line->argv);
	struct program_end end = { SIGNTOOL_FAILED, 0 };
	struct cmdline c = { .program = &end, .command_count = line->argc };
	struct err e = ERR_INIT;

	c.command = malloc(size);
	if (c.command == NULL) {
		err_memory(&e);
		report_error(&e, NULL, false);
		return SIGNTOOL_FAILED;
	}
	memcpy(c.command, line->argv, size);
	if (!k->run(&c, &e))
		report_error(&e, NULL, false);
	free(c.command);
	*caught = end.ended_by;
	return end.status;
}

static void
suggest_command(const char *word)
{
	struct nearest n;

	nearest_begin(&n, word);
	command_consider(&signtool_commands, &n);
	if (n.best != NULL)
		report_note("did you mean %s?", n.best);
}

static int
run_line(const struct signtool_line *line, int *caught)
{
	const struct command *k = command_find(&signtool_commands,
	    line->argv[0]);
	struct err e = ERR_INIT;

	if (k == NULL) {
		fprintf(stderr, "SignTool Error: Invalid command: %s\n",
		    line->argv[0]);
		suggest_command(line->argv[0]);
		print_usage(stderr);
		return SIGNTOOL_FAILED;
	}
	if (k->run != NULL)
		return run_signtool_command(k, line, caught);
	err_set(&e, ERR_UNSUPPORTED, "signtool %s is not supported: %s",
	    k->name, k->instead);
	report_error(&e, NULL, false);
	return SIGNTOOL_FAILED;
}

static int
run_lines(const struct signtool_lines *l, int *caught)
{
	int worst = SIGNTOOL_DONE, status;

	for (size_t i = 0; i < l->count && *caught == 0; i++) {
		status = run_line(&l->lines[i], caught);
		/* A failure says more than a warning. */
		if (status == SIGNTOOL_FAILED || worst == SIGNTOOL_DONE)
			worst = status;
	}
	return worst;
}

int
signtool_main(int argc, char **argv, int *caught)
{
	const struct command *k = argc > 0 ? command_find(&signtool_commands,
	    argv[0]) : NULL;
	const struct opt_table *t = k != NULL ? k->options : NULL;
	struct signtool_lines lines = SIGNTOOL_LINES_INIT;
	struct err e = ERR_INIT;
	int status = SIGNTOOL_FAILED;

	*caught = 0;
	if (argc == 0) {
		fprintf(stderr,
		    "SignTool Error: A required parameter is missing.\n");
		print_usage(stderr);
		return SIGNTOOL_FAILED;
	}
	if (asks_for_help(argv[0])) {
		print_usage(stdout);
		return SIGNTOOL_DONE;
	}
	if (strcmp(argv[0], "--version") == 0) {
		printf("storectl %s\n", SPCKIT_VERSION);
		return SIGNTOOL_DONE;
	}
	if (signtool_args_expand(argc, argv, t, &lines, &e)) {
		signtool_args_blank(argc, argv, t);
		status = run_lines(&lines, caught);
	} else {
		signtool_args_blank(argc, argv, t);
		report_error(&e, NULL, false);
	}
	signtool_lines_clear(&lines);
	return status;
}
