#include "cli/winerr.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/compiler.h"

#define E(name, text)	{ WIN_##name, #name, text }

static const struct winerr table[] = {
	E(E_NOTIMPL, "Not implemented"),
	E(E_FAIL, "Unspecified error"),
	E(E_UNEXPECTED, "Catastrophic failure"),
	E(ERROR_FILE_NOT_FOUND, "The system cannot find the file specified."),
	E(ERROR_PATH_NOT_FOUND, "The system cannot find the path specified."),
	E(ERROR_ACCESS_DENIED, "Access is denied."),
	E(ERROR_BAD_FORMAT, "An attempt was made to load a program with an "
	    "incorrect format."),
	E(ERROR_INVALID_DATA, "The data is invalid."),
	E(ERROR_OUTOFMEMORY, "Not enough memory resources are available to "
	    "complete this operation."),
	E(ERROR_NOT_SUPPORTED, "The request is not supported."),
	E(ERROR_FILE_EXISTS, "The file exists."),
	E(ERROR_INVALID_PASSWORD, "The specified network password is not "
	    "correct."),
	E(ERROR_INVALID_PARAMETER, "The parameter is incorrect."),
	E(ERROR_DISK_FULL, "There is not enough space on the disk."),
	E(ERROR_NOT_FOUND, "Element not found."),
	E(ERROR_CANCELLED, "The operation was canceled by the user."),
	E(ERROR_IMPLEMENTATION_LIMIT, "An operation attempted to exceed an "
	    "implementation-defined limit."),
	E(NTE_BAD_DATA, "Bad Data."),
	E(NTE_BAD_VER, "Bad Version of provider."),
	E(NTE_BAD_ALGID, "Invalid algorithm specified."),
	E(NTE_BAD_KEY_STATE, "Key not valid for use in specified state."),
	E(NTE_NO_KEY, "Key does not exist."),
	E(NTE_PERM, "Access denied."),
	E(NTE_NOT_FOUND, "Object was not found."),
	E(NTE_BAD_KEYSET, "Keyset does not exist"),
	E(NTE_FAIL, "An internal error occurred."),
	E(NTE_INVALID_PARAMETER, "The parameter is incorrect."),
	E(NTE_NOT_SUPPORTED, "The requested operation is not supported."),
	E(CRYPT_E_BAD_ENCODE, "An error occurred during encode or decode "
	    "operation."),
	E(CRYPT_E_FILE_ERROR, "An error occurred while reading or writing to "
	    "a file."),
	E(CRYPT_E_NOT_FOUND, "Cannot find object or property."),
	E(CRYPT_E_EXISTS, "The object or property already exists."),
	E(CRYPT_E_SELF_SIGNED, "The specified certificate is self signed."),
	E(CRYPT_E_NO_MATCH, "Cannot find the requested object."),
	E(CRYPT_E_NO_KEY_PROPERTY, "Cannot find the certificate and private "
	    "key for decryption."),
	E(CRYPT_E_ASN1_BADTAG, "ASN1 bad tag value met."),
	E(TRUST_E_CERT_SIGNATURE, "The signature of the certificate cannot be "
	    "verified."),
	E(TRUST_E_TIME_STAMP, "The timestamp signature and/or certificate could "
	    "not be verified or is malformed."),
	E(TRUST_E_BAD_DIGEST, "The digital signature of the object did not "
	    "verify."),
	E(TRUST_E_BASIC_CONSTRAINTS, "A certificate's basic constraint "
	    "extension has not been observed."),
	E(TRUST_E_SUBJECT_FORM_UNKNOWN, "The form specified for the subject is "
	    "not one supported or known by the specified trust provider."),
	E(TRUST_E_NOSIGNATURE, "No signature was present in the subject."),
	E(CERT_E_EXPIRED, "A required certificate is not within its validity "
	    "period when verifying against the current system clock or the "
	    "timestamp in the signed file."),
	E(CERT_E_CRITICAL, "A certificate contains an unknown extension that "
	    "is marked 'critical'."),
	E(CERT_E_MALFORMED, "A certificate is missing or has an empty value "
	    "for an important field, such as a subject or issuer name."),
	E(CERT_E_UNTRUSTEDROOT, "A certificate chain processed, but terminated "
	    "in a root certificate which is not trusted by the trust "
	    "provider."),
	E(CERT_E_CHAINING, "A certificate chain could not be built to a "
	    "trusted root authority."),
	E(CERT_E_REVOKED, "A certificate was explicitly revoked by its "
	    "issuer."),
	E(CERT_E_REVOCATION_FAILURE, "The revocation process could not "
	    "continue - the certificate(s) could not be checked."),
	E(CERT_E_WRONG_USAGE, "The certificate is not valid for the requested "
	    "usage."),
	E(TRUST_E_EXPLICIT_DISTRUST, "The certificate was explicitly marked as "
	    "untrusted by the user."),
	E(CERT_E_INVALID_POLICY, "The certificate has invalid policy."),
	E(CERT_E_INVALID_NAME, "The certificate has an invalid name. The name "
	    "is not included in the permitted list or is explicitly "
	    "excluded."),
};

const struct winerr *
winerr_find(uint32_t code)
{
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (table[i].code == code)
			return &table[i];
	return NULL;
}

const char *
winerr_name(uint32_t code)
{
	const struct winerr *w = winerr_find(code);

	return w != NULL ? w->name : "?";
}

const char *
winerr_text(uint32_t code)
{
	const struct winerr *w = winerr_find(code);

	return w != NULL ? w->text : "";
}

const char *
winerr_format(uint32_t code, char buf[WINERR_MAX])
{
	const struct winerr *w = winerr_find(code);
	const char *space = w != NULL ? " " : "";
	const char *name = w != NULL ? w->name : "";

	if (code >> 16 == 0x8007)
		snprintf(buf, WINERR_MAX, "0x%08" PRIx32 " (WIN32: %" PRIu32
		    "%s%s)", code, code & 0xffff, space, name);
	else
		snprintf(buf, WINERR_MAX, "0x%08" PRIx32 " (%" PRId32 "%s%s)",
		    code, (int32_t)code, space, name);
	return buf;
}
