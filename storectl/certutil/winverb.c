#include "winverb.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "io/sibling.h"

/* What the verbs on stores share; nothing of ours opens a window (-Silent) or
 * waits for a server (-t). */
#define STORE_OPTIONS	"user gmt seconds Silent t"

static const struct winverb table[] = {
	/* The first one is meant where a file is named and no verb. */
	{ "dump", certutil_dump, NULL, NULL,
	  STORE_OPTIONS " p p-from v limit", "[-p PASSWORD] -dump FILE" },
	{ "store", certutil_store, NULL, NULL, STORE_OPTIONS " v f",
	  "[-user] -store [STORE [CERTID [FILE]]]" },
	{ "verifystore", certutil_verifystore, NULL, NULL,
	  STORE_OPTIONS " v", "[-user] -verifystore STORE [CERTID]" },
	{ "enumstore", certutil_enumstore, NULL, NULL, STORE_OPTIONS,
	  "[-user] -enumstore" },
	{ "delstore", certutil_delstore, NULL, NULL, STORE_OPTIONS " f",
	  "[-user] [-f] -delstore STORE CERTID" },
	{ "addstore", NULL, "certimport", NULL, "",
	  "[-user] [-f] -addstore STORE FILE" },
	{ "exportPFX", certutil_exportpfx, NULL, NULL,
	  "user f p p-from kp-from gmt seconds Silent limit",
	  "[-user] [-f] [-p PASSWORD] -exportPFX [STORE] CERTID FILE "
	  "[MODIFIERS]" },
	{ "importPFX", NULL, "certimport", NULL, "",
	  "[-user] [-p PASSWORD] -importPFX [STORE] FILE [MODIFIERS]" },
	{ "mergePFX", NULL, NULL,
	  "storectl export -in A.pfx -in B.pfx -as pem -out FILE puts several "
	  "files into one; a PFX of ours holds one key", "", NULL },
	{ "repairstore", NULL, NULL,
	  "nothing to repair: a certificate finds its key by the public key, "
	  "whenever it is looked for", "", NULL },
	{ "viewstore", NULL, NULL, "storectl list and storectl show", "",
	  NULL },
	{ "viewdelstore", NULL, NULL, "storectl list and storectl delete", "",
	  NULL },
	{ "verify", NULL, NULL, "-addstore puts the certificate into a store; "
	  "storectl show draws its path there, -verifystore checks it", "",
	  NULL },
	{ "hashfile", NULL, NULL, "sha256sum FILE, or sha1sum FILE", "",
	  NULL },
	{ "encode", NULL, NULL, "base64 FILE; storectl export -form pem writes "
	  "certificates as text", "", NULL },
	{ "decode", NULL, NULL, "base64 -d FILE; certificates and keys are "
	  "read as text, too", "", NULL },
	{ "urlcache", NULL, NULL, "nothing is cached: curl -O URL fetches a "
	  "file", "", NULL },
};

static const struct winverb *
find(const char *arg)
{
	if (*arg != '-' && *arg != '/')
		return NULL;
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (text_same(table[i].name, arg + 1))
			return &table[i];
	return NULL;
}

const struct winverb *
winverb_find(int argc, char **argv, int *at)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const struct winverb *v = find(argv[i]);

		if (v != NULL) {
			*at = i;
			return v;
		}
		if (cmdline_takes_value(argv[i]))
			i++;
	}
	return NULL;
}

const struct winverb *
winverb_default(void)
{
	return &table[0];
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

bool
winverb_check(int argc, char **argv, struct err *e)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (cmdline_takes_value(argv[i])) {
			i++;
			continue;
		}
		if (!looks_like_verb(argv[i]) || cmdline_knows(argv[i]))
			continue;
		err_set(e, ERR_USAGE, "no verb %s here; there are", argv[i]);
		for (size_t k = 0; k < COUNT_OF(table); k++)
			if (table[k].synopsis != NULL)
				err_add(e, " -%s", table[k].name);
		return false;
	}
	return true;
}

bool
winverb_is_certutil(const char *argv0)
{
	return sibling_called(argv0, "certutil");
}

void
winverb_usage(FILE *to)
{
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (table[i].synopsis != NULL)
			fprintf(to, "  certutil %s\n", table[i].synopsis);
}

void
winverb_help(FILE *to)
{
	char takes[512] = "";

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		size_t used = strlen(takes);

		snprintf(takes + used, sizeof(takes) - used, " %s",
		    table[i].takes);
	}
	fprintf(to, "usage: certutil [OPTIONS] -VERB ...\n\n");
	winverb_usage(to);
	fprintf(to, "  certutil FILE\n\noptions (-name or /name, any letter "
	    "case; the machine's stores unless -user):\n");
	cmdline_usage(takes, to);
}

void
winverb_names(FILE *to)
{
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (table[i].synopsis != NULL)
			fprintf(to, "-%s\n", table[i].name);
}
