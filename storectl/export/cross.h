/*
 * cross.h - put a cross-certificate into the chain of a bundle
 *
 * A cross-certificate is another certificate of the chain's root: same name,
 * same key, issued by another CA. It belongs when the chain below the root
 * leads to it, signature and all; anything else is refused. It then stands
 * where the self-signed root stood, which is left out: a program that finds both
 * takes the root, and the path through the cross-certificate is lost.
 *
 * Errors: ERR_NO_MATCH (it does not belong; both names), those of readfile()
 *         and load(), with the file in front.
 */

#pragma once

#include "base/err.h"
#include "base/limits.h"
#include "bundle.h"
#include "cli/opt.h"

bool	export_cross_add(const struct opt_list *files,
	    const struct limits *limits, struct bundle *p, struct err *e)
	    MUST_CHECK;
