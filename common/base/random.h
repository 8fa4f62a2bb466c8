/*
 * random.h - random bytes from the kernel
 *
 * For salts, initialisation vectors, names and the vault key: getrandom(2),
 * which waits until the kernel's generator is seeded and then never fails.
 * libcrypto's generator is seeded from the same source, and costs a third of a
 * millisecond to start.
 *
 * Errors: ERR_IO where the kernel has no such call.
 */

#pragma once

#include <stddef.h>

#include "base/err.h"

bool	random_bytes(void *buf, size_t len, struct err *e) MUST_CHECK;
