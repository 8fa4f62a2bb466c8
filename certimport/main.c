/*
 * certimport - a PFX into the certificate store, as certutil -importPFX does
 */

#include <stdio.h>
#include <string.h>

#include "asn1/schema.h"
#include "base/osslctx.h"
#include "batch.h"
#include "cli/batch.h"
#include "cli/main.h"
#include "cmdline.h"
#include "import.h"
#include "io/passin.h"
#include "query/unlock.h"
#include "report.h"
#include "wizard.h"

static struct import_options
import_options_from(const struct cmdline *c)
{
	struct import_options o = {
		.place = c->user ? PLACE_USER : PLACE_MACHINE,
		.force = c->force,
		.may_ask = !c->silent && c->batch == NULL,
		.ask_instead = c->batch != NULL ? "the line's second column "
		    "gives it" : "-p-from SOURCE gives it",
		.encoding = c->password_encoding,
		.csp = c->csp,
		.limits = &c->limits,
	};

	return o;
}

static bool
take_file_passwords(struct cmdline *c, struct secret *password,
    struct secret *of_key, struct err *e)
{
	if (c->key_password_from != NULL && !passin_source(
	    c->key_password_from, "Enter password of the key:", PASSIN_ONCE,
	    "-kp-from", of_key, e))
		return false;
	if (c->password_from != NULL)
		return passin_source(c->password_from, "Enter PFX password:",
		    PASSIN_ONCE, "-p-from", password, e);
	secret_move(password, &c->password);
	return true;
}

/* What is needed besides the file, once it is known that it is. */
static bool
unlock_keys(const struct cmdline *c, const struct import *i, struct unlock *u,
    struct import_options *o, struct err *e)
{
	if (import_protects(i) && !unlock_protect(u, c->protect_from,
	    o->may_ask, e))
		return false;
	if (i->plan.key_count != 0 && o->csp != NULL &&
	    token_is_uri(o->csp) && !unlock_token(u, o->csp, c->pin_from,
	    o->may_ask, e))
		return false;
	o->token = u->token;
	return true;
}

static bool
import_one(struct cmdline *c, const struct report *r, struct err *e)
{
	struct unlock u = UNLOCK_INIT;
	struct import_options o = import_options_from(c);
	struct import i;
	bool ok = false;

	o.passphrase = &u.passphrase;
	import_init(&i, c->verb, &o);
	i.store = c->store;
	i.file = c->file;
	if (c->modifiers != NULL &&
	    !modifiers_parse(c->modifiers, &i.modifiers, e))
		goto out;
	ok = take_file_passwords(c, &i.password, &i.key_password, e) && import_read(&i, e) &&
	    unlock_keys(c, &i, &u, &o, e) && import_write(&i, e) &&
	    import_report(r, &i, e);
 out:
	import_clear(&i);
	unlock_clear(&u);
	return ok;
}

static bool
import_asking(struct err *e)
{
	const struct report r = { .wizard = true };
	const struct cmdline none = { 0 };
	struct unlock u = UNLOCK_INIT;
	struct wizard w = WIZARD_INIT;
	struct import_options o = import_options_from(&none);
	struct limits limits;
	struct import i;
	bool ok;

	limits_default(&limits);
	o.limits = &limits;
	o.passphrase = &u.passphrase;
	import_init(&i, VERB_IMPORT_PFX, &o);
	ok = osslctx_init(e) && schema_init(e) && import_wizard(&w, &i, &o, e) &&
	    unlock_keys(&none, &i, &u, &o, e) &&
	    import_write(&i, e) && import_report(&r, &i, e);
	import_clear(&i);
	import_wizard_clear(&w);
	unlock_clear(&u);
	return ok;
}

static int
import_many(const struct cmdline *c, const struct report *r, struct err *e)
{
	struct unlock u = UNLOCK_INIT;
	struct import_options o = import_options_from(c);
	int status = EXIT_FAILED;
	bool ok;

	o.passphrase = &u.passphrase;
	ok = (c->protect_from == NULL || unlock_protect(&u, c->protect_from,
	    false, e)) && (c->csp == NULL || !token_is_uri(c->csp) ||
	    unlock_token(&u, c->csp, c->pin_from, false, e));
	o.token = u.token;
	if (ok)
		status = import_batch(c->batch, batch_jobs(&c->jobs), &o, r, e);
	unlock_clear(&u);
	return status;
}

static int
import(struct cmdline *c, struct err *e)
{
	const struct report r = {
		.verb = c->verb, .json = c->json, .verbose = c->verbose
	};

	if (!osslctx_init(e) || !schema_init(e))
		return EXIT_FAILED;
	if (c->batch != NULL)
		return import_many(c, &r, e);
	return import_one(c, &r, e) ? EXIT_DONE : EXIT_FAILED;
}

static int
tell_special(const struct cmdline *c)
{
	if (c->special == OPT_VERSION)
		puts("certimport " SPCKIT_VERSION);
	else if (c->special == OPT_HELP)
		import_cmdline_usage(stdout);
	else
		import_cmdline_names(stdout);
	return EXIT_DONE;
}

static int
run_certimport(int argc, char **argv, void *arg)
{
	struct cmdline *c = arg;
	struct err e = ERR_INIT;
	int status = EXIT_FAILED;

	if (argc < 2 && !passin_have_terminal()) {
		import_cmdline_usage(stderr);
		return EXIT_FAILED;
	}
	if (argc < 2)
		status = import_asking(&e) ? EXIT_DONE : EXIT_FAILED;
	else if (import_cmdline_parse(argc, argv, c, &e))
		status = c->special != OPT_RUN ? tell_special(c) :
		    import(c, &e);
	if (e.code != ERR_NONE)
		import_report_failed(&(struct report){ .verb = c->verb,
		    .json = c->json }, c->batch != NULL ? c->batch : c->file,
		    &e);
	import_cmdline_clear(c);
	return status;
}

static void
report_start_or_end(const struct err *e, void *arg)
{
	const struct cmdline *c = arg;

	import_report_failed(&(struct report){ .verb = c->verb }, NULL, e);
}

int
main(int argc, char **argv)
{
	const struct main_program p = {
		import_report_program, run_certimport, report_start_or_end
	};
	struct cmdline c;

	memset(&c, 0, sizeof(c));
	return main_run(&p, argc, argv, &c);
}
