#include "report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cli/winerr.h"
#include "io/readfile.h"
#include "report_json.h"

/* ---- Windows' codes ---- */

static const struct {
	enum err_code	 cause;
	uint32_t	 code;
} codes[] = {
	{ ERR_USAGE,		WIN_ERROR_INVALID_PARAMETER },
	{ ERR_NOT_FOUND,	WIN_ERROR_FILE_NOT_FOUND },
	{ ERR_ACCESS,		WIN_ERROR_ACCESS_DENIED },
	{ ERR_IO,		WIN_CRYPT_E_FILE_ERROR },
	{ ERR_EXISTS,		WIN_CRYPT_E_EXISTS },
	{ ERR_FORMAT,		WIN_CRYPT_E_BAD_ENCODE },
	{ ERR_INPUT,		WIN_ERROR_INVALID_DATA },
	{ ERR_VERSION,		WIN_ERROR_INVALID_DATA },
	{ ERR_UNSUPPORTED,	WIN_NTE_NOT_SUPPORTED },
	{ ERR_LIMIT,		WIN_ERROR_IMPLEMENTATION_LIMIT },
	{ ERR_PASSWORD,		WIN_ERROR_INVALID_PASSWORD },
	{ ERR_PASSWORD_NEEDED,	WIN_ERROR_INVALID_PASSWORD },
	{ ERR_NO_KEY,		WIN_CRYPT_E_SELF_SIGNED },
	{ ERR_KEY_STATE,	WIN_NTE_INVALID_PARAMETER },
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
	return WIN_E_UNEXPECTED;
}

static const char *
verb_name(enum verb verb)
{
	return verb == VERB_ADD_STORE ? "-addstore" : "-importPFX";
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
	fputs("certimport: ", stderr);
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

static void
put_name(FILE *to, const struct cert *c)
{
	struct bytes name = BYTES_INIT;

	if (c->scanned)
		certname_display(c->scan.subject, &name);
	else
		bytes_add_str(&name, "(not readable)");
	if (!name.failed)
		text_put_printable(to, view_bytes(&name));
	bytes_clear(&name);
}

/* ---- success, in certutil's words ---- */

static void
put_added(FILE *to, const struct plan_cert *pc)
{
	fputs("Certificate \"", to);
	put_name(to, pc->cert);
	fputs(pc->state == CHANGE_PRESENT ? "\" already in store.\n" :
	    "\" added to store.\n", to);
}

static void
put_store_line(FILE *to, const char *store)
{
	const char *display = location_display_name(store);

	text_put_printable(to, view_str(store));
	if (display != NULL)
		fprintf(to, " \"%s\"", display);
	fputc('\n', to);
}

static void
certutil_success(FILE *to, const struct import *i)
{
	if (i->verb == VERB_ADD_STORE)
		put_store_line(to, i->store);
	for (size_t n = 0; n < i->plan.cert_count; n++) {
		if (i->plan.certs[n].signature_fits)
			fputs("Signature matches Public Key\n", to);
		put_added(to, &i->plan.certs[n]);
		if (i->verb == VERB_IMPORT_PFX)
			fputc('\n', to);
	}
	fprintf(to, "CertUtil: %s command completed successfully.\n",
	    verb_name(i->verb));
}

/* ---- success, in ours ---- */

/* "My 1, CA 2": how many entries of each store, in the order of the plan. */
static void
add_counts(const struct plan *p, struct bytes *out)
{
	for (size_t n = 0; n < p->cert_count; n++) {
		const char *store = p->certs[n].store;
		size_t count = 0, first = 0;

		while (!text_same(p->certs[first].store, store))
			first++;
		if (first != n)
			continue;
		for (size_t k = n; k < p->cert_count; k++)
			count += text_same(p->certs[k].store, store);
		bytes_add_str(out, n == 0 ? ": " : ", ");
		bytes_add_str(out, store);
		bytes_addf(out, " %zu", count);
	}
}

static bool
is_changed(const struct plan *p)
{
	for (size_t n = 0; n < p->cert_count; n++)
		if (p->certs[n].state != CHANGE_PRESENT)
			return true;
	for (size_t n = 0; n < p->key_count; n++)
		if (p->keys[n].state != CHANGE_PRESENT)
			return true;
	return false;
}

static void
put_summary(const struct report *r, const struct import *i)
{
	const struct plan *p = &i->plan;
	struct bytes b = BYTES_INIT;

	if (p->cert_count == 0 && p->key_count == 0)
		return;
	bytes_add_str(&b, readfile_name(i->file));
	if (!is_changed(p))
		bytes_addf(&b, ": all of it was present already in the %s's "
		    "stores, nothing changed",
		    location_name(i->options->place));
	else {
		bytes_add_str(&b, ": ");
		if (p->key_count != 0)
			bytes_addf(&b, "%zu private key%s and ", p->key_count,
			    p->key_count == 1 ? "" : "s");
		bytes_addf(&b, "%zu certificate%s in the %s's stores",
		    p->cert_count, p->cert_count == 1 ? "" : "s",
		    location_name(i->options->place));
		add_counts(p, &b);
	}
	bytes_add_u8(&b, 0);
	note_in_row(r, b.failed ? "imported" : (const char *)b.data);
	bytes_clear(&b);
}

static void
put_notes(const struct report *r, const struct import *i)
{
	struct bytes b = BYTES_INIT;

	for (size_t n = 0; n < i->contents.warning_count; n++) {
		bytes_truncate(&b, 0);
		bytes_add_str(&b, readfile_name(i->file));
		bytes_add_str(&b, ": ");
		bytes_add_str(&b, i->contents.warnings[n]);
		bytes_add_u8(&b, 0);
		note_in_row(r, b.failed ? i->contents.warnings[n] :
		    (const char *)b.data);
	}
	bytes_clear(&b);
}

static void
put_entries(FILE *to, const struct plan *p)
{
	static const char *const words[] = {
		[CHANGE_ADDED] = "added",
		[CHANGE_PRESENT] = "present",
		[CHANGE_REPLACED] = "replaced",
	};

	for (size_t n = 0; n < p->cert_count; n++) {
		const struct plan_cert *pc = &p->certs[n];
		char sha1[2 * SHA1_LEN + 1];

		text_hex(view_of(pc->cert->sha1, SHA1_LEN), sha1,
		    sizeof(sha1));
		fprintf(to, "%s  %-8s  ", sha1, words[pc->state]);
		text_put_printable(to, view_str(pc->store));
		fputs("  \"", to);
		put_name(to, pc->cert);
		fprintf(to, "\"%s\n", pc->has_key ? ", with its key" : "");
	}
}

/* A line for a row: what a person counts. */
static void
put_row(const struct report *r, const struct import *i)
{
	printf("line %lu: ", r->row);
	text_put_printable(stdout, view_str(i->file));
	printf(": %s, %zu key%s, %zu certificate%s\n", is_changed(&i->plan) ?
	    "imported" : "present", i->plan.key_count,
	    i->plan.key_count == 1 ? "" : "s", i->plan.cert_count,
	    i->plan.cert_count == 1 ? "" : "s");
}

bool
report_success(const struct report *r, const struct import *i, struct err *e)
{
	bool ok = true;

	if (r->json)
		ok = report_json_success(r->row, i, e);
	else if (r->row != 0)
		put_row(r, i);
	else if (r->wizard)
		puts("The import was successful.");
	else
		certutil_success(stdout, i);
	if (r->verbose)
		put_entries(r->json ? stderr : stdout, &i->plan);
	fflush(stdout);
	/* The document has them. */
	if (r->json)
		return ok;
	if (r->row == 0)
		put_summary(r, i);
	put_notes(r, i);
	return ok;
}

/* ---- failure ---- */

void
report_failure(const struct report *r, const char *file, const struct err *e)
{
	FILE *to = r->json ? stderr : stdout;
	uint32_t code = code_of(e->code);
	char text[WINERR_MAX], hex[16];
	struct err why = ERR_INIT;

	fprintf(to, "CertUtil: %s command FAILED: %s\nCertUtil: %s\n",
	    verb_name(r->verb), winerr_format(code, text),
	    winerr_text(code));
	fflush(to);
	note_in_row(r, e->msg);
	snprintf(hex, sizeof(hex), "0x%08" PRIx32, code);
	if (r->json && !report_json_failure(r->row, file, hex,
	    winerr_name(code), e, &why))
		report_note("%s", why.msg);
}
