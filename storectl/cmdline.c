#include "cmdline.h"

#include <string.h>

#include "base/text.h"
#include "io/passin.h"
#include "query/load_file.h"

#define FIELD(f)	offsetof(struct cmdline, f)

static const struct opt_spec specs[] = {
	SELECTION_OPTIONS(struct cmdline, selection),
	/* passwords */
	{ "p", OPT_SECRET, 0, FIELD(password), "PASSWORD",
	  "password of the file", NULL },
	{ "p-from", OPT_STRING, 0, FIELD(password_from), "SOURCE",
	  "the same from env:NAME, file:PATH, fd:N, stdin or prompt", NULL },
	{ "p-encoding", OPT_STRING, 0, FIELD(password_encoding), "NAME",
	  "code page that the file's password was typed in (cp932, ...)",
	  NULL },
	{ "kp-from", OPT_STRING, 0, FIELD(key_password_from), "SOURCE",
	  "passphrase of a protected key, or password of a key in a PFX, from "
	  "the same", NULL },
	{ "po", OPT_SECRET, 0, FIELD(out_password), "PASSWORD",
	  "password of the file to write", NULL },
	{ "po-from", OPT_STRING, 0, FIELD(out_password_from), "SOURCE",
	  "the same from a source", NULL },
	/* export */
	{ "in", OPT_LIST, 0, FIELD(in), "FILE",
	  "read this instead of a store (again, or further operands)", NULL },
	{ "as", OPT_STRING, 0, FIELD(format), "FORMAT",
	  "what to write",
	  "pfx|pvk|spc|p7b|cer|pem|pkcs8|sst|blob|dotnet" },
	{ "out", OPT_PATH, 0, FIELD(out), "FILE",
	  "where to write it", NULL },
	{ "o", OPT_PATH, 0, FIELD(out), "FILE",
	  "the same", NULL },
	{ "crypto", OPT_STRING, 0, FIELD(crypto), "NAME",
	  "AES256-SHA256 (default) or TripleDES-SHA1; of a PVK RC4-128 or "
	  "RC4-40", "AES256-SHA256|TripleDES-SHA1|RC4-128|RC4-40" },
	{ "iter", OPT_UINT, 0, FIELD(iter), "N",
	  "iterations (100000 with AES256-SHA256, else 2000)", NULL },
	{ "name", OPT_STRING, 0, FIELD(name), "TEXT",
	  "friendly name in what is written", NULL },
	{ "csp", OPT_STRING, 0, FIELD(csp), "NAME",
	  "provider that Windows puts the key into", NULL },
	{ "keyspec", OPT_STRING, 0, FIELD(key_spec), "SPEC",
	  "key spec to write instead of the key's own",
	  "AT_KEYEXCHANGE|AT_SIGNATURE" },
	{ "form", OPT_STRING, 0, FIELD(form), "FORM",
	  "of certificates, P7B and PKCS#8: der or pem", "der|pem" },
	{ "cross", OPT_LIST, 0, FIELD(cross), "FILE",
	  "a cross-certificate to put into the chain", NULL },
	{ "nokey", OPT_FLAG, 0, FIELD(no_key), NULL,
	  "certificates only", NULL },
	{ "nochain", OPT_FLAG, 0, FIELD(no_chain), NULL,
	  "without the chain", NULL },
	{ "noroot", OPT_FLAG, 0, FIELD(no_root), NULL,
	  "without the root of the chain", NULL },
	/* chain */
	{ "tree", OPT_FLAG, 0, FIELD(tree), NULL,
	  "draw the chain", NULL },
	{ "kernel", OPT_FLAG, 0, FIELD(kernel), NULL,
	  "the path to Microsoft Code Verification Root, if there is one",
	  NULL },
	{ "at", OPT_STRING, 0, FIELD(at), "TIME",
	  "judge as of this time (2026-03-01T12:00:00Z)", NULL },
	{ "crl", OPT_LIST, 0, FIELD(crl), "FILE|FOLDER",
	  "revocation lists to check (none is fetched)", NULL },
	{ "revocation", OPT_STRING, 0, FIELD(revocation), "WHERE",
	  "online: ask the issuers' servers as well", "online" },
	{ "policy", OPT_LIST, 0, FIELD(policies), "OID",
	  "a certificate policy that is wanted (any)", NULL },
	{ "explicit-policy", OPT_FLAG, 0, FIELD(explicit_policy), NULL,
	  "the chain must be valid for one of them", NULL },
	{ "fetch", OPT_FLAG, 0, FIELD(fetch), NULL,
	  "get missing issuers from where the certificates say", NULL },
	{ "proxy", OPT_STRING, 0, FIELD(proxy), "URL",
	  "proxy to fetch through (none: without one)", NULL },
	{ "cafile", OPT_PATH, 0, FIELD(ca_file), "FILE",
	  "CAs (PEM) to trust for https", NULL },
	{ "timeout", OPT_STRING, 0, FIELD(fetch_seconds), "SECONDS",
	  "for fetching one file (60)", NULL },
	{ "retries", OPT_STRING, 0, FIELD(retries), "N",
	  "further attempts after 5xx and time-outs (2)", NULL },
	{ "url", OPT_STRING, 0, FIELD(url), "URL",
	  "-generateSSTFromWU, -syncWithWU: where the lists are published "
	  "instead of Microsoft's server", NULL },
	{ "signer-root", OPT_STRING, 0, FIELD(signer_root), "FILE|HASH",
	  "the same: the root that their signer has", NULL },
	/* the rest */
	{ "delkey", OPT_FLAG, 0, FIELD(delete_key), NULL,
	  "remove the private key as well", NULL },
	{ "f", OPT_FLAG, 0, FIELD(force), NULL,
	  "replace an existing file; delete: do not ask", NULL },
	{ "json", OPT_FLAG, 0, FIELD(json), NULL,
	  "one JSON document on standard output", NULL },
	{ "v", OPT_FLAG, 0, FIELD(verbose), NULL,
	  "all fields", NULL },
	{ "limit", OPT_LIMIT, OPT_REPEAT, FIELD(limits), "NAME=N",
	  "raise or lower a limit", NULL },
	/* certutil's */
	{ "gmt", OPT_FLAG, 0, FIELD(gmt), NULL,
	  "certutil's verbs: times in UTC", NULL },
	{ "seconds", OPT_FLAG, 0, FIELD(seconds), NULL,
	  "certutil's verbs: times with seconds", NULL },
	{ "Silent", OPT_FLAG, 0, FIELD(silent), NULL,
	  "certutil's verbs: taken, and without meaning here", NULL },
	{ "t", OPT_STRING, OPT_HIDDEN, FIELD(timeout), "TIMEOUT", "", NULL },
	/* known on Windows */
	{ "Enterprise", OPT_FLAG, OPT_REFUSED, 0, NULL, "there is no Active "
	  "Directory here, only the user's stores (-user) and the machine's",
	  NULL },
	{ "GroupPolicy", OPT_FLAG, OPT_REFUSED, 0, NULL, "there are no group "
	  "policies here, only the user's stores (-user) and the machine's",
	  NULL },
	{ "split", OPT_FLAG, OPT_REFUSED, 0, NULL, "parts of a certificate "
	  "are not written to files; storectl export writes the whole one",
	  NULL },
	{ "dc", OPT_FLAG, OPT_REFUSED, 0, NULL, "the stores of other machines "
	  "cannot be reached", NULL },
	{ "ProtectTo", OPT_STRING, OPT_REFUSED, 0, "SID", "there are no domain "
	  "accounts here; give the file a password", NULL },
};

static opt_pair exclusive[] = {
	{ "user", "sm" }, { "p", "p-from" }, { "po", "po-from" },
};

const struct opt_table cmdline_options = OPT_TABLE(specs, exclusive, '-');

/* The other program's line, which begins after --, is not ours to parse. */
static void
cut_command(int *argc, char **argv, struct cmdline *c)
{
	if (*argc < 2 || !text_same(argv[1], "run"))
		return;
	for (int i = 2; i < *argc; i++) {
		if (strcmp(argv[i], "--") != 0)
			continue;
		c->command = argv + i + 1;
		c->command_count = *argc - i - 1;
		*argc = i;
		return;
	}
}

bool
cmdline_parse(int argc, char **argv, bool windows, struct cmdline *c,
    struct err *e)
{
	struct opt_result r;

	memset(c, 0, sizeof(*c));
	limits_default(&c->limits);
	c->windows = c->selection.windows = windows;
	if (!windows)
		cut_command(&argc, argv, c);
	if (!opt_parse(&cmdline_options, argc, argv, true, c, &r, e)) {
		c->json |= opt_written(argc, argv, "json");
		return false;
	}
	c->special = r.special;
	c->operands = r.operands;
	c->operand_count = r.operand_count;
	if (!windows && c->operand_count != 0) {
		c->verb = *c->operands++;
		c->operand_count--;
	}
	if (c->special != OPT_RUN)
		return true;
	if (!windows && c->verb == NULL)
		return err_set(e, ERR_USAGE, "a verb is missing");
	return true;
}

void
cmdline_clear(struct cmdline *c)
{
	secret_clear(&c->password);
	secret_clear(&c->out_password);
}

bool
cmdline_check(const struct cmdline *c, const char *takes, struct err *e)
{
	char name[32];

	snprintf(name, sizeof(name), "%s%s", c->windows ? "-" : "", c->verb);
	return opt_check_taken(&cmdline_options, c, name, takes, e);
}

struct selection
cmdline_selection(const struct cmdline *c)
{
	return selection_of(&c->selection, PLACE_USER, "My",
	    c->in.count == 0 && c->operand_count != 0 ? c->operands[0] : NULL);
}

bool
cmdline_gather(const struct cmdline *c, struct gather *g, struct err *e)
{
	const struct selection s = cmdline_selection(c);

	gather_init(g);
	if (c->operand_count > 1)
		return err_set(e, ERR_USAGE, "%s takes one CertId, not %d",
		    c->verb, c->operand_count);
	return gather_open(g, &s, e);
}

bool
cmdline_in_store(const struct cmdline *c, bool (*verb)(struct gather *,
    const struct cmdline *, struct err *), struct err *e)
{
	struct gather g;
	bool ok = cmdline_gather(c, &g, e) && verb(&g, c, e);

	gather_close(&g);
	return ok;
}

bool
cmdline_passwords(const struct cmdline *c, struct cmdline_passwords *p,
    struct err *e)
{
	if (c->key_password_from != NULL && !passin_source(
	    c->key_password_from, "Enter password of the key: ", PASSIN_ONCE,
	    "-kp-from", &p->key, e))
		return false;
	if (c->password_from != NULL)
		return passin_source(c->password_from, "Enter password: ",
		    PASSIN_ONCE, "-p-from", &p->file, e);
	return secret_copy(&p->file, &c->password, e);
}

bool
cmdline_load(const struct cmdline *c, const struct cmdline_passwords *p,
    const char *operand, struct contents *contents, struct err *e)
{
	const struct load_passwords passwords = {
		.file = &p->file, .key = &p->key,
		.encoding = c->password_encoding,
	};

	return load_file(operand, &passwords, &c->limits, contents, NULL, e);
}

void
cmdline_passwords_clear(struct cmdline_passwords *p)
{
	secret_clear(&p->file);
	secret_clear(&p->key);
}

size_t
cmdline_inputs(const struct cmdline *c)
{
	return c->in.count == 0 ? 0 : c->in.count + (size_t)c->operand_count;
}

const char *
cmdline_input(const struct cmdline *c, size_t n)
{
	return n < c->in.count ? c->in.items[n] : c->operands[n - c->in.count];
}

static bool
is_dash(const char *operand)
{
	return operand != NULL && strcmp(operand, "-") == 0;
}

static bool
is_stdin(const char *source)
{
	return source != NULL && text_same(source, "stdin");
}

bool
cmdline_check_stdin(const struct cmdline *c, const char *file, struct err *e)
{
	bool password = is_stdin(c->password_from) ||
	    is_stdin(c->out_password_from) || is_stdin(c->key_password_from);
	size_t files = is_dash(file) ? 1 : 0;

	for (size_t i = 0; i < cmdline_inputs(c); i++)
		files += is_dash(cmdline_input(c, i)) ? 1 : 0;
	for (size_t i = 0; i < c->cross.count; i++)
		files += is_dash(c->cross.items[i]) ? 1 : 0;
	if (files > 1 || (files == 1 && password))
		return err_set(e, ERR_USAGE, "a file and something else cannot "
		    "both come from standard input");
	return true;
}
