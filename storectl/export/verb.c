/*
 * verb.c - storectl export: keys and certificates, from a store or from files,
 * in the form that is needed
 */

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/text.h"
#include "cli/json.h"
#include "cli/report.h"
#include "io/passin.h"
#include "io/readfile.h"
#include "job.h"
#include "query/engines.h"
#include "show/certjson.h"
#include "source.h"
#include "storectl/cmdline.h"

/* ---- the command line ---- */

static bool
refuse_for(const struct export_format *f, const char *option, struct err *e)
{
	return err_set(e, ERR_USAGE, "-%s does not apply to %s", option, f->what);
}

static bool
check_format(const struct cmdline *c, const struct export_format *f,
    struct err *e)
{
	const struct { bool given; unsigned needs; const char *option; } rows[]
	    = {
		{ c->out_password.given, EXPORT_ENCRYPTS, "po" },
		{ c->out_password_from != NULL, EXPORT_ENCRYPTS, "po-from" },
		{ c->name != NULL, EXPORT_NAME, "name" },
		{ c->csp != NULL, EXPORT_CSP, "csp" },
		{ c->form != NULL, EXPORT_HAS_PEM, "form" },
		{ c->cross.count != 0, EXPORT_TAKES_CHAIN, "cross" },
		{ c->no_chain, EXPORT_TAKES_CHAIN, "nochain" },
		{ c->no_root, EXPORT_TAKES_CHAIN, "noroot" },
		{ c->no_key, EXPORT_TAKES_KEY, "nokey" },
		{ c->key_spec != NULL, EXPORT_TAKES_KEY, "keyspec" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].given && (f->flags & rows[i].needs) == 0)
			return refuse_for(f, rows[i].option, e);
	if (c->no_key && (f->flags & EXPORT_NEEDS_KEY) != 0)
		return refuse_for(f, "nokey", e);
	if (c->no_key && c->key_spec != NULL)
		return err_set(e, ERR_USAGE, "-nokey and -keyspec cannot be "
		    "used together");
	if (c->no_chain && c->cross.count != 0)
		return err_set(e, ERR_USAGE, "-nochain and -cross cannot be "
		    "used together");
	return true;
}

static bool
check_std_streams(const struct cmdline *c, struct err *e)
{
	if (c->json && c->out != NULL && strcmp(c->out, "-") == 0)
		return err_set(e, ERR_USAGE, "-json and -out - cannot both use "
		    "standard output");
	return cmdline_check_stdin(c, NULL, e);
}

static bool
check_source(const struct cmdline *c, struct err *e)
{
	if (c->in.count == 0) {
		if (c->password.given || c->password_from != NULL)
			return err_set(e, ERR_USAGE, "-p is the password of "
			    "files to read (-in); the output's is -po, the "
			    "passphrase of a protected key -kp-from");
		return c->operand_count <= 1 || err_set(e, ERR_USAGE,
		    "unexpected \"%s\": export takes one CertId, or files "
		    "with -in", c->operands[1]);
	}
	if (c->selection.user || c->selection.machine)
		return err_set(e, ERR_USAGE, "-%s applies to stores, and -in "
		    "reads files", c->selection.user ? "user" : "sm");
	return true;
}

static bool
prepare_job(const struct cmdline *c, struct export_job *j, struct err *e)
{
	j->format = export_format_find(c->format, c->out != NULL ? c->out : "",
	    e);
	if (j->format == NULL)
		return false;
	j->limits = &c->limits;
	j->out = c->out;
	j->replace = c->force;
	j->cross = &c->cross;
	j->with_chain = !c->no_chain;
	j->with_roots = !c->no_root;
	if (c->key_spec != NULL)
		j->key_spec = text_same(c->key_spec, "AT_SIGNATURE") ?
		    AT_SIGNATURE : AT_KEYEXCHANGE;
	j->options.friendly_name = c->name;
	j->options.csp = c->csp;
	j->options.pem = c->form != NULL ? text_same(c->form, "pem") :
	    (j->format->flags & EXPORT_PEM_FIRST) != 0;
	if (c->out == NULL && (j->format->flags & EXPORT_FOLDER) == 0)
		return err_set(e, ERR_USAGE, "-out FILE is missing (\"-\" is "
		    "standard output)");
	return check_format(c, j->format, e) && check_source(c, e) &&
	    check_std_streams(c, e) && export_format_crypto(j->format,
	    c->crypto, &c->iter, &c->limits, &j->options, e);
}

/* "none" means that there is to be none. A PFX without a password of its own
 * gets that of the files, as Pvk2Pfx gives it that of the PVK. */
static bool
take_output_password(const struct cmdline *c, const struct secret *of_files,
    struct export_job *j, struct err *e)
{
	const char *from = c->out_password_from;

	j->clear_meant = from != NULL && text_same(from, "none");
	if (j->clear_meant)
		return true;
	if (from != NULL)
		return passin_source(from, "Enter password of the output: ",
		    PASSIN_CONFIRM, "-po-from", &j->password, e);
	if (!c->out_password.given && of_files->given &&
	    (j->format->flags & EXPORT_NEEDS_PASSWORD) != 0)
		return secret_copy(&j->password, of_files, e);
	return secret_copy(&j->password, &c->out_password, e);
}

static bool
ask_output_password(struct export_job *j, struct err *e)
{
	return passin_prompt("Enter password of the PFX: ", PASSIN_CONFIRM,
	    "-po-from", &j->password, e) || err_in(e, "%s", j->out);
}

/* ---- where it comes from ---- */

static bool
with_key(const struct cmdline *c, const struct export_format *f)
{
	return (f->flags & EXPORT_TAKES_KEY) != 0 && !c->no_key;
}

static bool
bundles_of_files(const struct cmdline *c,
    const struct cmdline_passwords *password, struct export_job *j, struct err *e)
{
	struct select criteria = { 0 };
	struct export_files f = {
		.c = c,
		.password = password,
		.format = j->format,
		.with_key = with_key(c, j->format),
	};

	j->store = strdup(c->selection.store != NULL ? c->selection.store :
	    "My");
	if (j->store == NULL)
		return err_memory(e);
	if (!selection_criteria(&c->selection, &criteria, e))
		return false;
	if (!select_is_empty(&criteria) || criteria.longest)
		f.criteria = &criteria;
	return engines_start(e) && export_source_files(&f, &j->bundles, e);
}

/* The store is closed before the new password is asked for: imports wait for
 * us. */
static bool
bundles_of_store(const struct cmdline *c, struct export_job *j, struct err *e)
{
	struct gather g;
	struct export_store s = {
		.load = { .g = &g, .use = LOAD_IDENTITY_EXPORT,
			  .passphrase_from = c->key_password_from },
		.format = j->format,
		.with_key = with_key(c, j->format),
		.with_chain = j->with_chain &&
		    (j->format->flags & EXPORT_TAKES_CHAIN) != 0,
	};
	bool ok;

	ok = cmdline_gather(c, &g, e) &&
	    export_source_store(&s, &j->bundles, e);
	if (ok) {
		j->store = strdup(g.store.name);
		ok = j->store != NULL || err_memory(e);
	}
	gather_close(&g);
	return ok;
}

/* ---- what was done ---- */

static json_t *
json_texts(char *const *texts, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_add(&list, json_text(view_str(texts[i])));
	return list;
}

static json_t *
json_certs(const struct certlist *all)
{
	json_t *list = json_array();

	for (size_t i = 0; i < all->count; i++)
		json_add(&list, certjson_sha1(all->items[i]));
	return list;
}

/* What went into the file: a form without a chain has the leaf alone. */
static bool
list_certs(const struct export_job *j, struct certlist *all, struct err *e)
{
	struct cert *leaf;

	if ((j->format->flags & (EXPORT_NEEDS_CERT | EXPORT_TAKES_CHAIN)) == 0)
		return true;
	if ((j->format->flags & EXPORT_TAKES_CHAIN) != 0)
		return bundles_certs(&j->bundles, all, e);
	leaf = cert_dup(bundle_cert(&j->bundles.items[0]), e);
	return leaf != NULL && certlist_add(all, leaf, e);
}

static bool
print_written(const struct export_job *j, const struct certlist *all,
    struct err *e)
{
	const bool folder = (j->format->flags & EXPORT_FOLDER) != 0;
	const size_t keys = bundles_keys(&j->bundles);
	json_t *doc = json_object();

	json_put(&doc, "file", json_text(view_str(folder ? j->folder.folder :
	    j->out)));
	json_put(&doc, "as", json_string(j->format->name));
	json_put(&doc, "certificates", json_certs(all));
	json_put(&doc, "keys", json_integer((json_int_t)keys));
	json_put(&doc, "encrypted", json_boolean(keys != 0 &&
	    export_format_protects(j->format, &j->options)));
	if (folder)
		json_put(&doc, "files", json_texts(j->folder.written,
		    j->folder.count));
	json_put(&doc, "warnings", json_texts(j->bundles.notes,
	    j->bundles.note_count));
	return doc != NULL ? report_doc(doc, e) : err_memory(e);
}

static void
note_written(const struct export_job *j, const struct certlist *all)
{
	size_t keys = bundles_keys(&j->bundles);

	/* Beside a file on standard output. */
	report_note("%s: %s, %zu key%s%s, %zu certificate%s",
	    export_job_output(j), j->format->what, keys,
	    keys == 1 ? "" : "s", keys != 0 && export_format_protects(
	    j->format, &j->options) ? " (encrypted)" : "", all->count,
	    all->count == 1 ? "" : "s");
	for (size_t i = 0; i < j->folder.count; i++)
		report_note("%s", j->folder.written[i]);
}

static bool
report_written(const struct cmdline *c, const struct export_job *j, struct err *e)
{
	struct certlist all = CERTLIST_INIT;
	bool ok = true;

	if (c->json || c->verbose)
		ok = list_certs(j, &all, e);
	if (ok && c->verbose)
		note_written(j, &all);
	if (ok && c->json)
		ok = print_written(j, &all, e);
	certlist_clear(&all);
	return ok;
}

bool
verb_export(const struct cmdline *c, struct err *e)
{
	struct cmdline_passwords of_files = CMDLINE_PASSWORDS_INIT;
	struct export_job j;
	bool ok = false;

	export_job_init(&j);
	if (!prepare_job(c, &j, e) || !export_job_look(&j, e) ||
	    (c->in.count != 0 && !cmdline_passwords(c, &of_files, e)))
		goto out;
	if (!(c->in.count == 0 ? bundles_of_store(c, &j, e) :
	    bundles_of_files(c, &of_files, &j, e)))
		goto out;
	ok = engines_start(e) && export_job_check(&j, e) &&
	    take_output_password(c, &of_files.file, &j, e) &&
	    export_job_write(&j, ask_output_password, e) && report_written(c, &j, e);
 out:
	export_job_clear(&j);
	cmdline_passwords_clear(&of_files);
	return ok;
}
