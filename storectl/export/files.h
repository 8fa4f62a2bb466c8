/*
 * files.h - files -> bundles
 *
 * All inputs together are one contents: a key in one file and its certificates
 * in another belong together. Which certificate is meant is export_choose.h's.
 *
 * One certificate makes one bundle, with its chain in order and - unless
 * criteria chose it - everything else behind it. Several make a bundle each,
 * without chains, and what is left follows, one by one.
 *
 * A key that does not say its key spec and provider gets them from its
 * certificate's properties, where a serialized store kept them.
 *
 * Passwords: `password` is tried on every file; not given: a file that needs
 *            one is asked for on the terminal.
 * Errors:    those of readfile() and load(), with the file in front;
 *            ERR_NO_MATCH: a key is there, and no certificate of it;
 *            ERR_AMBIGUOUS names the candidates; ERR_NO_CERT.
 */

#ifndef SPCKIT_STORECTL_EXPORT_FILES_H
#define SPCKIT_STORECTL_EXPORT_FILES_H

#include <stdbool.h>

#include "base/err.h"
#include "base/secret.h"
#include "bundle.h"
#include "chain/select.h"
#include "format.h"
#include "storectl/cmdline.h"

struct export_files {
	const struct cmdline		*c;	/* inputs, limits */
	const struct secret		*password;
	const struct select		*criteria;	/* NULL: none given */
	const struct export_format	*format;
	bool				 with_key;
};

bool	export_from_files(const struct export_files *f, struct bundles *out,
	    struct err *e) MUST_CHECK;

#endif
