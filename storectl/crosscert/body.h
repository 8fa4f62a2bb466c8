/*
 * body.h - what a server sent, or a file holds -> the certificates in it
 *
 * Told apart by content: a zip with certificates in it, a certificate or a
 * PKCS#7 container as DER, PEM or bare base64. In a zip, files that are no
 * certificates (a licence, a page) are passed over.
 *
 * Input:  untrusted; LIMIT_DOWNLOAD bounds what a zip unpacks to.
 * Errors: ERR_FORMAT says what it is instead, an HTML page for one; those of
 *         unzip.h and load.h.
 */

#ifndef SPCKIT_CROSSCERT_BODY_H
#define SPCKIT_CROSSCERT_BODY_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/cert.h"

/* Adds to `out`; nothing when it fails. At least one when it works. */
bool	body_read(struct view body, const struct limits *limits,
	    struct certlist *out, struct err *e) MUST_CHECK;

#endif
