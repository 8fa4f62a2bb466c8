/*
 * variants.h - what the two tables of variants are written with
 *
 * variants.c has what is wrong with one field; impostors.c what takes a second
 * certificate, signature or key to be wrong.
 */

#pragma once

#include "forge.h"

#define OID_BC		"\x55\x1d\x13"
#define OID_KU		"\x55\x1d\x0f"
#define OID_EKU		"\x55\x1d\x25"
#define OID_NC		"\x55\x1d\x1e"
#define OID_PC		"\x55\x1d\x24"
#define OID_NS_TYPE	"\x60\x86\x48\x01\x86\xf8\x42\x01\x01"
#define OID_MS_APP	"\x2b\x06\x01\x04\x01\x82\x37\x15\x0a"
#define OID_SKID	"\x55\x1d\x0e"
#define OID_AKID	"\x55\x1d\x23"

#define CODE_SIGNING	"\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x03"
#define SERVER_AUTH	"\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01"
#define TIME_STAMPING	"\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x08"
#define ANY_USAGE	"\x06\x04\x55\x1d\x25\x00"

#define EKU_CODE	EXT(OID_EKU, NOT_CRITICAL, "\x30\x0a" CODE_SIGNING)
#define EKU_STAMP	EXT(OID_EKU, CRITICAL, "\x30\x0a" TIME_STAMPING)
#define KU_SIGN		EXT(OID_KU, CRITICAL, "\x03\x02\x07\x80")
#define KU_CERTS	EXT(OID_KU, CRITICAL, "\x03\x02\x01\x06")
#define BC_CA		EXT(OID_BC, CRITICAL, "\x30\x03\x01\x01\xff")

/* variants.c */
void	forge_set_serial(struct forge_cert *c, const char *serial, size_t len);
void	forge_set_exts(struct forge_cert *c, const struct forge_ext *list,
	    size_t count);
void	forge_add_ext(struct forge_cert *c, struct forge_ext x);

#define LEAF(name, ...) \
static void \
name(struct forge *f) \
{ \
	static const struct forge_ext list[] = { __VA_ARGS__ }; \
	forge_set_exts(&f->leaf, list, COUNT_OF(list)); \
}

#define STAMPED(name, kind, ...) \
static void \
name(struct forge *f) \
{ \
	f->stamp = kind; \
	__VA_ARGS__; \
}
#define BOTH(name, ...) \
	STAMPED(counter_##name, STAMP_OF_AUTHENTICODE, __VA_ARGS__) \
	STAMPED(token_##name, STAMP_OF_RFC3161, __VA_ARGS__)

#define GOOD(function)		{ #function, true, "-", function }
#define BAD(function, words)	{ #function, false, words, function }

#define NOT_DER		"not DER"
#define UNREADABLE	"malformed"
#define FOREIGN		"critical extension"
#define NO_CA		"not allowed to issue"
#define WEAK		"key too weak"
#define MD5		"MD5"
#define USAGE		"not valid for code signing"
#define STAMPER		"not valid for timestamping"
#define CHANGED		"content of the signature was changed"
#define NOT_MADE	"was not made with the key"
#define SIGNERS		"more than one signer"
#define FILE_CHANGED	"changed after it was signed"
#define STAMP_BAD	"timestamp's own signature is invalid"
#define STAMP_OTHER	"belongs to another signature"
#define STAMP_UNREADABLE	"the timestamp cannot be read"
#define DISTRUSTED	"Disallowed"
#define STAMPS(name, words)	BAD(counter_##name, words), \
				BAD(token_##name, words)
