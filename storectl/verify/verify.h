/*
 * verify.h - the signatures of files, from evidence to finding
 *
 *   verify_open()      what all files share: roots, revocation lists, the
 *                      catalogue
 *   verify_collect()   one file -> its digest and signatures
 *   verify_judge()     a signature -> its chains and a finding
 *
 * Trust. /pa: the chain ends in a certificate that is in a Root store of either
 * location. /kp: the chain goes through a cross-certificate whose thumbprint is
 * one of Microsoft's page (crosscat.h), which stands for the root that the
 * verifier need not have, or through what -kernel-root names. Without either: as
 * /pa, and the signer's certificate is one for driver verification. Timestamps
 * are trusted through the Root stores or -stamp-root. Chains are built over both
 * locations and what came with the signature, at the time of the timestamp.
 *
 * Ownership: verify_close() and verify_collect_clear(), also after a failure.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/sha.h"
#include "cert/cert.h"
#include "chain/chain.h"
#include "crosscat/crosscat.h"
#include "formats/signed/authenticode.h"
#include "formats/signed/cat.h"
#include "io/osslsigncode.h"
#include "options.h"
#include "query/gather.h"
#include "query/revocation.h"
#include "verified.h"

enum { VERIFY_ANCHORS = 32 };

/* Certificates by thumbprint: what ends in or goes through one is trusted. */
struct anchors {
	unsigned char	sha1[VERIFY_ANCHORS][SHA1_LEN];
	size_t		count;
};

struct verify {
	const struct verify_options	*o;
	enum verify_policy		 policy;
	struct gather			 g;
	const struct chain_pool		*stores;
	struct certlist			 given;		/* files of roots */
	struct anchors			 kernel;
	struct anchors			 stamp;
	struct crosscat			 pins;
	struct revocation		 revocation;
	bool				 asks;		/* about revocation */
	int64_t				 now;
	struct osslsigncode		 program;
	int				 caught;	/* a signal, while it ran */
	struct bytes			 cat_file;
	struct authenticode		 cat_signature;
	struct cat			 cat;
};

/* The cap of what is verified, for readfile(). */
enum limit	verify_size(struct view start);
bool	verify_open(struct verify *v, const struct verify_options *o,
	    struct err *e) MUST_CHECK;
void	verify_close(struct verify *v);

/* False only when the file could not be looked at. Without signatures to judge
 * f->finding says why. */
bool	verify_collect(struct verify *v, const char *file,
	    struct verified *f, struct err *e) MUST_CHECK;
/* The same for bytes that f->file has already, under f->name. */
bool	verify_collect_bytes(struct verify *v, struct verified *f,
	    struct err *e) MUST_CHECK;
void	verify_collect_clear(struct verified *f);
/* f->items[n] gets chains and finding, the first bad one is the file's. */
bool	verify_judge(struct verify *v, struct verified *f, size_t n,
	    struct err *e) MUST_CHECK;
