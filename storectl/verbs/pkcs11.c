/*
 * pkcs11.c - storectl pkcs11: where the PKCS#11 module is, and what an
 * identity is called there
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/modulename.h"
#include "base/text.h"
#include "cert/algname.h"
#include "cert/certname.h"
#include "chain/choose.h"
#include "cli/json.h"
#include "cli/report.h"
#include "io/sibling.h"
#include "query/gather.h"
#include "query/pick.h"
#include "show/signtool.h"
#include "show/storejson.h"
#include "storectl/cmdline.h"
#include "verbs.h"

/* Installed beside the programs (bin and lib/spckit), or just built. */
static bool
find_module(char path[PATH_MAX], struct err *e)
{
	static const char *const places[] = {
		"../lib/spckit/" MODULENAME_FILE, "../lib/" MODULENAME_FILE,
	};
	char *whole;

	for (size_t i = 0; i < COUNT_OF(places); i++) {
		if (!sibling_path(places[i], path, e))
			return false;
		whole = realpath(path, NULL);
		if (whole == NULL)
			continue;
		snprintf(path, PATH_MAX, "%s", whole);
		free(whole);
		return true;
	}
	if (!sibling_path(places[0], path, e))
		return false;
	return err_set(e, ERR_NOT_FOUND, "%s: the PKCS#11 module is missing; "
	    "make install puts it there", path);
}

/* RFC 7512. Certificate and private key have the same; programs that want to be
 * told which add ;type=cert or ;type=private. */
static bool
make_uri(const struct gather *g, const struct cert *c, struct bytes *uri,
    struct err *e)
{
	unsigned char id[SHA1_LEN];

	sha1_of(c->scan.key_bits, id);
	bytes_add_str(uri, "pkcs11:token=");
	text_add_percent(uri, view_str(g->place == PLACE_USER ?
	    MODULENAME_USER : MODULENAME_MACHINE), true);
	bytes_add_str(uri, ";id=");
	text_add_percent(uri, view_of(id, SHA1_LEN), false);
	bytes_add_u8(uri, 0);
	return bytes_ok(uri, e);
}

/* Does the module offer it? */
static bool
is_offered(const struct gather *g, const struct gathered *x, struct err *e)
{
	struct keyinfo info = KEYINFO_INIT;
	char name[ALGNAME_MAX];
	bool known, ok = true;

	if (!gather_keyinfo(g, x, &info, &known, e))
		return false;
	algname_key(x->cert->scan.key_oid, name);
	if (!known)
		ok = err_set(e, ERR_ACCESS, "the private key is not readable, "
		    "so the module does not offer it");
	else if (info.token != NULL)
		ok = err_set(e, ERR_UNSUPPORTED, "the private key is on a "
		    "token: use that token's own module, with the URI %s",
		    info.token);
	else if (certscan_key_bits(&x->cert->scan) == 0)
		ok = err_set(e, ERR_UNSUPPORTED, "the module signs with RSA "
		    "and EC keys");
	keyinfo_clear(&info);
	return ok;
}

/* Certificates of one key have one id, and the module shows the one that is
 * valid longest first: a program that goes by the URI gets that one. */
static void
note_shared_key(const struct pick *p, const struct cert *mine)
{
	const struct cert *longest = mine;
	struct bytes name = BYTES_INIT;

	for (size_t i = 0; i < p->considered_count; i++) {
		const struct cert *c = p->considered[i].cert;

		if (c->scanned && view_equal(c->scan.key_bits,
		    mine->scan.key_bits) && choose_longer(c, longest))
			longest = c;
	}
	if (longest == mine)
		return;
	text_add_hex(&name, view_of(longest->sha1, SHA1_LEN));
	bytes_addf(&name, " \"");
	certname_display(longest->scan.subject, &name);
	bytes_add_u8(&name, 0);
	report_note("note: a certificate that is valid for longer has the same "
	    "key, and so the same URI; programs take that one: %s\"",
	    name.failed ? "" : (const char *)name.data);
	bytes_clear(&name);
}

static bool
print_uri_json(const struct gather *g, const struct gathered *x,
    const char *module, const char *uri, struct err *e)
{
	json_t *o = storejson(g, x, e);

	if (o == NULL)
		return false;
	/* Where it was installed need not be UTF-8. */
	json_put(&o, "module", json_text(view_str(module)));
	json_put(&o, "uri", json_string(uri));
	return report_doc(o, e);
}

static bool
print_uri(const struct cmdline *c, const struct gather *g,
    const struct gathered *x, const char *module, struct err *e)
{
	struct bytes uri = BYTES_INIT;
	bool ok = make_uri(g, x->cert, &uri, e);

	if (ok && c->json)
		ok = print_uri_json(g, x, module, (const char *)uri.data, e);
	else if (ok)
		printf("%s\n%s\n", module, (const char *)uri.data);
	bytes_clear(&uri);
	return ok;
}

bool
verb_pkcs11(const struct cmdline *c, struct err *e)
{
	struct pick pick = PICK_INIT;
	const struct gathered *x;
	char module[PATH_MAX];
	struct gather g;
	bool ok;

	if (!find_module(module, e))
		return false;
	ok = cmdline_gather(c, &g, e);
	if (ok && !pick_gathered(&pick, &g, true, &x, e)) {
		/* Our own sentence has the list, if there is one. */
		if (e->code == ERR_NO_CERT)
			signtool_refused(&pick, e);
		ok = false;
	}
	ok = ok && is_offered(&g, x, e) && print_uri(c, &g, x, module, e);
	if (ok)
		note_shared_key(&pick, x->cert);
	pick_clear(&pick);
	gather_close(&g);
	return ok;
}
