#include "job.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/report.h"
#include "cross.h"
#include "io/atomicfile.h"
#include "show/caveat.h"
#include "show/describe.h"

enum { KEY_FILE_MODE = 0600, FILE_MODE = 0644 };

void
export_job_init(struct export_job *j)
{
	const struct bundles none = BUNDLES_INIT;

	memset(j, 0, sizeof(*j));
	j->bundles = none;
	j->options.password = &j->password;
	j->with_chain = true;
	j->with_roots = true;
}

void
export_job_clear(struct export_job *j)
{
	secret_clear(&j->password);
	bundles_clear(&j->bundles);
	export_folder_clear(&j->folder);
	free(j->store);
	j->store = NULL;
}

/* ---- chains ---- */

static bool	note(struct export_job *j, struct err *e, const char *kind,
		    const char *fmt, ...) PRINTF_LIKE(4, 5);

/* Said now, and kept for JSON. */
static bool
note(struct export_job *j, struct err *e, const char *kind, const char *fmt,
    ...)
{
	char line[ERR_MSG_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	report_note("%s: %s", kind, line);
	return bundles_note(&j->bundles, e, "%s", line);
}

/* The caveat in the text, if there is one. */
static bool
note_caveat(struct export_job *j, struct bytes *text, struct err *e)
{
	bool ok = true;

	if (text->len != 0 || text->failed) {
		bytes_add_u8(text, 0);
		ok = bytes_ok(text, e) && note(j, e, "note", "%s",
		    (const char *)text->data);
	}
	bytes_clear(text);
	return ok;
}

/* A chain that ends before its root: most signers want all of it. And a key is
 * there to sign with. */
static bool
note_caveats(struct export_job *j, struct bundle *p, struct err *e)
{
	const struct cert *leaf = bundle_cert(p);
	struct bytes text = BYTES_INIT;

	if (leaf == NULL)
		return true;
	if (p->id != NULL)
		caveat_validity(&text, leaf);
	if (!note_caveat(j, &text, e))
		return false;
	caveat_chain(&text, leaf, bundle_chain(p));
	return note_caveat(j, &text, e);
}

/* Only where a chain is wanted: a list of roots has none. */
static bool
note_chains(struct export_job *j, struct err *e)
{
	for (size_t i = 0; i < j->bundles.count; i++)
		if ((j->bundles.count == 1 || j->bundles.items[i].id != NULL) &&
		    !note_caveats(j, &j->bundles.items[i], e))
			return false;
	return true;
}

static bool
add_cross_certs(struct export_job *j, struct err *e)
{
	if (j->bundles.count != 1 || bundle_cert(&j->bundles.items[0]) == NULL)
		return err_set(e, ERR_USAGE, "-cross takes the chain of one "
		    "certificate, not of %zu", j->bundles.count);
	return export_cross_add(j->cross, j->limits, &j->bundles.items[0], e);
}

static bool
trim_chains(struct export_job *j, struct err *e)
{
	const bool crossed = j->cross != NULL && j->cross->count != 0;

	if ((j->format->flags & EXPORT_TAKES_CHAIN) == 0)
		return true;
	if (crossed ? !add_cross_certs(j, e) : j->with_chain && !note_chains(j, e))
		return false;
	for (size_t i = 0; i < j->bundles.count; i++) {
		if (!j->with_chain)
			bundle_drop_chain(&j->bundles.items[i]);
		if (!j->with_roots)
			bundle_drop_roots(&j->bundles.items[i]);
	}
	return true;
}

/* ---- passwords ---- */

static bool
get_password(struct export_job *j, export_ask *ask, struct err *e)
{
	if ((j->format->flags & EXPORT_NEEDS_PASSWORD) != 0 &&
	    !j->password.given && !j->clear_meant && !ask(j, e))
		return false;
	if (!text_is_utf8(secret_view(&j->password)))
		return err_set(e, ERR_INPUT, "the password of the output is "
		    "not valid UTF-8");
	if (j->password.given && j->password.len == 0 &&
	    (j->format->flags & EXPORT_NEEDS_PASSWORD) == 0)
		return err_set(e, ERR_USAGE, "an empty password protects "
		    "nothing (-po-from none writes the key in the clear)");
	return true;
}

static bool
to_stdout(const struct export_job *j)
{
	return j->out != NULL && strcmp(j->out, "-") == 0;
}

const char *
export_job_output(const struct export_job *j)
{
	if (j->folder.folder != NULL)
		return j->folder.folder;
	return to_stdout(j) ? "standard output" : j->out;
}

/* Anyone who can read the file has the key: say so now. */
static bool
note_clear(struct export_job *j, struct err *e)
{
	const unsigned flags = j->format->flags;
	const bool meant = j->clear_meant || j->password.given ||
	    (flags & EXPORT_ENCRYPTS) == 0;

	if (bundles_keys(&j->bundles) == 0 ||
	    export_format_protects(j->format, &j->options))
		return true;
	return note(j, e, meant ? "note" : "warning",
	    "%s holds a private key %s%s", export_job_output(j),
	    (flags & (EXPORT_NEEDS_PASSWORD | EXPORT_FOLDER)) != 0 ?
	    "under the empty password" : "in the clear", meant ? "" :
	    ": anyone who can read it has the key (-po-from sets a "
	    "password)");
}

/* ---- the output ---- */

bool
export_job_look(const struct export_job *j, struct err *e)
{
	if ((j->format->flags & EXPORT_FOLDER) != 0)
		return !to_stdout(j) || err_set(e, ERR_USAGE, "-out -: %s is a "
		    "folder, expected its name", j->format->what);
	if (to_stdout(j))
		return !isatty(STDOUT_FILENO) || j->options.pem ||
		    err_set(e, ERR_USAGE, "-out -: standard output is a "
		    "terminal, expected a file or a pipe");
	return atomicfile_check(j->out, j->replace, e);
}

static bool
write_bundles(struct export_job *j, struct err *e)
{
	mode_t mode = bundles_keys(&j->bundles) != 0 ? KEY_FILE_MODE :
	    FILE_MODE;
	struct bytes out = BYTES_INIT;
	bool ok;

	/* As large as what we read may be. */
	bytes_init(&out, SIZE_MAX / 2);
	ok = export_format_write(j->format, &j->bundles, &j->options, &out, e);
	if (ok && to_stdout(j))
		ok = describe_print(&out, e) && (fflush(stdout) == 0 ||
		    err_errno(e, errno, "cannot write to standard output"));
	else if (ok)
		ok = atomicfile_put(j->out, view_bytes(&out), mode,
		    j->replace, e);
	bytes_clear(&out);
	return ok;
}

static bool
write_folder(struct export_job *j, struct err *e)
{
	j->folder.path = j->out;
	j->folder.store = j->store;
	j->folder.replace = j->replace;
	return export_folder_write(&j->folder, &j->bundles, &j->options, e);
}

/* Instead of the keys' own. */
static bool
set_key_specs(struct export_job *j, struct err *e)
{
	for (size_t i = 0; i < j->bundles.count; i++) {
		const struct bundle *p = &j->bundles.items[i];
		struct key *k = p->id != NULL ? p->id->key : p->key;

		if (k == NULL || j->key_spec == KEY_SPEC_NONE)
			continue;
		if (k->algorithm == KEY_DSA && j->key_spec == AT_KEYEXCHANGE)
			return err_set(e, ERR_USAGE, "-keyspec "
			    "AT_KEYEXCHANGE: a DSA key only signs");
		k->spec = j->key_spec;
	}
	return true;
}

bool
export_job_check(struct export_job *j, struct err *e)
{
	for (size_t i = 0; i < j->bundles.note_count; i++)
		report_note("note: %s", j->bundles.notes[i]);
	return export_format_check(j->format, &j->bundles, e) &&
	    set_key_specs(j, e) && trim_chains(j, e);
}

bool
export_job_write(struct export_job *j, export_ask *ask, struct err *e)
{
	return get_password(j, ask, e) && export_format_check_keys(j->format,
	    &j->bundles, &j->options, e) &&
	    ((j->format->flags & EXPORT_FOLDER) != 0 ? write_folder(j, e) :
	    write_bundles(j, e)) && note_clear(j, e);
}
