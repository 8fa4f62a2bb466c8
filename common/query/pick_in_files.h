/*
 * pick_in_files.h - the one certificate that is meant among those of some files
 *
 * As export_choose.h: what the criteria choose, else the certificate of the
 * private key, else the one that issued none of the others. Where several
 * issued none, one of these is meant, and not one that only stamps the time, as
 * a signed program has it; with -a the one that is valid for the longest. The
 * same certificate in two files is one.
 *
 * Ownership: *leaf is borrowed from the contents.
 * Errors:    ERR_NO_CERT, ERR_AMBIGUOUS (the candidates are listed).
 */

#ifndef SPCKIT_QUERY_PICK_IN_FILES_H
#define SPCKIT_QUERY_PICK_IN_FILES_H

#include <stdbool.h>

#include "base/err.h"
#include "cert/contents.h"
#include "chain/select.h"

bool	infiles_one(const struct contents *c, const struct select *criteria,
	    const struct cert **leaf, struct err *e) MUST_CHECK;

#endif
