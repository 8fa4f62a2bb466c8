/*
 * verb.c - `signtool sign`: files signed with an identity of the store
 */

#include <stdio.h>

#include "chain.h"
#include "cli/report.h"
#include "file.h"
#include "identity.h"
#include "io/osslsigncode.h"
#include "options.h"
#include "report.h"
#include "show/describe.h"
#include "storectl/cmdline.h"

/* What all files share. */
struct signing {
	struct osslsigncode	 program;
	struct sign_identity	 id;
	struct sign_chain	 chain;
	struct sign_material	 material;
};

static bool
prepare_signing(struct signing *s, struct sign_report *r, struct err *e)
{
	const struct sign_options *o = r->o;
	struct sign_chain_query q = {
		.files = &o->cross,
		.kernel = o->kernel,
		.limits = &o->limits,
	};
	bool chosen;

	if (!osslsigncode_find(&s->program, e))
		return false;
	chosen = sign_identity_choose(&s->id, o, e);
	sign_report_filters(r, &s->id.pick);
	if (!chosen)
		return false;
	q.pool = &s->id.pool;
	q.leaf = s->id.leaf;
	if (!sign_chain_build(&s->chain, &q, e))
		return false;
	sign_report_identity(r, s->id.leaf, &s->chain);
	return sign_identity_open(&s->id, o, e) &&
	    sign_material_make(&s->material, &s->id, &s->chain, o, e);
}

/* One that fails does not stop the others. */
static void
sign_all(const struct signing *s, struct sign_report *r, int *caught)
{
	struct sign_job j = {
		.program = &s->program,
		.material = &s->material,
		.options = r->o,
	};

	for (int i = 0; i < r->o->file_count && *caught == 0; i++) {
		struct err e = ERR_INIT;
		enum sign_how how = sign_file(&j, r->o->files[i], &e);

		*caught = j.caught;
		if (how != SIGN_INTERRUPTED)
			sign_report_file(r, r->o->files[i], how, &e);
	}
}

static int
sign_files(const struct sign_options *o, int *caught)
{
	struct sign_report r = { o, 0, 0 };
	struct signing s = {
		.program = OSSLSIGNCODE_INIT,
		.material = SIGN_MATERIAL_INIT,
	};
	struct err e = ERR_INIT;

	sign_identity_init(&s.id);
	if (prepare_signing(&s, &r, &e)) {
		sign_all(&s, &r, caught);
	} else {
		r.errors = 1;
		sign_report_refused(&r, &s.id.pick, &e);
	}
	if (*caught == 0)
		sign_report_end(&r);
	sign_material_clear(&s.material);
	sign_chain_clear(&s.chain);
	sign_identity_clear(&s.id);
	osslsigncode_clear(&s.program);
	return r.errors != 0 ? SIGNTOOL_FAILED : SIGNTOOL_DONE;
}

static void
print_sign_usage(FILE *to)
{
	fprintf(to, "Usage: signtool sign [options] <file> ...\n\n");
	opt_usage(&sign_options_table, NULL, to);
}

static void
refuse_sign_line(const struct cmdline *c, const struct sign_options *o,
    const struct err *e)
{
	const bool alone = c->command_count < 2;

	if (e->code == ERR_USAGE && o->file_count == 0 && alone)
		fprintf(stderr, "SignTool Error: A required parameter is "
		    "missing.\n");
	if (o->bad_digest)
		fprintf(stderr, "SignTool Error: The specified algorithm "
		    "cannot be used or is invalid.\n");
	if (o->bad_hash)
		describe_line(stderr, "SignTool Error: Invalid SHA1 hash "
		    "format: ", o->selection.hash);
	report_error(e, NULL, false);
	if (alone)
		print_sign_usage(stderr);
}

static int
run_sign(const struct sign_options *o, int *caught)
{
	if (o->special == OPT_LIST_OPTIONS)
		opt_names(&sign_options_table, NULL, stdout);
	else if (o->special == OPT_HELP)
		print_sign_usage(stdout);
	else if (o->special == OPT_VERSION)
		printf("signtool sign (spckit %s)\n", SPCKIT_VERSION);
	else
		return sign_files(o, caught);
	return SIGNTOOL_DONE;
}

bool
signtool_sign(const struct cmdline *c, struct err *e)
{
	struct sign_options o;

	if (sign_options_parse(c->command_count, c->command, &o, e)) {
		c->program->status = run_sign(&o, &c->program->ended_by);
	} else {
		refuse_sign_line(c, &o, e);
		c->program->status = SIGNTOOL_FAILED;
	}
	sign_options_clear(&o);
	return true;
}
