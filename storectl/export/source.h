/*
 * source.h - where bundles come from: files, or a store
 *
 * Files. All inputs together are one contents: a key in one file and its
 * certificates in another belong together. Which certificate is meant is
 * choose.h's. One certificate makes one bundle, with its chain in order and -
 * unless criteria chose it - everything else after it. Several make a bundle
 * each, without chains, and what is left follows, one by one. A key without key
 * spec and provider gets them from its certificate's properties, where a
 * serialized store kept them.
 *
 * A store. Each selected certificate with its chain where the form takes one; a
 * certificate that the form wants alone must be the only match. Private keys are
 * read only for forms that hold them.
 *
 * Passwords: `password` is tried on every file; not given: the terminal is asked
 *            for each file that needs one.
 * Errors:    those of load_file.h, gather.h and load_identity.h; ERR_NO_MATCH: a
 *            key is there, and no certificate of it; ERR_AMBIGUOUS names the
 *            candidates; ERR_NO_CERT.
 */

#pragma once

#include "base/err.h"
#include "base/secret.h"
#include "bundle.h"
#include "chain/select.h"
#include "format.h"
#include "query/gather.h"
#include "query/load_identity.h"
#include "storectl/cmdline.h"

struct export_files {
	const struct cmdline		*c;	/* inputs, limits */
	const struct cmdline_passwords	*password;
	const struct select		*criteria;	/* NULL: none given */
	const struct export_format	*format;
	bool				 with_key;
};

struct export_store {
	struct load_identity			 load;	/* its gather is open */
	const struct export_format	*format;
	bool				 with_key;
	bool				 with_chain;
};

bool	export_source_files(const struct export_files *f, struct bundles *out,
	    struct err *e) MUST_CHECK;
/* The passphrase in s->load is cleared. */
bool	export_source_store(struct export_store *s, struct bundles *out,
	    struct err *e) MUST_CHECK;
/* One that has been found already. */
bool	export_source_found(struct export_store *s, const struct gathered *x,
	    struct bundles *out, struct err *e) MUST_CHECK;
