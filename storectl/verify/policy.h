/*
 * policy.h - may this chain be used for what it did, and is it the one that was
 * asked for?
 *
 * Beyond what chain/chain.h says of a chain: extended key usages, Microsoft's
 * application policies (1.3.6.1.4.1.311.21.10), key usage, and the user's /u,
 * /sha1, /ca and /r.
 *
 * What a CA may not do, those below it may not either. A signer may sign with
 * codeSigning, with anyExtendedKeyUsage, or without any usage stated; its key
 * usage, where it has one, holds digitalSignature. A timestamper has
 * timeStamping and no other usage (RFC 3161, 2.3), and its key usage, where it
 * has one, holds digitalSignature or nonRepudiation.
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
/* Of the extended key usages that it states; the body of an OID. */
bool	verify_policy_has_usage(const struct certscan *s, struct view oid);
enum verify_role { VERIFY_SIGNER, VERIFY_STAMPER };
/* The body of its OID. */
struct view	verify_policy_usage(enum verify_role role);
/* False, with the certificate and the rule in *why. */
bool	verify_policy_usages(const struct chain *c, enum verify_role role,
	    struct err *why);
/* Is a certificate of it signed with SHA-1? An anchor's own signature does not
 * count. */
bool	verify_policy_uses_sha1(const struct chain *c);
/* The stamper's usage should be critical (RFC 3161, 2.3); Microsoft's are not. */
bool	verify_policy_usage_is_critical(const struct certscan *s);
/* Is it what /u, /sha1, /ca and /r ask for? */
bool	verify_policy_wanted(const struct verify_options *o,
	    struct judged *j);
