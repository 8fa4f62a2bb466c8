/*
 * signtool.h - certificates, chains and choices as SignTool prints them
 *
 *     Issued to: MyCompany Inc.
 *     Issued by: VeriSign Class 3 Code Signing 2010 CA
 *     Expires:   Sat Aug 08 16:59:59 2015
 *     SHA1 hash: 598B...
 *
 * An empty line follows each. Times are in this machine's zone, at the offset
 * from UTC in force now: SignTool ignores whether daylight saving time was in
 * force then.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"
#include "chain/chain.h"
#include "query/pick.h"

/* Indented by `level` + 1 times four spaces. */
void	signtool_cert(struct bytes *out, const struct cert *c, unsigned level);
/* The root, or what stands highest, first; each below it four spaces further
 * to the right. */
void	signtool_chain(struct bytes *out, const struct chain *chain);
/* The same, with Microsoft Code Verification Root above a chain to it. */
void	signtool_cross_chain(struct bytes *out, const struct chain *chain);
/* "Mon Jan 27 14:48:55 2014" */
void	signtool_time(struct bytes *out, int64_t t);

/* "The following certificates were considered:" and what each filter left. */
void	signtool_considered(const struct pick *p, struct bytes *out);
/* "The following certificate was selected:" */
void	signtool_selected(const struct cert *c, struct bytes *out);
/* A refusal, to standard error; our own sentence follows with the error's
 * report. False, and nothing, when one was chosen, or the error is about
 * something else. */
bool	signtool_refused(const struct pick *p, const struct err *e);
