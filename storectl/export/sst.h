/*
 * sst.h - bundles -> a serialized store
 *
 * A certificate keeps the properties it came with. A serialized store holds no
 * private keys; one whose key is known can say so, as Windows does, with
 * CERT_KEY_PROV_INFO: the name of the key in our stores as the container, its
 * provider and key spec.
 */

#ifndef SPCKIT_STORECTL_EXPORT_SST_H
#define SPCKIT_STORECTL_EXPORT_SST_H

#include "base/bytes.h"
#include "base/err.h"
#include "bundle.h"

/* Unless it says where its key is already. */
bool	export_sst_describe_key(struct cert *leaf, const struct key *k,
	    struct err *e) MUST_CHECK;
/* name, where there is one bundle, replaces that of its certificate; NULL: it
 * stays. */
bool	export_sst_write(const struct bundles *l, const char *name,
	    struct bytes *out, struct err *e) MUST_CHECK;

#endif
