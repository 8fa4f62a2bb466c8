/*
 * placement.h - which store a certificate belongs in
 *
 * What a certificate is decides, as in certutil -importPFX and in the wizard's
 * "automatically select the certificate store":
 *
 *   leaf    its private key comes with it      the store named, else My
 *   root    self-signed                        Root
 *   issuer  a CA's, or issued another one of   CA (cross-certificates too)
 *           the same file
 *   other   somebody else's, without its key   AddressBook ("Other People")
 *
 * A file without any key has no such leaf; where a store was named for it, the
 * certificates that issued none of the others go there.
 *
 * A look at names, key identifiers and basicConstraints; no signature is
 * verified.
 */

#pragma once

#include "cert/cert.h"

enum role { ROLE_LEAF, ROLE_ROOT, ROLE_ISSUER, ROLE_OTHER };

/* Of a certificate whose key is not in the file. */
enum role	 placement_role(const struct cert *c,
		    const struct certlist *file);
/* Has it issued another certificate of the file? */
bool		 placement_issued(const struct cert *c,
		    const struct certlist *file);
const char	*placement_store(enum role role);
