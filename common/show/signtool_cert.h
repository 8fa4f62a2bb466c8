/*
 * signtool_cert.h - certificates and chains as SignTool prints them
 *
 *     Issued to: MyCompany Inc.
 *     Issued by: VeriSign Class 3 Code Signing 2010 CA
 *     Expires:   Sat Aug 08 16:59:59 2015
 *     SHA1 hash: 598B...
 *
 * An empty line follows each. Times are of this machine's zone, with the
 * distance from UTC that is in force now: SignTool does not ask whether there
 * was summer time then.
 */

#ifndef SPCKIT_SHOW_SIGNTOOL_CERT_H
#define SPCKIT_SHOW_SIGNTOOL_CERT_H

#include <stdint.h>

#include "base/bytes.h"
#include "cert/cert.h"
#include "chain/chain.h"

/* Indented by `level` + 1 times four blanks. */
void	signtool_cert(struct bytes *out, const struct cert *c, unsigned level);
/* The root, or what stands highest, first; each below it four blanks further
 * to the right. */
void	signtool_chain(struct bytes *out, const struct chain *chain);
/* "Mon Jan 27 14:48:55 2014" */
void	signtool_time(struct bytes *out, int64_t t);

#endif
