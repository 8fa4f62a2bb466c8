/*
 * codepage.h - passwords and texts in an ANSI code page
 *
 * Windows' older tools encode a password in the code page of the machine.
 * iconv(3) converts both ways; `encoding` is a name it knows ("cp1252",
 * "cp932", ...). Texts are public, and in code pages of single bytes.
 *
 * Errors: ERR_USAGE for an unknown encoding, ERR_INPUT for a character that
 *         is not in it.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/secret.h"

bool	codepage_encode(const struct secret *utf8, const char *encoding,
	    struct secret *out, struct err *e) MUST_CHECK;
bool	codepage_decode(const struct secret *in, const char *encoding,
	    struct secret *utf8, struct err *e) MUST_CHECK;
/* Appends UTF-16LE. A byte without a character keeps its number, as Windows does
 * it. False: iconv does not know the encoding. */
bool	codepage_to_utf16(struct view in, const char *encoding,
	    struct bytes *out) MUST_CHECK;
