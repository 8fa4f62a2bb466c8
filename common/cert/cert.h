/*
 * cert.h - one certificate as found, and ordered lists of them
 *
 * A certificate travels as its DER plus the few scanned fields; an X509 object
 * is built only where a signature is verified. What the file said about it
 * (friendly name, local key id, other properties) stays with it.
 *
 * Ownership:  struct cert is heap memory, owned by one certlist or by the caller
 *             that took it out. certlist_add() moves in.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/sha.h"
#include "cert/certscan.h"

struct cert {
	struct bytes	 der;
	struct certscan	 scan;		/* views into der; valid if scanned */
	bool		 scanned;	/* false: kept although unreadable,
					   scan_error says why */
	char		*scan_error;
	unsigned char	 sha1[SHA1_LEN];/* the thumbprint */
	char		*friendly_name;	/* UTF-8, or NULL */
	struct bytes	 local_key_id;	/* empty when the file gave none */
	struct bytes	 properties;	/* serialized-element properties other
					   than the certificate, verbatim */
};

struct certlist {
	struct cert	**items;
	size_t		  count;
	size_t		  cap;
	uint32_t	 *index;	/* thumbprint -> place, for long lists */
	size_t		  index_size;	/* 0: not built, or out of date */
};
#define CERTLIST_INIT { NULL, 0, 0, NULL, 0 }

/* A new certificate from its DER (copied), which must be well-formed. */
struct cert	*cert_new(struct view der, struct err *e) MUST_CHECK;
/* The same for stores, which also keep what cannot be parsed: scanned may be
 * false. NULL: out of memory. */
struct cert	*cert_new_opaque(struct view der, struct err *e) MUST_CHECK;
struct cert	*cert_dup(const struct cert *c, struct err *e) MUST_CHECK;
bool		 cert_set_friendly_name(struct cert *c, struct view utf8,
		    struct err *e) MUST_CHECK;
void		 cert_free(struct cert *c);
bool		 cert_same(const struct cert *a, const struct cert *b);
/* The same certificate, be it in another encoding or with another signature of
 * the same content: what was signed is the same, or issuer and serial number
 * are. */
bool		 cert_is_twin(const struct cert *a, const struct cert *b);
/* Self-signed, going by its names (certscan_self_signed()). A certificate that
 * cannot be read is not. */
bool		 cert_is_root(const struct cert *c);

/* Append; takes ownership also on failure (frees it). */
bool		 certlist_add(struct certlist *l, struct cert *c,
		    struct err *e) MUST_CHECK;
/* The same, but a duplicate of one that is there already is dropped, its names
 * filling gaps of the first. */
bool		 certlist_add_new(struct certlist *l, struct cert *c,
		    struct err *e) MUST_CHECK;
/* Remove and return item i; the caller owns it. */
struct cert	*certlist_take(struct certlist *l, size_t i);
void		 certlist_clear(struct certlist *l);
