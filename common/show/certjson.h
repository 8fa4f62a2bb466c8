/*
 * certjson.h - certificates and keys as the JSON of the design
 *
 * certificate: sha1 sha256 subject issuer serial notBefore notAfter
 * keyAlgorithm keyBits signatureAlgorithm eku[] selfSigned isCA, and
 * friendlyName where the file gave one. key: algorithm bits spkiSha256 keySpec
 * encrypted, and friendlyName, provider. Hex is lower-case without separators,
 * times are ISO 8601 UTC, absent values are left out. Field names are a
 * contract with scripts: new ones may be added, none is renamed.
 *
 * A certificate that cannot be parsed has sha1, sha256 and "error".
 *
 * Ownership: a new reference, the caller's. NULL: out of memory.
 */

#pragma once

#include <jansson.h>

#include "base/err.h"
#include "cert/cert.h"
#include "cert/key.h"

json_t	*certjson(const struct cert *c, struct err *e) MUST_CHECK;
json_t	*certjson_key(const struct key *k, struct err *e) MUST_CHECK;
json_t	*certjson_sha1(const struct cert *c);
/* A whole Name as certname_text() has it. */
json_t	*certjson_name(struct view name);
