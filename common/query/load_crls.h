/*
 * load_crls.h - revocation lists from a file, or from all files of a folder
 *
 * A file holds one list in DER, or any number in PEM. In a folder, what is not
 * a list is passed over: certificates often lie beside their lists. What lies in
 * folders below is not looked at.
 *
 * A list keeps the name of its file (struct crls), so that one that fits
 * nothing can be pointed out; those of a folder are not expected to fit.
 *
 * Errors: those of readfile.h and crl.h; sentences begin with the name.
 */

#pragma once

#include "base/err.h"
#include "base/limits.h"
#include "chain/crl.h"

bool	load_crls(const char *operand, const struct limits *limits,
	    struct crls *l, struct err *e) MUST_CHECK;
/* Of crls_unused_file(), for people: FILE "covers no ..." */
#define LOAD_CRLS_UNUSED	"covers no certificate here: it is another " \
				"CA's, not current, older than another list, " \
				"or not signed by the CA it names"
