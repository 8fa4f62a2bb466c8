/*
 * verb_run.c - storectl run: any program that signs, with an identity of the
 * store as files in memory
 */

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "formats/key/pbe.h"
#include "io/process.h"
#include "placeholders.h"
#include "query/engines.h"
#include "query/gather.h"
#include "query/load_identity.h"
#include "query/pick.h"
#include "show/signtool_select.h"
#include "storectl/export/cross.h"
#include "storectl/cmdline.h"
#include "verb.h"

/* The password of the PFX is random: nobody guesses it, however few. */
enum { ITERATIONS = 2000 };

static bool
set_options(const struct cmdline *c, struct export_options *o, struct err *e)
{
	const bool old = c->crypto != NULL &&
	    text_same(c->crypto, "TripleDES-SHA1");

	if (c->crypto != NULL && !old &&
	    !text_same(c->crypto, "AES256-SHA256"))
		return err_set(e, ERR_USAGE, "-crypto %s is nothing for a PFX: "
		    "AES256-SHA256 or TripleDES-SHA1", c->crypto);
	if (c->iter.given && (c->iter.value == 0 ||
	    c->iter.value > limit_of(&c->limits, LIMIT_ITERATIONS)))
		return err_set(e, ERR_USAGE, "-iter %llu: from 1 to the limit "
		    "of iterations", c->iter.value);
	o->profile = old ? PBE_SHA1_3DES : PBE_AES256_SHA256;
	o->iterations = c->iter.given ? (uint32_t)c->iter.value : ITERATIONS;
	o->friendly_name = c->name;
	o->csp = c->csp;
	return true;
}

/* The identity, or as much of it as the program is to have. */
static bool
load(struct loadid *l, const struct gathered *x, bool with_key,
    struct bundle *p, struct err *e)
{
	struct chain built;

	if (with_key)
		p->id = loadid(l, x, &built, &p->encrypted_only, e);
	else
		p->cert = cert_dup(x->cert, e);
	if (with_key || p->cert == NULL)
		return p->id != NULL;
	return loadid_chain(l->g, x->cert, &p->chain, &built, e);
}

static bool
load_picked(const struct cmdline *c, struct gather *g, bool with_key,
    struct bundle *p, struct err *e)
{
	struct loadid l = {
		.g = g,
		.use = LOADID_EXPORT,
		.passphrase_from = c->key_password_from,
	};
	struct pick pick = PICK_INIT;
	const struct gathered *x;
	bool ok;

	ok = pick_gathered(&pick, g, false, &x, e);
	if (!ok)
		signtool_select_refused(&pick, e);
	ok = ok && load(&l, x, with_key, p, e);
	secret_clear(&l.passphrase);
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
prepare(const struct cmdline *c, struct placeholders *files, struct err *e)
{
	struct export_options options = { 0 };
	struct bundles one = BUNDLES_INIT;
	struct bundle p = BUNDLE_INIT;
	struct gather g;
	bool ok;

	if (!set_options(c, &options, e))
		return false;
	ok = cmdline_gather(c, &g, e) && engines_start(e) &&
	    load_picked(c, &g, placeholders_need_key(files), &p, e) &&
	    set_chain(c, &p, e) && bundles_add(&one, &p, e) &&
	    placeholders_fill(files, &one, &options, e);
	bundle_clear(&p);
	bundles_clear(&one);
	gather_close(&g);
	return ok;
}

static bool
start(const struct cmdline *c, const struct placeholders *files,
    struct err *e)
{
	struct signer_result r = SIGNER_RESULT_INIT;
	struct signer_job job = { .patient = true };
	bool ok;

	job.argv = placeholders_expand(files, c->command_count, c->command, e);
	if (job.argv == NULL)
		return false;
	placeholders_keep(files, &job);
	signer_hide(&job, c->key_password_from);
	fflush(stdout);
	ok = signer_run(&job, &r, e);
	placeholders_free_args(job.argv);
	signer_result_clear(&r);
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
		return err_set(e, ERR_USAGE, "what is to be run? storectl run "
		    "-n NAME -- PROGRAM ... {pfx} ... {pass}");
	if (c->operand_count > 1)
		return err_set(e, ERR_USAGE, "\"%s\" is one too many: run takes "
		    "one CertId, and the program's line behind --",
		    c->operands[1]);
	if (!placeholders_find(&files, c->command_count, c->command, e))
		return false;
	ok = prepare(c, &files, e) && start(c, &files, e);
	placeholders_clear(&files);
	return ok;
}
