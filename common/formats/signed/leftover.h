/*
 * leftover.h - what no digest covers must not be able to hold anything
 *
 * A signature and its padding lie outside of the digest, and some formats have
 * unused space as well. Windows lets what it likes be there, so other programs
 * may find a file of their own in it: a JAR behind an MSI runs as a JAR
 * (CVE-2020-1464), and a program's padding carries other data unless
 * EnableCertPaddingCheck is set. Here
 *
 *   - nothing but zeros follows a PKCS#7, and
 *   - no record of a ZIP archive lies, as a whole or in part, in bytes that no
 *     digest covers. ZIP is the one format that is found from the end of a
 *     file, wherever it begins.
 *
 * Input:  untrusted, any bytes.
 * Errors: ERR_INPUT.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"

/* A ZIP's last record is this close to the end of the file (APPNOTE 4.3.16). */
#define LEFTOVER_ZIP_TAIL	((size_t)22 + 65535)

bool	leftover_is_zero(struct view v);
/* One PKCS#7, and zeros after it. */
bool	leftover_check_pkcs7(struct view data, const struct limits *limits,
	    struct err *e) MUST_CHECK;
/* A record of a ZIP archive at `from` or behind: its offset; v.len: none.
 * `only_end` asks for the last record alone. */
size_t	leftover_find_zip(struct view v, size_t from, bool only_end);
/* In a file whose digest ends at `end`. */
bool	leftover_check_zip(struct view v, size_t end, struct err *e)
	    MUST_CHECK;
