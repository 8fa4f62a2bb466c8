#include "verbs.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "storectl/cmdline.h"

/* What the verbs on stores share; nothing of ours opens a window (-Silent) or
 * waits for a server (-t). */
#define STORE_OPTIONS	"user gmt seconds Silent t"

/* What crosscert roots is given. */
#define WU_OPTIONS	"f url signer-root proxy cafile timeout retries limit " \
			"user gmt seconds Silent t"

static const struct command rows[] = {
	/* The first one is meant where a file is named and no verb. */
	{ .name = "dump", .run = certutil_dump,
	  .takes = STORE_OPTIONS " p p-from p-encoding kp-from v limit",
	  .synopsis = "[-p PASSWORD] -dump FILE" },
	{ .name = "store", .run = certutil_store,
	  .takes = STORE_OPTIONS " v f",
	  .synopsis = "[-user] -store [STORE [CERTID [FILE]]]" },
	{ .name = "verifystore", .run = certutil_verifystore,
	  .takes = STORE_OPTIONS " v",
	  .synopsis = "[-user] -verifystore STORE [CERTID]" },
	{ .name = "enumstore", .run = certutil_enumstore,
	  .takes = STORE_OPTIONS, .synopsis = "[-user] -enumstore" },
	{ .name = "delstore", .run = certutil_delstore,
	  .takes = STORE_OPTIONS " f",
	  .synopsis = "[-user] [-f] -delstore STORE CERTID" },
	{ .name = "addstore", .program = "certimport",
	  .synopsis = "[-user] [-f] -addstore STORE FILE" },
	{ .name = "exportPFX", .run = certutil_exportpfx,
	  .takes = "user f p p-from kp-from gmt seconds Silent limit",
	  .synopsis = "[-user] [-f] [-p PASSWORD] -exportPFX [STORE] CERTID "
	  "FILE [MODIFIERS]" },
	{ .name = "importPFX", .program = "certimport",
	  .synopsis = "[-user] [-p PASSWORD] -importPFX [STORE] FILE "
	  "[MODIFIERS]" },
	{ .name = "generateSSTFromWU", .run = certutil_generate_sst,
	  .takes = WU_OPTIONS,
	  .synopsis = "[-f] -generateSSTFromWU SSTFILE" },
	{ .name = "syncWithWU", .run = certutil_sync,
	  .takes = WU_OPTIONS, .synopsis = "[-f] -syncWithWU FOLDER" },
	{ .name = "mergePFX", .instead = "storectl export -in A.pfx -in B.pfx "
	  "-as pem -out FILE puts several files into one; our PFX files hold "
	  "one key each" },
	{ .name = "repairstore", .instead = "there is nothing to repair; a "
	  "certificate finds its key by the public key each time" },
	{ .name = "viewstore", .instead = "use storectl list and storectl "
	  "show" },
	{ .name = "viewdelstore", .instead = "use storectl list and storectl "
	  "delete" },
	{ .name = "verify", .instead = "put the certificate into a store with "
	  "-addstore; then storectl show draws its path and -verifystore "
	  "checks it" },
	{ .name = "hashfile", .instead = "use sha256sum FILE or sha1sum FILE" },
	{ .name = "encode", .instead = "use base64 FILE; storectl export -form "
	  "pem writes certificates as text" },
	{ .name = "decode", .instead = "use base64 -d FILE; certificates and "
	  "keys are also read as text" },
	{ .name = "urlcache", .instead = "nothing is cached; use curl -O URL "
	  "to fetch a file" },
};

const struct command_table certutil_verbs = COMMAND_TABLE(rows, "-");

const struct command *
certutil_verbs_find(int argc, char **argv, int *at)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const struct command *k = NULL;

		if (*argv[i] == '-' || *argv[i] == '/')
			k = command_find(&certutil_verbs, argv[i] + 1);
		if (k != NULL) {
			*at = i;
			return k;
		}
		if (opt_takes_value(&cmdline_options, argv[i]))
			i++;
	}
	return NULL;
}

const struct command *
certutil_verbs_default(void)
{
	return &rows[0];
}

/* With a slash, files of the root folder do as well. */
static bool
looks_like_verb(const char *arg)
{
	if (*arg == '/')
		return arg[1] != '\0' && strchr(arg + 1, '/') == NULL &&
		    access(arg, F_OK) == -1;
	return *arg == '-' && arg[1] != '\0';
}

static bool
is_answered_anywhere(const char *arg)
{
	return strcmp(arg, "-?") == 0 || strcmp(arg, "/?") == 0 ||
	    strcmp(arg, "-h") == 0 || strncmp(arg, "--", 2) == 0;
}

static bool
unknown_certutil_verb(const char *arg, struct err *e)
{
	struct nearest n;

	nearest_begin(&n, arg + 1);
	command_consider(&certutil_verbs, &n);
	if (n.best == NULL && opt_hides_secret(&cmdline_options, arg))
		return opt_unknown(&cmdline_options, arg, e);
	err_set(e, ERR_USAGE, "no verb %s here", arg);
	if (nearest_suggest(&n, "-", e))
		return false;
	err_add(e, "; there are");
	for (size_t k = 0; k < COUNT_OF(rows); k++)
		if (rows[k].synopsis != NULL)
			err_add(e, " -%s", rows[k].name);
	return false;
}

/* From argv[*i] on, the next that looks like a verb and is not an option; NULL:
 * none. */
static const char *
next_unknown(int argc, char **argv, int *i)
{
	for (; *i < argc && strcmp(argv[*i], "--") != 0; ++*i) {
		const char *arg = argv[*i];

		if (opt_takes_value(&cmdline_options, arg))
			++*i;
		else if (looks_like_verb(arg) && !is_answered_anywhere(arg) &&
		    opt_find(&cmdline_options, arg) == NULL)
			return arg;
	}
	return NULL;
}

bool
certutil_verbs_suggest(int argc, char **argv, struct err *e)
{
	const char *arg;

	for (int i = 1; (arg = next_unknown(argc, argv, &i)) != NULL; i++) {
		struct nearest verb, option;

		nearest_begin(&verb, arg + 1);
		nearest_begin(&option, arg + 1);
		command_consider(&certutil_verbs, &verb);
		opt_consider(&cmdline_options, &option);
		if (verb.distance < option.distance)
			return unknown_certutil_verb(arg, e);
	}
	return true;
}

bool
certutil_verbs_check(int argc, char **argv, struct err *e)
{
	int i = 1;
	const char *arg = next_unknown(argc, argv, &i);

	return arg == NULL || unknown_certutil_verb(arg, e);
}

void
certutil_verbs_help(FILE *to)
{
	char takes[512] = "";

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t used = strlen(takes);

		if (rows[i].takes != NULL)
			snprintf(takes + used, sizeof(takes) - used, " %s",
			    rows[i].takes);
	}
	fprintf(to, "usage: certutil [OPTIONS] -VERB ...\n\n");
	command_usage(&certutil_verbs, "certutil", to);
	fprintf(to, "  certutil FILE\n\noptions (-name or /name, any letter "
	    "case; the machine's stores unless -user):\n");
	opt_usage(&cmdline_options, takes, to);
}
