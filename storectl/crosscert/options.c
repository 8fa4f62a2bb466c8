#include "options.h"

#include <string.h>

#include "base/text.h"
#include "io/passin.h"

#define FIELD(f)	offsetof(struct options, f)

static const struct opt_spec specs[] = {
	/* which certificate */
	{ "cert", OPT_LIST, 0, FIELD(files), "FILE",
	  "the certificate to find one for, and its issuers (again for more)",
	  NULL },
	{ "spc", OPT_LIST, 0, FIELD(files), "FILE",
	  "the same", NULL },
	SELECTION_OPTIONS(struct options, selection),
	{ "p", OPT_SECRET, 0, FIELD(password), "PASSWORD",
	  "password of a file", NULL },
	{ "p-from", OPT_STRING, 0, FIELD(password_from), "SOURCE",
	  "the same from env:NAME, file:PATH, fd:N, stdin or prompt", NULL },
	/* the catalogue */
	{ "catalog", OPT_PATH, 0, FIELD(catalog), "FILE",
	  "rows that are added to Microsoft's, or replace them", NULL },
	{ "root", OPT_PATH, 0, FIELD(root), "FILE",
	  "Microsoft Code Verification Root, to verify signatures with", NULL },
	/* fetching */
	{ "all", OPT_FLAG, 0, FIELD(all), NULL,
	  "every row of the catalogue", NULL },
	{ "url", OPT_STRING, 0, FIELD(url), "URL",
	  "from here instead of the catalogue's link", NULL },
	{ "o", OPT_PATH, 0, FIELD(folder), "FOLDER",
	  "write a .cer file there as well", NULL },
	{ "proxy", OPT_STRING, 0, FIELD(proxy), "URL",
	  "proxy to use (none: without one) instead of the environment's",
	  NULL },
	{ "cafile", OPT_PATH, 0, FIELD(ca_file), "FILE",
	  "CAs (PEM) to trust for https, instead of the system's", NULL },
	{ "timeout", OPT_UINT, 0, FIELD(timeout), "SECONDS",
	  "for one file, all attempts together (60)", NULL },
	{ "retries", OPT_UINT, 0, FIELD(retries), "N",
	  "further attempts after 5xx and time-outs (2)", NULL },
	/* the rest */
	{ "f", OPT_FLAG, 0, FIELD(force), NULL,
	  "add what no catalogue knows; replace what is there", NULL },
	{ "json", OPT_FLAG, 0, FIELD(json), NULL,
	  "one JSON document on standard output", NULL },
	{ "v", OPT_FLAG, 0, FIELD(verbose), NULL,
	  "all fields", NULL },
	{ "limit", OPT_LIMIT, OPT_REPEAT, FIELD(limits), "NAME=N",
	  "raise or lower a limit", NULL },
};

static opt_pair exclusive[] = {
	{ "user", "sm" }, { "p", "p-from" },
};

static const struct opt_table table = OPT_TABLE(specs, exclusive, '-');

static bool
check_values(const struct options *o, struct err *e)
{
	if (o->timeout.given && (o->timeout.value < 1 ||
	    o->timeout.value > 3600))
		return err_set(e, ERR_USAGE, "-timeout: expected 1 to 3600 "
		    "seconds");
	if (o->retries.given && o->retries.value > 20)
		return err_set(e, ERR_USAGE, "-retries: expected 0 to 20");
	return true;
}

bool
options_parse(int argc, char **argv, struct options *o, struct err *e)
{
	struct opt_result r;

	memset(o, 0, sizeof(*o));
	limits_default(&o->limits);
	if (!opt_parse(&table, argc, argv, true, o, &r, e)) {
		o->json |= opt_written(argc, argv, "json");
		return false;
	}
	o->special = r.special;
	if (r.operand_count != 0) {
		o->verb = r.operands[0];
		o->operands = r.operands + 1;
		o->operand_count = r.operand_count - 1;
	}
	if (o->special != OPT_RUN)
		return true;
	if (o->verb == NULL)
		return err_set(e, ERR_USAGE, "a verb is missing");
	return check_values(o, e);
}

void
options_clear(struct options *o)
{
	secret_clear(&o->password);
}

enum place
options_place(const struct options *o)
{
	return selection_place(&o->selection, PLACE_USER);
}

bool
options_password(const struct options *o, struct secret *password,
    struct err *e)
{
	if (o->password_from != NULL)
		return passin_source(o->password_from,
		    "Enter password: ", PASSIN_ONCE, "-p-from", password, e);
	return secret_copy(password, &o->password, e);
}

bool
options_check(const struct options *o, const char *takes, struct err *e)
{
	return opt_check_taken(&table, o, o->verb, takes, e);
}

bool
options_select(const struct options *o)
{
	const struct selection *w = &o->selection;

	return o->files.count != 0 || w->subject != NULL ||
	    w->issuer != NULL || w->root != NULL || w->hash != NULL ||
	    w->usage != NULL || w->template_name != NULL || w->longest ||
	    w->store != NULL;
}

void
options_usage(FILE *to)
{
	opt_usage(&table, NULL, to);
}

void
options_names(const char *takes, FILE *to)
{
	opt_names(&table, takes, to);
}
