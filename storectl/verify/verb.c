/*
 * verb.c - storectl verify, which is signtool verify
 *
 * Each file is looked at by itself; one that cannot be read stops nothing.
 * Exit status as SignTool's: 0 all are good, 1 one is not, 2 a warning.
 */

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "base/text.h"
#include "cli/report.h"
#include "query/load_crls.h"
#include "json.h"
#include "policy.h"
#include "report.h"
#include "storectl/cmdline.h"
#include "verify.h"

struct verification {
	struct verify		 v;
	struct verify_options	*o;
	struct verify_counts	 n;
	json_t			*files;		/* NULL: not asked for */
	size_t			 unchecked;	/* signatures */
};

static void
warn_about(struct verification *r, const struct verified *f, const char *text)
{
	r->n.warnings++;
	verify_report_warning(f->name, text);
}

static void
warn_if_asked(struct verification *r, const struct verified *f, const struct judged *j)
{
	if (r->o->warn_unstamped && j->sig->stamp.kind == STAMP_NONE)
		warn_about(r, f, "The signature is not timestamped.");
	if (r->o->page_hashes && !authenticode_has_page_hashes(j->sig))
		warn_about(r, f, "No page hashes are present.");
}

static void
note_sha1(const struct verified *f, const struct judged *j)
{
	const struct authenticode *a = j->sig;

	if (der_oid_is(a->signer.digest_oid, OID_SHA1) ||
	    der_oid_is(a->digest_oid, OID_SHA1))
		report_note("%s: signature %zu is made with SHA-1, which is "
		    "no longer collision-resistant", f->name, j->index);
	if (f->by_catalog && text_same(f->hash_name, "SHA1"))
		report_note("%s: the catalogue knows it by its SHA-1 alone, "
		    "which is no longer collision-resistant", f->name);
	if (verify_policy_uses_sha1(&j->signing) ||
	    verify_policy_uses_sha1(&j->stamp))
		report_note("%s: a certificate of signature %zu is signed "
		    "with SHA-1", f->name, j->index);
}

/* Taken, and worth knowing. */
static void
note_weaknesses(const struct verification *r, const struct verified *f,
    const struct judged *j)
{
	const struct stamp *stamp = &j->sig->stamp;

	if (!r->o->verbose)
		return;
	note_sha1(f, j);
	if (stamp->cert != NULL &&
	    !verify_policy_usage_is_critical(&stamp->cert->scan))
		report_note("%s: the timestamper's usage is not critical, as "
		    "RFC 3161, 2.3 wants it", f->name);
	if (j->stamp.count != 0 && j->stamp.revocation == CRLS_UNKNOWN)
		report_note("%s: the lists do not cover the timestamper's "
		    "chain", f->name);
}

static bool
is_wanted(const struct verification *r, const struct judged *j)
{
	if (r->o->index.given)
		return j->index == r->o->index.value;
	return r->o->all || !j->is_nested;
}

static bool
judge_signatures(struct verification *r, struct verified *f, struct err *e)
{
	for (size_t i = 0; i < f->count; i++) {
		struct judged *j = &f->items[i];

		if (!is_wanted(r, j))
			continue;
		if (!verify_judge(&r->v, f, i, e) ||
		    !verify_report_signature(r->o, f, j, e))
			return false;
		r->n.signatures += j->finding == FINDING_GOOD;
		r->unchecked += j->revocation_checked == 0;
		if (j->finding == FINDING_GOOD) {
			note_weaknesses(r, f, j);
			warn_if_asked(r, f, j);
		}
	}
	return true;
}

/* /ds of a signature that is not there. */
static void
check_index(const struct verification *r, struct verified *f)
{
	if (f->finding != FINDING_GOOD || !r->o->index.given ||
	    r->o->index.value < f->count)
		return;
	f->finding = FINDING_NO_SUCH_SIGNATURE;
	err_set(&f->why, ERR_UNTRUSTED, "no signature with index %llu: there "
	    "%s %zu", r->o->index.value, f->count == 1 ? "is" : "are",
	    f->count);
}

static bool
keep_element(struct verification *r, json_t *element)
{
	return r->files == NULL ? (json_decref(element), true) :
	    json_array_append_new(r->files, element) == 0;
}

static bool
judge_file(struct verification *r, struct verified *f, struct err *e)
{
	if (!judge_signatures(r, f, e))
		return false;
	check_index(r, f);
	if (f->finding == FINDING_GOOD) {
		if (!verify_report_good(r->o, f, e))
			return false;
		r->n.files++;
	} else {
		r->n.errors++;
		verify_report_finding(f->name, f->finding, &f->why);
	}
	return r->files == NULL ||
	    keep_element(r, verify_json_file(r->o, f, e)) || err_memory(e);
}

/* Out of memory ends it all; anything else wrong with one file does not. */
static bool
verify_file(struct verification *r, size_t nth, struct err *e)
{
	struct verified f;
	bool ok = verify_collect(&r->v, r->o->files[nth], &f, e);

	if (verify_report_begin(r->o, &f, nth, e))
		ok = ok && judge_file(r, &f, e);
	else
		ok = false;
	verify_collect_clear(&f);
	if (ok || e->code == ERR_MEMORY || r->v.caught != 0)
		return ok;
	r->n.errors++;
	verify_report_error(&f, e);
	if (r->files == NULL)
		return true;
	return keep_element(r, verify_json_unread(f.name, e, e)) ||
	    err_memory(e);
}

static bool
print_document(struct verification *r, struct err *e)
{
	json_t *doc = verify_json(r->files, &r->n, e);

	r->files = NULL;
	return doc != NULL && report_doc(doc, e);
}

static void
warn_of_unused_lists(struct verification *r)
{
	const char *file;

	for (size_t n = 0; (file = crls_unused_file(&r->v.revocation.crls, n)) != NULL;
	    n++) {
		r->n.warnings++;
		report_note("%s: " LOAD_CRLS_UNUSED, file);
	}
}

static bool
verify_all(struct verification *r, struct err *e)
{
	if (!verify_open(&r->v, r->o, e))
		return false;
	if (r->o->json && (r->files = json_array()) == NULL)
		return err_memory(e);
	for (int i = 0; i < r->o->file_count; i++)
		if (!verify_file(r, (size_t)i, e))
			return false;
	warn_of_unused_lists(r);
	verify_report_counts(r->o, &r->n);
	if (r->o->verbose && r->o->crl.count == 0 && r->unchecked != 0 &&
	    !verify_options_online(r->o))
		report_note("revocation was not checked (-crl FILE gives a "
		    "list, -revocation online fetches it)");
	return r->files == NULL || print_document(r, e);
}

static int
verify_files(struct verify_options *o, int *caught, struct err *e)
{
	struct verification r;
	bool ok;

	memset(&r, 0, sizeof(r));
	r.o = o;
	/* One document on standard output, nothing else. */
	o->quiet |= o->json;
	ok = verify_all(&r, e);
	*caught = r.v.caught;
	verify_close(&r.v);
	json_decref(r.files);
	if (!ok && r.v.caught == 0)
		report_error(e, NULL, o->json);
	if (!ok)
		return SIGNTOOL_FAILED;
	return r.n.errors != 0 ? SIGNTOOL_FAILED : r.n.warnings != 0 ?
	    SIGNTOOL_WARNED : SIGNTOOL_DONE;
}

static int
run_parsed(struct verify_options *o, int *caught, struct err *e)
{
	if (o->special == OPT_LIST_OPTIONS)
		opt_names(&verify_options_table, NULL, stdout);
	else if (o->special == OPT_HELP)
		verify_options_usage(stdout);
	else if (o->special == OPT_VERSION)
		printf("storectl %s\n", SPCKIT_VERSION);
	else
		return verify_files(o, caught, e);
	return SIGNTOOL_DONE;
}

bool
signtool_verify(const struct cmdline *c, struct err *e)
{
	struct verify_options o;

	if (verify_options_parse(c->command_count, c->command, &o, e)) {
		c->program->status = run_parsed(&o, &c->program->ended_by, e);
		return true;
	}
	verify_report_refused(&o);
	report_error(e, NULL, o.json);
	c->program->status = SIGNTOOL_FAILED;
	return true;
}
