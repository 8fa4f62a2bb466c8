/*
 * verify.h - what is known of a file's signatures: from evidence to finding
 *
 *   verify_open()      what all files share: roots, revocation lists, the
 *                      catalogue
 *   verify_collect()   one file -> its digest and signatures (verify_file.c;
 *                      osslsigncode says whether the digest is the file's,
 *                      verify_digest.c)
 *   verify_judge()     a signature -> its chains and a finding
 *                      (verify_trust.c)
 *   verify_report.h    the words
 *
 * Trust. /pa: the chain ends in a certificate that is in a Root store of either
 * location. /kp: the chain goes through a cross-certificate whose thumbprint is
 * one of Microsoft's page (crosscat.h), which stands for the root that nobody
 * needs to have, or through what -kernel-root names. Without either: as /pa,
 * and the signer's certificate is one for driver verification. Time stamps are
 * trusted through the Root stores or -stamp-root. Chains are built over both
 * locations and what came with the signature, at the time of the time stamp.
 *
 * Ownership: verify_close(), verified_clear(); both may follow a failure.
 */

#ifndef SPCKIT_STORECTL_VERIFY_VERIFY_H
#define SPCKIT_STORECTL_VERIFY_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"
#include "base/sha.h"
#include "cert/cert.h"
#include "chain/chain.h"
#include "chain/crl.h"
#include "crosscat/crosscat.h"
#include "formats/signed/authenticode.h"
#include "formats/signed/cat.h"
#include "io/osslsigncode.h"
#include "options.h"
#include "query/gather.h"
#include "storectl/cmdline.h"

enum finding {
	FINDING_GOOD,
	FINDING_NO_SIGNATURE,
	FINDING_NO_SUCH_SIGNATURE,	/* of /ds */
	FINDING_UNKNOWN_FORMAT,
	FINDING_NOT_IN_CATALOG,
	FINDING_BAD_DIGEST,
	FINDING_BAD_STAMP,
	FINDING_BAD_CHAIN_SIGNATURE,
	FINDING_DISTRUSTED,
	FINDING_REVOKED,
	FINDING_INCOMPLETE,
	FINDING_CONSTRAINTS,
	FINDING_CRITICAL,		/* an extension nobody understands */
	FINDING_EXPIRED,
	FINDING_UNTRUSTED_ROOT,
	FINDING_WRONG_USAGE,
	FINDING_NOT_KERNEL,
	FINDING_OTHER_USAGE,		/* of /u */
	FINDING_OTHER_CERT,		/* of /sha1, /ca, /r */
};

enum { VERIFY_ANCHORS = 32, VERIFY_SIGNATURES = 32 };

/* Certificates by thumbprint: what ends in or goes through one is trusted. */
struct anchors {
	unsigned char	sha1[VERIFY_ANCHORS][SHA1_LEN];
	size_t		count;
};

struct verify {
	const struct verify_options	*o;
	enum verify_policy		 policy;
	struct cmdline			 line;		/* for gather */
	struct gather			 g;
	const struct chain_pool		*stores;
	struct certlist			 given;		/* files of roots */
	struct anchors			 kernel;
	struct anchors			 stamp;
	struct crosscat			 pins;
	struct crls			 crls;
	int64_t				 now;
	struct osslsigncode		 program;
	bool				 own_digests;	/* of programs, alone */
	int				 caught;	/* a signal, while it ran */
	struct bytes			 cat_file;
	struct authenticode		 cat_signature;
	struct cat			 cat;
};

struct judged {
	size_t			 index;
	struct authenticode	 own;		/* unless it is the catalogue's */
	const struct authenticode *sig;
	bool			 digest_is_wrong;
	struct chain_pool	 pool;
	struct chain		 signing;
	struct chain		 stamp;		/* count 0: none */
	struct chain		 cross;		/* the same */
	int64_t			 when;
	size_t			 revocation_checked;	/* steps */
	size_t			 revoked;	/* a step; SIZE_MAX: none */
	bool			 stamp_revoked;
	bool			 judged;
	enum finding		 finding;
	struct err		 why;
};

struct verified {
	const char	*name;
	bool		 missing;		/* the file is not there */
	struct bytes	 file;
	bool		 by_catalog;
	const char	*hash_name;		/* "sha256"; NULL: none */
	unsigned char	 hash[64];
	size_t		 hash_len;
	struct judged	*items;
	size_t		 count;
	enum finding	 finding;		/* of the file */
	struct err	 why;
};

bool	verify_open(struct verify *v, const struct verify_options *o,
	    struct err *e) MUST_CHECK;
void	verify_close(struct verify *v);

/* False only when the file could not be looked at. Without signatures to judge
 * f->finding says why. */
bool	verify_collect(struct verify *v, const char *file,
	    struct verified *f, struct err *e) MUST_CHECK;
void	verified_clear(struct verified *f);
/* f->items[n] gets chains and finding, the first bad one is the file's. */
bool	verify_judge(struct verify *v, struct verified *f, size_t n,
	    struct err *e) MUST_CHECK;

/* ---- between the parts ---- */

/* By osslsigncode: sets digest_is_wrong of those that are not of this file. */
bool	verify_digests(struct verify *v, struct verified *f, struct err *e)
	    MUST_CHECK;
/* The signature of a file that is neither a program nor a catalogue; empty:
 * it has none. *is_known: of a kind that can have one. */
bool	verify_extract(struct verify *v, const struct bytes *file,
	    struct bytes *pkcs7, bool *is_known, struct err *e) MUST_CHECK;
/* Always false, for `return`. */
bool	verify_find(struct judged *j, enum finding finding, const char *why);
/* Usages are bodies of OIDs. */
bool	verify_has_usage(const struct certscan *s, struct view oid);
bool	verify_chain_allows(const struct chain *c, struct view oid);
/* Has it no critical extension that is not understood? */
bool	verify_chain_is_understood(const struct chain *c);
bool	verify_chain_is_weak(const struct chain *c);
bool	verify_wishes(const struct verify *v, struct judged *j);
bool	anchors_have(const struct anchors *a,
	    const unsigned char sha1[SHA1_LEN]);

#endif
