/*
 * algname.h - object identifiers of algorithms and usages -> words
 *
 * Signature algorithms as certmgr.msc shows them ("sha256RSA"), key algorithms
 * ("RSA", "EC"), key usages ("Code Signing"). Others are their dotted numbers,
 * "?" if malformed.
 *
 * Ownership: the text is in buf or constant; valid as long as buf.
 */

#pragma once

#include "base/bytes.h"

#define ALGNAME_MAX	128

const char	*algname_signature(struct view oid, char buf[ALGNAME_MAX]);
const char	*algname_key(struct view oid, char buf[ALGNAME_MAX]);
const char	*algname_usage(struct view oid, char buf[ALGNAME_MAX]);
/* Always the dotted number. */
const char	*algname_dotted(struct view oid, char buf[ALGNAME_MAX]);
