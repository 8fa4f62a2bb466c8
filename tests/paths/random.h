/*
 * random.h - the n-th case of a seed, as text (spec.h)
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

enum { RANDOM_TEXT = 16384 };

void	random_case(uint64_t seed, uint64_t n, char *text, size_t size);
