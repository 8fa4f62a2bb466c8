/*
 * reserved.h - text at an address that may be none
 *
 * PKCS#11 reserves pReserved of C_Initialize and wants NULL there; p11-kit and
 * NSS pass text, other programs what they like. The bytes are fetched by the
 * kernel, through a pipe: it answers EFAULT where reading them here would end
 * the program.
 */

#pragma once

#include <stdbool.h>

#include "base/compiler.h"

enum { RESERVED_SIZE = 256 };

/* False for an address that cannot be read, and if there is no NUL within
 * RESERVED_SIZE bytes; also if the process can open no pipe. Nothing after the
 * NUL is touched. */
bool	reserved_read(const void *from, char to[RESERVED_SIZE]) MUST_CHECK;
