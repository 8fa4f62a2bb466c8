#include "report.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "base/text.h"
#include "base/winerr.h"

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
	{ ERR_NO_MATCH,		WIN_CRYPT_E_NO_MATCH },
	{ ERR_NO_CERT,		WIN_CRYPT_E_NOT_FOUND },
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

static void
put_sentence(const char *text)
{
	struct bytes line = BYTES_INIT;

	text_add_printable(&line, view_str(text));
	fprintf(stderr, "crosscert: %.*s\n", (int)line.len,
	    line.len != 0 ? (const char *)line.data : "");
	bytes_clear(&line);
}

static void
print_json(const struct err *e)
{
	uint32_t code = code_of(e->code);
	char hex[16];
	json_t *doc;

	snprintf(hex, sizeof(hex), "0x%08x", code);
	doc = json_pack("{s:{s:s, s:s, s:s}}", "error", "code", hex, "name",
	    winerr_name(code), "message", e->msg);
	if (doc == NULL)	/* a file name that is no UTF-8 */
		doc = json_pack("{s:{s:s, s:s}}", "error", "code", hex,
		    "name", winerr_name(code));
	if (doc != NULL && json_dumpf(doc, stdout, JSON_INDENT(2)) == 0)
		putchar('\n');
	json_decref(doc);
}

void
report_error(const struct err *e, bool json)
{
	put_sentence(e->msg);
	if (json)
		print_json(e);
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

/* ---- progress ---- */

static struct timespec begun;
static bool shown;

void
report_progress_begin(void)
{
	shown = false;
	clock_gettime(CLOCK_MONOTONIC, &begun);
}

void
report_progress(const char *url, size_t bytes, unsigned attempt)
{
	struct bytes name = BYTES_INIT;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec - begun.tv_sec < 2 || !isatty(STDERR_FILENO))
		return;
	text_add_printable(&name, view_str(url));
	fprintf(stderr, "\r%.*s: %zu bytes, attempt %u, %ld s ",
	    (int)(name.len < 40 ? name.len : 40), name.len != 0 ?
	    (const char *)name.data : "", bytes, attempt,
	    (long)(now.tv_sec - begun.tv_sec));
	bytes_clear(&name);
	fflush(stderr);
	shown = true;
}

void
report_progress_end(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}

bool
report_print(const struct bytes *out, struct err *e)
{
	if (!bytes_ok(out, e))
		return false;
	if (out->len != 0 &&
	    fwrite(out->data, 1, out->len, stdout) != out->len)
		return err_set(e, ERR_IO, "cannot write to standard output");
	return true;
}
