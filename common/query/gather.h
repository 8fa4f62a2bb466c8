/*
 * gather.h - what a selection finds in a store
 *
 *   gather_open()    opens the chosen location for reading and the store in it
 *   gather_each()    every certificate that meets the criteria, in the order of
 *                    thumbprints, one in memory at a time (lists)
 *   gather_all()     the same, kept in g->found
 *   gather_summary() the same, only what a list shows of them
 *   gather_one()     the one that is meant: exactly one must meet the criteria,
 *                    or -a takes the one valid longest
 *   gather_pool()    everything a chain may go through, of both locations
 *   gather_close()   always, at the end
 *
 * Just the criteria that were given are applied (select_meets()), so that an
 * expired or foreign certificate can be seen and removed. A certificate's place
 * in the store, for CertId, is counted in the order of thumbprints.
 *
 * A whole thumbprint opens one file, however large the store is; the beginning
 * of one opens those that begin like it. The names of the private keys are read
 * once, the pool for chains only when a root is among the criteria or
 * gather_pool() is called; that also starts libcrypto (engines.h), which
 * nothing else here does.
 *
 * The other location is opened for gather_pool() and for saying that what was
 * not found is there. When it cannot be read g->other_err says why, and it
 * counts as empty; but where the machine's cannot be read there is no pool:
 * what is disallowed there would be trusted.
 *
 * Ownership: struct gather owns the certificates in found and in the pool.
 * Errors:    ERR_NOT_FOUND (no such store), ERR_NO_CERT (nothing meets the
 *            criteria; the sentence says where it was looked, and in which
 *            location there is something), ERR_AMBIGUOUS (the sentence lists
 *            what fits), ERR_USAGE, and those of store.h and location.h.
 */

#pragma once

#include "base/err.h"
#include "cert/cert.h"
#include "chain/chain.h"
#include "chain/select.h"
#include "query/selection.h"
#include "store/location.h"
#include "store/store.h"
#include "store/summary.h"
#include "store/vault/keyvault.h"

struct gathered {
	struct cert	*cert;
	bool		 has_key;	/* in the same location: its name is
					   keyvault_name_of_cert() */
	size_t		 index;		/* place in the store; 0 when only one
					   was looked at */
};

struct gather {
	struct select	 criteria;
	enum place	 place;
	struct location	 location;	/* the chosen one */
	struct store	 store;
	size_t		 total;		/* certificates in the store, seen by the
					   first three */
	/* gather_all(), gather_one(): */
	struct gathered	*found;
	size_t		 count;
	/* private: */
	bool		 windows;
	bool		 have_keys;
	struct keynames	 keys;
	bool		 other_tried;
	struct location	 other;
	struct err	 other_err;
	bool		 have_pool;
	struct certlist	 pool_certs;
	struct disallowed disallowed;
	struct chain_pool pool;
};

void	gather_init(struct gather *g);
/* Where `s` names no store, My of the user. To be closed also when it fails. */
bool	gather_open(struct gather *g, const struct selection *s,
	    struct err *e) MUST_CHECK;
void	gather_close(struct gather *g);
/* For who has read all it wants and lets another program write. */
void	gather_unlock(struct gather *g);

/* `each` keeps the certificate by setting *keep (it is then its owner's to
 * free), and stops everything by returning false. */
typedef bool	gather_visit(const struct gathered *x, bool *keep, void *arg,
		    struct err *e);
bool	gather_each(struct gather *g, gather_visit *each, void *arg,
	    struct err *e) MUST_CHECK;
bool	gather_all(struct gather *g, struct err *e) MUST_CHECK;
/* The same by other criteria than those of the selection. */
bool	gather_all_that(struct gather *g, const struct select *criteria,
	    struct err *e) MUST_CHECK;
/* *x borrows from g. */
bool	gather_one(struct gather *g, const struct gathered **x, struct err *e)
	    MUST_CHECK;
/* The pool: both locations' My, CA and Root (trusted), and Disallowed. NULL on
 * failure. Valid until gather_close(). */
const struct chain_pool *gather_pool(struct gather *g, struct err *e)
	    MUST_CHECK;
/* What is known of its private key without opening it. *known is false when
 * there is none, or the caller may not look at it. keyinfo_clear() in any case.
 * Errors: ERR_MEMORY. */
bool	gather_keyinfo(const struct gather *g, const struct gathered *x,
	    struct keyinfo *info, bool *known, struct err *e) MUST_CHECK;

/* Of every certificate that meets the criteria a row; nothing is opened when
 * all of a store is meant and its index is good. */
bool	gather_summary(struct gather *g, struct summary *m, struct err *e)
	    MUST_CHECK;
/* Is there a private key of this name? */
bool	gather_has_key(const struct gather *g, const struct keyname *n);

/* How many certificates of the same store in the other location meet these
 * criteria. */
bool	gather_count_other(struct gather *g, const struct select *criteria,
	    size_t *count, struct err *e) MUST_CHECK;
/* "-sm" or "-user" (certutil: "without -user"): what would have looked into the
 * other location. */
const char *gather_other_option(const struct gather *g);
/* " that match", after a number of them; "" where nothing was asked for. */
const char *gather_that_match(const struct gather *g, size_t count);
/* The sentence for nothing found, when something was asked for. */
bool	gather_refuse_none(struct gather *g, struct err *e);
/* That for several, which lists g->found; `cure` as of choose.h. */
bool	gather_refuse_several(const struct gather *g, const char *cure,
	    struct err *e);
