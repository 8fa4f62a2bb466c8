/*
 * chain.h - the certificates that go into a signature
 *
 * The leaf and the CAs above it, never a self-signed root: the verifier supplies
 * the root, and one that finds it beside a cross-certificate takes the path to
 * it. A cross-certificate (/ac) leads from the root's key to another root; it is
 * given as DER, PEM or in a container, or found among the stores' CAs (/kernel).
 * None is there twice: what the signature has anyway is not attached again.
 *
 * Notes are sentences for the user that change nothing: what was left out, what
 * is missing above the leaf or has expired, a cross-certificate that does not
 * match.
 *
 * Ownership: the lists own copies; the chain borrows from the pool and `cross`.
 * Errors:    ERR_NO_CERT: no certificate in a file of /ac, or none for /kernel;
 *            those of load_file.h and chain.h.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "chain/chain.h"
#include "cli/opt.h"

struct sign_chain {
	struct certlist	 certs;		/* the leaf first */
	struct certlist	 cross;		/* to be attached as well */
	struct certlist	 spare;		/* of /ac, but not to be attached */
	bool		 crossed;	/* `chain` goes through one of them */
	struct chain	 chain;		/* for printing */
	struct bytes	 notes;		/* lines */
};

struct sign_chain_query {
	const struct chain_pool	*pool;
	const struct cert	*leaf;
	const struct opt_list	*files;		/* of /ac */
	bool			 kernel;
	const struct limits	*limits;
};

bool	sign_chain_build(struct sign_chain *s, const struct sign_chain_query *q,
	    struct err *e) MUST_CHECK;
void	sign_chain_clear(struct sign_chain *s);
