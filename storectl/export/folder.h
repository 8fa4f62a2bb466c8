/*
 * folder.h - bundles -> the store folders of .NET on Linux
 *
 * What .NET's X509Store (CurrentUser) reads, by the rules of dotnet/runtime's
 * OpenSslDirectoryBasedStoreProvider and UnixPkcs12Reader: below
 * ~/.dotnet/corefx/cryptography/x509stores a folder for each store, its name in
 * lower case, 0700; in it one PFX for each certificate, opened without a
 * password, named by the thumbprint in upper case, 0600.
 *
 * Without a password anyone who reads the file has the key, so the iterations of
 * its "encryption" are few: .NET bounds what it spends on such files.
 *
 * A selected certificate goes into the folder of its store, with its key; the
 * CAs of its chain into `ca`. A root is written only when it was selected:
 * trusting it is a decision of its own. Certificates without a key that are
 * there already are left alone.
 *
 * All names are checked before the first file is written; files then appear
 * whole, one after the other.
 *
 * Ownership: `written` gets new strings, the caller's (export_folder_clear()).
 * Errors:    ERR_EXISTS without `replace`, those of atomicfile.h.
 */

#pragma once

#include "base/err.h"
#include "bundle.h"
#include "format.h"

struct export_folder {
	const char	*path;		/* of x509stores; NULL: the user's */
	const char	*store;		/* of what was selected: "My" */
	bool		 replace;
	/* results */
	char		*folder;	/* path, as it was used */
	char		**written;
	size_t		 count;
};

/* Takes the chains out of the bundles. */
bool	export_folder_write(struct export_folder *f, struct bundles *l,
	    const struct export_options *o, struct err *e) MUST_CHECK;
void	export_folder_clear(struct export_folder *f);
