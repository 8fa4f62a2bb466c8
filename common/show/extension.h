/*
 * extension.h - the extensions of a certificate in words, as certmgr.msc's
 * Details show them
 *
 * Input:  untrusted. What does not read as its kind is shown as hex.
 * Errors: sticky, in *out (bytes.h). The text may hold control characters: print
 *         it with text_add_printable().
 */

#pragma once

#include "base/bytes.h"
#include "cert/algname.h"
#include "cert/certext.h"

/* "Key Usage"; the dotted number of an unknown one. */
const char	*extension_name(struct view oid, char buf[ALGNAME_MAX]);
void		 extension_value(const struct certext *x, struct bytes *out);
