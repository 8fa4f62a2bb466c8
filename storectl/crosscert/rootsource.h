/*
 * rootsource.h - where a list of roots and the certificates in it come from
 *
 * From what -in names: the list itself (authroot.stl, or the cabinet with it),
 * certificates (a serialized store or anything else that holds some), or a
 * folder with both, as certutil -syncWithWU writes it: certificates there are
 * named by their SHA-1, .crt. What is missing is fetched: from Microsoft's
 * server, or from where -url says, under the same names.
 *
 * Input:      untrusted; nothing here is verified but the SHA-1 of a
 *             certificate that is asked for by it.
 * Ownership:  rootsource_close().
 * Errors:     those of readfile.h, load.h, uncab.h and httpget.h; ERR_USAGE,
 *             ERR_FORMAT. Sentences begin with the file or URL.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"
#include "options.h"

enum rootlist_kind { ROOTLIST_ROOTS, ROOTLIST_DISALLOWED };

struct rootsource {
	const struct cmdline	*o;
	enum rootlist_kind	 kind;
	struct bytes		 list;		/* the signed PKCS#7 */
	struct bytes		 cabinet;	/* around it; may be empty */
	struct certlist		 certs;		/* of files */
	const char		*from;		/* for messages */
	char			 url[2048];	/* of the list, if it is fetched */
};

/* Reads what -in names and, where that has no list, fetches it. To be closed
 * also when it fails. */
bool	rootsource_open(struct rootsource *s, const struct cmdline *o,
	    enum rootlist_kind kind, struct err *e) MUST_CHECK;
void	rootsource_close(struct rootsource *s);
/* *c is new and the caller's. Without `fetch` it stays NULL for one that is
 * not at hand; with it that is an error. */
bool	rootsource_find(struct rootsource *s,
	    const unsigned char sha1[SHA1_LEN], bool fetch, struct cert **c,
	    struct err *e) MUST_CHECK;
/* "authroot.stl", "authrootstl.cab": the names of the list and its cabinet. */
const char	*rootsource_stl(enum rootlist_kind kind);
const char	*rootsource_cab(enum rootlist_kind kind);
