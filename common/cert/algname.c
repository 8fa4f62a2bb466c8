#include "cert/algname.h"

#include <string.h>

#include "asn1/der.h"

struct name {
	const char	*oid;
	size_t		 len;
	const char	*text;
};
#define NAME(oid, text)	{ (oid), sizeof(oid) - 1, (text) }

#define PKCS1	"\x2a\x86\x48\x86\xf7\x0d\x01\x01"
#define X9_62	"\x2a\x86\x48\xce\x3d\x04"
#define NIST_SIG "\x60\x86\x48\x01\x65\x03\x04\x03"
#define PKIX_KP	"\x2b\x06\x01\x05\x05\x07\x03"
#define MS	"\x2b\x06\x01\x04\x01\x82\x37"

static const struct name signatures[] = {
	NAME(PKCS1 "\x02", "md2RSA"),
	NAME(PKCS1 "\x04", "md5RSA"),
	NAME(PKCS1 "\x05", "sha1RSA"),
	NAME("\x2b\x0e\x03\x02\x1d", "sha1RSA"),
	NAME(PKCS1 "\x0a", "RSASSA-PSS"),
	NAME(PKCS1 "\x0b", "sha256RSA"),
	NAME(PKCS1 "\x0c", "sha384RSA"),
	NAME(PKCS1 "\x0d", "sha512RSA"),
	NAME(PKCS1 "\x0e", "sha224RSA"),
	NAME("\x2a\x86\x48\xce\x38\x04\x03", "sha1DSA"),
	NAME(NIST_SIG "\x01", "sha224DSA"),
	NAME(NIST_SIG "\x02", "sha256DSA"),
	NAME(X9_62 "\x01", "sha1ECDSA"),
	NAME(X9_62 "\x03\x01", "sha224ECDSA"),
	NAME(X9_62 "\x03\x02", "sha256ECDSA"),
	NAME(X9_62 "\x03\x03", "sha384ECDSA"),
	NAME(X9_62 "\x03\x04", "sha512ECDSA"),
	NAME("\x2b\x65\x70", "Ed25519"),
	NAME("\x2b\x65\x71", "Ed448"),
};

static const struct name keys[] = {
	NAME(PKCS1 "\x01", "RSA"),
	NAME(PKCS1 "\x07", "RSA-OAEP"),
	NAME(PKCS1 "\x0a", "RSA-PSS"),
	NAME("\x2a\x86\x48\xce\x38\x04\x01", "DSA"),
	NAME("\x2a\x86\x48\xce\x3d\x02\x01", "EC"),
	NAME("\x2a\x86\x48\xce\x3e\x02\x01", "DH"),
	NAME("\x2b\x65\x6e", "X25519"),
	NAME("\x2b\x65\x6f", "X448"),
	NAME("\x2b\x65\x70", "Ed25519"),
	NAME("\x2b\x65\x71", "Ed448"),
};

static const struct name usages[] = {
	NAME("\x55\x1d\x25\x00", "Any Purpose"),
	NAME(PKIX_KP "\x01", "Server Authentication"),
	NAME(PKIX_KP "\x02", "Client Authentication"),
	NAME(PKIX_KP "\x03", "Code Signing"),
	NAME(PKIX_KP "\x04", "Secure Email"),
	NAME(PKIX_KP "\x08", "Time Stamping"),
	NAME(PKIX_KP "\x09", "OCSP Signing"),
	NAME(MS "\x02\x01\x15", "Individual Code Signing"),
	NAME(MS "\x02\x01\x16", "Commercial Code Signing"),
	NAME(MS "\x0a\x03\x01", "Microsoft Trust List Signing"),
	NAME(MS "\x0a\x03\x04", "Encrypting File System"),
	NAME(MS "\x0a\x03\x05", "Windows Hardware Driver Verification"),
	NAME(MS "\x0a\x03\x06", "Windows System Component Verification"),
	NAME(MS "\x0a\x03\x0c", "Document Signing"),
	NAME(MS "\x0a\x03\x0d", "Lifetime Signing"),
	NAME(MS "\x14\x02\x02", "Smart Card Logon"),
	NAME(MS "\x3d\x01\x01", "Kernel Mode Code Signing"),
};

static const char *
find_name(const struct name *table, size_t count, struct view oid,
    char buf[ALGNAME_MAX])
{
	for (size_t i = 0; i < count; i++)
		if (view_equal(oid, view_of(table[i].oid, table[i].len)))
			return table[i].text;
	return algname_dotted(oid, buf);
}

const char *
algname_dotted(struct view oid, char buf[ALGNAME_MAX])
{
	return der_oid_text(oid, buf, ALGNAME_MAX) ? buf : "?";
}

const char *
algname_signature(struct view oid, char buf[ALGNAME_MAX])
{
	return find_name(signatures, COUNT_OF(signatures), oid, buf);
}

const char *
algname_key(struct view oid, char buf[ALGNAME_MAX])
{
	return find_name(keys, COUNT_OF(keys), oid, buf);
}

const char *
algname_usage(struct view oid, char buf[ALGNAME_MAX])
{
	return find_name(usages, COUNT_OF(usages), oid, buf);
}
