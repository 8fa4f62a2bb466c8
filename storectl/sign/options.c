#include "options.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "chain/select.h"

#define FIELD(f)	offsetof(struct sign_options, f)

#define USAGE_WINDOWS	"1.3.6.1.4.1.311.10.3.6"

#define NO_DETACHED	"digests are not signed separately from their files"
#define NO_PKCS7	"PKCS#7 files are not made; use openssl cms -sign " \
			"through storectl run"
#define NO_SEALS	"sealing signatures are not made"

static const struct opt_spec specs[] = {
	/* which */
	SELECTION_OPTIONS(struct sign_options, selection),
	{ "uw", OPT_FLAG, 0, FIELD(windows_usage), NULL,
	  "/u 1.3.6.1.4.1.311.10.3.6", NULL },
	{ "f", OPT_PATH, 0, FIELD(file), "FILE",
	  "a PFX, or another file with key and certificate, instead of a store",
	  NULL },
	{ "p", OPT_SECRET, 0, FIELD(password), "PASSWORD",
	  "password of that file", NULL },
	{ "p-from", OPT_STRING, 0, FIELD(password_from), "SOURCE",
	  "the same from env:NAME, file:PATH, fd:N, stdin or prompt", NULL },
	{ "p-encoding", OPT_STRING, 0, FIELD(password_encoding), "NAME",
	  "code page that it was typed in (cp932, ...)", NULL },
	{ "csp", OPT_STRING, 0, FIELD(csp), "NAME",
	  "where the key of /f is: pkcs11:token=NAME; else in the stores",
	  NULL },
	{ "kc", OPT_STRING, 0, FIELD(container), "NAME",
	  "the key's container there, or its label on the token", NULL },
	{ "kp-from", OPT_STRING, 0, FIELD(key_password_from), "SOURCE",
	  "passphrase of a protected key, or the PIN of its token", NULL },
	/* how */
	{ "fd", OPT_STRING, 0, FIELD(digest), "DIGEST",
	  "sha1, sha256 (default), sha384, sha512, certHash", NULL },
	{ "ac", OPT_LIST, 0, FIELD(cross), "FILE",
	  "a cross-certificate to put into the signature", NULL },
	{ "kernel", OPT_FLAG, 0, FIELD(kernel), NULL,
	  "the same, found among the CAs of the stores", NULL },
	{ "as", OPT_FLAG, 0, FIELD(append), NULL,
	  "add a signature instead of replacing the existing one", NULL },
	{ "ph", OPT_FLAG, 0, FIELD(page_hashes), NULL,
	  "add page hashes, in programs", NULL },
	{ "nph", OPT_FLAG, 0, FIELD(no_page_hashes), NULL,
	  "no page hashes (default)", NULL },
	{ "d", OPT_STRING, 0, FIELD(description), "TEXT",
	  "what is signed", NULL },
	{ "du", OPT_STRING, 0, FIELD(url), "URL",
	  "where it is described", NULL },
	{ "t", OPT_STRING, 0, FIELD(stamp), "URL",
	  "Authenticode timestamp server", NULL },
	{ "tr", OPT_STRING, 0, FIELD(rfc_stamp), "URL",
	  "RFC 3161 timestamp server", NULL },
	{ "td", OPT_STRING, 0, FIELD(stamp_digest), "DIGEST",
	  "digest for /tr (that of /fd)", NULL },
	{ "retries", OPT_UINT, 0, FIELD(retries), "N",
	  "further attempts at a timestamp (2)", NULL },
	/* what is said */
	{ "v", OPT_FLAG, 0, FIELD(verbose), NULL,
	  "what was chosen, and how many files were signed", NULL },
	{ "q", OPT_FLAG, 0, FIELD(quiet), NULL,
	  "print errors only", NULL },
	{ "debug", OPT_FLAG, 0, FIELD(debug), NULL,
	  "the certificates considered, and what each filter left", NULL },
	{ "limit", OPT_LIMIT, OPT_REPEAT, FIELD(limits), "NAME=N",
	  "raise or lower a limit", NULL },
	/* known on Windows */
	{ "ds", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_DETACHED, NULL },
	{ "dxml", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_DETACHED, NULL },
	{ "dg", OPT_STRING, OPT_REFUSED, 0, "PATH", NO_DETACHED, NULL },
	{ "di", OPT_STRING, OPT_REFUSED, 0, "PATH", NO_DETACHED, NULL },
	{ "dlib", OPT_STRING, OPT_REFUSED, 0, "DLL", "Windows libraries cannot "
	  "be loaded here; storectl run hands the identity to any program",
	  NULL },
	{ "dmdf", OPT_STRING, OPT_REFUSED, 0, "FILE", "it belongs to /dlib, "
	  "and Windows libraries cannot be loaded here", NULL },
	{ "p7", OPT_STRING, OPT_REFUSED, 0, "PATH", NO_PKCS7, NULL },
	{ "p7co", OPT_STRING, OPT_REFUSED, 0, "OID", NO_PKCS7, NULL },
	{ "p7ce", OPT_STRING, OPT_REFUSED, 0, "VALUE", NO_PKCS7, NULL },
	{ "seal", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_SEALS, NULL },
	{ "itos", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_SEALS, NULL },
	{ "force", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_SEALS, NULL },
	{ "nosealwarn", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_SEALS, NULL },
	{ "tseal", OPT_STRING, OPT_REFUSED, 0, "URL", NO_SEALS, NULL },
	{ "sa", OPT_STRING, OPT_REFUSED, 0, "OID", "signatures get no "
	  "attributes of your own", NULL },
	{ "rmc", OPT_STRING, OPT_REFUSED, 0, "VALUE", "relaxed PE marker "
	  "checks are not made", NULL },
};

static opt_pair exclusive[] = {
	{ "user", "sm" }, { "u", "uw" }, { "ph", "nph" }, { "v", "q" },
	{ "p", "p-from" },
};

const struct opt_table sign_options_table = OPT_TABLE(specs, exclusive, '/');

static const char *const digests[] = { "sha1", "sha256", "sha384", "sha512" };

const char *
sign_options_digest(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(digests); i++)
		if (text_starts(name, digests[i]))
			return digests[i];
	return NULL;
}

/* *name as osslsigncode has it. */
static bool
set_digest_name(const char **name)
{
	if (*name == NULL)
		return true;
	for (size_t i = 0; i < COUNT_OF(digests); i++)
		if (text_same(*name, digests[i])) {
			*name = digests[i];
			return true;
		}
	return false;
}

static void
bad_digest(const char *option, const char *name, const char *last,
    struct err *e)
{
	struct nearest n;

	nearest_begin(&n, name);
	for (size_t i = 0; i < COUNT_OF(digests); i++)
		nearest_consider(&n, digests[i]);
	err_set(e, ERR_USAGE, "%s %s: sha1, sha256, sha384%s", option, name,
	    last);
	nearest_suggest(&n, "", e);
}

/* In SignTool's own words before ours. */
static bool
check_digests(struct sign_options *o, struct err *e)
{
	if (!set_digest_name(&o->digest) && !text_same(o->digest, "certHash"))
		bad_digest("/fd", o->digest, ", sha512 or certHash", e);
	else if (!set_digest_name(&o->stamp_digest))
		bad_digest("/td", o->stamp_digest, " or sha512", e);
	else
		return true;
	o->bad_digest = true;
	return false;
}

/* Most often the value is the next option, because a variable was empty. */
static bool
check_hash(struct sign_options *o, struct err *e)
{
	const char *hash = o->selection.hash;
	struct select s = { 0 };

	if (hash == NULL || select_set_hash(&s, hash, e))
		return true;
	o->bad_hash = true;
	return *hash == '\0' || opt_find(&sign_options_table, hash) != NULL ?
	    err_set(e, ERR_USAGE, "/sha1 has no value: was the variable with "
	    "the thumbprint empty?") : false;
}

/* Both are strings of ASCII letters in what osslsigncode writes, whatever is in
 * them; other readers show something else then. */
static bool
check_description(const struct sign_options *o, struct err *e)
{
	if (o->description != NULL &&
	    !text_is_ascii(view_str(o->description)))
		return err_set(e, ERR_UNSUPPORTED, "/d: osslsigncode can only "
		    "write descriptions in ASCII; replace the other letters");
	return o->url == NULL || text_is_ascii(view_str(o->url)) ||
	    err_set(e, ERR_UNSUPPORTED, "/du: a URL is ASCII; write other "
	    "letters as %%XX, and the name of a host as xn--...");
}

/* The other files must not be signed without an option that is misspelt. */
static bool
check_files(const struct sign_options *o, struct err *e)
{
	return opt_check_files(&sign_options_table, o->file_count, o->files,
	    e) && (o->file_count != 0 || err_set(e, ERR_USAGE, "no file to "
	    "sign"));
}

static bool
check_combinations(const struct sign_options *o, struct err *e)
{
	const struct selection *s = &o->selection;
	const struct { bool a, b; const char *text; } bad[] = {
		{ o->stamp != NULL, o->rfc_stamp != NULL,
		  "/t and /tr cannot be used together: /t asks for an "
		  "Authenticode timestamp, /tr for an RFC 3161 one" },
		{ o->stamp_digest != NULL, o->rfc_stamp == NULL,
		  "/td requires /tr" },
		{ o->password.given || o->password_from != NULL,
		  o->file == NULL, "/p is the password of a file (/f); the "
		  "passphrase of a protected key in the store is /kp-from" },
		{ o->file != NULL, s->store != NULL || s->machine || s->user,
		  "/f names a file, and /s, /sm and /user a store; use one of "
		  "them" },
		{ o->csp != NULL || o->container != NULL, o->file == NULL,
		  "/csp and /kc say where the key for /f is; keys of "
		  "certificates in a store are found by the public key" },
		{ o->csp != NULL, o->csp != NULL &&
		  strcasestr(o->csp, "pin-value=") != NULL,
		  "a PIN on the command line is visible to other users; use "
		  "/kp-from" },
		{ o->cross.count != 0, o->kernel, "/ac names a "
		  "cross-certificate and /kernel looks for one; use one of "
		  "them" },
	};

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (bad[i].a && bad[i].b)
			return err_set(e, ERR_USAGE, "%s", bad[i].text);
	if (o->retries.given && o->retries.value > SIGN_RETRIES_MAX)
		return err_set(e, ERR_USAGE, "/retries %llu: at most %d",
		    o->retries.value, SIGN_RETRIES_MAX);
	return true;
}

bool
sign_options_parse(int argc, char **argv, struct sign_options *o,
    struct err *e)
{
	struct opt_result r;

	memset(o, 0, sizeof(*o));
	limits_default(&o->limits);
	if (!opt_parse(&sign_options_table, argc, argv, true, o, &r, e))
		return false;
	o->special = r.special;
	o->files = r.operands;
	o->file_count = r.operand_count;
	if (o->special != OPT_RUN)
		return true;
	if (!check_digests(o, e) || !check_hash(o, e) ||
	    !check_combinations(o, e) || !check_description(o, e) ||
	    !check_files(o, e))
		return false;
	if (o->windows_usage)
		o->selection.usage = USAGE_WINDOWS;
	return true;
}

void
sign_options_clear(struct sign_options *o)
{
	secret_clear(&o->password);
}
