/*
 * store.h - the certificates of one store: open, iterate, look up
 *
 * One file for a certificate, named by its SHA-1 thumbprint (40 upper-case
 * hex digits), holding Windows' serialized element, byte for byte: a folder
 * copied from a Windows profile lists as it is. Unknown properties and
 * certificates that cannot be parsed are kept.
 *
 * Reading starts no libcrypto and builds no OpenSSL objects. A look-up by
 * thumbprint opens one file, however many there are. Files that are not
 * entries (wrong name, damaged, not regular, not readable for the caller, or
 * writable by others) are skipped and counted; a disk that does not read is an error.
 *
 * Ownership: certificates handed out are new and the caller's. The location is
 *            borrowed until store_close().
 * Errors:    ERR_USAGE (not a valid name), ERR_ACCESS, ERR_IO, ERR_MEMORY;
 *            store_find() of a damaged entry: ERR_INPUT.
 */

#pragma once

#include "base/err.h"
#include "cert/cert.h"
#include "store/location.h"

struct store {
	const struct location	*location;
	char			*name;		/* canonical */
	int			 dir;		/* -1: empty */
	size_t			 skipped;	/* by the last walk */
	size_t			 unread;	/* of these: entries */
};
#define STORE_INIT { NULL, NULL, -1, 0, 0 }

bool		 store_open(struct store *s, const struct location *l,
		    const char *name, struct err *e) MUST_CHECK;
void		 store_close(struct store *s);
/* One certificate by thumbprint; *c is NULL when it is not there. */
bool		 store_find(const struct store *s,
		    const unsigned char sha1[SHA1_LEN], struct cert **c,
		    struct err *e) MUST_CHECK;
/* Every certificate, in the order of thumbprints: `each` may keep the cert by
 * returning true after setting *keep. Stops when `each` returns false. */
typedef bool	 store_each(struct cert *c, bool *keep, void *arg,
		    struct err *e);
bool		 store_walk(struct store *s, store_each *each, void *arg,
		    struct err *e) MUST_CHECK;
/* Only those whose thumbprint begins with these hex digits; others are not
 * opened. */
bool		 store_walk_like(struct store *s, const char *digits,
		    store_each *each, void *arg, struct err *e) MUST_CHECK;
/* All of them, in the same order, appended to the list. */
bool		 store_list(struct store *s, struct certlist *l,
		    struct err *e) MUST_CHECK;

/* ---- for change.c, which writes entries ---- */

#define STORE_FILE_LEN	(2 * SHA1_LEN)
/* The name of a certificate's file. */
void		 store_file(const unsigned char sha1[SHA1_LEN],
		    char file[STORE_FILE_LEN + 1]);
/* An entry by the name of its file: *c is NULL when there is none. ERR_INPUT
 * when it is damaged or holds another certificate. */
bool		 store_read(const struct location *l, int dir, const char *file,
		    const unsigned char sha1[SHA1_LEN], struct cert **c,
		    struct err *e) MUST_CHECK;
