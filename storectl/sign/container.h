/*
 * container.h - /csp and /kc: where the key of a file without one is
 *
 * /f may name a certificate alone. SignTool then needs provider and container;
 * here
 *
 *   /csp pkcs11:...  the key is on that token (RFC 7512): the object that the
 *                    URI or /kc names, else the one whose id is the SHA-1 of
 *                    the certificate's public key, as certimport puts it there
 *   otherwise        it is in the stores of /f's user and found by the public
 *                    key. The name of a Windows provider is ignored; /kc
 *                    must be its container: the name that certutil -store
 *                    prints, or its KeyFriendlyName.
 *
 * Ownership: strings handed out are new.
 * Errors:    ERR_MEMORY, ERR_USAGE.
 */

#pragma once

#include "base/err.h"
#include "cert/cert.h"
#include "options.h"
#include "query/gather.h"

/* Is there a key for this certificate? `g` may be NULL. */
bool	sign_container_has(const struct sign_options *o,
	    const struct gather *g, const struct cert *c, bool *has,
	    struct err *e) MUST_CHECK;
/* The URI of the key on the token of /csp; *uri is NULL when it names none. */
bool	sign_container_token(const struct sign_options *o,
	    const struct cert *c, char **uri, struct err *e) MUST_CHECK;
