/*
 * export_sst.h - parcels -> a serialized store whose leaves know their keys
 *
 * A certificate keeps the properties it came with. One whose key is known and
 * that has no CERT_KEY_PROV_INFO gets it, as Windows would have it: the name
 * of the key in our stores as the container, provider, key spec. A serialized
 * store holds no private keys.
 */

#ifndef SPCKIT_STORECTL_EXPORT_SST_H
#define SPCKIT_STORECTL_EXPORT_SST_H

#include "base/bytes.h"
#include "base/err.h"
#include "parcel.h"

/* name (where there is one parcel) and csp replace those of the leaf and its
 * key; NULL: they stay. */
bool	export_sst_write(const struct parcels *l, const char *name,
	    const char *csp, struct bytes *out, struct err *e) MUST_CHECK;

#endif
