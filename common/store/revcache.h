/*
 * revcache.h - revocation lists and OCSP answers that a location keeps
 *
 *   <location>/revocation/<SHA-256 of the URL>.crl
 *   <location>/revocation/<SHA-256 of the CertID's DER and the URL>.ocsp
 *
 * Each is the answer of a server as it came, in DER: whether it is signed,
 * current, and for the certificate in question is decided by who uses it
 * (chain/ocsp.h, libcrypto for lists). crosscert revocation fetches what is
 * missing or out of date and removes what is.
 *
 * A location that is not there keeps nothing.
 *
 * Ownership:  the location is borrowed until revcache_close().
 * Limits:     REVCACHE_FILE bytes a file; crosscert keeps REVCACHE_FILES files
 *             of REVCACHE_ALL bytes together.
 * Errors:     ERR_ACCESS, ERR_IO, ERR_LIMIT, ERR_MEMORY. Sentences begin with
 *             the path.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "store/location.h"

enum {
	REVCACHE_FILE = 64 << 20,
	REVCACHE_FILES = 512,
	REVCACHE_ALL = 256 << 20,
	REVCACHE_NAME = 2 * 32 + sizeof(".ocsp"),
};

struct revcache {
	const struct location	*location;
	int			 dir;		/* -1: nothing kept */
};
#define REVCACHE_INIT { NULL, -1 }

bool	revcache_open(struct revcache *r, const struct location *l,
	    struct err *e) MUST_CHECK;
void	revcache_close(struct revcache *r);
/* *der stays empty when there is none. */
bool	revcache_crl(const struct revcache *r, struct view url,
	    struct bytes *der, struct err *e) MUST_CHECK;
bool	revcache_ocsp(const struct revcache *r, struct view certid,
	    struct view url, struct bytes *der, struct err *e) MUST_CHECK;

/* ---- for who fills it ---- */

void	revcache_crl_name(struct view url, char name[REVCACHE_NAME]);
bool	revcache_ocsp_name(struct view certid, struct view url,
	    char name[REVCACHE_NAME], struct err *e) MUST_CHECK;
