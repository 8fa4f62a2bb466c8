/*
 * strict.h - is this DER, and not just BER?
 *
 * One value has one encoding in DER (X.690, 10 and 11): definite lengths in
 * their shortest form, TRUE as FF, integers and object identifiers without
 * padding, strings in one piece, unused bits zero. What is signed twice, listed
 * somewhere by its hash or compared byte by byte has to be DER, or the same
 * thing goes by as many names as one likes.
 *
 * Not asked for, since real certificates break it and it opens no way around a
 * hash that covers the value: the order of a SET, DEFAULT values that are left
 * out, bit lists without trailing zeros, times with seconds.
 *
 * Input: untrusted; nesting is bounded by STRICT_DEPTH.
 */

#pragma once

#include "base/bytes.h"

enum { STRICT_DEPTH = 32 };

/* One element, which fills `v`. */
bool	strict_is_der(struct view v);
/* The body of an OBJECT IDENTIFIER (8.19). */
bool	strict_is_oid(struct view body);
