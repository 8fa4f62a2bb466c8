/*
 * sst.h - Windows' serialized stores and elements (MS-GPEF 2.2.1.1.1.1,
 * MS-OSHARED 2.3.2.5)
 *
 * Element: { u32 id, u32 encoding = 1, u32 length, bytes }*, little-endian;
 * the certificate is id 32 (CRL 33, CTL 34) and ends an element in a store;
 * its properties come before it. Store: 00000000 'CERT', elements, 12 zero
 * bytes. A single element may hold its properties after the certificate too.
 *
 * Certificates that cannot be parsed are kept byte for byte (cert_new_opaque),
 * unknown properties too (cert->properties). The friendly name (id 11) is also
 * put into cert->friendly_name. A missing trailer is a warning, anything cut
 * off inside an element an error.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/contents.h"

bool	sst_is_store(struct view in);
bool	sst_is_element(struct view in);
bool	sst_read(struct view in, const struct limits *limits,
	    struct contents *c, struct err *e) MUST_CHECK;
bool	sst_read_element(struct view in, const struct limits *limits,
	    struct contents *c, struct err *e) MUST_CHECK;

/* Append one element: the kept properties, a friendly name where it is not
 * among them, SHA-1, then the certificate. */
bool	sst_write_element(const struct cert *c, struct bytes *out,
	    struct err *e) MUST_CHECK;
bool	sst_write(const struct certlist *l, struct bytes *out, struct err *e)
	    MUST_CHECK;
