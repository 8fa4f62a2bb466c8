/*
 * storejson.h - a certificate in a store as the JSON of the design
 *
 * What certjson.h gives, then: store location hasPrivateKey, and of the key,
 * as far as the caller may look at it: keySpec exportable protected keyUri.
 *
 * Ownership: a new reference, the caller's. NULL: out of memory.
 */

#pragma once

#include <jansson.h>

#include "base/err.h"
#include "query/gather.h"

json_t	*storejson(const struct gather *g, const struct gathered *x,
	    struct err *e) MUST_CHECK;
