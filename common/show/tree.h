/*
 * tree.h - a certification path as a picture: the root at the top, the state of
 * each step beside it
 *
 *   spckit test root  [trusted root]
 *   └─ spckit test CA  [OK]
 *      └─ spckit test publisher  [expired]
 *
 * A missing issuer stands at the top, with where it may be fetched.
 *
 * Errors: sticky, in *out (bytes.h).
 */

#pragma once

#include <jansson.h>

#include "base/bytes.h"
#include "base/err.h"
#include "chain/chain.h"

/* Each line begins with `indent`. */
void	tree_add(struct bytes *out, const struct chain *chain,
	    const char *indent);
/* The state of one step: "OK", "trusted root", or its faults, except a missing
 * issuer. */
void	tree_add_state(struct bytes *out, const struct chain *chain,
	    size_t step);
/* Why it is not valid, in one line: "Test CA: expired (RFC 5280, 4.1.2.5);
 * ..." of all its steps. Nothing is appended when there is no fault. */
void	tree_add_reason(struct bytes *out, const struct chain *chain);
/* "not checked", "good", "revoked", "unknown" */
const char *tree_revocation(enum crls_state state);
/* {"complete":bool,"trusted":bool,"valid":bool,"reason":...,"revocation":...,
 * "missing":[{"subject":...,"keyId":...,"url":...}],"certificates":[...]}, the
 * leaf first, each as certjson.h has it with its "faults":[...]. "reason" is
 * there when it is not valid. A new reference; NULL: out of memory. */
json_t	*tree_json(const struct chain *chain, struct err *e) MUST_CHECK;
