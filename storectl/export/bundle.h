/*
 * bundle.h - what one export is made of, wherever it came from
 *
 * A bundle is a key with its certificate (an identity), a certificate without
 * its key, or a key alone. Its chain is in order, the self-signed root last;
 * other certificates of the same files follow. source.h fills bundles, format.h
 * writes them.
 *
 * Notes are sentences for the user that change nothing about the outcome.
 *
 * Ownership: bundles own everything in them.
 */

#pragma once

#include "base/err.h"
#include "cert/cert.h"
#include "cert/contents.h"
#include "cert/identity.h"
#include "cert/key.h"

struct bundle {
	struct identity	*id;		/* key, certificate and chain; or */
	struct cert	*cert;		/* a certificate without its key; or */
	struct key	*key;		/* a key alone */
	struct certlist	 chain;		/* of `cert`, as an identity has it */
	struct certlist	 unrelated;
	bool		 encrypted_only;/* the key may not leave in the clear */
};
#define BUNDLE_INIT { NULL, NULL, NULL, CERTLIST_INIT, CERTLIST_INIT, false }

struct bundles {
	struct bundle	*items;
	size_t		 count;
	char		**notes;
	size_t		 note_count;
};
#define BUNDLES_INIT { NULL, 0, NULL, 0 }

/* Moves *p in, also on failure (then it is freed). */
bool		 bundles_add(struct bundles *l, struct bundle *p,
		    struct err *e) MUST_CHECK;
bool		 bundles_note(struct bundles *l, struct err *e,
		    const char *fmt, ...) PRINTF_LIKE(3, 4) MUST_CHECK;
/* The warnings of a file, after its name. */
bool		 bundles_note_warnings(struct bundles *l, const char *name,
		    const struct contents *c, struct err *e) MUST_CHECK;
void		 bundles_clear(struct bundles *l);
/* How many of them hold a private key. */
size_t		 bundles_keys(const struct bundles *l);
/* A copy of every certificate, once: leaf, chain, others, bundle by bundle. */
bool		 bundles_certs(const struct bundles *l, struct certlist *all,
		    struct err *e) MUST_CHECK;

void		 bundle_clear(struct bundle *p);
/* NULL where the bundle has none. */
const struct key *bundle_key(const struct bundle *p);
struct cert	*bundle_cert(const struct bundle *p);
struct certlist	*bundle_chain(struct bundle *p);
struct certlist	*bundle_unrelated(struct bundle *p);
/* Does the chain, or the certificate itself, end in a self-signed one? *top is
 * the last certificate of it. */
bool		 bundle_is_complete(struct bundle *p,
		    const struct cert **top);
/* Leave out the chain, or only self-signed certificates of it. */
void		 bundle_drop_chain(struct bundle *p);
void		 bundle_drop_roots(struct bundle *p);
