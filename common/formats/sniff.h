/*
 * sniff.h - look, do not touch: what kind of bytes are these?
 *
 * Reads only fixed headers and the outermost ASN.1 layer of one binary block
 * (armor.h has removed the text). What load() accepts has been sniffed as its
 * kind: a fuzz target holds that.
 */

#ifndef SPCKIT_FORMATS_SNIFF_H
#define SPCKIT_FORMATS_SNIFF_H

#include "base/bytes.h"

enum kind {
	KIND_UNKNOWN = 0,
	KIND_PVK,		/* b0b5f11e */
	KIND_KEYBLOB,		/* PRIVATEKEYBLOB */
	KIND_PKCS8,		/* PrivateKeyInfo */
	KIND_PKCS8_ENCRYPTED,
	KIND_KEY_TRADITIONAL,	/* RSA, DSA, EC private key */
	KIND_CERT,		/* X.509 certificate */
	KIND_PKCS7,		/* PKCS#7 ContentInfo that is no catalogue */
	KIND_PFX,
	KIND_SST,		/* serialized store */
	KIND_ELEMENT,		/* one serialized element */
	KIND_CAT,		/* PKCS#7 whose content is a CTL */
	KIND_PE,
	KIND_CRL,
	KIND_REQUEST,		/* PKCS#10 */
	KIND_PUBLIC_KEY,	/* SubjectPublicKeyInfo */
	KIND_COUNT
};

enum kind	 sniff(struct view binary);
/* "PVK private key", "PKCS#7 certificate container", ... */
const char	*kind_name(enum kind k);

#endif
