/*
 * revocation.c - crosscert revocation: the revocation lists and OCSP answers
 * that certificates name, into the location's cache (store/revcache.h)
 *
 * storectl chain and verify run it with -revocation online, with the whole
 * path. What is kept and current is not fetched again, unless -f. Of the URLs
 * of a certificate's lists the first that works counts; one of which no list can
 * be had is asked about (OCSP) where it names a responder. Roots are passed
 * over: an anchor is not revoked by a list.
 *
 * Only what can be of use is kept: a list or an answer that reads, is current,
 * and, where the signer is among the certificates given, is signed by it.
 * The judge of a path looks at all of it again.
 */

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/x509.h>

#include "base/osslctx.h"
#include "cert/certext.h"
#include "cert/certname.h"
#include "chain/crl.h"
#include "chain/issued.h"
#include "chain/ocsp.h"
#include "cli/report.h"
#include "httpget.h"
#include "keptlists.h"
#include "query/engines.h"
#include "query/load_file.h"
#include "store/change.h"
#include "store/revcache.h"
#include "verbs.h"

enum {
	ROUND_CERTS = 64,
	ROUND_ITEMS = 64,	/* fetched, or found kept */
	ROUND_LINKS = 8,	/* tried of one certificate */
};

struct got {
	char		 name[REVCACHE_NAME];
	struct bytes	 der;
};

struct round {
	const struct cmdline	*o;
	struct contents		 files;
	struct issued		 parsed;
	struct location		 l;
	struct revcache		 kept;
	struct got		 items[ROUND_ITEMS];	/* to be written */
	size_t			 count;
	size_t			 wanted;
	struct err		 first;		/* why one is missing */
	size_t			 missing;
	time_t			 now;
};

/* ---- is it of use? ---- */

static bool
refuse_parse(const char *what, struct err *e)
{
	return osslctx_err(e, ERR_INPUT, what);
}

/* Signed by one of the certificates that has its issuer's name; true where
 * there is none of that name. */
static bool
check_list_signer(struct round *r, X509_CRL *crl, struct err *e)
{
	struct err why = ERR_INIT;
	bool named = false, good = false;

	for (size_t i = 0; !good && i < r->files.certs.count; i++) {
		X509 *x;

		if (!issued_x509(&r->parsed, r->files.certs.items[i], &x, e))
			return false;
		if (x == NULL || X509_NAME_cmp(X509_CRL_get_issuer(crl),
		    X509_get_subject_name(x)) != 0)
			continue;
		named = true;
		good = X509_get0_pubkey(x) != NULL &&
		    X509_CRL_verify(crl, X509_get0_pubkey(x)) == 1;
	}
	osslctx_err(&why, ERR_UNTRUSTED, "");	/* empties the queue */
	if (why.code == ERR_MEMORY)
		return err_memory(e);
	return good || !named || err_set(e, ERR_UNTRUSTED, "the revocation "
	    "list is not signed by the issuer that it names");
}

static bool
check_list(struct round *r, struct view der, struct err *e)
{
	const unsigned char *p = der.data;
	X509_CRL *crl = X509_CRL_new_ex(osslctx_lib(), NULL);
	const ASN1_TIME *next;
	int64_t until;
	bool ok;

	if (crl == NULL)
		return err_memory(e);
	if (d2i_X509_CRL(&crl, &p, (long)der.len) == NULL ||
	    p != der.data + der.len) {
		X509_CRL_free(crl);
		return refuse_parse("not a certificate revocation list", e);
	}
	next = X509_CRL_get0_nextUpdate(crl);
	if (next != NULL && (!crls_time(next, &until) || until < r->now))
		ok = err_set(e, ERR_EXPIRED, "the revocation list is out of "
		    "date");
	else
		ok = check_list_signer(r, crl, e);
	X509_CRL_free(crl);
	return ok;
}

static bool
check_answer(struct view der, X509 *cert, X509 *issuer, time_t now,
    struct err *e)
{
	struct ocsp_answer a;

	if (!ocsp_read(der, cert, issuer, NULL, NULL, now, &a, e))
		return false;
	if (a.says != OCSP_SAYS_NOTHING)
		return true;
	*e = a.why;
	return false;
}

/* ---- fetching ---- */

static bool
keep_got(struct round *r, const char *name, struct bytes *der, struct err *e)
{
	struct got *g;

	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->items[i].name, name) == 0)
			return true;
	if (r->count == ROUND_ITEMS)
		return err_set(e, ERR_LIMIT, "more than %d revocation lists "
		    "and answers", ROUND_ITEMS);
	g = &r->items[r->count++];
	memcpy(g->name, name, REVCACHE_NAME);
	bytes_move(&g->der, der);
	return true;
}

static bool
is_got(const struct round *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->items[i].name, name) == 0)
			return true;
	return false;
}

/* Is a current one kept? One that is damaged is as good as none. */
static bool
is_list_kept(struct round *r, struct view url, bool *kept, struct err *e)
{
	struct bytes der = BYTES_INIT;
	struct err why = ERR_INIT;
	int64_t until;

	*kept = !r->o->force && revcache_crl(&r->kept, url, &der, &why) &&
	    der.len != 0 && keptlists_list_until(view_bytes(&der), &until) &&
	    until >= r->now && check_list(r, view_bytes(&der), &why);
	bytes_clear(&der);
	return why.code != ERR_MEMORY || err_memory(e);
}

static bool
fetch_list(struct round *r, struct view url, struct err *e)
{
	const struct httpget_how how = { .limit = LIMIT_CONTAINER };
	struct bytes der = BYTES_INIT;
	char link[HTTPGET_URL + 1], name[REVCACHE_NAME];
	bool ok, kept;

	if (!httpget_url(url, link, e))
		return false;
	revcache_crl_name(url, name);
	if (is_got(r, name))
		return true;
	if (!is_list_kept(r, url, &kept, e) || kept)
		return kept;
	ok = httpget_as(link, &how, r->o, &der, e) &&
	    ((check_list(r, view_bytes(&der), e) &&
	    keep_got(r, name, &der, e)) || err_in(e, "%s", link));
	bytes_clear(&der);
	if (ok)
		report_note("fetched the revocation list %s", link);
	return ok;
}

static void
note_lack(struct round *r, const struct err *why)
{
	if (r->missing++ == 0)
		r->first = *why;
	else
		report_note("%s", why->msg);
}

/* The first URL that works, and all that are for some reasons only. *done: one
 * did. *last: why another one did not. */
static bool
fetch_lists(struct round *r, const struct certscan *s, bool freshest,
    bool *done, struct err *last, struct err *e)
{
	struct err why = ERR_INIT;
	struct view url;
	bool partly;

	*done = false;
	for (size_t n = 0; n < ROUND_LINKS && certext_crl_url(s, freshest, n,
	    &url, &partly); n++) {
		if (*done && !partly)
			continue;
		err_clear(&why);
		if (fetch_list(r, url, &why))
			*done = true;
		else if (why.code == ERR_MEMORY)
			return err_memory(e);
		else if (why.code != ERR_UNSUPPORTED)	/* ldap */
			*last = why;
	}
	return true;
}

/* ---- asking ---- */

static bool
find_given_issuer(struct round *r, const struct cert *c, X509 **issuer,
    struct err *e)
{
	bool yes = false;

	*issuer = NULL;
	for (size_t i = 0; i < r->files.certs.count && !yes; i++) {
		const struct cert *candidate = r->files.certs.items[i];

		if (!issued_by(c, candidate, &yes, e))
			return false;
		if (yes && !issued_x509(&r->parsed, candidate, issuer, e))
			return false;
	}
	return true;
}

struct question {
	X509		*cert;
	X509		*issuer;
	struct bytes	 request;
	struct bytes	 certid;
};

static bool
is_answer_kept(const struct round *r, const struct question *q,
    struct view url, bool *kept, struct err *e)
{
	struct bytes der = BYTES_INIT;
	struct err why = ERR_INIT;

	*kept = !r->o->force && revcache_ocsp(&r->kept,
	    view_bytes(&q->certid), url, &der, &why) && der.len != 0 &&
	    check_answer(view_bytes(&der), q->cert, q->issuer, r->now, &why);
	bytes_clear(&der);
	return why.code != ERR_MEMORY || err_memory(e);
}

static bool
ask_one(struct round *r, const struct question *q, struct view url,
    struct err *e)
{
	const struct httpget_how how = {
		.limit = LIMIT_DOWNLOAD,
		.post = view_bytes(&q->request),
		.post_type = "application/ocsp-request",
	};
	struct bytes der = BYTES_INIT;
	char link[HTTPGET_URL + 1], name[REVCACHE_NAME];
	bool ok, kept;

	if (!httpget_url(url, link, e) ||
	    !revcache_ocsp_name(view_bytes(&q->certid), url, name, e) ||
	    !is_answer_kept(r, q, url, &kept, e))
		return false;
	if (kept || is_got(r, name))
		return true;
	ok = httpget_as(link, &how, r->o, &der, e) &&
	    ((check_answer(view_bytes(&der), q->cert, q->issuer, r->now, e) &&
	    keep_got(r, name, &der, e)) || err_in(e, "%s", link));
	bytes_clear(&der);
	if (ok)
		report_note("fetched an OCSP answer from %s", link);
	return ok;
}

static bool
ask_each(struct round *r, const struct cert *c,
    const struct question *q, struct err *e)
{
	struct view url;

	for (size_t n = 0; n < ROUND_LINKS && certext_ocsp_url(&c->scan, n,
	    &url); n++) {
		err_clear(e);
		if (ask_one(r, q, url, e))
			return true;
		if (e->code == ERR_MEMORY)
			return false;
	}
	return false;
}

static bool
ask_about(struct round *r, const struct cert *c, struct err *e)
{
	struct question q = { .request = BYTES_INIT, .certid = BYTES_INIT };
	char name[CERTNAME_MAX];
	bool ok = issued_x509(&r->parsed, c, &q.cert, e) &&
	    find_given_issuer(r, c, &q.issuer, e);

	if (ok && (q.cert == NULL || q.issuer == NULL))
		ok = err_set(e, ERR_INCOMPLETE, "\"%s\": the certificate of "
		    "its issuer is needed to ask its OCSP responder; give it "
		    "with -cert", certname_brief(c->scan.subject, name));
	ok = ok && ocsp_request(q.cert, q.issuer, &q.request, &q.certid, e) &&
	    ask_each(r, c, &q, e);
	bytes_clear(&q.request);
	bytes_clear(&q.certid);
	return ok;
}

/* ---- one certificate, all certificates ---- */

/* Without a list; *why: it could not be had. */
static bool
fetch_answer(struct round *r, const struct cert *c, struct err *why,
    struct err *e)
{
	struct err no_answer = ERR_INIT;
	char name[CERTNAME_MAX];
	struct view url;

	if (certext_ocsp_url(&c->scan, 0, &url)) {
		if (ask_about(r, c, &no_answer))
			return true;
		if (no_answer.code == ERR_MEMORY)
			return err_memory(e);
	} else {
		err_set(&no_answer, ERR_INCOMPLETE, "\"%s\" names no "
		    "revocation list and no OCSP responder on the web",
		    certname_brief(c->scan.subject, name));
	}
	note_lack(r, why->code != ERR_NONE ? why : &no_answer);
	return true;
}

static bool
fetch_about(struct round *r, const struct cert *c, struct err *e)
{
	struct err no_list = ERR_INIT, no_delta = ERR_INIT;
	bool done, ignored;

	if (!c->scanned || certscan_self_signed(&c->scan))
		return true;
	r->wanted++;
	if (!fetch_lists(r, &c->scan, false, &done, &no_list, e) ||
	    !fetch_lists(r, &c->scan, true, &ignored, &no_delta, e))
		return false;
	if (done && no_delta.code != ERR_NONE)
		note_lack(r, &no_delta);
	return done || fetch_answer(r, c, &no_list, e);
}

static bool
fetch_each(struct round *r, struct err *e)
{
	struct err why = ERR_INIT;
	bool ok = true;

	/* A location that cannot be read keeps nothing; writing will say. */
	if (!location_open(&r->l, options_place(r->o), LOCATION_READ, &why) ||
	    !revcache_open(&r->kept, &r->l, &why))
		if (why.code == ERR_MEMORY)
			return err_memory(e);
	for (size_t i = 0; ok && i < r->files.certs.count; i++)
		ok = fetch_about(r, r->files.certs.items[i], e);
	/* Before writing: it holds the readers' lock. */
	revcache_close(&r->kept);
	location_close(&r->l);
	return ok;
}

static bool
write_got(struct round *r, struct err *e)
{
	struct change *change = NULL;
	bool ok = true;

	if (r->count == 0)
		return true;
	if (location_open(&r->l, options_place(r->o), LOCATION_WRITE, e))
		change = change_begin(&r->l, e);
	for (size_t i = 0; change != NULL && ok && i < r->count; i++)
		ok = change_add_file(change, LOCATION_REVOCATION,
		    r->items[i].name, view_bytes(&r->items[i].der), e);
	ok = change != NULL && ok && change_commit(change, e);
	change_abort(change);
	ok = ok && keptlists_sweep(&r->l, r->now, e);
	location_close(&r->l);
	return ok;
}

static bool
read_certs(struct round *r, struct err *e)
{
	const struct opt_list *files = &r->o->files;
	const struct load_passwords none = { 0 };

	if (files->count == 0)
		return err_set(e, ERR_USAGE, "revocation needs -cert FILE");
	for (size_t i = 0; i < files->count; i++)
		if (!load_file(files->items[i], &none, &r->o->limits,
		    &r->files, NULL, e))
			return false;
	if (r->files.certs.count > ROUND_CERTS)
		return err_set(e, ERR_LIMIT, "%zu certificates, expected at "
		    "most %d", r->files.certs.count, ROUND_CERTS);
	return r->files.certs.count != 0 || err_set(e, ERR_NO_CERT,
	    "no certificate in what -cert names");
}

static bool
finish_revocation(struct round *r, struct err *e)
{
	if (r->missing == 0)
		return true;
	if (r->missing >= r->wanted && r->count == 0)
		return err_set(e, r->first.code, "%s", r->first.msg);
	*r->o->part_undone = true;
	report_note("%s", r->first.msg);
	return true;
}

bool
crosscert_revocation(const struct cmdline *o, struct err *e)
{
	struct round *r = calloc(1, sizeof(*r));
	const struct location nowhere = LOCATION_INIT;
	bool ok;

	if (r == NULL)
		return err_memory(e);
	r->o = o;
	r->l = nowhere;
	r->kept.dir = -1;
	r->now = time(NULL);
	ok = engines_start(e) && read_certs(r, e) && fetch_each(r, e) &&
	    write_got(r, e) && finish_revocation(r, e);
	for (size_t i = 0; i < r->count; i++)
		bytes_clear(&r->items[i].der);
	issued_clear(&r->parsed);
	contents_clear(&r->files);
	free(r);
	return ok;
}
