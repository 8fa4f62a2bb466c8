/*
 * pe.h - signed PE files: where the signatures are
 *
 * DOS header, PE signature, optional header (PE32 and PE32+), data directory
 * 4: the attribute certificate table (Microsoft PE/COFF specification). Its
 * PKCS#7 entries hold the certificates.
 *
 * Input: untrusted; every offset is checked against the file.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/contents.h"

/* Certificates of all PKCS#7 signatures; an unsigned file has none, which is
 * no error. */
bool	pe_read(struct view in, const struct limits *limits,
	    struct contents *c, struct err *e) MUST_CHECK;
bool	pe_is(struct view in);
/* The n-th PKCS#7 signature, with what may be after it; empty after the
 * last. */
bool	pe_signature(struct view in, const struct limits *limits, size_t n,
	    struct view *pkcs7, struct err *e) MUST_CHECK;
/* The Authenticode digest ("Windows Authenticode Portable Executable Signature
 * Format", "Calculating the PE Image Hash"): of the whole file without the
 * checksum, the security directory and the signatures, filled up with zeros to
 * a multiple of eight. `digest` as base/osslctx.h names it. */
bool	pe_digest(struct view in, const char *digest, unsigned char *out,
	    size_t outlen, struct err *e) MUST_CHECK;
/* Is the table, if there is one, at the end and apart from the sections? Else
 * what replaces it would take part of the program away. */
bool	pe_check_table(struct view in, struct err *e) MUST_CHECK;
/* Does the digest cover all that a loader sees, and is the rest signatures?
 * The table is at the end; its entries are PKCS#7 of revision 0x200, whole, and
 * zeros after them (as EnableCertPaddingCheck wants it). A file without a table
 * passes. */
bool	pe_account(struct view in, const struct limits *limits, struct err *e)
	    MUST_CHECK;
