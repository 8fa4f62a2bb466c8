#include "report.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/report.h"
#include "cli/winerr.h"
#include "show/describe.h"
#include "show/signtool.h"

/* SignTool has a text of its own, or prints what WinVerifyTrust returned. */
static const struct {
	enum finding	 finding;
	uint32_t	 code;
	const char	*text;		/* NULL: the code's */
} words[] = {
	{ FINDING_NO_SIGNATURE, WIN_TRUST_E_NOSIGNATURE,
	  "No signature found." },
	{ FINDING_NO_SUCH_SIGNATURE, WIN_TRUST_E_NOSIGNATURE,
	  "No signature found." },
	{ FINDING_UNKNOWN_FORMAT, WIN_TRUST_E_SUBJECT_FORM_UNKNOWN,
	  "This file format cannot be verified because it is not\n"
	  "\trecognized." },
	{ FINDING_NOT_IN_CATALOG, WIN_TRUST_E_NOSIGNATURE,
	  "File not found in the specified catalog." },
	{ FINDING_BAD_DIGEST, WIN_TRUST_E_BAD_DIGEST, NULL },
	{ FINDING_BAD_STAMP, WIN_TRUST_E_TIME_STAMP, NULL },
	{ FINDING_BAD_CHAIN_SIGNATURE, WIN_TRUST_E_CERT_SIGNATURE, NULL },
	{ FINDING_DISTRUSTED, WIN_TRUST_E_EXPLICIT_DISTRUST, NULL },
	{ FINDING_REVOKED, WIN_CERT_E_REVOKED, NULL },
	{ FINDING_REVOCATION_UNKNOWN, WIN_CERT_E_REVOCATION_FAILURE, NULL },
	{ FINDING_INCOMPLETE, WIN_CERT_E_CHAINING, NULL },
	{ FINDING_CONSTRAINTS, WIN_TRUST_E_BASIC_CONSTRAINTS, NULL },
	{ FINDING_CRITICAL, WIN_CERT_E_CRITICAL, NULL },
	{ FINDING_MALFORMED, WIN_CERT_E_MALFORMED, NULL },
	{ FINDING_NAME_CONSTRAINTS, WIN_CERT_E_INVALID_NAME, NULL },
	{ FINDING_POLICY, WIN_CERT_E_INVALID_POLICY, NULL },
	{ FINDING_EXPIRED, WIN_CERT_E_EXPIRED, NULL },
	{ FINDING_UNTRUSTED_ROOT, WIN_CERT_E_UNTRUSTEDROOT,
	  "A certificate chain processed, but terminated in a root\n"
	  "\tcertificate which is not trusted by the trust provider." },
	{ FINDING_WRONG_USAGE, WIN_CERT_E_WRONG_USAGE, NULL },
	{ FINDING_NOT_KERNEL, WIN_CERT_E_UNTRUSTEDROOT,
	  "Signing Cert does not chain to a Microsoft Root Cert." },
	{ FINDING_OTHER_USAGE, WIN_CERT_E_WRONG_USAGE,
	  "The signer does not possess the specified EKUs." },
	{ FINDING_OTHER_CERT, WIN_CERT_E_CHAINING,
	  "The signer's certificate is not the specified one." },
};

static size_t
row_of_finding(enum finding finding)
{
	size_t i = 0;

	while (i + 1 < COUNT_OF(words) && words[i].finding != finding)
		i++;
	return i;
}

/* ---- standard error ---- */

/* Our sentence about a file. */
static void
put_about_file(const char *file, const char *text)
{
	fputs("storectl: ", stderr);
	text_put_printable(stderr, view_str(file));
	describe_line(stderr, ": ", text);
}

void
verify_report_finding(const char *file, enum finding finding,
    const struct err *why)
{
	size_t row = row_of_finding(finding);
	uint32_t code = words[row].code;

	fflush(stdout);
	if (words[row].text != NULL)
		fprintf(stderr, "SignTool Error: %s\n", words[row].text);
	else
		fprintf(stderr, "SignTool Error: WinVerifyTrust returned "
		    "error: 0x%08" PRIX32 "\n\t%s\n", code,
		    winerr_text(code));
	put_about_file(file, why->msg);
}

void
verify_report_error(const struct verified *f, const struct err *e)
{
	fflush(stdout);
	if (f->missing)
		describe_line(stderr, "SignTool Error: File not found: ",
		    f->name);
	else
		fprintf(stderr, "SignTool Error: An unexpected internal error "
		    "has occurred.\n");
	report_error(e, f->name, false);
}

void
verify_report_refused(const struct verify_options *o)
{
	if (o->nothing)
		fprintf(stderr, "SignTool Error: A required parameter is "
		    "missing.\n");
	if (o->bad_hash != NULL)
		describe_line(stderr, "SignTool Error: Invalid SHA1 hash "
		    "format: ", o->bad_hash);
}

void
verify_report_warning(const char *file, const char *text)
{
	fflush(stdout);
	fprintf(stderr, "SignTool Warning: %s\n", text);
	put_about_file(file, "verified, with a warning");
}

/* ---- standard output ---- */

static void
add_named_file(struct bytes *out, const char *label, const char *name)
{
	bytes_add_str(out, label);
	text_add_printable(out, view_str(name));
	bytes_add_str(out, "\n");
}

bool
verify_report_begin(const struct verify_options *o, const struct verified *f,
    size_t nth, struct err *e)
{
	struct bytes out = BYTES_INIT;

	if (o->quiet || f->missing)
		return true;
	if (o->verbose || nth > 0)
		bytes_add_str(&out, "\n");
	if (o->verbose) {
		add_named_file(&out, "Verifying: ", f->name);
	} else {
		add_named_file(&out, "File: ", f->name);
		bytes_add_str(&out, "Index  Algorithm  Timestamp    \n"
		    "========================================\n");
	}
	return describe_print(&out, e);
}

const char *
verify_report_hash(const struct verified *f, const struct judged *j,
    struct view *value, char lower[VERIFY_HASH_NAME])
{
	const bool own = f->hash_name != NULL;
	const char *name = own ? f->hash_name :
	    signed_digest_name(j->sig->digest_oid);
	size_t n = 0;

	*value = own ? view_of(f->hash, f->hash_len) : j->sig->digest;
	for (; name != NULL && name[n] != '\0' && n + 1 < VERIFY_HASH_NAME; n++)
		lower[n] = (char)tolower((unsigned char)name[n]);
	lower[n] = '\0';
	return lower;
}

static void
add_digest(struct bytes *out, const struct verified *f, const struct judged *j)
{
	struct view value = VIEW_INIT;
	char buf[VERIFY_HASH_NAME];
	const char *name = verify_report_hash(f, j, &value, buf);

	bytes_addf(out, "Hash of file (%s): ", *name != '\0' ? name : "?");
	for (size_t i = 0; i < value.len; i++)
		bytes_addf(out, "%02X", value.data[i]);
	bytes_add_str(out, "\n");
}

static void
add_signature_head(struct bytes *out, const struct verify_options *o,
    const struct verified *f, const struct judged *j)
{
	if (f->by_catalog)
		add_named_file(out, "File is signed in catalog: ", o->catalog);
	else
		bytes_addf(out, "\nSignature Index: %zu%s\n", j->index,
		    j->index == 0 ? " (Primary Signature)" : "");
	add_digest(out, f, j);
}

static void
add_description(struct bytes *out, const struct authenticode *a)
{
	struct bytes name = BYTES_INIT, url = BYTES_INIT;

	authenticode_opus(a, &name, &url);
	bytes_add_str(out, "\nDescription: ");
	text_add_printable(out, view_bytes(&name));
	bytes_add_str(out, "\nDescription URL: ");
	text_add_printable(out, view_bytes(&url));
	bytes_add_str(out, "\n");
	bytes_clear(&name);
	bytes_clear(&url);
}

static void
add_stamp(struct bytes *out, const struct judged *j)
{
	if (j->sig->stamp.kind == STAMP_NONE) {
		bytes_add_str(out, "File is not timestamped.\n");
		if (j->sig->stamp.says_token)
			bytes_add_str(out, "Its countersignature says that it "
			    "is a timestamp token (RFC 3161), and does not "
			    "count.\n");
		return;
	}
	bytes_add_str(out, "The signature is timestamped: ");
	signtool_time(out, j->sig->stamp.when);
	bytes_add_str(out, "\nTimestamp Verified by:\n");
	signtool_chain(out, &j->stamp);
}

const char *
verify_report_stamp(enum stamp_kind kind)
{
	return kind == STAMP_RFC3161 ? "RFC3161" :
	    kind == STAMP_AUTHENTICODE ? "Authenticode" : "None";
}

/* The row of the short table: only of those that are good. */
static void
add_table_row(struct bytes *out, const struct verified *f, const struct judged *j)
{
	struct view value = VIEW_INIT;
	char buf[VERIFY_HASH_NAME];
	const char *name = verify_report_hash(f, j, &value, buf);

	if (j->finding == FINDING_GOOD)
		bytes_addf(out, "%-7zu%-11s%-13s\n", j->index, *name != '\0' ?
		    name : "?", verify_report_stamp(j->sig->stamp.kind));
}

bool
verify_report_signature(const struct verify_options *o, const struct verified *f,
    const struct judged *j, struct err *e)
{
	struct bytes out = BYTES_INIT;

	if (o->quiet)
		return true;
	if (o->verbose) {
		add_signature_head(&out, o, f, j);
		bytes_add_str(&out, "\nSigning Certificate Chain:\n");
		signtool_chain(&out, &j->signing);
		add_stamp(&out, j);
		if (j->cross.count != 0) {
			bytes_add_str(&out, "Cross Certificate Chain:\n");
			signtool_cross_chain(&out, &j->cross);
		}
	} else {
		add_table_row(&out, f, j);
	}
	if (o->describe)
		add_description(&out, j->sig);
	return describe_print(&out, e);
}

bool
verify_report_good(const struct verify_options *o, const struct verified *f,
    struct err *e)
{
	struct bytes out = BYTES_INIT;

	if (o->quiet)
		return true;
	add_named_file(&out, "\nSuccessfully verified: ", f->name);
	return describe_print(&out, e);
}

void
verify_report_counts(const struct verify_options *o,
    const struct verify_counts *n)
{
	if (o->quiet)
		return;
	if (o->verbose) {
		printf("\nNumber of %s successfully Verified: %zu\n"
		    "Number of warnings: %zu\nNumber of errors: %zu\n",
		    o->all ? "signatures" : "files",
		    o->all ? n->signatures : n->files, n->warnings,
		    n->errors);
		return;
	}
	if (n->errors != 0 || n->warnings != 0)
		printf("\n");
	if (n->warnings != 0)
		printf("Number of warnings: %zu\n", n->warnings);
	if (n->errors != 0)
		printf("Number of errors: %zu\n", n->errors);
}

json_t *
verify_report_cause(enum finding finding, const struct err *why)
{
	uint32_t code = words[row_of_finding(finding)].code;
	char hex[16];

	snprintf(hex, sizeof(hex), "0x%08" PRIx32, code);
	return json_pack("{s:s, s:s, s:s}", "code", hex, "name",
	    winerr_name(code), "message", why->msg);
}
