/*
 * kinds.h - the kinds of file we know: one row each in kinds.c
 *
 * A new kind takes a name here, a row in kinds.c, and a reader. sniff() and
 * load(), the caps on a file's size and the words of a listing follow the row.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/contents.h"
#include "formats/pfx/pfx.h"

/* In the order in which they are tried. */
enum kind {
	KIND_UNKNOWN = 0,
	KIND_PVK,		/* b0b5f11e */
	KIND_KEYBLOB,		/* PRIVATEKEYBLOB */
	KIND_SST,		/* serialized store */
	KIND_ELEMENT,		/* one serialized element */
	KIND_PE,
	KIND_CAT,		/* PKCS#7 whose content is a CTL */
	KIND_PKCS7,		/* any other PKCS#7 */
	KIND_PFX,
	KIND_PKCS8,		/* PrivateKeyInfo */
	KIND_PKCS8_ENCRYPTED,
	KIND_KEY_TRADITIONAL,	/* RSA, DSA, EC private key */
	KIND_CERT,		/* X.509 certificate */
	KIND_CRL,
	KIND_REQUEST,		/* PKCS#10 */
	KIND_PUBLIC_KEY,	/* SubjectPublicKeyInfo */
	/* foreign.h: named, with what converts them */
	KIND_JKS,
	KIND_JCEKS,
	KIND_PUTTY,
	KIND_XML_KEY,
	KIND_JWK,
	KIND_CNG,
	KIND_ZIP,
	KIND_HTML,
	KIND_COUNT
};

/* What load() can be asked for: classes of kinds, to be combined. */
enum {
	LOAD_PFX	= 1 << 0,
	LOAD_MS_KEYS	= 1 << 1,	/* CryptoAPI's own: PVK, key blob */
	LOAD_PEM_KEYS	= 1 << 2,	/* PKCS#8 and older */
	LOAD_PEM_CERTS	= 1 << 3,	/* a certificate, a PKCS#7 */
	LOAD_OTHER_CERTS = 1 << 4,	/* certificates in anything else */

	LOAD_KEYS	= LOAD_MS_KEYS | LOAD_PEM_KEYS,
	LOAD_CERTS	= LOAD_PEM_CERTS | LOAD_OTHER_CERTS,
	LOAD_ANY	= LOAD_KEYS | LOAD_CERTS | LOAD_PFX,
};

/* What a reader gets, and where it puts what it finds. */
struct kind_reading {
	struct pfx_passwords	 passwords;
	const struct limits	*limits;
	struct contents		*c;
	uint64_t		 iterations;	/* of all keys of the file */
	bool			 decrypted;	/* PEM's own encryption is off */
};

struct kind_row {
	const char	*name;		/* "PFX", for people */
	const char	*word;		/* in JSON, of what load() reads */
	unsigned	 class;		/* LOAD_...; 0: known by name only */
	enum limit	 cap;		/* of a file's size */
	const char	*cure;		/* for one that is known by name only */
	/* How it is told: by its first bytes (it then says itself where it
	 * ends), or by its outermost ASN.1 layers, as sniff.h spells them. */
	bool		(*is)(struct view start);
	const char	*shapes[2];
	bool		(*read)(struct view in, struct kind_reading *r,
			    struct err *e);
};

/* Never NULL. */
const struct kind_row	*kind_row(enum kind k);
const char		*kind_name(enum kind k);
