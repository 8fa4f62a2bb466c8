/*
 * verdicts.h - verify's core over bytes in memory, and what a verdict says
 *
 * verdicts_open() makes a struct verify of the policy /pa that trusts
 * pki/root.cer and no other: no store, file or program is asked, so that a
 * verdict depends on the bytes alone. verdicts_of() gives the facts of each
 * signature that is verified: what somebody relies on who reads "verified".
 * They point into the file that was looked at, until verdicts_clear().
 *
 * Ends the program when a fixture is not there.
 */

#ifndef SPCKIT_TESTS_VERDICTS_H
#define SPCKIT_TESTS_VERDICTS_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"
#include "chain/pool.h"
#include "formats/signed/signedfile.h"
#include "storectl/verify/verify.h"

enum { FACTS_MAX = 32 };

struct facts {
	unsigned	kind;		/* of file: enum signed_kind */
	struct view	digest;		/* of the file; a catalogue: its list */
	struct view	digest_oid;
	struct view	signer;		/* the certificate, with its usages */
	enum stamp_kind	stamp;
	int64_t		time;		/* of the stamp; 0: none */
	struct view	stamper;
};

struct verdicts {
	struct verify_options	options;
	struct verify		verify;
	struct chain_pool	roots;
	struct cert		*root;
	/* Of the file that was looked at last. */
	struct verified		file;
	struct facts		facts[FACTS_MAX];
	size_t			count;
};

/* What none of these tests goes on without. */
static inline void
verdicts_need(bool ok, const char *what, const struct err *e)
{
	if (ok)
		return;
	fprintf(stderr, "%s: %s\n", what, e != NULL ? e->msg : "failed");
	exit(2);
}

/* From $FIXTURES, or the checkout. */
static inline struct bytes
verdicts_fixture(const char *name)
{
	const char *root = getenv("FIXTURES");
	struct bytes b = BYTES_INIT;
	unsigned char buf[4096];
	char path[512];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", root != NULL ? root :
	    "tests/fixtures", name);
	f = fopen(path, "rb");
	verdicts_need(f != NULL, path, NULL);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		bytes_add(&b, buf, n);
	fclose(f);
	verdicts_need(!b.failed && b.len != 0, path, NULL);
	return b;
}

static inline void
verdicts_open(struct verdicts *d)
{
	struct bytes der = verdicts_fixture("pki/root.cer");
	struct err e = ERR_INIT;

	memset(d, 0, sizeof(*d));
	limits_default(&d->options.limits);
	d->options.pa = true;
	d->root = cert_new(view_bytes(&der), &e);
	verdicts_need(d->root != NULL && chain_pool_add(&d->roots, d->root,
	    CHAIN_TRUSTED, &e), "pki/root.cer", &e);
	d->verify.o = &d->options;
	d->verify.policy = VERIFY_AUTHENTICODE;
	d->verify.stores = &d->roots;
	d->verify.now = (int64_t)time(NULL);
	bytes_clear(&der);
}

static inline void
verdicts_clear(struct verdicts *d)
{
	verify_collect_clear(&d->file);
	d->count = 0;
}

static inline void
verdicts_close(struct verdicts *d)
{
	verdicts_clear(d);
	chain_pool_clear(&d->roots);
	cert_free(d->root);
}

static inline struct facts
verdicts_facts_of(const struct verified *file, const struct judged *j)
{
	const struct authenticode *a = j->sig;
	struct facts f = {
		.kind = (unsigned)signedfile_kind(view_bytes(&file->file),
		    file->name),
		.digest = a->digest.len != 0 ? a->digest : a->data.value,
		.digest_oid = a->digest.len != 0 ? a->digest_oid :
		    a->signer.digest_oid,
		.signer = view_bytes(&a->cert->der),
		.stamp = a->stamp.kind,
	};

	if (a->stamp.kind != STAMP_NONE) {
		f.time = a->stamp.when;
		if (a->stamp.cert != NULL)
			f.stamper = view_bytes(&a->stamp.cert->der);
	}
	return f;
}

/* Is the file, under this name, verified? d->facts has those of its signatures
 * that are good. */
static inline bool
verdicts_of(struct verdicts *d, struct view in, const char *name,
    struct err *e)
{
	struct verified *f = &d->file;
	bool ok;

	verdicts_clear(d);
	memset(f, 0, sizeof(*f));
	f->name = name;
	/* Exactly as large, so that a sanitizer sees a byte too far. */
	f->file.data = malloc(in.len != 0 ? in.len : 1);
	verdicts_need(f->file.data != NULL, "malloc", NULL);
	if (in.len != 0)
		memcpy(f->file.data, in.data, in.len);
	f->file.len = f->file.cap = in.len;
	ok = verify_collect_bytes(&d->verify, f, e);
	for (size_t i = 0; ok && i < f->count; i++) {
		ok = verify_judge(&d->verify, f, i, e);
		if (ok && f->items[i].finding == FINDING_GOOD)
			d->facts[d->count++] = verdicts_facts_of(f,
			    &f->items[i]);
	}
	return ok && f->count != 0 && f->finding == FINDING_GOOD;
}

static inline bool
facts_same_signature(const struct facts *a, const struct facts *b)
{
	return a->kind == b->kind &&
	    view_equal(a->digest, b->digest) &&
	    view_equal(a->digest_oid, b->digest_oid) &&
	    view_equal(a->signer, b->signer);
}

static inline bool
facts_same_stamp(const struct facts *a, const struct facts *b)
{
	return a->stamp == b->stamp && a->time == b->time &&
	    view_equal(a->stamper, b->stamper);
}

#endif
