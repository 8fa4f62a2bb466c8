/*
 * store.h - the certificates of one store: open, iterate, look up
 *
 * One file for a certificate, named by its SHA-1 thumbprint (40 upper-case
 * hex digits), holding Windows' serialized element, byte for byte: a folder
 * copied from a Windows profile lists as it is. Unknown properties and
 * certificates that nobody can parse are kept.
 *
 * Reading starts no libcrypto and builds no OpenSSL objects. A look-up by
 * thumbprint opens one file, however many there are. Files that are no
 * entries (wrong name, damaged, not regular) are skipped and counted.
 *
 * Ownership: certificates handed out are new and the caller's.
 */

#ifndef SPCKIT_STORE_STORE_H
#define SPCKIT_STORE_STORE_H

#include "base/err.h"
#include "cert/cert.h"
#include "store/location.h"

struct store {
	const struct location	*location;
	char			*name;		/* canonical */
	int			 dir;		/* -1: empty */
	size_t			 skipped;
};
#define STORE_INIT { NULL, NULL, -1, 0 }

bool		 store_open(struct store *s, const struct location *l,
		    const char *name, struct err *e) MUST_CHECK;
void		 store_close(struct store *s);
/* One certificate by thumbprint; *c is NULL when it is not there. */
bool		 store_find(const struct store *s,
		    const unsigned char sha1[SHA1_LEN], struct cert **c,
		    struct err *e) MUST_CHECK;
/* Every certificate, in no particular order: `each` may keep the cert by
 * returning true after setting *keep. Stops when `each` returns false. */
typedef bool	 store_each(struct cert *c, bool *keep, void *arg,
		    struct err *e);
bool		 store_walk(struct store *s, store_each *each, void *arg,
		    struct err *e) MUST_CHECK;
/* All of them, sorted by thumbprint. */
bool		 store_list(struct store *s, struct certlist *l,
		    struct err *e) MUST_CHECK;

#endif
