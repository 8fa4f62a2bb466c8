/*
 * forge.h - signed programs of which each is wrong in one way, or is only odd
 *
 *   forge FIXTURES OUT
 *
 * writes root.cer, NAME.exe for each row of variants.c, and the table of what
 * is to become of them. A variant begins as a forgery that is honest and
 * changes one thing. All is built from the encoding up: libcrypto, which signs,
 * would not make most of it.
 *
 * The dates are fixed and so are the keys but those of odd sizes; ECDSA and PSS
 * make other signatures each time.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <openssl/evp.h>

#include "asn1/der.h"
#include "base/bytes.h"

enum forge_key {
	FORGE_KEY_ROOT, FORGE_KEY_CA, FORGE_KEY_LEAF, FORGE_KEY_TSA,
	FORGE_KEY_OTHER, FORGE_KEY_RSA512, FORGE_KEY_RSA1031,
	FORGE_KEY_EC, FORGE_KEY_EC_EXPLICIT, FORGE_KEY_EC112, FORGE_KEY_E1,
	FORGE_KEY_E3, FORGE_KEY_RSA1023, FORGE_KEY_RSA1024,
	FORGE_KEY_COUNT
};

enum forge_alg {
	ALG_RSA_SHA256, ALG_RSA_SHA1, ALG_RSA_MD5, ALG_OIW_MD5, ALG_PSS_SHA256,
	ALG_PSS_MD5, ALG_PSS_MASK_MD5, ALG_ECDSA_SHA256
};

/* How an extension's critical is written. */
enum forge_critical { NOT_CRITICAL, CRITICAL, CRITICAL_AS_ONE, FALSE_WRITTEN };

struct forge_ext {
	const char		*oid;		/* OID body, and its length */
	size_t			 oid_len;
	enum forge_critical	 critical;
	const char		*value;
	size_t			 value_len;
};
#define EXT(oid, critical, value) \
	{ oid, sizeof(oid) - 1, critical, value, sizeof(value) - 1 }

enum { EXTS_MAX = 12 };

struct forge_cert {
	const char		*subject;	/* a commonName */
	const char		*issuer;
	enum forge_key		 key;
	enum forge_key		 signer;
	enum forge_alg		 alg;
	int			 version;	/* as written; -1: left out */
	const char		*serial;	/* INTEGER body */
	size_t			 serial_len;
	const char		*from;		/* UTCTime, or with 15 characters */
	const char		*to;		/*	GeneralizedTime */
	struct forge_ext	 exts[EXTS_MAX];
	size_t			 ext_count;
	/* One change to the encoding: */
	bool			 inner_alg_differs;
	bool			 unique_ids;
	bool			 organization_differs;
	/* After it was signed: */
	bool			 long_length;	/* of the whole */
	bool			 long_null;	/* of the algorithm's NULL */
	bool			 long_signature;
	bool			 unused_bits;
	bool			 second_form;	/* ECDSA: r, n - s */
	bool			 leading_zero;	/* of the signature */
	bool			 null_signature; /* ECDSA: 0, 0 */
};

enum forge_stamp { STAMP_OF_NONE, STAMP_OF_AUTHENTICODE, STAMP_OF_RFC3161 };
enum forge_ess { ESS_NONE, ESS_RIGHT, ESS_OTHER };
enum forge_imprint {
	IMPRINT_RIGHT, IMPRINT_MD5, IMPRINT_CUT, IMPRINT_EMPTY, IMPRINT_LAST
};

struct forge {
	struct forge_cert	 root;		/* the same for all */
	struct forge_cert	 ca;
	struct forge_cert	 leaf;
	struct forge_cert	 tsa;
	bool			 leaf_is_self_signed;
	struct forge_cert	 decoy;		/* without subject: none */
	bool			 decoy_first;
	bool			 no_leaf;
	bool			 no_ca;
	/* The signature. */
	enum forge_key		 sign_key;
	enum forge_alg		 sign_alg;
	const char		*digest;	/* of file and attributes */
	bool			 bare;
	bool			 says_ecdsa;	/* whatever it is */
	bool			 wrong_type;
	bool			 by_key_id;
	bool			 other_announced;
	bool			 no_message_digest;
	bool			 two_message_digests;
	bool			 wrong_message_digest;
	bool			 unsorted;
	bool			 no_attributes;
	bool			 bad_signer_first;
	bool			 good_signer_first;
	bool			 empty_spc;
	bool			 cut_spc;
	bool			 cab_spc;
	bool			 sha1_label;
	bool			 signature_zero;
	bool			 garbage_signature;
	bool			 null_signature;	/* ECDSA: 0, 0 */
	bool			 type_attribute_twice;
	bool			 digest_attribute_twice;
	const char		*own_time;	/* the signer's signingTime */
	const struct forge	*nested;
	bool			 nested_of_other;	/* another program */
	/* The timestamp. */
	enum forge_stamp	 stamp;
	bool			 bad_stamp_first;	/* RFC 3161, by another */
	const char		*stamp_time;	/* YYMMDD or YYYYMMDD */
	bool			 stamped_by_leaf;
	enum forge_key		 stamp_key;
	const char		*stamp_digest;
	bool			 stamp_bare;
	bool			 stamp_of_other;
	bool			 stamp_type;
	bool			 stamp_token_type;	/* that of a token */
	bool			 stamp_no_type;
	bool			 stamp_two_signers;
	bool			 stamp_no_digest;
	bool			 stamp_no_time;
	bool			 stamp_as_other_kind;	/* its attribute */
	bool			 stamp_as_cms;		/* in CMS's attribute */
	bool			 stamp_empty_set;
	bool			 no_stamp_cert;
	bool			 token_is_data;	/* by its content type */
	bool			 tst_trailing;
	const char		*tst_clock;	/* what follows the date */
	enum forge_imprint	 imprint;
	enum forge_ess		 ess;
	/* The table of the program. */
	bool			 honest_twice;
	bool			 foreign_first;
	bool			 foreign_second;
	bool			 type1_first;
	unsigned		 revision;
	bool			 behind_pkcs7;
	bool			 behind_table;
	int			 entry_longer;	/* than it is */
	bool			 entry_of_none;	/* a length of 0 */
	bool			 padding_used;
	int			 table_longer;
	bool			 changed;	/* a byte of the program */
};

void	forge_die(const char *what);
#define FORGE(condition)	\
	((condition) ? (void)0 : forge_die(#condition))

/* keys.c */
void		 forge_keys_load(const char *fixtures);
EVP_PKEY	*forge_key(enum forge_key which);
/* Its SubjectPublicKeyInfo. */
void		 forge_put_spki(struct bytes *out, enum forge_key which);
void		 forge_put_algorithm(struct bytes *out, enum forge_alg alg);
const char	*forge_digest_of(enum forge_alg alg);
void		 forge_sign(struct bytes *out, enum forge_key key,
		    enum forge_alg alg, struct view content);
/* The bare digest, padded as PKCS#1 has it, without its DigestInfo. */
void		 forge_sign_bare(struct bytes *out, enum forge_key key,
		    const char *digest, struct view content);
void		 forge_hash(struct bytes *out, const char *digest,
		    struct view content);
/* r, n - s of an ECDSA signature over P-256. */
void		 forge_second_form(struct bytes *signature);
#define FORGE_NULL_ECDSA	"\x30\x06\x02\x01\x00\x02\x01\x00"

/* cert.c */
void		 forge_put_name(struct bytes *out, const char *cn);
void		 forge_make_cert(const struct forge_cert *c, struct bytes *out);

/* signature.c */
void		 forge_sign_program(const struct forge *f, struct view plain,
		    struct bytes *out);

struct forge_variant {
	const char	*name;
	bool		 good;
	const char	*words;		/* that the sentence has; "-": any */
	void		(*change)(struct forge *f);
};
/* variants.c */
extern const struct forge_variant forge_variants[];
extern const size_t forge_variant_count;
void	forge_begin(struct forge *f);

/* impostors.c */
extern const struct forge_variant forge_impostors[];
extern const size_t forge_impostor_count;
