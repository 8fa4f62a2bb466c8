#include "signtool.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/report.h"
#include "io/sibling.h"
#include "storectl/sign/options.h"
#include "storectl/verify/options.h"

static const struct signtool_command commands[] = {
	{ "sign", signtool_sign, NULL,
	  "sign [/n NAME] [/ac FILE] [/fd DIGEST] [/tr URL] [/v] FILE...",
	  "programs, catalogues, .msi and .cab, as SignTool does", true,
	  { sign_options_takes_value, "p" } },
	{ "verify", signtool_verify, NULL,
	  "verify [/pa | /kp] [/v] [/c CATALOG] FILE...",
	  "are they signed, by whom, and is the signer trusted?", true,
	  { verify_options_takes_value, NULL } },
	{ "timestamp", NULL, "sign with /t or /tr stamps the time as it signs; "
	  "osslsigncode add -ts URL adds a time stamp later", NULL, NULL, false,
	  { NULL, NULL } },
	{ "catdb", NULL, "there is no database of catalogues on this system",
	  NULL, NULL, false, { NULL, NULL } },
	{ "remove", NULL, "osslsigncode remove-signature takes a signature "
	  "away", NULL, NULL, false, { NULL, NULL } },
};

const struct signtool_command *
signtool_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (text_same(commands[i].name, name))
			return &commands[i];
	return NULL;
}

bool
signtool_is(const char *argv0)
{
	return sibling_called(argv0, "signtool");
}

void
signtool_usage(FILE *to)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (commands[i].storectl_too)
			fprintf(to, "  storectl %s\n      %s\n",
			    commands[i].synopsis, commands[i].help);
}

void
signtool_names(FILE *to)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (commands[i].storectl_too)
			fprintf(to, "%s\n", commands[i].name);
}

static void
print_usage(FILE *to)
{
	fprintf(to, "Usage: signtool <command> [options]\n\n");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (commands[i].run != NULL)
			fprintf(to, "    signtool %s\n        %s\n",
			    commands[i].synopsis, commands[i].help);
	fprintf(to, "    signtool @FILE\n        command lines from a file\n\n"
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
run_command(const struct signtool_command *c, const struct signtool_line *line,
    int *caught)
{
	const size_t size = ((size_t)line->argc + 1) * sizeof(*line->argv);
	struct err e = ERR_INIT;
	char **argv = malloc(size);
	int status;

	if (argv == NULL) {
		err_memory(&e);
		report_error(&e, NULL, false);
		return SIGNTOOL_FAILED;
	}
	memcpy(argv, line->argv, size);
	status = c->run(line->argc, argv, caught);
	free(argv);
	return status;
}

static int
run_line(const struct signtool_line *line, int *caught)
{
	const struct signtool_command *c = signtool_find(line->argv[0]);
	struct err e = ERR_INIT;

	if (c == NULL) {
		fprintf(stderr, "SignTool Error: Invalid command: %s\n",
		    line->argv[0]);
		print_usage(stderr);
		return SIGNTOOL_FAILED;
	}
	if (c->run == NULL) {
		err_set(&e, ERR_UNSUPPORTED, "signtool %s is not offered "
		    "here: %s", c->name, c->instead);
		report_error(&e, NULL, false);
		return SIGNTOOL_FAILED;
	}
	return run_command(c, line, caught);
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
	static const struct signtool_syntax no_syntax = { NULL, NULL };
	const struct signtool_command *c = argc > 0 ? signtool_find(argv[0]) :
	    NULL;
	const struct signtool_syntax *s = c != NULL ? &c->syntax : &no_syntax;
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
	if (signtool_args_expand(argc, argv, s, &lines, &e)) {
		signtool_args_blank(argc, argv, s);
		status = run_lines(&lines, caught);
	} else {
		signtool_args_blank(argc, argv, s);
		report_error(&e, NULL, false);
	}
	signtool_lines_clear(&lines);
	return status;
}
