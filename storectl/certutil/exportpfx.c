/*
 * exportpfx.c - certutil -exportPFX [Store] CertId PFXFile [Modifiers]
 */

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "certutil.h"
#include "cli/report.h"
#include "io/passin.h"
#include "pfxmods.h"
#include "query/engines.h"
#include "show/describe.h"
#include "storectl/export/job.h"
#include "storectl/export/source.h"
#include "verbs.h"

struct operands {
	const char	*store;		/* NULL: My */
	const char	*id;
	const char	*file;
	struct pfxmods	 mods;
};

/*
 * Two operands are the certificate and the file; of three the last one is the
 * modifiers when there is one among its words, else the first one the store.
 */
static bool
take_export_operands(const struct cmdline *c, struct operands *o, struct err *e)
{
	char **at = c->operands;
	int n = c->operand_count;
	const char *mods = NULL;

	memset(o, 0, sizeof(*o));
	if (n == 4 || (n == 3 && pfxmods_look(at[2])))
		mods = at[--n];
	if (n < 2 || n > 3)
		return err_set(e, ERR_USAGE, "-exportPFX takes [Store] CertId "
		    "PFXFile [Modifiers], not %d operands", c->operand_count);
	if (n == 3)
		o->store = *at++;
	o->id = at[0];
	o->file = at[1];
	return mods == NULL || pfxmods_parse(mods, &o->mods, e);
}

static bool
set_pfx_job(const struct cmdline *c, const struct operands *o,
    struct export_job *j, struct err *e)
{
	j->format = export_format_find("pfx", NULL, e);
	if (j->format == NULL)
		return false;
	j->limits = &c->limits;
	j->out = o->file;
	j->replace = c->force;
	j->with_chain = !o->mods.no_chain;
	j->with_roots = !o->mods.no_root;
	j->options.plain_certs = o->mods.plain_certs;
	if (strcmp(o->file, "-") == 0)
		return err_set(e, ERR_USAGE, "standard output is in use for "
		    "certutil's words; use storectl export -as pfx -out -");
	return export_format_crypto(j->format, o->mods.crypto, NULL,
	    &c->limits, &j->options, e);
}

/* The entry as -store shows it, before any question, and also if its key is not
 * exportable. */
static bool
print_entry(const struct cmdline *c, const struct operands *o,
    const struct gather *g, const struct gathered *x, struct err *e)
{
	struct bytes out = BYTES_INIT;
	bool ok;

	certutil_heading(&out, o->store != NULL ? o->store : g->store.name,
	    g->store.name);
	certutil_number(&out, x->index);
	ok = certutil_fields(&out, x->cert, c, e) &&
	    certutil_store_key(&out, g, x, e) && describe_print(&out, e);
	bytes_clear(&out);
	return ok;
}

static bool
read_entry_of(const struct cmdline *c, const struct operands *o,
    struct gather *g, struct export_job *j, struct err *e)
{
	struct export_store s = {
		.load = { .g = g, .use = LOAD_IDENTITY_EXPORT,
			  .passphrase_from = c->key_password_from },
		.format = j->format,
		.with_key = true,
		.with_chain = j->with_chain,
	};
	const struct gathered *x;

	return gather_one(g, &x, e) && print_entry(c, o, g, x, e) &&
	    export_source_found(&s, x, &j->bundles, e);
}

static bool
pfx_from_store(const struct cmdline *c, const struct operands *o,
    struct export_job *j, struct err *e)
{
	const struct selection s = selection_of(&c->selection, PLACE_MACHINE,
	    o->store != NULL ? o->store : "My", o->id);
	struct gather g;
	bool ok;

	ok = gather_open(&g, &s, e) && read_entry_of(c, o, &g, j, e);
	gather_close(&g);
	return ok;
}

/* As certutil asks. */
static bool
ask_as_certutil(struct export_job *j, struct err *e)
{
	struct bytes name = BYTES_INIT;

	text_add_printable(&name, view_str(j->out));
	printf("Enter new password for output file %.*s:\n", (int)name.len,
	    name.len != 0 ? (const char *)name.data : "");
	fflush(stdout);
	bytes_clear(&name);
	return passin_prompt("Enter new password: ", PASSIN_CONFIRM, "-p-from",
	    &j->password, e) || err_in(e, "%s", j->out);
}

/* "*" asks, as on Windows. */
static bool
take_pfx_password(const struct cmdline *c, struct export_job *j, struct err *e)
{
	if (c->password_from != NULL)
		return passin_source(c->password_from, "Enter new password: ",
		    PASSIN_CONFIRM, "-p-from", &j->password, e);
	if (view_equal(secret_view(&c->password), view_str("*")))
		return true;
	return secret_copy(&j->password, &c->password, e);
}

bool
certutil_exportpfx(const struct cmdline *c, struct err *e)
{
	struct export_job j;
	struct operands o;
	bool ok = false;

	export_job_init(&j);
	if (!take_export_operands(c, &o, e) || !set_pfx_job(c, &o, &j, e) ||
	    !export_job_look(&j, e) || !pfx_from_store(c, &o, &j, e))
		goto out;
	if (o.mods.properties)
		report_note("note: ExtendedProperties: the PFX holds the "
		    "friendly name, the provider and the key spec; use storectl "
		    "export -as sst for other properties");
	ok = engines_start(e) && export_job_check(&j, e) &&
	    take_pfx_password(c, &j, e) && export_job_write(&j, ask_as_certutil, e);
 out:
	export_job_clear(&j);
	return ok;
}
