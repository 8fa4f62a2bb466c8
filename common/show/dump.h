/*
 * dump.h - what a file holds: in words for people, and as a JSON document
 *
 * storectl dump, and certutil -dump of a file that holds no certificate.
 */

#pragma once

#include "base/err.h"
#include "cert/contents.h"
#include "formats/kinds.h"

bool	dump_print(const struct contents *c, enum kind kind, const char *name,
	    bool verbose, struct err *e) MUST_CHECK;
bool	dump_print_json(const struct contents *c, enum kind kind,
	    struct err *e) MUST_CHECK;
