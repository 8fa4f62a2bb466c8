/*
 * ask.h - what osslsigncode is asked about a file
 *
 * Errors: ERR_UNSUPPORTED (no answer, or one that can be read in two ways),
 *         ERR_CANCELLED with v->caught set, those of osslsigncode.h and
 *         memfile.h.
 */

#pragma once

#include "verify.h"

/* Sets digest_is_wrong of the signatures that are not of this file. */
bool	verify_ask_digests(struct verify *v, struct verified *f,
	    struct err *e) MUST_CHECK;
/* The signature of a file that is neither a program nor a catalogue; empty:
 * it has none. *is_known: of a kind that can have one. */
bool	verify_ask_signature(struct verify *v, const struct bytes *file,
	    struct bytes *pkcs7, bool *is_known, struct err *e) MUST_CHECK;
