/*
 * array.h - room for one more item in an array
 *
 * `list` is the address of the pointer to the array, which has `count` items of
 * `size` bytes and grows to the next power of two, so that no capacity has to be
 * kept beside it.
 *
 * Errors: ERR_MEMORY; the array stays as it is.
 */

#pragma once

#include <stddef.h>

#include "base/err.h"

bool	array_room(void *list, size_t count, size_t size, struct err *e)
	    MUST_CHECK;
