/*
 * pe.h - signed PE files: where the signatures are
 *
 * DOS header, PE signature, optional header (PE32 and PE32+), data directory
 * 4: the attribute certificate table (Microsoft PE/COFF specification). Its
 * PKCS#7 entries hold the certificates. Digests are osslsigncode's business.
 *
 * Input: untrusted; every offset is checked against the file.
 */

#ifndef SPCKIT_FORMATS_PE_H
#define SPCKIT_FORMATS_PE_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/contents.h"

/* Certificates of all PKCS#7 signatures; an unsigned file has none, which is
 * no error. */
bool	pe_read(struct view in, const struct limits *limits,
	    struct contents *c, struct err *e) MUST_CHECK;

#endif
