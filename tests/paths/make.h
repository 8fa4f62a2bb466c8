/*
 * make.h - the certificates and revocation lists of a case (spec.h)
 *
 * Written field by field with der.h, so that what is wrong on purpose can be
 * written as well. The same case has the same keys and contents in every run;
 * only the random number of an ECDSA signature differs.
 *
 * Ownership:  made_clear(); keys belong to keys_get() for good.
 * Errors:     as spec.h.
 */

#pragma once

#include <openssl/evp.h>

#include "base/bytes.h"
#include "spec.h"

enum { MADE_MAX = SPEC_LINES };

struct made_cert {
	const struct spec_line	*line;
	EVP_PKEY		*key;
	struct bytes		 der;
	struct bytes		 subject;	/* a whole Name */
	struct bytes		 issuer;
	unsigned char		 skid[20];	/* when has_skid */
	bool			 has_skid;
	unsigned		 serial;
	bool			 is_root;
	bool			 is_hidden;	/* not given to those who judge */
};

struct made {
	const struct spec	*spec;
	struct made_cert	 certs[MADE_MAX];
	size_t			 count;
	struct bytes		 crls[MADE_MAX];
	size_t			 crl_count;
	size_t			 leaf;
};

void	make_case(const struct spec *s, struct made *m);
void	made_clear(struct made *m);
const struct made_cert *made_find(const struct made *m, const char *id);

/* KIND:NAME, the same key for the same name: p256, p384, rsa1024, rsa512,
 * rsa2048 or ed. */
EVP_PKEY *keys_get(const char *name);

/* ---- for make.c and crl.c ---- */

/* An extension; its value is written by nested calls. */
struct made_ext {
	size_t	outer, value;
};
struct made_ext	make_ext_begin(struct bytes *b, struct view oid,
		    bool critical);
void	make_ext_end(struct bytes *b, struct made_ext x);
/* "C=XX/O=Org_anization/CN=Name"; "-": the empty one. */
void	make_name(struct bytes *b, const char *text);
/* Without the SEQUENCE around it. */
void	make_rdns(struct bytes *b, const char *text);
void	make_time(struct bytes *b, const char *day);
/* Bits of a BIT STRING by their words, which `,` separates. */
void	make_bits(struct bytes *b, unsigned tag, const char *list,
	    const char *const *words);
/* tbs, signed: the whole thing. `bad`: sig, alg, or NULL. */
void	make_signed(struct bytes *out, struct view tbs, EVP_PKEY *key,
	    const char *digest, const char *bad);
void	make_algorithm(struct bytes *b, const EVP_PKEY *key,
	    const char *digest);
/* MD5 is of RSA alone; others get SHA-256. */
const char	*make_digest(const EVP_PKEY *key, const char *wanted);
/* The next part of a list; *list is NULL after the last. */
char	*make_part(char **list, const char *separator);
extern const char *const make_reasons[];

void	make_crl(struct made *m, const struct spec_line *l);
