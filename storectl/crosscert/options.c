#include "options.h"

#include <string.h>

#include "base/text.h"
#include "io/passin.h"

#define FIELD(f)	offsetof(struct cmdline, f)

static const struct opt_spec specs[] = {
	/* which certificate */
	{ "cert", OPT_LIST, 0, FIELD(files), "FILE",
	  "the certificate to find one for, or an issuer; may be repeated",
	  NULL },
	{ "spc", OPT_LIST, 0, FIELD(files), "FILE",
	  "the same", NULL },
	SELECTION_OPTIONS(struct cmdline, selection),
	{ "p", OPT_SECRET, 0, FIELD(password), "PASSWORD",
	  "password of the file", NULL },
	{ "p-from", OPT_STRING, 0, FIELD(password_from), "SOURCE",
	  "the same from env:NAME, file:PATH, fd:N, stdin or prompt", NULL },
	/* the catalogue */
	{ "catalog", OPT_PATH, 0, FIELD(catalog), "FILE",
	  "rows to add to Microsoft's, or to replace them", NULL },
	{ "root", OPT_PATH, 0, FIELD(root), "FILE",
	  "Microsoft Code Verification Root, to verify signatures", NULL },
	/* fetching */
	{ "all", OPT_FLAG, 0, FIELD(all), NULL,
	  "every row of the catalogue", NULL },
	{ "url", OPT_STRING, 0, FIELD(url), "URL",
	  "fetch from URL instead of the catalogue's link", NULL },
	{ "o", OPT_PATH, 0, FIELD(folder), "FOLDER",
	  "also write a .cer file to FOLDER", NULL },
	/* roots */
	{ "in", OPT_LIST, 0, FIELD(in), "FILE",
	  "roots: the list, certificates, or a folder with both", NULL },
	{ "disallowed", OPT_FLAG, 0, FIELD(disallowed), NULL,
	  "roots: the list of disallowed certificates instead", NULL },
	{ "signer-root", OPT_STRING, 0, FIELD(signer_root), "FILE|HASH",
	  "roots: the root that the list's signer has, instead of Microsoft's",
	  NULL },
	{ "sst", OPT_PATH, 0, FIELD(sst), "FILE",
	  "roots: write a serialized store instead of adding to the store",
	  NULL },
	{ "proxy", OPT_STRING, 0, FIELD(proxy), "URL",
	  "proxy to use instead of the environment's (none: no proxy); also "
	  "env:NAME, file:PATH or fd:N", NULL },
	{ "cafile", OPT_PATH, 0, FIELD(ca_file), "FILE",
	  "CAs (PEM) to trust for https instead of the system's", NULL },
	{ "timeout", OPT_UINT, 0, FIELD(timeout), "SECONDS",
	  "for one file, all attempts together (60)", NULL },
	{ "retries", OPT_UINT, 0, FIELD(retries), "N",
	  "further attempts after 5xx and timeouts (2)", NULL },
	/* the rest */
	{ "f", OPT_FLAG, 0, FIELD(force), NULL,
	  "add what is not in the catalogue; replace what is there", NULL },
	{ "json", OPT_FLAG, 0, FIELD(json), NULL,
	  "one JSON document on standard output", NULL },
	{ "v", OPT_FLAG, 0, FIELD(verbose), NULL,
	  "all fields", NULL },
	{ "limit", OPT_LIMIT, OPT_REPEAT, FIELD(limits), "NAME=N",
	  "raise or lower a limit", NULL },
};

static opt_pair exclusive[] = {
	{ "user", "sm" }, { "p", "p-from" }, { "all", "url" },
	{ "sst", "o" }, { "sst", "disallowed" }, { "o", "disallowed" },
	{ "in", "o" },
};

const struct opt_table options_table = OPT_TABLE(specs, exclusive, '-');

/* A URL with a password in it comes from elsewhere: an argument is visible to
 * other users. */
static bool
read_proxy(struct cmdline *o, struct err *e)
{
	static const char *const sources[] = { "env:", "file:", "fd:" };
	const char *given = o->proxy != NULL ? o->proxy : "";
	bool is_source = false;

	for (size_t i = 0; i < COUNT_OF(sources); i++)
		is_source |= text_starts(given, sources[i]);
	if (!is_source)
		return true;
	if (!passin_source(given, "", PASSIN_ONCE, "-proxy", &o->proxy_url, e))
		return false;
	o->proxy = (const char *)o->proxy_url.data;
	return true;
}

static bool
check_values(const struct cmdline *o, struct err *e)
{
	if (o->timeout.value < 1 || o->timeout.value > 3600)
		return err_set(e, ERR_USAGE, "-timeout: expected 1 to 3600 "
		    "seconds");
	if (o->retries.value > 20)
		return err_set(e, ERR_USAGE, "-retries: expected 0 to 20");
	return true;
}

bool
options_parse(int argc, char **argv, struct cmdline *o, struct err *e)
{
	struct opt_result r;

	memset(o, 0, sizeof(*o));
	limits_default(&o->limits);
	o->timeout.value = 60;
	o->retries.value = 2;
	if (!opt_parse(&options_table, argc, argv, true, o, &r, e)) {
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
	return check_values(o, e) && read_proxy(o, e);
}

void
options_clear(struct cmdline *o)
{
	secret_clear(&o->password);
	secret_clear(&o->proxy_url);
}

enum place
options_place(const struct cmdline *o)
{
	return selection_place(&o->selection, PLACE_USER);
}

bool
options_select(const struct cmdline *o)
{
	for (size_t i = 0; i < COUNT_OF(specs); i++)
		if (opt_is_taken(&options_table, &specs[i],
		    "cert s n i r sha1 u c a") && opt_given(&specs[i], o))
			return true;
	return false;
}
