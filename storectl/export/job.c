#include "job.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cli/report.h"
#include "cross.h"
#include "formats/pfx/pfx.h"
#include "io/atomicfile.h"
#include "io/readfile.h"

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

/* ---- -crypto and -iter ---- */

enum crypto_kind { CRYPTO_PBE, CRYPTO_RC4 };

static const struct crypto {
	const char		*name;
	enum crypto_kind	 kind;
	enum pbe_profile	 profile;
	enum pvk_cipher		 cipher;
	uint32_t		 iterations;
} cryptos[] = {
	{ "AES256-SHA256", CRYPTO_PBE, PBE_AES256_SHA256, PVK_PLAIN,
	  PFX_ITER_AES },
	{ "TripleDES-SHA1", CRYPTO_PBE, PBE_SHA1_3DES, PVK_PLAIN,
	  PFX_ITER_3DES },
	{ "RC4-128", CRYPTO_RC4, PBE_AES256_SHA256, PVK_RC4_128, 0 },
	{ "RC4-40", CRYPTO_RC4, PBE_AES256_SHA256, PVK_RC4_40, 0 },
};

static bool
suits(const struct crypto *c, const struct export_format *f)
{
	return (f->flags & (c->kind == CRYPTO_PBE ? EXPORT_PBE :
	    EXPORT_RC4)) != 0;
}

static const struct crypto *
find_crypto(const struct export_format *f, const char *name)
{
	for (size_t i = 0; i < COUNT_OF(cryptos); i++)
		if (suits(&cryptos[i], f) && (name == NULL ||
		    text_same(cryptos[i].name, name)))
			return &cryptos[i];
	return NULL;
}

bool
export_job_crypto(struct export_job *j, const char *name,
    const struct opt_uint *iter, struct err *e)
{
	const struct crypto *c = find_crypto(j->format, name);

	if (c == NULL && name != NULL)
		return err_set(e, ERR_USAGE, "-crypto %s is nothing for %s",
		    name, j->format->what);
	if (iter != NULL && iter->given && (c == NULL ||
	    c->kind != CRYPTO_PBE))
		return err_set(e, ERR_USAGE, "-iter is nothing for %s",
		    j->format->what);
	if (c == NULL)
		return true;
	j->options.profile = c->profile;
	j->options.pvk_cipher = c->cipher;
	j->options.iterations = (j->format->flags & EXPORT_FOLDER) != 0 ?
	    EXPORT_FOLDER_ITERATIONS : c->iterations;
	if (iter == NULL || !iter->given)
		return true;
	if (iter->value < 1)
		return err_set(e, ERR_USAGE, "-iter 0: expected at least 1");
	/* What we write we must be able to read. */
	if (!limit_check(j->limits, LIMIT_ITERATIONS, iter->value,
	    "iterations", e))
		return false;
	j->options.iterations = (uint32_t)iter->value;
	return true;
}

const char *
export_job_crypto_name(const struct export_job *j)
{
	for (size_t i = 0; i < COUNT_OF(cryptos); i++)
		if (suits(&cryptos[i], j->format) &&
		    (cryptos[i].kind == CRYPTO_PBE ?
		    cryptos[i].profile == j->options.profile :
		    cryptos[i].cipher == j->options.pvk_cipher))
			return cryptos[i].name;
	return NULL;
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

/* A chain that ends before its root: most signers want all of it. */
static bool
note_incomplete(struct export_job *j, const struct bundle *p, struct err *e)
{
	struct bytes text = BYTES_INIT;
	const struct cert *top;
	bool ok;

	if (bundle_is_complete(p, &top) || !top->scanned)
		return true;
	bytes_add_str(&text, "the chain of ");
	certname_quote(bundle_cert(p)->scan.subject, &text);
	bytes_add_str(&text, " is incomplete: the certificate of ");
	certname_quote(top->scan.issuer, &text);
	bytes_add_str(&text, " is missing");
	bytes_add_u8(&text, 0);
	ok = bytes_ok(&text, e) && note(j, e, "note", "%s",
	    (const char *)text.data);
	bytes_clear(&text);
	return ok;
}

/* Only where a chain is wanted: a list of roots has none. */
static bool
note_chains(struct export_job *j, struct err *e)
{
	for (size_t i = 0; i < j->bundles.count; i++)
		if ((j->bundles.count == 1 || j->bundles.items[i].id != NULL) &&
		    !note_incomplete(j, &j->bundles.items[i], e))
			return false;
	return true;
}

static bool
add_cross(struct export_job *j, struct err *e)
{
	if (j->bundles.count != 1 || bundle_cert(&j->bundles.items[0]) == NULL)
		return err_set(e, ERR_USAGE, "-cross is for the chain of one "
		    "certificate, and there are %zu", j->bundles.count);
	return export_cross_add(j->cross, j->limits, &j->bundles.items[0], e);
}

static bool
trim(struct export_job *j, struct err *e)
{
	if ((j->format->flags & EXPORT_TAKES_CHAIN) == 0)
		return true;
	if (j->cross != NULL && j->cross->count != 0 && !add_cross(j, e))
		return false;
	if (j->with_chain && (j->cross == NULL || j->cross->count == 0) &&
	    !note_chains(j, e))
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
		return err_set(e, ERR_INPUT, "the password of the output is no "
		    "UTF-8");
	if (j->password.given && j->password.len == 0 &&
	    (j->format->flags & EXPORT_NEEDS_PASSWORD) == 0)
		return err_set(e, ERR_USAGE, "the empty password protects "
		    "nothing: -po-from none writes the key in the clear");
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

/* A key that whoever reads the file has: nobody should learn that later. */
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
	    ": whoever can read it has the key (-po-from gives it a "
	    "password)");
}

/* ---- the output ---- */

bool
export_job_look(const struct export_job *j, struct err *e)
{
	if ((j->format->flags & EXPORT_FOLDER) != 0)
		return !to_stdout(j) || err_set(e, ERR_USAGE, "-out -: %s is a "
		    "folder, expected the name of one", j->format->what);
	if (to_stdout(j))
		return !isatty(STDOUT_FILENO) || j->options.pem ||
		    err_set(e, ERR_USAGE, "-out -: standard output is a "
		    "terminal, expected a file or a pipe");
	return atomicfile_check(j->out, j->replace, e);
}

static bool
write_stdout(struct view v, struct err *e)
{
	if (fwrite(v.data, 1, v.len, stdout) != v.len || fflush(stdout) != 0)
		return err_set(e, ERR_IO, "cannot write to standard output");
	return true;
}

static bool
write_file(struct export_job *j, struct err *e)
{
	mode_t mode = bundles_keys(&j->bundles) != 0 ? KEY_FILE_MODE :
	    FILE_MODE;
	struct bytes out = BYTES_INIT;
	bool ok;

	/* As large as what we read may be. */
	bytes_init(&out, SIZE_MAX / 2);
	ok = export_format_write(j->format, &j->bundles, &j->options, &out, e);
	if (ok && to_stdout(j))
		ok = write_stdout(view_bytes(&out), e);
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

bool
export_job_check(struct export_job *j, struct err *e)
{
	for (size_t i = 0; i < j->bundles.note_count; i++)
		report_note("note: %s", j->bundles.notes[i]);
	return export_format_check(j->format, &j->bundles, e) && trim(j, e);
}

bool
export_job_write(struct export_job *j, export_ask *ask, struct err *e)
{
	return get_password(j, ask, e) && export_format_check_keys(j->format,
	    &j->bundles, &j->options, e) &&
	    ((j->format->flags & EXPORT_FOLDER) != 0 ? write_folder(j, e) :
	    write_file(j, e)) && note_clear(j, e);
}
