/*
 * schema.h - the only caller of libtasn1
 *
 * libtasn1 says whether a structure is whole and where its parts are: the
 * grammar is in pkcs.asn, compiled by asn1Parser at build time. A decoded
 * structure answers questions by path ("authSafe.content", "?3.bagId"; ?N
 * counts from 1) with views into the very bytes that were decoded, so nothing
 * is copied and every offset can be named in a refusal.
 *
 * Input:      untrusted; definite lengths (ber_definite() first). Before
 *             libtasn1 builds its tree the number of elements is counted and
 *             bounded: a 16 MiB file of two-byte elements is refused, not
 *             turned into a gigabyte of nodes.
 * Ownership:  asn_clear() frees the tree; the decoded bytes are borrowed and
 *             must outlive it.
 * Errors:     ERR_INPUT "truncated or malformed X (libtasn1's reason)", ERR_LIMIT,
 *             ERR_MEMORY.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

struct asn1_node_st;

struct asn {
	struct asn1_node_st	*root;
	struct view		 der;
};
#define ASN_INIT { NULL, VIEW_INIT }

/* Load the grammar; called once in main through schema_init(), or by the
 * first decode. */
bool	schema_init(struct err *e) MUST_CHECK;
void	schema_done(void);

/* Decode all of der as `type` of pkcs.asn ("PFX", "SignedData", ...); `what`
 * is how a person calls it. Trailing bytes are refused. */
bool	asn_decode(struct asn *a, const char *type, struct view der,
	    const char *what, struct err *e) MUST_CHECK;
void	asn_clear(struct asn *a);

/* Is the OPTIONAL element there? */
bool	asn_present(const struct asn *a, const char *path);
/* The whole element (tag, length, content), an EXPLICIT tag around it
 * included. Empty view when absent. */
struct view	asn_whole(const struct asn *a, const char *path);
/* What is after the outermost tag and length: the content, or, where there
 * is an EXPLICIT tag, the whole inner element. */
struct view	asn_body(const struct asn *a, const char *path);
/* A non-negative INTEGER; false when absent, negative or over 64 bits. */
bool	asn_uint(const struct asn *a, const char *path, uint64_t *n)
	    MUST_CHECK;
/* Byte offset of a view inside what was decoded, for messages. */
size_t	asn_offset(const struct asn *a, struct view part);
