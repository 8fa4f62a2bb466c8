/*
 * rootentry.h - the entries of a list of roots, and the certificates with what
 * the list says of them
 *
 * Each becomes an entry of a store: the certificate, whose SHA-1 is the entry's
 * name and whose SHA-256 is what the entry says, with the entry's properties
 * (ctl.h). What the list decides (usages, names, dates, policies) replaces what
 * the store had before; other properties of an entry that is there stay.
 *
 * Input:      untrusted until rootlist_open() has verified the list.
 * Ownership:  rootentries_clear(); attributes are views into the list.
 * Errors:     ERR_INPUT with the number of the entry, ERR_UNSUPPORTED,
 *             ERR_LIMIT, ERR_MEMORY.
 */

#pragma once

#include "base/err.h"
#include "cert/cert.h"
#include "rootlist.h"
#include "store/change.h"

enum { ROOTENTRIES_MAX = 8192 };

struct rootentry {
	unsigned char	 sha1[SHA1_LEN];
	struct view	 attributes;
	struct cert	*cert;		/* with the properties; NULL: not had, */
	struct err	 why;		/*	which says why */
	bool		 forbidden;	/* disallowed by a hash */
	enum change_state state;
};

struct rootentries {
	struct rootentry	*items;
	size_t			 count;
};

bool	rootentries_read(struct rootentries *r, const struct rootlist *l,
	    struct err *e) MUST_CHECK;
void	rootentries_clear(struct rootentries *r);
const struct rootentry *rootentries_find(const struct rootentries *r,
	    const unsigned char sha1[SHA1_LEN]);
/* Give x->cert the entry's properties, after it was checked to be the entry's.
 * `old` is what the store has of it, or NULL. *changed: they differ. */
bool	rootentry_apply(struct rootentry *x, const struct cert *old,
	    bool *changed, struct err *e) MUST_CHECK;
