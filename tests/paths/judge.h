/*
 * judge.h - a case before libcrypto and before us
 *
 * The peer is X509_verify_cert() as `openssl verify` calls it: the roots
 * trusted, everything else in one pool, -policy_check with any policy where none
 * is wanted, -crl_check_all -extended_crl -use_deltas where there are lists. It
 * follows one path, the first that fits.
 *
 * What is expected of us is its verdict on any path by itself, each
 * certificate's revocation by itself, with these exceptions:
 *
 *   anchor		a root is a name and a key: it need not be a CA's, nor its
 *			extensions known, nor its own signature be right
 *   small-key md5 not-der malformed no-basic-constraints
 *			certificates that rules.h refuses
 *   root-not-a-ca	a root that says so
 *   list-md5 list-without-end
 *			lists that crl.h does not look at
 *   list-of-a-bad-signer
 *			one that is not good itself, or by its own list alone, or
 *			that the certificate in question has issued
 *
 * Where that differs from `openssl verify`, one of these words says why, or
 * `path` or `lists-or-path`: it went another way through the pool, or asked for
 * one list that covers all certificates.
 */

#pragma once

#include "chain/crl.h"
#include "make.h"

struct verdicts {
	bool		 ours;
	unsigned	 faults;	/* ours: enum chain_fault */
	bool		 pooled;	/* as `openssl verify` */
	bool		 expected;
	const char	*word;		/* why ours is not pooled; "": it is */
};

void		 judge(const struct made *m, struct verdicts *v);
/* Dotted numbers, in buf. */
const char	*judge_policy(const char *word, char buf[64]);
