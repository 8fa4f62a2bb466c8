/*
 * verb.c - storectl run: any program that signs, with an identity of the store
 * as files in memory
 */

#include <stdio.h>
#include <string.h>

#include "io/process.h"
#include "placeholders.h"
#include "query/engines.h"
#include "query/gather.h"
#include "query/pick.h"
#include "show/signtool.h"
#include "storectl/export/cross.h"
#include "storectl/cmdline.h"
#include "storectl/export/source.h"

static bool
set_options(const struct cmdline *c, struct export_options *o, struct err *e)
{
	const struct export_format *pfx = export_format_find("pfx", NULL, e);

	if (pfx == NULL || !export_format_crypto(pfx, c->crypto, &c->iter,
	    &c->limits, o, e))
		return false;
	if (!c->iter.given)
		o->iterations = EXPORT_ITERATIONS_FEW;
	o->friendly_name = c->name;
	o->csp = c->csp;
	return true;
}

/* The identity, or as much of it as the program is to have. */
static bool
add_picked(const struct cmdline *c, struct gather *g, bool with_key,
    struct bundles *one, struct err *e)
{
	struct export_store s = {
		.load = { .g = g, .use = LOAD_IDENTITY_EXPORT,
			  .passphrase_from = c->key_password_from },
		.format = export_format_find("pfx", NULL, e),
		.with_key = with_key,
		.with_chain = true,
	};
	struct pick pick = PICK_INIT;
	const struct gathered *x;
	bool ok;

	ok = pick_gathered(&pick, g, false, &x, e);
	/* Our own sentence has the list, if there is one. */
	if (!ok && e->code == ERR_NO_CERT)
		signtool_refused(&pick, e);
	ok = ok && s.format != NULL && export_source_found(&s, x, one, e);
	pick_clear(&pick);
	return ok;
}

static bool
set_chain(const struct cmdline *c, struct bundle *p, struct err *e)
{
	if (c->cross.count != 0 &&
	    !export_cross_add(&c->cross, &c->limits, p, e))
		return false;
	if (c->no_root)
		bundle_drop_roots(p);
	return true;
}

/* Everything that is handed over, in memory. */
static bool
prepare_files(const struct cmdline *c, struct placeholders *files,
    struct err *e)
{
	struct export_options options = { 0 };
	struct bundles one = BUNDLES_INIT;
	struct gather g;
	bool ok;

	if (!set_options(c, &options, e))
		return false;
	ok = cmdline_gather(c, &g, e) && engines_start(e) &&
	    add_picked(c, &g, placeholders_need_key(files), &one, e) &&
	    set_chain(c, &one.items[0], e) &&
	    placeholders_fill(files, &one, &options, e);
	bundles_clear(&one);
	gather_close(&g);
	return ok;
}

static bool
start_program(const struct cmdline *c, const struct placeholders *files,
    struct err *e)
{
	struct process_result r = PROCESS_RESULT_INIT;
	struct process_job job = { .patient = true };
	bool ok;

	job.argv = placeholders_expand(files, c->command_count, c->command, e);
	if (job.argv == NULL)
		return false;
	placeholders_keep(files, &job);
	process_hide(&job, c->key_password_from);
	fflush(stdout);
	ok = process_run(&job, &r, e);
	placeholders_free_args(job.argv);
	process_result_clear(&r);
	if (ok) {
		c->program->status = r.status;
		c->program->ended_by = r.ended_by;
	}
	return ok;
}

bool
verb_run_program(const struct cmdline *c, struct err *e)
{
	struct placeholders files;
	bool ok;

	if (c->command_count == 0)
		return err_set(e, ERR_USAGE, "no program to run (storectl run "
		    "-n NAME -- PROGRAM ... {pfx} ... {pass})");
	if (c->operand_count > 1)
		return err_set(e, ERR_USAGE, "unexpected \"%s\": run takes one "
		    "CertId, and the program's line after --",
		    c->operands[1]);
	if (!placeholders_find(&files, c->command_count, c->command, e))
		return false;
	ok = prepare_files(c, &files, e) && start_program(c, &files, e);
	placeholders_clear(&files);
	return ok;
}
