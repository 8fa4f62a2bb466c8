/*
 * certimport - a PFX into the certificate store, as certutil -importPFX does
 */

#include <stdio.h>
#include <string.h>

#include "asn1/schema.h"
#include "base/osslctx.h"
#include "batch.h"
#include "cli/startup.h"
#include "cmdline.h"
#include "import.h"
#include "io/passin.h"
#include "query/unlock.h"
#include "report.h"
#include "wizard.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_PART = 2 };

static struct import_options
options_of(const struct cmdline *c)
{
	struct import_options o = {
		.place = c->user ? PLACE_USER : PLACE_MACHINE,
		.force = c->force,
		.may_ask = !c->silent && c->batch == NULL,
		.ask_instead = c->batch != NULL ? "the line's second column "
		    "gives it" : "-p-from SOURCE gives it",
		.csp = c->csp,
		.limits = &c->limits,
	};

	return o;
}

static bool
take_password(struct cmdline *c, struct secret *password, struct err *e)
{
	if (c->password_from != NULL)
		return passin_source(c->password_from, "Enter PFX password:",
		    PASSIN_ONCE, "-p-from", password, e);
	secret_move(password, &c->password);
	return true;
}

/* What is needed besides the file, once it is known that it is. */
static bool
unlock(const struct cmdline *c, const struct import *i, struct unlock *u,
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
run_single(struct cmdline *c, const struct report *r, struct err *e)
{
	struct unlock u = UNLOCK_INIT;
	struct import_options o = options_of(c);
	struct import i;
	bool ok = false;

	o.passphrase = &u.passphrase;
	import_init(&i, c->verb, &o);
	i.store = c->store;
	i.file = c->file;
	if (c->modifiers != NULL &&
	    !modifiers_parse(c->modifiers, &i.modifiers, e))
		goto out;
	ok = take_password(c, &i.password, e) && import_read(&i, e) &&
	    unlock(c, &i, &u, &o, e) && import_write(&i, e) &&
	    report_success(r, &i, e);
 out:
	import_clear(&i);
	unlock_clear(&u);
	return ok;
}

static bool
run_wizard(struct err *e)
{
	const struct report r = { .wizard = true };
	const struct cmdline none = { 0 };
	struct unlock u = UNLOCK_INIT;
	struct wizard w = WIZARD_INIT;
	struct import_options o = options_of(&none);
	struct limits limits;
	struct import i;
	bool ok;

	limits_default(&limits);
	o.limits = &limits;
	o.passphrase = &u.passphrase;
	import_init(&i, VERB_IMPORT_PFX, &o);
	ok = osslctx_init(e) && schema_init(e) && wizard(&w, &i, &o, e) &&
	    import_plan(&i, e) && unlock(&none, &i, &u, &o, e) &&
	    import_write(&i, e) && report_success(&r, &i, e);
	import_clear(&i);
	wizard_clear(&w);
	unlock_clear(&u);
	return ok;
}

static bool
run_batch(const struct cmdline *c, const struct report *r,
    struct batch_counts *counts, struct err *e)
{
	unsigned jobs = c->jobs.given ? (unsigned)c->jobs.value : 1;
	struct unlock u = UNLOCK_INIT;
	struct import_options o = options_of(c);
	bool ok;

	o.passphrase = &u.passphrase;
	ok = (c->protect_from == NULL || unlock_protect(&u, c->protect_from,
	    false, e)) && (c->csp == NULL || !token_is_uri(c->csp) ||
	    unlock_token(&u, c->csp, c->pin_from, false, e));
	o.token = u.token;
	ok = ok && batch(c->batch, jobs, &o, r, counts, e);
	unlock_clear(&u);
	return ok;
}

static int
run(struct cmdline *c, const struct report *r, struct err *e)
{
	struct batch_counts counts = { 0, 0 };

	if (!osslctx_init(e) || !schema_init(e))
		return EXIT_FAILED;
	if (c->batch == NULL)
		return run_single(c, r, e) ? EXIT_DONE : EXIT_FAILED;
	/* Rounds before one that nobody could write are done. */
	if (!run_batch(c, r, &counts, e))
		return counts.done != 0 ? EXIT_PART : EXIT_FAILED;
	if (counts.failed == 0)
		return EXIT_DONE;
	report_note("%lu of %lu lines failed", counts.failed,
	    counts.failed + counts.done);
	return EXIT_PART;
}

static int
tell(const struct cmdline *c)
{
	if (c->special == OPT_VERSION)
		puts("certimport " SPCKIT_VERSION);
	else if (c->special == OPT_HELP)
		cmdline_usage(stdout);
	else
		cmdline_names(stdout);
	return EXIT_DONE;
}

int
main(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct report r = { 0 };
	struct cmdline c;
	int status = EXIT_FAILED;

	memset(&c, 0, sizeof(c));
	if (!startup(&e))
		goto out;
	if (argc < 2 && !passin_have_terminal()) {
		cmdline_usage(stderr);
		return EXIT_FAILED;
	}
	if (argc < 2) {
		status = run_wizard(&e) ? EXIT_DONE : EXIT_FAILED;
		goto out;
	}
	if (cmdline_parse(argc, argv, &c, &e)) {
		r.verb = c.verb;
		r.json = c.json;
		r.verbose = c.verbose;
		status = c.special != OPT_RUN ? tell(&c) :
		    run(&c, &r, &e);
	}
 out:
	r.verb = c.verb;
	r.json = c.json;
	if (e.code != ERR_NONE)
		report_failure(&r, c.batch != NULL ? c.batch : c.file, &e);
	err_clear(&e);
	cmdline_clear(&c);
	if (!startup_flush(stdout, &e)) {
		r.json = false;
		report_failure(&r, NULL, &e);
		status = EXIT_FAILED;
	}
	return startup_end(status);
}
