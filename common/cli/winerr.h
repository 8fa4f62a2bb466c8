/*
 * winerr.h - Windows' error codes, their names and the words of Windows
 *
 * One table for all tools: HRESULT, symbolic name, and the text that
 * FormatMessage gives on an English system. Which cause gets which code is
 * each tool's own business (its report.c, the only files that include this).
 *
 * winerr_format() follows certutil: "0x80070056 (WIN32: 86
 * ERROR_INVALID_PASSWORD)" for codes 0x8007xxxx, else "0x80090011
 * (-2146893807 NTE_NOT_FOUND)".
 */

#pragma once

#include <stdint.h>

#define WINERR_MAX	80

#define WIN_E_NOTIMPL			0x80004001u
#define WIN_E_FAIL			0x80004005u
#define WIN_E_UNEXPECTED		0x8000ffffu
#define WIN_ERROR_FILE_NOT_FOUND	0x80070002u
#define WIN_ERROR_PATH_NOT_FOUND	0x80070003u
#define WIN_ERROR_ACCESS_DENIED		0x80070005u
#define WIN_ERROR_BAD_FORMAT		0x8007000bu
#define WIN_ERROR_INVALID_DATA		0x8007000du
#define WIN_ERROR_OUTOFMEMORY		0x8007000eu
#define WIN_ERROR_NOT_SUPPORTED		0x80070032u
#define WIN_ERROR_FILE_EXISTS		0x80070050u
#define WIN_ERROR_INVALID_PASSWORD	0x80070056u
#define WIN_ERROR_INVALID_PARAMETER	0x80070057u
#define WIN_ERROR_DISK_FULL		0x80070070u
#define WIN_ERROR_NOT_FOUND		0x80070490u
#define WIN_ERROR_CANCELLED		0x800704c7u
#define WIN_ERROR_IMPLEMENTATION_LIMIT	0x8007050cu
#define WIN_NTE_BAD_DATA		0x80090005u
#define WIN_NTE_BAD_VER			0x80090007u
#define WIN_NTE_BAD_ALGID		0x80090008u
#define WIN_NTE_BAD_KEY_STATE		0x8009000bu
#define WIN_NTE_NO_KEY			0x8009000du
#define WIN_NTE_PERM			0x80090010u
#define WIN_NTE_NOT_FOUND		0x80090011u
#define WIN_NTE_BAD_KEYSET		0x80090016u
#define WIN_NTE_FAIL			0x80090020u
#define WIN_NTE_INVALID_PARAMETER	0x80090027u
#define WIN_NTE_NOT_SUPPORTED		0x80090029u
#define WIN_CRYPT_E_BAD_ENCODE		0x80092002u
#define WIN_CRYPT_E_FILE_ERROR		0x80092003u
#define WIN_CRYPT_E_NOT_FOUND		0x80092004u
#define WIN_CRYPT_E_EXISTS		0x80092005u
#define WIN_CRYPT_E_SELF_SIGNED		0x80092007u
#define WIN_CRYPT_E_NO_MATCH		0x80092009u
#define WIN_CRYPT_E_NO_KEY_PROPERTY	0x8009200bu
#define WIN_CRYPT_E_ASN1_BADTAG		0x8009310bu
#define WIN_TRUST_E_CERT_SIGNATURE	0x80096004u
#define WIN_TRUST_E_TIME_STAMP		0x80096005u
#define WIN_TRUST_E_BAD_DIGEST		0x80096010u
#define WIN_TRUST_E_BASIC_CONSTRAINTS	0x80096019u
#define WIN_TRUST_E_SUBJECT_FORM_UNKNOWN 0x800b0003u
#define WIN_TRUST_E_NOSIGNATURE		0x800b0100u
#define WIN_CERT_E_EXPIRED		0x800b0101u
#define WIN_CERT_E_CRITICAL		0x800b0105u
#define WIN_CERT_E_MALFORMED		0x800b0108u
#define WIN_CERT_E_UNTRUSTEDROOT	0x800b0109u
#define WIN_CERT_E_CHAINING		0x800b010au
#define WIN_CERT_E_REVOKED		0x800b010cu
#define WIN_CERT_E_REVOCATION_FAILURE	0x800b010eu
#define WIN_CERT_E_WRONG_USAGE		0x800b0110u
#define WIN_TRUST_E_EXPLICIT_DISTRUST	0x800b0111u
#define WIN_CERT_E_INVALID_POLICY	0x800b0113u
#define WIN_CERT_E_INVALID_NAME		0x800b0114u

struct winerr {
	uint32_t	 code;
	const char	*name;		/* "NTE_BAD_DATA" */
	const char	*text;		/* "Bad Data." */
};

/* NULL when the code is not in the table. */
const struct winerr	*winerr_find(uint32_t code);
/* Name and text of a code, "?" and "" when it is not in the table. */
const char		*winerr_name(uint32_t code);
const char		*winerr_text(uint32_t code);
const char		*winerr_format(uint32_t code, char buf[WINERR_MAX]);
