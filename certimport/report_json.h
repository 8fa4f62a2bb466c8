/*
 * report_json.h - certimport's outcomes as JSON documents
 *
 *   {"file":…, "location":"user", "imported":[{"store":…, "sha1":…,
 *    "subject":…, "state":"added|present|replaced", "hasPrivateKey":bool}],
 *    "keys":[{"algorithm":…, "spkiSha256":…, "keySpec":…, "state":…,
 *    "hasCertificate":bool}], "notes":[…]}
 *   {"error":{"code":"0x80070056", "name":…, "message":…, "file":…}}
 *
 * A document of a batch begins with "row" and is one line. Field names are a
 * contract with scripts: new ones may be added, none is renamed.
 *
 * Errors: ERR_MEMORY, ERR_IO.
 */

#ifndef SPCKIT_CERTIMPORT_REPORT_JSON_H
#define SPCKIT_CERTIMPORT_REPORT_JSON_H

#include <stdbool.h>

#include "base/err.h"
#include "import.h"

bool	report_json_success(unsigned long row, const struct import *i,
	    struct err *e) MUST_CHECK;
/* code and name as Windows has them. */
bool	report_json_failure(unsigned long row, const char *file,
	    const char *code, const char *name, const struct err *why,
	    struct err *e) MUST_CHECK;

#endif
