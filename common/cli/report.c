#include "cli/report.h"

#include <stdarg.h>
#include <stdio.h>

#include <jansson.h>

#include "base/text.h"
#include "cli/json.h"
#include "cli/winerr.h"

const char *report_program = "storectl";

static const struct {
	enum err_code	cause;
	uint32_t	code;
} codes[] = {
	{ ERR_USAGE,		WIN_ERROR_INVALID_PARAMETER },
	{ ERR_NOT_FOUND,	WIN_ERROR_FILE_NOT_FOUND },
	{ ERR_ACCESS,		WIN_ERROR_ACCESS_DENIED },
	{ ERR_IO,		WIN_CRYPT_E_FILE_ERROR },
	{ ERR_EXISTS,		WIN_ERROR_FILE_EXISTS },
	{ ERR_FORMAT,		WIN_ERROR_BAD_FORMAT },
	{ ERR_INPUT,		WIN_ERROR_INVALID_DATA },
	{ ERR_VERSION,		WIN_NTE_BAD_VER },
	{ ERR_UNSUPPORTED,	WIN_ERROR_NOT_SUPPORTED },
	{ ERR_LIMIT,		WIN_ERROR_IMPLEMENTATION_LIMIT },
	{ ERR_PASSWORD,		WIN_ERROR_INVALID_PASSWORD },
	{ ERR_PASSWORD_NEEDED,	WIN_ERROR_INVALID_PASSWORD },
	{ ERR_NO_MATCH,		WIN_ERROR_NOT_FOUND },
	{ ERR_NO_KEY,		WIN_NTE_BAD_KEYSET },
	{ ERR_KEY_STATE,	WIN_NTE_BAD_KEY_STATE },
	{ ERR_NO_CERT,		WIN_NTE_NOT_FOUND },
	{ ERR_UNTRUSTED,	WIN_CERT_E_UNTRUSTEDROOT },
	{ ERR_INCOMPLETE,	WIN_CERT_E_CHAINING },
	{ ERR_EXPIRED,		WIN_CERT_E_EXPIRED },
	{ ERR_AMBIGUOUS,	WIN_ERROR_INVALID_PARAMETER },
	{ ERR_CANCELLED,	WIN_ERROR_CANCELLED },
	{ ERR_CRYPTO,		WIN_NTE_FAIL },
	{ ERR_MEMORY,		WIN_ERROR_OUTOFMEMORY },
};

static uint32_t
code_of(enum err_code cause)
{
	for (size_t i = 0; i < COUNT_OF(codes); i++)
		if (codes[i].cause == cause)
			return codes[i].code;
	return WIN_E_FAIL;
}

json_t *
report_json(const struct err *e, const char *file)
{
	uint32_t code = code_of(e->code);
	char hex[16];
	json_t *doc;

	snprintf(hex, sizeof(hex), "0x%08x", code);
	doc = json_pack("{s:s, s:s, s:o}", "code", hex, "name",
	    winerr_name(code), "message", json_text(view_str(e->msg)));
	if (doc != NULL && file != NULL && json_object_set_new(doc, "file",
	    json_text(view_str(file))) != 0) {
		json_decref(doc);
		return NULL;
	}
	return doc;
}

bool
report_doc(json_t *doc, struct err *e)
{
	bool ok;

	if (doc == NULL)
		return err_memory(e);
	ok = json_dumpf(doc, stdout, JSON_INDENT(2) |
	    JSON_PRESERVE_ORDER) == 0 && putchar('\n') != EOF;

	json_decref(doc);
	return ok || err_set(e, ERR_IO, "cannot write to standard output");
}

static void
print_json(const struct err *e, const char *file)
{
	json_t *doc = json_pack("{s:o}", "error", report_json(e, file));
	struct err ignored = ERR_INIT;

	/* The status says already that it failed. */
	if (doc != NULL && !report_doc(doc, &ignored))
		err_clear(&ignored);
}

static void
put_sentence(const char *text)
{
	fprintf(stderr, "%s: ", report_program);
	text_put_printable(stderr, view_str(text));
	fputc('\n', stderr);
}

void
report_error(const struct err *e, const char *file, bool json)
{
	put_sentence(e->msg);
	if (json)
		print_json(e, file);
}

const char *
report_code(enum err_code cause, char buf[REPORT_CODE_MAX])
{
	return winerr_format(code_of(cause), buf);
}

void
report_certutil_failed(const char *verb, const struct err *e)
{
	char buf[WINERR_MAX];

	printf("CertUtil: -%s command FAILED: %s\nCertUtil: %s\n", verb,
	    report_code(e->code, buf), winerr_text(code_of(e->code)));
	fflush(stdout);		/* before our sentence */
	put_sentence(e->msg);
}

void
report_certutil_done(const char *verb)
{
	printf("CertUtil: -%s command completed successfully.\n", verb);
}

void
report_note(const char *fmt, ...)
{
	char text[ERR_MSG_MAX + 256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	put_sentence(text);
}
