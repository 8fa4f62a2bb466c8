/*
 * spc.h - PKCS#7 (.spc, .p7b, .p7c, .p7s, .cat) <-> certificates
 *
 * Certificates-only and signed SignedData (RFC 2315, RFC 5652), signers by
 * issuer and serial or by subjectKeyIdentifier; DER or BER. Other content
 * types (data, enveloped, ...) are valid containers without certificates.
 * CRLs are counted and skipped.
 *
 * Signatures are not verified here: a container is not evidence.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/contents.h"

bool	spc_read(struct view der, const struct limits *limits,
	    struct contents *c, struct err *e) MUST_CHECK;
/* Append a certificates-only SignedData (DER): leaf (may be NULL), then the
 * list, in this order inside the SET as given (DER's sorting is not what any
 * reader wants, and none insists on it). */
bool	spc_write(const struct cert *leaf, const struct certlist *more,
	    struct bytes *out, struct err *e) MUST_CHECK;
