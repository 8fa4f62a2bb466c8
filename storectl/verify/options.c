#include "options.h"

#include <string.h>

#include "base/text.h"

#define FIELD(f)	offsetof(struct verify_options, f)

#define NO_DATABASE	"there is no catalogue database here; name the " \
			"catalogue (/c CATALOG)"
#define NO_POLICY	"the policies are /pa and /kp"
#define NO_PKCS7	"use openssl cms -verify for PKCS#7 files"

static const struct opt_spec specs[] = {
	{ "pa", OPT_FLAG, 0, FIELD(pa), NULL,
	  "by the default Authenticode policy: a root that is in a Root store",
	  NULL },
	{ "kp", OPT_FLAG, 0, FIELD(kp), NULL,
	  "by the kernel-mode policy: a path to Microsoft Code Verification "
	  "Root (Windows of 2026 wants more: crosscert(7))", NULL },
	{ "c", OPT_PATH, 0, FIELD(catalog), "CATALOG",
	  "the files are members of this catalogue", NULL },
	{ "hash", OPT_STRING, 0, FIELD(hash), "NAME",
	  "look them up by SHA1 or SHA256", "SHA1|SHA256" },
	{ "all", OPT_FLAG, 0, FIELD(all), NULL,
	  "every signature of a file", NULL },
	{ "ds", OPT_UINT, 0, FIELD(index), "INDEX",
	  "only the signature of this index", NULL },
	{ "a", OPT_FLAG, 0, FIELD(any), NULL,
	  "accepted: there is no catalogue database, so the signature in the "
	  "file is verified", NULL },
	{ "r", OPT_STRING, 0, FIELD(root), "TEXT",
	  "a part of the subject of the root it must chain to", NULL },
	{ "sha1", OPT_LIST, 0, FIELD(signer_sha1), "HASH",
	  "the signer's certificate has this thumbprint (or another one "
	  "given)", NULL },
	{ "ca", OPT_LIST, 0, FIELD(ca_sha1), "HASH",
	  "a certificate of this thumbprint is in the chain", NULL },
	{ "u", OPT_LIST, 0, FIELD(usages), "OID",
	  "the signer's certificate has this extended key usage", NULL },
	{ "tw", OPT_FLAG, 0, FIELD(warn_unstamped), NULL,
	  "warn when there is no timestamp", NULL },
	{ "ph", OPT_FLAG, 0, FIELD(page_hashes), NULL,
	  "warn when there are no page hashes", NULL },
	{ "d", OPT_FLAG, 0, FIELD(describe), NULL,
	  "print description and URL", NULL },
	{ "v", OPT_FLAG, 0, FIELD(verbose), NULL,
	  "print the chains", NULL },
	{ "q", OPT_FLAG, 0, FIELD(quiet), NULL,
	  "print errors only", NULL },
	{ "debug", OPT_FLAG, 0, FIELD(debug), NULL,
	  "as /v, and say what was found besides", NULL },
	{ "kernel-root", OPT_STRING, 0, FIELD(kernel_root), "FILE|SHA1",
	  "with /kp: another root, or a certificate below it", NULL },
	{ "stamp-root", OPT_LIST, 0, FIELD(stamp_root), "FILE|SHA1",
	  "trust this certificate for timestamps", NULL },
	{ "crl", OPT_LIST, 0, FIELD(crl), "FILE|FOLDER",
	  "revocation lists to check (none is fetched)", NULL },
	{ "revocation", OPT_STRING, 0, FIELD(revocation), "WHERE",
	  "online: ask the issuers' servers as well", "online" },
	{ "proxy", OPT_STRING, 0, FIELD(proxy), "URL",
	  "proxy to fetch through (none: without one)", NULL },
	{ "cafile", OPT_PATH, 0, FIELD(ca_file), "FILE",
	  "CAs (PEM) to trust for https", NULL },
	{ "timeout", OPT_STRING, 0, FIELD(timeout), "SECONDS",
	  "for fetching one file (60)", NULL },
	{ "retries", OPT_STRING, 0, FIELD(retries), "N",
	  "further attempts after 5xx and time-outs (2)", NULL },
	{ "json", OPT_FLAG, 0, FIELD(json), NULL,
	  "one JSON document on standard output", NULL },
	{ "limit", OPT_LIMIT, OPT_REPEAT, FIELD(limits), "NAME=N",
	  "raise or lower a limit", NULL },
	/* known on Windows */
	{ "as", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_DATABASE, NULL },
	{ "ad", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_DATABASE, NULL },
	{ "ag", OPT_STRING, OPT_REFUSED, 0, "GUID", NO_DATABASE, NULL },
	{ "o", OPT_STRING, OPT_REFUSED, 0, "VERSION", "versions of Windows in "
	  "a catalogue are not compared", NULL },
	{ "ms", OPT_FLAG, OPT_REFUSED, 0, NULL, "verify once for each policy",
	  NULL },
	{ "p7", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_PKCS7, NULL },
	{ "p7content", OPT_STRING, OPT_REFUSED, 0, "FILE", NO_PKCS7, NULL },
	{ "pg", OPT_STRING, OPT_REFUSED, 0, "GUID", NO_POLICY, NULL },
	{ "bp", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_POLICY, NULL },
	{ "enclave", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_POLICY, NULL },
	{ "sl", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_POLICY, NULL },
};

static opt_pair exclusive[] = { { "pa", "kp" }, { "all", "ds" } };

const struct opt_table verify_options_table = OPT_TABLE(specs, exclusive, '/');

static bool
check_hashes(struct verify_options *o, const struct opt_list *l,
    const char *option, struct err *e)
{
	unsigned char sha1[20];
	size_t len;

	for (size_t i = 0; i < l->count; i++) {
		if (text_unhex(l->items[i], sha1, sizeof(sha1), &len) &&
		    len == sizeof(sha1))
			continue;
		o->bad_hash = l->items[i];
		return err_set(e, ERR_USAGE, "/%s %s: expected a SHA-1 "
		    "thumbprint of 40 hex digits", option, l->items[i]);
	}
	return true;
}

bool
verify_options_online(const struct verify_options *o)
{
	return o->revocation != NULL;
}

static bool
check_verify_options(struct verify_options *o, struct err *e)
{
	o->nothing = o->file_count == 0;
	if (o->nothing)
		return err_set(e, ERR_USAGE, "no file to verify");
	if (!opt_check_files(&verify_options_table, o->file_count, o->files, e))
		return false;
	if (o->hash != NULL && o->catalog == NULL)
		return err_set(e, ERR_USAGE, "/hash requires /c");
	if (o->catalog != NULL && (o->all || o->index.given))
		return err_set(e, ERR_USAGE, "/all and /ds do not apply to "
		    "members of a catalogue");
	if (o->kernel_root != NULL && !o->kp)
		return err_set(e, ERR_USAGE, "-kernel-root requires /kp");
	if (!verify_options_online(o) && (o->proxy != NULL ||
	    o->ca_file != NULL || o->timeout != NULL || o->retries != NULL))
		return err_set(e, ERR_USAGE, "-proxy, -cafile, -timeout and "
		    "-retries require -revocation online");
	return check_hashes(o, &o->signer_sha1, "sha1", e) &&
	    check_hashes(o, &o->ca_sha1, "ca", e);
}

bool
verify_options_parse(int argc, char **argv, struct verify_options *o,
    struct err *e)
{
	struct opt_result r;

	memset(o, 0, sizeof(*o));
	limits_default(&o->limits);
	if (!opt_parse(&verify_options_table, argc, argv, true, o, &r, e)) {
		o->json |= opt_written(argc, argv, "json");
		return false;
	}
	o->special = r.special;
	if (o->special != OPT_RUN)
		return true;
	o->files = r.operands;
	o->file_count = r.operand_count;
	o->verbose |= o->debug;
	return check_verify_options(o, e);
}

enum verify_policy
verify_options_policy(const struct verify_options *o)
{
	return o->pa ? VERIFY_AUTHENTICODE : o->kp ? VERIFY_KERNEL :
	    VERIFY_DRIVER;
}

void
verify_options_usage(FILE *to)
{
	fprintf(to, "usage: storectl verify [/pa | /kp] [/v] [/c CATALOG] "
	    "FILE...\n\noptions (-name or /name, any letter case):\n");
	opt_usage(&verify_options_table, NULL, to);
}
