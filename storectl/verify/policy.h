/*
 * policy.h - may this chain be trusted for what it did, and is it the one that
 * was asked for?
 *
 * Beyond what chain/chain.h says of a chain: extended key usages, weak
 * signatures, critical extensions, and the user's /u, /sha1, /ca and /r.
 */

#pragma once

#include "base/bytes.h"
#include "cert/certscan.h"
#include "chain/chain.h"
#include "options.h"
#include "verified.h"

/* Always false, for `return`. */
bool	verify_policy_refuse(struct judged *j, enum finding finding,
	    const char *why);
/* Usages are bodies of OIDs. */
bool	verify_policy_has_usage(const struct certscan *s, struct view oid);
/* What is wrong with a certificate of the chain ("is signed with MD5 ..."),
 * and the finding; NULL: nothing. */
const char *verify_policy_fault(const struct chain *c, struct view usage,
	    enum finding *finding);
/* Is it what /u, /sha1, /ca and /r ask for? */
bool	verify_policy_wanted(const struct verify_options *o,
	    struct judged *j);
