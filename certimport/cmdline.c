#include "cmdline.h"

#include <sys/stat.h>

#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/batch.h"

#define FIELD(f)	offsetof(struct cmdline, f)

#define NO_SUCH_STORES	"the stores are the machine's, and with -user the " \
			"user's"

static const struct opt_spec specs[] = {
	{ "importPFX", OPT_FLAG, 0, FIELD(import_pfx), NULL,
	  "import a PFX (also without a verb)", NULL },
	{ "addstore", OPT_FLAG, 0, FIELD(add_store), NULL,
	  "put the certificates of a file into a store", NULL },
	{ "f", OPT_FLAG, 0, FIELD(force), NULL,
	  "replace what is there already", NULL },
	{ "user", OPT_FLAG, 0, FIELD(user), NULL,
	  "the user's stores (without it: the machine's)", NULL },
	{ "p", OPT_SECRET, 0, FIELD(password), "PASSWORD",
	  "password of the PFX", NULL },
	{ "csp", OPT_STRING, 0, FIELD(csp), "PROVIDER",
	  "provider of the key, or a token's PKCS#11 URI", NULL },
	{ "Silent", OPT_FLAG, 0, FIELD(silent), NULL,
	  "never ask", NULL },
	{ "Enterprise", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_SUCH_STORES, NULL },
	{ "GroupPolicy", OPT_FLAG, OPT_REFUSED, 0, NULL, NO_SUCH_STORES,
	  NULL },
	{ "p-from", OPT_STRING, 0, FIELD(password_from), "SOURCE",
	  "-p from env:NAME, file:PATH, fd:N, stdin or prompt", NULL },
	{ "p-encoding", OPT_STRING, 0, FIELD(password_encoding), "NAME",
	  "code page that the password was typed in (cp932, ...)", NULL },
	{ "kp-from", OPT_STRING, 0, FIELD(key_password_from), "SOURCE",
	  "password of a key in the PFX that has one of its own", NULL },
	{ "protect-from", OPT_STRING, 0, FIELD(protect_from), "SOURCE",
	  "passphrase for the modifier Protect, from the same", NULL },
	{ "pin-from", OPT_STRING, 0, FIELD(pin_from), "SOURCE",
	  "PIN of the token of -csp \"pkcs11:...\"", NULL },
	{ "batch", OPT_PATH, 0, FIELD(batch), "LIST",
	  "import many: lines of file, p-from, store, modifiers", NULL },
	{ "jobs", OPT_UINT, 0, FIELD(jobs), "N",
	  "files of a batch to read at once", NULL },
	{ "json", OPT_FLAG, 0, FIELD(json), NULL,
	  "one JSON document on standard output", NULL },
	{ "limit", OPT_LIMIT, OPT_REPEAT, FIELD(limits), "NAME=N",
	  "raise or lower a limit on input", NULL },
	{ "v", OPT_FLAG, 0, FIELD(verbose), NULL,
	  "say what went where", NULL },
};

static opt_pair exclusive[] = {
	{ "p", "p-from" }, { "batch", "addstore" }, { "batch", "p" },
	{ "batch", "p-from" }, { "addstore", "importPFX" },
	{ "addstore", "p" }, { "addstore", "p-from" }, { "addstore", "csp" },
	{ "addstore", "protect-from" }, { "addstore", "pin-from" },
	{ "addstore", "kp-from" }, { "batch", "kp-from" },
};

static const struct opt_table table = OPT_TABLE(specs, exclusive, '-');

static const char synopsis[] =
    "usage: certimport [OPTIONS] [-importPFX] [Store] FILE [Modifiers]\n"
    "       certimport [OPTIONS] -addstore Store FILE\n"
    "       certimport [OPTIONS] -batch LIST\n"
    "       certimport                       (asks, on a terminal)\n"
    "\n"
    "Modifiers, separated by commas:\n"
    "  AT_SIGNATURE AT_KEYEXCHANGE NoExport ExportEncrypted NoCert NoChain\n"
    "  NoRoot Protect NoProtect ProtectHigh Pkcs8 FriendlyName=\n"
    "  KeyFriendlyName= KeyDescription=\n"
    "\n"
    "Options (-name or /name, any letter case):\n";

static bool
refuse_modifiers(const char *text, struct err *e)
{
	struct modifiers m = MODIFIERS_INIT;
	bool ok = modifiers_parse(text, &m, e);

	modifiers_clear(&m);
	return ok;
}

/* As the shell makes them of *.pfx. A store may be called like a file. */
static bool
is_file_operand(const char *operand)
{
	struct stat st;

	return strpbrk(operand, "./") != NULL && stat(operand, &st) == 0 &&
	    S_ISREG(st.st_mode);
}

static int
count_files(const struct opt_result *r)
{
	int n = 0;

	for (int i = 0; i < r->operand_count; i++)
		n += is_file_operand(r->operands[i]);
	return n;
}

/* Modifiers rather than a file. */
static bool
is_misspelt(const char *operand)
{
	return modifiers_resemble(operand) && access(operand, F_OK) == -1;
}

static bool
take_pfx_operands(struct cmdline *c, const struct opt_result *r,
    struct err *e)
{
	int n = r->operand_count;
	char **operands = r->operands;
	enum modifiers_look look;

	if (n == 0)
		return err_set(e, ERR_USAGE, "-importPFX needs a file: "
		    "-importPFX [Store] FILE [Modifiers]");
	if (count_files(r) > 1)
		return err_set(e, ERR_USAGE, "one file here, not %d; for many: "
		    "-batch LIST", count_files(r));
	if (n > 3)
		return err_set(e, ERR_USAGE, "%d operands, expected at most "
		    "three: -importPFX [Store] FILE [Modifiers] (a name with "
		    "spaces needs quotes)", n);
	look = n > 1 ? modifiers_look(operands[n - 1]) : MODIFIERS_NONE;
	/* Three operands end in modifiers, and a file is hardly named like
	 * some of them: the unknown one is what is wrong. */
	if ((n == 3 && look != MODIFIERS_ALL) || look == MODIFIERS_SOME ||
	    (n == 2 && look == MODIFIERS_NONE && is_misspelt(operands[1])))
		return refuse_modifiers(operands[n - 1], e);
	if (look == MODIFIERS_ALL)
		c->modifiers = operands[--n];
	c->file = operands[n - 1];
	c->store = n == 2 ? operands[0] : NULL;
	return true;
}

static bool
take_file_operands(struct cmdline *c, const struct opt_result *r, struct err *e)
{
	if (c->batch != NULL)
		return r->operand_count == 0 || err_set(e, ERR_USAGE, "-batch "
		    "takes no operands: stores, files and modifiers are "
		    "columns of the list");
	if (!c->add_store)
		return take_pfx_operands(c, r, e);
	if (r->operand_count > 2 && count_files(r) > 1)
		return err_set(e, ERR_USAGE, "one file here, not %d: run "
		    "-addstore Store FILE for each", count_files(r));
	if (r->operand_count != 2)
		return err_set(e, ERR_USAGE, "-addstore needs a store and a "
		    "file: -addstore Store FILE");
	c->store = r->operands[0];
	c->file = r->operands[1];
	return true;
}

static bool
is_word(const char *given, const char *word)
{
	return given != NULL && strcmp(given, word) == 0;
}

/* Standard input can be read once. */
static bool
check_standard_input(const struct cmdline *c, struct err *e)
{
	int readers = is_word(c->password_from, "stdin") +
	    is_word(c->key_password_from, "stdin") +
	    is_word(c->protect_from, "stdin") + is_word(c->pin_from, "stdin") +
	    is_word(c->file, "-") + is_word(c->batch, "-");

	return readers <= 1 || err_set(e, ERR_USAGE, "standard input is used "
	    "%d times, and can be read only once", readers);
}

static bool
check_import(const struct cmdline *c, struct err *e)
{
	if (!check_standard_input(c, e) || !batch_check_jobs(&c->jobs, c->batch, e))
		return false;
	return c->pin_from == NULL || (c->csp != NULL &&
	    token_is_uri(c->csp)) || err_set(e, ERR_USAGE, "-pin-from "
	    "requires a token: -csp \"pkcs11:token=...\"");
}

/* ---- all of it ---- */

/* A PIN inside the URI is as secret as a password. */
static bool
hide_pin(struct cmdline *c, int argc, char **argv, struct err *e)
{
	if (c->csp == NULL || !token_is_uri(c->csp) ||
	    strstr(c->csp, "pin-value") == NULL)
		return true;
	for (int i = 1; i < argc; i++) {
		if (argv[i] != c->csp)
			continue;
		if (!secret_take_arg(&c->csp_pin, argv[i], e))
			return false;
		c->csp = (const char *)c->csp_pin.data;
		break;
	}
	return true;
}

bool
import_cmdline_parse(int argc, char **argv, struct cmdline *c, struct err *e)
{
	struct opt_result r;
	bool ok;

	memset(c, 0, sizeof(*c));
	limits_default(&c->limits);
	ok = opt_parse(&table, argc, argv, true, c, &r, e) &&
	    hide_pin(c, argc, argv, e);
	if (!ok) {
		c->json |= opt_written(argc, argv, "json");
		c->add_store |= opt_written(argc, argv, "addstore");
	}
	c->verb = c->add_store ? VERB_ADD_STORE : VERB_IMPORT_PFX;
	if (!ok)
		return false;
	c->special = r.special;
	if (c->special != OPT_RUN)
		return true;
	return take_file_operands(c, &r, e) && check_import(c, e);
}

void
import_cmdline_clear(struct cmdline *c)
{
	secret_clear(&c->password);
	secret_clear(&c->csp_pin);
}

void
import_cmdline_usage(FILE *to)
{
	fputs(synopsis, to);
	opt_usage(&table, NULL, to);
}

void
import_cmdline_names(FILE *to)
{
	opt_names(&table, NULL, to);
}
