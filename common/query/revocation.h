/*
 * revocation.h - what is known of the revocation of a chain's certificates:
 * lists of files, and with -revocation online what their issuers publish
 *
 *   load_crls()		 into r->crls (load_crls.h)
 *   revocation_online() has crosscert fetch the lists, and answers of OCSP
 *			 responders, for a chain, and adds them
 *
 * crosscert keeps what it fetched in the location until it is out of date, so
 * the second chain of an issuer costs nothing. Within one process a certificate
 * is asked about once.
 *
 * Ownership:  revocation_clear().
 * Errors:     those of fetcher.h and revcache.h. What could not be fetched is
 *             missing then: the chain's revocation stays unknown.
 */

#pragma once

#include "base/err.h"
#include "chain/chain.h"
#include "query/fetcher.h"

struct revocation {
	struct crls	  crls;
	unsigned char	(*asked)[SHA1_LEN];
	size_t		  count;
};
#define REVOCATION_INIT { CRLS_INIT, NULL, 0 }

bool	revocation_online(struct revocation *r, const struct chain *c,
	    const struct fetcher *f, struct err *e) MUST_CHECK;
void	revocation_clear(struct revocation *r);
