#include "report.h"

#include <stdio.h>

#include <jansson.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cli/json.h"
#include "cli/winerr.h"
#include "io/readfile.h"
#include "show/certjson.h"

/* Where certutil -importPFX differs from the common ones. */
static const struct report_code codes[] = {
	{ ERR_EXISTS,		WIN_CRYPT_E_EXISTS, 0, NULL },
	{ ERR_FORMAT,		WIN_CRYPT_E_BAD_ENCODE, 0, NULL },
	{ ERR_VERSION,		WIN_ERROR_INVALID_DATA, 0, NULL },
	{ ERR_UNSUPPORTED,	WIN_NTE_NOT_SUPPORTED, 0, NULL },
	{ ERR_NO_KEY,		WIN_CRYPT_E_SELF_SIGNED, 0, NULL },
	{ ERR_KEY_STATE,	WIN_NTE_INVALID_PARAMETER, 0, NULL },
};
const struct report_program import_report_program = {
	"certimport", codes, COUNT_OF(codes)
};

static const char *const states[] = {
	[CHANGE_ADDED] = "added",
	[CHANGE_PRESENT] = "present",
	[CHANGE_REPLACED] = "replaced",
};

static const char *
verb_name(enum verb verb)
{
	return verb == VERB_ADD_STORE ? "addstore" : "importPFX";
}

static void
put_subject(FILE *to, const struct cert *c)
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
put_added(const struct plan_cert *pc)
{
	fputs("Certificate \"", stdout);
	put_subject(stdout, pc->cert);
	fputs(pc->state == CHANGE_PRESENT ? "\" already in store.\n" :
	    "\" added to store.\n", stdout);
}

static void
put_store_line(const char *store)
{
	const char *display = location_display_name(store);

	text_put_printable(stdout, view_str(store));
	if (display != NULL)
		printf(" \"%s\"", display);
	putchar('\n');
}

static void
put_certutil(const struct import *i)
{
	if (i->verb == VERB_ADD_STORE)
		put_store_line(i->store);
	for (size_t n = 0; n < i->plan.cert_count; n++) {
		if (i->plan.certs[n].signature_fits)
			puts("Signature matches Public Key");
		put_added(&i->plan.certs[n]);
		if (i->verb == VERB_IMPORT_PFX)
			putchar('\n');
	}
	report_certutil_done(verb_name(i->verb));
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

static void
put_summary(const struct report *r, const struct import *i)
{
	const struct plan *p = &i->plan;
	struct bytes b = BYTES_INIT;

	if (p->cert_count == 0 && p->key_count == 0)
		return;
	bytes_add_str(&b, readfile_name(i->file));
	if (!plan_changed(p))
		bytes_addf(&b, ": already in the %s's stores, nothing changed",
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
	report_note_row(r->row, b.failed ? "imported" : (const char *)b.data);
	bytes_clear(&b);
}

static void
put_warnings_of(const struct report *r, const struct import *i)
{
	struct bytes b = BYTES_INIT;

	for (size_t n = 0; n < i->contents.warning_count; n++) {
		bytes_truncate(&b, 0);
		bytes_add_str(&b, readfile_name(i->file));
		bytes_add_str(&b, ": ");
		bytes_add_str(&b, i->contents.warnings[n]);
		bytes_add_u8(&b, 0);
		report_note_row(r->row, b.failed ? i->contents.warnings[n] :
		    (const char *)b.data);
	}
	bytes_clear(&b);
}

static void
put_entries(FILE *to, const struct plan *p)
{
	for (size_t n = 0; n < p->cert_count; n++) {
		const struct plan_cert *pc = &p->certs[n];
		char sha1[2 * SHA1_LEN + 1];

		text_hex(view_of(pc->cert->sha1, SHA1_LEN), sha1,
		    sizeof(sha1));
		fprintf(to, "%s  %-8s  ", sha1, states[pc->state]);
		text_put_printable(to, view_str(pc->store));
		fputs("  \"", to);
		put_subject(to, pc->cert);
		fprintf(to, "\"%s\n", pc->has_key ? ", with its key" : "");
	}
}

/* A line for a row: what a person counts. */
static void
put_row_summary(const struct report *r, const struct import *i)
{
	report_put_row(stdout, r->row);
	text_put_printable(stdout, view_str(i->file));
	printf(": %s, %zu key%s, %zu certificate%s\n", plan_changed(&i->plan) ?
	    "imported" : "present", i->plan.key_count,
	    i->plan.key_count == 1 ? "" : "s", i->plan.cert_count,
	    i->plan.cert_count == 1 ? "" : "s");
}

/* ---- success, in JSON ---- */

static json_t *
describe_entry(const struct plan_cert *pc)
{
	json_t *j = json_object();

	json_put(&j, "store", json_text(view_str(pc->store)));
	json_put(&j, "sha1", certjson_sha1(pc->cert));
	json_put(&j, "subject", certjson_name(pc->cert->scanned ?
	    pc->cert->scan.subject : view_of(NULL, 0)));
	json_put(&j, "state", json_string(states[pc->state]));
	json_put(&j, "hasPrivateKey", json_boolean(pc->has_key));
	return j;
}

static json_t *
describe_plan_key(const struct plan_key *k)
{
	json_t *j = json_object();
	char hex[KEYNAME_HEX + 1];

	keyname_hex(&k->name, hex);
	json_put(&j, "algorithm", json_string(k->key->algorithm_name));
	json_put(&j, "spkiSha256", json_string(hex));
	json_put(&j, "keySpec", json_string(key_spec_name(k->info.spec)));
	json_put(&j, "state", json_string(states[k->state]));
	json_put(&j, "hasCertificate", json_boolean(k->has_cert));
	return j;
}

static bool
print_import(const struct report *r, const struct import *i, struct err *e)
{
	json_t *doc = report_begin(r->row);
	json_t *certs = json_array(), *keys = json_array();
	json_t *notes = json_array();

	for (size_t n = 0; n < i->plan.cert_count; n++)
		json_add(&certs, describe_entry(&i->plan.certs[n]));
	for (size_t n = 0; n < i->plan.key_count; n++)
		json_add(&keys, describe_plan_key(&i->plan.keys[n]));
	for (size_t n = 0; n < i->contents.warning_count; n++)
		json_add(&notes, json_text(view_str(i->contents.warnings[n])));
	json_put(&doc, "file", json_text(view_str(i->file)));
	json_put(&doc, "location", json_string(location_name(
	    i->options->place)));
	json_put(&doc, "imported", certs);
	json_put(&doc, "keys", keys);
	json_put(&doc, "changed", json_boolean(plan_changed(&i->plan)));
	json_put(&doc, "notes", notes);
	return report_end(r->row, doc, e);
}

bool
import_report(const struct report *r, const struct import *i, struct err *e)
{
	bool ok = true;

	if (r->json)
		ok = print_import(r, i, e);
	else if (r->row != 0)
		put_row_summary(r, i);
	else if (r->wizard)
		puts("The import was successful.");
	else
		put_certutil(i);
	if (r->verbose)
		put_entries(r->json ? stderr : stdout, &i->plan);
	fflush(stdout);
	/* The document has them. */
	if (r->json)
		return ok;
	if (r->row == 0)
		put_summary(r, i);
	put_warnings_of(r, i);
	return ok;
}

void
import_report_failed(const struct report *r, const char *file,
    const struct err *e)
{
	report_certutil_words(r->json ? stderr : stdout, r->row,
	    verb_name(r->verb), e);
	report_failed(&(struct report_failure){ .err = e, .file = file,
	    .row = r->row, .json = r->json });
}
