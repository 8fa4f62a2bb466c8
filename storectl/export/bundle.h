/*
 * bundle.h - what one export is made of, wherever it came from
 *
 * A parcel is a key with its certificate (an identity), a certificate without
 * its key, or a key alone. Its chain is in order, the self-signed root last;
 * other certificates of the same files are kept behind it. The sources fill
 * parcels (export_files.h, export_store.h), the formats write them
 * (export_format.h).
 *
 * Notes are sentences for the user that change nothing about the outcome.
 *
 * Ownership: parcels own everything in them.
 */

#ifndef SPCKIT_STORECTL_EXPORT_BUNDLE_H
#define SPCKIT_STORECTL_EXPORT_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "cert/cert.h"
#include "cert/contents.h"
#include "cert/identity.h"
#include "cert/key.h"

struct parcel {
	struct identity	*id;		/* key, certificate and chain; or */
	struct cert	*cert;		/* a certificate without its key; or */
	struct key	*key;		/* a key alone */
	struct certlist	 chain;		/* of `cert`, as an identity has it */
	struct certlist	 unrelated;
	bool		 encrypted_only;/* the key may not leave in the clear */
};
#define PARCEL_INIT { NULL, NULL, NULL, CERTLIST_INIT, CERTLIST_INIT, false }

struct parcels {
	struct parcel	*items;
	size_t		 count;
	size_t		 cap;
	char		**notes;
	size_t		 note_count;
};
#define PARCELS_INIT { NULL, 0, 0, NULL, 0 }

/* Moves *p in, also on failure (then it is freed). */
bool		 parcels_add(struct parcels *l, struct parcel *p,
		    struct err *e) MUST_CHECK;
bool		 parcels_note(struct parcels *l, struct err *e,
		    const char *fmt, ...) PRINTF_LIKE(3, 4) MUST_CHECK;
/* The warnings of a file, with its name in front. */
bool		 parcels_note_warnings(struct parcels *l, const char *name,
		    const struct contents *c, struct err *e) MUST_CHECK;
void		 parcels_clear(struct parcels *l);
/* How many of them hold a private key. */
size_t		 parcels_keys(const struct parcels *l);
/* A copy of every certificate, once: leaf, chain, others, parcel by parcel. */
bool		 parcels_certs(const struct parcels *l, struct certlist *all,
		    struct err *e) MUST_CHECK;

void		 parcel_clear(struct parcel *p);
/* NULL where the parcel has none. */
const struct key *parcel_key(const struct parcel *p);
struct cert	*parcel_cert(const struct parcel *p);
struct certlist	*parcel_chain(struct parcel *p);
struct certlist	*parcel_unrelated(struct parcel *p);
/* Is the chain, or the certificate itself, there up to a self-signed one? When
 * not, *top is the last certificate of it. */
bool		 parcel_is_complete(const struct parcel *p,
		    const struct cert **top);
/* Leave out the chain, or only self-signed certificates of it. */
void		 parcel_drop_chain(struct parcel *p);
void		 parcel_drop_roots(struct parcel *p);

#endif
