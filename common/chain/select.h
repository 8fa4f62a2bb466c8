/*
 * select.h - criteria -> the certificates that meet them
 *
 * Criteria are SignTool's (subject, issuer, root, hash, usage, template,
 * longest valid) and certutil's CertId. Two ways to apply them:
 *
 *   select_meets()  one certificate against what was asked for and nothing
 *                   else: list, show, delete, export, chain. An expired or
 *                   foreign certificate can always be seen and removed.
 *   select_run()    with `signing`, SignTool's filters in SignTool's order:
 *                   usage (code signing unless another is asked for), expiry,
 *                   subject, issuer, root, template, hash, private key; the
 *                   number left after each is kept for /debug.
 *
 * Names match as a part of the name, in any case, outer spaces removed. A
 * certificate without extended key usage serves every usage, as on Windows.
 *
 * Ownership: criteria borrow the strings they were given; candidates borrow
 *            certificates.
 * Errors:    ERR_USAGE for a malformed hash; what chain_build() gives.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"
#include "chain/chain.h"

/* In the order in which they are applied. */
enum select_filter {
	SELECT_USAGE, SELECT_EXPIRY, SELECT_SUBJECT, SELECT_ISSUER,
	SELECT_ROOT, SELECT_TEMPLATE, SELECT_HASH, SELECT_ID, SELECT_KEY,
	SELECT_FILTERS
};

enum { SELECT_HASH_DIGITS = 2 * SHA1_LEN, SELECT_HASH_LEAST = 8 };

/* Empty views and NULL: not asked for. */
struct select {
	struct view	 subject;
	struct view	 issuer;
	struct view	 root;
	struct view	 usage;		/* OID or name */
	struct view	 template_name;	/* name or OID */
	char		 hash[SELECT_HASH_DIGITS + 1]; /* lower case; its first
					   digits are enough, at least eight */
	struct view	 id;		/* CertId */
	bool		 longest;	/* of several, the one valid longest */
	bool		 signing;	/* SignTool's own filters as well */
	int64_t		 when;		/* now, seconds since 1970 */
};

struct select_candidate {
	const struct cert	*cert;
	bool			 has_key;
	size_t			 index;	/* place in the store, for CertId */
};

struct select_trail {
	size_t	considered;
	size_t	count;
	struct {
		enum select_filter	filter;
		size_t			left;
	} steps[SELECT_FILTERS];
};

/* Without outer spaces and the invisible marks that come along when text is
 * copied from a web page. */
struct view	 select_trim(const char *s);
/* A hash as people paste it: spaces, colons, dashes and a leading U+200E are
 * dropped. */
bool		 select_set_hash(struct select *s, const char *hash,
		    struct err *e) MUST_CHECK;
/* All of the hash is there: one file of the store answers. */
bool		 select_whole_hash(const struct select *s,
		    unsigned char sha1[SHA1_LEN]);
/* Is anything asked for at all? */
bool		 select_is_empty(const struct select *s);

/* Is `part` in `text`, in any case? Both UTF-8; anything else compares as it
 * is. */
bool		 select_contains(struct view text, struct view part);

/* `pool` is for the root; it may be NULL when none is asked for. */
bool		 select_meets(const struct select *s,
		    const struct select_candidate *c,
		    const struct chain_pool *pool, bool *meets, struct err *e)
		    MUST_CHECK;
/* Keeps, in their order, those of items[0..*count) that pass every filter. */
bool		 select_run(const struct select *s,
		    struct select_candidate *items, size_t *count,
		    const struct chain_pool *pool, struct select_trail *trail,
		    struct err *e) MUST_CHECK;
/* Of count > 0 candidates the place of the one valid longest. */
size_t		 select_longest(const struct select_candidate *items,
		    size_t count);
