#include "chain/issued.h"

#include "chain/chain.h"
#include "chain/order.h"

bool
issued_by(const struct cert *c, const struct cert *issuer, bool *yes,
    struct err *e)
{
	const struct chain_options o = { .when = 0 };
	struct chain_pool pool = CHAIN_POOL_INIT;
	struct chain chain;
	bool ok;

	*yes = false;
	if (!c->scanned || !issuer->scanned || !order_is_issuer(issuer, c))
		return true;
	/* The only issuer there is: it is in the path, or it is none. */
	ok = chain_pool_add(&pool, issuer, CHAIN_KNOWN, e) &&
	    chain_build(&pool, c, &o, &chain, e);
	if (ok && cert_same(c, issuer))
		*yes = chain.complete && (chain.steps[0].faults &
		    (CHAIN_BAD_SIGNATURE | CHAIN_UNVERIFIABLE)) == 0;
	else if (ok)
		*yes = chain.count > 1 && (chain.steps[0].faults &
		    (CHAIN_BAD_SIGNATURE | CHAIN_UNVERIFIABLE)) == 0;
	chain_pool_clear(&pool);
	return ok;
}
