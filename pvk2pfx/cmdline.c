#include "cmdline.h"

#include <string.h>

#include "base/text.h"
#include "cli/batch.h"

#define FIELD(f)	offsetof(struct cmdline, f)

enum { WINDOWS_OPTIONS = 6 };

static const struct opt_spec specs[] = {
	{ "pvk", OPT_PATH, 0, FIELD(pvk), "FILE",
	  "private key to read", NULL },
	{ "spc", OPT_PATH, 0, FIELD(spc), "FILE",
	  "certificates to read", NULL },
	{ "pfx", OPT_PATH, 0, FIELD(pfx), "FILE",
	  "PFX file to write", NULL },
	{ "pi", OPT_SECRET, 0, FIELD(pi), "PASSWORD",
	  "password of the private key", NULL },
	{ "po", OPT_SECRET, 0, FIELD(po), "PASSWORD",
	  "password of the PFX", NULL },
	{ "f", OPT_FLAG, 0, FIELD(force), NULL,
	  "replace an existing PFX file", NULL },
	{ "pi-from", OPT_STRING, 0, FIELD(pi_from), "SOURCE",
	  "-pi from env:NAME, file:PATH, fd:N, stdin or prompt", NULL },
	{ "po-from", OPT_STRING, 0, FIELD(po_from), "SOURCE",
	  "-po from the same", NULL },
	{ "pi-encoding", OPT_STRING, 0, FIELD(pi_encoding), "NAME",
	  "code page of the private key's password (cp1252, ...)", NULL },
	{ "name", OPT_STRING, 0, FIELD(name), "TEXT",
	  "friendly name of the key and its certificate", NULL },
	{ "csp", OPT_STRING, 0, FIELD(csp), "NAME",
	  "provider that Windows puts the key into", NULL },
	{ "crypto", OPT_STRING, 0, FIELD(crypto), "NAME",
	  "AES256-SHA256 (default) or TripleDES-SHA1",
	  "AES256-SHA256|TripleDES-SHA1" },
	{ "iter", OPT_UINT, 0, FIELD(iter), "N",
	  "iterations (100000 with AES256-SHA256, else 2000)", NULL },
	{ "batch", OPT_PATH, 0, FIELD(batch), "FILE",
	  "convert many: lines of pvk, pi-from, spc, pfx, po-from", NULL },
	{ "jobs", OPT_UINT, 0, FIELD(jobs), "N",
	  "lines of a batch to convert at once", NULL },
	{ "json", OPT_FLAG, 0, FIELD(json), NULL,
	  "one JSON document on standard output", NULL },
	{ "limit", OPT_LIMIT, OPT_REPEAT, FIELD(limits), "NAME=N",
	  "raise or lower a limit on input", NULL },
	{ "v", OPT_FLAG, 0, FIELD(verbose), NULL,
	  "say what was matched and written", NULL },
};

static const char windows_usage[] =
    "Usage:\n"
    "    pvk2pfx -pvk <pvk-file> [-pi <pvk-pswd>] -spc <spc-file>\n"
    "           [-pfx <pfx-file> [-po <pfx-pswd>] [-f]]\n"
    "\n"
    "        -pvk <pvk-file>  - input PVK file name.\n"
    "        -spc <spc-file>  - input SPC file name.\n"
    "        -pfx <pfx-file>  - output PFX file name.\n"
    "        -pi <pvk-pswd>   - PVK password.\n"
    "        -po <pfx-pswd>   - PFX password; same as -pi if not given.\n"
    "        -f               - force overwrite existing PFX file.\n"
    "\n"
    "        if -pfx option is not given, an export wizard will pop up. in\n"
    "        this case, options -po and -f are ignored.\n"
    "\n";

/* What -batch excludes are columns of its list. */
static opt_pair exclusive[] = {
	{ "pi", "pi-from" }, { "po", "po-from" }, { "batch", "pvk" },
	{ "batch", "pi" }, { "batch", "pi-from" }, { "batch", "spc" },
	{ "batch", "pfx" }, { "batch", "po" }, { "batch", "po-from" },
};

static const struct opt_table table = OPT_TABLE(specs, exclusive, '-');

static bool
is_standard_stream(const char *operand)
{
	return operand != NULL && strcmp(operand, "-") == 0;
}

static bool
source_is_stdin(const char *source)
{
	return source != NULL && strcmp(source, "stdin") == 0;
}

static bool
check_standard_streams(const struct cmdline *c, struct err *e)
{
	if (is_standard_stream(c->pvk) && is_standard_stream(c->spc))
		return err_set(e, ERR_USAGE, "-pvk and -spc cannot both be "
		    "standard input");
	if ((is_standard_stream(c->pvk) || is_standard_stream(c->spc)) &&
	    (source_is_stdin(c->pi_from) || source_is_stdin(c->po_from)))
		return err_set(e, ERR_USAGE, "a file and a password cannot both "
		    "come from standard input");
	if (is_standard_stream(c->pfx) && c->json)
		return err_set(e, ERR_USAGE, "-json and -pfx - cannot both have "
		    "standard output");
	return true;
}

static bool
check_iterations(const struct cmdline *c, struct err *e)
{
	if (!c->iter.given)
		return true;
	if (c->iter.value < 1)
		return err_set(e, ERR_USAGE, "-iter 0: expected at least 1");
	/* What we write we must be able to read. */
	return limit_check(&c->limits, LIMIT_ITERATIONS, c->iter.value,
	    "iterations", e);
}

static bool
check_conversion(const struct cmdline *c, struct failure *f)
{
	if (!batch_check_jobs(&c->jobs, c->batch, &f->err) ||
	    !check_iterations(c, &f->err))
		return false;
	if (c->batch != NULL)
		return true;
	if (c->pvk == NULL) {
		f->part = PART_NO_PVK;
		return err_set(&f->err, ERR_USAGE, "-pvk FILE is missing (-? "
		    "lists the options)");
	}
	if (c->spc == NULL) {
		f->part = PART_NO_SPC;
		return err_set(&f->err, ERR_USAGE, "-spc FILE is missing (-? "
		    "lists the options)");
	}
	return check_standard_streams(c, &f->err);
}

bool
convert_cmdline_parse(int argc, char **argv, struct cmdline *c,
    struct failure *f)
{
	struct opt_result r;

	memset(c, 0, sizeof(*c));
	limits_default(&c->limits);
	f->part = PART_COMMAND;
	if (!opt_parse(&table, argc, argv, false, c, &r,
	    &f->err)) {
		c->json |= opt_written(argc, argv, "json");
		return false;
	}
	c->special = r.special;
	c->windows_help = r.special_word != NULL && r.special_word[1] == '?';
	if (c->special != OPT_RUN)
		return true;
	return check_conversion(c, f);
}

void
convert_cmdline_clear(struct cmdline *c)
{
	secret_clear(&c->pi);
	secret_clear(&c->po);
}

void
convert_cmdline_usage(FILE *to)
{
	const struct opt_table ours = {
		.specs = specs + WINDOWS_OPTIONS,
		.count = COUNT_OF(specs) - WINDOWS_OPTIONS,
	};

	fputs(windows_usage, to);
	fputs("Further options:\n", to);
	opt_usage(&ours, NULL, to);
}

void
convert_cmdline_names(FILE *to)
{
	opt_names(&table, NULL, to);
}
