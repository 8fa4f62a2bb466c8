/*
 * ask.h - what osslsigncode is asked about app packages (.appx, .msix)
 *
 * All other kinds are read by formats/signed. Of a package osslsigncode 2.8 or
 * later gives the signature and the content that it would sign, both as a
 * PKCS#7 in a file: that is read, and nothing that it prints. It gets the bytes
 * in memory, and is confined (io/process.h).
 *
 * Errors: ERR_UNSUPPORTED (no answer), ERR_CANCELLED with v->caught set, those
 *         of osslsigncode.h and memfile.h.
 */

#pragma once

#include "verify.h"

/* The PKCS#7 of a package. */
bool	verify_ask_signature(struct verify *v, struct view file,
	    struct bytes *pkcs7, struct err *e) MUST_CHECK;
/* Is `sig` of this package? */
bool	verify_ask_digest(struct verify *v, struct view file,
	    const struct authenticode *sig, bool *has, struct err *e)
	    MUST_CHECK;
