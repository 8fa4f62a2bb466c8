#include "cli/report.h"

#include <inttypes.h>
#include <stdarg.h>

#include "base/text.h"
#include "cli/json.h"
#include "cli/winerr.h"

static const struct report_program storectl = { "storectl", NULL, 0 };
const struct report_program *report_program = &storectl;

static const struct report_code common_codes[] = {
	{ ERR_USAGE,		WIN_ERROR_INVALID_PARAMETER, 0, NULL },
	{ ERR_NOT_FOUND,	WIN_ERROR_FILE_NOT_FOUND, 0, NULL },
	{ ERR_ACCESS,		WIN_ERROR_ACCESS_DENIED, 0, NULL },
	{ ERR_IO,		WIN_CRYPT_E_FILE_ERROR, 0, NULL },
	{ ERR_EXISTS,		WIN_ERROR_FILE_EXISTS, 0, NULL },
	{ ERR_FORMAT,		WIN_ERROR_BAD_FORMAT, 0, NULL },
	{ ERR_INPUT,		WIN_ERROR_INVALID_DATA, 0, NULL },
	{ ERR_VERSION,		WIN_NTE_BAD_VER, 0, NULL },
	{ ERR_UNSUPPORTED,	WIN_ERROR_NOT_SUPPORTED, 0, NULL },
	{ ERR_LIMIT,		WIN_ERROR_IMPLEMENTATION_LIMIT, 0, NULL },
	{ ERR_PASSWORD,		WIN_ERROR_INVALID_PASSWORD, 0, NULL },
	{ ERR_PASSWORD_NEEDED,	WIN_ERROR_INVALID_PASSWORD, 0, NULL },
	{ ERR_NO_MATCH,		WIN_ERROR_NOT_FOUND, 0, NULL },
	{ ERR_NO_KEY,		WIN_NTE_BAD_KEYSET, 0, NULL },
	{ ERR_KEY_STATE,	WIN_NTE_BAD_KEY_STATE, 0, NULL },
	{ ERR_NO_CERT,		WIN_NTE_NOT_FOUND, 0, NULL },
	{ ERR_UNTRUSTED,	WIN_CERT_E_UNTRUSTEDROOT, 0, NULL },
	{ ERR_INCOMPLETE,	WIN_CERT_E_CHAINING, 0, NULL },
	{ ERR_EXPIRED,		WIN_CERT_E_EXPIRED, 0, NULL },
	{ ERR_AMBIGUOUS,	WIN_ERROR_INVALID_PARAMETER, 0, NULL },
	{ ERR_CANCELLED,	WIN_ERROR_CANCELLED, 0, NULL },
	{ ERR_CRYPTO,		WIN_NTE_FAIL, 0, NULL },
	{ ERR_MEMORY,		WIN_ERROR_OUTOFMEMORY, 0, NULL },
};

/* ---- codes ---- */

static const struct report_code *
find_code(const struct report_code *codes, size_t count, enum err_code cause,
    unsigned part)
{
	for (size_t i = 0; i < count; i++)
		if (codes[i].cause == cause &&
		    (codes[i].parts == 0 || (codes[i].parts & part) != 0))
			return &codes[i];
	return NULL;
}

struct report_code
report_find(enum err_code cause, unsigned part)
{
	struct report_code found = { cause, WIN_E_FAIL, 0, NULL };
	const struct report_code *c;

	c = find_code(report_program->codes, report_program->count, cause,
	    part);
	if (c == NULL)
		c = find_code(common_codes, COUNT_OF(common_codes), cause,
		    part);
	if (c != NULL)
		found = *c;
	if (found.words == NULL)
		found.words = winerr_text(found.code);
	return found;
}

const char *
report_code(enum err_code cause, char buf[REPORT_CODE_MAX])
{
	return winerr_format(report_find(cause, 0).code, buf);
}

void
report_put_row(FILE *to, unsigned long row)
{
	if (row != 0)
		fprintf(to, "line %lu: ", row);
}

void
report_note_row(unsigned long row, const char *text)
{
	fprintf(stderr, "%s: ", report_program->name);
	report_put_row(stderr, row);
	text_put_printable(stderr, view_str(text));
	fputc('\n', stderr);
}

void
report_note(const char *fmt, ...)
{
	char text[ERR_MSG_MAX + 256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	report_note_row(0, text);
}

json_t *
report_begin(unsigned long row)
{
	json_t *doc = json_object();

	if (row != 0)
		json_put(&doc, "row", json_integer((json_int_t)row));
	return doc;
}

bool
report_end(unsigned long row, json_t *doc, struct err *e)
{
	const size_t flags = JSON_PRESERVE_ORDER | (row != 0 ? JSON_COMPACT :
	    JSON_INDENT(2));
	bool ok;

	if (doc == NULL)
		return err_memory(e);
	ok = json_dumpf(doc, stdout, flags) == 0 && putchar('\n') != EOF;
	json_decref(doc);
	return ok || err_set(e, ERR_IO, "cannot write to standard output");
}

bool
report_doc(json_t *doc, struct err *e)
{
	return report_end(0, doc, e);
}

/* ---- failures ---- */

static json_t *
describe_failure(const struct report_failure *f)
{
	const struct report_code c = report_find(f->err->code, f->part);
	json_t *o = json_object();
	char hex[16];

	snprintf(hex, sizeof(hex), "0x%08" PRIx32, c.code);
	json_put(&o, "code", json_string(hex));
	json_put(&o, "name", json_string(winerr_name(c.code)));
	json_put(&o, "message", json_text(view_str(f->err->msg)));
	if (f->file != NULL)
		json_put(&o, "file", json_text(view_str(f->file)));
	return o;
}

json_t *
report_json(const struct err *e, const char *file)
{
	return describe_failure(&(struct report_failure){
	    .err = e, .file = file });
}

/* The lines after the sentence are ours; whatever else ends a line is not. */
static void
put_sentence(const struct report_failure *f)
{
	const struct err *e = f->err;
	char sentence[ERR_MSG_MAX];

	snprintf(sentence, sizeof(sentence), "%s", e->msg);
	if (e->list == 0) {
		report_note_row(f->row, sentence);
		return;
	}
	sentence[e->list] = '\0';
	report_note_row(f->row, sentence);
	fprintf(stderr, "%s\n", e->msg + e->list + 1);
}

void
report_failed(const struct report_failure *f)
{
	struct err why = ERR_INIT;
	json_t *doc;

	put_sentence(f);
	if (!f->json)
		return;
	doc = report_begin(f->row);
	json_put(&doc, "error", describe_failure(f));
	if (!report_end(f->row, doc, &why))
		report_note("%s", why.msg);
}

void
report_error(const struct err *e, const char *file, bool json)
{
	report_failed(&(struct report_failure){
	    .err = e, .file = file, .json = json });
}

void
report_certutil_words(FILE *to, unsigned long row, const char *verb,
    const struct err *e)
{
	char buf[WINERR_MAX];

	report_put_row(to, row);
	fprintf(to, "CertUtil: -%s command FAILED: %s\n", verb,
	    report_code(e->code, buf));
	report_put_row(to, row);
	fprintf(to, "CertUtil: %s\n", report_find(e->code, 0).words);
	fflush(to);		/* before our sentence */
}

void
report_certutil_failed(const char *verb, const struct err *e)
{
	report_certutil_words(stdout, 0, verb, e);
	report_error(e, NULL, false);
}

void
report_certutil_done(const char *verb)
{
	printf("CertUtil: -%s command completed successfully.\n", verb);
}
