/*
 * typedpath.h - a file's name as people type, paste and drop it
 *
 * On a command line the shell has read it; where a program asks, what comes in
 * may be 'in quotes', begin with ~, have backslashes before spaces, or be the
 * file:// URI that a file manager copies. A name that is there as it was typed
 * is meant as it was typed.
 *
 * Errors: ERR_MEMORY.
 */

#pragma once

#include "base/err.h"

/* *path is new and the caller's. */
bool	typedpath(const char *typed, char **path, struct err *e) MUST_CHECK;
