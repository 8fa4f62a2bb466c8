/*
 * judge.h - what is wrong with a path, and how good is it?
 *
 * Private to chain.c, which finds the paths; why a path ends is in its last
 * step's faults already. libcrypto judges it (path.h), rules.h adds what
 * libcrypto takes, the Disallowed store is asked by cert_is_twin(), and
 * revocation lists are looked into where there are any (revoke.h).
 */

#pragma once

#include "chain/chain.h"
#include "chain/issued.h"

struct judging {
	const struct chain_pool		*pool;
	const struct chain_options	*o;
	struct issued			 parsed;	/* X509s, signatures */
	/* May this certificate sign revocation lists, going by its own path? */
	bool		(*may_sign_lists)(void *arg, const struct cert *c,
			    bool *yes, struct err *e);
	void		*arg;
};

/* Fills in all that follows from the steps, c->complete and c->trusted. */
bool	judge_chain(struct judging *j, struct chain *c, struct err *e)
	    MUST_CHECK;
/* Of two judged paths the one with the higher score is the better one. */
long	judge_score(const struct chain *c, bool kernel);
