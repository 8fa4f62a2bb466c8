#include "options.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define FIELD(f)	offsetof(struct sign_options, f)
#define FLAG(n)		FIELD(refused_flag[n])
#define VALUE(n)	FIELD(refused_value[n])

#define USAGE_WINDOWS	"1.3.6.1.4.1.311.10.3.6"

static const struct opt_spec specs[] = {
	/* which */
	{ "a", OPT_FLAG, 0, FIELD(longest), NULL,
	  "of several certificates the one that is valid for the longest",
	  NULL },
	{ "n", OPT_STRING, 0, FIELD(subject), "TEXT",
	  "a part of the subject, in any case", NULL },
	{ "i", OPT_STRING, 0, FIELD(issuer), "TEXT",
	  "a part of the issuer", NULL },
	{ "r", OPT_STRING, 0, FIELD(root), "TEXT",
	  "a part of the subject of the root", NULL },
	{ "s", OPT_STRING, 0, FIELD(store), "STORE",
	  "the store: My (default), ...", NULL },
	{ "sm", OPT_FLAG, 0, FIELD(machine), NULL,
	  "the machine's stores", NULL },
	{ "user", OPT_FLAG, 0, FIELD(user), NULL,
	  "the user's stores (default)", NULL },
	{ "sha1", OPT_STRING, 0, FIELD(hash), "HASH",
	  "the thumbprint, or its first 8 or more digits", NULL },
	{ "u", OPT_STRING, 0, FIELD(usage), "USAGE",
	  "an extended key usage (Code Signing), by number or name", NULL },
	{ "uw", OPT_FLAG, 0, FIELD(windows_usage), NULL,
	  "/u 1.3.6.1.4.1.311.10.3.6", NULL },
	{ "c", OPT_STRING, 0, FIELD(template_name), "NAME",
	  "the certificate template", NULL },
	{ "f", OPT_PATH, 0, FIELD(file), "FILE",
	  "a PFX, or another file with key and certificate, instead of a store",
	  NULL },
	{ "p", OPT_SECRET, 0, FIELD(password), "PASSWORD",
	  "password of that file", NULL },
	{ "p-from", OPT_STRING, 0, FIELD(password_from), "SOURCE",
	  "the same from env:NAME, file:PATH, fd:N, stdin or prompt", NULL },
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
	  "add a signature instead of replacing the one there is", NULL },
	{ "ph", OPT_FLAG, 0, FIELD(page_hashes), NULL,
	  "hashes of each page, in programs", NULL },
	{ "nph", OPT_FLAG, 0, FIELD(no_page_hashes), NULL,
	  "no hashes of pages (default)", NULL },
	{ "d", OPT_STRING, 0, FIELD(description), "TEXT",
	  "what is signed", NULL },
	{ "du", OPT_STRING, 0, FIELD(url), "URL",
	  "where it is described", NULL },
	{ "t", OPT_STRING, 0, FIELD(stamp), "URL",
	  "Authenticode time-stamp server", NULL },
	{ "tr", OPT_STRING, 0, FIELD(rfc_stamp), "URL",
	  "RFC 3161 time-stamp server", NULL },
	{ "td", OPT_STRING, 0, FIELD(stamp_digest), "DIGEST",
	  "digest for /tr (that of /fd)", NULL },
	{ "retries", OPT_UINT, 0, FIELD(retries), "N",
	  "further attempts at a time stamp (2)", NULL },
	/* what is said */
	{ "v", OPT_FLAG, 0, FIELD(verbose), NULL,
	  "what was chosen, and how many files were signed", NULL },
	{ "q", OPT_FLAG, 0, FIELD(quiet), NULL,
	  "nothing unless it fails", NULL },
	{ "debug", OPT_FLAG, 0, FIELD(debug), NULL,
	  "the certificates considered, and what each filter left", NULL },
	{ "limit", OPT_LIMIT, OPT_REPEAT, FIELD(limits), "NAME=N",
	  "raise or lower a limit", NULL },
	/* not offered */
	{ "ds", OPT_FLAG, OPT_HIDDEN, FLAG(0), NULL, "", NULL },
	{ "dxml", OPT_FLAG, OPT_HIDDEN, FLAG(1), NULL, "", NULL },
	{ "seal", OPT_FLAG, OPT_HIDDEN, FLAG(2), NULL, "", NULL },
	{ "itos", OPT_FLAG, OPT_HIDDEN, FLAG(3), NULL, "", NULL },
	{ "force", OPT_FLAG, OPT_HIDDEN, FLAG(4), NULL, "", NULL },
	{ "nosealwarn", OPT_FLAG, OPT_HIDDEN, FLAG(5), NULL, "", NULL },
	{ "dg", OPT_STRING, OPT_HIDDEN, VALUE(0), "PATH", "", NULL },
	{ "di", OPT_STRING, OPT_HIDDEN, VALUE(1), "PATH", "", NULL },
	{ "dlib", OPT_STRING, OPT_HIDDEN, VALUE(2), "DLL", "", NULL },
	{ "dmdf", OPT_STRING, OPT_HIDDEN, VALUE(3), "FILE", "", NULL },
	{ "p7", OPT_STRING, OPT_HIDDEN, VALUE(4), "PATH", "", NULL },
	{ "p7co", OPT_STRING, OPT_HIDDEN, VALUE(5), "OID", "", NULL },
	{ "p7ce", OPT_STRING, OPT_HIDDEN, VALUE(6), "VALUE", "", NULL },
	{ "sa", OPT_STRING, OPT_HIDDEN, VALUE(7), "OID", "", NULL },
	{ "tseal", OPT_STRING, OPT_HIDDEN, VALUE(8), "URL", "", NULL },
	{ "rmc", OPT_STRING, OPT_HIDDEN, VALUE(9), "VALUE", "", NULL },
	{ "-options", OPT_FLAG, OPT_HIDDEN, FIELD(list_options), NULL, "",
	  NULL },
};

static const struct { const char *name, *instead; } not_offered[] = {
	{ "ds", "digests are not signed apart from their files" },
	{ "dxml", "digests are not signed apart from their files" },
	{ "dg", "digests are not signed apart from their files" },
	{ "di", "digests are not signed apart from their files" },
	{ "dlib", "libraries for Windows cannot be loaded here; storectl run "
	  "hands the identity to any program" },
	{ "dmdf", "it belongs to /dlib, and libraries for Windows cannot be "
	  "loaded here" },
	{ "p7", "PKCS#7 files are not made (openssl cms -sign, through "
	  "storectl run, makes them)" },
	{ "p7co", "it belongs to /p7, and PKCS#7 files are not made" },
	{ "p7ce", "it belongs to /p7, and PKCS#7 files are not made" },
	{ "seal", "sealing signatures are not made" },
	{ "itos", "sealing signatures are not made" },
	{ "force", "sealing signatures are not made" },
	{ "nosealwarn", "sealing signatures are not made" },
	{ "tseal", "sealing signatures are not made" },
	{ "sa", "attributes of one's own are not put into signatures" },
	{ "rmc", "relaxed PE marker checks are not made" },
};

static bool
check_offered(const struct sign_options *o, struct err *e)
{
	for (size_t i = 0; i < COUNT_OF(specs); i++) {
		if (!opt_given(&specs[i], o))
			continue;
		for (size_t k = 0; k < COUNT_OF(not_offered); k++)
			if (strcmp(specs[i].name, not_offered[k].name) == 0)
				return err_set(e, ERR_UNSUPPORTED, "/%s is not "
				    "offered here: %s", specs[i].name,
				    not_offered[k].instead);
	}
	return true;
}

/* *name as osslsigncode wants it. */
static bool
set_digest(const char **name)
{
	static const char *const digests[] = {
		"sha1", "sha256", "sha384", "sha512",
	};

	if (*name == NULL)
		return true;
	for (size_t i = 0; i < COUNT_OF(digests); i++)
		if (text_same(*name, digests[i])) {
			*name = digests[i];
			return true;
		}
	return false;
}

/* In SignTool's own words before ours. */
static bool
check_digests(struct sign_options *o, struct err *e)
{
	if (!set_digest(&o->digest) && !text_same(o->digest, "certHash"))
		err_set(e, ERR_USAGE, "/fd %s: sha1, sha256, sha384, sha512 or "
		    "certHash", o->digest);
	else if (!set_digest(&o->stamp_digest))
		err_set(e, ERR_USAGE, "/td %s: sha1, sha256, sha384 or sha512",
		    o->stamp_digest);
	else
		return true;
	o->bad_digest = true;
	return false;
}

/* A file in the root folder is rare, and a misspelt option is not; the others
 * must not be signed without what it was to say. */
static bool
check_files(const struct sign_options *o, struct err *e)
{
	for (int i = 0; i < o->file_count; i++) {
		const char *name = o->files[i];

		if (*name == '/' && strchr(name + 1, '/') == NULL &&
		    access(name, F_OK) == -1)
			return err_set(e, ERR_USAGE, "unknown option %s, and "
			    "there is no such file", name);
	}
	return o->file_count != 0 || err_set(e, ERR_USAGE, "which file is to "
	    "be signed?");
}

static bool
check_pairs(const struct sign_options *o, struct err *e)
{
	const struct { bool a, b; const char *text; } bad[] = {
		{ o->user, o->machine, "/user and /sm exclude each other" },
		{ o->stamp != NULL, o->rfc_stamp != NULL,
		  "/t and /tr exclude each other: /t is Authenticode's own "
		  "time stamp, /tr that of RFC 3161" },
		{ o->stamp_digest != NULL, o->rfc_stamp == NULL,
		  "/td belongs to /tr" },
		{ o->usage != NULL, o->windows_usage,
		  "/u and /uw exclude each other" },
		{ o->page_hashes, o->no_page_hashes,
		  "/ph and /nph exclude each other" },
		{ o->verbose, o->quiet, "/v and /q exclude each other" },
		{ o->password.given, o->password_from != NULL,
		  "/p and /p-from are two ways to say the same: give one of "
		  "them" },
		{ o->password.given || o->password_from != NULL,
		  o->file == NULL, "/p is the password of a file (/f); the "
		  "passphrase of a protected key in the store is /kp-from" },
		{ o->file != NULL, o->store != NULL || o->machine || o->user,
		  "/f names a file, and /s, /sm and /user a store: give one "
		  "of them" },
		{ o->csp != NULL || o->container != NULL, o->file == NULL,
		  "/csp and /kc say where the key of a file is (/f); a "
		  "certificate in a store finds its key by the public key" },
		{ o->csp != NULL, o->csp != NULL &&
		  strcasestr(o->csp, "pin-value=") != NULL,
		  "a PIN on a command line is for all to see: /kp-from takes "
		  "it from somewhere else" },
		{ o->cross.count != 0, o->kernel, "/ac names a "
		  "cross-certificate and /kernel looks for one: give one of "
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
	if (!opt_parse(specs, COUNT_OF(specs), argc, argv, true, o, &r, e))
		return false;
	o->special = r.special;
	o->files = r.operands;
	o->file_count = r.operand_count;
	if (o->special != OPT_RUN || o->list_options)
		return true;
	return check_offered(o, e) && check_digests(o, e) &&
	    check_pairs(o, e) && check_files(o, e);
}

void
sign_options_clear(struct sign_options *o)
{
	secret_clear(&o->password);
}

void
sign_options_selection(const struct sign_options *o, struct cmdline *c)
{
	memset(c, 0, sizeof(*c));
	c->limits = o->limits;
	c->store = o->store;
	c->user = o->user;
	c->machine = o->machine;
	c->subject = o->subject;
	c->issuer = o->issuer;
	c->root = o->root;
	c->hash = o->hash;
	c->usage = o->windows_usage ? USAGE_WINDOWS : o->usage;
	c->template_name = o->template_name;
	c->longest = o->longest;
}

bool
sign_options_takes_value(const char *arg)
{
	return opt_takes_value(specs, COUNT_OF(specs), arg);
}

void
sign_options_usage(FILE *to)
{
	opt_usage(specs, COUNT_OF(specs), to);
}

void
sign_options_names(FILE *to)
{
	opt_names(specs, COUNT_OF(specs), to);
}
