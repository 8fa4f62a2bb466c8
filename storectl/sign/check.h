/*
 * check.h - is what osslsigncode has written a signed file?
 *
 * It ends with status 0 also when the disk was full half way. So the new file is
 * looked at as storectl verify would, without asking whom to trust: every
 * signature in it is one, of this file. The digest of a program is our own; of
 * .msi and .cab osslsigncode is asked again.
 *
 * Errors: ERR_IO (it is not whole), those of verify_collect(). *caught is set
 *         when a signal ended it.
 */

#ifndef SPCKIT_STORECTL_SIGN_CHECK_H
#define SPCKIT_STORECTL_SIGN_CHECK_H

#include <stdbool.h>

#include "base/err.h"
#include "base/limits.h"

bool	sign_check(const char *path, const struct limits *limits, int *caught,
	    struct err *e) MUST_CHECK;

#endif
