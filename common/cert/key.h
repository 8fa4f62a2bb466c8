/*
 * key.h - one private key as bytes: PKCS#8 and SubjectPublicKeyInfo
 *
 * A key travels as its plain PKCS#8 (PrivateKeyInfo without attributes, in a
 * secret) and the SubjectPublicKeyInfo computed from it, which is what pairs
 * it with a certificate and names it in the store. No EVP_PKEY is built for
 * RSA and DSA (it costs 20 times the rest of an import). The formats layer
 * makes keys (formats/pkcs8.h, formats/msblob.h), checks that their parts
 * agree, and turns them into bytes again; here is only the value.
 *
 * A key of an algorithm unknown to libcrypto is kept as it is: KEY_UNKNOWN. Its
 * public key cannot be computed; where its PKCS#8 has it, it is taken from
 * there, else spki is empty and the key is paired by local key id.
 *
 * Ownership:  struct key is heap memory with one owner; keylist as certlist.
 * Secrets:    pkcs8 is a struct secret and wiped with the key.
 */

#pragma once

#include "asn1/der.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/sha.h"

enum key_algorithm {
	KEY_RSA,		/* rsaEncryption and RSASSA-PSS */
	KEY_DSA,
	KEY_EC,
	KEY_OTHER,		/* libcrypto knows it: Ed25519, ... */
	KEY_UNKNOWN,
};

/* CryptoAPI's key spec; the numbers are Windows' own. */
enum key_spec {
	KEY_SPEC_NONE = 0,	/* the file did not say */
	AT_KEYEXCHANGE = 1,
	AT_SIGNATURE = 2,
};

struct key {
	enum key_algorithm	 algorithm;
	char			 algorithm_name[32]; /* "RSA", "EC", "Ed25519",
							dotted OID if unknown */
	unsigned		 bits;
	enum key_spec		 spec;
	bool			 was_encrypted;
	struct secret		 pkcs8;
	struct bytes		 spki;
	char			*friendly_name;	/* UTF-8, or NULL */
	char			*csp_name;	/* UTF-8, or NULL */
	struct bytes		 local_key_id;
};

struct keylist {
	struct key	**items;
	size_t		  count;
};
#define KEYLIST_INIT { NULL, 0 }

struct key	*key_new(struct err *e) MUST_CHECK;
void		 key_free(struct key *k);
/* SHA-256 of the SubjectPublicKeyInfo. False where it is not known. */
bool		 key_spki_sha256(const struct key *k,
		    unsigned char out[SHA256_LEN]) MUST_CHECK;
const char	*key_spec_name(enum key_spec spec);	/* "AT_SIGNATURE" */

/* Append; takes ownership also on failure. A key with the same public key as
 * one that is there already is dropped (combined PEM files repeat them). */
bool		 keylist_add(struct keylist *l, struct key *k, struct err *e)
		    MUST_CHECK;
struct key	*keylist_take(struct keylist *l, size_t i);
void		 keylist_clear(struct keylist *l);

/* Does this private key belong to the certificate's public key? Compared by
 * the public key itself: modulus and exponent (RSA, PSS parameters aside), y
 * and - where the certificate has them - p, q, g (DSA), the point, in whatever
 * form it is written (EC). */
bool		 key_matches_spki(const struct key *k, struct view spki);
/* The elements of its PKCS#8; false only for what is not one. */
struct key_elements {
	struct tlv	version, algorithm, octets;
	struct view	rest;
};
bool		 key_open(const struct key *k, struct key_elements *x);

/* Is the key's algorithm, parameters included, that of a public key? All that
 * can be asked of a key of unknown algorithm. */
bool		 key_has_algorithm_of(const struct key *k, struct view spki);
/* For a key of unknown algorithm of which something else than the file said
 * whose it is (the store, which names it so): its public key. */
bool		 key_adopt_spki(struct key *k, struct view spki, struct err *e)
		    MUST_CHECK;
/* An RSA key that says RSASSA-PSS or RSAES-OAEP beside a certificate that says
 * rsaEncryption becomes what the certificate says: others read nothing else. */
bool		 key_take_label(struct key *k, struct view spki, struct err *e)
		    MUST_CHECK;
