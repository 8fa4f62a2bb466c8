#include "report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "cli/json.h"
#include "cli/winerr.h"
#include "show/certjson.h"

/* ---- the words of the Windows program ---- */

#define PARTS(p)	(1u << (p))
#define ANY_PART	(~0u)

/* First row that fits. Words NULL: those of Windows for the code. */
static const struct row {
	enum err_code	 code;
	unsigned	 parts;
	uint32_t	 hresult;
	const char	*words;
} rows[] = {
	{ ERR_USAGE, PARTS(PART_NO_PVK), WIN_ERROR_INVALID_PARAMETER,
	  "Input PVK file name must be specified." },
	{ ERR_USAGE, PARTS(PART_NO_SPC), WIN_ERROR_INVALID_PARAMETER,
	  "Input SPC file name must be specified." },
	{ ERR_USAGE, ANY_PART, WIN_ERROR_INVALID_PARAMETER, NULL },
	{ ERR_NOT_FOUND, PARTS(PART_PFX), WIN_ERROR_PATH_NOT_FOUND, NULL },
	{ ERR_NOT_FOUND, ANY_PART, WIN_ERROR_FILE_NOT_FOUND,
	  "File not found." },
	{ ERR_PASSWORD, ANY_PART, WIN_NTE_BAD_DATA,
	  "Password incorrect or PVK file corrupted." },
	{ ERR_PASSWORD_NEEDED, ANY_PART, WIN_NTE_BAD_DATA,
	  "Password incorrect or PVK file corrupted." },
	{ ERR_INPUT, PARTS(PART_PVK), WIN_NTE_BAD_DATA,
	  "Password incorrect or PVK file corrupted." },
	{ ERR_NO_MATCH, ANY_PART, WIN_ERROR_NOT_FOUND,
	  "Cannot find certificates that match the key." },
	{ ERR_EXISTS, ANY_PART, WIN_ERROR_FILE_EXISTS,
	  "Output file exists." },
	{ ERR_IO, ANY_PART, WIN_CRYPT_E_FILE_ERROR, NULL },
	{ ERR_FORMAT, PARTS(PART_PVK), WIN_CRYPT_E_FILE_ERROR, NULL },
	{ ERR_NO_KEY, ANY_PART, WIN_CRYPT_E_FILE_ERROR, NULL },
	{ ERR_AMBIGUOUS, ANY_PART, WIN_CRYPT_E_FILE_ERROR, NULL },
	{ ERR_VERSION, PARTS(PART_PVK), WIN_NTE_BAD_VER, NULL },
	{ ERR_FORMAT, PARTS(PART_SPC), WIN_ERROR_BAD_FORMAT, NULL },
	{ ERR_INPUT, PARTS(PART_SPC), WIN_ERROR_BAD_FORMAT, NULL },
	{ ERR_VERSION, PARTS(PART_SPC), WIN_ERROR_BAD_FORMAT, NULL },
	{ ERR_FORMAT, ANY_PART, WIN_ERROR_INVALID_DATA, NULL },
	{ ERR_INPUT, ANY_PART, WIN_ERROR_INVALID_DATA, NULL },
	{ ERR_CANCELLED, ANY_PART, WIN_ERROR_CANCELLED, NULL },
	{ ERR_UNSUPPORTED, ANY_PART, WIN_ERROR_NOT_SUPPORTED, NULL },
	{ ERR_ACCESS, ANY_PART, WIN_ERROR_ACCESS_DENIED, NULL },
	{ ERR_LIMIT, ANY_PART, WIN_ERROR_IMPLEMENTATION_LIMIT, NULL },
	{ ERR_MEMORY, ANY_PART, WIN_ERROR_OUTOFMEMORY, NULL },
	{ ERR_CRYPTO, ANY_PART, WIN_NTE_FAIL, NULL },
};

static struct row
row_of(const struct failure *f)
{
	struct row other = { f->err.code, ANY_PART, WIN_E_UNEXPECTED, NULL };

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].code == f->err.code &&
		    (rows[i].parts & PARTS(f->part)) != 0) {
			other = rows[i];
			break;
		}
	if (other.words == NULL)
		other.words = winerr_text(other.hresult);
	return other;
}

/* ---- lines ---- */

void
report_note(const char *fmt, ...)
{
	char text[ERR_MSG_MAX + 256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fputs("pvk2pfx: ", stderr);
	text_put_printable(stderr, view_str(text));
	fputc('\n', stderr);
}

static void
note_in_row(const struct report *r, const char *text)
{
	if (r->row != 0)
		report_note("line %lu: %s", r->row, text);
	else
		report_note("%s", text);
}

/* ---- JSON ---- */

static bool
print_json(const struct report *r, json_t *doc, struct err *e)
{
	const size_t flags = JSON_PRESERVE_ORDER | (r->row != 0 ?
	    JSON_COMPACT : JSON_INDENT(2));

	if (json_dumpf(doc, stdout, flags) != 0 || fputc('\n', stdout) == EOF)
		return err_set(e, ERR_IO, "cannot write to standard output");
	return true;
}

/* An object that begins with the row where there is one. */
static json_t *
new_document(const struct report *r)
{
	json_t *doc = json_object();

	if (r->row != 0 && json_object_set_new(doc, "row",
	    json_integer((json_int_t)r->row)) != 0) {
		json_decref(doc);
		return NULL;
	}
	return doc;
}

static bool
failure_json(const struct report *r, const struct failure *f, uint32_t code,
    struct err *e)
{
	json_t *doc = new_document(r), *error = json_object();
	char hex[16];
	bool ok = false;

	snprintf(hex, sizeof(hex), "0x%08" PRIx32, code);
	if (json_object_set_new(error, "code", json_string(hex)) != 0 ||
	    json_object_set_new(error, "name",
	    json_string(winerr_name(code))) != 0 ||
	    json_object_set_new(error, "message",
	    json_text(view_str(f->err.msg))) != 0 ||
	    (f->file != NULL && json_object_set_new(error, "file",
	    json_text(view_str(f->file))) != 0) ||
	    json_object_set(doc, "error", error) != 0) {
		err_memory(e);
		goto out;
	}
	ok = print_json(r, doc, e);
 out:
	json_decref(error);
	json_decref(doc);
	return ok;
}

static json_t *
thumbprints(const struct certlist *l)
{
	json_t *list = json_array();

	for (size_t i = 0; i < l->count; i++)
		if (json_array_append_new(list, certjson_sha1(l->items[i])) !=
		    0) {
			json_decref(list);
			return NULL;
		}
	return list;
}

static bool
append_warnings(json_t *list, const struct contents *c)
{
	for (size_t i = 0; i < c->warning_count; i++)
		if (json_array_append_new(list, json_text(view_str(c->warnings[i]))) !=
		    0)
			return false;
	return true;
}

static json_t *
warnings(const struct conversion *c)
{
	json_t *list = json_array();

	if (append_warnings(list, &c->key_file) &&
	    append_warnings(list, &c->cert_file) && (!c->empty_password ||
	    json_array_append_new(list, json_string("the PFX has the empty "
	    "password")) == 0))
		return list;
	json_decref(list);
	return NULL;
}

static bool
success_json(const struct report *r, const struct conversion *c,
    struct err *e)
{
	json_t *doc = new_document(r);
	json_t *cert = certjson(c->id->leaf, e);
	bool ok = false;

	if (json_object_set_new(doc, "pfx", json_text(view_str(c->pfx))) != 0 ||
	    json_object_set(doc, "certificate", cert) != 0 ||
	    json_object_set_new(doc, "chain", thumbprints(&c->id->chain)) !=
	    0 || json_object_set_new(doc, "unrelated",
	    thumbprints(&c->id->unrelated)) != 0 ||
	    json_object_set_new(doc, "crypto", json_string(
	    convert_profile_name(c->options->profile))) != 0 ||
	    json_object_set_new(doc, "iterations",
	    json_integer(c->options->iterations)) != 0 ||
	    json_object_set_new(doc, "warnings", warnings(c)) != 0) {
		err_memory(e);
		goto out;
	}
	ok = print_json(r, doc, e);
 out:
	json_decref(cert);
	json_decref(doc);
	return ok;
}

/* ---- for people ---- */

static void
put_name(FILE *to, const struct cert *c)
{
	struct bytes name = BYTES_INIT, text = BYTES_INIT;

	if (c->scanned)
		certname_display(c->scan.subject, &name);
	else
		bytes_add_str(&name, "(not readable)");
	bytes_add_str(&text, "\"");
	text_add_printable(&text, view_bytes(&name));
	bytes_add_str(&text, "\", ");
	text_add_hex(&text, view_of(c->sha1, SHA1_LEN));
	if (!text.failed)
		fwrite(text.data, 1, text.len, to);
	bytes_clear(&name);
	bytes_clear(&text);
}

static void
put_cert(FILE *to, const char *label, const struct cert *c)
{
	const struct certscan *s = &c->scan;
	int64_t now = (int64_t)time(NULL);
	char date[CERTTIME_MAX];

	fprintf(to, "%-13s", label);
	put_name(to, c);
	if (c->scanned && s->has_validity && now > s->not_after)
		fprintf(to, ", expired on %s", certtime_date(s->not_after,
		    date));
	else if (c->scanned && s->has_validity && now < s->not_before)
		fprintf(to, ", not valid before %s",
		    certtime_date(s->not_before, date));
	else if (c->scanned && s->has_validity)
		fprintf(to, ", valid until %s", certtime_date(s->not_after,
		    date));
	fputc('\n', to);
}

static void
put_key(FILE *to, const char *name, const struct key *k)
{
	fprintf(to, "%-13s", "Key:");
	text_put_printable(to, view_str(name));
	fprintf(to, ", %s", k->algorithm_name);
	if (k->bits != 0)
		fprintf(to, ", %u bits", k->bits);
	if (k->spec != KEY_SPEC_NONE)
		fprintf(to, ", %s", key_spec_name(k->spec));
	fputc('\n', to);
}

static void
put_warnings(FILE *to, const char *name, const struct contents *c)
{
	for (size_t i = 0; i < c->warning_count; i++) {
		fprintf(to, "%-13s", "Note:");
		text_put_printable(to, view_str(name));
		fputs(": ", to);
		text_put_printable(to, view_str(c->warnings[i]));
		fputc('\n', to);
	}
}

static void
success_words(FILE *to, const struct conversion *c)
{
	const struct certlist *chain = &c->id->chain;
	const struct certlist *unrelated = &c->id->unrelated;

	put_key(to, c->pvk, c->id->key);
	put_cert(to, "Certificate:", c->id->leaf);
	for (size_t i = 0; i < chain->count; i++)
		put_cert(to, "Chain:", chain->items[i]);
	for (size_t i = 0; i < unrelated->count; i++)
		put_cert(to, "Unrelated:", unrelated->items[i]);
	put_warnings(to, c->pvk, &c->key_file);
	put_warnings(to, c->spc, &c->cert_file);
	fprintf(to, "%-13s", "Written:");
	text_put_printable(to, view_str(strcmp(c->pfx, "-") == 0 ?
	    "standard output" : c->pfx));
	fprintf(to, ", %s, %" PRIu32 " iterations\n",
	    convert_profile_name(c->options->profile),
	    c->options->iterations);
}

/* ---- the two outcomes ---- */

bool
report_success(const struct report *r, const struct conversion *c,
    struct err *e)
{
	bool to_stderr = r->json || strcmp(c->pfx, "-") == 0;

	if (c->empty_password)
		note_in_row(r, "warning: no password was given, so the PFX has "
		    "the empty one: whoever can read the file has the key "
		    "(-po-from gives it a password)");
	if (r->verbose)
		success_words(to_stderr ? stderr : stdout, c);
	if (r->json)
		return success_json(r, c, e);
	if (r->row != 0 && !r->verbose) {
		printf("line %lu: ", r->row);
		text_put_printable(stdout, view_str(c->pfx));
		fputc('\n', stdout);
	}
	return true;
}

void
report_failure(const struct report *r, const struct failure *f)
{
	const struct row row = row_of(f);
	struct err e = ERR_INIT;

	fprintf(stderr, "ERROR: %s\n(Error Code = 0x%08" PRIx32 ").\n",
	    row.words, row.hresult);
	note_in_row(r, f->err.msg);
	if (r->json && !failure_json(r, f, row.hresult, &e))
		report_note("%s", e.msg);
}
