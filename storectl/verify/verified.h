/*
 * verified.h - what is known of one file's signatures
 *
 * collect.c fills in the file and its signatures, judge.c their chains and
 * findings; report.h and json.h put them into words.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "chain/chain.h"
#include "formats/signed/authenticode.h"

/* Of one file. */
enum { VERIFY_SIGNATURES_MAX = 32 };

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
	FINDING_REVOCATION_UNKNOWN,
	FINDING_INCOMPLETE,
	FINDING_CONSTRAINTS,
	FINDING_CRITICAL,		/* an extension that is not supported */
	FINDING_MALFORMED,
	FINDING_NAME_CONSTRAINTS,
	FINDING_POLICY,
	FINDING_EXPIRED,
	FINDING_UNTRUSTED_ROOT,
	FINDING_WRONG_USAGE,
	FINDING_NOT_KERNEL,
	FINDING_OTHER_USAGE,		/* of /u */
	FINDING_OTHER_CERT,		/* of /sha1, /ca, /r */
};

struct judged {
	size_t			 index;
	bool			 is_nested;	/* in another one */
	struct authenticode	 own;		/* unless it is the catalogue's */
	const struct authenticode *sig;
	bool			 digest_is_wrong;
	struct chain_pool	 pool;
	struct chain		 signing;
	struct chain		 stamp;		/* count 0: none */
	struct chain		 cross;		/* the same */
	int64_t			 when;
	size_t			 revocation_checked;	/* steps */
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
