#include "report.h"

#include <stdio.h>
#include <string.h>

#include "cli/report.h"
#include "show/describe.h"
#include "show/signtool.h"

/* ---- before the files ---- */

void
sign_report_refused(const struct sign_report *r, const struct pick *p,
    const struct err *e)
{
	fflush(stdout);
	if (r->o->file != NULL && (e->code == ERR_PASSWORD ||
	    e->code == ERR_PASSWORD_NEEDED))
		fprintf(stderr, "SignTool Error: The specified PFX password "
		    "is not correct.\n");
	/* Of several that match SignTool lists all, and says what to do. */
	if (!signtool_refused(p, e) || e->code != ERR_AMBIGUOUS)
		report_error(e, NULL, false);
}

void
sign_report_filters(const struct sign_report *r, const struct pick *p)
{
	struct bytes text = BYTES_INIT;

	if (!r->o->debug || r->o->quiet)
		return;
	signtool_considered(p, &text);
	describe_put(stdout, &text);
}

static void
add_attached(struct bytes *out, const struct certlist *l)
{
	if (l->count == 0)
		return;
	bytes_add_str(out,
	    "The following additional certificates will be attached:\n");
	for (size_t i = 0; i < l->count; i++)
		signtool_cert(out, l->items[i], 0);
}

static void
report_chain_notes(const struct sign_chain *chain)
{
	struct view rest = view_bytes(&chain->notes);

	while (rest.len != 0) {
		const unsigned char *end = memchr(rest.data, '\n', rest.len);
		size_t n = end != NULL ? (size_t)(end - rest.data) : rest.len;

		report_note("%.*s", (int)n, (const char *)rest.data);
		n += end != NULL;
		rest = view_sub(rest, n, rest.len - n);
	}
}

void
sign_report_identity(const struct sign_report *r, const struct cert *leaf,
    const struct sign_chain *chain)
{
	struct bytes text = BYTES_INIT;

	/* "machine store" is what SignTool says whichever store it looked
	 * into: chains are built over both. */
	if (r->o->verbose) {
		signtool_selected(leaf, &text);
		if (chain->crossed) {
			bytes_addf(&text, "Cross certificate chain (using "
			    "machine store)%s:\n",
			    chain->chain.complete ? "" : " (Partial)");
			signtool_chain(&text, &chain->chain);
		}
	}
	if (r->o->debug && !r->o->quiet)
		add_attached(&text, &chain->cross);
	describe_put(stdout, &text);
	fflush(stdout);
	if (!r->o->quiet)
		report_chain_notes(chain);
}

static void
put_failure(const char *path, enum sign_how how, const struct err *e)
{
	fflush(stdout);
	if (how == SIGN_STAMP_FAILED)
		fprintf(stderr, "SignTool Error: The specified timestamp "
		    "server either could not be reached\n"
		    "\tor returned an invalid response.\n");
	else if (how == SIGN_UNKNOWN_FORMAT)
		fprintf(stderr, "SignTool Error: This file format cannot be "
		    "signed because it is not recognized.\n");
	if (e->code == ERR_NOT_FOUND && how == SIGN_FAILED)
		describe_line(stderr, "SignTool Error: File not found: ", path);
	else
		describe_line(stderr, "SignTool Error: An error occurred while "
		    "attempting to sign: ", path);
	report_error(e, NULL, false);
}

void
sign_report_file(struct sign_report *r, const char *path, enum sign_how how,
    const struct err *e)
{
	if (how != SIGN_DONE) {
		r->errors++;
		put_failure(path, how, e);
		return;
	}
	r->signed_files++;
	if (r->o->quiet)
		return;
	puts("Done Adding Additional Store");
	describe_line(stdout, "Successfully signed: ", path);
}

void
sign_report_end(const struct sign_report *r)
{
	if (r->o->quiet)
		return;
	if (r->o->verbose)
		printf("\nNumber of files successfully Signed: %u\n"
		    "Number of warnings: 0\n", r->signed_files);
	else if (r->errors != 0)
		putchar('\n');
	if (r->o->verbose || r->errors != 0)
		printf("Number of errors: %u\n", r->errors);
}
