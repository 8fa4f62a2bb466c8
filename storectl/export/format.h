/*
 * format.h - the forms that keys and certificates can be exported to
 *
 * One const table says of each form what it holds, what it needs and what its
 * files are called; it drives -as, the guess from the name of the output, the
 * refusals, and the writing. A new form is a row in it and a function that
 * writes. Keys travel with their key spec, friendly name and provider as far as
 * the form has a place for them:
 *
 *   pfx     all of it
 *   pvk     key spec (none is written as AT_KEYEXCHANGE); RC4 of 128 bits
 *   blob    key spec
 *   pkcs8   key spec, as the keyUsage attribute that Windows reads
 *   pem     the same, and the certificates
 *   sst     friendly name; key spec and provider as CERT_KEY_PROV_INFO, of a
 *           key that is not exported
 *
 * Secrets: the options borrow the password. What is written may be a plain
 *          key: it is in a struct bytes, which wipes itself.
 * Errors:  ERR_UNSUPPORTED: the form cannot hold such a key; ERR_NO_KEY,
 *          ERR_NO_CERT, ERR_AMBIGUOUS: what it needs is not there, or there is
 *          too much of it; ERR_KEY_STATE: the key may not be written so.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "bundle.h"
#include "cli/opt.h"
#include "formats/key/pbe.h"
#include "formats/key/pvk.h"

enum export_flag {
	EXPORT_TAKES_KEY	= 1 << 0, /* it goes in when it is there */
	EXPORT_NEEDS_KEY	= 1 << 1,
	EXPORT_NEEDS_CERT	= 1 << 2,
	EXPORT_TAKES_CHAIN	= 1 << 3,
	EXPORT_ONE		= 1 << 4, /* exactly one bundle */
	EXPORT_ENCRYPTS		= 1 << 5, /* a password can protect the key */
	EXPORT_NEEDS_PASSWORD	= 1 << 6, /* if only the empty one */
	EXPORT_PBE		= 1 << 7, /* under a profile of pbe.h */
	EXPORT_RC4		= 1 << 8,
	EXPORT_HAS_PEM		= 1 << 9, /* binary or PEM, as asked for */
	EXPORT_PEM_FIRST	= 1 << 10,/* PEM unless binary is asked for */
	EXPORT_NAME		= 1 << 11,/* has a place for -name */
	EXPORT_CSP		= 1 << 12,/* and for -csp */
	EXPORT_DESCRIBES_KEY	= 1 << 13,/* without holding it */
	EXPORT_FOLDER		= 1 << 14,/* many files: folder.h */
};

/* Of passwords that are empty or random: more would gain nothing. */
enum { EXPORT_ITERATIONS_FEW = 2000 };

struct export_options {
	enum pbe_profile	 profile;
	uint32_t		 iterations;
	enum pvk_cipher		 pvk_cipher;	/* with a password */
	const char		*friendly_name;	/* NULL: each its own */
	const char		*csp;		/* NULL: the key's, the default */
	const struct secret	*password;	/* not given: in the clear */
	bool			 pem;
	bool			 plain_certs;	/* of a PFX */
};

struct export_format {
	const char	*name;		/* of -as */
	const char	*what;		/* "a PFX" */
	const char	*suffixes;	/* "pfx p12" */
	unsigned	 flags;
	bool		(*write)(const struct bundles *l,
			    const struct export_options *o, struct bytes *out,
			    struct err *e);
};

/* By -as NAME, or by the name of the output where `name` is NULL. NULL with
 * ERR_USAGE, which lists those there are. */
const struct export_format *export_format_find(const char *name,
		    const char *output, struct err *e) MUST_CHECK;
/* -crypto and -iter, checked against the limits; NULL: the form's defaults. */
bool		 export_format_crypto(const struct export_format *f,
		    const char *crypto, const struct opt_uint *iter,
		    const struct limits *limits, struct export_options *o,
		    struct err *e) MUST_CHECK;
/* Has it everything that the form needs, and no more than it can hold? */
bool		 export_format_check(const struct export_format *f,
		    const struct bundles *l, struct err *e) MUST_CHECK;
/* May every key be written so? */
bool		 export_format_check_keys(const struct export_format *f,
		    const struct bundles *l, const struct export_options *o,
		    struct err *e) MUST_CHECK;
/* Is a private key that is written so protected by a password? */
bool		 export_format_protects(const struct export_format *f,
		    const struct export_options *o);
/* Append the file. Checked before; the form is none of several files. */
bool		 export_format_write(const struct export_format *f,
		    const struct bundles *l, const struct export_options *o,
		    struct bytes *out, struct err *e) MUST_CHECK;
