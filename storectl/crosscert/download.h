/*
 * download.h - from a URL or a file to the certificates there
 *
 * Told apart by content: a zip with certificates in it, a certificate or a
 * PKCS#7 container as DER, PEM or bare base64. In a zip, files that are no
 * certificates (a licence, a page) are passed over.
 *
 * Input:  untrusted; LIMIT_DOWNLOAD bounds an answer, and what a zip unpacks
 *         to.
 * Errors: ERR_FORMAT says what it is instead, an HTML page for one; those of
 *         httpget.h, readfile.h, unzip.h and load.h. Sentences begin with the
 *         URL or the file's name, but download_read()'s.
 *
 * Each adds to `out`: at least one certificate, or nothing when it fails.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "cert/cert.h"
#include "options.h"

bool	download(const char *url, const struct cmdline *o,
	    struct certlist *out, struct err *e) MUST_CHECK;
/* Starts the engines. */
bool	download_file(const char *operand, const struct cmdline *o,
	    struct certlist *out, struct err *e) MUST_CHECK;
bool	download_read(struct view body, const struct limits *limits,
	    struct certlist *out, struct err *e) MUST_CHECK;
