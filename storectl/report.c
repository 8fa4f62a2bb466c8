#include "report.h"

#include <stdio.h>

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
	{ ERR_NO_MATCH,		WIN_ERROR_NOT_FOUND },
	{ ERR_NO_KEY,		WIN_NTE_NO_KEY },
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
print_json(const struct err *e, const char *file)
{
	uint32_t code = code_of(e->code);
	char hex[16];
	json_t *doc;

	snprintf(hex, sizeof(hex), "0x%08x", code);
	doc = json_pack("{s:{s:s, s:s, s:s+, s:s*}}", "error", "code", hex,
	    "name", winerr_name(code), "message", e->msg, "", "file", file);
	if (doc == NULL)	/* a file name that is no UTF-8 */
		doc = json_pack("{s:{s:s, s:s}}", "error", "code", hex,
		    "name", winerr_name(code));
	if (doc != NULL && json_dumpf(doc, stdout, JSON_INDENT(2)) == 0)
		putchar('\n');
	json_decref(doc);
}

void
report_error(const struct err *e, const char *file, bool json)
{
	struct bytes line = BYTES_INIT;

	text_add_printable(&line, view_str(e->msg));
	fprintf(stderr, "storectl: %.*s\n", (int)line.len,
	    line.len != 0 ? (const char *)line.data : "");
	bytes_clear(&line);
	if (json)
		print_json(e, file);
}
