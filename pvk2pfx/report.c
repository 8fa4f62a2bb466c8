#include "report.h"

#include <inttypes.h>
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

#define PARTS(p)	(1u << (p))

/* First row that fits; what is not here has the common codes. */
static const struct report_code codes[] = {
	{ ERR_USAGE, WIN_ERROR_INVALID_PARAMETER, PARTS(PART_NO_PVK),
	  "Input PVK file name must be specified." },
	{ ERR_USAGE, WIN_ERROR_INVALID_PARAMETER, PARTS(PART_NO_SPC),
	  "Input SPC file name must be specified." },
	{ ERR_NOT_FOUND, WIN_ERROR_PATH_NOT_FOUND, PARTS(PART_PFX), NULL },
	{ ERR_NOT_FOUND, WIN_ERROR_FILE_NOT_FOUND, 0,
	  "File not found." },
	{ ERR_PASSWORD, WIN_NTE_BAD_DATA, 0,
	  "Password incorrect or PVK file corrupted." },
	{ ERR_PASSWORD_NEEDED, WIN_NTE_BAD_DATA, 0,
	  "Password incorrect or PVK file corrupted." },
	{ ERR_INPUT, WIN_NTE_BAD_DATA, PARTS(PART_PVK),
	  "Password incorrect or PVK file corrupted." },
	{ ERR_NO_MATCH, WIN_ERROR_NOT_FOUND, 0,
	  "Cannot find certificates that match the key." },
	{ ERR_EXISTS, WIN_ERROR_FILE_EXISTS, 0,
	  "Output file exists." },
	{ ERR_FORMAT, WIN_CRYPT_E_FILE_ERROR, PARTS(PART_PVK), NULL },
	{ ERR_NO_KEY, WIN_CRYPT_E_FILE_ERROR, 0, NULL },
	{ ERR_AMBIGUOUS, WIN_CRYPT_E_FILE_ERROR, 0, NULL },
	{ ERR_VERSION, WIN_NTE_BAD_VER, PARTS(PART_PVK), NULL },
	{ ERR_FORMAT, WIN_ERROR_BAD_FORMAT, PARTS(PART_SPC), NULL },
	{ ERR_INPUT, WIN_ERROR_BAD_FORMAT, PARTS(PART_SPC), NULL },
	{ ERR_VERSION, WIN_ERROR_BAD_FORMAT, PARTS(PART_SPC), NULL },
	{ ERR_FORMAT, WIN_ERROR_INVALID_DATA, 0, NULL },
};
const struct report_program convert_report_program = {
	"pvk2pfx", codes, COUNT_OF(codes)
};

/* ---- JSON ---- */

static json_t *
list_thumbprints(const struct certlist *l)
{
	json_t *list = json_array();

	for (size_t i = 0; i < l->count; i++)
		json_add(&list, certjson_sha1(l->items[i]));
	return list;
}

static void
add_warnings_of(json_t **list, const struct contents *c)
{
	for (size_t i = 0; i < c->warning_count; i++)
		json_add(list, json_text(view_str(c->warnings[i])));
}

static json_t *
list_warnings(const struct conversion *c)
{
	json_t *list = json_array();

	add_warnings_of(&list, &c->key_file);
	add_warnings_of(&list, &c->cert_file);
	add_warnings_of(&list, &c->caveats);
	if (c->empty_password)
		json_add(&list, json_string("the PFX has the empty password"));
	return list;
}

static bool
print_conversion(const struct report *r, const struct conversion *c,
    struct err *e)
{
	json_t *doc = report_begin(r->row);

	json_put(&doc, "pfx", json_text(view_str(c->pfx)));
	json_put(&doc, "certificate", certjson(c->id->leaf, e));
	json_put(&doc, "chain", list_thumbprints(&c->id->chain));
	json_put(&doc, "unrelated", list_thumbprints(&c->id->unrelated));
	json_put(&doc, "crypto", json_string(convert_profile_name(
	    c->options->profile)));
	json_put(&doc, "iterations", json_integer(c->options->iterations));
	json_put(&doc, "changed", json_true());
	json_put(&doc, "warnings", list_warnings(c));
	return report_end(r->row, doc, e);
}

/* ---- for people ---- */

static void
put_cert_name(FILE *to, const struct cert *c)
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
	put_cert_name(to, c);
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
put_key_line(FILE *to, const char *name, const struct key *k)
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
put_success(FILE *to, const struct conversion *c)
{
	const struct certlist *chain = &c->id->chain;
	const struct certlist *unrelated = &c->id->unrelated;

	put_key_line(to, c->pvk, c->id->key);
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

static void
put_caveats(const struct report *r, const struct contents *caveats)
{
	char text[ERR_MSG_MAX];

	for (size_t i = 0; i < caveats->warning_count; i++) {
		snprintf(text, sizeof(text), "note: %s", caveats->warnings[i]);
		report_note_row(r->row, text);
	}
}

bool
convert_report(const struct report *r, const struct conversion *c,
    struct err *e)
{
	bool to_stderr = r->json || strcmp(c->pfx, "-") == 0;

	if (c->empty_password)
		report_note_row(r->row, "warning: no password was given, so "
		    "the PFX has the empty password and anyone who can read "
		    "the file has the key (set one with -po-from)");
	if (!c->caveats_told)
		put_caveats(r, &c->caveats);
	if (r->verbose)
		put_success(to_stderr ? stderr : stdout, c);
	if (r->json)
		return print_conversion(r, c, e);
	if (r->row != 0 && !r->verbose) {
		report_put_row(stdout, r->row);
		text_put_printable(stdout, view_str(c->pfx));
		fputc('\n', stdout);
	}
	return true;
}

void
convert_report_failed(const struct report *r, const struct failure *f)
{
	const struct report_code c = report_find(f->err.code, PARTS(f->part));

	report_put_row(stderr, r->row);
	fprintf(stderr, "ERROR: %s\n", c.words);
	report_put_row(stderr, r->row);
	fprintf(stderr, "(Error Code = 0x%08" PRIx32 ").\n", c.code);
	report_failed(&(struct report_failure){ .err = &f->err,
	    .file = f->file, .part = PARTS(f->part), .row = r->row,
	    .json = r->json });
}
