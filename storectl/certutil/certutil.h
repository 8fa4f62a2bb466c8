/*
 * certutil.h - what certutil's verbs print, byte for byte where it is recorded
 *
 * A store:
 *
 *   My "Personal"
 *   ================ Certificate 0 ================
 *   Serial Number: ...             certutil_fields()
 *   ...
 *   Cert Hash(sha1): ...
 *     Key Container = ...          certutil_store_key()
 *   Signature test passed
 *
 * Times are in the form of an English Windows, "11/3/2024 3:30 PM", in local
 * time unless -gmt. Names from certificates pass through text_add_printable().
 *
 * Errors: sticky, in *out (bytes.h), where a function returns nothing.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"
#include "cert/key.h"
#include "query/gather.h"
#include "storectl/cmdline.h"

/* "Label: text", the text made printable. */
void	certutil_line(struct bytes *out, const char *label, struct view text);
/* The store's name as it was typed, and what Windows shows for it. */
void	certutil_heading(struct bytes *out, const char *typed,
	    const char *canonical);
/* "================ Certificate 0 ================" */
void	certutil_number(struct bytes *out, size_t number);
/* From the serial number to the hash. Verifies the signature of what is
 * self-signed. */
bool	certutil_fields(struct bytes *out, const struct cert *cert,
	    const struct cmdline *c, struct err *e) MUST_CHECK;
/* Where the private key is, and whether it works. */
bool	certutil_store_key(struct bytes *out, const struct gather *g,
	    const struct gathered *x, struct err *e) MUST_CHECK;
/* "Signature test passed", or of an AT_KEYEXCHANGE key "Encryption ...", when
 * it did: the test is made. */
bool	certutil_test_key(struct bytes *out, enum key_spec spec,
	    const struct key *k, const struct cert *c, struct err *e)
	    MUST_CHECK;
