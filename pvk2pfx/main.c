/*
 * pvk2pfx - a private key and its certificates -> a PFX file, as Pvk2Pfx of
 * the Windows Driver Kit does
 */

#include <stdio.h>
#include <stdlib.h>

#include "asn1/schema.h"
#include "base/osslctx.h"
#include "batch.h"
#include "cli/batch.h"
#include "cli/main.h"
#include "cmdline.h"
#include "convert.h"
#include "formats/pfx/pfx.h"
#include "io/passin.h"
#include "report.h"
#include "wizard.h"

static struct convert_options
options_from(const struct cmdline *c)
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
convert_one(struct cmdline *c, const struct report *r, struct failure *f)
{
	const struct convert_options o = options_from(c);
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
		if (!convert_wizard(&conv, &name, &f->err))
			goto out;
	}
	if (!convert_write(&conv, f) || !convert_commit(&conv, f))
		goto out;
	ok = convert_report(r, &conv, &f->err);
 out:
	conversion_clear(&conv);
	free(name);
	return ok;
}

static int
run_conversion(struct cmdline *c, struct failure *f)
{
	const struct report r = { .json = c->json, .verbose = c->verbose };
	struct convert_options o;

	if (!osslctx_init(&f->err) || !schema_init(&f->err))
		return EXIT_FAILED;
	if (c->batch == NULL)
		return convert_one(c, &r, f) ? EXIT_DONE : EXIT_FAILED;
	o = options_from(c);
	return convert_batch(c->batch, batch_jobs(&c->jobs), &o, &r, f);
}

static int
print_what_was_asked(const struct cmdline *c)
{
	if (c->special == OPT_VERSION)
		puts("pvk2pfx " SPCKIT_VERSION);
	else if (c->special == OPT_HELP)
		/* The Windows program's usage goes to standard error. */
		convert_cmdline_usage(c->windows_help ? stderr : stdout);
	else
		convert_cmdline_names(stdout);
	return EXIT_DONE;
}

static int
run_pvk2pfx(int argc, char **argv, void *arg)
{
	struct failure f = FAILURE_INIT;
	struct cmdline c;
	int status = EXIT_FAILED;

	(void)arg;
	if (argc < 2) {
		convert_cmdline_usage(stderr);
		return EXIT_FAILED;
	}
	if (convert_cmdline_parse(argc, argv, &c, &f))
		status = c.special != OPT_RUN ? print_what_was_asked(&c) :
		    run_conversion(&c, &f);
	if (f.err.code != ERR_NONE)
		convert_report_failed(&(struct report){ .json = c.json }, &f);
	convert_cmdline_clear(&c);
	return status;
}

static void
report_end_failed(const struct err *e, void *arg)
{
	const struct failure f = { PART_PFX, NULL, *e };

	(void)arg;
	convert_report_failed(&(struct report){ .json = false }, &f);
}

int
main(int argc, char **argv)
{
	const struct main_program p = {
		convert_report_program, run_pvk2pfx, report_end_failed
	};

	return main_run(&p, argc, argv, NULL);
}
