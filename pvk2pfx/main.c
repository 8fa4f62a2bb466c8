/*
 * pvk2pfx - a private key and its certificates -> a PFX file, as Pvk2Pfx of
 * the Windows Driver Kit does
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asn1/schema.h"
#include "base/osslctx.h"
#include "batch.h"
#include "cli/startup.h"
#include "cmdline.h"
#include "convert.h"
#include "formats/pfx/pfx.h"
#include "io/passin.h"
#include "report.h"
#include "wizard.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_PART = 2 };

static struct convert_options
options_of(const struct cmdline *c)
{
	struct convert_options o = {
		.pi_encoding = c->pi_encoding,
		.name = c->name,
		.csp = c->csp,
		.profile = PBE_AES256_SHA256,
		.iterations = PFX_ITER_AES,
		.force = c->force,
		.may_ask = c->batch == NULL,
		.limits = &c->limits,
	};

	if (c->crypto != NULL && (c->crypto[0] == 'T' || c->crypto[0] == 't')) {
		o.profile = PBE_SHA1_3DES;
		o.iterations = PFX_ITER_3DES;
	}
	if (c->iter.given)
		o.iterations = (uint32_t)c->iter.value;
	return o;
}

static bool
take_passwords(struct cmdline *c, struct conversion *conv, struct err *e)
{
	secret_move(&conv->pi, &c->pi);
	secret_move(&conv->po, &c->po);
	conv->po_from = c->po_from;
	return c->pi_from == NULL || passin_source(c->pi_from,
	    "Enter password of the private key: ", PASSIN_ONCE, "-pi-from",
	    &conv->pi, e);
}

static bool
check_wizard(const struct cmdline *c, struct failure *f)
{
	f->part = PART_COMMAND;
	if (c->pfx != NULL || passin_have_terminal())
		return true;
	return err_set(&f->err, ERR_USAGE, "-pfx FILE is missing, and there is "
	    "no terminal for the wizard to ask on");
}

static bool
run_single(struct cmdline *c, const struct report *r, struct failure *f)
{
	const struct convert_options o = options_of(c);
	struct conversion conv;
	char *name = NULL;
	bool ok = false;

	conversion_init(&conv, &o);
	conv.pvk = c->pvk;
	conv.spc = c->spc;
	conv.pfx = c->pfx;
	if (!check_wizard(c, f) || !take_passwords(c, &conv, &f->err) ||
	    !convert_read(&conv, f))
		goto out;
	if (conv.pfx == NULL) {
		f->part = PART_PFX;
		f->file = NULL;
		if (!wizard(&conv, &name, &f->err))
			goto out;
	}
	if (!convert_write(&conv, f) || !convert_commit(&conv, f))
		goto out;
	ok = report_success(r, &conv, &f->err);
 out:
	conversion_clear(&conv);
	free(name);
	return ok;
}

static int
run(struct cmdline *c, struct failure *f)
{
	const struct report r = { .json = c->json, .verbose = c->verbose };
	struct batch_counts counts = { 0, 0 };
	struct convert_options o;

	if (!osslctx_init(&f->err) || !schema_init(&f->err))
		return EXIT_FAILED;
	if (c->batch == NULL)
		return run_single(c, &r, f) ? EXIT_DONE : EXIT_FAILED;
	o = options_of(c);
	if (!batch(c->batch, c->jobs.given ? (unsigned)c->jobs.value : 1, &o,
	    &r, &counts, f))
		return EXIT_FAILED;
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
		puts("pvk2pfx " SPCKIT_VERSION);
	else if (c->special == OPT_HELP)
		/* The Windows program's usage goes to standard error. */
		cmdline_usage(c->windows_help ? stderr : stdout);
	else
		cmdline_names(stdout);
	return EXIT_DONE;
}

int
main(int argc, char **argv)
{
	struct failure f = FAILURE_INIT;
	struct cmdline c;
	int status = EXIT_FAILED;

	memset(&c, 0, sizeof(c));
	if (!startup(&f.err))
		goto out;
	if (argc < 2) {
		cmdline_usage(stderr);
		return EXIT_FAILED;
	}
	if (!cmdline_parse(argc, argv, &c, &f))
		goto out;
	if (c.special != OPT_RUN)
		status = tell(&c);
	else
		status = run(&c, &f);
 out:
	if (f.err.code != ERR_NONE)
		report_failure(&(struct report){ .json = c.json }, &f);
	err_clear(&f.err);
	cmdline_clear(&c);
	if (!startup_flush(stdout, &f.err)) {
		f.part = PART_PFX;
		report_failure(&(struct report){ .json = false }, &f);
		status = EXIT_FAILED;
	}
	return startup_end(status);
}
