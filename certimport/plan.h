/*
 * plan.h - contents -> which key and which certificate goes where
 *
 * Everything that is decided about a file before anything is written:
 *
 *   plan_pfx()       certutil -importPFX: certificates with a key to the store
 *                    named or My, the others as placement.h says, less what
 *                    the modifiers leave out
 *   plan_addstore()  certutil -addstore: all of them into the one store
 *
 * Every certificate whose key is in the file is a leaf, so a renewal that kept
 * its key comes along. A self-signed leaf goes to My and, as on Windows, to
 * Root as well, unless NoRoot, NoChain or the store named says otherwise.
 *
 * A leaf gets CERT_KEY_PROV_INFO: the container is the name of the key in our
 * store, provider and key spec as Windows would choose them.
 *
 * Ownership: the plan owns the certificates (taken out of the contents) and
 *            borrows keys and options.
 * Errors:    ERR_MEMORY; ERR_KEY_STATE for a provider that cannot hold a key.
 */

#pragma once

#include "cert/contents.h"
#include "modifiers.h"
#include "query/placement.h"
#include "store/change.h"
#include "store/vault/keyvault.h"

struct plan_options {
	const char		*store;		/* NULL: not named */
	bool			 single_store;	/* the chain goes there, too */
	const struct modifiers	*modifiers;
	const char		*provider;	/* NULL: as the file says */
	bool			 no_properties;	/* forget names and provider */
	bool			 on_token;	/* the keys go to one */
	enum place		 place;
};

struct plan_key {
	const struct key	*key;
	struct keyname		 name;
	struct keyinfo		 info;
	bool			 has_cert;
	bool			 put_on_token;	/* by this import */
	enum change_state	 state;		/* after import_apply() */
};

#define PLAN_NO_KEY	((size_t)-1)

struct plan_cert {
	struct cert		*cert;
	const char		*store;
	enum role		 role;
	size_t			 key;		/* place in keys */
	bool			 has_key;	/* there, or in the location */
	bool			 signature_fits; /* of a self-signed one: looked
						   at for -addstore */
	enum change_state	 state;
};

struct plan {
	struct plan_key		*keys;
	size_t			 key_count;
	struct plan_cert	*certs;		/* leaves first */
	size_t			 cert_count;
	struct certlist		 file;		/* all of the file's */
	struct certlist		 copies;	/* second entries of one */
	size_t			 roots_left;	/* left out by NoRoot */
};
#define PLAN_INIT { NULL, 0, NULL, 0, CERTLIST_INIT, CERTLIST_INIT, 0 }

bool	plan_pfx(struct contents *c, const struct plan_options *o,
	    struct plan *p, struct err *e) MUST_CHECK;
bool	plan_addstore(struct contents *c, const char *store, struct plan *p,
	    struct err *e) MUST_CHECK;
/* Certificate n is not to be imported after all. */
void	plan_leave_out(struct plan *p, size_t n);
/* Was anything added or replaced? After import_apply(). */
bool	plan_changed(const struct plan *p);
void	plan_clear(struct plan *p);
