/*
 * certimport - a PFX into the certificate store, as certutil -importPFX does
 */

#include <stdio.h>
#include <string.h>

#include "base/osslctx.h"
#include "base/passin.h"
#include "base/startup.h"
#include "cmdline.h"
#include "formats/schema.h"
#include "import.h"
#include "report.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_PART = 2 };

static struct import_options
options_of(const struct cmdline *c)
{
	struct import_options o = {
		.place = c->user ? PLACE_USER : PLACE_MACHINE,
		.force = c->force,
		.may_ask = !c->silent && c->batch == NULL,
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

static bool
run_single(struct cmdline *c, const struct report *r, struct err *e)
{
	struct import_options o = options_of(c);
	struct import i;
	bool ok = false;

	import_init(&i, c->verb, &o);
	i.store = c->store;
	i.file = c->file;
	if (c->modifiers != NULL &&
	    !modifiers_parse(c->modifiers, &i.modifiers, e))
		goto out;
	ok = take_password(c, &i.password, e) && import_run(&i, e) &&
	    report_success(r, &i, e);
 out:
	import_clear(&i);
	return ok;
}

static int
run(struct cmdline *c, const struct report *r, struct err *e)
{
	if (!osslctx_init(e) || !schema_init(e))
		return EXIT_FAILED;
	return run_single(c, r, e) ? EXIT_DONE : EXIT_FAILED;
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
	if (argc < 2) {
		cmdline_usage(stderr);
		return EXIT_FAILED;
	}
	if (cmdline_parse(argc, argv, &c, &e)) {
		r = (struct report){ c.verb, c.json, c.verbose, 0 };
		status = c.special != OPT_RUN || c.list_options ? tell(&c) :
		    run(&c, &r, &e);
	}
 out:
	r.verb = c.verb;
	r.json = c.json;
	if (e.code != ERR_NONE)
		report_failure(&r, c.file, &e);
	err_clear(&e);
	cmdline_clear(&c);
	schema_done();
	osslctx_done();
	if (!startup_flush(stdout, &e)) {
		r.json = false;
		report_failure(&r, NULL, &e);
		status = EXIT_FAILED;
	}
	return status;
}
